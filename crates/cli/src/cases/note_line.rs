//! `cases/text/*.tsv`: a phrase, the note it stands in, how it is meant there, and a comment.

use std::ops::Range;

use metasign_core::engine::Engine;
use metasign_core::rules::diagnostic::{Diagnostic, Place};
use metasign_core::text::{Assertion, NoteContext};

use super::Cases;
use super::table::{mistake, nearest};

/// One line: how a phrase is meant in a note.
#[derive(Debug)]
pub(crate) struct NoteLine {
    pub(crate) place: Place,
    pub(crate) phrase: String,
    pub(crate) note: String,
    assertion: Assertion,
    pub(crate) comment: String,
}

/// Reads the lines of one file. Lines that begin with `#` and the heading are passed over.
pub(super) fn read(path: &str, text: &str, into: &mut Cases) {
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with("phrase\tnote\t") {
            continue;
        }
        let place = Place {
            file: path.to_owned(),
            line: number,
            column: 1,
        };
        match columns(line) {
            Ok((phrase, note, assertion, comment)) => into.lines.push(NoteLine {
                place,
                phrase: phrase.to_owned(),
                note: note.to_owned(),
                assertion,
                comment: comment.to_owned(),
            }),
            Err((message, help)) => into.mistakes.push(Diagnostic {
                place,
                ..mistake(path, "note-line", message, help)
            }),
        }
    }
}

impl NoteLine {
    /// What is not as the line says.
    pub(super) fn failure(&self, engine: &Engine) -> Option<String> {
        let Some(span) = find(&self.note, &self.phrase) else {
            return Some(format!("`{}` is not in the note", self.phrase));
        };
        let read = engine
            .reader()
            .assess_span(&self.note, span, &NoteContext::default())
            .assertion;
        let (expected, got) = (self.assertion.name(), read.name());
        (expected != got).then(|| format!("expected `{}` to be {expected}; got {got}: {}", self.phrase, self.note))
    }
}

/// Where a phrase first occurs, whatever the case and the runs of white space.
pub(crate) fn find(note: &str, phrase: &str) -> Option<Range<usize>> {
    let wanted: Vec<&str> = phrase.split_whitespace().collect();
    let first = wanted.first()?;
    let starts = note.char_indices().map(|(start, _)| start);
    starts
        .filter(|start| starts_with(note.get(*start..), first).is_some())
        .find_map(|start| {
            let mut rest = note.get(start..)?;
            for (number, word) in wanted.iter().enumerate() {
                if number > 0 {
                    let trimmed = rest.trim_start();
                    if trimmed.len() == rest.len() {
                        return None;
                    }
                    rest = trimmed;
                }
                rest = starts_with(Some(rest), word)?;
            }
            Some(start..note.len().checked_sub(rest.len())?)
        })
}

/// What follows `word` at the beginning of `text`, whatever the case.
fn starts_with<'t>(text: Option<&'t str>, word: &str) -> Option<&'t str> {
    let mut rest = text?.chars();
    for wanted in word.chars() {
        let found = rest.next()?;
        if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

fn columns(line: &str) -> Result<(&str, &str, Assertion, &str), (String, String)> {
    let mut columns = line.split('\t');
    let (Some(phrase), Some(note), Some(word)) = (columns.next(), columns.next(), columns.next()) else {
        let help = "separate phrase, note, assertion and comment with tabs".to_owned();
        return Err(("the line has fewer than three columns".to_owned(), help));
    };
    let words = Assertion::ALL.iter().map(|assertion| assertion.name());
    let unknown = || (format!("`{word}` is no assertion"), nearest(word, words));
    let assertion = Assertion::from_name(word.trim()).ok_or_else(unknown)?;
    if find(note, phrase).is_none() {
        let help = "the first column is words of the second".to_owned();
        return Err((format!("`{phrase}` is not in the note"), help));
    }
    Ok((phrase, note, assertion, columns.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_phrase_is_found_whatever_its_case_and_spacing() {
        assert_eq!(find("c/o Back   Pain today", "back pain"), Some(4..15));
        assert_eq!(find("BACKPAIN", "back pain"), None);
        assert_eq!(find("ÉCOULEMENT x", "écoulement"), Some(0..11));
        assert_eq!(find("", ""), None);
    }
}
