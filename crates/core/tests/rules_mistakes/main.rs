//! Every kind of mistake, made once in the small rule set, and the words an author gets for it.
//!
//! The snapshot is the wording: read it as an author would before accepting a change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

mod conditions;
mod files;
mod lists;
mod meaning;
mod named;
mod written;

use std::fmt::Write as _;

use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use metasign_core::rules::load::{check, load};
use metasign_support::small;

const SPINE: &str = "signs/spine.toml";
const TRIGGER: &str = "triggers/spine.toml";
const SCORING: &str = "scoring.toml";
const BREAST: &str = "tumours/breast.toml";
const LIST: &str = "codelists/signs/back-pain.csv";

/// What is done to the small rule set: a name, a file, words in it and what they become.
type Change = (&'static str, &'static str, &'static str, &'static str);

/// A file added or taken out: a name, path and text; an empty text takes the file out.
type Addition = (&'static str, &'static str, &'static str);

#[test]
fn every_mistake_is_told_in_words_that_help() {
    let mut told = String::new();
    let changes = [
        written::CHANGES,
        named::CHANGES,
        conditions::CHANGES,
        meaning::CHANGES,
        lists::CHANGES,
    ];
    for (name, path, from, to) in changes.into_iter().flatten() {
        tell(&mut told, name, &small::but(path, from, to));
    }
    for (name, path, text) in files::FILES {
        tell(&mut told, name, &small::with(&[(path, text)]));
    }
    let qualifiers: String = (0..65)
        .map(|number| format!("[q{number}]\nname = \"q\"\nphrases = [\"q{number}\"]\n"))
        .collect();
    tell(
        &mut told,
        "too many qualifiers",
        &small::with(&[("qualifiers.toml", &qualifiers)]),
    );
    tell(&mut told, "nothing at all", &Bundle::default());
    insta::assert_snapshot!("mistakes", told);
}

#[test]
fn several_mistakes_are_told_at_once() {
    let bundle = small::with(&[
        (
            SPINE,
            "[back-pain]\nnam = \"Back pain\"\nphrases = \"x\"\ncodes = [\"back-pian\"]\nlookback = \"soon\"\n",
        ),
        (
            TRIGGER,
            "[t]\nname = \"T\"\nsite = \"spin\"\ntier = \"now\"\nwhen = \"a and (b or\"\npathway = \"p\"\nheadline = \"low risk\"\n",
        ),
    ]);
    let codes: Vec<&str> = load(&bundle)
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    for code in [
        "unknown-key",
        "missing-key",
        "wrong-type",
        "unknown-codelist",
        "bad-period",
        "unknown-value",
        "bad-condition",
        "unknown-sign",
        "unknown-pathway",
        "forbidden-wording",
        "missing-basis",
        "missing-source",
    ] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
}

#[test]
fn files_that_are_not_utf_8_are_told_with_their_place() {
    let mut files: Vec<(String, Vec<u8>)> = small::files()
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    files.push((
        "signs/bone.toml".to_owned(),
        b"[bone-pain]\r\nname = \"caf\xe9\"\r\n".to_vec(),
    ));
    let bundle = Bundle::from_files(files).unwrap();
    let diagnostics = load(&bundle).diagnostics;
    assert_eq!(
        diagnostics.first().map(ToString::to_string).as_deref(),
        Some(
            "signs/bone.toml:2:12: error: the file is not UTF-8 from here on; most likely it was saved as Windows-1252 (ANSI); save it as UTF-8; in Excel choose \"CSV UTF-8\""
        )
    );
    assert!(bundle.to_json().is_err());
}

#[test]
fn paths_that_leave_the_rule_set_are_refused() {
    for path in [
        "../signs/x.toml",
        "/signs/x.toml",
        "signs\\x.toml",
        "signs//x.toml",
        "C:/x.toml",
        "",
        "./x.toml",
    ] {
        let error = Bundle::from_files([(path.to_owned(), Vec::new())]).unwrap_err();
        assert!(error.to_string().contains("can't be in a rule set"), "{path}: {error}");
    }
    let twice = [("a.toml".to_owned(), Vec::new()), ("a.toml".to_owned(), Vec::new())];
    assert!(Bundle::from_files(twice).unwrap_err().to_string().contains("twice"));
}

#[test]
fn bundles_that_are_none_are_refused() {
    let mut told = String::new();
    for json in [
        "",
        "[]",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"\"}",
        "{\"schema\":\"metasign.bundle/2\",\"digest\":\"\",\"files\":{}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"\",\"files\":{},\"more\":1}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"a.toml\":\"\"}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"a.toml\":\"\",\"a.toml\":\"\"}}",
        "{\"schema\":\"metasign.bundle/1\",\"digest\":\"00\",\"files\":{\"../a.toml\":\"\"}}",
    ] {
        let error = Bundle::from_json(json.as_bytes()).unwrap_err();
        writeln!(told, "{json}\n  {error}").unwrap();
    }
    insta::assert_snapshot!("bundles", told);
}

fn tell(told: &mut String, name: &str, bundle: &Bundle) {
    let diagnostics: Vec<Diagnostic> = check(bundle, Date::new(2026, 12, 1));
    assert!(!diagnostics.is_empty(), "nothing is said of `{name}`");
    let loaded = load(bundle);
    let errors = loaded
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(loaded.rule_set.is_none(), errors, "{name}");
    writeln!(told, "{name}").unwrap();
    for diagnostic in diagnostics {
        writeln!(told, "  [{}] {diagnostic}", diagnostic.code).unwrap();
    }
}
