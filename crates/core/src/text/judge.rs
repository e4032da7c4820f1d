//! The second reader: how like known lines the words are in which a sign stands.
//!
//! Phrases and combinations find; likeness judges. Where both are sure the mention stands as it is meant. Where likeness
//! doubts, the mention is possible at most, and where it takes the words for something else, another sense. A clause of
//! complaint in which nothing was found is asked about too; what likeness alone says is marked, so that no emergency
//! rests on it.

use std::sync::Arc;

use metasign_likeness::{Likeness, NONE, Scores};
use serde::{Deserialize, Serialize};

/// A found sign is believed from this much more likeness than that of saying nothing.
const BELIEVED: f32 = 0.0;
/// Below this the words are taken for another sense.
const DOUBTED: f32 = -0.4;
/// What nothing found is said to be there from this much on, …
const ALONE: f32 = 0.1;
/// … and possibly there from this much.
const ALONE_POSSIBLE: f32 = -0.15;
/// So much more like another sign than like this one may the words be.
const RIVAL: f32 = 1.0;
/// Beside another sign more is asked for.
const BESIDE: f32 = 0.35;
/// Words unlike any line are like `none` as little as like a sign: the sign's own score must be so high, …
const ALIKE: f32 = 0.0;
/// … or so high to be possible.
const ALIKE_POSSIBLE: f32 = -0.3;

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
    pub(crate) possible: bool,
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
}

impl Judge {
    /// `classes` names, for each concept, its own class first and then those related to it.
    pub(crate) fn new(likeness: Arc<Likeness>, classes: &[Vec<&str>]) -> Option<Self> {
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
        };
        Some(Self { likeness, ties })
    }

    pub(crate) fn of_ties(likeness: Arc<Likeness>, ties: Ties) -> Self {
        Self { likeness, ties }
    }

    pub(crate) fn ties(&self) -> &Ties {
        &self.ties
    }

    /// Whether the sign is one that examples speak of.
    pub(crate) fn knows(&self, concept: u32) -> bool {
        !self.of(concept).is_empty()
    }

    fn of(&self, concept: u32) -> &[usize] {
        let classes = usize::try_from(concept)
            .ok()
            .and_then(|concept| self.ties.classes.get(concept));
        classes.map_or(&[], Vec::as_slice)
    }

    pub(crate) fn score(&self, text: &str, scores: &mut Scores) {
        self.likeness.score(text, scores);
    }

    fn over_none(&self, class: usize, scores: &Scores) -> f32 {
        let of = |class: usize| scores.each.get(class).copied().unwrap_or(-1.0);
        of(class) - of(self.ties.none)
    }

    /// How much more like the sign than like nothing, by the best of the classes that speak for it; less where the words
    /// are far more like another sign.
    pub(crate) fn standing(&self, concept: u32, scores: &Scores) -> f32 {
        let most = |most: f32, score: f32| most.max(score);
        let own = self.of(concept).iter().map(|class| self.over_none(*class, scores));
        let own = own.fold(f32::NEG_INFINITY, most);
        let classes = (0..scores.each.len()).filter(|class| *class != self.ties.none);
        let best = classes
            .map(|class| self.over_none(class, scores))
            .fold(f32::NEG_INFINITY, most);
        own - (best - own - RIVAL).max(0.0) * 2.0
    }

    /// Judges a sign that was found, by how well it stands.
    pub(crate) fn verdict(standing: f32) -> Verdict {
        if standing >= BELIEVED {
            Verdict::Stands
        } else if standing >= DOUBTED {
            Verdict::Doubted
        } else {
            Verdict::OtherSense
        }
    }

    /// The sign that the words are most like, if they are like any.
    pub(crate) fn alone(&self, scores: &Scores, beside: bool) -> Option<Alone> {
        let classes = (0..scores.each.len()).filter(|class| *class != self.ties.none);
        let best = classes.max_by(|one, other| {
            let of = |class: &usize| scores.each.get(*class).copied().unwrap_or(-1.0);
            of(one).total_cmp(&of(other))
        })?;
        let over = self.over_none(best, scores);
        let alike = scores.each.get(best).copied().unwrap_or(-1.0);
        let (sure, maybe) = if beside {
            (BESIDE, BESIDE)
        } else {
            (ALONE, ALONE_POSSIBLE)
        };
        let concept = self.ties.concepts.get(best).copied().flatten()?;
        (over >= maybe && alike >= ALIKE_POSSIBLE).then_some(Alone {
            concept,
            possible: over < sure || alike < ALIKE,
            class: best,
        })
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
