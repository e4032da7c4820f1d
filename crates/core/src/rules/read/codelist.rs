//! `codelists/<list>.<system>.csv` and the entries beside them that say where each list came from.

use super::names::Reading;
use super::table::Table;
use crate::record::System;
use crate::rules::diagnostic::Place;
use crate::rules::model::Codelist;
use crate::rules::names::NameKind;
use crate::rules::source_text::SourceText;

/// A list has at most this many codes.
const MAX_CODES: usize = 100_000;

/// What the entry of a list says of it.
#[derive(Debug)]
pub(crate) struct Companion {
    pub(crate) list: String,
    pub(crate) place: Place,
    /// `systems = []`: there is no code, and phrases must do.
    pub(crate) without_codes: bool,
}

/// The list and system a file's name stands for.
pub(crate) fn list_and_system(path: &str) -> Option<(&str, &str)> {
    let name = path.strip_prefix("codelists/")?.strip_suffix(".csv")?;
    name.split_once('.')
        .filter(|(list, system)| !list.is_empty() && !list.contains('/') && !system.contains('.'))
}

/// Reads one CSV file. The form of codes is looked at by `check`.
pub(crate) fn codelist(reading: &mut Reading<'_>, file: &SourceText<'_>) -> Option<Codelist> {
    let place = |line: u64| Place {
        file: file.path.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::from(line > 0),
    };
    let Some((list, system_name)) = list_and_system(file.path) else {
        let help = "name it `codelists/<list>.<system>.csv`, as in `codelists/back-pain.snomed.csv`".to_owned();
        reading.error(
            place(0),
            None,
            "bad-codelist-name",
            "the file's name doesn't say list and system".to_owned(),
            Some(help),
        );
        return None;
    };
    let Some(system) = System::from_name(system_name).filter(|system| *system != System::Local) else {
        let help = "one of snomed, ctv3, read2, icd10, dmd, loinc".to_owned();
        let message = format!("there is no code system `{system_name}`");
        reading.error(place(0), Some(list), "unknown-system", message, Some(help));
        return None;
    };
    if !crate::rules::names::is_kebab_case(list) {
        let help = "use small letters, digits and single hyphens, as in `back-pain`".to_owned();
        reading.error(
            place(0),
            Some(list),
            "bad-id",
            format!("`{list}` is not a kebab-case id"),
            Some(help),
        );
    }
    let mut rows = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(file.text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut codes: Vec<(String, String)> = Vec::new();
    let mut width = 0_usize;
    let mut first = true;
    loop {
        match rows.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                reading.error(
                    place(line),
                    Some(list),
                    "bad-csv",
                    "the row can't be read".to_owned(),
                    Some("look for a lone quote".to_owned()),
                );
                break;
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if first {
            first = false;
            width = record.len();
            header(reading, list, &record, place(line));
            continue;
        }
        if record.len() != width {
            let message = format!("the row has {} columns and the header {width}", record.len());
            let help = "put a term that contains a comma in double quotes".to_owned();
            reading.error(place(line), Some(list), "bad-csv", message, Some(help));
            continue;
        }
        let (code, term) = (record.get(0).unwrap_or_default(), record.get(1).unwrap_or_default());
        if code.is_empty() || code.trim() != code || term.trim().is_empty() {
            let help = "write code and term without blanks around them".to_owned();
            reading.error(
                place(line),
                Some(list),
                "bad-csv",
                "code or term is empty or has blanks around it".to_owned(),
                Some(help),
            );
            continue;
        }
        codes.push((code.to_owned(), term.to_owned()));
    }
    if codes.is_empty() && !first {
        let help = "add codes, or delete the file and give the list's entry `systems = []`".to_owned();
        reading.error(
            place(0),
            Some(list),
            "empty-codelist",
            "the codelist has no code".to_owned(),
            Some(help),
        );
    }
    if codes.len() > MAX_CODES {
        let message = format!("the codelist has more than {MAX_CODES} codes");
        reading.error(place(0), Some(list), "too-large", message, None);
    }
    Some(Codelist {
        list: list.to_owned(),
        system,
        codes,
    })
}

fn header(reading: &mut Reading<'_>, list: &str, record: &csv::StringRecord, place: Place) {
    if record.get(0) != Some("code") || record.get(1) != Some("term") {
        let help = "the first line of a codelist is `code,term`".to_owned();
        reading.error(
            place,
            Some(list),
            "bad-header",
            "the header is not `code,term`".to_owned(),
            Some(help),
        );
    } else if record.iter().any(|name| name == "system") {
        let help = "split it into one file a system and take the column out".to_owned();
        reading.error(
            place,
            Some(list),
            "two-systems",
            "a codelist has one system, named by its file".to_owned(),
            Some(help),
        );
    }
}

/// `codelists/*.toml`: where each list came from and what was left out.
pub(crate) fn companions(table: &mut Table<'_, '_>) -> Vec<Companion> {
    table.entries(&[], |id, table| {
        let place = table.place();
        table.shown("title");
        table.text("origin");
        table.text("left_out");
        table.optional_text("gap");
        table.optional_text("note");
        table.references("sources", NameKind::Source);
        if table.has("basis") {
            table.basis_kind();
        } else {
            table.allow(&["basis"]);
        }
        let systems = table.get("systems").map(|mut value| {
            value.items("a list of code systems", |item| {
                let systems = System::ALL.map(|system| (system.name(), system));
                item.choice(&systems)
            })
        });
        Companion {
            list: id.to_owned(),
            place,
            without_codes: systems.is_some_and(|systems| systems.is_empty()),
        }
    })
}
