//! Phrases that would be found in every other note: of one letter, so common that they say nothing, or words by which the
//! note reader knows denial, doubt and time.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::model::{Sign, Tumour};
use crate::rules::read::Reading;
use crate::rules::written::Written;
use crate::text::Language;

/// A word in the names of so many other signs is a part of a complaint, not one.
const NAMED: usize = 5;

/// Looks at every phrase that shows something by itself.
pub(crate) fn phrases(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    (signs, tumours): (&[Sign], &[Tumour]),
    language: &Language,
) {
    let words = Words::of(signs, language);
    let mut look = |file: &str, rule: &str, keys: &[&str], phrases: &[String]| {
        for phrase in phrases {
            // Words that say a sign is not there are denials, which the reader knows as well.
            let denies = keys.contains(&"absent_phrases");
            let Some((code, message, help)) = words.fault(rule, phrase, denies) else {
                continue;
            };
            let place = written.place(file, keys, Some(phrase));
            reading.warning(place, Some(rule), code, message, Some(help));
        }
    };
    for sign in signs {
        let file = sign.place.file.as_str();
        for (key, phrases) in [
            ("phrases", &sign.phrases),
            ("absent_phrases", &sign.absent_phrases),
            ("medication_phrases", &sign.medication_phrases),
            ("says", &sign.says),
        ] {
            look(file, &sign.id, &[&sign.id, key], phrases);
        }
    }
    for tumour in tumours {
        let file = tumour.place.file.as_str();
        look(file, &tumour.id, &["history", "phrases"], &tumour.history_phrases);
        for subtype in &tumour.subtypes {
            look(
                file,
                &subtype.id,
                &["subtypes", &subtype.id, "phrases"],
                &subtype.phrases,
            );
        }
    }
}

struct Words<'a> {
    language: &'a Language,
    cues: BTreeSet<&'a str>,
    /// Words of signs' names, and the signs.
    named: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Words<'a> {
    fn of(signs: &'a [Sign], language: &'a Language) -> Self {
        let mut named: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for sign in signs {
            for word in sign
                .name
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
            {
                named.entry(word.to_lowercase()).or_default().insert(&sign.id);
            }
        }
        Self {
            language,
            cues: language.cue_words().collect(),
            named,
        }
    }

    fn fault(&self, rule: &str, phrase: &str, denies: bool) -> Option<(&'static str, String, String)> {
        let trimmed = phrase.trim();
        let letters = trimmed.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < 2 {
            return Some((
                "short-phrase",
                format!("the phrase `{phrase}` is too short: it would be found in nearly every note"),
                "write the words as they stand in notes, two letters at least".to_owned(),
            ));
        }
        if trimmed.contains(|c: char| c.is_whitespace() || "<>(|)".contains(c)) {
            return None;
        }
        let small = trimmed.to_lowercase();
        let why = if self.language.says_nothing(&small) {
            "it stands in nearly every note".to_owned()
        } else if !denies && self.cues.contains(small.as_str()) {
            "the note reader takes it for a word about another word (denial, doubt, time, who)".to_owned()
        } else {
            let others = self.named.get(&small)?.iter().filter(|sign| **sign != rule).count();
            if others < NAMED {
                return None;
            }
            format!("{others} other signs are called by it")
        };
        Some((
            "common-phrase",
            format!("the phrase `{phrase}` is too common to say anything: {why}"),
            "say which part of the body or which kind, as in `back pain`, or use a combination in `says`".to_owned(),
        ))
    }
}
