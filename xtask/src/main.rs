//! The project's chores; hooks and CI only call these.
//!
//! `cargo xtask check` looks at everything without running it, `cargo xtask test` runs every test, `header`, `schema`
//! and `api` rewrite what is generated and committed, `bench` measures.

mod api;
mod bench;
mod command;
mod header;
mod rule_schema;
mod schema;
mod tidy;

use std::process::ExitCode;

use clap::Parser;

/// The project's chores.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Chore {
    /// Stray files and dependencies, formatting, lints, documentation, the rules: everything that needs no test run.
    Check,
    /// Every test of the workspace, the C examples among them.
    Test,
    /// Writes include/metasign.h from crates/ffi.
    Header,
    /// Writes crates/core/public-items.txt from what crates/core shows.
    Api,
    /// Measures speed, size and instruction counts: one table.
    Bench(bench::Bench),
    /// Writes schemas/*.json from the types of crates/core, and rules/schema/*.json for editors.
    Schema,
}

fn main() -> ExitCode {
    let result = match Chore::parse() {
        Chore::Check => check(),
        Chore::Test => test(),
        Chore::Header => header::write(),
        Chore::Api => api::write(),
        Chore::Bench(bench) => bench.run(),
        Chore::Schema => schema::write(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            command::say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn check() -> Result<(), command::Failed> {
    tidy::check()?;
    api::check()?;
    command::cargo(&["fmt", "--all", "--check"]).run()?;
    command::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()?;
    // The slim build of the C library leaves code out that the others use.
    let slim = [
        "clippy",
        "--package",
        "metasign-ffi",
        "--lib",
        "--no-default-features",
        "--",
        "-D",
        "warnings",
    ];
    command::cargo(&slim).run()?;
    command::cargo(&["doc", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    // A build must not fail because a day has come: overdue reviews are for people to look at.
    let today = ["--today", "2026-11-21"];
    let arguments = ["run", "--quiet", "--package", "metasign-cli", "--", "check", "rules"];
    command::cargo(&[&arguments[..], &today[..]].concat()).run()
}

fn test() -> Result<(), command::Failed> {
    command::cargo(&["test", "--workspace"]).run()
}
