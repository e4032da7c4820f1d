//! Why likeness judged a mention as it did: the words that weighed most, and the known line that its sentence is nearest to.

use metasign_core::rules::bundle::Bundle;
use metasign_core::text::Mention;
use metasign_likeness::{Likeness, NONE, Nearness};

use crate::arguments::RulesArguments;
use crate::input;
use crate::terminal::Stop;

/// So many words are named.
const WORDS: usize = 4;

/// What judged, and what it was learned from.
pub(crate) struct Taught {
    likeness: Likeness,
    examples: Bundle,
}

/// Why one mention was judged so.
#[derive(Debug)]
pub(crate) struct Why {
    /// Words of its sentence, and how much each speaks for the sign against saying none.
    pub(crate) words: Vec<(String, f32)>,
    /// The nearest known line.
    pub(crate) nearest: Option<Nearest>,
}

/// A known line.
#[derive(Debug)]
pub(crate) struct Nearest {
    /// The line.
    pub(crate) note: String,
    /// What it says: a sign or `none`.
    pub(crate) says: String,
    /// File and line of the rule set.
    pub(crate) place: String,
    /// 1 for the same words.
    pub(crate) nearness: f32,
}

impl Taught {
    /// The model and examples of the rules in use; `None` where nothing was learned.
    pub(crate) fn of(rules: &RulesArguments) -> Result<Option<Self>, Stop> {
        let bundle = input::bundle(rules.rules.as_deref())?;
        let likeness = bundle.likeness().map_err(Stop::Said)?;
        let examples = if bundle.examples().next().is_none() {
            Bundle::embedded_examples()
        } else {
            bundle
        };
        Ok(likeness.map(|likeness| Self { likeness, examples }))
    }

    /// Why a mention was judged so; `None` for a sign that no line teaches.
    pub(crate) fn why(&self, text: &str, sign: &str, mention: &Mention) -> Option<Why> {
        let class = self.likeness.class(sign)?;
        let none = self.likeness.class(NONE)?;
        let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        let sentence = text.get(place(mention.sentence.start)..place(mention.sentence.end))?;
        let mut words = self.likeness.reasons(sentence, class, none);
        words.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
        words.truncate(WORDS);
        Some(Why {
            words,
            nearest: self.nearest(sentence),
        })
    }

    fn nearest(&self, sentence: &str) -> Option<Nearest> {
        let mut nearness = Nearness::of(&self.likeness, sentence);
        let mut best: Option<(f32, &str, usize, &str)> = None;
        for (path, content) in self
            .examples
            .examples()
            .filter(|(_, content)| !content.starts_with("meant"))
        {
            for (number, line) in content.lines().enumerate().skip(1) {
                let Some(note) = line.split('\t').nth(2).filter(|_| !line.starts_with('#')) else {
                    continue;
                };
                let near = nearness.to(note);
                if best.is_none_or(|(most, ..)| near > most) {
                    best = Some((near, path, number.saturating_add(1), line));
                }
            }
        }
        let (nearness, path, number, line) = best?;
        let mut cells = line.split('\t');
        Some(Nearest {
            says: cells.next().unwrap_or_default().to_owned(),
            note: cells.nth(1).unwrap_or_default().to_owned(),
            place: format!("{path}:{number}"),
            nearness,
        })
    }
}
