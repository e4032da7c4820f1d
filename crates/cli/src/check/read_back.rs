//! Every phrase of a sign, read as a note would be: it must be found as its own sign. One that denies, that a sense takes
//! for something else, or that another sign takes first would never be told by looking at it.

use std::collections::{BTreeMap, BTreeSet};

use metasign_core::engine::Engine;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Severity};
use metasign_core::rules::model::{RuleSet, Sign};
use metasign_core::rules::written::Written;
use metasign_core::text::Assertion;
use rayon::prelude::*;

use super::sample::Groups;

/// A phrase that does not say what its author means, and why.
struct Fault {
    sign: usize,
    key: &'static str,
    phrase: String,
    code: &'static str,
    message: String,
    help: String,
}

pub(super) fn phrases(engine: &Engine, bundle: &Bundle, rules: &RuleSet) -> Vec<Diagnostic> {
    let groups = Groups::of(rules);
    let look = Look {
        engine,
        rules,
        denials: Denials::of(engine, rules),
        groups: &groups,
    };
    let faults: Vec<Fault> = rules
        .signs
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, sign)| look.sign(index, sign))
        .collect();
    let written = Written::of(bundle);
    let diagnostic = |fault: Fault| {
        let sign = rules.signs.get(fault.sign)?;
        Some(Diagnostic {
            place: written.place(&sign.place.file, &[&sign.id, fault.key], Some(&fault.phrase)),
            severity: Severity::Warning,
            code: fault.code,
            rule: Some(sign.id.clone()),
            message: fault.message,
            help: Some(fault.help),
        })
    };
    faults.into_iter().filter_map(diagnostic).collect()
}

struct Look<'a> {
    engine: &'a Engine,
    rules: &'a RuleSet,
    denials: Denials,
    groups: &'a Groups,
}

impl Look<'_> {
    fn sign(&self, index: usize, sign: &Sign) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut add = |key, phrase: &str, (code, message, help): (&'static str, String, String)| {
            let phrase = phrase.to_owned();
            faults.push(Fault {
                sign: index,
                key,
                phrase,
                code,
                message,
                help,
            });
        };
        for phrase in &sign.phrases {
            if let Some(rest) = self.denials.taken_off(phrase).find(|rest| self.says(sign, rest)) {
                let message = format!("the phrase `{phrase}` is a denial: without it, `{rest}` says the sign");
                let help = format!(
                    "take it out (`{rest}` and the words for no are understood), or move it to `absent_phrases`"
                );
                add("phrases", phrase, ("denial-phrase", message, help));
            } else if let Some(fault) = self.misread(sign, phrase) {
                add("phrases", phrase, fault);
            }
        }
        for says in &sign.says {
            let mut rests = self.denials.taken_off(says);
            let sound = |rest: &&str| self.groups.sample(rest).is_some_and(|words| self.says(sign, &words));
            if let Some(rest) = rests.find(sound) {
                let message = format!("the combination `{says}` is a denial: without it, `{rest}` says the sign");
                let help = format!("take it out; a word for no before `{rest}` is understood as a denial");
                add("says", says, ("denial-phrase", message, help));
            }
        }
        faults
    }

    /// Whether these words alone say that the sign is there by what the rules write out; likeness to other lines is no such
    /// thing, and words that deny the sign may well begin without a denial (`passing wind`).
    fn says(&self, sign: &Sign, words: &str) -> bool {
        let found = self.engine.read_note(words);
        let own = found
            .iter()
            .filter(|(id, mention)| id.as_ref() == Some(&sign.id) && !mention.likened);
        own.map(|(_, mention)| mention.assertion)
            .any(|assertion| !matches!(assertion, Assertion::Absent | Assertion::Other))
    }

    fn misread(&self, sign: &Sign, phrase: &str) -> Option<(&'static str, String, String)> {
        let found = self.engine.read_note(phrase);
        let mut own = found.iter().filter(|(id, _)| id.as_ref() == Some(&sign.id)).peekable();
        if own.peek().is_some() {
            // Likeness doubts words that stand alone; in a sentence it may well take them as they are meant.
            own.all(|(_, mention)| mention.assertion == Assertion::Other && mention.cue.is_some())
                .then_some(())?;
            let message =
                format!("the phrase `{phrase}` is taken for another sense of its words, so it never shows the sign");
            let help =
                "take it out, or take the words out of `other-sense` in language/senses.toml if they do mean the sign"
                    .to_owned();
            return Some(("other-sense-phrase", message, help));
        }
        let other = found
            .iter()
            .filter_map(|(id, _)| id.as_deref())
            .find(|id| !self.related(sign, id))?;
        let message = format!("the phrase `{phrase}` is read as `{other}`, never as this sign");
        let help = format!("leave it to `{other}`, or say `also = [\"…\"]` in one of the two if it means the other");
        Some(("swallowed-phrase", message, help))
    }

    fn related(&self, sign: &Sign, id: &str) -> bool {
        let other = self.rules.signs.iter().find(|other| other.id == id);
        sign.also.iter().any(|also| also == id) || other.is_none_or(|other| other.also.contains(&sign.id))
    }
}

/// Words that deny what stands behind them, as the engine reads them.
struct Denials(BTreeSet<String>);

impl Denials {
    /// Each first word, and each first two, of any phrase is tried once before words that are a sign by themselves.
    fn of(engine: &Engine, rules: &RuleSet) -> Self {
        let phrases = || {
            rules
                .signs
                .iter()
                .flat_map(|sign| sign.phrases.iter().chain(&sign.says))
        };
        let mut sound = BTreeMap::new();
        for phrase in phrases().filter(|phrase| {
            phrase.split(' ').count() == 2 && phrase.chars().all(|c| c.is_ascii_lowercase() || c == ' ')
        }) {
            let found = engine.read_note(phrase);
            if let [(Some(id), mention)] = found.as_slice()
                && mention.assertion == Assertion::Present
            {
                sound.insert(id.clone(), phrase.clone());
            }
            if sound.len() == 2 {
                break;
            }
        }
        let beginnings: BTreeSet<String> = phrases()
            .flat_map(|phrase| beginnings(phrase))
            .map(|(first, _)| first.to_lowercase())
            .collect();
        let denies = |first: &String| {
            !sound.is_empty()
                && sound.iter().all(|(sign, words)| {
                    let found = engine.read_note(&format!("{first} {words}"));
                    let mut own = found.iter().filter(|(id, _)| id.as_ref() == Some(sign)).peekable();
                    own.peek().is_some() && own.all(|(_, mention)| mention.assertion == Assertion::Absent)
                })
        };
        Self(beginnings.into_par_iter().filter(denies).collect())
    }

    /// The phrase without the words that deny it, one or two of them.
    fn taken_off<'p>(&self, phrase: &'p str) -> impl Iterator<Item = &'p str> {
        let denied = beginnings(phrase).into_iter();
        denied
            .filter(|(first, _)| self.0.contains(&first.to_lowercase()))
            .map(|(_, rest)| rest)
    }
}

/// The first word and the first two, with what stands behind; none where that is no plain word or nothing is left.
fn beginnings(phrase: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    for (at, _) in phrase.match_indices(' ').take(2) {
        let (first, rest) = phrase.split_at(at);
        let plain = first.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '\'');
        if plain && !rest.trim().is_empty() {
            out.push((first, rest.trim()));
        }
    }
    out
}
