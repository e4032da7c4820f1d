//! Limits where the laboratory sent no range (EVIDENCE 13.3): just inside says nothing, just beyond counts and is named.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use metasign_core::record::{NoticeCode, Record};
use metasign_support::engine;

/// Test, code, unit, sex, age, a value within, a value beyond.
const TABLE: &[(&str, &str, &str, &str, i32, &str, &str)] = &[
    (
        "Adjusted calcium",
        "935051000000108",
        "mmol/L",
        "female",
        60,
        "2.60",
        "2.61",
    ),
    ("Sodium", "1000661000000107", "mmol/L", "female", 60, "133", "132"),
    ("Gamma GT", "1000861000000106", "U/L", "male", 60, "70", "71"),
    ("Gamma GT", "1000861000000106", "U/L", "female", 60, "45", "46"),
    ("CRP", "1001371000000100", "mg/L", "female", 60, "10", "11"),
    ("ESR", "1022511000000103", "mm/h", "female", 70, "30", "31"),
    ("ESR", "1022511000000103", "mm/h", "female", 71, "35", "36"),
    ("Haemoglobin", "1022431000000105", "g/L", "male", 60, "130", "129"),
    ("Haemoglobin", "1022431000000105", "g/L", "female", 60, "115", "114"),
    ("ALT", "1018251000000107", "U/L", "female", 60, "50", "51"),
    ("CA-125", "1027511000000100", "kU/L", "female", 60, "35", "36"),
];

fn assumed(code: &str, unit: &str, sex: &str, age: i32, value: &str, range: &str) -> Vec<String> {
    let birth = 2026_i32.saturating_sub(age);
    let json = format!(
        r#"{{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{{"sex":"{sex}","birth_date":"{birth}-01-01"}},
        "entries":[{{"id":"r","date":"2026-03-10","kind":"measurement","codes":[{{"system":"snomed","code":"{code}"}}],
        "value":{value},"unit":"{unit}"{range}}}]}}"#
    );
    let record = Record::from_json(json.as_bytes()).unwrap();
    let notices = engine().assess(&record).notices;
    let of_limits = notices
        .into_iter()
        .filter(|notice| notice.code == NoticeCode::LimitAssumed);
    of_limits.map(|notice| notice.message).collect()
}

#[test]
fn beyond_the_limit_counts_and_is_named() {
    for (name, code, unit, sex, age, inside, beyond) in TABLE {
        assert!(
            assumed(code, unit, sex, *age, inside, "").is_empty(),
            "{name} {inside} {sex} {age}"
        );
        let said = assumed(code, unit, sex, *age, beyond, "");
        assert!(
            said.first().is_some_and(|said| said.starts_with(name)),
            "{name} {beyond} {sex} {age}: {said:?}"
        );
    }
}

#[test]
fn the_laboratory_s_own_range_comes_first() {
    for range in [r#","range":{"low":60,"high":80}"#, r#","range":{"low":10,"high":300}"#] {
        assert!(assumed("1001371000000100", "mg/L", "female", 60, "70", range).is_empty());
    }
}
