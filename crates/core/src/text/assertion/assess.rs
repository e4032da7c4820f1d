//! How a mention is meant: the nearest cue on each question that reaches it, and what they say together. Not which words are
//! a mention.

use super::mention::{Cue, Mention, Negation, Temporality};
use super::walk::Decided;
use crate::record::Assertion;
use crate::text::clauses::{Found, Place, Section, View, section_of, sentence_around};
use crate::text::context::NoteKind;
use crate::text::token::Kind;
use crate::text::words::{Answer, Axis, Known, Says};

/// So many tokens before a mention a length of time is looked for.
const BEFORE: usize = 6;
/// So many tokens after a mention a condition of its own is looked for.
const CONDITION: usize = 40;

impl View<'_> {
    /// Decides how the mention at `place` is meant. `absent_in_itself`: its phrase says that the sign is absent.
    pub(crate) fn assess(&self, place: Place, absent_in_itself: bool, mention: &mut Mention) {
        let sentence = sentence_around(self.ends, place.from);
        let mut decided = Decided::default();
        self.walk_left(place, sentence.0, &mut decided);
        self.walk_right(place, sentence.1, &mut decided);
        self.says_of_itself(place, &mut decided);
        self.follow_on(place, sentence.1, &mut decided);
        if !decided.has(Axis::Person)
            && let Some(owner) = self.carried_person(sentence.0, place.from)
        {
            decided.set(Axis::Person, Some(owner));
        }
        if !decided.has(Axis::Person)
            && let Some(stranger) = self.seen_in_another(place)
        {
            decided.set(Axis::Person, Some(stranger));
        }
        if !decided.has(Axis::Person)
            && let Some(pronoun) = self.of_another(place)
        {
            decided.set(Axis::Person, Some(pronoun));
        }
        if let Some(owner) = decided.on(Axis::Person)
            && self.is_the_one_called_about(owner, sentence.0)
        {
            decided.set(Axis::Person, None);
        }
        if let Some(speaker) = decided.on(Axis::Person)
            && (self.tells_of_complaint(speaker, place) || self.saw_the_patient(speaker, place))
        {
            decided.set(Axis::Person, None);
        }
        if mention.concept == u32::MAX {
            self.says_within(place, &mut decided);
        }
        self.settle(place, sentence.0, &mut decided);
        // A fear gives way where the complaint is stated for itself, and where it is another's worry about the patient.
        if let Some(fear) = decided
            .on(Axis::Hypothetical)
            .filter(|cue| self.group(*cue).is_some_and(|group| group.weak))
            && (self.item_is_affirmed(place, sentence.0) || self.after_relative(fear))
        {
            decided.set(Axis::Hypothetical, None);
        }
        // `h/o LBP 3/52`: a complaint with a length is going on, unless something after it says that it is past.
        // `History of breast cancer and 3 days of leg weakness`: so has one with a length before it.
        if let Some(past) = decided.on(Axis::Historical).filter(|cue| cue.to <= place.from)
            && (self.lasts(place, sentence.1) || self.has_lasted(past, place))
        {
            decided.set(Axis::Historical, None);
        }
        if let Some(past) = decided.on(Axis::Historical)
            && self.is_of_next_item(past, place)
        {
            if self.is_of_now(place, past) {
                decided.set(Axis::Historical, None);
            } else {
                mention.past_beside = true;
            }
        }
        let answer = self
            .answer(place, sentence.1)
            .filter(|(_, cue)| !(decided.has(Axis::Historical) && self.beyond_comma(*cue, place)));
        let other_sense = self.other_sense(place);
        if let Some(inside) = self.inside(place)
            && !decided.has(Axis::Absent)
        {
            decided.set(Axis::Absent, Some(inside));
        }
        if let Some(own) = self.covering(place.from, Says::Background, place) {
            decided.set(Axis::Background, Some(own));
        }
        // `MSCC card given`
        if let Some(own) = self.covering(place.from, Says::Hypothetical, place)
            && (own.from, own.to) != (place.from, place.to)
        {
            decided.set(Axis::Hypothetical, Some(own));
        }
        let section = section_of(self.sections, place.from);
        mention.section = section.map(|section| section.group);
        let start = self
            .token(sentence.0)
            .map_or(mention.start, |token| token.start.min(mention.start));
        let last = self
            .token(sentence.1.saturating_sub(1))
            .map_or(mention.end, |token| token.end.max(mention.end));
        mention.sentence = start..last;
        self.conclude(&decided, answer, other_sense, absent_in_itself, section, mention);
    }

    /// Whether a cue stands after a mention, beyond a comma or dash.
    fn beyond_comma(&self, cue: Found, place: Place) -> bool {
        cue.from > place.to && (place.to..cue.from).any(|at| matches!(self.mark_at(at), b',' | b';' | b'-'))
    }

    /// Whether what was found follows a heading of advice at once, or stands beyond a dash after a condition.
    fn is_followed_by_result(&self, list: Found, place: Place, decided: &Decided) -> bool {
        let heads = list.to.checked_sub(1).is_some_and(|last| self.mark_at(last) == b':');
        let beyond = decided
            .on(Axis::Absent)
            .filter(|denial| denial.to <= place.from)
            .is_some_and(|denial| (list.to..denial.from).any(|at| matches!(self.mark_at(at), b'-' | b';')));
        heads && self.says(list.to, Says::Absent) || beyond
    }

    /// `husband: headaches for a fortnight` tells of the patient, `mum: breast ca` of mum.
    fn tells_of_complaint(&self, speaker: Found, place: Place) -> bool {
        self.group(speaker)
            .is_some_and(|group| group.of_complaint == Some(Assertion::Present))
            && (place.from..place.to).any(|at| self.class(at, Known::Complaint))
    }

    /// Cues that answer each other: what a denial stops at, and a trigger with what to do about it.
    fn settle(&self, place: Place, from: usize, decided: &mut Decided) {
        if decided.has(Axis::Stands) && decided.on(Axis::Absent).is_some_and(|cue| cue.to <= place.from) {
            decided.set(Axis::Absent, None);
        }
        // `used to get migraine in her twenties, none for years`: past, not denied.
        // `pleurisy 1971, kidney stone 1989, none after`: a year right after it is its own.
        let past = decided
            .on(Axis::Historical)
            .is_some_and(|cue| cue.from == place.to || self.group(cue).is_some_and(|group| !group.weak));
        if past
            && decided
                .on(Axis::Absent)
                .is_some_and(|cue| self.beyond_comma(cue, place))
        {
            decided.set(Axis::Absent, None);
        }
        // `if persistent cough`, but not `report: weight loss, persistent cough`.
        if decided.on(Axis::Granted).is_some_and(|granted| {
            granted.to <= place.from
                && decided
                    .on(Axis::Hypothetical)
                    .is_some_and(|condition| granted.from > condition.to.saturating_add(1))
        }) {
            decided.set(Axis::Granted, None);
        }
        // `vomited x1 at 4am, now settled`
        // `Told: no mets seen` tells a result, no list of what to look for; `ring if drowsy - GCS 15, no LOC` is two statements.
        if decided
            .on(Axis::Hypothetical)
            .is_some_and(|list| self.is_followed_by_result(list, place, decided))
        {
            decided.set(Axis::Hypothetical, None);
        }
        let happened = decided.has(Axis::Event) || (place.from..place.to).any(|at| self.class(at, Known::Event));
        if happened && decided.has(Axis::Resolved) && !decided.has(Axis::Historical) {
            decided.set(Axis::Resolved, None);
        }
        let open = decided.has(Axis::Possible)
            || decided
                .on(Axis::Hypothetical)
                .is_some_and(|cue| self.group(cue).is_some_and(|group| group.open));
        if open
            && !decided.has(Axis::Absent)
            && let Some(answer) = self.excluded_later(place)
        {
            decided.set(Axis::Absent, Some(answer));
            decided.set(Axis::Hypothetical, None);
            decided.unsure = true;
        }
        if let Some(action) = decided.on(Axis::Action)
            && decided.has(Axis::Trigger)
            && !decided.has(Axis::Hypothetical)
            && !self.item_is_affirmed(place, from)
            && !self.has_own_condition(action, place)
        {
            decided.set(Axis::Hypothetical, Some(action));
        }
    }

    /// `legs weak, advised 999 if numb`: what to do has a condition of its own, after the finding.
    fn has_own_condition(&self, action: Found, place: Place) -> bool {
        let condition = |at: usize| {
            self.cues_over(at).any(|cue| {
                cue.from >= place.to
                    && cue.from != action.from
                    && self.group(cue).is_some_and(|group| {
                        group.says == Says::Granted || group.says == Says::Hypothetical && group.reaches(true)
                    })
            })
        };
        action.from >= place.to && (place.to..action.to.saturating_add(2)).take(CONDITION).any(condition)
    }

    fn conclude(
        &self,
        decided: &Decided,
        answer: Option<(Answer, Found)>,
        other_sense: Option<Found>,
        absent_in_itself: bool,
        section: Option<&Section>,
        mention: &mut Mention,
    ) {
        let heading = section.map(|section| Found {
            group: section.group,
            from: section.heading,
            to: section.from,
        });
        let under = |name: &str| {
            heading.filter(|cue| {
                self.group(*cue)
                    .and_then(|group| group.section.as_deref())
                    .is_some_and(|section| section == name)
            })
        };
        let person = decided.on(Axis::Person).or_else(|| under("family"));
        let stranger = decided
            .on(Axis::Person)
            .filter(|cue| self.group(*cue).is_some_and(|group| group.says == Says::Stranger));
        let hypothetical = decided
            .on(Axis::Hypothetical)
            .filter(|_| !decided.has(Axis::Granted))
            .or_else(|| under("safety-net"));
        let ongoing = decided.has(Axis::Ongoing) || decided.has(Axis::Returned) || decided.has(Axis::Unchanged);
        let weak = |cue: Found| self.group(cue).is_some_and(|group| group.weak);
        // A weak sign that it goes on (`worse`, `since`) gives way to a plain statement that it is past.
        let surely_ongoing = ongoing && !decided.on(Axis::Ongoing).is_some_and(weak);
        let said_past = decided
            .on(Axis::Historical)
            .filter(|cue| !(surely_ongoing || ongoing && weak(*cue)));
        let past = said_past.or_else(|| under("history").filter(|_| !ongoing));
        let absent = decided.on(Axis::Absent).or_else(|| under("denied"));
        let resolved = decided.on(Axis::Resolved).filter(|_| !decided.has(Axis::Returned));
        let possible = decided
            .on(Axis::Possible)
            .filter(|cue| !self.group(*cue).is_some_and(|group| group.open));
        mention.returned = decided.has(Axis::Returned);
        mention.unchanged = decided.has(Axis::Unchanged);
        mention.of_patient = person.is_none();
        let answered_no = answer.filter(|(answer, _)| *answer == Answer::No).map(|(_, cue)| cue);
        // A good state named in the words themselves (`power intact`) denies nothing.
        let denied = absent.filter(|cue| {
            let place = (self.token(cue.from), self.token(cue.to.saturating_sub(1)));
            let ends =
                matches!(place, (Some(first), Some(last)) if first.start > mention.start && last.end == mention.end);
            !ends && !self.group(*cue).is_some_and(|group| group.itself)
        });
        mention.negation = if denied.or(answered_no).is_some() || absent_in_itself {
            Negation::Negated
        } else {
            Negation::Affirmed
        };
        let background = decided
            .on(Axis::Background)
            .or_else(|| under("background"))
            .or_else(|| under("other"));
        mention.time_cue = hypothetical.or(past).or(background).and_then(|cue| self.cue(cue));
        mention.temporality = if hypothetical.is_some() {
            Temporality::Hypothetical
        } else if past.is_some() || background.is_some() || (self.context.kind == NoteKind::PastProblem && !ongoing) {
            Temporality::Historical
        } else {
            Temporality::Recent
        };
        let (assertion, cue) = if other_sense.is_some() {
            (Assertion::Other, other_sense)
        } else if stranger.is_some() {
            (Assertion::Other, stranger)
        } else if person.is_some() {
            (Assertion::Family, person)
        } else if let Some(cue) = under("other") {
            (Assertion::Other, Some(cue))
        } else if let Some((answer, cue)) = answer {
            let assertion = match answer {
                // `Clots? yes after hip 2016`
                Answer::Yes if said_past.is_some_and(|past| !weak(past) && past.from >= cue.from) => {
                    Assertion::Historical
                }
                Answer::Yes => Assertion::Present,
                Answer::No => Assertion::Absent,
                Answer::Blank => Assertion::Other,
            };
            (assertion, Some(cue))
        } else if hypothetical.is_some() {
            (Assertion::Hypothetical, hypothetical)
        } else if absent.is_some() {
            (Assertion::Absent, absent)
        } else if absent_in_itself {
            (Assertion::Absent, None)
        } else if decided.has(Axis::Question) {
            (Assertion::Other, decided.on(Axis::Question))
        } else if resolved.is_some() {
            let assertion = if past.is_some() {
                Assertion::Historical
            } else {
                Assertion::Absent
            };
            (assertion, resolved)
        } else if past.is_some() {
            (Assertion::Historical, past)
        } else if self.context.kind == NoteKind::PastProblem && !ongoing {
            (Assertion::Historical, None)
        } else if possible.is_some() {
            (Assertion::Possible, possible)
        } else {
            (
                Assertion::Present,
                decided.on(Axis::Returned).or(decided.on(Axis::Ongoing)),
            )
        };
        mention.assertion = assertion;
        mention.low_confidence |= decided.unsure;
        mention.low_confidence |= decided
            .by
            .iter()
            .flatten()
            .any(|cue| self.group(*cue).is_some_and(|group| group.unsure));
        mention.cue = cue.and_then(|cue| self.cue(cue));
        if let Some(cue) = mention.cue {
            mention.scope = cue.start.min(mention.start)..cue.end.max(mention.end);
        }
    }

    fn cue(&self, found: Found) -> Option<Cue> {
        let start = self.token(found.from)?.start;
        let end = self.token(found.to.saturating_sub(1))?.end;
        Some(Cue {
            says: self.group(found).map_or(Says::Answer, |group| group.says),
            group: found.group,
            start,
            end,
        })
    }

    /// A cue of one kind that covers the whole mention.
    fn covering(&self, at: usize, says: Says, place: Place) -> Option<Found> {
        self.cues_over(at).find(|cue| {
            cue.from <= place.from && cue.to >= place.to && self.group(*cue).is_some_and(|group| group.says == says)
        })
    }

    /// Another sense of the mention's words: the cue covers it or begins in it and goes on (`back pain clinic`).
    fn other_sense(&self, place: Place) -> Option<Found> {
        (place.from..place.to).flat_map(|at| self.cues_over(at)).find(|cue| {
            self.group(*cue).is_some_and(|group| group.says == Says::OtherSense)
                && (cue.from <= place.from && cue.to >= place.to
                    || cue.from < place.to && cue.to > place.to && self.ends_in_word(*cue))
        })
    }

    fn ends_in_word(&self, cue: Found) -> bool {
        self.token(cue.to.saturating_sub(1))
            .is_some_and(|token| token.kind == Kind::Word)
    }

    /// A denial within the words of the mention, after their first: `ankles not swollen`.
    fn inside(&self, place: Place) -> Option<Found> {
        (place.from.saturating_add(1)..place.to)
            .flat_map(|at| self.cues_over(at))
            .find(|cue| {
                cue.from > place.from
                    && cue.to < place.to
                    && self
                        .group(*cue)
                        .is_some_and(|group| group.says == Says::Absent && group.whole_list)
            })
    }

    /// Whether a past stands in another item of the list than the mention: `fit this morning, melanoma excised 2019`.
    fn is_of_next_item(&self, past: Found, place: Place) -> bool {
        past.from >= place.to
            && self.group(past).is_some_and(|group| group.own_item)
            && (place.to..past.to).any(|at| self.parts(at))
    }

    fn parts(&self, at: usize) -> bool {
        matches!(self.mark_at(at), b',' | b';' | b'-' | b'(')
    }

    /// Whether a mention's own item tells of now: a duration of less than a year, `this morning`, `since Monday`.
    fn is_of_now(&self, place: Place, past: Found) -> bool {
        let from = (place.from.saturating_sub(BEFORE)..place.from)
            .rev()
            .take_while(|at| self.mark_at(*at) == 0)
            .last();
        let to = (place.to..past.to).find(|at| self.parts(*at)).unwrap_or(past.from);
        (from.unwrap_or(place.from)..to).any(|at| {
            let found =
                self.lexicon
                    .durations
                    .at(self.text, &self.lexicon.vocabulary, self.tokens, at, self.context.date);
            found.is_some_and(|found| found.days < 365) || self.says(at, Says::Ongoing)
        })
    }

    /// Whether a duration of less than a year stands right before the mention, in a clause that no year puts in the past.
    fn has_lasted(&self, past: Found, place: Place) -> bool {
        let number = |at: usize| self.token(at).is_some_and(|token| token.kind == Kind::Number);
        if (past.from..past.to).any(number) {
            return false;
        }
        let beside = |at: usize| {
            self.token(at).is_some_and(|token| token.kind == Kind::Word)
                && (self.class(at, Known::Open) || self.says(at, Says::Affirmed) || self.says(at, Says::Ongoing))
        };
        let near = past.to.max(place.from.saturating_sub(BEFORE))..place.from;
        near.filter_map(|at| {
            self.lexicon
                .durations
                .at(self.text, &self.lexicon.vocabulary, self.tokens, at, self.context.date)
        })
        .any(|found| found.days < 365 && found.to <= place.from && (found.to..place.from).all(beside))
    }

    /// Whether a duration of less than a year follows within the mention's list item.
    fn lasts(&self, place: Place, to: usize) -> bool {
        let near = place.to..to.min(place.to.saturating_add(5));
        near.take_while(|at| !matches!(self.mark_at(*at), b',' | b';' | b'('))
            .any(|at| {
                let found =
                    self.lexicon
                        .durations
                        .at(self.text, &self.lexicon.vocabulary, self.tokens, at, self.context.date);
                found.is_some_and(|found| found.days < 365)
            })
    }
}
