//! Every code of the shipped codelists is in the terminology dictionary, with that very term.
//!
//! The dictionary itself may not be shipped, so `data/dictionary.bin` holds eight bytes for each of its rows: the
//! beginning of SHA-256 over `system TAB code TAB term`, sorted. With `METASIGN_DICTIONARY` naming the dictionary's CSV
//! file the digests are compared with it as well; with `METASIGN_DICTIONARY_UPDATE=1` beside it they are written anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use metasign_core::rules::bundle::Bundle;
use metasign_support::repository;
use sha2::{Digest, Sha256};

type RowDigest = [u8; 8];

#[test]
fn every_shipped_code_and_term_is_in_the_dictionary() {
    let known = committed();
    let mut rows = 0_usize;
    let mut strangers = String::new();
    let bundle = Bundle::embedded();
    for (path, content) in bundle.files() {
        let Some(list) = path.strip_prefix("codelists/").filter(|name| name.ends_with(".csv")) else {
            continue;
        };
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(content.bytes());
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{path}: {error}"));
            let field = |at: usize| record.get(at).unwrap_or_default();
            let (system, code, term) = (field(0), field(1), field(2));
            rows = rows.saturating_add(1);
            // The dictionary files hundreds of ICD-10 codes under Read v2, from lists named `…_ICD10.csv`. A dot within a
            // code can't be Read v2, so such a row counts for ICD-10 (codelists/README.md).
            let misfiled =
                system == "icd10" && code.get(3..4) == Some(".") && known.contains(&digest("read2", code, term));
            if !misfiled && !known.contains(&digest(system, code, term)) {
                writeln!(strangers, "{list} ({system}): {code} {term}").unwrap();
            }
        }
    }
    assert!(
        strangers.is_empty(),
        "not in the dictionary with this term:\n{strangers}"
    );
    assert!(
        rows > 10_000,
        "only {rows} codes are shipped: are the codelists embedded?"
    );
}

#[test]
fn the_committed_digests_are_those_of_the_dictionary() {
    // Without the dictionary there is nothing to compare with; the test above stands on the committed digests alone.
    // Their number says that they are the whole dictionary and no cut of it.
    let Some(path) = env::var_os("METASIGN_DICTIONARY") else {
        assert_eq!(committed().len(), 39_880);
        return;
    };
    let mut rows = BTreeSet::new();
    let mut reader = csv::Reader::from_path(&path).expect("METASIGN_DICTIONARY can't be read");
    for record in reader.records() {
        let record = record.expect("METASIGN_DICTIONARY is not CSV");
        let field = |at: usize| record.get(at).unwrap_or_default();
        rows.insert(digest(field(0), field(1), field(2)));
    }
    if env::var_os("METASIGN_DICTIONARY_UPDATE").is_some() {
        let bytes: Vec<u8> = rows.iter().flatten().copied().collect();
        fs::write(file(), bytes).unwrap();
    }
    assert!(
        rows == committed(),
        "the digests are not of this dictionary; update them"
    );
}

fn digest(system: &str, code: &str, term: &str) -> RowDigest {
    let full = Sha256::digest(format!("{system}\t{code}\t{term}"));
    let mut short = RowDigest::default();
    short.copy_from_slice(full.get(..8).unwrap());
    short
}

fn committed() -> BTreeSet<RowDigest> {
    let bytes = fs::read(file()).expect("tests/data/dictionary.bin is missing");
    let rows = bytes.chunks_exact(8).map(|row| RowDigest::try_from(row).unwrap());
    rows.collect()
}

fn file() -> PathBuf {
    repository::root().join("crates/core/tests/data/dictionary.bin")
}
