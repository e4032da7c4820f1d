//! Faults that authors make, one by one in a copy of the shipped rules: `check` must tell each, at its place, with what to
//! write instead. The faults are data (`data/faults.toml`).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test says so")]

use std::path::Path;

use metasign_cli::{findings, second_signatures};
use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Diagnostic;
use metasign_support::repository;
use rayon::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    file: String,
    old: Option<String>,
    new: Option<String>,
    append: Option<String>,
    to: Option<String>,
    #[serde(default)]
    gone: bool,
    #[serde(default)]
    latin: bool,
    at: Option<String>,
    #[serde(default)]
    near: bool,
    says: Vec<String>,
    #[serde(default)]
    old_version: bool,
}

type Files = Vec<(String, Vec<u8>)>;

impl Fault {
    /// The rules with the fault, and the line it is on.
    fn put_into(&self, shipped: &Bundle) -> (Bundle, Option<u32>) {
        let mut files: Files = shipped
            .files()
            .map(|(path, content)| (path.to_owned(), content.bytes().to_vec()))
            .collect();
        let mut line = None;
        if self.gone {
            files.retain(|(path, _)| !path.starts_with(&self.file));
        } else {
            let file = files.iter_mut().find(|(path, _)| *path == self.file);
            let (path, bytes) = file.unwrap_or_else(|| panic!("{}: there is no {}", self.name, self.file));
            let text = String::from_utf8(bytes.clone()).unwrap();
            let text = self.edited(text);
            line = self.at.as_ref().map(|at| {
                let before = text.split(at.as_str()).next().unwrap();
                assert!(
                    before.len() < text.len(),
                    "{}: `{at}` is not in the edited file",
                    self.name
                );
                u32::try_from(before.matches('\n').count()).unwrap().saturating_add(1)
            });
            *bytes = if self.latin { latin(&text) } else { text.into_bytes() };
            if let Some(to) = &self.to {
                path.clone_from(to);
            }
        }
        (Bundle::from_files(files).unwrap(), line)
    }

    fn edited(&self, text: String) -> String {
        match (&self.old, &self.new, &self.append) {
            (Some(old), Some(new), _) => {
                assert!(
                    text.contains(old.as_str()),
                    "{}: `{old}` is not in {}",
                    self.name,
                    self.file
                );
                text.replacen(old, new, 1)
            }
            (None, Some(new), _) => new.clone(),
            (_, _, Some(append)) => text + append,
            _ => text,
        }
    }

    /// Whether it is told where it is, in words that help.
    fn is_told(&self, found: &Diagnostic, line: Option<u32>) -> bool {
        let file = self.to.as_ref().unwrap_or(&self.file);
        let said = format!("{} {}", found.message, found.help.as_deref().unwrap_or_default()).to_lowercase();
        let slack = u32::from(self.near);
        found.place.file.starts_with(file.as_str())
            && line.is_none_or(|line| found.place.line.abs_diff(line) <= slack)
            && self.says.iter().all(|words| said.contains(&words.to_lowercase()))
    }
}

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect()
}

fn today() -> Date {
    Date::new(2026, 11, 27).unwrap()
}

#[test]
fn every_fault_is_told_at_its_place_with_what_to_write() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/faults.toml");
    let faults: Faults = toml::from_str(&std::fs::read_to_string(table).unwrap()).unwrap();
    assert!(faults.fault.len() >= 60);
    let shipped = repository::bundle(&repository::rules());
    let missed: Vec<String> = faults
        .fault
        .par_iter()
        .filter_map(|fault| {
            let (rules, line) = fault.put_into(&shipped);
            let found = if fault.old_version {
                second_signatures(&rules, &shipped).unwrap()
            } else {
                findings(&rules, today())
            };
            let told = found.iter().any(|found| fault.is_told(found, line));
            let said: Vec<String> = found.iter().take(3).map(ToString::to_string).collect();
            (!told).then(|| format!("{} (line {line:?}): {}", fault.name, said.join("\n    ")))
        })
        .collect();
    assert!(missed.is_empty(), "not told:\n{}", missed.join("\n"));
}

#[test]
fn the_shipped_rules_show_nothing_and_need_no_signature_against_themselves() {
    let shipped = repository::bundle(&repository::rules());
    let told: Vec<String> = findings(&shipped, today()).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(second_signatures(&shipped, &shipped).unwrap().is_empty());
}
