//! The reader beside serde_json: the same documents are JSON, and mean the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::*;

/// The document as serde_json's tree, through this reader.
fn value(reader: &mut Reader<'_>) -> Outcome<Value> {
    Ok(match reader.next_kind()? {
        Next::Object => {
            let mut members = serde_json::Map::new();
            reader.open()?;
            while let Some(name) = reader.next_name()? {
                members.insert(name.into_owned(), value(reader)?);
            }
            Value::Object(members)
        }
        Next::Array => {
            let mut elements = Vec::new();
            reader.open()?;
            while reader.next_element()? {
                elements.push(value(reader)?);
            }
            Value::Array(elements)
        }
        Next::String => Value::String(reader.string()?.into_owned()),
        Next::Number => number(reader.number()?),
        Next::Boolean => Value::Bool(reader.boolean()?),
        Next::Null => {
            reader.pass_over()?;
            Value::Null
        }
    })
}

fn number(text: &str) -> Value {
    let whole = text.parse::<i64>().map(Value::from);
    whole.unwrap_or_else(|_| text.parse::<f64>().unwrap().into())
}

fn read(text: &str) -> Outcome<Value> {
    let mut reader = Reader::new(text);
    let value = value(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn passes(text: &str) -> bool {
    let mut reader = Reader::new(text);
    reader.pass_over().and_then(|()| reader.end()).is_ok()
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\"\\\\/\u{0}-\u{1f}a-cé😀]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map("[a-c\"\\\\é]{0,9}", inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_json_writes_is_read_as_it_was(written in any_value()) {
        for text in [written.to_string(), serde_json::to_string_pretty(&written).unwrap()] {
            prop_assert_eq!(read(&text).unwrap(), written.clone());
            prop_assert!(passes(&text));
        }
    }

    #[test]
    fn the_same_documents_are_json_as_for_serde_json(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u12aF\"", "\"\\uD83D\\uDE00\"", "\"", "\\", "\\n", "x", "0",
                "-", "1", "1.5", "1e5", "1.", "01", "true", "false", "null", "nul", " ", "\n         ", "\t", "\u{7f}", "é",
                "{\"a\":", "[1,", "\u{0}", "+", ".5", "E",
            ]),
            0..12,
        ),
    ) {
        let text = pieces.concat();
        let theirs = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        prop_assert_eq!(passes(&text), theirs, "passing over {:?}", text);
        prop_assert_eq!(read(&text).is_ok(), theirs, "reading {:?}", text);
    }

    #[test]
    fn a_changed_document_is_json_for_both_or_neither(
        written in any_value(),
        place in any::<prop::sample::Index>(),
        other in prop::sample::select(vec!["", "\"", "{", "}", "[", "]", ",", ":", "\\", "1", "e", "\n", " "]),
    ) {
        let mut text = written.to_string();
        let mut start = place.index(text.len());
        while !text.is_char_boundary(start) {
            start = start.saturating_sub(1);
        }
        let end = text.char_indices().map(|(at, _)| at).find(|at| *at > start).unwrap_or(text.len());
        text.replace_range(start..end, other);
        let theirs = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        prop_assert_eq!(passes(&text), theirs, "passing over {:?}", text);
        prop_assert_eq!(read(&text).is_ok(), theirs, "reading {:?}", text);
    }
}

#[test]
fn lone_surrogates_become_replacement_characters() {
    assert_eq!(read(r#""a\ud83dz""#).unwrap(), "a\u{fffd}z");
    assert_eq!(read(r#""\ude00""#).unwrap(), "\u{fffd}");
    assert_eq!(read(r#""\ud83d\ud83d\ude00""#).unwrap(), "\u{fffd}\u{1f600}");
    assert_eq!(read(r#""\ud83d\n""#).unwrap(), "\u{fffd}\n");
}

#[test]
fn depth_is_limited_where_serde_json_limits_it() {
    for depth in [126, 127, 128, 129] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let theirs = serde_json::from_str::<Value>(&text).is_ok();
        assert_eq!((passes(&text), read(&text).is_ok()), (theirs, theirs), "{depth}");
    }
}

#[test]
fn every_byte_ends_a_string_or_not_wherever_it_stands() {
    for byte in 0_u8..0x80 {
        for before in 0..20 {
            let text = format!("\"{}{}{}\"", "a".repeat(before), char::from(byte), " !#é".repeat(4));
            assert_eq!(
                passes(&text),
                serde_json::from_str::<IgnoredAny>(&text).is_ok(),
                "{text:?}"
            );
        }
    }
}

#[test]
fn positions_count_lines_and_bytes() {
    assert_eq!(Reader::position("ab\ncd", 4), (2, 2));
    assert_eq!(Reader::position("", 0), (1, 1));
    assert_eq!(Reader::position("a\n", 2), (2, 1));
}
