//! Speed, size and instruction counts; `crates/bench` does the measuring.

use clap::Args;

use crate::command::{Failed, cargo};

/// What to measure; everything without a word.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Only times.
    #[arg(long, group = "what")]
    times: bool,
    /// Only instruction counts, beside those recorded.
    #[arg(long, group = "what")]
    counts: bool,
    /// Fail when an instruction count has grown by more than a tenth.
    #[arg(long, group = "what")]
    check: bool,
    /// Write the instruction counts to bench/instructions.toml.
    #[arg(long, group = "what")]
    record: bool,
}

impl Bench {
    /// Builds as released and measures.
    pub(crate) fn run(&self) -> Result<(), Failed> {
        let words = [
            (self.times, "--times"),
            (self.counts, "--counts"),
            (self.check, "--check"),
            (self.record, "--record"),
        ];
        let word = words.iter().find(|(asked, _)| *asked).map(|(_, word)| *word);
        if word.is_none() {
            // Its stripped size is part of the table.
            cargo(&["build", "--release", "--package", "metasign-ffi"]).run()?;
        }
        let mut arguments = vec!["run", "--quiet", "--release", "--package", "metasign-bench", "--"];
        arguments.extend(word);
        cargo(&arguments).run()
    }
}
