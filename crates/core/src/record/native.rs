//! The native JSON record, `metasign.record/1`.
//!
//! Two kinds of trouble are told apart: a document that is not a record of this shape is refused with its
//! place; an entry whose content can't be used (a date no calendar has, a system nobody knows) becomes a
//! notice, and the rest is still assessed.

use serde::Deserialize;

use super::document::{AnswerDocument, PatientDocument};
use super::entries::Entries;
use super::refusal::{MAX_RECORD_BYTES, RECORD_SCHEMA, RecordError, malformed};
use super::{Answer, Notice, NoticeCode, NoticeFold, PartialDate, Patient, Precision, Record, Text};

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
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::document::EntryDocument<'a>>"))]
    entries: Entries<'a>,
    /// What clinicians answered to earlier prompts.
    #[serde(default, borrow)]
    answers: Vec<AnswerDocument<'a>>,
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

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::arithmetic_side_effects,
        reason = "a failed unwrap is a failed test"
    )]
    use super::*;
    use crate::record::MAX_ENTRIES;

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
