//! The command as its users meet it: exit status, what goes where, what bad input gives.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test says so"
)]

mod asked;
mod authors;
mod codes;
mod readme;
mod refused;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use metasign_support::repository::{copy, rules, scratch};
use serde_json::Value;

const RECORD: &str = r#"{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{"sex":"female","birth_date":"1960"},"entries":[{"id":"e1","kind":"condition","date":"2011-05-20","codes":[{"system":"snomed","code":"254837009","term":"Malignant neoplasm of breast"}]},{"id":"e2","kind":"note","date":"2026-03-12","text":"SECRETNAME: T-spine pain 7/52, waking her. Legs weak, unsteady."}]}"#;

/// Exit status, standard output, standard error.
fn metasign(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_metasign"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
