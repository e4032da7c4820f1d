//! Why a document was not read at all. No error carries content of the document.

use metasign_core::record::{MAX_ENTRIES, MAX_RECORD_BYTES, RecordError};

/// Why bytes were not read as a FHIR Bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FhirError {
    /// Larger than [`MAX_RECORD_BYTES`].
    #[error("the document has {bytes} bytes; at most {MAX_RECORD_BYTES} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("the document is not UTF-8 from byte {offset} on; send UTF-8 text")]
    NotUtf8 {
        /// The first byte that is not.
        offset: usize,
    },
    /// Not JSON.
    #[error("not JSON: {what} (line {line} column {column})")]
    NotJson {
        /// What is wrong.
        what: &'static str,
        /// 1-based line.
        line: usize,
        /// 1-based column, in bytes.
        column: usize,
    },
    /// JSON, but not an object with a `resourceType`.
    #[error("the document has no `resourceType`, so it is not FHIR; send a `Bundle`")]
    NotFhir,
    /// FHIR, but not a Bundle.
    #[error("the document's `resourceType` is {}, not `Bundle`; {advice}", quoted(*found))]
    NotABundle {
        /// The type of resource it is, if that is a plain name.
        found: Option<&'static str>,
        /// What to do.
        advice: &'static str,
    },
    /// FHIR of a version that is not read.
    #[error("the Bundle is {name}, which is not read; send R4, or STU3 as GP Connect does")]
    OldVersion {
        /// The version.
        name: &'static str,
    },
    /// More entries than a record may have.
    #[error("the Bundle makes more than {MAX_ENTRIES} entries; send the record of one patient")]
    TooMany,
    /// No day to ask the question on.
    #[error(
        "the Bundle has no `timestamp`, no `meta.lastUpdated` and no dated entry of the years 1900 to 2200; say on \
         which day of those years the question is asked (`as_of`)"
    )]
    AsOf,
}

fn quoted(name: Option<&str>) -> String {
    name.map_or_else(|| "another".to_owned(), |name| format!("`{name}`"))
}

/// Why the kind of a document was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecogniseError {
    /// Larger than [`MAX_RECORD_BYTES`].
    #[error("the document has {bytes} bytes; at most {MAX_RECORD_BYTES} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("the document is not UTF-8 from byte {offset} on; send UTF-8 text")]
    NotUtf8 {
        /// The first byte that is not.
        offset: usize,
    },
    /// Not JSON.
    #[error("not JSON: {what} (line {line} column {column})")]
    NotJson {
        /// What is wrong.
        what: &'static str,
        /// 1-based line.
        line: usize,
        /// 1-based column, in bytes.
        column: usize,
    },
    /// JSON, but neither a native record nor FHIR.
    #[error("neither a metasign record (it would have a `schema`) nor FHIR (it would have a `resourceType`)")]
    Neither,
}

/// Why a document was not read, whatever it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnyError {
    /// It is neither a native record nor FHIR.
    #[error(transparent)]
    Recognise(#[from] RecogniseError),
    /// It is a native record that can't be read.
    #[error(transparent)]
    Native(#[from] RecordError),
    /// It is FHIR that can't be read.
    #[error(transparent)]
    Fhir(#[from] FhirError),
}

impl From<RecogniseError> for FhirError {
    fn from(error: RecogniseError) -> Self {
        match error {
            RecogniseError::TooLarge { bytes } => Self::TooLarge { bytes },
            RecogniseError::NotUtf8 { offset } => Self::NotUtf8 { offset },
            RecogniseError::NotJson { what, line, column } => Self::NotJson { what, line, column },
            RecogniseError::Neither => Self::NotFhir,
        }
    }
}
