//! The shipped rules: no mistake in them, and only the warnings somebody has looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use std::fs;
use std::path::Path;

use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Severity;
use metasign_core::rules::load::{check, load};
use metasign_core::rules::model::ApprovalStatus;

#[test]
fn the_shipped_rules_have_no_mistake() {
    let bundle = Bundle::embedded();
    let loaded = load(&bundle);
    // The review date is not looked at: a test that fails on a day nobody changed anything helps nobody.
    let said = check(&bundle, None);
    let errors: Vec<String> = said
        .iter()
        .filter(|said| said.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let rules = loaded.rule_set.expect("no error and yet no rules");
    assert_eq!(rules.info.status, ApprovalStatus::Draft);
    assert!(rules.info.effective >= Date::new(2026, 1, 1).unwrap());
    assert!(!rules.signs.is_empty() && !rules.tumours.is_empty() && !rules.triggers.is_empty());
}

#[test]
fn the_warnings_of_the_shipped_rules_are_known() {
    let said = check(&Bundle::embedded(), None);
    let warnings: Vec<String> = said
        .iter()
        .filter(|said| said.severity == Severity::Warning)
        .map(|said| format!("{} [{}] {}", said.place.file, said.code, said.message))
        .collect();
    insta::assert_snapshot!("warnings", warnings.join("\n"));
}

#[test]
fn the_embedded_rules_are_those_of_the_folder() {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"),
        "",
        &mut files,
    );
    let folder = Bundle::from_files(files).unwrap();
    assert_eq!(folder.digest(), Bundle::embedded().digest());
    let packed = Bundle::from_json(folder.to_json().unwrap().as_bytes()).unwrap();
    assert_eq!(packed.digest(), Bundle::embedded().digest());
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push((path, fs::read(entry.path()).unwrap()));
        }
    }
}

/// A rule file is read by people: no line is longer than this, but for a regular expression and a table of units.
const LONGEST: usize = 160;

#[test]
fn lines_of_the_shipped_rules_are_short_enough_to_read() {
    fn walk(folder: &Path, long: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, long);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let text = fs::read_to_string(&path).unwrap();
                let allowed = |line: &str| {
                    let line = line.trim_start();
                    ["'", "patterns", "units", "entries"]
                        .iter()
                        .any(|start| line.starts_with(start))
                };
                let lines = (1..).zip(text.lines());
                let over = lines.filter(|(_, line)| line.chars().count() > LONGEST && !allowed(line));
                long.extend(over.map(|(number, _)| format!("{}:{number}", path.display())));
            }
        }
    }
    let mut long = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), &mut long);
    assert!(long.is_empty(), "{}", long.join("\n"));
}
