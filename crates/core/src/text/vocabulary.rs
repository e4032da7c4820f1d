//! The words that any phrase or cue is made of, found in a few instructions per word of a note.
//!
//! Every word has an *entry*. Cues are matched by entry; concepts by *stem*, a class of entries that are the same but
//! for an ending or an equivalent (`wt`, `weight`). A word one letter away from a long concept word is read as that
//! word, unless it is itself a word that the language files or the rules know: a slip never turns one clinical word
//! into another.

use rustc_hash::FxHashMap;

use super::language::Language;
use super::token::{Resolve, fold_char, fold_word, hash_word, join, next_power, step};

/// Reserved entries, below every real one.
pub(crate) const NUMBER: u32 = 1;
pub(crate) const YEAR: u32 = 2;
pub(crate) const ANY_WORD: u32 = 3;
/// Set in a token's entry when the word was read through a slip.
pub(crate) const SLIP: u32 = 1 << 31;

/// Words this long are read through a slip; in the shortest only two letters may have changed places (`wieght`).
const SLIP_LETTERS: std::ops::RangeInclusive<usize> = 6..=24;
const SHORT_SLIP: usize = 6;
const STEM_LETTERS: usize = 3;

#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) word: String,
    /// Class for concept phrases; the entry itself where it has no other forms.
    pub(crate) stem: u32,
}

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
    pub(crate) entries: Vec<Entry>,
    by_hash: FxHashMap<u64, u32>,
    by_word: FxHashMap<String, u32>,
    filter: Filter,
    slips: FxHashMap<u64, Vec<u32>>,
    slip_filter: Filter,
    marks: Vec<u32>,
    /// What is asked of every word of every note, kept apart from the entries to stay in the fastest memory.
    flags: Vec<u8>,
    stems: Vec<u32>,
}

impl Vocabulary {
    /// Finds or adds a folded word.
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        if self.entries.is_empty() {
            for reserved in ["", "{number}", "{year}", "{word}"] {
                self.entries.push(Entry {
                    word: reserved.to_owned(),
                    ..Entry::default()
                });
            }
        }
        if let Some(id) = self.by_word.get(word) {
            return *id;
        }
        let id = u32::try_from(self.entries.len()).unwrap_or(0);
        self.entries.push(Entry {
            word: word.to_owned(),
            stem: id,
        });
        self.by_word.insert(word.to_owned(), id);
        id
    }

    pub(crate) fn entry(&self, id: u32) -> Option<&Entry> {
        usize::try_from(id & !SLIP).ok().and_then(|id| self.entries.get(id))
    }

    pub(crate) fn entry_mut(&mut self, id: u32) -> Option<&mut Entry> {
        usize::try_from(id & !SLIP).ok().and_then(|id| self.entries.get_mut(id))
    }

    pub(crate) fn stem(&self, id: u32) -> u32 {
        let place = usize::try_from(id & !SLIP).unwrap_or(usize::MAX);
        match self.stems.get(place) {
            Some(stem) => *stem,
            None => self.entry(id).map_or(0, |entry| entry.stem),
        }
    }

    /// Whether an entry has a flag.
    pub(crate) fn has(&self, id: u32, flag: u8) -> bool {
        let place = usize::try_from(id & !SLIP).unwrap_or(usize::MAX);
        self.flags.get(place).is_some_and(|flags| flags & flag != 0)
    }

    /// Gives an entry a flag.
    pub(crate) fn mark(&mut self, id: u32, flag: u8) {
        let place = usize::try_from(id & !SLIP).unwrap_or(usize::MAX);
        if self.flags.len() <= place && place < self.entries.len() {
            self.flags.resize(self.entries.len(), 0);
        }
        if let Some(flags) = self.flags.get_mut(place) {
            *flags |= flag;
        }
    }

    /// Adds the other forms of the concept words and joins each class under one stem.
    pub(crate) fn stem_words(&mut self, concept_words: &[u32], language: &Language) {
        let mut classes = Classes::default();
        for id in concept_words {
            let word = self.entry(*id).map(|entry| entry.word.clone()).unwrap_or_default();
            for form in forms(&word, &language.endings) {
                let other = self.intern(&form);
                classes.join(*id, other);
            }
        }
        for row in &language.same {
            let ids: Vec<u32> = row.iter().map(|word| self.intern(&fold_phrase_word(word))).collect();
            for pair in ids.windows(2) {
                if let [one, other] = pair {
                    classes.join(*one, *other);
                }
            }
        }
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for id in 0..count {
            let root = classes.root(id);
            if let Some(entry) = self.entry_mut(id) {
                entry.stem = root;
            }
        }
    }

    /// Builds the look-up tables. `concept_words` are the words in which slips are forgiven.
    pub(crate) fn seal(&mut self, concept_stems: &[u32], language: &Language) {
        for filler in &language.fillers {
            let id = self.intern(&fold_word(filler));
            self.mark(id, FILLER);
        }
        // Known words get an entry of their own, which is what keeps them from being read as something else.
        for word in &language.known {
            self.intern(&fold_word(word));
        }
        self.flags.resize(self.entries.len(), 0);
        self.stems = self.entries.iter().map(|entry| entry.stem).collect();
        self.filter = Filter::with_room(self.entries.len());
        self.marks = vec![0; 128];
        for (id, entry) in self.entries.iter().enumerate().skip(4) {
            let Ok(id) = u32::try_from(id) else { break };
            let hash = hash_word(&entry.word);
            self.by_hash.entry(hash).or_insert(id);
            self.filter.add(hash);
            let mut chars = entry.word.chars();
            if let (Some(mark), None) = (chars.next(), chars.next())
                && let Some(place) = self
                    .marks
                    .get_mut(usize::try_from(u32::from(mark)).unwrap_or(usize::MAX))
            {
                *place = id;
            }
        }
        let mut stems: Vec<u32> = concept_stems.to_vec();
        stems.sort_unstable();
        stems.dedup();
        for (id, entry) in self.entries.iter().enumerate().skip(4) {
            let Ok(id) = u32::try_from(id) else { break };
            let plain = entry.word.bytes().all(|byte| byte.is_ascii_lowercase());
            if plain && SLIP_LETTERS.contains(&entry.word.len()) && stems.binary_search(&entry.stem).is_ok() {
                for key in slip_keys(entry.word.as_bytes()) {
                    self.slips.entry(key).or_default().push(id);
                }
            }
        }
        self.slip_filter = Filter::with_room(self.slips.len());
        for key in self.slips.keys() {
            self.slip_filter.add(*key);
        }
    }

    /// The concept word that `typed`, an unknown word of plain letters, is one slip away from.
    fn slip(&self, hash: u64, typed: &[u8]) -> Option<u32> {
        let length = typed.len();
        if !(SLIP_LETTERS.start().saturating_sub(1)..=SLIP_LETTERS.end().saturating_add(1)).contains(&length) {
            return None;
        }
        let mut best: Option<u32> = None;
        if self.slip_filter.may_hold(hash) {
            best = self.nearest(hash, typed);
        }
        if best.is_some() {
            return best;
        }
        // Hash of the word with each letter left out: front part, then what follows it.
        let mut backs = [0u64; 32];
        let mut powers = [1u64; 32];
        let (mut back, mut power, mut total) = (0u64, 1u64, 0usize);
        for byte in typed.iter().rev() {
            let unit = u64::from(byte | 0x20).wrapping_add(1);
            back = back.wrapping_add(unit.wrapping_mul(power));
            power = next_power(power);
            total = total.saturating_add(1);
            if let (Some(slot), Some(power_slot)) = (backs.get_mut(total), powers.get_mut(total)) {
                *slot = back;
                *power_slot = power;
            }
        }
        let mut front = 0u64;
        for (place, byte) in typed.iter().enumerate() {
            let rest = length.saturating_sub(place).saturating_sub(1);
            if place > 0
                && let (Some(back), Some(power)) = (backs.get(rest), powers.get(rest))
            {
                let key = join(front, *back, *power);
                if self.slip_filter.may_hold(key) {
                    best = self.nearest(key, typed);
                    if best.is_some() {
                        return best;
                    }
                }
            }
            front = step(front, u64::from(byte | 0x20));
        }
        None
    }

    fn nearest(&self, key: u64, typed: &[u8]) -> Option<u32> {
        let typed: String = typed.iter().map(|byte| char::from(byte | 0x20)).collect();
        self.slips.get(&key)?.iter().copied().find(|id| {
            self.entry(*id).is_some_and(|entry| {
                entry.word.as_bytes().first() == typed.as_bytes().first() && one_slip(&entry.word, &typed)
            })
        })
    }

    /// The entry of a word as typed.
    fn look_up(&self, hash: u64, letters: bool, typed: &[u8]) -> u32 {
        if self.filter.may_hold(hash)
            && let Some(id) = self.by_hash.get(&hash)
            && self.entry(*id).is_some_and(|entry| same(&entry.word, letters, typed))
        {
            return *id;
        }
        if letters && let Some(id) = self.slip(hash, typed) {
            return id | SLIP;
        }
        0
    }

    pub(crate) fn mark_entry(&self, mark: u8) -> u32 {
        self.marks.get(usize::from(mark)).copied().unwrap_or(0)
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

/// A set of hashes that answers "certainly not" fast.
#[derive(Clone, Debug, Default)]
struct Filter {
    bits: Vec<u64>,
    mask: u64,
}

impl Filter {
    fn with_room(count: usize) -> Self {
        let bits = count.saturating_mul(16).next_power_of_two().clamp(1 << 12, 1 << 22);
        Self {
            bits: vec![0; bits / 64],
            mask: u64::try_from(bits).unwrap_or(1).saturating_sub(1),
        }
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32;
        let bit = mixed & self.mask;
        (
            usize::try_from(bit / 64).unwrap_or(0),
            1u64.wrapping_shl(u32::try_from(bit % 64).unwrap_or(0)),
        )
    }

    fn add(&mut self, hash: u64) {
        let (slot, bit) = self.place(hash);
        if let Some(word) = self.bits.get_mut(slot) {
            *word |= bit;
        }
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (slot, bit) = self.place(hash);
        self.bits.get(slot).is_some_and(|word| word & bit != 0)
    }
}

/// Classes of entries that count as one.
#[derive(Debug, Default)]
struct Classes {
    parent: FxHashMap<u32, u32>,
}

impl Classes {
    fn root(&mut self, id: u32) -> u32 {
        let mut root = id;
        while let Some(parent) = self.parent.get(&root) {
            root = *parent;
        }
        root
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.parent.insert(one.max(other), one.min(other));
        }
    }
}

/// A word or mark of a language file, folded.
pub(crate) fn fold_phrase_word(word: &str) -> String {
    let folded = fold_word(word);
    if folded.is_empty() {
        word.trim().to_owned()
    } else {
        folded
    }
}

/// The forms that a word takes with other endings.
fn forms(word: &str, endings: &[Vec<String>]) -> Vec<String> {
    let mut found = Vec::new();
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) || word.len() < STEM_LETTERS {
        return found;
    }
    for row in endings {
        for ending in row {
            let Some(stem) = word.strip_suffix(ending.as_str()) else {
                continue;
            };
            let needed = if ending.is_empty() {
                STEM_LETTERS
            } else {
                STEM_LETTERS.saturating_add(1)
            };
            if stem.len() < needed {
                continue;
            }
            found.extend(row.iter().map(|other| format!("{stem}{other}")));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The hashes of a word and of it with each letter but the first left out.
fn slip_keys(word: &[u8]) -> Vec<u64> {
    let hash = |skip: usize| {
        word.iter()
            .enumerate()
            .filter(|(place, _)| *place != skip)
            .fold(0, |hash, (_, byte)| step(hash, u64::from(*byte)))
    };
    let mut keys: Vec<u64> = (1..word.len()).map(hash).collect();
    keys.push(hash(usize::MAX));
    keys.sort_unstable();
    keys.dedup();
    keys
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

fn same(word: &str, letters: bool, typed: &[u8]) -> bool {
    if letters {
        return word.as_bytes().eq_ignore_ascii_case(typed);
    }
    let Ok(typed) = std::str::from_utf8(typed) else {
        return false;
    };
    // Digits keep their decimal mark in numbers.
    typed
        .chars()
        .filter_map(fold_char)
        .eq(word.chars().filter_map(fold_char))
}
