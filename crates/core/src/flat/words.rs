//! Words in one automaton that shares their beginnings and their ends; a word's number is its place among all, sorted.

use std::borrow::Cow;

use super::graph::Graph;
use super::tables::{Numbers, span};
use super::{Bytes, Fault, Shelf, Store, Stored};

/// Sorted words, of up to a byte's 256 steps a state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// Where each state's steps begin; one more for the end of the last.
    first: Numbers,
    letters: Bytes,
    to: Numbers,
    /// How many words come before those along a step, of those through its state.
    before: Numbers,
    /// Whether a word ends in a state.
    ends: Numbers,
    /// Where the first two small letters lead, the steps of which are the most; made when read.
    begins: Vec<Option<(u32, u32)>>,
}

const LETTERS: std::ops::RangeInclusive<u8> = b'a'..=b'z';

/// The place of two small letters among all pairs of them.
fn pair_place(one: u8, other: u8) -> Option<usize> {
    if !(LETTERS.contains(&one) && LETTERS.contains(&other)) {
        return None;
    }
    let place = |letter: u8| usize::from(letter.saturating_sub(*LETTERS.start()));
    Some(place(one).saturating_mul(LETTERS.len()).saturating_add(place(other)))
}

/// How a word differs from a known one; the place is that of the letter in the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// A letter is missing.
    Missing,
    /// The letter at a place is too many.
    Surplus(usize),
    /// The letter at a place is another.
    Wrong(usize),
    /// The letter at a place has changed places with the next.
    Swapped(usize),
}

impl Words {
    /// Takes words in the order of their bytes, each once.
    pub(crate) fn of_sorted(words: &[&str]) -> Self {
        let graph = Graph::of_sorted(words.iter().map(|word| (word.bytes().map(u32::from), 1)));
        let states = graph.states();
        let mut counts = vec![0u32; states.len()];
        let (mut first, mut letters, mut to, mut before) = (vec![0], Vec::new(), Vec::new(), Vec::new());
        // Steps lead to higher numbers, so the last states are counted first.
        let count = |counts: &[u32], state: u32| {
            let count = usize::try_from(state).ok().and_then(|state| counts.get(state));
            count.copied().unwrap_or(0)
        };
        for (number, (row, says)) in states.iter().enumerate().rev() {
            let sum = row
                .iter()
                .fold(*says, |sum, (_, next)| sum.saturating_add(count(&counts, *next)));
            if let Some(slot) = counts.get_mut(number) {
                *slot = sum;
            }
        }
        for (row, says) in states {
            let mut passed = *says;
            for (letter, next) in row {
                letters.push(u8::try_from(*letter).unwrap_or(0));
                to.push(*next);
                before.push(passed);
                passed = passed.saturating_add(count(&counts, *next));
            }
            first.push(u32::try_from(letters.len()).unwrap_or(u32::MAX));
        }
        Self {
            first: first.into_iter().collect(),
            letters: Cow::Owned(letters),
            to: to.into_iter().collect(),
            before: before.into_iter().collect(),
            ends: states.iter().map(|(_, says)| *says).collect(),
            begins: Vec::new(),
        }
        .with_begins()
    }

    fn with_begins(mut self) -> Self {
        let pairs = LETTERS.flat_map(|one| LETTERS.map(move |other| (one, other)));
        self.begins = pairs
            .map(|(one, other)| self.along(self.along((0, 0), one)?, other))
            .collect();
        self
    }

    /// The number of a word.
    pub(crate) fn number(&self, word: impl IntoIterator<Item = u8>) -> Option<u32> {
        let mut letters = word.into_iter();
        let Some(one) = letters.next() else {
            return self.end((0, 0));
        };
        let Some(other) = letters.next() else {
            return self.end(self.along((0, 0), one)?);
        };
        let begins = match pair_place(one, other).and_then(|place| self.begins.get(place)) {
            Some(begins) => (*begins)?,
            None => self.along(self.along((0, 0), one)?, other)?,
        };
        self.rest(begins, letters)
    }

    /// The number of the word that goes on from a state with these letters.
    fn rest(&self, mut at: (u32, u32), letters: impl IntoIterator<Item = u8>) -> Option<u32> {
        for letter in letters {
            at = self.along(at, letter)?;
        }
        self.end(at)
    }

    fn end(&self, (state, number): (u32, u32)) -> Option<u32> {
        let ends = usize::try_from(state).ok().and_then(|state| self.ends.get(state))?;
        (ends != 0).then_some(number)
    }

    fn steps(&self, state: u32) -> (usize, &[u8]) {
        let (from, to) = span(&self.first, usize::try_from(state).unwrap_or(usize::MAX));
        let to = to.min(from.saturating_add(256));
        (from, self.letters.get(from..to).unwrap_or_default())
    }

    fn along(&self, (state, number): (u32, u32), letter: u8) -> Option<(u32, u32)> {
        let (from, letters) = self.steps(state);
        let step = letters.iter().position(|known| *known == letter)?;
        self.step(number, from.saturating_add(step))
    }

    fn step(&self, number: u32, step: usize) -> Option<(u32, u32)> {
        Some((self.to.get(step)?, number.saturating_add(self.before.get(step)?)))
    }

    /// Calls `found` with every word that is one change away from another, the first letter the same in both: its number,
    /// and the change.
    pub(crate) fn near(&self, typed: &[u8], mut found: impl FnMut(u32, Change)) {
        let letters = |from: usize| typed.get(from..).unwrap_or_default().iter().copied();
        let mut at = (0u32, 0u32);
        for place in 0..=typed.len() {
            if place > 0 {
                let after = place.saturating_add(1);
                let swapped = || {
                    let (one, other) = (
                        typed.get(place)?,
                        typed.get(after).filter(|next| typed.get(place) != Some(*next))?,
                    );
                    let swapped = self.along(self.along(at, *other)?, *one)?;
                    self.rest(swapped, letters(after.saturating_add(1)))
                };
                if let Some(number) = swapped() {
                    found(number, Change::Swapped(place));
                }
                if place < typed.len()
                    && let Some(number) = self.rest(at, letters(after))
                {
                    found(number, Change::Surplus(place));
                }
                let (from, known) = self.steps(at.0);
                for (step, letter) in known.iter().enumerate() {
                    let Some(next) = self.step(at.1, from.saturating_add(step)) else {
                        continue;
                    };
                    if let Some(number) = self.rest(next, letters(place)) {
                        found(number, Change::Missing);
                    }
                    if typed.get(place).is_some_and(|typed| typed != letter)
                        && let Some(number) = self.rest(next, letters(after))
                    {
                        found(number, Change::Wrong(place));
                    }
                }
            }
            match typed.get(place).and_then(|letter| self.along(at, *letter)) {
                Some(next) => at = next,
                None => return,
            }
        }
    }
}

impl Stored for Words {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.first.store(to)?;
        to.table(&self.letters);
        self.to.store(to)?;
        self.before.store(to)?;
        self.ends.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            first: Numbers::load(from)?,
            letters: from.table()?,
            to: Numbers::load(from)?,
            before: Numbers::load(from)?,
            ends: Numbers::load(from)?,
            begins: Vec::new(),
        }
        .with_begins())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of_sorted(&["back", "backs", "bleed", "bleeding", "feed", "feeding", "sack"])
    }

    #[test]
    fn a_word_has_the_number_of_its_place() {
        let words = words();
        let number = |word: &str| words.number(word.bytes());
        assert_eq!(number("back"), Some(0));
        assert_eq!(number("bleeding"), Some(3));
        assert_eq!(number("sack"), Some(6));
        assert_eq!(number("bac"), None);
        assert_eq!(number("backsx"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn a_word_is_found_by_one_change() {
        let near = |typed: &str| {
            let mut all = Vec::new();
            words().near(typed.as_bytes(), |number, change| all.push((number, change)));
            all.sort_unstable();
            all
        };
        assert_eq!(near("bleding"), [(3, Change::Missing), (3, Change::Missing)]);
        assert_eq!(near("bleedding"), [(3, Change::Surplus(4)), (3, Change::Surplus(5))]);
        assert_eq!(near("beeld"), []);
        assert_eq!(near("beled"), [(2, Change::Swapped(1))]);
        assert_eq!(near("bick"), [(0, Change::Wrong(1))]);
        assert_eq!(near("sackk"), [(6, Change::Surplus(3)), (6, Change::Surplus(4))]);
        assert_eq!(near("sakc"), [(6, Change::Swapped(2))]);
        assert_eq!(near(""), []);
    }
}
