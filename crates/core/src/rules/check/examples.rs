//! Example files: signs that don't exist, phrases that don't stand in their notes, one line with two labels. What keeps a line from
//! being read at all the learning says.

use metasign_likeness::NONE;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::rules::diagnostic::Place;
use crate::rules::model::Sign;
use crate::rules::read::Reading;
use crate::text::nearest;

/// Where a line stands, and what it says.
struct Seen<'a> {
    file: &'a str,
    line: u32,
    says: &'a str,
}

/// Looks at every line of the example files.
pub(crate) fn examples<'a>(reading: &mut Reading<'_>, signs: &[Sign], files: impl Iterator<Item = (&'a str, &'a str)>) {
    let known: FxHashSet<&str> = signs.iter().map(|sign| sign.id.as_str()).collect();
    let mut labels: FxHashMap<(bool, &str, &str), Seen<'a>> = FxHashMap::default();
    for (file, text) in files {
        let meant = text.starts_with("meant\t");
        for (line, row) in (1_u32..).zip(text.lines()).skip(1) {
            let mut cells = row.split('\t');
            let (Some(says), Some(phrase), Some(note)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            if row.starts_with('#') {
                continue;
            }
            let place = |column: usize| Place {
                file: file.to_owned(),
                line,
                column: u32::try_from(column.saturating_add(1)).unwrap_or(u32::MAX),
            };
            let (phrase, note) = (phrase.trim(), note.trim());
            for name in says.split('/').map(str::trim).filter(|_| !meant) {
                if name != NONE && !known.contains(name) {
                    let message = format!("there is no sign `{name}`");
                    let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                    let help = near.or_else(|| Some("write the id of a sign, or `none`".to_owned()));
                    reading.warning(place(0), None, "unknown-sign", message, help);
                }
            }
            let column = says.chars().count().saturating_add(1);
            if !phrase.is_empty() && !note.contains(phrase) {
                let message = "the phrase does not stand in the note".to_owned();
                let help = "copy its words as they are".to_owned();
                reading.warning(place(column), None, "phrase-not-in-note", message, Some(help));
            }
            let seen = Seen { file, line, says };
            let Some(other) = labels.insert((meant, phrase, note), seen) else {
                continue;
            };
            let contradicts = if meant {
                other.says != says
            } else {
                (other.says == NONE) != (says == NONE)
            };
            if contradicts {
                let message = format!(
                    "the same words say `{says}` here and `{}` in {}:{}",
                    other.says, other.file, other.line
                );
                let help = "keep the one that is right: what contradicts itself teaches nothing".to_owned();
                reading.warning(place(0), None, "two-labels", message, Some(help));
            }
        }
    }
}
