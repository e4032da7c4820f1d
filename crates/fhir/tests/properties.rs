//! Any bytes give an answer or an error; the order of resources does not matter.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed unwrap is a failed test"
)]

use metasign_core::record::Date;
use metasign_fhir::{read, read_any, recognise};
use metasign_support::lines::line;
use proptest::prelude::*;

const SOURCES: [&[u8]; 3] = [
    include_bytes!("data/r4-every-kind.json"),
    include_bytes!("data/stu3-every-kind.json"),
    include_bytes!("../../../tests/data/samples/gpconnect-stu3-emis-pwtp5.json"),
];

/// Pieces that break JSON or FHIR in interesting places.
const PIECES: [&str; 16] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    ",",
    ":",
    "null",
    "1e999",
    "\"entry\":",
    "\\ud800",
    "\u{0}",
    "é",
    "{}",
    "true",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let _ = recognise(&bytes);
        let _ = read_any(&bytes, Date::new(2026, 3, 12));
        let _ = read(&bytes, None);
    }

    #[test]
    fn mutated_records_never_panic(
        source in 0..SOURCES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0_usize..12), 1..6),
    ) {
        let mut bytes = SOURCES[source].to_vec();
        for (place, piece, removed) in changes {
            let start = place.index(bytes.len());
            let end = start.saturating_add(removed).min(bytes.len());
            bytes.splice(start..end, PIECES[piece].bytes());
        }
        let value = serde_json::from_slice::<serde_json::Value>(&bytes);
        let record = read(&bytes, Date::new(2026, 3, 12));
        // What serde_json reads as an object is JSON here too: it is read, or refused for what it is.
        if value.is_ok_and(|value| value["resourceType"] == "Bundle") {
            prop_assert!(record.is_ok(), "{:?}", record.err());
        }
    }

    #[test]
    fn values_of_any_type_anywhere_never_panic(
        source in 0..2_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..7_usize), 1..8),
    ) {
        let mut document: serde_json::Value = serde_json::from_slice(SOURCES[source]).unwrap();
        for (place, other) in changes {
            let mut paths = Vec::new();
            paths_of(&document, String::new(), &mut paths);
            let other = [
                serde_json::json!(null), serde_json::json!(-1.5), serde_json::json!("text"), serde_json::json!([]),
                serde_json::json!({}), serde_json::json!(true), serde_json::json!([{"text": "x", "resource": {}}]),
            ][other].clone();
            *document.pointer_mut(&paths[place.index(paths.len())]).unwrap() = other;
        }
        let bundle = document["resourceType"] == "Bundle";
        let bytes = serde_json::to_vec(&document).unwrap();
        prop_assert_eq!(read(&bytes, Date::new(2026, 3, 12)).is_ok(), bundle);
    }

    #[test]
    fn the_order_of_resources_does_not_matter(source in 0..2_usize, seed in any::<u64>()) {
        let mut document: serde_json::Value = serde_json::from_slice(SOURCES[source]).unwrap();
        let entries = document["entry"].as_array_mut().unwrap();
        entries.sort_by_cached_key(|entry| {
            let id = entry["resource"]["id"].as_str().unwrap_or_default();
            id.bytes().fold(seed, |hash, byte| hash.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte))
        });
        let bytes = serde_json::to_vec(&document).unwrap();
        prop_assert_eq!(sorted_lines(&bytes), sorted_lines(SOURCES[source]));
    }
}

fn sorted_lines(bytes: &[u8]) -> Vec<String> {
    let mut lines: Vec<String> = read(bytes, None).unwrap().entries.iter().map(line).collect();
    lines.sort();
    lines
}

fn paths_of(value: &serde_json::Value, path: String, paths: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                paths_of(member, format!("{path}/{name}"), paths);
            }
        }
        serde_json::Value::Array(elements) => {
            for (place, element) in elements.iter().enumerate() {
                paths_of(element, format!("{path}/{place}"), paths);
            }
        }
        _ => {}
    }
    if !path.is_empty() {
        paths.push(path);
    }
}
