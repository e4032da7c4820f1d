//! `codelists/<list>.<system>.csv` and the entries beside them that say where each list came from.

use std::borrow::Cow;

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
    /// The systems it says there are files for, where it says so; none at all when phrases must do.
    pub(crate) systems: Option<Vec<System>>,
}

/// The list and system a file's name stands for.
pub(crate) fn list_and_system(path: &str) -> Option<(&str, &str)> {
    let name = path.strip_prefix("codelists/")?.strip_suffix(".csv")?;
    name.split_once('.')
        .filter(|(list, system)| !list.is_empty() && !list.contains('/') && !system.contains('.'))
}

/// Reads one CSV file. The form of codes is looked at by `check`.
pub(crate) fn codelist(reading: &mut Reading<'_>, file: &SourceText<'_>) -> Option<Codelist> {
    let place = |line: u32| Place {
        file: file.path.to_owned(),
        line,
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
    let mut lines = file.text.lines().zip(1_u32..);
    let mut fields = Vec::new();
    let Some((first, _)) = lines.next() else {
        let help = "the first line of a codelist is `code,term`".to_owned();
        reading.error(
            place(0),
            Some(list),
            "empty-file",
            "the file is empty".to_owned(),
            Some(help),
        );
        return None;
    };
    let _ = split(first, &mut fields);
    let width = fields.len();
    header(reading, list, &fields, place(1));
    let mut codes: Vec<(String, String)> = Vec::with_capacity(file.text.len() / 40);
    for (line, number) in lines {
        if line.is_empty() {
            continue;
        }
        let (message, help) = match (split(line, &mut fields), fields.as_slice()) {
            (Err(()), _) => (
                "a quote stands alone".to_owned(),
                "put the whole term in double quotes and write a quote inside it twice",
            ),
            (Ok(()), row) if row.len() != width => (
                format!("the row has {} columns and the header {width}", row.len()),
                "put a term that contains a comma in double quotes",
            ),
            (Ok(()), [code, term, ..]) if !code.is_empty() && code.trim() == code && !term.trim().is_empty() => {
                codes.push((code.clone().into_owned(), term.clone().into_owned()));
                continue;
            }
            (Ok(()), _) => (
                "code or term is empty or has blanks around it".to_owned(),
                "write code and term without blanks around them",
            ),
        };
        reading.error(place(number), Some(list), "bad-csv", message, Some(help.to_owned()));
    }
    if codes.is_empty() {
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

/// The fields of one line, quotes taken off. Codelists have no line breaks inside quotes, and making a full CSV reader
/// for each of a thousand small files costs more than reading them.
fn split<'l>(line: &'l str, fields: &mut Vec<Cow<'l, str>>) -> Result<(), ()> {
    fields.clear();
    let mut rest = line;
    loop {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = unquote(quoted)?;
            fields.push(field);
            after
        } else {
            let end = memchr::memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
            let (field, after) = rest.split_at_checked(end).ok_or(())?;
            if memchr::memchr(b'"', field.as_bytes()).is_some() {
                return Err(());
            }
            fields.push(Cow::Borrowed(field));
            after
        };
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(()),
            None => return Err(()),
        }
    }
}

/// The field that ends at the next lone quote, and what stands after it.
fn unquote(text: &str) -> Result<(Cow<'_, str>, &str), ()> {
    let mut from = 0_usize;
    loop {
        let quote = text
            .get(from..)
            .and_then(|rest| rest.find('"'))
            .ok_or(())?
            .saturating_add(from);
        let after = text.get(quote.saturating_add(1)..).ok_or(())?;
        if after.starts_with('"') {
            from = quote.saturating_add(2);
            continue;
        }
        let field = text.get(..quote).ok_or(())?;
        let field = if field.contains('"') {
            Cow::Owned(field.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(field)
        };
        return Ok((field, after));
    }
}

fn header(reading: &mut Reading<'_>, list: &str, names: &[Cow<'_, str>], place: Place) {
    if !matches!(names, [code, term, ..] if code == "code" && term == "term") {
        let help = "the first line of a codelist is `code,term`".to_owned();
        reading.error(
            place,
            Some(list),
            "bad-header",
            "the header is not `code,term`".to_owned(),
            Some(help),
        );
    } else if names.iter().any(|name| name == "system") {
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
        let systems = table.get("systems").map(|mut value| {
            value.items("a list of code systems", |item| {
                let systems = System::ALL.map(|system| (system.name(), system));
                item.choice(&systems)
            })
        });
        if systems.as_ref().is_some_and(Vec::is_empty) {
            table.allow(&["origin"]);
        } else {
            table.text("origin");
        }
        table.optional_text("left_out");
        table.optional_text("gap");
        table.optional_text("note");
        table.references("sources", NameKind::Source);
        if table.has("basis") {
            table.basis_kind();
        } else {
            table.allow(&["basis"]);
        }
        Companion {
            list: id.to_owned(),
            place,
            systems,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_off_and_lone_ones_refused() {
        let mut fields = Vec::new();
        assert_eq!(split(r#"1,"Pain, ""left"" side",x"#, &mut fields), Ok(()));
        assert_eq!(fields, ["1", r#"Pain, "left" side"#, "x"]);
        assert_eq!(split("1,", &mut fields), Ok(()));
        assert_eq!(fields, ["1", ""]);
        for lone in [r#"1,"Pain"#, r#"1,Pain""#, r#"1,"Pain" left"#] {
            assert_eq!(split(lone, &mut fields), Err(()), "{lone}");
        }
    }
}
