//! How well the shipped language files read the two labelled sets.
//!
//! The GP shorthand set stands in `tests/data`. The public NegEx set isn't ours to copy: set `METASIGN_NEGEX` to a file
//! of `phrase, sentence, negation, temporality, experiencer` (tab-separated, with a header) to have it measured.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test"
)]

use std::collections::BTreeMap;

use metasign_core::text::{Assertion, Negation, NoteContext, Temporality, find_phrase};
use metasign_support::text;

#[test]
fn gp_shorthand_set() {
    let reader = text::reader(&[], &[], &[]);
    let set = include_str!("data/gp-shorthand-dev.tsv");
    let mut counts: BTreeMap<(Assertion, Assertion), usize> = BTreeMap::new();
    for line in set.lines().skip(1) {
        let [id, _, phrase, note, label, comment] = columns(line);
        let gold = Assertion::from_name(label).expect("a known label");
        let span = find_phrase(note, phrase).unwrap_or_else(|| panic!("{id}: the phrase is not in the note"));
        let mention = reader.assess_span(note, span, &NoteContext::default());
        *counts.entry((gold, mention.assertion)).or_default() += 1;
        if gold != mention.assertion {
            let cue = mention
                .cue
                .map_or("-", |cue| &note[cue.start as usize..cue.end as usize]);
            println!(
                "{id} {} read as {} by `{cue}`: [{phrase}] {note} ({comment})",
                gold.name(),
                mention.assertion.name()
            );
        }
    }
    let f1: Vec<f64> = Assertion::ALL.iter().map(|label| f1_of(&counts, *label)).collect();
    let macro_f1 = f1.iter().sum::<f64>() / 7.0;
    let total = |of: Assertion| {
        counts
            .iter()
            .filter(|((gold, _), _)| *gold == of)
            .map(|(_, count)| count)
            .sum::<usize>()
    };
    let at = |gold, read| counts.get(&(gold, read)).copied().unwrap_or(0);
    let recall = ratio(at(Assertion::Present, Assertion::Present), total(Assertion::Present));
    let guarded = [Assertion::Absent, Assertion::Family, Assertion::Hypothetical];
    let leaked = ratio(
        guarded.iter().map(|gold| at(*gold, Assertion::Present)).sum(),
        guarded.iter().map(|gold| total(*gold)).sum(),
    );
    for (label, f1) in Assertion::ALL.iter().zip(&f1) {
        println!("{:<13} F1 {f1:.3}", label.name());
    }
    println!(
        "macro-F1 {macro_f1:.4}  present recall {recall:.4}  negated/family/safety-net read as present {leaked:.4}"
    );
    assert!(macro_f1 >= 0.92, "macro-F1 {macro_f1}");
    assert!(recall >= 0.97, "present recall {recall}");
    assert!(leaked <= 0.02, "read as present {leaked}");
}

#[test]
fn negex_set() {
    let Ok(path) = std::env::var("METASIGN_NEGEX") else {
        return;
    };
    let verbose = std::env::var("METASIGN_VERBOSE").is_ok();
    let set = std::fs::read_to_string(path).expect("the file is readable");
    let reader = text::reader(&[], &[], &[]);
    let (mut negation, mut history) = (Score::default(), Score::default());
    for (number, line) in set.lines().enumerate().skip(1) {
        let [phrase, sentence, negated, temporality, _] = columns(line);
        let Some(span) = find_phrase(sentence, phrase) else {
            negation.count(negated == "Negated", false);
            history.count(temporality == "Historical", false);
            continue;
        };
        let mention = reader.assess_span(sentence, span, &NoteContext::default());
        let read = mention.negation == Negation::Negated;
        let past = mention.temporality == Temporality::Historical;
        negation.count(negated == "Negated", read);
        history.count(temporality == "Historical", past);
        if verbose && ((negated == "Negated") != read) {
            println!(
                "N {number} gold {negated} cue {:?}: [{phrase}] {sentence}",
                mention.cue.map(|cue| &sentence[cue.start as usize..cue.end as usize])
            );
        }
        if verbose && ((temporality == "Historical") != past) {
            println!(
                "H {number} gold {temporality} {:?} cue {:?}: [{phrase}] {sentence}",
                mention.assertion,
                mention
                    .time_cue
                    .map(|cue| &sentence[cue.start as usize..cue.end as usize])
            );
        }
    }
    println!(
        "negation {negation:?} F1 {:.4}; historical {history:?} F1 {:.4}",
        negation.f1(),
        history.f1()
    );
    assert!(negation.f1() >= 0.965, "negation F1 {}", negation.f1());
    assert!(history.f1() >= 0.80, "historical F1 {}", history.f1());
}

#[derive(Debug, Default)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    fn count(&mut self, gold: bool, read: bool) {
        match (gold, read) {
            (true, true) => self.hit += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.wrong += 1,
            (false, false) => {}
        }
    }

    fn f1(&self) -> f64 {
        ratio(2 * self.hit, 2 * self.hit + self.missed + self.wrong)
    }
}

fn columns<const N: usize>(line: &str) -> [&str; N] {
    line.split('\t')
        .collect::<Vec<_>>()
        .try_into()
        .unwrap_or_else(|found: Vec<&str>| panic!("{} columns", found.len()))
}

fn f1_of(counts: &BTreeMap<(Assertion, Assertion), usize>, label: Assertion) -> f64 {
    let hit = counts.get(&(label, label)).copied().unwrap_or(0);
    let gold: usize = counts
        .iter()
        .filter(|((gold, _), _)| *gold == label)
        .map(|(_, count)| count)
        .sum();
    let read: usize = counts
        .iter()
        .filter(|((_, read), _)| *read == label)
        .map(|(_, count)| count)
        .sum();
    ratio(2 * hit, gold + read)
}

#[allow(clippy::cast_precision_loss, reason = "small counts")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
