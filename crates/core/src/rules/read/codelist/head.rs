//! The notes at the head of a list: `# title: …`, what it holds, where it came from, what was left out.

use std::iter::Peekable;

use crate::record::System;
use crate::rules::diagnostic::Place;
use crate::rules::read::Reading;
use crate::rules::wording;
use crate::text::nearest;

/// What may be said at the head of a list. A line that begins otherwise is a remark.
const KEYS: [&str; 6] = ["title", "origin", "left out", "gap", "note", "basis"];

/// What the head says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) title: bool,
    pub(crate) origin: bool,
    pub(crate) gap: bool,
}

impl Head {
    /// Takes the lines that begin with `#`.
    pub(super) fn read<'l>(
        reading: &mut Reading<'_>,
        list: &str,
        path: &str,
        lines: &mut Peekable<impl Iterator<Item = (&'l str, u32)>>,
    ) -> Self {
        let mut head = Self::default();
        while let Some((line, number)) = lines.next_if(|(line, _)| note(line).is_some()) {
            let Some((key, text)) = note(line).and_then(|note| note.split_once(':')) else {
                continue;
            };
            head.take(reading, list, Place::of_line(path, number), key.trim(), text.trim());
        }
        head
    }

    fn take(&mut self, reading: &mut Reading<'_>, list: &str, place: Place, key: &str, text: &str) {
        let of_system = key.strip_prefix("origin ").and_then(System::from_name).is_some();
        if !of_system && !KEYS.contains(&key) {
            // Free remarks may hold a colon; only a slip of a known word is told.
            if let Some(meant) = nearest(key, KEYS) {
                let help = Some(format!("did you mean `{meant}`?"));
                let message = format!("`{key}` is no note of a codelist");
                reading.warning(place, Some(list), "unknown-key", message, help);
            }
            return;
        }
        if text.is_empty() {
            let message = format!("`{key}` is empty");
            let help = Some("write it, or leave the line out".to_owned());
            reading.error(place, Some(list), "empty-text", message, help);
            return;
        }
        match key {
            "title" => {
                self.title = true;
                if let Some(problem) = wording::forbidden(text) {
                    let (message, help) = (problem.message(), problem.help());
                    reading.error(place, Some(list), "forbidden-wording", message, Some(help));
                }
            }
            "gap" => self.gap = true,
            "basis" if !matches!(text, "E" | "G" | "C") => {
                let help = "write `E` (published estimate), `G` (guideline) or `C` (consensus)".to_owned();
                let message = format!("there is no basis `{text}`");
                reading.error(place, Some(list), "unknown-basis", message, Some(help));
            }
            "origin" => self.origin = true,
            _ if of_system => self.origin = true,
            _ => {}
        }
    }
}

/// The text of a line that is a note. A spreadsheet puts quotes around one that holds a comma, and commas after it.
fn note(line: &str) -> Option<&str> {
    let line = line.trim_end_matches([',', ' ']);
    let line = line
        .strip_prefix('"')
        .map_or(line, |quoted| quoted.trim_end_matches('"'));
    line.strip_prefix('#')
}
