//! The `metasign` command for rule authors, testers and integrators.
//!
//! Results go to standard output, diagnostics to standard error. Exit status: 0 done, 1 what was asked about falls
//! short (a failed case, a mistake in a rule), 2 bad usage or input that can't be read. No clinical logic lives here.
//!
//! | file | what it does |
//! |---|---|
//! | `arguments` | the command line |
//! | `terminal` | where output goes: width, colours, a reader that goes away |
//! | `input` | records and rules from files, folders, bundles, standard input |
//! | `learned` | weights of a rule folder's examples, learned once and kept |
//! | `revision` | rules as git keeps them |
//! | `signature` | edits that a second clinician signs |
//! | `documents` | the records in files, one each or one a line |
//! | `show/` | an answer as text that is read at a glance |
//! | `codes/` | the dictionary, and codelists in and out |
//! | `cases/` | rule authors' cases: read, built into records, run through every door |
//! | the rest | one file a verb |
#![forbid(unsafe_code)]

mod arguments;
mod assess;
mod burden;
mod cases;
mod check;
mod codes;
mod diff;
mod documents;
mod explain;
mod input;
mod learned;
mod moved;
mod new;
mod pack;
mod read;
mod revision;
mod show;
mod signature;
mod status;
mod terminal;
mod test;
mod unread;
mod usage;
mod why;

use std::process::ExitCode;

use clap::Parser as _;

use self::arguments::{Arguments, Verb};
pub use self::cases::{exported as exported_cases, mistakes as case_mistakes};
pub use self::check::{against as second_signatures, findings};
use self::terminal::{Ended, Stop, Terminal};

/// Runs the command with the process's own arguments, output and clock.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let out = anstream::stdout();
    let error = anstream::stderr();
    let mut out = std::io::BufWriter::new(out.lock());
    let mut error = error.lock();
    let mut terminal = Terminal::new(&mut out, &mut error, terminal::width());
    let ended = run(&arguments, &mut terminal);
    match ended {
        Ok(Ended::Done) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Ok(Ended::FallsShort) => ExitCode::from(1),
        Err(Stop::Failed) => ExitCode::from(2),
        Err(Stop::Said(message)) => {
            terminal.problem(&message);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let rules = &arguments.rules;
    let ended = match &arguments.verb {
        Verb::Assess(verb) => assess::run(verb, rules, terminal),
        Verb::Explain(verb) => explain::run(verb, rules, terminal),
        Verb::Check(verb) => check::run(verb, rules, terminal),
        Verb::Test(verb) => test::run(verb, rules, terminal),
        Verb::Read(verb) => read::run(verb, rules, terminal),
        Verb::Status(verb) => status::run(verb, rules, terminal),
        Verb::Unread(verb) => unread::run(verb, rules, terminal),
        Verb::Burden(verb) => burden::run(verb, rules, terminal),
        Verb::Diff(verb) => diff::run(verb, terminal),
        Verb::Where(verb) => usage::run(verb, rules, terminal),
        Verb::New(verb) => new::run(verb, rules, terminal),
        Verb::Codes(verb) => codes::run(verb, rules, terminal),
        Verb::Pack(verb) => pack::run(verb, terminal),
    }?;
    terminal.flush()?;
    Ok(ended)
}
