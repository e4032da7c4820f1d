//! `metasign codes import` and `export`: one system's codes of a list, in from a download and out in the same form.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use metasign_core::record::System;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use metasign_core::rules::load::check;

use super::MAX_DICTIONARY_BYTES;
use super::list_text::{ListText, csv_text, download};
use crate::arguments::CodesArguments;
use crate::input;
use crate::terminal::{Ended, FAINT, FINE, Stop, Terminal};

/// The files of a rule set, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Takes a download into a list: says what changes, and writes all of it or nothing.
pub(super) fn import(
    file: &Path,
    verb: &CodesArguments,
    rules: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Ended, Stop> {
    let Some(root) = rules.filter(|root| root.is_dir()) else {
        return Err(Stop::new("say which rules the list is in: --rules DIR, a folder"));
    };
    let Some(name) = verb.into.as_deref() else {
        return Err(Stop::new("say which list it goes into: --into NAME"));
    };
    let system = system(verb.system.as_deref())?;
    let bytes = input::read(file, MAX_DICTIONARY_BYTES).map_err(Stop::Said)?;
    let (codes, passed_over) = download(&bytes, file, system).map_err(Stop::Said)?;
    for remark in &passed_over {
        terminal.remark(remark);
    }
    let mut files: Files = input::files(root)?.into_iter().collect();
    let (path, mut list) = target(&files, name, verb.group.as_deref())?;
    let changes = changes(&list, system, &codes);
    for change in &changes.lines {
        terminal.line(change)?;
    }
    terminal.line(format!(
        "{FINE}{}{FINE:#} {FAINT}({} codes of {name}){FAINT:#}",
        changes.summary,
        system.name()
    ))?;
    // The origin is of the codes as they came: a file that brings nothing new is none.
    if changes.lines.is_empty() {
        terminal.line("nothing changes, so nothing was written")?;
        return Ok(Ended::Done);
    }
    let origin = file.file_name().map(|name| name.to_string_lossy().into_owned());
    list.replace(system, &codes);
    list.note_origin(system, origin.as_deref().unwrap_or("standard input"));
    let text = list.text().map_err(Stop::Said)?;
    let before = files.insert(path.clone(), text.clone().into_bytes());
    let told = new_mistakes(&files, &path, before)?;
    for mistake in &told {
        terminal.remark(&mistake.to_string());
    }
    if told.iter().any(|mistake| mistake.severity == Severity::Error) {
        return Err(Stop::new("nothing was written: the rules would have mistakes"));
    }
    if verb.dry_run {
        return Ok(Ended::Done);
    }
    let target = root.join(&path);
    write_whole(&target, &text)?;
    terminal.line(format!("{}", target.display()))?;
    Ok(Ended::Done)
}

/// Gives the codes of a list back as `code,term`.
pub(super) fn export(
    name: &str,
    verb: &CodesArguments,
    rules: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Ended, Stop> {
    let files: Files = match rules.filter(|root| root.is_dir()) {
        Some(root) => input::files(root)?.into_iter().collect(),
        None => {
            let bundle = input::bundle(rules)?;
            let files = bundle.files();
            files
                .map(|(path, content)| (path.to_owned(), content.bytes().to_vec()))
                .collect()
        }
    };
    let Some((path, list)) = find(&files, name)? else {
        return Err(Stop::Said(format!("there is no codelist `{name}`")));
    };
    let system = match (verb.system.as_deref(), list.systems().as_slice()) {
        (Some(_), _) => system(verb.system.as_deref())?,
        (None, [only]) => system(Some(*only))?,
        (None, systems) => {
            return Err(Stop::Said(format!(
                "`{path}` has codes in {}; say which with --system",
                systems.join(", ")
            )));
        }
    };
    let header = std::iter::once(vec!["code", "term"]);
    let rows: Vec<Vec<&str>> = list
        .of(system)
        .map(|row| vec![row.code.as_str(), row.term.as_str()])
        .collect();
    if rows.is_empty() {
        return Err(Stop::Said(format!("`{path}` has no code in {}", system.name())));
    }
    let text = csv_text(header.chain(rows)).map_err(Stop::Said)?;
    terminal.line(text.trim_end_matches('\n'))?;
    Ok(Ended::Done)
}

fn system(name: Option<&str>) -> Result<System, Stop> {
    let known = name
        .and_then(System::from_name)
        .filter(|system| *system != System::Local);
    known.ok_or_else(|| Stop::new("say which code system it is: --system snomed, ctv3, read2, icd10, dmd or loinc"))
}

/// The list of this name, wherever it lies.
fn find(files: &Files, name: &str) -> Result<Option<(String, ListText)>, Stop> {
    let older = format!("{name}.");
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("codelists/")) {
        let Some(stem) = path.rsplit('/').next().and_then(|file| file.strip_suffix(".csv")) else {
            continue;
        };
        if stem.starts_with(&older) {
            return Err(Stop::Said(format!(
                "`{path}` is in the older form, one file a system; gather the list in `codelists/<group>/{name}.csv` first"
            )));
        }
        if stem == name {
            let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
            let list = ListText::parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
            let list = list.ok_or_else(|| {
                Stop::Said(format!(
                    "`{path}` is no codelist that can be read; `metasign check` says why"
                ))
            })?;
            return Ok(Some((path.clone(), list)));
        }
    }
    Ok(None)
}

/// The list the codes go into; a new one where there is none of this name.
fn target(files: &Files, name: &str, group: Option<&str>) -> Result<(String, ListText), Stop> {
    if let Some(found) = find(files, name)? {
        return Ok(found);
    }
    let Some(group) = group else {
        return Err(Stop::Said(format!(
            "there is no codelist `{name}`; for a new one say its group: --group cancers, metastases, conditions, signs, \
             tests, medicines, procedures or care"
        )));
    };
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    let title: String = letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect();
    let list = ListText::new(vec![format!("# title: {title}")]);
    Ok((format!("codelists/{group}/{name}.csv"), list))
}

struct Changes {
    lines: Vec<String>,
    summary: String,
}

fn changes(list: &ListText, system: System, codes: &[(String, String)]) -> Changes {
    let old: BTreeMap<&str, &str> = list
        .of(system)
        .map(|row| (row.code.as_str(), row.term.as_str()))
        .collect();
    let new: BTreeMap<&str, &str> = codes
        .iter()
        .map(|(code, term)| (code.as_str(), term.as_str()))
        .collect();
    let mut lines = Vec::new();
    let (mut added, mut removed, mut changed) = (0_usize, 0_usize, 0_usize);
    for (code, term) in codes {
        match old.get(code.as_str()) {
            None => {
                added = added.saturating_add(1);
                lines.push(format!("+ {code}\t{term}"));
            }
            Some(before) if *before != term.as_str() => {
                changed = changed.saturating_add(1);
                lines.push(format!("~ {code}\t{before} \u{2192} {term}"));
            }
            Some(_) => {}
        }
    }
    for row in list.of(system).filter(|row| !new.contains_key(row.code.as_str())) {
        removed = removed.saturating_add(1);
        lines.push(format!("- {}\t{}", row.code, row.term));
    }
    let same = codes.len().saturating_sub(added).saturating_sub(changed);
    let summary = format!("{added} added, {removed} removed, {changed} terms changed, {same} as before");
    Changes { lines, summary }
}

/// What `check` says of the rules with the list as it would be, and didn't before.
fn new_mistakes(files: &Files, path: &str, before: Option<Vec<u8>>) -> Result<Vec<Diagnostic>, Stop> {
    let of = |files: Files| -> Result<Vec<Diagnostic>, Stop> {
        let bundle = Bundle::from_files(files).map_err(Stop::new)?;
        Ok(check(&bundle, None))
    };
    let mut earlier = files.clone();
    match before {
        Some(bytes) => earlier.insert(path.to_owned(), bytes),
        None => earlier.remove(path),
    };
    // Lines of the list move; what is said of them does not.
    let known: Vec<(String, String)> = of(earlier)?
        .into_iter()
        .map(|said| (said.place.file, said.message))
        .collect();
    let told = of(files.clone())?;
    Ok(told
        .into_iter()
        .filter(|said| {
            !known
                .iter()
                .any(|(file, message)| *file == said.place.file && *message == said.message)
        })
        .collect())
}

/// Writes beside the file and moves it there, so that a half-written list is never seen.
fn write_whole(path: &Path, text: &str) -> Result<(), Stop> {
    let failed = |error: std::io::Error| Stop::Said(format!("`{}`: {error}; nothing was written", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft: PathBuf = path.with_extension(format!("{}.part", std::process::id()));
    let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written.map_err(failed)
}
