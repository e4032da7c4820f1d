//! What the note has said so far, carried over the end of a sentence: who is spoken of, and what is said of the sign in
//! the sentence after it. A new line carries nothing.

use super::walk::Decided;
use crate::record::Sex;
use crate::text::clauses::{Found, Place, View, sentence_around};
use crate::text::token::{Gap, Kind, large};
use crate::text::words::{Answer, Axis, Known, Says};

/// So many sentences back a person is looked for.
const BACK: usize = 3;
/// A caller is named at most so many words before.
const CALLER: usize = 40;

impl View<'_> {
    /// Who the sentence that begins at `start` goes on about, where it begins with a pronoun that isn't the patient's.
    pub(super) fn carried_person(&self, start: usize, upto: usize) -> Option<Found> {
        let mut start = start;
        for _ in 0..BACK {
            if self.token(start).is_none_or(|token| token.gap == Gap::Line) {
                return None;
            }
            let word = (start..start.saturating_add(2)).find(|at| {
                [Known::He, Known::She, Known::It]
                    .iter()
                    .any(|class| self.class(*at, *class))
            })?;
            if (word..upto).any(|at| self.turns_to_patient(at)) {
                return None;
            }
            let (before, end) = sentence_around(self.ends, start.checked_sub(1)?);
            let mut decided = Decided::default();
            self.walk_left(Place { from: end, to: end }, before, &mut decided);
            match decided.on(Axis::Person) {
                Some(owner) => return self.stands_for(word, owner).then_some(owner),
                None => match self.named_before(word, before, end) {
                    Some(owner) => return Some(owner),
                    None => start = before,
                },
            }
        }
        None
    }

    /// A relative who was named as a reporter, where a pronoun can't be the patient's.
    fn named_before(&self, word: usize, from: usize, to: usize) -> Option<Found> {
        let he = self.another(Found {
            group: u16::MAX,
            from: word,
            to: word.saturating_add(1),
        })?;
        let named = (from..to).rev().find(|at| self.is_of(*at, he))?;
        self.cue_over(named)
    }

    /// Whether a sentence about another turns to the patient: `She says he is confused`.
    fn turns_to_patient(&self, at: usize) -> bool {
        let of_patient = match self.sex {
            Some(Sex::Female) => self.class(at, Known::She),
            Some(Sex::Male) => self.class(at, Known::He),
            None => false,
        };
        of_patient || self.class(at, Known::Report)
    }

    /// `Caller: daughter. Mum confused`: whom a caller or companion named before calls `mum` is the patient.
    pub(super) fn is_the_one_called_about(&self, owner: Found, start: usize) -> bool {
        let begins = owner.from <= start.saturating_add(1)
            || owner
                .from
                .checked_sub(1)
                .is_some_and(|before| matches!(self.mark_at(before), b':' | b'-' | b';'));
        if !(owner.from..owner.to).any(|at| self.class(at, Known::Elder)) || !begins {
            return false;
        }
        (owner.from.saturating_sub(CALLER)..owner.from).any(|at| {
            self.class(at, Known::Younger)
                && (self
                    .cues_over(at)
                    .any(|cue| self.group(cue).is_some_and(|group| group.says == Says::Nothing))
                    || (1..=5).any(|on| self.says(at.saturating_add(on), Says::Reporter)))
        })
    }

    /// Whether a pronoun stands for a person or animal named before.
    fn stands_for(&self, word: usize, owner: Found) -> bool {
        let stranger = self.group(owner).is_some_and(|group| group.says == Says::Stranger);
        if self.class(word, Known::It) {
            return stranger;
        }
        let of = |class| (owner.from..owner.to).any(|at| self.class(at, class));
        let pronoun = Found {
            group: u16::MAX,
            from: word,
            to: word.saturating_add(1),
        };
        self.another(pronoun).is_some()
            && (stranger
                || (self.class(word, Known::He) && of(Known::MaleRelative))
                || (self.class(word, Known::She) && of(Known::FemaleRelative)))
    }

    /// A sentence that says of its own first word that it is gone: `Pain has settled.`
    pub(super) fn says_of_itself(&self, place: Place, decided: &mut Decided) {
        let covers = |cue: &Found| cue.from <= place.from && cue.to > place.to;
        let itself = (place.from..place.to)
            .flat_map(|at| self.cues_over(at))
            .find(|cue| cue.to >= place.to && self.group(*cue).is_some_and(|group| group.itself));
        if let Some(cue) = itself
            && let Some(axis) = self.group(cue).and_then(|group| group.says.axis())
        {
            decided.set(axis, Some(cue));
        }
        // A remark (`All settled now`) is no complaint that is gone.
        let one = place.to.saturating_sub(place.from) == 1;
        for cue in self.cues_over(place.from).filter(covers).filter(|_| one) {
            if let Some(group) = self.group(cue).filter(|group| group.follows)
                && let Some(axis) = group.says.axis()
            {
                decided.set(axis, Some(cue));
            }
        }
    }

    /// A span that was given with its own denial or doubt: `no vomiting`, `?MSCC`, `foot drop none`. What can't be done
    /// or felt, or is lost or absent, is the sign itself: `can't feel the paper`, `ankle jerks absent`.
    pub(super) fn says_within(&self, place: Place, decided: &mut Decided) {
        let whole =
            |cue: &Found| cue.from >= place.from && cue.to <= place.to && (cue.from, cue.to) != (place.from, place.to);
        for cue in self.cues_over(place.from).filter(whole) {
            let Some(group) = self.group(cue).filter(|group| group.reaches(true)) else {
                continue;
            };
            if let Some(axis) = group.says.axis()
                && (axis == Axis::Possible || axis == Axis::Absent && self.plainly_denies(cue))
                && cue.to < place.to
                && !decided.has(axis)
            {
                decided.set(axis, Some(cue));
            }
        }
        let Some(last) = place.to.checked_sub(1) else { return };
        for cue in self.cues_over(last).filter(|cue| whole(cue) && cue.to == place.to) {
            let denies = self.group(cue).is_some_and(|group| {
                group.reaches(false) && (group.says == Says::Absent || group.answer == Some(Answer::No))
            });
            if denies && self.plainly_denies(cue) && !decided.has(Axis::Absent) {
                decided.set(Axis::Absent, Some(cue));
            }
        }
    }

    /// Whether a denial is `no` or one of its like, which no sign is made of.
    pub(crate) fn plainly_denies(&self, cue: Found) -> bool {
        const PLAIN: [&str; 16] = [
            "no", "nil", "nae", "none", "denies", "denied", "denying", "without", "neg", "negative", "non", "never",
            "n", "zero", "0", "-",
        ];
        self.token(cue.from).is_some_and(|token| {
            let typed = self.text.get(large(token.start)..large(token.end)).unwrap_or_default();
            PLAIN.iter().any(|plain| typed.eq_ignore_ascii_case(plain))
        })
    }

    /// What the sentence after says of the signs before it: `Pain gone.` `All settled.` `Now back.`
    pub(super) fn follow_on(&self, place: Place, end: usize, decided: &mut Decided) {
        let Some(next) = self.token(end) else { return };
        if next.gap == Gap::Line {
            if let Some(below) = self.said_below(place, end)
                && let Some(axis) = self.group(below).and_then(|group| group.says.axis())
                && !decided.has(axis)
                && !self.item_is_affirmed(place, sentence_around(self.ends, place.from).0)
            {
                decided.set(axis, Some(below));
            }
            return;
        }
        for cue in self.cues_over(end).filter(|cue| cue.from == end) {
            let Some(group) = self.group(cue).filter(|group| group.follows) else {
                continue;
            };
            let whole = !group.alone
                || self
                    .token(cue.to)
                    .is_none_or(|next| next.kind == Kind::Mark || next.gap >= Gap::Wide);
            if let Some(axis) = group.says.axis()
                && whole
                && self.is_spoken_of(cue, place)
                && !decided.has(axis)
            {
                decided.set(axis, Some(cue));
            }
        }
    }

    /// Whether what a sentence says of the one before it can be said of a sign: `Pain gone` is said of no weakness.
    fn is_spoken_of(&self, cue: Found, place: Place) -> bool {
        !self.class(cue.from, Known::Pain) || (place.from..place.to).any(|at| self.class(at, Known::Pain))
    }
}
