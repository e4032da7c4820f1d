//! Where output goes: results, problems, width, and a reader that goes away in the middle.

use std::fmt::Display;
use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};

/// Red and bold: now.
pub(crate) const ALARM: Style = AnsiColor::Red.on_default().bold();
/// Yellow and bold: soon.
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
/// Cyan and bold: look when there is time.
pub(crate) const QUIET: Style = AnsiColor::Cyan.on_default().bold();
/// Green: fine.
pub(crate) const FINE: Style = AnsiColor::Green.on_default();
/// Bold.
pub(crate) const STRONG: Style = Style::new().bold();
/// Faint: what is read last.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Widest text a line is filled to: longer ones are hard to read.
const WIDEST: usize = 110;

/// Where a verb writes.
pub(crate) struct Terminal<'a> {
    out: &'a mut dyn Write,
    error: &'a mut dyn Write,
    /// Columns text is wrapped to.
    pub(crate) width: usize,
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Done; exit status 0.
    Done,
    /// What was asked about falls short; exit status 1.
    FallsShort,
}

/// Why a verb could not go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader of our output went away; not a failure.
    Closed,
    /// What was wrong has been said; exit status 2.
    Failed,
    /// What is wrong; exit status 2.
    Said(String),
}

impl Stop {
    pub(crate) fn new(message: impl Display) -> Self {
        Self::Said(message.to_string())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Said(format!("the output can't be written: {error}")),
        }
    }
}

impl<'a> Terminal<'a> {
    pub(crate) fn new(out: &'a mut dyn Write, error: &'a mut dyn Write, width: usize) -> Self {
        Self { out, error, width }
    }

    /// One line of the result.
    pub(crate) fn line(&mut self, line: impl Display) -> Result<(), Stop> {
        Ok(writeln!(self.out, "{line}")?)
    }

    /// Text of the result as it stands.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Stop> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// One line on what is wrong; where it can't be written nothing can be done about it.
    pub(crate) fn problem(&mut self, message: &str) {
        let _ = writeln!(self.error, "{ALARM}error{ALARM:#}: {message}");
    }

    /// One line beside the result.
    pub(crate) fn remark(&mut self, message: &str) {
        let _ = writeln!(self.error, "{message}");
    }

    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        Ok(self.out.flush()?)
    }
}

/// The terminal's width where standard output is one, within reason.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(96, |(width, _)| usize::from(width.0).clamp(40, WIDEST))
}
