//! Learning weights from examples.
//!
//! For each class a support vector machine with squared hinge loss, solved in its dual by coordinate descent (Hsieh and
//! others, ICML 2008), all classes in step. The examples are visited in a fixed order, so that the same examples give
//! the same bytes.

use std::collections::BTreeMap;

use crate::NONE;
use crate::features::{BUCKETS, Features};
use crate::model::{MAGIC, weight_of};

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

/// So often all examples are visited.
const ROUNDS: usize = 14;
/// What a wrong side costs.
const COST: f32 = 1.0;
/// So many weights are kept, the largest.
const KEPT: usize = 420_000;
/// The same of how signs are meant.
const KEPT_MEANT: usize = 120_000;

struct Rows {
    first: Vec<usize>,
    buckets: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    fn of(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let start = self.first.get(row).copied().unwrap_or(0);
        let end = self.first.get(row.saturating_add(1)).copied().unwrap_or(start);
        let buckets = self.buckets.get(start..end).unwrap_or_default();
        let values = self.values.get(start..end).unwrap_or_default();
        buckets
            .iter()
            .zip(values)
            .map(|(bucket, value)| (usize::try_from(*bucket).unwrap_or(0), *value))
    }
}

/// Whether an example is of a class: yes, no, or nothing is said.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Yes,
    No,
    Open,
}

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
    out
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
            let (rows, idf) = rows(texts.len(), |row, features| {
                features.of(texts.get(row).copied().unwrap_or_default()).to_vec()
            });
            (rows, idf, labels)
        }
        Says::Meant => {
            let (rows, idf) = rows(learned.len(), |row, features| {
                let example = learned.get(row);
                example.map_or(Vec::new(), |example| {
                    let start = example.note.find(&example.phrase).unwrap_or(0);
                    let end = start.saturating_add(example.phrase.len());
                    features.around(&example.note, start, end).to_vec()
                })
            });
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

#[expect(clippy::cast_precision_loss, reason = "numbers of lines")]
fn rows(count: usize, of: impl Fn(usize, &mut Features) -> Vec<(u32, u32)>) -> (Rows, Vec<u8>) {
    let mut features = Features::default();
    let mut raw: Vec<(u32, u32)> = Vec::new();
    let mut first = vec![0usize];
    let mut lines_with = vec![0u32; BUCKETS];
    for row in 0..count {
        let found = of(row, &mut features);
        for (bucket, _) in &found {
            if let Some(count) = usize::try_from(*bucket)
                .ok()
                .and_then(|bucket| lines_with.get_mut(bucket))
            {
                *count = count.saturating_add(1);
            }
        }
        raw.extend_from_slice(&found);
        first.push(raw.len());
    }
    let all = count as f64 + 1.0;
    let idf: Vec<u8> = lines_with
        .iter()
        .map(|count| {
            let value = (all / (f64::from(*count) + 1.0)).ln() + 1.0;
            byte(value * 16.0)
        })
        .collect();
    let mut values = Vec::with_capacity(raw.len());
    for pair in first.windows(2) {
        let [start, end] = pair else { continue };
        let of_row = raw.get(*start..*end).unwrap_or_default();
        let value = |(bucket, count): &(u32, u32)| {
            let idf = usize::try_from(*bucket)
                .ok()
                .and_then(|bucket| idf.get(bucket))
                .copied();
            weight_of(*count) * f32::from(idf.unwrap_or(16))
        };
        let square: f32 = of_row.iter().map(value).map(|value| value * value).sum();
        let norm = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        values.extend(of_row.iter().map(|feature| value(feature) * norm));
    }
    let buckets = raw.into_iter().map(|(bucket, _)| bucket).collect();
    (Rows { first, buckets, values }, idf)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held to the range of a byte"
)]
fn byte(value: f64) -> u8 {
    value.round().clamp(1.0, 255.0) as u8
}

/// The same order of the rows each time, another in each round.
fn order(count: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = u64::try_from(round).unwrap_or(0).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for place in (1..count).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33)
            .unwrap_or(0)
            .checked_rem(place.saturating_add(1))
            .unwrap_or(0);
        order.swap(place, other);
    }
    order
}

/// Solves some classes; gives each one's weights by bucket, its bias last.
fn solve(rows: &Rows, classes: &[Vec<Side>]) -> Vec<Vec<f32>> {
    let count = classes.len();
    let lines = rows.first.len().saturating_sub(1);
    let mut weights = vec![0.0f32; BUCKETS.saturating_add(1).saturating_mul(count)];
    let mut alphas = vec![0.0f32; lines.saturating_mul(count)];
    let mut side = vec![0.0f32; lines.saturating_mul(count)];
    for (class, sides) in classes.iter().enumerate() {
        for (row, of_row) in sides.iter().enumerate() {
            let place = row.saturating_mul(count).saturating_add(class);
            if let Some(slot) = side.get_mut(place) {
                *slot = match of_row {
                    Side::Yes => 1.0,
                    Side::No => -1.0,
                    Side::Open => 0.0,
                };
            }
        }
    }
    let diagonal = 0.5 / COST;
    let mut sums = vec![0.0f32; count];
    let mut steps: Vec<(usize, f32)> = Vec::with_capacity(count);
    let span = |bucket: usize| {
        let start = bucket.saturating_mul(count);
        start..start.saturating_add(count)
    };
    for round in 0..ROUNDS {
        for row in order(lines, round) {
            // The bias is a feature that every line has.
            sums.copy_from_slice(weights.get(span(BUCKETS)).unwrap_or_default());
            for (bucket, value) in rows.of(row) {
                for (sum, weight) in sums.iter_mut().zip(weights.get(span(bucket)).unwrap_or_default()) {
                    *sum += value * weight;
                }
            }
            steps.clear();
            let of_row = span(row);
            let row_alphas = alphas.get_mut(of_row.clone()).unwrap_or_default();
            let row_sides = side.get(of_row).unwrap_or_default();
            for (class, ((alpha, side), sum)) in row_alphas.iter_mut().zip(row_sides).zip(&sums).enumerate() {
                if *side == 0.0 {
                    continue;
                }
                let slope = side * sum - 1.0 + diagonal * *alpha;
                if *alpha <= 0.0 && slope >= 0.0 {
                    continue;
                }
                // The squared length of a row is 1, and 1 for the bias.
                let next = (*alpha - slope / (2.0 + diagonal)).max(0.0);
                let change = (next - *alpha) * side;
                if change != 0.0 {
                    *alpha = next;
                    steps.push((class, change));
                }
            }
            if steps.is_empty() {
                continue;
            }
            for (bucket, value) in rows.of(row).chain(std::iter::once((BUCKETS, 1.0))) {
                let of_bucket = weights.get_mut(span(bucket)).unwrap_or_default();
                for (class, change) in &steps {
                    if let Some(weight) = of_bucket.get_mut(*class) {
                        *weight += change * value;
                    }
                }
            }
        }
    }
    (0..count)
        .map(|class| {
            (0..=BUCKETS)
                .map(|bucket| {
                    let place = bucket.saturating_mul(count).saturating_add(class);
                    weights.get(place).copied().unwrap_or_default()
                })
                .collect()
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "held to the range of the number written")]
fn pack(names: &[String], weights: &[Vec<f32>], idf: &[u8], kept: usize, out: &mut Vec<u8>) {
    let mut sizes: Vec<f32> = weights
        .iter()
        .flat_map(|weights| weights.iter().take(BUCKETS))
        .map(|weight| weight.abs())
        .filter(|size| *size > 0.0)
        .collect();
    let kept = kept.min(sizes.len().saturating_sub(1));
    let limit = if sizes.is_empty() {
        0.0
    } else {
        let (_, limit, _) = sizes.select_nth_unstable_by(kept, |one, other| other.total_cmp(one));
        *limit
    };
    out.extend_from_slice(&u16::try_from(names.len()).unwrap_or(u16::MAX).to_le_bytes());
    let mut scales = Vec::new();
    for (name, weights) in names.iter().zip(weights) {
        let largest = weights
            .iter()
            .take(BUCKETS)
            .fold(0.0f32, |most, weight| most.max(weight.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        scales.push(scale);
        let name = name.get(..name.len().min(255)).unwrap_or_default();
        out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&scale.to_le_bytes());
        out.extend_from_slice(&weights.last().copied().unwrap_or_default().to_le_bytes());
    }
    out.extend_from_slice(idf);
    let mut by_bucket: BTreeMap<usize, Vec<(u8, i8)>> = BTreeMap::new();
    for ((class, weights), scale) in (0u8..).zip(weights).zip(&scales) {
        for (bucket, weight) in weights.iter().take(BUCKETS).enumerate() {
            let rounded = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            if weight.abs() > limit && rounded != 0 {
                by_bucket.entry(bucket).or_default().push((class, rounded));
            }
        }
    }
    for bucket in 0..BUCKETS {
        out.push(u8::try_from(by_bucket.get(&bucket).map_or(0, Vec::len)).unwrap_or(u8::MAX));
    }
    for (class, weight) in by_bucket.into_values().flatten() {
        out.push(class);
        out.extend_from_slice(&weight.to_le_bytes());
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test"
)]
mod tests {
    use super::*;
    use crate::{Likeness, Scores};

    fn example(sign: &str, note: &str) -> Example {
        Example {
            signs: vec![sign.to_owned()],
            phrase: String::new(),
            note: note.to_owned(),
            says: Says::Sign,
        }
    }

    fn some() -> Vec<Example> {
        let lines = [
            example("leg", "legs like jelly since Monday"),
            example("leg", "his knees go from under him"),
            example("leg", "weak legs on the stairs"),
            example("cough", "barking all night with phlegm"),
            example("cough", "hacking away, dry cough"),
            example("none", "table legs glued, chair mended"),
            example("none", "dog barking next door"),
        ];
        lines.iter().cycle().take(lines.len() * 11).cloned().collect()
    }

    #[test]
    fn known_lines_are_told_apart_and_threads_change_nothing() {
        let bytes = learn(&some(), [7; 32], 1);
        assert_eq!(bytes, learn(&some(), [7; 32], 3));
        let model = Likeness::from_bytes(&bytes).unwrap();
        assert_eq!(model.digest(), &[7; 32]);
        let mut scores = Scores::default();
        for line in some() {
            model.score(&line.note, &mut scores);
            let best = (0..model.names().len())
                .max_by(|one, other| scores.each[*one].total_cmp(&scores.each[*other]))
                .unwrap();
            assert_eq!(model.names()[best], line.signs[0], "{}", line.note);
        }
        model.score("legs gone to jelly", &mut scores);
        let (leg, none) = (model.class("leg").unwrap(), model.class("none").unwrap());
        assert!(scores.each[leg] > scores.each[none]);
        assert_eq!(model.reasons("legs gone to jelly", leg, none)[0].0, "jelly");
    }

    #[test]
    fn how_a_phrase_is_meant_is_learned_beside_the_signs() {
        let lines = [
            ("present", "back pain", "has back pain at night"),
            ("present", "cough", "has cough all day"),
            ("absent", "back pain", "denies back pain"),
            ("absent", "cough", "denies cough or fever"),
        ];
        let tsv: String = std::iter::once("meant\tphrase\tnote".to_owned())
            .chain((0..12).flat_map(|_| lines.map(|(meant, phrase, note)| format!("{meant}\t{phrase}\t{note}"))))
            .collect::<Vec<_>>()
            .join("\n");
        let mut examples = some();
        assert!(
            Likeness::from_bytes(&learn(&examples, [0; 32], 1))
                .unwrap()
                .ways()
                .is_empty()
        );
        examples.extend(examples_from_tsv("meant-1.tsv", &tsv).unwrap());
        let bytes = learn(&examples, [0; 32], 2);
        assert_eq!(bytes, learn(&examples, [0; 32], 1));
        let model = Likeness::from_bytes(&bytes).unwrap();
        assert_eq!(model.ways(), ["absent", "present"]);
        let mut scores = Scores::default();
        for (note, absent) in [("denies nausea", true), ("has nausea", false)] {
            model.score_meant(note, note.len() - 6, note.len(), &mut scores);
            assert_eq!(scores.each[0] > scores.each[1], absent, "{note}");
        }
        let damaged = bytes.get(..bytes.len() - 3).unwrap();
        assert!(Likeness::from_bytes(damaged).is_err());
    }

    #[test]
    fn a_phrase_that_does_not_stand_in_its_note_is_a_mistake() {
        let problems = examples_from_tsv("m.tsv", "meant\tphrase\tnote\npresent\tcough\thas back pain\n").unwrap_err();
        assert_eq!(problems.first().map(|problem| problem.line), Some(2));
    }

    #[test]
    fn damaged_weights_are_an_error_or_another_model_never_a_panic() {
        let bytes = learn(&some(), [0; 32], 2);
        for length in [0, 7, 8, 40, 41, 60, bytes.len() - 1] {
            assert!(Likeness::from_bytes(&bytes[..length]).is_err(), "{length}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(Likeness::from_bytes(&longer).is_err());
        for at in 0..bytes.len().min(400) {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0xFF;
            if let Ok(model) = Likeness::from_bytes(&wrong) {
                model.score("legs like jelly", &mut Scores::default());
            }
        }
    }

    #[test]
    fn mistakes_in_example_files_are_told_with_their_line() {
        let text = "sign\tphrase\tnote\nleg\tlegs\tlegs bad\nleg only\nnone/leg\tx\ty\n\tx\ty\n";
        let problems = examples_from_tsv("a.tsv", text).unwrap_err();
        assert_eq!(
            problems.iter().map(|problem| problem.line).collect::<Vec<_>>(),
            [3, 4, 5]
        );
        assert!(examples_from_tsv("a.tsv", "id\tx\n").is_err());
    }
}
