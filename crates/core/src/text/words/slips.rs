//! The word that an unknown one is a slip of: one letter wrong, missing or too many, or two that changed places.
//! Not what the word says.

use super::entry::{RESERVED, place as place_of};
use crate::flat::{Change, Numbers, Words};

/// Words this long are read through a slip; in the shortest only two letters may have changed places (`kene`).
pub(crate) const SLIP_LETTERS: std::ops::RangeInclusive<usize> = 4..=24;
const SHORT_SLIP: usize = 4;

/// The concept word that `typed`, an unknown word of plain letters, is one slip away from. A letter left out is the
/// likeliest slip; of the others the one nearest to the beginning, where words differ most. Of several words the one that
/// the rules write first.
pub(super) fn meant(words: &Words, slips: &Numbers, typed: &[u8]) -> Option<u32> {
    let length = typed.len();
    if !(SLIP_LETTERS.start().saturating_sub(1)..=SLIP_LETTERS.end().saturating_add(1)).contains(&length) {
        return None;
    }
    let mut letters = [0u8; 32];
    let letters = letters.get_mut(..length)?;
    for (letter, typed) in letters.iter_mut().zip(typed) {
        *letter = typed | 0x20;
    }
    let letters: &[u8] = letters;
    let mut best: Option<(usize, u32, u32)> = None;
    words.near(letters, |number, change| {
        let (meant, place) = match change {
            Change::Missing => (length.saturating_add(1), 0),
            Change::Surplus(place) => (length.saturating_sub(1), run(letters, place)),
            Change::Wrong(place) | Change::Swapped(place) => (length, run(letters, place)),
        };
        let long = meant > SHORT_SLIP || matches!(change, Change::Swapped(_));
        let id = number.saturating_add(RESERVED);
        let early = slips.get(place_of(id)).unwrap_or(0);
        let found = (place, early, id);
        if long && early > 0 && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    });
    best.map(|(_, _, id)| id)
}

/// Where the same letters as at a place begin, the first of the word left out.
fn run(letters: &[u8], place: usize) -> usize {
    let before = letters.get(1..place).unwrap_or_default().iter().rev();
    let alike = before.take_while(|letter| letters.get(place) == Some(*letter)).count();
    place.saturating_sub(alike)
}
