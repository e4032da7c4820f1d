//! All that is known of words, together: the tables that every step above runs on. Nothing of what words say beside each other.

use super::cue::Group;
use super::cuebook::CueBook;
use super::duration::Durations;
use super::phrase::Tree;
use super::sign::{FoundSign, Sign};
use super::vocabulary::{STARTS_SIGN, Vocabulary};
use crate::text::token::Token;

/// What is known of words.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) signs: Tree<Sign>,
    pub(crate) cues: CueBook,
    pub(crate) groups: Vec<Group>,
    /// Reach of each group's cues: what ends it forward and backward.
    pub(crate) closers: Vec<[u16; 2]>,
    pub(crate) durations: Durations,
    /// Entries of the words whose full stop doesn't end a sentence.
    pub(crate) stops_inside: Vec<u32>,
    /// Entries of the words before an earlier value of a test.
    pub(crate) previous: Vec<u32>,
    /// Entries of the words that say that a value changed.
    pub(crate) changes: Vec<u32>,
    /// Entries of the units of test results.
    pub(crate) value_units: Vec<u32>,
}

impl Lexicon {
    /// A group of cues by its number.
    pub(crate) fn group(&self, number: u16) -> Option<&Group> {
        self.groups.get(usize::from(number))
    }

    /// Every phrase of the rules in the note, by its place.
    pub(crate) fn signs(&self, tokens: &[Token]) -> Vec<FoundSign> {
        let mut found = Vec::new();
        for (from, token) in tokens.iter().enumerate() {
            if token.entry == 0 || !self.vocabulary.has(token.entry, STARTS_SIGN) {
                continue;
            }
            self.signs.walk(&self.vocabulary, true, tokens, from, |sign, to| {
                found.push(FoundSign { sign, from, to });
            });
        }
        found
    }
}
