//! The words that any phrase or cue is made of, found in a few instructions per word of a note.
//!
//! Every word has an *entry*. Cues are matched by entry; concepts by *stem*, a class of entries that are the same but
//! for an ending or an equivalent (`wt`, `weight`). A word one letter away from a long concept word is read as that
//! word, unless it is itself a word that the language files or the rules know: a slip never turns one clinical word
//! into another. How the words came to be in it, and what is said by several, are not known here.

#[cfg(not(embedded))]
use std::sync::OnceLock;

use super::entry::{RESERVED, SLIP, place};
use super::filter::Filter;
use super::slips::meant;
use crate::flat::{Bytes, Fault, Numbers, Shelf, Store, Stored, Words};
use crate::text::characters::folded;
#[cfg(not(embedded))]
use crate::text::characters::hash_word;
use crate::text::token::Resolve;

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
    /// The folded words; the number of each is its entry less the reserved ones.
    pub(in crate::text) words: Words,
    pub(in crate::text) filter: Filter<'static>,
    pub(in crate::text) marks: Numbers,
    /// What is asked of every word of every note, kept apart from the words to stay in the fastest memory.
    pub(in crate::text) flags: Bytes,
    /// How early a word that a slip may be meant for is written in the rules, in 16 bits from 1; 0 for the others.
    pub(in crate::text) slips: Numbers,
    /// Class for concept phrases; 0 where it stands in none.
    pub(in crate::text) stems: Numbers,
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
    let words = include_str!("../../../data/english.txt").lines();
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
            && let Some(id) = self.known(letters, typed)
        {
            return id;
        }
        if letters
            && !english().surely_may_hold(hash)
            && let Some(id) = meant(&self.words, &self.slips, typed)
        {
            return id | SLIP;
        }
        0
    }

    fn known(&self, letters: bool, typed: &[u8]) -> Option<u32> {
        let number = if letters {
            self.words.number(typed.iter().map(|byte| byte | 0x20))
        } else if typed.first().is_some_and(u8::is_ascii_digit) {
            // Numbers keep their decimal mark.
            self.words.number(typed.iter().copied())
        } else {
            let word: String = folded(std::str::from_utf8(typed).ok()?).collect();
            self.words.number(word.bytes())
        };
        Some(number?.saturating_add(RESERVED))
    }

    pub(crate) fn mark_entry(&self, mark: u8) -> u32 {
        self.marks.get(usize::from(mark)).unwrap_or(0)
    }
}

impl Stored for Vocabulary {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.words.store(to)?;
        self.filter.store(to)?;
        self.marks.store(to)?;
        to.table(&self.flags);
        self.slips.store(to)?;
        self.stems.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            words: Words::load(from)?,
            filter: Filter::load(from)?,
            marks: Numbers::load(from)?,
            flags: from.table()?,
            slips: Numbers::load(from)?,
            stems: Numbers::load(from)?,
        })
    }
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

#[cfg(test)]
mod tests {
    use super::english;
    use crate::text::characters::hash_word;

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
