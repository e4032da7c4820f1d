//! Compiled rules: the same answers as rules that are compiled at the start, and no harm from damaged bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test"
)]

use std::fmt::Write as _;

use metasign_core::engine::{CompiledError, Engine, EngineError, EngineOptions};
use metasign_core::record::Record;
use metasign_core::rules::bundle::Bundle;
use metasign_support::fuzzed::{CHECKSUM, damaged, small_pack};
use metasign_support::repository;
use proptest::prelude::*;

fn options() -> EngineOptions {
    EngineOptions::default()
}

/// A woman with breast cancer, and a note of hers.
fn record(note: &str) -> String {
    let note = serde_json::to_string(note).unwrap();
    format!(
        r#"{{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{{"sex":"female","birth_date":"1950-01-01"}},
        "entries":[{{"id":"c","date":"2015-03-10","kind":"problem","codes":[{{"system":"snomed","code":"254837009"}}]}},
        {{"id":"n","date":"2026-03-10","kind":"note","text":{note}}}]}}"#
    )
}

/// All that an engine says of a note, in words.
fn answers(engine: &Engine, note: &str) -> String {
    let json = record(note);
    let record = Record::from_json(json.as_bytes()).unwrap();
    let mut out = serde_json::to_string(&engine.assess(&record)).unwrap();
    write!(out, "{:?}", engine.read_note(note)).unwrap();
    for (_, mention) in engine.read_note(note) {
        write!(out, "{:?}", engine.reader().said(note, std::slice::from_ref(&mention))).unwrap();
    }
    out
}

fn notes() -> Vec<String> {
    let mut notes = Vec::new();
    for (_, text) in repository::texts(&repository::rules().join("cases/text"), "tsv") {
        notes.extend(text.lines().skip(1).map(|line| line.replace('\t', " ")));
    }
    for (_, text) in repository::texts(&repository::rules().join("examples"), "tsv") {
        let lines = text.lines().skip(1).step_by(97);
        notes.extend(lines.filter_map(|line| line.split('\t').nth(2)).map(str::to_owned));
    }
    notes
}

#[test]
fn every_way_to_an_engine_gives_the_same_answers() {
    let bundle = Bundle::embedded();
    let bytes = Engine::compile(&bundle).unwrap();
    assert_eq!(bytes, Engine::compile(&bundle).unwrap(), "the same rules, other bytes");
    let embedded = Engine::embedded(&options()).unwrap();
    let others = [
        Engine::from_bundle(&bundle, &options()).unwrap(),
        Engine::from_compiled(&bytes, &options()).unwrap(),
    ];
    let notes = notes();
    assert!(notes.len() > 500, "{}", notes.len());
    for note in &notes {
        let answer = answers(&embedded, note);
        for other in &others {
            assert_eq!(answers(other, note), answer, "{note}");
        }
    }
    let json = record(&notes.join("\n"));
    let record = Record::from_json(json.as_bytes()).unwrap();
    let explained = serde_json::to_string(&embedded.explain(&record)).unwrap();
    for other in &others {
        assert_eq!(serde_json::to_string(&other.explain(&record)).unwrap(), explained);
        assert_eq!(other.codes(), embedded.codes());
        assert_eq!(other.rule_set().digest, embedded.rule_set().digest);
        assert_eq!(other.rule_set().codelists.len(), embedded.rule_set().codelists.len());
    }
    let written = Bundle::from_compiled(&bytes).unwrap();
    assert_eq!(written.digest(), bundle.digest());
    assert_eq!(Engine::compile(&written).unwrap(), bytes);
}

#[test]
fn what_is_none_or_of_another_version_is_said() {
    let error = |bytes: &[u8]| match Engine::from_compiled(bytes, &options()) {
        Err(EngineError::Compiled(error)) => Some(error),
        _ => None,
    };
    assert_eq!(error(b"{}"), Some(CompiledError::Mark));
    let mut other = small_pack().to_vec();
    other[8] = 1;
    assert!(matches!(error(&other), Some(CompiledError::Version { found: 1, .. })));
    let mut other = small_pack().to_vec();
    let last = other.len() - 1;
    other[last] ^= 1;
    assert!(matches!(error(&other), Some(CompiledError::Damaged(_))));
    assert!(Bundle::from_compiled(&other).is_err());
}

/// Bytes over a compiled rule set, evenly, each changed by one bit: without a new checksum an error, with one an error or
/// an engine that answers.
fn flipped(pack: &[u8], places: usize) {
    let body = pack.len() - CHECKSUM.end;
    for number in 0..places {
        let place = CHECKSUM.end + number * body / places;
        let mut bytes = pack.to_vec();
        bytes[place] ^= 1 << (number % 8);
        assert!(Engine::from_compiled(&bytes, &options()).is_err(), "byte {place}");
        damaged(bytes);
    }
}

#[test]
fn a_bit_flipped_anywhere_is_an_error_or_does_no_harm() {
    for place in 0..CHECKSUM.end {
        for bit in 0..8 {
            let mut bytes = small_pack().to_vec();
            bytes[place] ^= 1 << bit;
            assert!(
                Engine::from_compiled(&bytes, &options()).is_err(),
                "byte {place}, bit {bit}"
            );
        }
    }
    flipped(small_pack(), 2000);
}

#[test]
fn a_bit_flipped_in_the_shipped_rules_does_no_harm() {
    flipped(&Engine::compile(&Bundle::embedded()).unwrap(), 9);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_do_no_harm(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = small_pack().to_vec();
        for (place, byte) in changes {
            let place = CHECKSUM.end + place.index(bytes.len() - CHECKSUM.end);
            bytes[place] = byte;
        }
        damaged(bytes);
    }

    #[test]
    fn cut_bytes_do_no_harm(end in any::<prop::sample::Index>()) {
        damaged(small_pack()[..end.index(small_pack().len())].to_vec());
    }

    #[test]
    fn whole_numbers_changed_do_no_harm(place in any::<prop::sample::Index>(), number in any::<u32>()) {
        let mut bytes = small_pack().to_vec();
        let place = CHECKSUM.end + place.index(bytes.len() - CHECKSUM.end - 4);
        bytes[place..place + 4].copy_from_slice(&number.to_le_bytes());
        damaged(bytes);
    }
}
