//! The second reader: how like known lines the words are in which a sign stands.
//!
//! Phrases and combinations find; likeness judges. Where both are sure the mention stands as it is meant. Where likeness
//! doubts, the mention is possible at most, and where it takes the words for something else, another sense. A clause of
//! complaint in which nothing was found is asked about too; what likeness alone says is marked, so that no emergency
//! rests on it. Which words are asked about is not known here.

use std::sync::Arc;

use metasign_likeness::{Likeness, NONE, Scores, Words};
use serde::{Deserialize, Serialize};

/// A found sign is believed from these log-odds on.
const BELIEVED: f32 = -0.3;
/// Below these (one in four) the words are taken for another sense.
pub(super) const DOUBTED: f32 = -1.1;
/// A phrase that the rules write out is the author's own word: it is doubted down to here.
pub(super) const DOUBTED_PHRASE: f32 = -1.5;
/// Word groups of an emergency that fill their sentence leave little room for another sense (`L TKR listed`): they are doubted
/// down to here. In terse notes of four hands not learned from, none of about 280 emergency mentions that were meant lay below,
/// nine that were not meant did.
pub(super) const DOUBTED_ALONE: f32 = -3.0;
/// What nothing found is asked about from so much more likeness than that of saying nothing, …
const ALONE: f32 = -0.15;
/// … or so much beside another sign; …
const BESIDE: f32 = 0.35;
/// … is said to be there from these log-odds on, …
const ALONE_BELIEVED: f32 = 1.5;
/// … and possibly there from these.
const ALONE_DOUBTED: f32 = 0.5;
/// Words unlike any line are like `none` as little as like a sign: the sign's own score must be so high.
const ALIKE: f32 = -0.3;

/// How like the sign some words are, how like saying none, and how much more like another sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Alikeness {
    own: f32,
    none: f32,
    rival: f32,
}

/// The log-odds that a sign is meant, from the likeness of its sentence, of the words next to it and of its own words,
/// and from how many letters say it. Fitted by logistic regression to what phrases and combinations found in notes and
/// lines of hands that had not been learned from (docs/performance-text.md). Beside another sign `none` is far off and
/// says nothing of this one, so it counts to -1 and no further.
pub(crate) fn standing(sentence: Alikeness, near: Alikeness, own: Alikeness, letters: u32) -> f32 {
    let of = |words: Alikeness, [own, none, rival]: [f32; 3]| own * words.own + none * words.none + rival * words.rival;
    of(sentence, [1.33, -1.46, -0.30])
        + of(near, [0.59, -0.25, -0.95])
        + of(own, [0.22, -0.16, 0.74])
        + 0.48 * natural_log(letters)
        - 1.21
}

/// A score as it is kept with a mention.
#[expect(clippy::cast_possible_truncation, reason = "held to the range of the number")]
pub(crate) fn hundredths(value: f32) -> i16 {
    (value * 100.0).clamp(-30_000.0, 30_000.0) as i16
}

/// The natural logarithm by operations that give the same bits on every machine; a library's own may not.
fn natural_log(count: u32) -> f32 {
    let mut rest = f32::from(u16::try_from(count).unwrap_or(u16::MAX).max(1));
    let mut log = 0.0;
    while rest > 1.5 {
        rest /= 2.0;
        log += std::f32::consts::LN_2;
    }
    let ratio = (rest - 1.0) / (rest + 1.0);
    let square = ratio * ratio;
    log + 2.0 * ratio * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square / 7.0)))
}

/// What likeness says of a mention that phrases or combinations found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As sure as the words.
    Stands,
    /// Not sure: possible at most.
    Doubted,
    /// More like lines that only look like it.
    OtherSense,
}

/// A sign that likeness alone finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Alone {
    pub(crate) concept: u32,
    class: usize,
}

/// The learned model, tied to the reader's concepts.
#[derive(Clone, Debug)]
pub(crate) struct Judge {
    likeness: Arc<Likeness>,
    ties: Ties,
}

/// Which classes speak for which concepts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ties {
    none: usize,
    /// By concept: the classes that speak for it, its own and those of signs that it also is or that are also it.
    classes: Vec<Vec<usize>>,
    /// By class: the concept that it is of.
    concepts: Vec<Option<u32>>,
    /// By concept: of two readings that are equally likely the one that finds it is taken.
    emergencies: Vec<bool>,
}

impl Judge {
    /// `classes` names, for each concept, its own class first and then those related to it.
    pub(crate) fn new(likeness: Arc<Likeness>, classes: &[Vec<&str>], emergencies: Vec<bool>) -> Option<Self> {
        let none = likeness.class(NONE)?;
        let mut concepts = vec![None; likeness.names().len()];
        let mut found = Vec::with_capacity(classes.len());
        for (concept, names) in (0u32..).zip(classes) {
            let own = names.first().and_then(|name| likeness.class(name));
            if let Some(slot) = own.and_then(|class| concepts.get_mut(class)) {
                *slot = Some(concept);
            }
            let of_concept = own.map_or(Vec::new(), |_| {
                names.iter().filter_map(|name| likeness.class(name)).collect()
            });
            found.push(of_concept);
        }
        let ties = Ties {
            none,
            classes: found,
            concepts,
            emergencies,
        };
        Some(Self { likeness, ties })
    }

    pub(crate) fn of_ties(likeness: Arc<Likeness>, ties: Ties) -> Self {
        Self { likeness, ties }
    }

    pub(crate) fn likeness(&self) -> &Likeness {
        &self.likeness
    }

    pub(crate) fn ties(&self) -> &Ties {
        &self.ties
    }

    /// Whether the sign is one that examples speak of.
    pub(crate) fn knows(&self, concept: u32) -> bool {
        !self.of(concept).is_empty()
    }

    /// Whether missing the sign costs more than one mention too many.
    pub(crate) fn emergency(&self, concept: u32) -> bool {
        let concept = usize::try_from(concept).ok();
        concept.is_some_and(|concept| self.ties.emergencies.get(concept).copied().unwrap_or_default())
    }

    fn of(&self, concept: u32) -> &[usize] {
        let classes = usize::try_from(concept)
            .ok()
            .and_then(|concept| self.ties.classes.get(concept));
        classes.map_or(&[], Vec::as_slice)
    }

    /// A note, to be scored in part.
    pub(crate) fn words<'n>(&'n self, text: &'n str) -> Words<'n> {
        Words::of(&self.likeness, text)
    }

    pub(crate) fn score(&self, text: &str, scores: &mut Scores) {
        self.likeness.score(text, scores);
    }

    fn over_none(&self, class: usize, scores: &Scores) -> f32 {
        let of = |class: usize| scores.each.get(class).copied().unwrap_or(-1.0);
        of(class) - of(self.ties.none)
    }

    /// How like the sign some words are, by the best of the classes that speak for it.
    pub(crate) fn alikeness(&self, concept: u32, scores: &Scores) -> Alikeness {
        let of = |class: usize| scores.each.get(class).copied().unwrap_or(-1.0);
        let held = |score: f32| score.clamp(-2.0, 1.0);
        let own = held(
            self.of(concept)
                .iter()
                .map(|class| of(*class))
                .fold(f32::NEG_INFINITY, f32::max),
        );
        Alikeness {
            own,
            none: of(self.ties.none).max(-1.0),
            // Where one of its own classes has the most, no other is above it.
            rival: (held(self.most(scores)) - own).max(0.0),
        }
    }

    /// The highest score of a sign.
    fn most(&self, scores: &Scores) -> f32 {
        let (before, none) = scores
            .each
            .split_at_checked(self.ties.none)
            .unwrap_or((&scores.each, &[]));
        let after = none.get(1..).unwrap_or_default();
        let most = |scores: &[f32]| scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        most(before).max(most(after))
    }

    /// Judges a sign that was found, by how well it stands. `doubted`: down to where it is only doubted.
    pub(crate) fn verdict(standing: f32, doubted: f32) -> Verdict {
        if standing >= BELIEVED {
            Verdict::Stands
        } else if standing >= doubted {
            Verdict::Doubted
        } else {
            Verdict::OtherSense
        }
    }

    /// The sign that the words are most like, if they are like any.
    pub(crate) fn alone(&self, scores: &Scores, beside: bool) -> Option<Alone> {
        let most = self.most(scores);
        if most < ALIKE {
            return None;
        }
        let is_most = |class: &usize| *class != self.ties.none && scores.each.get(*class) == Some(&most);
        let best = (0..scores.each.len()).rfind(is_most)?;
        let over = self.over_none(best, scores);
        let least = if beside { BESIDE } else { ALONE };
        let concept = self.ties.concepts.get(best).copied().flatten()?;
        (over >= least).then_some(Alone { concept, class: best })
    }

    /// Judges a sign that likeness alone found: there, possibly there, or not.
    pub(crate) fn alone_verdict(standing: f32) -> Verdict {
        if standing >= ALONE_BELIEVED {
            Verdict::Stands
        } else if standing >= ALONE_DOUBTED {
            Verdict::Doubted
        } else {
            Verdict::OtherSense
        }
    }

    /// Whether a found sign is the one that likeness alone would say, or one that it also is.
    pub(crate) fn related(&self, concept: u32, alone: &Alone) -> bool {
        concept == alone.concept
            || self.of(concept).contains(&alone.class)
            || self
                .of(alone.concept)
                .iter()
                .any(|class| self.ties.concepts.get(*class).copied().flatten() == Some(concept))
    }

    /// Which words of the text speak most for a sign that likeness alone found, as places among its words.
    pub(crate) fn carrying(&self, text: &str, alone: &Alone) -> Vec<String> {
        let reasons = self.likeness.reasons(text, alone.class, self.ties.none);
        let most = reasons.first().map_or(0.0, |(_, weight)| *weight);
        reasons
            .into_iter()
            .take_while(|(_, weight)| *weight > 0.0 && *weight >= most * 0.4)
            .map(|(word, _)| word)
            .collect()
    }
}
