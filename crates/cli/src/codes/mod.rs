//! `metasign codes`: a dictionary of codes searched, codelists verified against it, downloads taken in and given back.

mod exchange;
mod list_text;

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use crate::arguments::{CodesArguments, RulesArguments};
use crate::input;
use crate::terminal::{ALARM, Ended, FAINT, FINE, Stop, Terminal};

/// The largest dictionary that is read.
const MAX_DICTIONARY_BYTES: u64 = 1 << 30;

/// Search results shown.
const SHOWN: usize = 200;

/// Terms by system and code.
type Terms = BTreeMap<(String, String), Vec<String>>;

pub(crate) fn run(verb: &CodesArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let root = rules.rules.as_deref();
    match verb.words.as_slice() {
        [word, file] if word == "import" => return exchange::import(Path::new(file), verb, root, terminal),
        [word, name] if word == "export" => return exchange::export(name, verb, root, terminal),
        _ => {}
    }
    let Some(dictionary_path) = &verb.dictionary else {
        return Err(Stop::new("say which dictionary to look in: --dictionary FILE"));
    };
    let terms = dictionary(dictionary_path)?;
    match verb.words.as_slice() {
        [word, file] if word == "verify" => verify(Path::new(file), &terms, terminal),
        words => search(words, verb, &terms, terminal),
    }
}

fn dictionary(path: &Path) -> Result<Terms, Stop> {
    let bytes = input::read(path, MAX_DICTIONARY_BYTES).map_err(Stop::Said)?;
    let named = |message: String| Stop::Said(format!("`{}`: {message}", path.display()));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headers = reader.headers().map_err(|error| named(error.to_string()))?.clone();
    let column = |name: &str| {
        let found = headers
            .iter()
            .position(|header| header.trim_start_matches('\u{feff}') == name);
        found.ok_or_else(|| {
            named(format!(
                "has no column `{name}`; a dictionary has system, code and term"
            ))
        })
    };
    let (system, code, term) = (column("system")?, column("code")?, column("term")?);
    let mut terms = Terms::new();
    for row in reader.records() {
        let row = row.map_err(|error| named(error.to_string()))?;
        let field = |at: usize| row.get(at).unwrap_or_default().to_owned();
        terms.entry((field(system), field(code))).or_default().push(field(term));
    }
    Ok(terms)
}

fn search(words: &[String], verb: &CodesArguments, terms: &Terms, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|word| word.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let wanted = |code: &str, term: &str| {
        if verb.matching.as_ref().is_some_and(|pattern| !pattern.is_match(term)) {
            return false;
        }
        let term = term.to_lowercase();
        words
            .iter()
            .all(|word| term.contains(word.as_str()) || code.to_lowercase() == *word)
    };
    let mut found = 0_usize;
    for ((of, code), names) in terms {
        if verb.system.as_ref().is_some_and(|system| system != of) {
            continue;
        }
        for term in names.iter().filter(|term| wanted(code, term)) {
            found = found.saturating_add(1);
            if found <= SHOWN {
                terminal.line(format!("{of}\t{code}\t{term}"))?;
            }
        }
    }
    if found > SHOWN {
        terminal.remark(&format!("{found} found, {SHOWN} shown; add a word"));
    }
    Ok(if found == 0 { Ended::FallsShort } else { Ended::Done })
}

/// Checks a codelist: each code must be in the dictionary with the term beside it.
fn verify(file: &Path, terms: &Terms, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let bytes = input::read(file, MAX_DICTIONARY_BYTES).map_err(Stop::Said)?;
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(bytes.as_slice());
    let said = |error: csv::Error| Stop::Said(format!("`{name}`: {error}"));
    let columns = reader.headers().map_err(said)?;
    // In the older form the file's name says the system: LIST.SYSTEM.csv.
    let of_file = name.strip_suffix(".csv").and_then(|stem| stem.split_once('.'));
    let of_file = of_file.map(|(_, system)| system.to_owned());
    let of_row = columns.get(0) == Some("system");
    if !of_row && of_file.is_none() {
        return Err(Stop::Said(format!(
            "`{name}` is no codelist; its first line after the notes is `system,code,term`"
        )));
    }
    let (mut count, mut wrong) = (0_usize, 0_usize);
    for row in reader.records() {
        let row: StringRecord = row.map_err(said)?;
        let line = row.position().map_or(0, csv::Position::line);
        let field = |at: usize| row.get(at).unwrap_or_default();
        let (system, code, term) = match &of_file {
            Some(system) if !of_row => (system.as_str(), field(0), field(1)),
            _ => (field(0), field(1), field(2)),
        };
        count = count.saturating_add(1);
        let known = terms.get(&(system.to_owned(), code.to_owned()));
        let message = match known {
            None => format!("`{code}` is not in the dictionary as a {system} code"),
            Some(names) if !names.iter().any(|name| name.eq_ignore_ascii_case(term)) => {
                format!(
                    "`{code}` is \u{201c}{}\u{201d} in the dictionary, not \u{201c}{term}\u{201d}",
                    names.join("\u{201d} or \u{201c}")
                )
            }
            Some(_) => continue,
        };
        wrong = wrong.saturating_add(1);
        terminal.line(format!("{}:{line}: {ALARM}error{ALARM:#}: {message}", file.display()))?;
    }
    let style = if wrong == 0 { FINE } else { ALARM };
    terminal.line(format!(
        "{style}{count} codes, {wrong} wrong{style:#} {FAINT}({name}){FAINT:#}"
    ))?;
    Ok(if wrong == 0 { Ended::Done } else { Ended::FallsShort })
}
