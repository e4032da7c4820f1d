//! Telling a native record from FHIR by its content, and reading either.

use metasign_core::record::{Date, MAX_RECORD_BYTES, Record};

use crate::error::{AnyError, RecogniseError};
use crate::json::{Broken, Next, Outcome, Reader};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// `metasign.record/1`: its top object has a `schema`.
    Native,
    /// A FHIR resource: its top object has a `resourceType`.
    Fhir,
}

/// What a document is, by the first of `schema` and `resourceType` among the members of its top object.
///
/// Cheap: the reading stops there, so it does not prove that the document is whole.
///
/// # Errors
/// When it is too large, not UTF-8, not JSON up to that place, or neither.
pub fn recognise(bytes: &[u8]) -> Result<Content, RecogniseError> {
    let text = text_of(bytes)?;
    let mut reader = Reader::new(text);
    match first_mark(&mut reader) {
        Ok(Some(content)) => Ok(content),
        Ok(None) => Err(RecogniseError::Neither),
        Err(broken) => Err(not_json(text, broken)),
    }
}

/// Whether a document is FHIR, as [`recognise`] tells it.
#[must_use]
pub fn looks_like_fhir(bytes: &[u8]) -> bool {
    recognise(bytes) == Ok(Content::Fhir)
}

/// Reads a native record or a FHIR Bundle, whichever it is. `as_of`, where given, overrides the document's own day.
///
/// # Errors
/// When the document is neither, or is one that can't be read.
pub fn read_any(bytes: &[u8], as_of: Option<Date>) -> Result<Record<'_>, AnyError> {
    match recognise(bytes)? {
        Content::Fhir => Ok(crate::read(bytes, as_of)?),
        Content::Native => {
            let mut record = Record::from_json(without_mark(bytes))?;
            record.as_of = as_of.unwrap_or(record.as_of);
            Ok(record)
        }
    }
}

/// The document as text, its byte-order mark dropped (Windows hosts write one).
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, RecogniseError> {
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(RecogniseError::TooLarge { bytes: bytes.len() });
    }
    std::str::from_utf8(without_mark(bytes)).map_err(|error| RecogniseError::NotUtf8 {
        offset: error.valid_up_to(),
    })
}

pub(crate) fn not_json(text: &str, broken: Broken) -> RecogniseError {
    let (line, column) = Reader::position(text, broken.offset);
    let xml = broken.offset == 0 || text.get(..broken.offset).is_some_and(|before| before.trim().is_empty());
    RecogniseError::NotJson {
        what: if xml && text.trim_start().starts_with('<') {
            "the document is XML; send FHIR as JSON"
        } else {
            broken.fault.message()
        },
        line,
        column,
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn first_mark(reader: &mut Reader<'_>) -> Outcome<Option<Content>> {
    if reader.next_kind()? != Next::Object {
        reader.pass_over()?;
        reader.end()?;
        return Ok(None);
    }
    reader.open()?;
    while let Some(name) = reader.next_name()? {
        match &*name {
            "schema" => return Ok(Some(Content::Native)),
            "resourceType" => return Ok(Some(Content::Fhir)),
            _ => reader.pass_over()?,
        }
    }
    reader.end()?;
    Ok(None)
}
