//! Mistakes in a rule set, with their place and what to do about them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a file of the rule set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// Path within the rule set, with `/`.
    pub file: String,
    /// 1-based line; 0 when the whole file is meant.
    pub line: u32,
    /// 1-based column in characters; 0 when the whole line is meant.
    pub column: u32,
}

/// One mistake or warning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// Whether the rule set can be used with it.
    pub severity: Severity,
    /// A short stable name of the kind of mistake, kebab-case.
    pub code: &'static str,
    /// The rule, sign or other item it is in.
    pub rule: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Whether the rule set can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It can't be used.
    Error,
    /// It can be used; somebody should look.
    Warning,
}

impl Place {
    /// A line; 0 is the file as a whole.
    pub(crate) fn of_line(file: &str, line: u32) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column: u32::from(line > 0),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line, column } = &self.place;
        write!(formatter, "{file}")?;
        if *line > 0 {
            write!(formatter, ":{line}:{column}")?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(formatter, ": {severity}")?;
        if let Some(rule) = &self.rule {
            write!(formatter, " in `{}`", OneLine(rule))?;
        }
        write!(formatter, ": {}", OneLine(&self.message))?;
        if let Some(help) = &self.help {
            write!(formatter, "; {}", OneLine(help))?;
        }
        Ok(())
    }
}

/// Text quoted from a file may hold a line break; a diagnostic stays on one line.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| {
            if c.is_control() {
                write!(formatter, "{}", c.escape_default())
            } else {
                write!(formatter, "{c}")
            }
        })
    }
}
