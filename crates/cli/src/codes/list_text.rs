//! The text of one codelist, taken apart so that one system's codes can be given back or replaced.

use std::path::Path;

use metasign_core::record::System;

/// A list's file: the notes as they stand, then its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListText {
    pub(super) notes: Vec<String>,
    /// The header; the first three are system, code and term.
    columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A code of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) system: String,
    pub(super) code: String,
    pub(super) term: String,
    /// What stands in further columns.
    rest: Vec<String>,
}

impl ListText {
    /// A list that has only notes yet.
    pub(super) fn new(notes: Vec<String>) -> Self {
        Self {
            notes,
            columns: ["system", "code", "term"].map(str::to_owned).to_vec(),
            rows: Vec::new(),
        }
    }

    /// Takes a file apart; `None` when it is no list of the form `system,code,term`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_note = |line: &&str| line.starts_with('#') || line.starts_with("\"#");
        let notes: Vec<String> = text.lines().take_while(is_note).map(str::to_owned).collect();
        let table: String = text.lines().skip(notes.len()).flat_map(|line| [line, "\n"]).collect();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let columns: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let names: Vec<&str> = columns.iter().map(|name| name.trim()).collect();
        if !matches!(names.as_slice(), ["system", "code", "term", ..]) {
            return None;
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.ok()?;
            let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
            if record.iter().all(str::is_empty) {
                continue;
            }
            rows.push(Row {
                system: field(0),
                code: field(1),
                term: field(2),
                rest: record.iter().skip(3).map(str::to_owned).collect(),
            });
        }
        Some(Self { notes, columns, rows })
    }

    /// The systems it has codes in, each once.
    pub(super) fn systems(&self) -> Vec<&str> {
        let mut systems: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !systems.contains(&row.system.as_str()) {
                systems.push(&row.system);
            }
        }
        systems
    }

    /// The codes of one system, in their order.
    pub(super) fn of(&self, system: System) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.system == system.name())
    }

    /// Puts these codes in the place of those the system had. What else stood beside a code stays with it.
    pub(super) fn replace(&mut self, system: System, codes: &[(String, String)]) {
        let width = self.columns.len().saturating_sub(3);
        let known: Vec<Row> = self.of(system).cloned().collect();
        let at = self.rows.iter().position(|row| row.system == system.name());
        let at = at.unwrap_or_else(|| {
            let later = |row: &Row| System::from_name(&row.system).is_some_and(|other| other > system);
            self.rows.iter().position(later).unwrap_or(self.rows.len())
        });
        let new = codes.iter().map(|(code, term)| Row {
            system: system.name().to_owned(),
            code: code.clone(),
            term: term.clone(),
            rest: known
                .iter()
                .find(|row| row.code == *code)
                .map_or_else(|| vec![String::new(); width], |row| row.rest.clone()),
        });
        let new: Vec<Row> = new.collect();
        let tail = self.rows.split_off(at);
        self.rows.extend(new);
        self.rows
            .extend(tail.into_iter().filter(|row| row.system != system.name()));
    }

    /// Says in the notes where the codes of a system came from.
    pub(super) fn note_origin(&mut self, system: System, origin: &str) {
        let key = format!("# origin {}:", system.name());
        let line = format!("{key} {origin}");
        match self.notes.iter_mut().find(|note| note.starts_with(&key)) {
            Some(note) => *note = line,
            None => {
                let after = self.notes.iter().rposition(|note| note.starts_with("# origin"));
                let at = after.map_or(self.notes.len(), |position| position.saturating_add(1));
                self.notes.insert(at, line);
            }
        }
    }

    /// The file.
    pub(super) fn text(&self) -> Result<String, String> {
        let mut text: String = self.notes.iter().flat_map(|note| [note.as_str(), "\n"]).collect();
        let rows = self.rows.iter().map(|row| {
            let mut fields = vec![row.system.as_str(), &row.code, &row.term];
            fields.extend(row.rest.iter().map(String::as_str));
            fields
        });
        let header = self.columns.iter().map(String::as_str).collect();
        text.push_str(&csv_text(std::iter::once(header).chain(rows))?);
        Ok(text)
    }
}

/// Rows as CSV.
pub(super) fn csv_text<'r>(rows: impl Iterator<Item = Vec<&'r str>>) -> Result<String, String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Columns that hold the code, in downloads old and new.
const CODES: [&str; 11] = [
    "code",
    "dmd_id",
    "id",
    "snomed_id",
    "snomedct_id",
    "snomedcode",
    "dmdcode",
    "ctv3code",
    "ctv3id",
    "read2code",
    "icd10code",
];
/// Columns that hold the term.
const TERMS: [&str; 6] = ["term", "dmd_name", "name", "nm", "descr", "description"];

/// Codes with their terms, and what was passed over in the file that held them.
type Downloaded = (Vec<(String, String)>, Vec<String>);

/// The codes and terms of a download, and what was passed over in it.
pub(super) fn download(bytes: &[u8], path: &Path, system: System) -> Result<Downloaded, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let named = |line: u64, message: &str| format!("{}:{line}: {message}", path.display());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(|error| named(1, &error.to_string()))?;
    let headers: Vec<String> = headers.iter().map(|name| name.trim().to_lowercase()).collect();
    let column = |names: &[&str], what: &str| {
        let found = names
            .iter()
            .find_map(|name| headers.iter().position(|header| header == name));
        found.ok_or_else(|| {
            let message = format!("there is no column for the {what}; a download has `code,term` or `dmd_id,dmd_name`");
            named(1, &message)
        })
    };
    let (code_at, term_at) = (column(&CODES, "code")?, column(&TERMS, "term")?);
    let mut codes: Vec<(String, String)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut passed_over = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("`{}`: {error}", path.display()))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let code = in_our_form(record.get(code_at).unwrap_or_default().trim(), system);
        let term: Vec<&str> = record.get(term_at).unwrap_or_default().split_whitespace().collect();
        if code.is_empty() || term.is_empty() {
            return Err(named(line, "code or term is empty"));
        }
        if seen.insert(code.clone()) {
            codes.push((code, term.join(" ")));
        } else {
            passed_over.push(named(line, &format!("`{code}` stands twice; its first term is kept")));
        }
    }
    if codes.is_empty() {
        return Err(named(1, "there is no code"));
    }
    Ok((codes, passed_over))
}

/// ICD-10 codes are often written without their dot.
fn in_our_form(code: &str, system: System) -> String {
    match (system, code.split_at_checked(3)) {
        (System::Icd10, Some((category, rest))) if !rest.is_empty() && !rest.starts_with('.') => {
            format!("{category}.{rest}")
        }
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# title: Back pain\n# origin: Test\nsystem,code,term,note\nsnomed,161891005,Backache,kept\n\
                        snomed,1,\"Pain, back\",\nread2,16C2.,Backache,\n";

    #[test]
    fn a_list_taken_apart_is_put_together_the_same() {
        let list = ListText::parse(LIST).map(|list| list.text());
        assert_eq!(list, Some(Ok(LIST.to_owned())));
        assert_eq!(ListText::parse("code,term\n1,x\n"), None);
    }

    #[test]
    fn one_system_is_replaced_and_notes_stay_with_their_code() {
        let Some(mut list) = ListText::parse(LIST) else { return };
        let new = [("2", "Lumbago"), ("161891005", "Back pain")];
        let new = new.map(|(code, term)| (code.to_owned(), term.to_owned()));
        list.replace(System::Snomed, &new);
        list.replace(System::Ctv3, &[("XM0Cz".to_owned(), "Backache".to_owned())]);
        list.note_origin(System::Snomed, "back-1.csv");
        list.note_origin(System::Snomed, "back-2.csv");
        let wanted = "# title: Back pain\n# origin: Test\n# origin snomed: back-2.csv\nsystem,code,term,note\n\
                      snomed,2,Lumbago,\nsnomed,161891005,Back pain,kept\nctv3,XM0Cz,Backache,\nread2,16C2.,Backache,\n";
        assert_eq!(list.text(), Ok(wanted.to_owned()));
    }

    #[test]
    fn downloads_of_every_shape_are_read() {
        let path = Path::new("x.csv");
        for text in [
            "\u{feff}code,term\r\n1,One  thing\r\n1,Twice\r\n",
            "code,term,dmd_id,dmd_type,bnf_code\n1,One thing,1,VMP,0\n",
            "dmd_type,dmd_id,dmd_name,bnf_code\nVMP,1,One thing,0\n",
            "id,term\n1,One thing\n",
        ] {
            let codes = download(text.as_bytes(), path, System::Dmd).map(|(codes, _)| codes);
            assert_eq!(codes, Ok(vec![("1".to_owned(), "One thing".to_owned())]), "{text}");
        }
        let read = download(b"code,term\nC795,Bone\nC79.5,Bone\n", path, System::Icd10);
        assert!(read.is_ok_and(|(codes, passed)| codes.len() == 1 && passed.len() == 1));
        let told = download(b"code,term\n1,\n", path, System::Snomed);
        assert_eq!(told, Err("x.csv:2: code or term is empty".to_owned()));
        assert!(download(b"what,when\n1,2\n", path, System::Snomed).is_err());
    }
}
