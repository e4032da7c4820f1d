//! How fast and how large metasign is: one table, run by `cargo xtask bench`.
//!
//! Times on a shared machine wobble, so each is given beside a ratio to something measured in the same breath, and
//! beside instruction counts (callgrind), which hardly wobble at all. `--record` writes those counts to
//! `bench/instructions.toml`; `--check` fails when one has grown by more than a tenth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a benchmark on fixed inputs: anything unexpected should stop it"
)]

mod clock;
mod copies;
mod inputs;
mod instructions;
mod report;
mod size;
mod work;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => {
            report::times();
            size::table();
            instructions::table();
            ExitCode::SUCCESS
        }
        ["--times"] => {
            report::times();
            ExitCode::SUCCESS
        }
        ["--counts"] => {
            instructions::table();
            ExitCode::SUCCESS
        }
        ["--record"] => instructions::record(),
        ["--check"] => instructions::check(),
        // Run by the above, once in a process of its own.
        ["work", name] => {
            work::run(name);
            ExitCode::SUCCESS
        }
        ["peak", name] => {
            size::peak(name);
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: cargo xtask bench [--times | --counts | --record | --check]");
            ExitCode::FAILURE
        }
    }
}
