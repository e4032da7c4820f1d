//! Every kind of FHIR that senders write differently, in many forms (`data/variants.toml`), asked of the shipped rules: one
//! answer whatever the form.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed unwrap is a failed test"
)]

use metasign_core::engine::AssessOptions;
use metasign_support::engine;
use serde_json::Value;
use toml::{Table, Value as Toml};

const PATIENT: &str = r#"{"fullUrl":"urn:uuid:p1","resource":{"resourceType":"Patient","id":"p1","gender":"female","birthDate":"1964-02-03"}}"#;
const CANCER: &str = r#"{"resource":{"resourceType":"Condition","id":"c1","subject":$P,"onsetDateTime":"2015-05-20","code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009","display":"Malignant neoplasm of breast"}]},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}}}"#;
const BACK_PAIN: &str = r#"{"resource":{"resourceType":"Observation","id":"n","status":"final","subject":$P,"effectiveDateTime":"2026-03-10","code":{"coding":[{"system":"http://snomed.info/sct","code":"37331000000100","display":"Comment note"}]},"valueString":"Back pain for 3 weeks"}}"#;

/// The Bundle a row describes.
fn bundle(row: &Table) -> String {
    let whole = row.get("bundle").and_then(Toml::as_str).map(str::to_owned);
    let text = whole.unwrap_or_else(|| {
        let beside = row["with"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| match name.as_str().unwrap() {
                "patient" => PATIENT,
                "cancer" => CANCER,
                "back-pain" => BACK_PAIN,
                other => panic!("`{other}` does not stand beside anything"),
            });
        let own = row["entries"]
            .as_str()
            .unwrap()
            .trim_start_matches('[')
            .trim_end_matches(']');
        let entries: Vec<&str> = beside.chain([own]).filter(|part| !part.is_empty()).collect();
        format!(
            r#"{{"resourceType":"Bundle","type":"collection","timestamp":"2026-03-12T10:00:00Z","entry":[{}]}}"#,
            entries.join(",")
        )
    });
    text.replace("$P", r#"{"reference":"Patient/p1"}"#)
}

fn words(value: &Toml) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect()
}

fn of<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    list.as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item[key].as_str())
        .collect()
}

fn met(key: &str, wanted: &Toml, answer: &Value) -> bool {
    let rule = |name: &str| {
        answer["prompts"].as_array().unwrap().iter().any(|prompt| {
            let also = prompt["also"].as_array().into_iter().flatten();
            prompt["rule"].as_str() == Some(name) || also.into_iter().any(|also| also.as_str() == Some(name))
        })
    };
    let truth = wanted.as_bool();
    match key {
        "cord" => Some(rule("cord-compression")) == truth,
        "rules" => words(wanted).into_iter().all(rule),
        "told" => of(&answer["notices"], "message")
            .iter()
            .any(|message| message.contains(wanted.as_str().unwrap())),
        "not_rules" => !words(wanted).into_iter().any(rule),
        "spread" => Some(answer["metastatic"]["status"] != "none-recorded") == truth,
        "emergency" => Some(answer["prompts"][0]["urgency"] == "emergency") == truth,
        "cancers" => {
            let mut found = of(&answer["cancer_history"], "tumour");
            found.sort_unstable();
            found == words(wanted)
        }
        "notices" => words(wanted)
            .iter()
            .all(|code| of(&answer["notices"], "code").contains(code)),
        "no_notices" => !words(wanted)
            .iter()
            .any(|code| of(&answer["notices"], "code").contains(code)),
        "first" => answer["cancer_history"][0]["first_recorded"].as_str() == wanted.as_str(),
        "never" => !words(wanted).iter().any(|word| answer.to_string().contains(word)),
        "name" | "with" | "entries" | "bundle" => true,
        other => panic!("`{other}` is no expectation"),
    }
}

#[test]
fn every_form_gives_the_answer_of_its_kind() {
    let table: Table = toml::from_str(include_str!("data/variants.toml")).unwrap();
    let rows = table["record"].as_array().unwrap();
    assert!(rows.len() > 1_250, "{}", rows.len());
    let mut failed = Vec::new();
    for row in rows.iter().map(|row| row.as_table().unwrap()) {
        let name = row["name"].as_str().unwrap();
        let text = bundle(row);
        let record = match metasign_fhir::read(text.as_bytes(), None) {
            Ok(record) => record,
            Err(error) => {
                failed.push(format!("{name}: {error}"));
                continue;
            }
        };
        let answer = engine().assess_with(&record, AssessOptions { watch_tier: true });
        let answer: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
        let unmet = row.iter().filter(|(key, wanted)| !met(key, wanted, &answer));
        failed.extend(unmet.map(|(key, wanted)| format!("{name}: not met: {key} = {wanted}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
