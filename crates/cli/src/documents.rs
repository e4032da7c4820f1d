//! The records of one or several files: one document each, or one a line (NDJSON).

use std::path::{Path, PathBuf};

use metasign_core::record::{Date, MAX_RECORD_BYTES, Record};
use serde::de::IgnoredAny;

use crate::input::{self, MAX_INPUT_BYTES};
use crate::terminal::Stop;

/// Files read whole.
#[derive(Debug)]
pub(crate) struct Inputs {
    files: Vec<(PathBuf, Result<Vec<u8>, String>)>,
}

/// One record with the name it is spoken of by.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) name: String,
    bytes: Result<&'a [u8], String>,
}

impl Inputs {
    /// Reads files. When there is only one, that it can't be read is everything there is to say.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Self, Stop> {
        let read = |file: &PathBuf| (file.clone(), input::read(file, MAX_INPUT_BYTES));
        let files: Vec<_> = files.iter().map(read).collect();
        if let [(_, Err(message))] = files.as_slice() {
            return Err(Stop::Said(message.clone()));
        }
        Ok(Self { files })
    }

    /// The records in them, in their order.
    pub(crate) fn documents(&self) -> Vec<Document<'_>> {
        self.files
            .iter()
            .flat_map(|(path, content)| of_file(path, content))
            .collect()
    }
}

impl Document<'_> {
    /// The record, native or FHIR.
    pub(crate) fn record(&self, as_of: Option<Date>) -> Result<Record<'_>, String> {
        let bytes = self.bytes.as_ref().map_err(Clone::clone)?;
        metasign_fhir::read_any(bytes, as_of).map_err(|error| format!("{}: {error}", self.name))
    }
}

/// The records of one file: one document, or one a line.
fn of_file<'a>(path: &Path, content: &'a Result<Vec<u8>, String>) -> Vec<Document<'a>> {
    let name = input::name(path);
    let bytes = match content {
        Ok(bytes) => bytes.as_slice(),
        Err(message) => {
            return vec![Document {
                name,
                bytes: Err(message.clone()),
            }];
        }
    };
    if !is_one_a_line(bytes) {
        let bytes = within_limit(bytes, &name);
        return vec![Document { name, bytes }];
    }
    bytes
        .split(|byte| *byte == b'\n')
        .zip(1_u64..)
        .filter(|(line, _)| !line.trim_ascii().is_empty())
        .map(|(line, number)| {
            let name = format!("{name}:{number}");
            Document {
                bytes: within_limit(line, &name),
                name,
            }
        })
        .collect()
}

fn within_limit<'a>(bytes: &'a [u8], name: &str) -> Result<&'a [u8], String> {
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(format!(
            "{name}: the record has {} bytes; at most {MAX_RECORD_BYTES} are read",
            bytes.len()
        ));
    }
    Ok(bytes)
}

/// Whether the first line is a whole JSON object and something follows it.
fn is_one_a_line(bytes: &[u8]) -> bool {
    // Windows writes a byte-order mark at the beginning of a file.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let (Some(first), Some(rest)) = (lines.next(), lines.next()) else {
        return false;
    };
    let whole = |line: &[u8]| serde_json::from_slice::<IgnoredAny>(line).is_ok();
    first.trim_ascii_start().starts_with(b"{") && !rest.trim_ascii().is_empty() && whole(first)
}
