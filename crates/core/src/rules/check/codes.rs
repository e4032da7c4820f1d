//! Codelists: the form of each code, doubles, where the file lies, and the notes that say where the list came from.

use std::collections::{BTreeMap, BTreeSet};

use super::digits::{fault, looks_like};
use crate::rules::model::{Codelist, Tumour};
use crate::rules::read::Reading;
use crate::rules::read::codelist::{Companion, GROUPS, ListFile, Part};
use crate::text::nearest;

pub(crate) fn codelists(reading: &mut Reading<'_>, files: &[ListFile], companions: &[Companion]) {
    for file in files {
        for part in &file.parts {
            codes(reading, file, part);
        }
    }
    places(reading, files);
    let mut described: BTreeMap<&str, &Companion> = BTreeMap::new();
    for companion in companions {
        if let Some(first) = described.insert(&companion.list, companion) {
            let message = format!(
                "the codelist `{}` has another entry at {}:{}",
                companion.list, first.place.file, first.place.line
            );
            reading.error(
                companion.place.clone(),
                Some(&companion.list),
                "duplicate-id",
                message,
                Some("keep one".to_owned()),
            );
        }
    }
    for file in files {
        let missing: Vec<&str> = [("# title: …", file.head.title), ("# origin: …", file.head.origin)]
            .into_iter()
            .filter_map(|(line, said)| (!said).then_some(line))
            .collect();
        if !missing.is_empty() && !described.contains_key(file.list.as_str()) {
            let help = format!("begin the file with the lines `{}`", missing.join("` and `"));
            let message = "nothing says what the codelist holds and where it came from".to_owned();
            reading.error(file.place(0), Some(&file.list), "missing-origin", message, Some(help));
        }
    }
    for companion in companions {
        entry(reading, files, companion);
    }
}

/// Lists outside the groups, and lists in the older form. They work, and are hard to find.
fn places(reading: &mut Reading<'_>, files: &[ListFile]) {
    for file in files.iter().filter(|file| !file.old) {
        let (message, help) = match file.group() {
            Some(group) if GROUPS.contains(&group) => continue,
            Some(group) => {
                let help = match nearest(group, GROUPS) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("move it to one of {}", GROUPS.join(", ")),
                };
                (format!("`{group}` is no group of codelists"), help)
            }
            None => {
                let help = format!("move it to `codelists/signs/` or another of {}", GROUPS.join(", "));
                ("the codelist lies outside the groups".to_owned(), help)
            }
        };
        reading.warning(file.place(0), Some(&file.list), "codelist-place", message, Some(help));
    }
    let old: Vec<&ListFile> = files.iter().filter(|file| file.old).collect();
    if let Some(first) = old.first() {
        let message = match old.len() {
            1 => "a codelist is in the older form, one file a system".to_owned(),
            many => format!("{many} codelist files are in the older form, one file a system"),
        };
        let help = format!(
            "gather them in `codelists/<group>/{}.csv` with the columns `system,code,term`",
            first.list
        );
        reading.warning(first.place(0), Some(&first.list), "old-codelist", message, Some(help));
    }
}

/// What an entry says of its list, held to the files.
fn entry(reading: &mut Reading<'_>, files: &[ListFile], companion: &Companion) {
    let found: BTreeSet<&str> = files
        .iter()
        .filter(|file| file.list == companion.list)
        .flat_map(|file| &file.parts)
        .map(|part| part.codelist.system.name())
        .collect();
    let mut missing = |message: String, help: String| {
        let place = companion.place.clone();
        reading.error(place, Some(&companion.list), "missing-codelist", message, Some(help));
    };
    let Some(systems) = &companion.systems else {
        if found.is_empty() {
            missing(
                format!("there is no file of the codelist `{}`", companion.list),
                "add the file, or say `systems = []` when there is no code and phrases must do".to_owned(),
            );
        }
        return;
    };
    let stated: BTreeSet<&str> = systems.iter().map(|system| system.name()).collect();
    for system in stated.symmetric_difference(&found) {
        if stated.contains(system) {
            missing(
                format!("there is no code of the codelist `{}` in {system}", companion.list),
                format!("add the codes, or take {system} out of `systems`"),
            );
        } else {
            missing(
                format!(
                    "the codelist `{}` has codes in {system} that its entry doesn't know",
                    companion.list
                ),
                format!("add {system} to `systems`, or take the codes out"),
            );
        }
    }
}

fn codes(reading: &mut Reading<'_>, file: &ListFile, part: &Part) {
    let list = &part.codelist;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for ((code, _), line) in list.codes.iter().zip(&part.lines) {
        let place = file.place(*line);
        if let Some(fault) = fault(list.system, code) {
            let other = looks_like(code).filter(|other| *other != list.system);
            let (kind, help) = match other {
                Some(other) if file.old => (
                    "two-systems",
                    format!("it looks like {}; move it to a list of that system", other.name()),
                ),
                Some(other) => (
                    "two-systems",
                    format!("it looks like {}; is the system beside it right?", other.name()),
                ),
                None => (
                    "bad-code",
                    "copy the code again from the dictionary, as text: a spreadsheet rounds long codes".to_owned(),
                ),
            };
            let message = format!("`{code}` can't be a {} code: {fault}", list.system.name());
            reading.error(place, Some(&list.list), kind, message, Some(help));
        } else if !seen.insert(code) {
            let message = format!("the code `{code}` stands twice");
            reading.error(
                place,
                Some(&list.list),
                "duplicate-code",
                message,
                Some("take one out".to_owned()),
            );
        }
    }
}

/// A code that both shows a cancer and says it isn't history cancels itself.
pub(crate) fn histories(reading: &mut Reading<'_>, lists: &[Codelist], tumours: &[Tumour]) {
    for tumour in tumours {
        let excluded = lists.iter().filter(|list| tumour.exclude.contains(&list.list));
        let excluded: BTreeMap<(&str, &str), &str> = excluded
            .flat_map(|list| {
                list.codes
                    .iter()
                    .map(|(code, _)| ((list.system.name(), code.as_str()), list.list.as_str()))
            })
            .collect();
        for list in lists.iter().filter(|list| tumour.history_codes.contains(&list.list)) {
            for (code, _) in &list.codes {
                if let Some(other) = excluded.get(&(list.system.name(), code.as_str())) {
                    let message = format!(
                        "the code `{code}` is in `{}` and in `{other}`, which excludes it",
                        list.list
                    );
                    let help = "take it out of one of the lists".to_owned();
                    reading.warning(
                        tumour.place.clone(),
                        Some(&tumour.id),
                        "excluded-code",
                        message,
                        Some(help),
                    );
                }
            }
        }
    }
}
