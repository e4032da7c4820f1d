//! `codelists/<group>/<name>.csv`: one list, its notes first (`# title: …`), then a row a code: `system,code,term`.
//!
//! A list in the older form, one file a system (`codelists/<name>.<system>.csv`), is read as well.

mod companion;
mod head;
mod row;

use std::borrow::Cow;

pub(crate) use self::companion::{Companion, companions};
pub(crate) use self::head::Head;
use super::names::Reading;
use crate::record::System;
use crate::rules::diagnostic::Place;
use crate::rules::model::Codelist;
use crate::rules::source_text::SourceText;

/// The folders lists lie in, as a clinician would look for them.
pub(crate) const GROUPS: [&str; 8] = [
    "cancers",
    "metastases",
    "conditions",
    "signs",
    "tests",
    "medicines",
    "procedures",
    "care",
];

/// A list has at most this many codes.
const MAX_CODES: usize = 100_000;

/// The code systems a list may hold.
const SYSTEMS: &str = "snomed, ctv3, read2, icd10, dmd, loinc";

/// One file as it was read.
#[derive(Clone, Debug)]
pub(crate) struct ListFile {
    pub(crate) list: String,
    pub(crate) path: String,
    pub(crate) head: Head,
    /// The codes of each system it has.
    pub(crate) parts: Vec<Part>,
    /// One file a system, with the system in its name.
    pub(crate) old: bool,
}

/// The codes of one system, and the line each stands on.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) codelist: Codelist,
    pub(crate) lines: Vec<u32>,
}

impl ListFile {
    /// A line of the file; 0 is the file as a whole.
    pub(crate) fn place(&self, line: u32) -> Place {
        Place::of_line(&self.path, line)
    }

    /// The folder between `codelists/` and the file.
    pub(crate) fn group(&self) -> Option<&str> {
        let (group, _) = self.path.strip_prefix("codelists/")?.rsplit_once('/')?;
        Some(group)
    }

    fn add(&mut self, system: System, code: String, term: String, line: u32) {
        let at = self.parts.iter().position(|part| part.codelist.system == system);
        let at = at.unwrap_or_else(|| {
            let list = self.list.clone();
            let codes = Vec::new();
            self.parts.push(Part {
                codelist: Codelist { list, system, codes },
                lines: Vec::new(),
            });
            self.parts.len().saturating_sub(1)
        });
        if let Some(part) = self.parts.get_mut(at) {
            part.codelist.codes.push((code, term));
            part.lines.push(line);
        }
    }
}

/// The list and, in the older form, the system a file's name stands for.
fn list_and_system(path: &str) -> Option<(&str, Option<&str>)> {
    let name = path.rsplit('/').next()?.strip_suffix(".csv")?;
    let (list, system) = match name.split_once('.') {
        Some((list, system)) => (list, Some(system)),
        None => (name, None),
    };
    let plain = !list.is_empty() && !system.is_some_and(|system| system.contains('.'));
    plain.then_some((list, system))
}

/// Reads one CSV file. The form of codes is looked at by `check`.
pub(crate) fn codelist(reading: &mut Reading<'_>, file: &SourceText<'_>) -> Option<ListFile> {
    let Some((list, system_name)) = list_and_system(file.path) else {
        let help = "name it `codelists/<group>/<name>.csv`, as in `codelists/signs/back-pain.csv`".to_owned();
        let message = "the file's name doesn't say the list".to_owned();
        reading.error(
            Place::of_line(file.path, 0),
            None,
            "bad-codelist-name",
            message,
            Some(help),
        );
        return None;
    };
    let mut of_file = None;
    if let Some(name) = system_name {
        of_file = Some(system(reading, list, name, Place::of_line(file.path, 0))?);
    }
    if !crate::rules::names::is_kebab_case(list) {
        let help = "use small letters, digits and single hyphens, as in `back-pain`".to_owned();
        let message = format!("`{list}` is not a kebab-case id");
        reading.error(Place::of_line(file.path, 0), Some(list), "bad-id", message, Some(help));
    }
    let mut lines = file.text.lines().zip(1_u32..).peekable();
    let head = Head::read(reading, list, file.path, &mut lines);
    let mut found = ListFile {
        list: list.to_owned(),
        path: file.path.to_owned(),
        head,
        parts: Vec::new(),
        old: of_file.is_some(),
    };
    let Some((first, number)) = lines.next() else {
        let help = format!("the first line after the notes is `{}`", columns(of_file));
        let message = "the file has no header".to_owned();
        reading.error(
            Place::of_line(file.path, 0),
            Some(list),
            "empty-file",
            message,
            Some(help),
        );
        return None;
    };
    let mut fields = Vec::new();
    let _ = row::split(first, &mut fields);
    let width = fields.len();
    if !header(reading, &found, &fields, of_file, number) {
        return Some(found);
    }
    let told = reading.diagnostics.len();
    for (line, number) in lines {
        // A spreadsheet writes a blank row as its commas.
        if line.bytes().all(|byte| byte == b',') {
            continue;
        }
        let split = row::split(line, &mut fields);
        code_row(reading, &mut found, (split, &fields), (width, of_file), number);
    }
    // Where rows are wrong, that there is none says nothing more.
    let said = reading.diagnostics.len() > told;
    whole(reading, &found, said);
    Some(found)
}

fn system(reading: &mut Reading<'_>, list: &str, name: &str, place: Place) -> Option<System> {
    let known = System::from_name(name).filter(|system| *system != System::Local);
    if known.is_none() {
        let message = format!("there is no code system `{name}`");
        let help = format!("one of {SYSTEMS}");
        reading.error(place, Some(list), "unknown-system", message, Some(help));
    }
    known
}

fn code_row(
    reading: &mut Reading<'_>,
    file: &mut ListFile,
    (split, fields): (Result<(), ()>, &[Cow<'_, str>]),
    (width, of_file): (usize, Option<System>),
    line: u32,
) {
    let (system_name, row) = match (of_file, fields) {
        (None, [name, row @ ..]) => (Some(name), row),
        (_, row) => (None, row),
    };
    let (message, help) = match (split, row) {
        (Err(()), _) => (
            "a quote stands alone".to_owned(),
            "put the whole term in double quotes and write a quote inside it twice",
        ),
        (Ok(()), _) if fields.len() != width => (
            format!("the row has {} columns and the header {width}", fields.len()),
            "put a term that contains a comma in double quotes",
        ),
        (Ok(()), [code, term, ..]) if !code.is_empty() && code.trim() == code && !term.trim().is_empty() => {
            let system = match system_name {
                Some(name) => system(reading, &file.list, name, file.place(line)),
                None => of_file,
            };
            if let Some(system) = system {
                file.add(system, code.clone().into_owned(), term.clone().into_owned(), line);
            }
            return;
        }
        (Ok(()), _) => (
            "code or term is empty or has blanks around it".to_owned(),
            "write code and term without blanks around them",
        ),
    };
    let place = file.place(line);
    reading.error(place, Some(&file.list), "bad-csv", message, Some(help.to_owned()));
}

/// What only the whole file shows.
fn whole(reading: &mut Reading<'_>, file: &ListFile, said: bool) {
    let count: usize = file.parts.iter().map(|part| part.codelist.codes.len()).sum();
    if count == 0 && !file.head.gap && !said {
        let help = if file.old {
            "add codes, or delete the file and give the list's entry `systems = []`"
        } else {
            "add codes, or say before the header why there are none, as in `# gap: no verified code; phrases must do`"
        };
        let message = "the codelist has no code".to_owned();
        let place = file.place(0);
        reading.error(
            place,
            Some(&file.list),
            "empty-codelist",
            message,
            Some(help.to_owned()),
        );
    }
    if count > MAX_CODES {
        let message = format!("the codelist has more than {MAX_CODES} codes");
        reading.error(file.place(0), Some(&file.list), "too-large", message, None);
    }
}

const fn columns(of_file: Option<System>) -> &'static str {
    match of_file {
        Some(_) => "code,term",
        None => "system,code,term",
    }
}

/// Whether the header is right.
fn header(
    reading: &mut Reading<'_>,
    file: &ListFile,
    names: &[Cow<'_, str>],
    of_file: Option<System>,
    line: u32,
) -> bool {
    let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    let place = file.place(line);
    let wanted = columns(of_file);
    let right = match (of_file, names.as_slice()) {
        (None, ["system", "code", "term", ..]) => true,
        (Some(_), ["code", "term", rest @ ..]) => {
            if rest.contains(&"system") {
                let help = format!(
                    "move the codes to `codelists/<group>/{}.csv`, `system,code,term`",
                    file.list
                );
                let message = "the file's name says one system and a column says others".to_owned();
                reading.error(place, Some(&file.list), "two-systems", message, Some(help));
            }
            return true;
        }
        _ => false,
    };
    let semicolons = matches!(names.as_slice(), [one] if one.contains(';') || one.contains('\t'));
    if semicolons {
        let message = "the columns are separated by semicolons or tabs, and a codelist by commas".to_owned();
        let help = format!("save it as comma-separated CSV; the header is `{wanted}`");
        reading.error(place, Some(&file.list), "bad-header", message, Some(help));
    } else if !right {
        let help = if of_file.is_none() && matches!(names.as_slice(), ["code", "term", ..]) {
            "a download with `code,term` is taken in by `metasign codes import FILE --system snomed --into NAME`"
                .to_owned()
        } else {
            format!("the first line of a codelist, after its notes, is `{wanted}`")
        };
        let message = format!("the header is not `{wanted}`");
        reading.error(place, Some(&file.list), "bad-header", message, Some(help));
    }
    right
}
