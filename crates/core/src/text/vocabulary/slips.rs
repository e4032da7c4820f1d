//! The word that an unknown one is a slip of, found by the hashes of words without one letter.

use super::super::filter::{Filter, mixed};
use super::super::token::{join, next_power, step};
use super::place;
use crate::flat::{Fault, Rows, Shelf, Store, Stored, Texts};

/// Words this long are read through a slip; in the shortest only two letters may have changed places (`kene`).
pub(super) const SLIP_LETTERS: std::ops::RangeInclusive<usize> = 4..=24;
const SHORT_SLIP: usize = 4;
/// So many bits of a slot are the entry; the others are of the hash.
const ENTRY_BITS: u32 = 20;

/// Words by the hashes of what is left of them without one letter: buckets of words, each with some bits of the hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Slips {
    filter: Filter<'static>,
    /// A power of two of buckets.
    buckets: Rows,
}

impl Slips {
    /// Takes entries and their words.
    pub(super) fn of(words: &[(u32, &str)]) -> Self {
        let mut keys = Vec::with_capacity(words.len().saturating_mul(8));
        for (id, word) in words.iter().filter(|(id, _)| id.checked_shr(ENTRY_BITS) == Some(0)) {
            slip_keys(word.as_bytes(), |key| keys.push((key, *id)));
        }
        let count = (keys.len() / 4).next_power_of_two().clamp(1 << 4, 1 << 20);
        let mut filter = Filter::with_room(keys.len());
        for (key, _) in &keys {
            filter.add(*key);
        }
        let slots: Vec<(usize, u32)> = keys
            .into_iter()
            .map(|(key, id)| (bucket(key, count), tag(key) | id))
            .collect();
        Self {
            filter,
            buckets: Rows::sorted(count, &slots),
        }
    }

    /// The concept word that `typed`, an unknown word of plain letters, is one slip away from; those first known first.
    pub(super) fn find(&self, words: &Texts, hash: u64, typed: &[u8]) -> Option<u32> {
        let length = typed.len();
        if !(SLIP_LETTERS.start().saturating_sub(1)..=SLIP_LETTERS.end().saturating_add(1)).contains(&length) {
            return None;
        }
        let found = self.nearest(words, hash, typed);
        if found.is_some() {
            return found;
        }
        let backs = Backs::of(typed);
        let mut front = 0u64;
        for (place, byte) in typed.iter().enumerate() {
            if place > 0
                && let Some(key) = backs.without(place, front)
                && let Some(found) = self.nearest(words, key, typed)
            {
                return Some(found);
            }
            front = step(front, u64::from(byte | 0x20));
        }
        None
    }

    fn nearest(&self, words: &Texts, key: u64, typed: &[u8]) -> Option<u32> {
        if !self.filter.may_hold(key) {
            return None;
        }
        let typed: String = typed.iter().map(|byte| char::from(byte | 0x20)).collect();
        let wanted = tag(key);
        let slots = self.buckets.row(bucket(key, self.buckets.len())).iter();
        let of_key = slots
            .map(|slot| u32::from_le_bytes(*slot))
            .filter(|slot| slot & TAG == wanted);
        of_key.map(|slot| slot & !TAG).find(|id| {
            let word = words.get(place(*id));
            word.as_bytes().first() == typed.as_bytes().first() && one_slip(word, &typed)
        })
    }
}

impl Stored for Slips {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.filter.store(to)?;
        self.buckets.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            filter: Filter::load(from)?,
            buckets: Rows::load(from)?,
        })
    }
}

/// The bits of a slot that are of the hash.
const TAG: u32 = u32::MAX << ENTRY_BITS;

fn tag(key: u64) -> u32 {
    super::half(mixed(key)) & TAG
}

fn bucket(key: u64, count: usize) -> usize {
    super::first_place(key, count)
}

/// Hashes of the ends of a word, from which that of the word without one letter is put together.
struct Backs {
    backs: [u64; 32],
    powers: [u64; 32],
    length: usize,
}

impl Backs {
    fn of(word: &[u8]) -> Self {
        let mut out = Self {
            backs: [0; 32],
            powers: [1; 32],
            length: word.len(),
        };
        let (mut back, mut power) = (0u64, 1u64);
        let slots = out.backs.iter_mut().zip(&mut out.powers).skip(1);
        for ((slot, power_slot), byte) in slots.zip(word.iter().rev()) {
            let unit = u64::from(byte | 0x20).wrapping_add(1);
            back = back.wrapping_add(unit.wrapping_mul(power));
            power = next_power(power);
            *slot = back;
            *power_slot = power;
        }
        out
    }

    /// The hash of the word without the letter at a place; `front` is that of what stands before it.
    fn without(&self, place: usize, front: u64) -> Option<u64> {
        let rest = self.length.checked_sub(place)?.checked_sub(1)?;
        Some(join(front, *self.backs.get(rest)?, *self.powers.get(rest)?))
    }
}

/// The hashes of a word and of it with each letter but the first left out, each once.
fn slip_keys(word: &[u8], mut found: impl FnMut(u64)) {
    let backs = Backs::of(word);
    let mut front = 0u64;
    let mut last = None;
    for (place, byte) in word.iter().enumerate() {
        // Of a double letter it is the same which one is left out; the first letter is never left out.
        if place > 0
            && (place == 1 || last != Some(byte))
            && let Some(key) = backs.without(place, front)
        {
            found(key);
        }
        front = step(front, u64::from(byte | 0x20));
        last = Some(byte);
    }
    found(front);
}

/// Whether two words are one slip apart: a letter wrong, missing or too many, or two that changed places.
fn one_slip(word: &str, typed: &str) -> bool {
    if word.len().min(typed.len()) <= SHORT_SLIP {
        let sorted = |word: &str| {
            let mut letters: Vec<u8> = word.bytes().collect();
            letters.sort_unstable();
            letters
        };
        if word.len() <= SHORT_SLIP && sorted(word) != sorted(typed) {
            return false;
        }
    }
    strsim::osa_distance(word, typed) <= 1
}
