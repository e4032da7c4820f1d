//! What is asked of a note cut up: its words, cues, sentences and sections by place. Nothing of how a sign is meant.

use std::cell::Cell;

use super::cues::Found;
use super::section::Section;
use crate::record::Sex;
use crate::text::context::NoteContext;
use crate::text::token::{Kind, Token};
use crate::text::words::{Group, Known, Lexicon, Says};

/// A note cut up, with its cues.
pub(crate) struct View<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) text: &'a str,
    /// Tokens looked at so far.
    pub(crate) steps: Cell<u64>,
    pub(crate) tokens: &'a [Token],
    pub(crate) cues: &'a [Found],
    /// For each token one more than the number of the first cue that covers it, or 0. Cues over the same words stand
    /// side by side.
    pub(crate) cue_at: &'a [u32],
    pub(crate) ends: &'a [usize],
    pub(crate) sections: &'a [Section],
    pub(crate) context: &'a NoteContext,
    /// The recorded sex, else the one that the note gives beside the age.
    pub(crate) sex: Option<Sex>,
}

/// A mention by its tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl View<'_> {
    pub(crate) fn token(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place)
    }

    pub(crate) fn mark_at(&self, place: usize) -> u8 {
        self.steps.set(self.steps.get().saturating_add(1));
        self.token(place)
            .filter(|token| token.kind == Kind::Mark)
            .map_or(0, |token| token.mark)
    }

    /// The cues over a token: none, or several of the same words.
    pub(crate) fn cues_over(&self, place: usize) -> impl Iterator<Item = Found> + '_ {
        self.steps.set(self.steps.get().saturating_add(1));
        let number = self.cue_at.get(place).copied().unwrap_or(0);
        let index = number
            .checked_sub(1)
            .and_then(|index| usize::try_from(index).ok())
            .unwrap_or(usize::MAX);
        let rest = self.cues.get(index..).unwrap_or_default();
        let from = rest.first().map_or(0, |cue| cue.from);
        rest.iter().copied().take_while(move |cue| cue.from == from)
    }

    pub(crate) fn cue_over(&self, place: usize) -> Option<Found> {
        self.cues_over(place).next()
    }

    pub(crate) fn group(&self, cue: Found) -> Option<&Group> {
        self.lexicon.group(cue.group)
    }

    pub(crate) fn closers(&self, cue: Found, forward: bool) -> u16 {
        let pair = self
            .lexicon
            .closers
            .get(usize::from(cue.group))
            .copied()
            .unwrap_or_default();
        let [ahead, back] = pair;
        if forward { ahead } else { back }
    }

    /// Whether a cue that leaves the sign alone (`not worse`) denies what is said of it at `place` (`at night`).
    pub(crate) fn denies_qualifier(&self, place: Place) -> bool {
        (place.from.saturating_sub(3)..place.to)
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                cue.from <= place.from
                    && self
                        .group(cue)
                        .is_some_and(|group| group.says == Says::Nothing && group.weak)
                    && !(cue.to..place.from).any(|at| self.mark_at(at) != 0)
            })
    }

    /// Whether a word is of a class.
    pub(crate) fn class(&self, place: usize, class: Known) -> bool {
        self.token(place)
            .is_some_and(|token| self.lexicon.cues.is(token.entry, class))
    }

    /// Whether a section begins between two tokens.
    pub(crate) fn new_section(&self, from: usize, to: usize) -> bool {
        let after = self.sections.partition_point(|section| section.heading <= from);
        // `ROS:` heads what is found, as the words before it do.
        let plain = |section: &Section| {
            let group = self.lexicon.group(section.group);
            group.is_some_and(|group| group.section.as_deref() == Some("plain"))
        };
        let rest = self.sections.get(after..).unwrap_or_default();
        rest.iter()
            .take_while(|section| section.heading <= to)
            .any(|section| !plain(section))
    }

    pub(crate) fn says(&self, place: usize, says: Says) -> bool {
        self.cues_over(place)
            .any(|cue| self.group(cue).is_some_and(|group| group.says == says))
    }
}
