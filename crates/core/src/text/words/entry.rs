//! The numbers that words are known by. Nothing of the words.

/// Reserved entries, below every real one.
pub(crate) const NUMBER: u32 = 1;
pub(crate) const YEAR: u32 = 2;
pub(crate) const ANY_WORD: u32 = 3;
/// Set in a token's entry when the word was read through a slip.
pub(crate) const SLIP: u32 = 1 << 31;

/// Entries below the first word's.
pub(crate) const RESERVED: u32 = 4;

/// An entry's place in the tables.
pub(crate) fn place(id: u32) -> usize {
    usize::try_from(id & !SLIP).unwrap_or(usize::MAX)
}
