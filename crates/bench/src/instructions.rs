//! Instruction counts by callgrind: nearly the same on every run, however busy the machine.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::{inputs, work};

/// A count may grow by this much before it is a regression.
const TOLERANCE: f64 = 0.10;

/// Prints the counts beside those that were recorded.
pub(crate) fn table() {
    if !available() {
        println!("\ninstructions: valgrind is not there, so none were counted");
        return;
    }
    let recorded = recorded();
    println!(
        "\n{:<34}{:>12}{:>12}{:>9}",
        "instructions (millions)", "recorded", "now", "change"
    );
    for name in work::NAMES {
        let now = count(name);
        match recorded.iter().find(|(known, _)| known == name) {
            Some((_, then)) => println!(
                "{name:<34}{:>12.2}{:>12.2}{:>8.1}%",
                millions(*then),
                millions(now),
                growth(*then, now) * 100.0
            ),
            None => println!("{name:<34}{:>12}{:>12.2}", "-", millions(now)),
        }
    }
}

/// Writes the counts to `bench/instructions.toml`.
pub(crate) fn record() -> ExitCode {
    let mut out = String::from(
        "# Instructions that fixed pieces of work take (callgrind), written by `cargo xtask bench --record` and held\n\
         # by `cargo xtask bench --check` to within a tenth. They depend on the compiler and on the rules.\n\n",
    );
    for name in work::NAMES {
        out.push_str(&format!("{name} = {}\n", count(name)));
    }
    std::fs::create_dir_all(path().parent().unwrap()).unwrap();
    std::fs::write(path(), out).unwrap();
    println!("wrote bench/instructions.toml");
    ExitCode::SUCCESS
}

/// Fails when a count has grown.
pub(crate) fn check() -> ExitCode {
    let mut grown = false;
    for (name, then) in recorded() {
        let now = count(&name);
        if growth(then, now) > TOLERANCE {
            grown = true;
            eprintln!(
                "error: `{name}` takes {now} instructions and took {then}; make it cheaper or, with the reason in the \
                 commit, run `cargo xtask bench --record`"
            );
        }
    }
    if grown { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn count(name: &str) -> u64 {
    let out = std::env::temp_dir().join(format!("metasign-callgrind-{}-{name}", std::process::id()));
    let run = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--collect-atstart=no",
            "--toggle-collect=*measured_region*",
        ])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["work", name])
        .output()
        .expect("valgrind runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let profile = std::fs::read_to_string(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    let totals = profile.lines().rev().find_map(|line| line.strip_prefix("totals: "));
    totals
        .and_then(|total| total.trim().parse().ok())
        .expect("callgrind writes a total")
}

fn available() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|run| run.status.success())
}

fn recorded() -> Vec<(String, u64)> {
    let text = std::fs::read_to_string(path()).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, count)| (name.to_owned(), count.parse().unwrap()))
        .collect()
}

fn path() -> PathBuf {
    inputs::root().join("bench/instructions.toml")
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}

fn growth(then: u64, now: u64) -> f64 {
    millions(now) / millions(then) - 1.0
}
