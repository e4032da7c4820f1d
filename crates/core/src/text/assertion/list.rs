//! Lists: which items a denial reaches, and what the line below a list says of it. Not what else a cue says.

use crate::text::clauses::{Found, Place, View};
use crate::text::token::{Gap, Kind};
use crate::text::words::{Group, Known, Says};

/// The line below a list is looked for over so many lines.
const LINES: usize = 16;
/// A line of a list has at most so many words and marks.
const LINE: usize = 48;
/// An item of a list without bullets has at most so many words.
const ITEM: usize = 6;

impl View<'_> {
    /// Whether the sign itself begins with a denial (`not eating`).
    pub(super) fn begins_with_denial(&self, place: Place) -> bool {
        self.begins_with(place, |group| group.says == Says::Absent)
    }

    /// Whether the sign itself begins with a cue of a kind.
    fn begins_with(&self, place: Place, kind: impl Fn(&Group) -> bool) -> bool {
        let mut begins = false;
        let fits = |group: &u16| self.lexicon.group(*group).is_some_and(&kind);
        let own = self.tokens.get(..place.to).unwrap_or_default();
        self.lexicon
            .cues
            .walk(&self.lexicon.vocabulary, own, place.from, |groups, _| {
                begins |= groups.iter().any(fits);
            });
        begins
    }

    /// Whether a denial beyond a comma says nothing of the mention: what it denies is no complaint (`no allergies, legs
    /// weak`), has a length of its own or is there (`never had legs like this, can't stand`), or the mention is a denial itself
    /// (`no fever, not eating`) or what can't be done (`no fever, can't pass urine`).
    pub(super) fn begins_no_list(&self, cue: Found, place: Place) -> bool {
        // `groin lump none, cellulitis`: an answer to what stands before it.
        if self.mark_at(cue.to) == b',' {
            return true;
        }
        let mut item = (cue.from..place.from).take_while(|at| self.mark_at(*at) != b',');
        item.any(|at| {
            self.class(at, Known::Unlisted)
                || self.says(at, Says::Stands)
                || at >= cue.to && self.lexicon.durations.starts(self.tokens, at)
        }) || self.begins_with(place, |group| matches!(group.says, Says::Absent | Says::Nothing))
    }

    /// Whether a denial is the answer of a form item before it: between a colon and another mark.
    pub(super) fn answers_before(&self, cue: Found) -> bool {
        cue.from
            .checked_sub(1)
            .is_some_and(|before| self.mark_at(before) == b':')
            && matches!(self.mark_at(cue.to), b'/' | b',' | b';' | b'|')
    }

    /// Whether a denial beyond a comma answers the item that it stands at, and no list: `leg weakness, PMH nil`,
    /// `leg weakness, cough nil`, but not `weakness, numbness or cough: nil`.
    pub(super) fn answers_another(&self, cue: Found, place: Place) -> bool {
        let comma = (place.to..cue.from).rev().find(|at| self.mark_at(*at) == b',');
        let Some(last) = comma else {
            return (place.to..cue.from).any(|at| self.class(at, Known::Unlisted));
        };
        let mut item = last.saturating_add(1)..cue.from;
        let bare = cue.to == cue.from.saturating_add(1);
        let hangs = bare
            && cue
                .from
                .checked_sub(1)
                .is_some_and(|before| before > last && self.mark_at(before) == 0);
        item.clone().any(|at| self.class(at, Known::Unlisted)) || hangs && !item.any(|at| self.says(at, Says::Joins))
    }

    /// Whether a denial after a list is said of all of it: `weakness, numbness and incontinence denied`. Its last item is joined
    /// by a word, and none has a length or a statement of its own.
    pub(super) fn closes_list(&self, cue: Found, place: Place) -> bool {
        let Some(last) = (place.to..cue.from).rev().find(|at| self.mark_at(*at) == b',') else {
            return false;
        };
        let joined = |at: usize| self.says(at, Says::Joins) || self.class(at, Known::Open);
        let stated = |at: usize| self.says(at, Says::Affirmed) || self.lexicon.durations.starts(self.tokens, at);
        (last..cue.from).any(joined) && !(place.to..cue.from).any(stated)
    }

    /// Whether the list item that holds the mention is stated for itself, so that a denial before the comma doesn't
    /// reach it: `no fever, cough 2/52`.
    pub(super) fn item_is_affirmed(&self, place: Place, from: usize) -> bool {
        let ends_item = |mark: u8| matches!(mark, b',' | b';' | b'.' | b'-' | b':' | b'(' | b')');
        let mut affirmed = (place.from..place.to).any(|at| self.says(at, Says::Affirmed));
        for at in place.to..place.to.saturating_add(10) {
            let Some(token) = self.token(at) else { break };
            if token.gap == Gap::Line || ends_item(self.mark_at(at)) {
                break;
            }
            if self.says(at, Says::Joins) {
                return false;
            }
            // `incontinence + dementia` joins, `incontinence+` states.
            let plus =
                self.mark_at(at) == b'+' && token.gap >= Gap::Space && token.end.saturating_sub(token.start) == 1;
            if self.says(at, Says::Affirmed) {
                affirmed |= !plus;
            } else if self.cue_over(at).is_some() {
                break;
            }
            if self.lexicon.durations.starts(self.tokens, at) {
                affirmed = true;
            }
        }
        let mut at = place.from;
        while at > from {
            at = at.saturating_sub(1);
            if ends_item(self.mark_at(at)) {
                break;
            }
            if self.says(at, Says::Joins) || self.says(at, Says::Absent) {
                return false;
            }
            affirmed |= self.says(at, Says::Affirmed) || self.says(at, Says::Ongoing);
            if place.from.saturating_sub(at) > 10 {
                break;
            }
        }
        affirmed
    }

    /// `None of the above` on a line of its own, which is said of the list on the lines before it. `end` is where the sentence of the
    /// mention ends.
    pub(super) fn said_below(&self, place: Place, end: usize) -> Option<Found> {
        let starts = |at: &usize| self.token(*at).is_none_or(|token| token.gap == Gap::Line);
        let own = (0..=place.from).rev().take(ITEM.saturating_add(LINES));
        let own = own.into_iter().find(starts).unwrap_or(place.from);
        // One statement above it is no list.
        let above = own
            .checked_sub(1)
            .and_then(|last| (0..=last).rev().take(ITEM).find(starts));
        let mut several = above.is_some_and(|above| self.is_item(above, own))
            || (own..end).any(|at| matches!(self.mark_at(at), b',' | b'/') || self.says(at, Says::Joins));
        let mut line = end;
        for number in 0..LINES {
            self.token(line).filter(|token| token.gap == Gap::Line)?;
            let mut after = (line.saturating_add(1)..=self.tokens.len()).take(LINE);
            let next = after.find(starts)?;
            let below = self.cues_over(line).find(|cue| {
                let said = self.group(*cue).is_some_and(|group| group.follows && group.whole_list);
                said && cue.from == line && (cue.to..next).all(|at| self.mark_at(at) != 0)
            });
            if below.is_some() {
                return below.filter(|_| several);
            }
            several = true;
            if number == 0 && !self.is_item(own, end) || !self.is_item(line, next) {
                return None;
            }
            line = next;
        }
        None
    }

    /// Whether a line is an item of a list: it has a bullet, or few words that state nothing.
    fn is_item(&self, from: usize, to: usize) -> bool {
        let stated = |cue: Found| {
            self.group(cue).is_some_and(|group| {
                matches!(
                    group.says,
                    Says::Absent | Says::Affirmed | Says::Answer | Says::Ongoing | Says::Patient | Says::Reporter
                )
            })
        };
        let plain = |at: usize| {
            let word = self.token(at).is_some_and(|token| token.kind == Kind::Word);
            word && !self.cues_over(at).any(stated) || matches!(self.mark_at(at), b'/' | b',')
        };
        matches!(self.mark_at(from), b'-' | b'*' | b'>') || to.saturating_sub(from) <= ITEM && (from..to).all(plain)
    }
}
