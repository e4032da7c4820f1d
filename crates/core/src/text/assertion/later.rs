//! What a note says later of what it left in doubt: `?PE … CTPA: no PE`, `sent as ?CES, scan showed nothing`. Not beyond its
//! line.

use crate::text::clauses::{Found, Place, View};
use crate::text::token::{Gap, Kind, Token};
use crate::text::words::Says;

/// A later word on it is looked for among so many tokens.
const AHEAD: usize = 90;
/// A result that doesn't name what it excludes speaks of what stood so near before it.
const NEAR: usize = 24;
/// So many words may stand between a denial and the words that it repeats.
const BETWEEN: usize = 3;

impl View<'_> {
    /// The words that deny later, on the same line, what is in doubt at `place`.
    pub(super) fn excluded_later(&self, place: Place) -> Option<Found> {
        let ahead = place.to..self.tokens.len().min(place.to.saturating_add(AHEAD));
        for at in ahead {
            if self.token(at).is_none_or(|token| token.gap == Gap::Line) {
                return None;
            }
            if at.saturating_sub(place.to) < NEAR
                && let Some(cue) = self
                    .cues_over(at)
                    .find(|cue| cue.from == at && self.group(*cue).is_some_and(|group| group.says == Says::Excludes))
            {
                return Some(cue);
            }
            if self.repeats(place, at)
                && let Some(cue) = self.denied_at(at, at.saturating_add(place.to.saturating_sub(place.from)))
            {
                return Some(cue);
            }
        }
        None
    }

    /// Whether the words of the mention stand at `at` once more.
    fn repeats(&self, place: Place, at: usize) -> bool {
        let mut pairs = (place.from..place.to).zip(at..);
        let mut words = false;
        pairs.all(|(own, other)| {
            let (Some(own), Some(other)) = (self.token(own), self.token(other)) else {
                return false;
            };
            words |= own.kind == Kind::Word;
            own.kind == other.kind && self.same_word(own, other)
        }) && words
    }

    fn same_word(&self, own: &Token, other: &Token) -> bool {
        if own.entry != 0 {
            return own.entry == other.entry;
        }
        let typed = |token: &Token| {
            let (start, end) = (usize::try_from(token.start).ok()?, usize::try_from(token.end).ok()?);
            self.text.get(start..end)
        };
        typed(own)
            .zip(typed(other))
            .is_some_and(|(own, other)| own.eq_ignore_ascii_case(other))
    }

    /// A denial right before or right after words.
    fn denied_at(&self, from: usize, to: usize) -> Option<Found> {
        let denies = |cue: &Found, forward: bool| {
            self.group(*cue)
                .is_some_and(|group| group.says == Says::Absent && group.reaches(forward))
        };
        for back in 1..=BETWEEN {
            let before = from.checked_sub(back)?;
            if let Some(cue) = self.cues_over(before).find(|cue| cue.to <= from && denies(cue, true)) {
                return Some(cue);
            }
            if self.mark_at(before) != 0 {
                break;
            }
        }
        self.cues_over(to).find(|cue| cue.from == to && denies(cue, false))
    }
}
