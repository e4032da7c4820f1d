//! The words of a note with what each says for every sign, so that any stretch of the note is scored by adding up.
//!
//! A stretch counts every feature as often as it stands there, and its length is that of its features one by one. So what a
//! word adds does not hang on the words around it, and the sums, being of whole numbers, not on their order.

use crate::features::{WORDS, each_word, hash, pair};
use crate::model::{Likeness, Scores};

/// What one word says: for every class the sum of its features, and the square of their length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    pub(crate) each: Box<[i32]>,
    pub(crate) square: i32,
}

/// One word of a note.
#[derive(Debug)]
struct Word<'m> {
    start: usize,
    end: usize,
    /// The place of the feature that it makes with the word before.
    pair: Option<u32>,
    says: Option<Says<'m>>,
}

/// What a word says: often met and kept by the model, or made for this note.
#[derive(Debug)]
enum Says<'m> {
    Kept(&'m Sums),
    Own(Sums),
}

impl std::ops::Deref for Says<'_> {
    type Target = Sums;
    fn deref(&self) -> &Sums {
        match self {
            Self::Kept(sums) => sums,
            Self::Own(sums) => sums,
        }
    }
}

/// The words of a note.
#[derive(Debug)]
pub struct Words<'m> {
    likeness: &'m Likeness,
    text: &'m str,
    words: Vec<Word<'m>>,
    sums: Vec<i32>,
}

impl<'m> Words<'m> {
    /// Cuts a note into words.
    #[must_use]
    pub fn of(likeness: &'m Likeness, text: &'m str) -> Self {
        let mut words = Vec::with_capacity(text.len().div_ceil(5));
        let mut before = None;
        each_word(text, |letters, start, end| {
            let hash = hash(letters);
            words.push(Word {
                start,
                end,
                pair: before.map(|before| pair(before, hash)),
                says: likeness.kept(letters, hash).map(Says::Kept),
            });
            before = Some(hash);
            true
        });
        Self {
            likeness,
            text,
            words,
            sums: Vec::new(),
        }
    }

    /// Scores what begins in the bytes `start` to `end` for every class: about 1 for words surely of the class, -1 for words
    /// surely not.
    pub fn score(&mut self, start: usize, end: usize, scores: &mut Scores) {
        let first = self.words.partition_point(|word| word.start < start);
        let (likeness, text, sums) = (self.likeness, self.text, &mut self.sums);
        sums.clear();
        sums.resize(likeness.names().len(), 0);
        let mut square = 0i32;
        let stretch = self.words.get_mut(first..).unwrap_or_default().iter_mut();
        for (place, word) in stretch.take(WORDS).enumerate() {
            if word.start >= end {
                break;
            }
            let own = word.start..word.end;
            let says = word
                .says
                .get_or_insert_with(|| Says::Own(made(likeness, text.get(own).unwrap_or_default())));
            // Far from overflowing: at most 96 words of 90 features, each at most 255 by 127.
            for (sum, says) in sums.iter_mut().zip(&says.each) {
                *sum = sum.wrapping_add(*says);
            }
            square = square.saturating_add(says.square);
            if let Some(pair) = word.pair.filter(|_| place > 0) {
                square = square.saturating_add(likeness.add(pair, sums));
            }
        }
        likeness.evened(sums, square, scores);
    }
}

/// What a word says that the model does not keep.
fn made(likeness: &Likeness, word: &str) -> Sums {
    let mut sums = Sums::default();
    each_word(word, |letters, _, _| {
        sums = likeness.sums(letters);
        false
    });
    sums
}
