//! `metasign test --against`: what else moved when a rule, a word or an example was changed. Every example line and every line of
//! the cases is read with both rule sets.

use std::collections::{BTreeMap, BTreeSet};

use metasign_core::engine::Engine;
use metasign_core::record::Assertion;
use rayon::prelude::*;

use crate::cases::NoteLine;
use crate::terminal::{ALARM, CAUTION, FAINT, FINE, Stop, Terminal};

/// So many changed lines are shown.
const SHOWN: usize = 40;

/// A line that is read otherwise.
struct Change<'a> {
    note: &'a str,
    gained: Vec<String>,
    lost: Vec<String>,
}

/// Reads all lines with both, and shows what changed.
pub(crate) fn show<'a>(
    before: &Engine,
    after: &Engine,
    examples: impl Iterator<Item = (&'a str, &'a str)>,
    lines: &'a [NoteLine],
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let mut notes: BTreeSet<&str> = lines.iter().map(|line| line.note.as_str()).collect();
    for (_, content) in examples {
        let rows = content.lines().skip(1).filter(|line| !line.starts_with('#'));
        notes.extend(rows.filter_map(|line| line.split('\t').nth(2)));
    }
    let notes: Vec<&str> = notes.into_iter().collect();
    let changes: Vec<Change<'_>> = notes
        .par_iter()
        .filter_map(|note| {
            let (old, new) = (now(before, note), now(after, note));
            let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect();
            let change = Change {
                note,
                gained: only(&new, &old),
                lost: only(&old, &new),
            };
            (!change.gained.is_empty() || !change.lost.is_empty()).then_some(change)
        })
        .collect();
    let mut signs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for change in &changes {
        for sign in &change.gained {
            let counts = signs.entry(sign).or_default();
            counts.0 = counts.0.saturating_add(1);
        }
        for sign in &change.lost {
            let counts = signs.entry(sign).or_default();
            counts.1 = counts.1.saturating_add(1);
        }
    }
    terminal.line(format!(
        "{} of {} known lines are read otherwise than before",
        changes.len(),
        notes.len()
    ))?;
    for (sign, (gained, lost)) in &signs {
        terminal.line(format!(
            "  {sign}: {FINE}{gained} gained{FINE:#}, {ALARM}{lost} lost{ALARM:#}"
        ))?;
    }
    for change in changes.iter().take(SHOWN) {
        let mut told: Vec<String> = change
            .gained
            .iter()
            .map(|sign| format!("{FINE}+{sign}{FINE:#}"))
            .collect();
        told.extend(change.lost.iter().map(|sign| format!("{ALARM}-{sign}{ALARM:#}")));
        terminal.line(format!("{} {FAINT}|{FAINT:#} {}", told.join(" "), change.note))?;
    }
    if changes.len() > SHOWN {
        terminal.line(format!(
            "{CAUTION}… and {} more{CAUTION:#}",
            changes.len().saturating_sub(SHOWN)
        ))?;
    }
    Ok(())
}

/// What a note is read to say of the patient now: `back-pain`, `?leg-weakness`.
fn now(engine: &Engine, note: &str) -> BTreeSet<String> {
    let mentions = engine.read_note(note).into_iter();
    mentions
        .filter_map(|(sign, mention)| match mention.assertion {
            Assertion::Present => sign,
            Assertion::Possible => sign.map(|sign| format!("?{sign}")),
            _ => None,
        })
        .collect()
}
