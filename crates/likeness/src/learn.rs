//! Learning weights from examples.
//!
//! For each class a support vector machine with squared hinge loss, solved in its dual by coordinate descent (Hsieh and
//! others, ICML 2008), all classes in step. The examples are visited in a fixed order, so that the same examples give
//! the same bytes.

mod example;
mod pack;
mod rows;
mod solve;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::example::{Example, ExampleProblem, Says, examples_from_tsv};
use self::pack::pack;
use self::rows::{Times, rows};
use self::solve::{Side, solve};
use crate::NONE;
use crate::features::{Features, each_word, hash};
use crate::model::MAGIC;

/// So many weights of signs are kept, the largest.
const KEPT: usize = 420_000;
/// So many of how signs are meant.
const KEPT_MEANT: usize = 120_000;
/// What so many words say is kept when a reader has met them, the commonest.
const KEPT_WORDS: usize = 2048;
/// A sign that fewer lines say is not learned: nothing reliable can be said of it.
const FEWEST_LINES: usize = 20;

/// Learns weights from the lines of example files, given with their digest; gives the bytes that
/// [`Likeness::from_bytes`](crate::Likeness::from_bytes) reads. `threads` changes how long it takes, never the answer.
#[must_use]
pub fn learn(examples: &[Example], digest: [u8; 32], threads: usize) -> Vec<u8> {
    let (signs, meant): (Vec<&Example>, Vec<&Example>) =
        examples.iter().partition(|example| example.says == Says::Sign);
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&digest);
    table(&signs, Says::Sign, threads, &mut out);
    table(&meant, Says::Meant, threads, &mut out);
    kept_words(examples, &mut out);
    out
}

/// Writes the hashes of the words that the notes of the examples say most often.
fn kept_words(examples: &[Example], out: &mut Vec<u8>) {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for example in examples {
        each_word(&example.note, |letters, _, _| {
            let count = counts.entry(hash(letters)).or_default();
            *count = count.saturating_add(1);
            true
        });
    }
    let mut words: Vec<(usize, u32)> = counts.into_iter().map(|(hash, count)| (count, hash)).collect();
    words.sort_by_key(|(count, hash)| (std::cmp::Reverse(*count), *hash));
    let mut hashes: Vec<u32> = words.into_iter().take(KEPT_WORDS).map(|(_, hash)| hash).collect();
    hashes.sort_unstable();
    out.extend_from_slice(&u16::try_from(hashes.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(hashes.into_iter().flat_map(u32::to_le_bytes));
}

/// Learns one table and writes it.
fn table(examples: &[&Example], says: Says, threads: usize, out: &mut Vec<u8>) {
    if examples.is_empty() && says == Says::Meant {
        out.extend_from_slice(&0u16.to_le_bytes());
        return;
    }
    let names = class_names(examples);
    let learned: Vec<&Example> = examples
        .iter()
        .copied()
        .filter(|example| example.signs.first().is_some_and(|sign| names.contains(sign)))
        .collect();
    let (rows, idf, labels) = match says {
        Says::Sign => {
            let (texts, labels) = training_lines(&learned);
            let of = |row: usize, features: &mut Features| {
                let text: Option<&&str> = texts.get(row);
                features.of(text.copied().unwrap_or_default()).to_vec()
            };
            let (rows, idf) = rows(texts.len(), of, Times::InFull);
            (rows, idf, labels)
        }
        Says::Meant => {
            let of = |row: usize, features: &mut Features| {
                let example = learned.get(row);
                example.map_or(Vec::new(), |example| {
                    let start = example.note.find(&example.phrase).unwrap_or(0);
                    let end = start.saturating_add(example.phrase.len());
                    features.around(&example.note, start, end).to_vec()
                })
            };
            let (rows, idf) = rows(learned.len(), of, Times::Less);
            (
                rows,
                idf,
                learned.iter().map(|example| example.signs.as_slice()).collect(),
            )
        }
    };
    let classes: Vec<Vec<Side>> = names.iter().map(|name| sides(name, &labels)).collect();
    let threads = threads.clamp(1, classes.len().max(1));
    let share = classes.len().div_ceil(threads).max(1);
    let solved: Vec<Vec<Vec<f32>>> = std::thread::scope(|scope| {
        let parts: Vec<_> = classes
            .chunks(share)
            .map(|part| scope.spawn(|| solve(&rows, part)))
            .collect();
        parts.into_iter().filter_map(|part| part.join().ok()).collect()
    });
    let weights: Vec<Vec<f32>> = solved.into_iter().flatten().collect();
    let kept = match says {
        Says::Sign => KEPT,
        Says::Meant => KEPT_MEANT,
    };
    pack(&names, &weights, &idf, kept, out);
}

fn class_names(examples: &[&Example]) -> Vec<String> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for sign in examples.iter().filter_map(|example| example.signs.first()) {
        let count = lines.entry(sign).or_default();
        *count = count.saturating_add(1);
    }
    lines
        .into_iter()
        .filter(|(name, count)| *name == NONE || *count >= FEWEST_LINES)
        .map(|(name, _)| name.to_owned())
        .take(255)
        .collect()
}

/// The whole line, its phrase where it says a sign, and the piece around the phrase.
fn training_lines<'a>(examples: &[&'a Example]) -> (Vec<&'a str>, Vec<&'a [String]>) {
    let (mut texts, mut labels) = (Vec::new(), Vec::new());
    for example in examples {
        texts.push(example.note.as_str());
        labels.push(example.signs.as_slice());
        let says = example.signs.first().is_some_and(|sign| sign != NONE);
        if says && !example.phrase.is_empty() && example.phrase != example.note {
            texts.push(example.phrase.as_str());
            labels.push(example.signs.as_slice());
        }
    }
    (texts, labels)
}

fn sides(name: &str, labels: &[&[String]]) -> Vec<Side> {
    labels
        .iter()
        .map(|signs| match signs.iter().position(|sign| sign == name) {
            Some(0) => Side::Yes,
            Some(_) => Side::Open,
            None => Side::No,
        })
        .collect()
}
