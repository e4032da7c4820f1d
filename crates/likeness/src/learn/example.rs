//! Lines of example files.

use crate::NONE;

/// One line of an example file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What it says, the best name first; `none` for a line that only looks like a sign.
    pub signs: Vec<String>,
    /// The words that carry the sign; empty for a line that says none.
    pub phrase: String,
    /// The whole line.
    pub note: String,
    /// What the names speak of.
    pub says: Says,
}

/// What an example teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Which sign the words say.
    Sign,
    /// How the phrase is meant in its sentence: `present`, `absent`, `family` …
    Meant,
}

/// A line of an example file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct ExampleProblem {
    /// The file.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Reads an example file: a head line, then `sign` (or `meant`), `phrase`, `note` and anything more, with tabs between.
///
/// # Errors
/// Every line that can't be used.
pub fn examples_from_tsv(file: &str, text: &str) -> Result<Vec<Example>, Vec<ExampleProblem>> {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    let mut problem = |line: usize, message: &str| {
        problems.push(ExampleProblem {
            file: file.to_owned(),
            line,
            message: message.to_owned(),
        });
    };
    let says = if text.starts_with("meant\t") {
        Says::Meant
    } else {
        Says::Sign
    };
    for (number, line) in text.lines().enumerate() {
        let place = number.saturating_add(1);
        if number == 0 {
            if !line.starts_with("sign\tphrase\tnote") && !line.starts_with("meant\tphrase\tnote") {
                problem(
                    place,
                    "the first line must begin `sign` (or `meant`), `phrase`, `note`, with tabs between",
                );
            }
            continue;
        }
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split('\t');
        let (Some(sign), Some(phrase), Some(note)) = (cells.next(), cells.next(), cells.next()) else {
            problem(place, "a line needs `sign`, `phrase` and `note`, with tabs between");
            continue;
        };
        let signs: Vec<String> = sign.split('/').map(|sign| sign.trim().to_owned()).collect();
        if signs.iter().any(String::is_empty) || note.trim().is_empty() {
            problem(place, "`sign` or `note` is empty: write the sign's id, or `none`");
            continue;
        }
        if signs.len() > 1 && signs.iter().any(|sign| sign == NONE) {
            problem(place, "a line says a sign or none, not both");
            continue;
        }
        if says == Says::Meant && (phrase.trim().is_empty() || !note.contains(phrase.trim())) {
            problem(
                place,
                "the phrase does not stand in the note: copy its words as they are",
            );
            continue;
        }
        out.push(Example {
            says,
            signs,
            phrase: phrase.trim().to_owned(),
            note: note.trim().to_owned(),
        });
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}
