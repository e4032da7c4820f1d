//! Records that once were read wrongly, each with what it must give (`data/records/expect.toml`), asked of the shipped rules.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use metasign_core::engine::AssessOptions;
use metasign_core::record::{Date, PartialDate};
use metasign_support::{engine, repository};
use serde_json::Value;
use toml::{Table, Value as Toml};

fn folder() -> PathBuf {
    repository::root().join("crates/fhir/tests/data/records")
}

/// The answer as JSON, or the error.
fn answer(bytes: &[u8], as_of: Option<Date>) -> Result<Value, String> {
    let record = metasign_fhir::read_any(bytes, as_of).map_err(|error| error.to_string())?;
    let answer = engine().assess_with(&record, AssessOptions { watch_tier: true });
    Ok(serde_json::from_str(&answer.to_json().unwrap()).unwrap())
}

fn words(value: &Toml) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect()
}

fn strings<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    list.as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item[key].as_str())
        .collect()
}

/// Rules that prompt, those merged into another prompt too.
fn rules(answer: &Value) -> Vec<String> {
    let mut rules = Vec::new();
    for prompt in answer["prompts"].as_array().unwrap() {
        rules.push(prompt["rule"].as_str().unwrap().to_owned());
        let also = prompt["also"].as_array().into_iter().flatten();
        rules.extend(also.map(|rule| rule.as_str().unwrap().to_owned()));
    }
    rules
}

/// What of the expectation is not met.
fn unmet(expected: &Table, answer: &Value) -> Vec<String> {
    let mut unmet = Vec::new();
    let notices = strings(&answer["notices"], "code");
    let messages = strings(&answer["notices"], "message").join("\n");
    for (key, wanted) in expected {
        let met = match key.as_str() {
            "cancers" => {
                let mut wanted = words(wanted);
                let mut found = strings(&answer["cancer_history"], "tumour");
                wanted.sort_unstable();
                found.sort_unstable();
                wanted == found
            }
            "status" => words(wanted).contains(&answer["metastatic"]["status"].as_str().unwrap()),
            "top" => answer["prompts"][0]["urgency"].as_str().unwrap_or("none") == wanted.as_str().unwrap(),
            "rules" => words(wanted)
                .iter()
                .all(|rule| rules(answer).iter().any(|found| found == rule)),
            "not_rules" => !words(wanted)
                .iter()
                .any(|rule| rules(answer).iter().any(|found| found == rule)),
            "notices" => words(wanted).iter().all(|code| notices.contains(code)),
            "no_notices" => !words(wanted).iter().any(|code| notices.contains(code)),
            "told" => messages.contains(wanted.as_str().unwrap()),
            "first" => answer["cancer_history"][0]["first_recorded"]
                .as_str()
                .is_some_and(|date| date.starts_with(wanted.as_str().unwrap())),
            "patient" => answer["patient"]["reference"].as_str() == wanted.as_str(),
            "entries" => answer["looked_at"]["entries"].as_i64() == wanted.as_integer(),
            "as_of" => answer["as_of"].as_str() == wanted.as_str(),
            "never" => !words(wanted).iter().any(|word| answer.to_string().contains(word)),
            "said" | "file" | "lines" => true,
            other => panic!("`{other}` is no expectation"),
        };
        if !met {
            unmet.push(format!("{key} = {wanted}"));
        }
    }
    unmet
}

#[test]
fn every_record_meets_its_expectation() {
    let folder = folder();
    let expected: BTreeMap<String, Table> =
        toml::from_str(&fs::read_to_string(folder.join("expect.toml")).unwrap()).unwrap();
    let mut failed = Vec::new();
    for (name, expected) in &expected {
        let file = expected
            .get("file")
            .map_or_else(|| format!("{name}.json"), |file| file.as_str().unwrap().to_owned());
        let bytes = fs::read(folder.join(file)).unwrap();
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap();
        let document = if expected.contains_key("lines") {
            line
        } else {
            &bytes[..]
        };
        let as_of = expected
            .get("as_of")
            .and_then(Toml::as_str)
            .and_then(PartialDate::parse)
            .map(PartialDate::earliest);
        match (answer(document, as_of), expected.get("error")) {
            (Err(message), Some(wanted)) => {
                let echoes = expected
                    .get("never")
                    .map(words)
                    .unwrap_or_default()
                    .iter()
                    .any(|word| message.contains(word));
                if echoes || !message.contains(wanted.as_str().unwrap()) {
                    failed.push(format!("{name}: {message}"));
                }
            }
            (Err(message), None) => failed.push(format!("{name}: {message}")),
            (Ok(_), Some(_)) => failed.push(format!("{name}: was read")),
            (Ok(answer), None) => {
                failed.extend(
                    unmet(expected, &answer)
                        .into_iter()
                        .map(|unmet| format!("{name}: not met: {unmet}")),
                );
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_record_has_an_expectation() {
    let folder = folder();
    let expected: BTreeMap<String, Table> =
        toml::from_str(&fs::read_to_string(folder.join("expect.toml")).unwrap()).unwrap();
    let files = |(name, expected): (&String, &Table)| {
        expected
            .get("file")
            .map_or_else(|| format!("{name}.json"), |file| file.as_str().unwrap().to_owned())
    };
    let known: Vec<String> = expected.iter().map(files).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == "expect.toml" || known.contains(&name),
            "{name} has no expectation"
        );
    }
}
