//! Why a native document is not read at all, said without a word of the record.

/// The schema name a native record carries.
pub const RECORD_SCHEMA: &str = "metasign.record/1";

/// The largest document that is read, in bytes.
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// The most entries of one record: many times the longest life's record, and few enough for any machine's memory.
pub const MAX_ENTRIES: usize = 500_000;

/// Why a document was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
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
    /// Not JSON, or not of the shape described in the schema.
    #[error("{what} at line {line} column {column}{}", place(path))]
    Malformed {
        /// What is wrong.
        what: String,
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// Where in the document, as `entries[3].date`; empty when unknown.
        path: String,
    },
    /// A schema name that this version does not read.
    #[error("`schema` is not `{RECORD_SCHEMA}`; this version reads no other native record")]
    Schema,
    /// `as_of` is missing, not a full date, or in no year in which anybody asks.
    #[error("`as_of` is not a full date (YYYY-MM-DD) of the years 1900 to 2200; every question is asked on a day")]
    AsOf,
    /// More entries than [`MAX_ENTRIES`].
    #[error("the record has more than {MAX_ENTRIES} entries; send the entries of one patient")]
    TooMany,
}

fn place(path: &str) -> String {
    if path.is_empty() || path == "." {
        String::new()
    } else {
        format!(" (in `{path}`)")
    }
}

pub(super) fn malformed(error: &serde_json::Error, line: usize, column: usize, path: String) -> RecordError {
    let (line, column) = if line == 0 {
        (error.line(), error.column())
    } else if error.line() <= 1 {
        (line, column.saturating_add(error.column()).saturating_sub(1))
    } else {
        (line.saturating_add(error.line()).saturating_sub(1), error.column())
    };
    RecordError::Malformed {
        what: message_of(error),
        line,
        column,
        path,
    }
}

/// serde_json's message without its own position and without any value of the record: "invalid type: string
/// \"…\"" would quote the patient's text.
pub(super) fn message_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(before, _)| before);
    match text.split_once(": ") {
        Some((kind @ ("invalid type" | "invalid value"), rest)) => {
            let expected = rest
                .rsplit_once(", expected ")
                .map_or("another type", |(_, expected)| expected);
            // Names of Rust types say nothing to the host.
            let expected = match expected {
                "f64" => "a number",
                _ if expected.starts_with("struct ") => "an object",
                "a sequence" => "an array",
                _ => expected,
            };
            format!("{kind}, expected {expected}")
        }
        _ if text.starts_with("unknown variant") => {
            let expected = text
                .rsplit_once(", expected ")
                .map_or("another word", |(_, expected)| expected);
            format!("unknown word, expected {expected}")
        }
        _ => match text
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.rsplit_once("`, expected "))
        {
            Some((name, expected)) => format!("unknown field {}, expected {expected}", shown_name(name)),
            None => text.to_owned(),
        },
    }
}

/// A member's name as an error may show it: cut, and only when it is a plain identifier. Anything else may be words of
/// the record that strayed.
fn shown_name(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match name.get(..MAX_SHOWN_NAME) {
        _ if !plain => "with a name that is no plain identifier".to_owned(),
        Some(start) if start.len() < name.len() => format!("`{start}…`"),
        _ => format!("`{name}`"),
    }
}

/// Of a name that nobody knows so many characters are shown.
const MAX_SHOWN_NAME: usize = 40;
