//! The words that any phrase or cue is made of, found in a few instructions per word of a note.
//!
//! Every word has an *entry*. Cues are matched by entry; concepts by *stem*, a class of entries that are the same but
//! for an ending or an equivalent (`wt`, `weight`). A word one letter away from a long concept word is read as that
//! word, unless it is itself a word that the language files or the rules know: a slip never turns one clinical word
//! into another.

#[cfg(not(embedded))]
use std::sync::OnceLock;

use super::filter::{Filter, mixed};
#[cfg(not(embedded))]
use super::token::hash_word;
use super::token::{Resolve, fold_char, folded};
use crate::flat::{Bytes, Fault, Numbers, Shelf, Store, Stored, Texts};

mod builder;
mod slips;

pub(crate) use self::builder::Builder;
use self::slips::Slips;

/// Reserved entries, below every real one.
pub(crate) const NUMBER: u32 = 1;
pub(crate) const YEAR: u32 = 2;
pub(crate) const ANY_WORD: u32 = 3;
/// Set in a token's entry when the word was read through a slip.
pub(crate) const SLIP: u32 = 1 << 31;

/// Begins a concept, qualifier or test phrase.
pub(crate) const STARTS_SIGN: u8 = 1;
/// Begins a cue phrase.
pub(crate) const STARTS_CUE: u8 = 2;
/// May stand inside a phrase.
pub(crate) const FILLER: u8 = 4;
/// Begins a duration.
pub(crate) const STARTS_TIME: u8 = 8;

/// The finished vocabulary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// The word of each entry, folded.
    words: Texts,
    /// Half of a word's hash and its entry, at the first free place from where the hash says; a power of two of places.
    slots: Numbers,
    filter: Filter<'static>,
    slips: Slips,
    marks: Numbers,
    /// What is asked of every word of every note, kept apart from the words to stay in the fastest memory.
    flags: Bytes,
    /// Class for concept phrases; the entry itself where it has no other forms.
    stems: Numbers,
}

/// Common English words: none of them is taken for a slip of another word.
#[cfg(embedded)]
fn english() -> Filter<'static> {
    Filter::of_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/english.bin")))
}

#[cfg(not(embedded))]
fn english() -> &'static Filter<'static> {
    static FILTER: OnceLock<Filter<'static>> = OnceLock::new();
    FILTER.get_or_init(english_filter)
}

/// The filter of common English words, made from the list.
#[cfg(not(embedded))]
fn english_filter() -> Filter<'static> {
    let words = include_str!("../../data/english.txt").lines();
    let words: Vec<&str> = words.filter(|line| !line.starts_with('#')).collect();
    let mut filter = Filter::with_room(words.len());
    for word in words {
        filter.add_surely(hash_word(word));
    }
    filter
}

/// The bytes of that filter, for the build.
#[cfg(not(embedded))]
pub fn english_bytes() -> Vec<u8> {
    english_filter().bytes().to_vec()
}

impl Vocabulary {
    pub(crate) fn stem(&self, id: u32) -> u32 {
        self.stems.get(place(id)).unwrap_or(0)
    }

    /// Whether an entry has a flag.
    pub(crate) fn has(&self, id: u32, flag: u8) -> bool {
        self.flags.get(place(id)).is_some_and(|flags| flags & flag != 0)
    }

    /// The entry of a word as typed.
    fn look_up(&self, hash: u64, letters: bool, typed: &[u8]) -> u32 {
        if self.filter.may_hold(hash)
            && let Some(id) = self.known(hash, letters, typed)
        {
            return id;
        }
        if letters
            && !english().surely_may_hold(hash)
            && let Some(id) = self.slips.find(&self.words, hash, typed)
        {
            return id | SLIP;
        }
        0
    }

    fn known(&self, hash: u64, letters: bool, typed: &[u8]) -> Option<u32> {
        let places = self.slots.len() / 2;
        let mut at = first_place(hash, places);
        for _ in 0..places {
            let slot = at.saturating_mul(2);
            let id = self.slots.get(slot.saturating_add(1)).filter(|id| *id != 0)?;
            if self.slots.get(slot) == Some(half(hash)) && same(self.words.bytes(place(id)), letters, typed) {
                return Some(id);
            }
            at = next_place(at, places);
        }
        None
    }

    pub(crate) fn mark_entry(&self, mark: u8) -> u32 {
        self.marks.get(usize::from(mark)).unwrap_or(0)
    }
}

impl Stored for Vocabulary {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.words.store(to)?;
        self.slots.store(to)?;
        self.filter.store(to)?;
        self.slips.store(to)?;
        self.marks.store(to)?;
        to.table(&self.flags);
        self.stems.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            words: Texts::load(from)?,
            slots: Numbers::load(from)?,
            filter: Filter::load(from)?,
            slips: Slips::load(from)?,
            marks: Numbers::load(from)?,
            flags: from.table()?,
            stems: Numbers::load(from)?,
        })
    }
}

/// An entry's place in the tables.
fn place(id: u32) -> usize {
    usize::try_from(id & !SLIP).unwrap_or(usize::MAX)
}

/// Where a hash is looked for first, among a power of two of places.
fn first_place(hash: u64, places: usize) -> usize {
    let bits = places.trailing_zeros();
    let place = mixed(hash).checked_shr(64_u32.saturating_sub(bits)).unwrap_or(0);
    usize::try_from(place).unwrap_or(0)
}

fn next_place(at: usize, places: usize) -> usize {
    let next = at.saturating_add(1);
    if next < places { next } else { 0 }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash")]
const fn half(hash: u64) -> u32 {
    hash as u32
}

/// Gives tokens their entries.
impl Resolve for &Vocabulary {
    fn word(&mut self, hash: u64, letters: bool, bytes: &[u8]) -> u32 {
        self.look_up(hash, letters, bytes)
    }

    fn mark(&mut self, mark: u8) -> u32 {
        self.mark_entry(mark)
    }
}

fn same(word: &[u8], letters: bool, typed: &[u8]) -> bool {
    if letters {
        return word.eq_ignore_ascii_case(typed);
    }
    let (Ok(word), Ok(typed)) = (std::str::from_utf8(word), std::str::from_utf8(typed)) else {
        return false;
    };
    // Digits keep their decimal mark in numbers.
    folded(typed).eq(word.chars().filter_map(fold_char))
}

#[cfg(test)]
mod tests {
    use super::english;
    use crate::text::token::hash_word;

    #[test]
    fn common_words_are_known_by_the_hash_of_the_reader() {
        for word in ["kitchen", "walking", "grandson", "plane"] {
            assert!(english().surely_may_hold(hash_word(word)), "{word}");
        }
        let slips = ["haedache", "weaknes", "diziness", "vomitting", "brethless", "jaundise"];
        let held = slips
            .iter()
            .filter(|word| english().surely_may_hold(hash_word(word)))
            .count();
        assert!(held <= 1, "{held} of the slips are taken for English");
    }
}
