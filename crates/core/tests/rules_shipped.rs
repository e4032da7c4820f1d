//! The shipped rules: no mistake in them, only the warnings somebody has looked at, and what documents say of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "test code"
)]

use std::collections::{BTreeMap, BTreeSet};

use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Severity;
use metasign_core::rules::load::{check, load};
use metasign_core::rules::model::ApprovalStatus;
use metasign_support::repository;

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
fn the_shipped_rules_show_no_warning() {
    let said = check(&Bundle::embedded(), None);
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn the_embedded_rules_are_those_of_the_folder() {
    let folder = repository::bundle(&repository::rules());
    assert_eq!(folder.digest(), Bundle::embedded().digest());
    let packed = Bundle::from_json(folder.to_json().unwrap().as_bytes()).unwrap();
    assert_eq!(packed.digest(), Bundle::embedded().digest());
}

/// A rule file is read by people: no line is longer than this, but for a regular expression and a table of units.
const LONGEST: usize = 160;

#[test]
fn lines_of_the_shipped_rules_are_short_enough_to_read() {
    let allowed = |line: &str| {
        let line = line.trim_start();
        ["'", "patterns", "units", "entries"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mut long = Vec::new();
    for (path, text) in repository::texts(&repository::rules(), "toml") {
        let lines = (1..).zip(text.lines());
        let over = lines.filter(|(_, line)| line.chars().count() > LONGEST && !allowed(line));
        long.extend(over.map(|(number, _)| format!("{path}:{number}")));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn long_conditions_break_where_a_voice_would_pause() {
    let mut torn = Vec::new();
    for (path, text) in repository::texts(&repository::rules(), "toml") {
        for key in ["when", "unless"] {
            let opened = text.match_indices("\"\"\"").step_by(2);
            let conditions = opened.filter(|(at, _)| {
                let line = text[..*at].rsplit('\n').next().unwrap();
                line.split('=').next().unwrap().trim() == key
            });
            for (at, mark) in conditions {
                let (condition, _) = text[at + mark.len()..].split_once(mark).unwrap();
                let lines: Vec<&str> = condition.trim_start().lines().collect();
                let pause = |pair: &[&str]| {
                    let next = pair[1].trim_start();
                    pair[0].ends_with(',') || next.starts_with("and ") || next.starts_with("or ")
                };
                let wrong = lines.windows(2).filter(|pair| !pause(pair));
                torn.extend(wrong.map(|pair| format!("{path}: {}", pair[0])));
            }
        }
    }
    assert!(torn.is_empty(), "{}", torn.join("\n"));
}

/// Every name of a table under it, by itself and behind the names above it: `liver-tests`, `points.nausea-vomiting`.
fn names(table: &toml::Table, above: &str, into: &mut BTreeSet<String>) {
    for (name, value) in table {
        into.insert(name.clone());
        into.insert(format!("{above}{name}"));
        if let Some(inner) = value.as_table() {
            names(inner, &format!("{above}{name}."), into);
        }
    }
}

#[test]
fn every_rule_and_case_that_the_evidence_coverage_names_exists() {
    let (mut rules, mut cases) = (BTreeSet::new(), BTreeMap::new());
    for (path, text) in repository::texts(&repository::rules(), "toml") {
        let table: toml::Table = text.parse().unwrap();
        let Some(file) = path.strip_prefix("cases/") else {
            names(&table, "", &mut rules);
            continue;
        };
        let of_file = table.get("case").and_then(toml::Value::as_array);
        let named = of_file
            .into_iter()
            .flatten()
            .filter_map(|case| case.get("name")?.as_str());
        let named: BTreeSet<String> = named.map(str::to_owned).collect();
        cases.insert(file.trim_end_matches(".toml").to_owned(), named);
    }
    let document = repository::read("docs/evidence-coverage.md");
    let mut missing = Vec::new();
    let mut met = 0;
    for (line, row) in (1..).zip(document.lines()).filter(|(_, row)| row.starts_with("| ")) {
        // A row's own words, its rules, the cases inside and outside, the question.
        let cells: Vec<&str> = row.split(" | ").collect();
        for (cell, text) in (0..).zip(&cells) {
            let mut file = "";
            for quoted in text.split(['`', '"']).skip(1).step_by(2) {
                let known = match cell {
                    1 => rules.contains(quoted),
                    2 | 3 if cases.contains_key(quoted) => {
                        file = quoted;
                        true
                    }
                    2 | 3 => cases
                        .get(file)
                        .is_some_and(|of_file: &BTreeSet<String>| of_file.contains(quoted)),
                    _ => true,
                };
                met += usize::from(known);
                if !known {
                    missing.push(format!("docs/evidence-coverage.md:{line}: {file} {quoted}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(met > 300, "only {met} names were found");
}
