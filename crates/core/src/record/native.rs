//! The native JSON record, `metasign.record/1`.
//!
//! Two kinds of trouble are told apart: a document that is not a record of this shape is refused with its
//! place; an entry whose content can't be used (a date no calendar has, a system nobody knows) becomes a
//! notice, and the rest is still assessed.

use serde::Deserialize;

use super::entries::Entries;
use super::{
    Answer, AnswerAction, Assertion, Comparator, EntryKind, Notice, NoticeCode, NoticeFold, PartialDate, Patient,
    Precision, Record, ReferenceRange, Sex, Text,
};

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

/// The document as written; the public face of it is the JSON Schema.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Record"))]
pub struct RecordDocument<'a> {
    /// Always `metasign.record/1`.
    #[serde(borrow)]
    schema: Text<'a>,
    /// The day the question is asked, `YYYY-MM-DD`; nothing later is read.
    #[serde(borrow)]
    as_of: Text<'a>,
    /// The person.
    #[serde(default, borrow)]
    patient: PatientDocument<'a>,
    /// Dated items, in any order.
    #[serde(default, borrow)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<EntryDocument<'a>>"))]
    entries: Entries<'a>,
    /// What clinicians answered to earlier prompts.
    #[serde(default, borrow)]
    answers: Vec<AnswerDocument<'a>>,
}

/// The person.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Patient"))]
pub(super) struct PatientDocument<'a> {
    /// `female`, `male`, or left out when not known.
    #[serde(default)]
    sex: Option<Sex>,
    /// Birth date: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, borrow)]
    birth_date: Option<Text<'a>>,
    /// An opaque token of the host, echoed back.
    #[serde(default, borrow)]
    reference: Option<Text<'a>>,
}

/// One dated item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Entry"))]
pub(super) struct EntryDocument<'a> {
    /// The host's id of the entry, echoed back as evidence.
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    /// When it was true or was written down: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, borrow)]
    pub(super) date: Option<Text<'a>>,
    /// When it ended, if it did.
    #[serde(default, borrow)]
    pub(super) end: Option<Text<'a>>,
    /// What kind of item it is.
    pub(super) kind: EntryKind,
    /// The same concept in one or several code systems.
    #[serde(default, borrow)]
    pub(super) codes: Vec<CodingDocument<'a>>,
    /// Free text.
    #[serde(default, borrow)]
    pub(super) text: Option<Text<'a>>,
    /// The number measured.
    #[serde(default)]
    pub(super) value: Option<f64>,
    /// Its unit.
    #[serde(default, borrow)]
    pub(super) unit: Option<Text<'a>>,
    /// A comparator before the value.
    #[serde(default)]
    pub(super) comparator: Option<Comparator>,
    /// The laboratory's reference range, in the same unit.
    #[serde(default)]
    pub(super) range: Option<ReferenceRange>,
    /// The consultation it belongs to.
    #[serde(default, borrow)]
    pub(super) consultation: Option<Text<'a>>,
    /// What the coded statement says of the concept; `present` when left out.
    #[serde(default)]
    pub(super) assertion: Assertion,
}

/// One code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Coding"))]
pub(super) struct CodingDocument<'a> {
    /// One of `snomed` `ctv3` `read2` `icd10` `dmd` `loinc` `local`.
    #[serde(borrow)]
    pub(super) system: Text<'a>,
    /// The code, as text.
    #[serde(borrow)]
    pub(super) code: Text<'a>,
    /// Its term.
    #[serde(default, borrow)]
    pub(super) term: Option<Text<'a>>,
}

/// A clinician's answer to an earlier prompt.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Answer"))]
pub(super) struct AnswerDocument<'a> {
    /// The fingerprint of the prompt answered.
    #[serde(borrow)]
    fingerprint: Text<'a>,
    /// When it was answered, `YYYY-MM-DD`.
    #[serde(borrow)]
    date: Text<'a>,
    /// What was answered.
    action: AnswerAction,
    /// Until when it holds, `YYYY-MM-DD`.
    #[serde(default, borrow)]
    until: Option<Text<'a>>,
    /// Why, as a short code of the host.
    #[serde(default, borrow)]
    reason: Option<Text<'a>>,
}

impl<'a> Record<'a> {
    /// Reads a native record.
    ///
    /// # Errors
    /// [`RecordError`] when the document is too large, not UTF-8, not JSON, not of this shape (unknown members are
    /// refused with their place), of another schema, or without a day to ask on.
    pub fn from_json(bytes: &'a [u8]) -> Result<Self, RecordError> {
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(RecordError::TooLarge { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| RecordError::NotUtf8 {
            offset: error.valid_up_to(),
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: RecordDocument<'a> =
            serde_json::from_str(text).map_err(|error| malformed(&error, 0, 0, String::new()))?;
        if &*document.schema != RECORD_SCHEMA {
            return Err(RecordError::Schema);
        }
        let as_of = PartialDate::parse(&document.as_of)
            .filter(|date| date.precision() == Precision::Day)
            .map(PartialDate::earliest)
            .filter(|day| day.is_askable())
            .ok_or(RecordError::AsOf)?;
        let mut fold = NoticeFold::default();
        let (entries, mut notices) = document.entries.finish(text)?;
        let birth_date = document.patient.birth_date.as_deref().and_then(|text| {
            let date = PartialDate::parse(text);
            if date.is_none() {
                notices.push(Notice::general(
                    NoticeCode::DateUnreadable,
                    "the birth date can't be read; rules that need an age cannot tell",
                ));
            }
            date
        });
        let answers = document
            .answers
            .into_iter()
            .filter_map(|answer| read_answer(answer, &mut notices, &mut fold))
            .collect();
        notices.extend(fold.rest());
        Ok(Self {
            as_of,
            patient: Patient {
                sex: document.patient.sex,
                birth_date,
                reference: document.patient.reference,
            },
            entries,
            answers,
            notices,
        })
    }
}

fn read_answer<'a>(
    document: AnswerDocument<'a>,
    notices: &mut Vec<Notice>,
    fold: &mut NoticeFold,
) -> Option<Answer<'a>> {
    let day = |text: &str| PartialDate::parse(text).filter(|date| date.precision() == Precision::Day);
    let date = day(&document.date);
    let until = match document.until.as_deref() {
        None => Some(None),
        Some(text) => day(text).map(Some),
    };
    let (Some(date), Some(until)) = (date, until) else {
        let message = "an answer with a date that can't be read was left out, so its prompt shows again";
        // Told apart by fingerprint, so that each is counted.
        if fold.keeps(NoticeCode::AnswerUnreadable, message, &document.fingerprint) {
            notices.push(Notice::general(NoticeCode::AnswerUnreadable, message));
        }
        return None;
    };
    Some(Answer {
        fingerprint: document.fingerprint,
        date: date.earliest(),
        action: document.action,
        until: until.map(PartialDate::earliest),
        reason: document.reason,
    })
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

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::arithmetic_side_effects,
        reason = "a failed unwrap is a failed test"
    )]
    use super::*;

    fn record(entries: &str) -> String {
        format!(r#"{{"schema":"metasign.record/1","as_of":"2026-03-12","entries":[{entries}]}}"#)
    }

    #[test]
    fn an_unknown_member_is_refused_with_its_place() {
        let text = record("\n{\"id\":\"e1\",\"kind\":\"note\",\"txt\":\"x\"}");
        let error = Record::from_json(text.as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with("unknown field `txt`") && error.contains("line 2") && error.contains("entries[0]"),
            "{error}"
        );
    }

    #[test]
    fn a_name_that_is_no_plain_identifier_is_not_repeated_and_a_long_one_is_cut() {
        let refused = |name: &str| {
            let text = format!(r#"{{"schema":"metasign.record/1","as_of":"2026-03-12","{name}":1}}"#);
            Record::from_json(text.as_bytes()).unwrap_err().to_string()
        };
        assert!(refused("entrys").starts_with("unknown field `entrys`, expected one of `schema`"));
        for name in ["JOHN SMITH 9434765919", "9434765919", "x`, expected y", "né", ""] {
            let said = refused(name);
            assert!(
                said.starts_with("unknown field with a name that is no plain identifier, expected one of"),
                "{said}"
            );
        }
        let long = "a".repeat(41);
        assert!(refused(&long).starts_with(&format!("unknown field `{}…`", "a".repeat(40))));
        assert!(refused(&"a".repeat(40)).starts_with(&format!("unknown field `{}`", "a".repeat(40))));
    }

    #[test]
    fn a_day_outside_the_years_1900_to_2200_is_no_day_to_ask_on() {
        let on = |day: &str| {
            Record::from_json(format!(r#"{{"schema":"metasign.record/1","as_of":"{day}"}}"#).as_bytes()).map(|_| ())
        };
        assert_eq!(on("1899-12-31"), Err(RecordError::AsOf));
        assert_eq!((on("1900-01-01"), on("2200-12-31")), (Ok(()), Ok(())));
        assert_eq!(on("2201-01-01"), Err(RecordError::AsOf));
    }

    #[test]
    fn a_range_upside_down_is_not_used_and_codes_may_have_space_around_them() {
        let text = record(
            r#"{"id":"e","kind":"measurement","codes":[{"system":" snomed ","code":" 1 "}],"value":1,"range":{"low":3,"high":2}},
               {"id":"f","kind":"measurement","value":1,"range":{"low":2,"high":2}}"#,
        );
        let record = Record::from_json(text.as_bytes()).unwrap();
        let ranges: Vec<bool> = record.entries.iter().map(|entry| entry.range.is_some()).collect();
        assert_eq!(ranges, [false, true]);
        assert_eq!(record.notices.first().unwrap().code, NoticeCode::ValueImplausible);
        let coding = record.entries.first().and_then(|entry| entry.codes.first()).unwrap();
        assert_eq!((coding.system, &*coding.code), (crate::record::System::Snomed, "1"));
    }

    #[test]
    fn a_million_entries_that_can_t_be_read_are_a_few_notices_and_a_count() {
        let text = format!(
            "{{\"schema\":\"metasign.record/1\",\"as_of\":\"2026-03-12\",\"entries\":[\n{}]}}",
            vec!["\"\""; 1_000_000].join(",\n")
        );
        let record = Record::from_json(text.as_bytes()).unwrap();
        let messages: Vec<&str> = record.notices.iter().map(|notice| notice.message.as_str()).collect();
        assert_eq!(messages.len(), 11);
        assert_eq!(
            messages.get(1).copied(),
            Some("entries[1] (line 3 column 1) was left out: invalid type, expected an object")
        );
        assert_eq!(
            messages.last().copied(),
            Some("999,990 more like this: invalid type, expected an object")
        );
    }

    #[test]
    fn more_entries_than_a_record_may_have_are_refused() {
        let text = record(&vec![r#"{"id":"","kind":"note"}"#; MAX_ENTRIES + 1].join(","));
        assert_eq!(
            Record::from_json(text.as_bytes()).map(|_| ()),
            Err(RecordError::TooMany)
        );
    }

    #[test]
    fn an_entry_of_the_wrong_type_is_a_notice_without_its_text_and_the_rest_stands() {
        let text = record(r#"{"id":"e1","kind":"note","value":"SECRET"},{"id":"e2","kind":"note","text":"ok"}"#);
        let record = Record::from_json(text.as_bytes()).unwrap();
        assert_eq!(record.entries.len(), 1);
        assert_eq!(record.notices.first().unwrap().code, NoticeCode::EntryUnreadable);
        assert!(!record.notices.first().unwrap().message.contains("SECRET"));
        assert!(record.notices.first().unwrap().message.ends_with("expected a number"));
    }

    #[test]
    fn bad_dates_and_systems_are_notices() {
        let text =
            record(r#"{"id":"e1","kind":"condition","date":"2026-02-30","codes":[{"system":"icd11","code":"x"}]}"#);
        let record = Record::from_json(text.as_bytes()).unwrap();
        let codes: Vec<_> = record.notices.iter().map(|notice| notice.code).collect();
        assert_eq!(codes, [NoticeCode::DateUnreadable, NoticeCode::SystemUnknown]);
    }

    #[test]
    fn what_is_no_record_is_an_error_never_a_panic() {
        for bytes in [
            &b""[..],
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"{\"schema\":\"x\"}",
            b"{\"schema\":\"metasign.record/2\",\"as_of\":\"2026-01-01\"}",
        ] {
            assert!(Record::from_json(bytes).is_err());
        }
        let deep = "[".repeat(10_000);
        assert!(Record::from_json(deep.as_bytes()).is_err());
        let deep = record(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)));
        assert!(
            Record::from_json(deep.as_bytes()).is_err()
                || !Record::from_json(deep.as_bytes()).unwrap().notices.is_empty()
        );
        assert_eq!(
            Record::from_json(br#"{"schema":"metasign.record/1","as_of":"2026"}"#),
            Err(RecordError::AsOf)
        );
        let twice = r#"{"schema":"metasign.record/1","schema":"metasign.record/1","as_of":"2026-01-01"}"#;
        assert!(
            Record::from_json(twice.as_bytes())
                .unwrap_err()
                .to_string()
                .contains("duplicate field")
        );
    }

    #[test]
    fn text_is_borrowed_from_the_input() {
        let text = record(r#"{"id":"e1","kind":"note","text":"plain"}"#);
        let record = Record::from_json(text.as_bytes()).unwrap();
        let inside = text.as_bytes().as_ptr_range();
        assert!(inside.contains(&record.entries.first().unwrap().text.as_deref().unwrap().as_ptr()));
    }
}
