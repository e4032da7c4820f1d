//! Words that are met often, each with what it says once it has been met. What is kept changes how long an answer takes, never
//! the answer.

use std::sync::OnceLock;

use crate::words::Sums;

/// Words by the highest byte of their hash.
const SHELVES: usize = 256;

/// A word with its letters, because two words may have one hash.
#[derive(Debug)]
struct Word {
    letters: Box<[u32]>,
    sums: Sums,
}

/// The words that a model keeps: those that its examples say most often, and no others, so that strange words never fill it.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    hashes: Vec<u32>,
    /// Where the words of each shelf begin; one more for the end of the last.
    shelves: Vec<u16>,
    words: Vec<OnceLock<Box<Word>>>,
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::of(self.hashes.clone())
    }
}

impl Kept {
    /// For words with these hashes, ascending.
    pub(crate) fn of(hashes: Vec<u32>) -> Self {
        let before = |shelf: usize| hashes.partition_point(|hash| shelf_of(*hash) < shelf);
        let shelves = (0..=SHELVES).map(|shelf| u16::try_from(before(shelf)).unwrap_or(u16::MAX));
        Self {
            shelves: shelves.collect(),
            words: hashes.iter().map(|_| OnceLock::new()).collect(),
            hashes,
        }
    }

    /// What a word says, made when it is first met; none for a word that is not kept.
    pub(crate) fn sums(&self, letters: &[u32], hash: u32, make: impl FnOnce() -> Sums) -> Option<&Sums> {
        let shelf = shelf_of(hash);
        let from = usize::from(*self.shelves.get(shelf)?);
        let to = usize::from(*self.shelves.get(shelf.saturating_add(1))?);
        let place = self.hashes.get(from..to)?.iter().position(|known| *known == hash)?;
        let word = self.words.get(from.saturating_add(place))?.get_or_init(|| {
            Box::new(Word {
                letters: letters.into(),
                sums: make(),
            })
        });
        (*word.letters == *letters).then_some(&word.sums)
    }
}

fn shelf_of(hash: u32) -> usize {
    usize::try_from(hash >> 24).unwrap_or(0)
}
