//! A piece of text as a sparse vector: words, pairs of words and pieces of words, hashed.
//!
//! Words are folded as the reader folds them (small letters, no apostrophes); every digit is read as `0`, because which
//! number stands there says nothing of the sign.

/// So many places the features are hashed to.
pub const BUCKETS: usize = 1 << 15;
/// Pieces of a word are so many characters long, its two ends included.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;
/// What comes after so many words is not looked at; a clause is shorter.
pub(crate) const WORDS: usize = 96;
/// Letters of a word beyond so many are not looked at.
const LETTERS: usize = 28;

/// The features of one text, made again for each; keeps its memory.
#[derive(Debug, Clone, Default)]
pub struct Features {
    found: Vec<u32>,
    /// Bucket and how often, by bucket.
    counts: Vec<(u32, u32)>,
}

const WORD: u32 = 0x811C_9DC5;
const PAIR: u32 = 0x9747_B28C;
const PIECE: u32 = 0x5BD1_E995;

pub(crate) const fn step(hash: u32, unit: u32) -> u32 {
    (hash ^ unit).wrapping_mul(0x0100_0193)
}

/// Spreads a hash over its lower bits.
pub(crate) fn bucket(hash: u32) -> u32 {
    let mixed = (hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D);
    let mixed = (mixed ^ (mixed >> 12)).wrapping_mul(0x297A_2D39);
    (mixed ^ (mixed >> 15)) & (u32::try_from(BUCKETS).unwrap_or(u32::MAX).wrapping_sub(1))
}

/// One character folded: `None` where it is no letter or digit.
fn fold(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        return Some('0');
    }
    if c.is_ascii_alphabetic() {
        return Some(c.to_ascii_lowercase());
    }
    if c.is_ascii() {
        return (c == '?').then_some('?');
    }
    c.is_alphanumeric().then(|| c.to_lowercase().next().unwrap_or(c))
}

pub(crate) fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{B4}' | '\u{2032}')
}

impl Features {
    /// Cuts a text into features.
    pub fn of(&mut self, text: &str) -> &[(u32, u32)] {
        self.found.clear();
        let found = &mut self.found;
        let mut before = None;
        let mut words = 0usize;
        each_word(text, |letters, _, _| {
            words = words.saturating_add(1);
            if words > WORDS {
                return false;
            }
            let hash = hash(letters);
            found.extend(before.map(|before| pair(before, hash)));
            word_features(letters, |bucket| found.push(bucket));
            before = Some(hash);
            true
        });
        self.counted()
    }

    /// The features of what stands around the bytes `start` to `end` of a text.
    pub fn around(&mut self, text: &str, start: usize, end: usize) -> &[(u32, u32)] {
        self.found.clear();
        crate::context::features(text, start, end, &mut self.found);
        self.counted()
    }

    fn counted(&mut self) -> &[(u32, u32)] {
        self.found.sort_unstable();
        self.counts.clear();
        for bucket in &self.found {
            match self.counts.last_mut() {
                Some((last, count)) if last == bucket => *count = count.saturating_add(1),
                _ => self.counts.push((*bucket, 1)),
            }
        }
        &self.counts
    }
}

/// A word's own hash.
pub(crate) fn hash(letters: &[u32]) -> u32 {
    letters.iter().fold(WORD, |hash, letter| step(hash, *letter))
}

/// The feature of a word and the one before it, by their hashes.
pub(crate) fn pair(before: u32, hash: u32) -> u32 {
    bucket(step(step(PAIR, before), hash))
}

/// One word's own features: itself and its pieces.
pub(crate) fn word_features(letters: &[u32], mut each: impl FnMut(u32)) {
    each(bucket(hash(letters)));
    let space = u32::from(' ');
    let length = letters.len().saturating_add(2);
    let at = |place: usize| match place.checked_sub(1) {
        None => space,
        Some(place) => letters.get(place).copied().unwrap_or(space),
    };
    for start in 0..length {
        let mut piece = PIECE;
        for place in start..length.min(start.saturating_add(*PIECES.end())) {
            piece = step(piece, at(place));
            if PIECES.contains(&place.saturating_sub(start).saturating_add(1)) {
                each(bucket(piece));
            }
        }
    }
}

/// The letters of a word, as many as are looked at.
#[derive(Default)]
struct Letters {
    all: [u32; LETTERS],
    count: usize,
}

impl Letters {
    fn get(&self) -> &[u32] {
        self.all.get(..self.count).unwrap_or_default()
    }

    fn push(&mut self, letter: u32) {
        if let Some(slot) = self.all.get_mut(self.count) {
            *slot = letter;
            self.count = self.count.saturating_add(1);
        }
    }
}

/// Calls `each` with the folded letters of every word and the bytes where it begins and ends, until it says stop.
pub(crate) fn each_word(text: &str, mut each: impl FnMut(&[u32], usize, usize) -> bool) {
    let mut letters = Letters::default();
    let mut start = 0usize;
    let is_digit = |letter: u32| letter == u32::from('0');
    for (at, c) in text.char_indices() {
        if apostrophe(c) && letters.count > 0 {
            continue;
        }
        let folded = fold(c);
        let joins = folded.is_some_and(|folded| {
            let last = letters.get().last();
            folded != '?' && last.is_none_or(|last| is_digit(*last) == (folded == '0'))
        });
        if !joins && letters.count > 0 {
            if !each(letters.get(), start, at) {
                return;
            }
            letters.count = 0;
        }
        match folded {
            Some('?') if each(&[u32::from('?')], at, at.saturating_add(1)) => {}
            Some('?') => return,
            Some(folded) => {
                if letters.count == 0 {
                    start = at;
                }
                letters.push(u32::from(folded));
            }
            None => {}
        }
    }
    if letters.count > 0 {
        each(letters.get(), start, text.len());
    }
}

/// The words of a text with the features that each stands for, for explaining a score: its own, its pieces, and the
/// pair with the word before it.
#[must_use]
pub fn word_pieces(text: &str) -> Vec<(String, Vec<u32>)> {
    let mut out = Vec::new();
    let mut before = None;
    each_word(text, |letters, _, _| {
        let mut found = Vec::new();
        let hash = hash(letters);
        found.extend(before.map(|before| pair(before, hash)));
        word_features(letters, |bucket| found.push(bucket));
        before = Some(hash);
        let shown: String = letters.iter().filter_map(|letter| char::from_u32(*letter)).collect();
        out.push((shown, found));
        out.len() < WORDS
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(u32, u32)> {
        Features::default().of(text).to_vec()
    }

    #[test]
    fn case_apostrophes_and_spacing_say_nothing() {
        assert_eq!(of("Can't  CLIMB\u{a0}stairs"), of("cant climb stairs"));
        assert_eq!(of("can\u{2019}t climb, stairs"), of("can`t climb stairs"));
        assert_eq!(of("since 2019"), of("since 1987"));
        assert_ne!(of("legs weak"), of("weak legs"));
    }

    #[test]
    fn an_empty_text_has_no_feature() {
        assert!(of("").is_empty());
        assert!(of(" ,.;- ").is_empty());
    }

    #[test]
    fn one_endless_word_is_bounded() {
        assert!(of(&"x".repeat(100_000)).len() < 100);
        assert!(of(&"x y ".repeat(100_000)).len() < 1_000);
    }
}
