//! Running other programs from the root of the repository, saying what is run.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;

/// A program to run.
#[derive(Debug)]
pub(crate) struct Command {
    inner: process::Command,
}

/// A program that could not be run or did not succeed.
#[derive(Debug)]
pub(crate) struct Failed(String);

/// The cargo that runs us, with these arguments.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut inner = process::Command::new(cargo);
    inner.current_dir(root()).args(arguments);
    Command { inner }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// One line on standard error; a closed one is nobody's trouble.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

impl Command {
    /// Sets an environment variable for it.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Runs it, its output going where ours goes.
    pub(crate) fn run(mut self) -> Result<(), Failed> {
        let line = self.line();
        say(&format!("xtask: {line}"));
        match self.inner.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failed(format!("`{line}` ended with {status}"))),
            Err(error) => Err(Failed(format!("`{line}` can't be run: {error}"))),
        }
    }

    fn line(&self) -> String {
        let program = Path::new(self.inner.get_program());
        let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
        let arguments = self
            .inner
            .get_args()
            .map(|argument| format!(" {}", argument.to_string_lossy()));
        std::iter::once(program.into_owned()).chain(arguments).collect()
    }
}

impl Failed {
    /// A chore that failed, and why.
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
