//! Phrases as sequences of words in one tree, walked beside the tokens of a note. What a phrase stands for is not known here.

use std::marker::PhantomData;

use super::entry::{ANY_WORD, NUMBER, SLIP, YEAR};
use super::vocabulary::{FILLER, Vocabulary};
use crate::flat::{Fault, Numbers, Rows, Shelf, Steps, Store, Stored};
use crate::text::token::{Gap, Kind, Token};

/// At most so many words in a row may be passed over inside a phrase.
const FILLERS: u32 = 2;
/// So many readings of the words so far are kept.
const WAYS: usize = 6;

/// What a phrase stands for, as numbers.
pub(crate) trait Coded: Copy + PartialEq {
    fn code(self) -> [u32; 3];
    fn of(code: [u32; 3]) -> Self;
}

/// A tree of phrases, each with what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    steps: Steps,
    /// By what a state says: the codes of all that it stands for.
    said: Rows,
    codes: [Numbers; 3],
    of: PhantomData<T>,
}

impl<T> Tree<T> {
    /// A tree laid out: what each state says is a row of `said`, and each of a row's numbers a place in `codes`.
    pub(crate) fn of(steps: Steps, said: Rows, codes: [Numbers; 3]) -> Self {
        Self {
            steps,
            said,
            codes,
            of: PhantomData,
        }
    }
}

impl<T> Stored for Tree<T> {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.steps.store(to)?;
        self.said.store(to)?;
        self.codes.iter().try_for_each(|codes| codes.store(to))
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            steps: Steps::load(from)?,
            said: Rows::load(from)?,
            codes: [Numbers::load(from)?, Numbers::load(from)?, Numbers::load(from)?],
            of: PhantomData,
        })
    }
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self {
            steps: Steps::default(),
            said: Rows::default(),
            codes: Default::default(),
            of: PhantomData,
        }
    }
}

impl<T: Coded> Tree<T> {
    fn values(&self, node: u32) -> impl Iterator<Item = T> + '_ {
        let said = usize::try_from(self.steps.says(node)).unwrap_or(usize::MAX);
        self.said.row(said).filter_map(|code| {
            let code = usize::try_from(code).ok()?;
            let [kind, one, other] = &self.codes;
            Some(T::of([kind.get(code)?, one.get(code)?, other.get(code)?]))
        })
    }

    /// Walks from `start`, telling `found` of every phrase that ends: each of its values and the token after it.
    pub(crate) fn walk(
        &self,
        vocabulary: &Vocabulary,
        stems: bool,
        tokens: &[Token],
        start: usize,
        mut found: impl FnMut(T, usize),
    ) {
        // The ways in which the words so far can be read: place in the tree and fillers passed over in a row. A word may
        // both continue a phrase and be passed over, so there can be a few; more than a few are dropped.
        let mut ways = [(0u32, 0u32); WAYS];
        let mut count = 1usize;
        for (place, token) in tokens.iter().enumerate().skip(start) {
            if place > start && token.gap == Gap::Line && token.kind == Kind::Mark {
                break;
            }
            let key = if stems {
                vocabulary.stem(token.entry)
            } else {
                token.entry & !SLIP
            };
            let filler = place > start && token.kind == Kind::Word && vocabulary.has(token.entry, FILLER);
            let mut next_ways = [(0u32, 0u32); WAYS];
            let mut next_count = 0usize;
            let mut keep = |way: (u32, u32)| {
                if let Some(slot) = next_ways.get_mut(next_count) {
                    *slot = way;
                    next_count = next_count.saturating_add(1);
                }
            };
            for (node, skipped) in ways.iter().take(count) {
                if let Some(next) = self.step(*node, key, token) {
                    if self.steps.leads_on(next) {
                        keep((next, 0));
                    }
                    for value in self.values(next) {
                        found(value, place.saturating_add(1));
                    }
                }
                if filler && *skipped < FILLERS {
                    keep((*node, skipped.saturating_add(1)));
                }
            }
            if next_count == 0 {
                break;
            }
            (ways, count) = (next_ways, next_count);
        }
    }

    fn step(&self, node: u32, key: u32, token: &Token) -> Option<u32> {
        let along = |key: u32| self.steps.along(node, key);
        let plain = if key == 0 { None } else { along(key) };
        plain.or_else(|| match token.kind {
            Kind::Number if year(token) => along(YEAR).or_else(|| along(NUMBER)),
            Kind::Number => along(NUMBER),
            Kind::Word => along(ANY_WORD),
            Kind::Mark => None,
        })
    }
}

/// A number of four digits without a point. Which years count is the business of whoever wrote the phrase.
fn year(token: &Token) -> bool {
    token.mark == 1
}
