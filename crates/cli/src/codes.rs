//! `metasign codes`: a dictionary of codes searched, and codelists verified against it.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use crate::arguments::CodesArguments;
use crate::input;
use crate::terminal::{ALARM, Ended, FAINT, FINE, Stop, Terminal};

/// The largest dictionary that is read.
const MAX_DICTIONARY_BYTES: u64 = 1 << 30;

/// Search results shown.
const SHOWN: usize = 200;

/// Terms by system and code.
type Terms = BTreeMap<(String, String), Vec<String>>;

pub(crate) fn run(verb: &CodesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let terms = dictionary(&verb.dictionary)?;
    match verb.words.as_slice() {
        [word, file] if word == "verify" => verify(Path::new(file), &terms, terminal),
        words => search(words, verb.system.as_deref(), &terms, terminal),
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

fn search(words: &[String], system: Option<&str>, terms: &Terms, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|word| word.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let wanted = |code: &str, term: &str| {
        let term = term.to_lowercase();
        words
            .iter()
            .all(|word| term.contains(word.as_str()) || code.to_lowercase() == *word)
    };
    let mut found = 0_usize;
    for ((of, code), names) in terms {
        if system.is_some_and(|system| system != of) {
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

/// Checks `LIST.SYSTEM.csv`: each code must be in the dictionary with the term beside it.
fn verify(file: &Path, terms: &Terms, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut parts = name.rsplit('.');
    let (_, Some(system)) = (parts.next(), parts.next()) else {
        return Err(Stop::Said(format!(
            "`{name}` names no code system; a codelist is called LIST.SYSTEM.csv"
        )));
    };
    let bytes = input::read(file, MAX_DICTIONARY_BYTES).map_err(Stop::Said)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let (mut count, mut wrong) = (0_usize, 0_usize);
    for row in reader.records() {
        let row: StringRecord = row.map_err(|error| Stop::Said(format!("`{name}`: {error}")))?;
        let line = row.position().map_or(0, csv::Position::line);
        let (code, term) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
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
