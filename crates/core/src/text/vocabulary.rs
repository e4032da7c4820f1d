//! The words that any phrase or cue is made of, found in a few instructions per word of a note.
//!
//! Every word has an *entry*. Cues are matched by entry; concepts by *stem*, a class of entries that are the same but
//! for an ending or an equivalent (`wt`, `weight`). A word one letter away from a long concept word is read as that
//! word, unless it is itself a word that the language files or the rules know: a slip never turns one clinical word
//! into another.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::filter::{Filter, mixed};
use super::language::Language;
use super::token::{Resolve, fold_char, fold_word, folded, hash_word, join, next_power, step};

/// Reserved entries, below every real one.
pub(crate) const NUMBER: u32 = 1;
pub(crate) const YEAR: u32 = 2;
pub(crate) const ANY_WORD: u32 = 3;
/// Set in a token's entry when the word was read through a slip.
pub(crate) const SLIP: u32 = 1 << 31;

/// Words this long are read through a slip; in the shortest only two letters may have changed places (`kene`).
const SLIP_LETTERS: std::ops::RangeInclusive<usize> = 4..=24;
const SHORT_SLIP: usize = 4;
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
    filter: Filter<'static>,
    /// Stems of the words in which slips are forgiven.
    slip_stems: Vec<u32>,
    /// Made when the first unknown word is read: half of what making a vocabulary takes.
    slips: OnceLock<Slips>,
    marks: Vec<u32>,
    /// What is asked of every word of every note, kept apart from the entries to stay in the fastest memory.
    flags: Vec<u8>,
    stems: Vec<u32>,
}

/// Common English words: none of them is taken for a slip of another word.
fn english() -> Filter<'static> {
    Filter::of_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/english.bin")))
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
        let mut key = hash_word(word);
        while let Some(id) = self.by_hash.get(&key).copied() {
            if self.entry(id).is_some_and(|entry| entry.word == word) {
                return id;
            }
            key = key.wrapping_add(1);
        }
        let id = u32::try_from(self.entries.len()).unwrap_or(0);
        self.entries.push(Entry {
            word: word.to_owned(),
            stem: id,
        });
        self.by_hash.insert(key, id);
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
        let mut found = Forms::default();
        for id in concept_words {
            found.of(self.entry(*id).map_or("", |entry| &entry.word), &language.endings);
            for form in found.iter() {
                let other = self.intern(form);
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
        for hash in self.by_hash.keys() {
            self.filter.add(*hash);
        }
        self.marks = vec![0; 128];
        for (id, entry) in (0u32..).zip(&self.entries).skip(4) {
            let mut chars = entry.word.chars();
            if let (Some(mark), None) = (chars.next(), chars.next())
                && let Some(place) = self
                    .marks
                    .get_mut(usize::try_from(u32::from(mark)).unwrap_or(usize::MAX))
            {
                *place = id;
            }
        }
        self.slip_stems = concept_stems.to_vec();
        self.slip_stems.sort_unstable();
        self.slip_stems.dedup();
        self.slips = OnceLock::new();
    }

    fn slips(&self) -> &Slips {
        self.slips.get_or_init(|| {
            let mut keys = Vec::with_capacity(self.entries.len().saturating_mul(8));
            for (id, entry) in (0u32..).zip(&self.entries).skip(4) {
                let plain = entry.word.bytes().all(|byte| byte.is_ascii_lowercase());
                if plain
                    && SLIP_LETTERS.contains(&entry.word.len())
                    && self.slip_stems.binary_search(&entry.stem).is_ok()
                {
                    slip_keys(entry.word.as_bytes(), |key| keys.push((key, id)));
                }
            }
            Slips::new(&keys)
        })
    }

    /// The concept word that `typed`, an unknown word of plain letters, is one slip away from.
    fn slip(&self, hash: u64, typed: &[u8]) -> Option<u32> {
        let length = typed.len();
        if !(SLIP_LETTERS.start().saturating_sub(1)..=SLIP_LETTERS.end().saturating_add(1)).contains(&length) {
            return None;
        }
        let slips = self.slips();
        let found = self.nearest(slips, hash, typed);
        if found.is_some() {
            return found;
        }
        let backs = Backs::of(typed);
        let mut front = 0u64;
        for (place, byte) in typed.iter().enumerate() {
            if place > 0
                && let Some(key) = backs.without(place, front)
                && let Some(found) = self.nearest(slips, key, typed)
            {
                return Some(found);
            }
            front = step(front, u64::from(byte | 0x20));
        }
        None
    }

    fn nearest(&self, slips: &Slips, key: u64, typed: &[u8]) -> Option<u32> {
        if !slips.filter.may_hold(key) {
            return None;
        }
        let typed: String = typed.iter().map(|byte| char::from(byte | 0x20)).collect();
        slips.of(key).find(|id| {
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
        if letters
            && typed.len() >= *SLIP_LETTERS.start()
            && !english().surely_may_hold(hash)
            && let Some(id) = self.slip(hash, typed)
        {
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

/// Words by the hashes of what is left of them without one letter: buckets of (rest of the hash, word), one after
/// another, because a list for each of half a million hashes would take longer to make than to use.
#[derive(Clone, Debug, Default)]
struct Slips {
    filter: Filter<'static>,
    /// Where each bucket begins; one more for the end of the last.
    first: Vec<u32>,
    words: Vec<(u32, u32)>,
    shift: u32,
}

impl Slips {
    fn new(keys: &[(u64, u32)]) -> Self {
        let buckets = (keys.len() / 4).next_power_of_two().clamp(1 << 4, 1 << 20);
        let mut out = Self {
            filter: Filter::with_room(keys.len()),
            first: vec![0; buckets.saturating_add(1)],
            words: vec![(0, 0); keys.len()],
            shift: 64_u32.saturating_sub(buckets.trailing_zeros()),
        };
        for (key, _) in keys {
            out.filter.add(*key);
            let bucket = out.bucket(*key);
            if let Some(count) = out.first.get_mut(bucket.saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for count in &mut out.first {
            sum = sum.saturating_add(*count);
            *count = sum;
        }
        let mut next = out.first.clone();
        for (key, id) in keys {
            let bucket = out.bucket(*key);
            if let Some(place) = next.get_mut(bucket) {
                if let Some(slot) = usize::try_from(*place).ok().and_then(|place| out.words.get_mut(place)) {
                    *slot = (rest(*key), *id);
                }
                *place = place.saturating_add(1);
            }
        }
        out
    }

    fn bucket(&self, key: u64) -> usize {
        usize::try_from(mixed(key).wrapping_shr(self.shift)).unwrap_or(0)
    }

    /// The words of a hash, those first known first.
    fn of(&self, key: u64) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(key);
        let place = |bucket: usize| {
            let place = self.first.get(bucket).copied().unwrap_or(0);
            usize::try_from(place).unwrap_or(0)
        };
        let words = self.words.get(place(bucket)..place(bucket.saturating_add(1)));
        let wanted = rest(key);
        let words = words.unwrap_or_default().iter();
        words.filter(move |(rest, _)| *rest == wanted).map(|(_, id)| *id)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash")]
const fn rest(key: u64) -> u32 {
    key as u32
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

/// Classes of entries that count as one; each is called by its lowest number.
#[derive(Debug, Default)]
struct Classes {
    parent: Vec<u32>,
}

impl Classes {
    fn of(&self, id: u32) -> u32 {
        let parent = usize::try_from(id).ok().and_then(|id| self.parent.get(id));
        parent.copied().unwrap_or(id)
    }

    fn root(&self, id: u32) -> u32 {
        let mut root = id;
        while self.of(root) != root {
            root = self.of(root);
        }
        root
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        while self.parent.len() <= usize::try_from(high).unwrap_or(0) {
            self.parent.push(u32::try_from(self.parent.len()).unwrap_or(u32::MAX));
        }
        if let Some(parent) = usize::try_from(high).ok().and_then(|id| self.parent.get_mut(id)) {
            *parent = low;
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

/// The forms that a word takes with other endings, sorted; one buffer for all words.
#[derive(Debug, Default)]
struct Forms {
    text: String,
    found: Vec<(usize, usize)>,
}

impl Forms {
    fn of(&mut self, word: &str, endings: &[Vec<String>]) {
        self.text.clear();
        self.found.clear();
        if !word.bytes().all(|byte| byte.is_ascii_lowercase()) || word.len() < STEM_LETTERS {
            return;
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
                for other in row {
                    let start = self.text.len();
                    self.text.push_str(stem);
                    self.text.push_str(other);
                    self.found.push((start, self.text.len()));
                }
            }
        }
        let text = &self.text;
        let form = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or_default();
        self.found.sort_unstable_by(|left, right| form(left).cmp(form(right)));
        self.found.dedup_by(|left, right| form(left) == form(right));
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.found.iter().filter_map(|(start, end)| self.text.get(*start..*end))
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

fn same(word: &str, letters: bool, typed: &[u8]) -> bool {
    if letters {
        return word.as_bytes().eq_ignore_ascii_case(typed);
    }
    let Ok(typed) = std::str::from_utf8(typed) else {
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
