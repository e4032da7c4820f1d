//! Cuts a long text into pieces that are read one after another, so that the room that reading takes does not grow with the text.
//! Cuts are made where a new matter begins; what a heading before a cut says does not reach beyond it. Nothing of words.

use std::ops::Range;

use super::amount::Amount;
use super::assertion::Mention;
use super::characters::floor;
use super::measure::Measured;
use super::token::small;

/// A text up to twice this long, in bytes, is read as a whole: longer than any note and nearly any letter.
const PIECE: usize = 32 << 10;

/// The pieces of a text, in order and without a gap.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0usize;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let to = if text.len().saturating_sub(from) <= PIECE.saturating_mul(2) {
            done = true;
            text.len()
        } else {
            cut(text, from)
        };
        let piece = from..to;
        from = to;
        Some(piece)
    })
}

/// Where the piece that begins at `from` ends: in its second half, after the last blank line, else line, else sentence, else blank.
fn cut(text: &str, from: usize) -> usize {
    let middle = floor(text, from.saturating_add(PIECE / 2));
    let last = floor(text, from.saturating_add(PIECE));
    let half = text.get(middle..last).unwrap_or_default();
    let after = ["\n\n", "\r\n\r\n", "\n", ". ", " "]
        .into_iter()
        .find_map(|mark| half.rfind(mark).map(|at| at.saturating_add(mark.len())));
    after.map_or(last, |at| middle.saturating_add(at))
}

/// Puts what was found in a piece at its place in the whole text.
pub(crate) fn moved(by: usize, mentions: &mut [Mention], measured: &mut [Measured], unread: &mut [Range<u32>]) {
    let by = small(by);
    if by == 0 {
        return;
    }
    let on = |place: &mut u32| *place = place.saturating_add(by);
    let over = |range: &mut Range<u32>| {
        on(&mut range.start);
        on(&mut range.end);
    };
    for mention in mentions {
        on(&mut mention.start);
        on(&mut mention.end);
        over(&mut mention.scope);
        over(&mut mention.sentence);
        for cue in [&mut mention.cue, &mut mention.time_cue].into_iter().flatten() {
            on(&mut cue.start);
            on(&mut cue.end);
        }
    }
    for value in measured {
        on(&mut value.start);
        on(&mut value.end);
        let amounts = std::iter::once(&mut value.amount).chain(&mut value.previous);
        amounts.flat_map(Amount::spans).for_each(over);
    }
    unread.iter_mut().for_each(over);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<usize> {
        pieces(text).map(|piece| piece.end).collect()
    }

    #[test]
    fn all_of_a_value_is_moved() {
        let at = |by: u32| Measured {
            test: 0,
            amount: Amount {
                value: 9.0,
                unit: Some(by + 5..by + 7),
                rest: Some((3.0, by + 10..by + 12)),
            },
            previous: Some(Amount {
                value: 62.0,
                unit: Some(by + 20..by + 22),
                rest: None,
            }),
            out_of: None,
            comparator: None,
            start: by,
            end: by + 12,
            assertion: crate::record::Assertion::Present,
        };
        let mut values = [at(0)];
        moved(1000, &mut [], &mut values, &mut []);
        assert_eq!(values, [at(1000)]);
    }

    #[test]
    fn a_text_is_cut_where_a_new_matter_begins_and_nothing_is_left_out() {
        assert_eq!(cuts(""), [0]);
        assert_eq!(cuts(&"x".repeat(PIECE * 2)), [PIECE * 2]);
        // Nowhere to cut: by length, between characters.
        let long = format!("x{}", "é".repeat(PIECE * 2));
        assert!(cuts(&long).len() > 2 && cuts(&long).iter().all(|at| long.is_char_boundary(*at)));
        for mark in ["\n\n", "\r\n\r\n", "\n", ". ", " "] {
            let item = format!("word-and-another{mark}");
            let text = item.repeat(8 * PIECE / item.len());
            assert!(cuts(&text).len() > 6);
            for piece in pieces(&text).map(|piece| text.get(piece).unwrap_or_default().to_owned()) {
                assert!(piece.starts_with("word") && piece.ends_with(mark), "{mark:?}");
            }
            assert_eq!(cuts(&text).last(), Some(&text.len()));
        }
    }
}
