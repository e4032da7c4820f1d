//! Ordinary words around an emergency, and the ways a note is typed, change no emergency prompt.
//!
//! Every emergency case of `rules/cases` and every emergency of the vignettes in `data/emergencies.json` is told again with
//! a harmless line before, after or between, wrapped, in bullets, in capitals and so on. A case meets some of the ways,
//! in turn, so that every way meets many cases; `METASIGN_ALL_WORDINGS=1` has each case meet them all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a failed test says so"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use metasign_core::record::Record;
use metasign_support::engine;
use metasign_support::repository::{copy, rules, scratch, texts};
use serde_json::Value as Json;
use toml::Value as Toml;

const HARMLESS: [&str; 12] = [
    "Denies alcohol",
    "Urine dip negative",
    "Chaperone declined",
    "Safety netted",
    "Prev well",
    "ROS:",
    "HPC:",
    "Advice given",
    "Nil else",
    "Flu jab given",
    "No FH",
    "Smear up to date",
];
const BULLETS: [&str; 7] = ["- ", "* ", "\u{2022} ", "1. ", "> ", "\u{2013} ", "\u{f0b7} "];
const TYPED: [&str; 16] = [
    "wrapped at 40",
    "wrapped at 40, CRLF",
    "wrapped at 72",
    "safety netted in brackets",
    "capitals",
    "small letters",
    "hard blanks",
    "double blanks",
    "tabs",
    "entities",
    "tags",
    "backticks",
    "acute accents",
    "curly apostrophes",
    "no apostrophes",
    "quoted",
];

/// The ways, by number: harmless words in six places each, then bullets, then ways of typing.
fn ways() -> usize {
    HARMLESS.len() * 6 + BULLETS.len() + TYPED.len()
}

fn told(way: usize, text: &str) -> (String, String) {
    if let Some(words) = HARMLESS.get(way / 6) {
        let sentence = words.trim_end_matches(':');
        let (place, note) = match way % 6 {
            0 => ("a line before", format!("{words}\n{text}")),
            1 => ("a line after", format!("{text}\n{words}")),
            2 => ("a line after, CRLF", format!("{text}\r\n{words}")),
            3 => ("a sentence before", format!("{sentence}. {text}")),
            4 => (
                "a sentence after",
                format!("{}. {sentence}", text.trim_end_matches('.')),
            ),
            _ => {
                let mut lines = sentences(text);
                lines.insert(1.min(lines.len()), words);
                ("a line between", lines.join("\n"))
            }
        };
        return (format!("`{words}`, {place}"), note);
    }
    let way = way - HARMLESS.len() * 6;
    if let Some(bullet) = BULLETS.get(way) {
        let lines: Vec<String> = sentences(text).iter().map(|line| format!("{bullet}{line}")).collect();
        return (format!("bullets `{bullet}`"), lines.join("\n"));
    }
    let name = TYPED.get(way - BULLETS.len()).expect("a way");
    let note = match *name {
        "wrapped at 40" => wrapped(text, 40, "\n"),
        "wrapped at 40, CRLF" => wrapped(text, 40, "\r\n"),
        "wrapped at 72" => wrapped(text, 72, "\n"),
        "safety netted in brackets" => format!("{} (safety netted)", text.trim_end_matches('.')),
        "capitals" => text.to_uppercase(),
        "small letters" => text.to_lowercase(),
        "hard blanks" => text.replace(' ', "\u{a0}"),
        "double blanks" => text.replace(' ', "  "),
        "tabs" => text.replace(' ', "\t"),
        "entities" => text.replace('&', "&amp;").replace('\'', "&#39;").replace(' ', "&nbsp;"),
        "tags" => format!("<p>{}</p>", sentences(text).join("<br/>")),
        "backticks" => text.replace('\'', "`"),
        "acute accents" => text.replace('\'', "\u{b4}"),
        "curly apostrophes" => text.replace('\'', "\u{2019}"),
        "no apostrophes" => text.replace('\'', ""),
        _ => format!("\"{text}\""),
    };
    ((*name).to_owned(), note)
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(". ")
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect()
}

fn wrapped(text: &str, width: usize, end: &str) -> String {
    let (mut out, mut line) = (String::new(), 0usize);
    for word in text.split(' ') {
        let long = word.chars().count();
        if line > 0 && line + 1 + long > width {
            out.push_str(end);
            line = 0;
        } else if line > 0 {
            out.push(' ');
            line += 1;
        }
        out.push_str(word);
        line += long;
    }
    out
}

/// The ways that the case with this number meets.
fn met(case: usize) -> Vec<usize> {
    let all = std::env::var("METASIGN_ALL_WORDINGS").is_ok();
    let some = (0..6).map(|turn| (case * 7 + turn * 16) % ways());
    if all {
        (0..ways()).collect()
    } else {
        some.collect::<BTreeSet<usize>>().into_iter().collect()
    }
}

/// Only what an emergency is expected to be.
fn emergencies(case: &toml::Table) -> Vec<Toml> {
    let expected = case.get("expect").and_then(Toml::as_array).cloned().unwrap_or_default();
    expected
        .into_iter()
        .filter(|one| one.get("tier").and_then(Toml::as_str) == Some("emergency"))
        .collect()
}

#[test]
fn every_emergency_case_stays_one() {
    let folder = scratch("emergency-wording");
    copy(&rules(), &folder);
    fs::remove_dir_all(folder.join("cases")).unwrap();
    fs::create_dir_all(folder.join("cases")).unwrap();
    let (mut number, mut written) = (0usize, 0usize);
    for (file, (_, text)) in texts(&rules().join("cases"), "toml").iter().enumerate() {
        let table: toml::Table = text.parse().unwrap();
        let mut cases: Vec<Toml> = Vec::new();
        for case in table.get("case").and_then(Toml::as_array).into_iter().flatten() {
            let case = case.as_table().unwrap();
            let expect = emergencies(case);
            let Some(notes) = case
                .get("notes")
                .and_then(Toml::as_array)
                .filter(|_| !expect.is_empty())
            else {
                continue;
            };
            number += 1;
            for way in met(number) {
                let mut again = case.clone();
                for key in ["never", "nothing", "score", "notices"] {
                    again.remove(key);
                }
                let mut name = String::new();
                let told: Vec<Toml> = notes
                    .iter()
                    .map(|note| {
                        let (date, text) = note.as_str().unwrap().split_once(": ").unwrap();
                        let (way, text) = told(way, text);
                        name = way;
                        Toml::from(format!("{date}: {text}"))
                    })
                    .collect();
                let old = case.get("name").and_then(Toml::as_str).unwrap();
                again.insert("name".into(), Toml::from(format!("{old}: {name} ({number})")));
                again.insert("notes".into(), Toml::from(told));
                again.insert("expect".into(), Toml::from(expect.clone()));
                cases.push(Toml::from(again));
            }
        }
        if !cases.is_empty() {
            written += cases.len();
            let mut table = toml::Table::new();
            table.insert("case".into(), Toml::from(cases));
            fs::write(
                folder.join(format!("cases/{file}.toml")),
                toml::to_string(&table).unwrap(),
            )
            .unwrap();
        }
    }
    assert!(number > 100 && written > 500, "{number} cases, {written} wordings");
    let output = Command::new(env!("CARGO_BIN_EXE_metasign"))
        .arg("test")
        .arg(&folder)
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{shown}");
}

#[test]
fn every_emergency_of_the_vignettes_stays_one() {
    let records: Vec<Json> = serde_json::from_str(include_str!("data/emergencies.json")).unwrap();
    let prompted = |record: &Json| -> BTreeSet<String> {
        let bytes = serde_json::to_vec(record).unwrap();
        let record = Record::from_json(&bytes).unwrap();
        let answer = serde_json::to_value(engine().assess(&record)).unwrap();
        let prompts = answer
            .get("prompts")
            .and_then(Json::as_array)
            .cloned()
            .unwrap_or_default();
        let text = |prompt: &Json, key: &str| prompt.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        prompts
            .iter()
            .filter(|prompt| text(prompt, "urgency") == "emergency")
            .map(|prompt| text(prompt, "id"))
            .collect()
    };
    let mut lost = String::new();
    let mut number = 0usize;
    for document in &records {
        let id = document.get("id").and_then(Json::as_str).unwrap();
        let record = document.get("record").unwrap();
        let before = prompted(record);
        if before.is_empty() {
            continue;
        }
        number += 1;
        for way in met(number * 3) {
            let mut again = record.clone();
            let mut name = String::new();
            for entry in again.get_mut("entries").and_then(Json::as_array_mut).unwrap() {
                if let Some(Json::String(text)) = entry.get_mut("text") {
                    (name, *text) = told(way, text);
                }
            }
            if !before.is_subset(&prompted(&again)) {
                writeln!(lost, "{id}: {name}").unwrap();
            }
        }
    }
    assert!(number >= 15, "{number} vignettes raise an emergency");
    assert!(lost.is_empty(), "{lost}");
}
