//! All tables that finding runs on, together, and their bytes. Not how they are made, nor how a note is read by them.

use crate::flat::{Fault, Shelf, Store, Stored};

use super::combine::{Combinations, Together};
use super::pattern::Patterns;
use super::words::{CueBook, Durations, Lexicon, Tree, Vocabulary};

/// Everything that reading needs but the learned model.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) lexicon: Lexicon,
    pub(crate) patterns: Patterns,
    pub(crate) together: Together,
}

impl Stored for Compiled {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        let (words, together) = (&self.lexicon, &self.together);
        words.vocabulary.store(to)?;
        words.signs.store(to)?;
        words.cues.store(to)?;
        to.small(&(&words.groups, &words.closers, &self.patterns))?;
        together.combinations.store(to)?;
        words.durations.store(to)?;
        to.small(&(&together.idioms, &together.complaints))?;
        to.small(&(&words.stops_inside, &words.previous, &words.changes, &words.value_units))
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let (vocabulary, signs, cues) = (Vocabulary::load(from)?, Tree::load(from)?, CueBook::load(from)?);
        let (groups, closers, patterns) = from.small()?;
        let combinations = Combinations::load(from)?;
        let durations = Durations::load(from)?;
        let (idioms, complaints) = from.small()?;
        let (stops_inside, previous, changes, value_units) = from.small()?;
        Ok(Self {
            lexicon: Lexicon {
                vocabulary,
                signs,
                cues,
                groups,
                closers,
                durations,
                stops_inside,
                previous,
                changes,
                value_units,
            },
            patterns,
            together: Together {
                combinations,
                idioms,
                complaints,
            },
        })
    }
}
