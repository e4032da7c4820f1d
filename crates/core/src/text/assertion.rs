//! How a mention is meant: the nearest cue on each question that reaches it, and what they say together.

use std::cell::Cell;
use std::ops::Range;

use super::compile::Compiled;
use super::cue::{Answer, Axis, Closer, Group, Says};
use super::reader::{NoteContext, NoteKind};
use super::sentence::{Found, Section, section_of, sentence_around};
use super::token::{Gap, Kind, Token};
use crate::record::Assertion;

/// Whether a mention is denied, apart from whose it is and when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negation {
    /// Not denied.
    Affirmed,
    /// Denied.
    Negated,
}

/// When a mention is, apart from whether it is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temporality {
    /// Now or in this episode.
    Recent,
    /// Past.
    Historical,
    /// Not at any time: a condition, plan or advice.
    Hypothetical,
}

/// The cue that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// What it says.
    pub says: Says,
    /// Number of its group; `Reader::cue_name` gives the words for it.
    pub group: u16,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A sign mentioned in a note and how it is meant. Spans are bytes of the note as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Number of the sign; `u32::MAX` for a span that was not found by a sign's phrase.
    pub concept: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// How it is meant.
    pub assertion: Assertion,
    /// The cue that decided, if one did.
    pub cue: Option<Cue>,
    /// The cue that set the time, if one did.
    pub time_cue: Option<Cue>,
    /// What the cue and the mention span together; the mention alone where no cue decided.
    pub scope: Range<u32>,
    /// The sentence around it.
    pub sentence: Range<u32>,
    /// Qualifiers said of it, as a set of their numbers.
    pub qualifiers: u64,
    /// How long it has gone on, where that is said.
    pub duration_days: Option<u32>,
    /// It had gone and is back.
    pub returned: bool,
    /// It is long-standing and unchanged.
    pub unchanged: bool,
    /// Better to ask than to trust it.
    pub low_confidence: bool,
    /// The word was read through a spelling slip.
    pub misspelt: bool,
    /// Found by likeness to known lines alone; no phrase and no combination of word groups says it.
    pub likened: bool,
    /// How much more like lines that say the sign than like lines that say none, in hundredths (about -200 to 200);
    /// `None` where nothing was learned of the sign.
    pub likeness: Option<i16>,
    /// Group of the heading that it stands under.
    pub section: Option<u16>,
    /// Whether it is denied.
    pub negation: Negation,
    /// When it is.
    pub temporality: Temporality,
    /// Whether it is the patient's own.
    pub of_patient: bool,
}

impl Mention {
    /// `assertion<TAB>negation<TAB>temporality<TAB>experiencer`, as `metasign read --tsv` prints it.
    #[must_use]
    pub fn as_tsv(&self) -> String {
        let negation = match self.negation {
            Negation::Affirmed => "Affirmed",
            Negation::Negated => "Negated",
        };
        let temporality = match self.temporality {
            Temporality::Recent => "Recent",
            Temporality::Historical => "Historical",
            Temporality::Hypothetical => "Hypothetical",
        };
        let experiencer = if self.of_patient { "Patient" } else { "Other" };
        format!("{}\t{negation}\t{temporality}\t{experiencer}", self.assertion.name())
    }
}

/// A note cut up, with its cues.
pub(crate) struct View<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) text: &'a str,
    /// Tokens looked at so far.
    pub(crate) steps: Cell<u64>,
    pub(crate) tokens: &'a [Token],
    pub(crate) cues: &'a [Found],
    /// For each token one more than the number of the first cue that covers it, or 0. Cues over the same words stand
    /// side by side.
    pub(crate) cue_at: &'a [u32],
    pub(crate) ends: &'a [usize],
    pub(crate) sections: &'a [Section],
    pub(crate) context: &'a NoteContext,
}

/// Cues further away than so many tokens are not looked for. Keeps the work for one mention bounded.
const WINDOW: usize = 90;

/// What was found for one mention, by axis.
#[derive(Clone, Copy, Default)]
struct Decided {
    by: [Option<Found>; Axis::COUNT],
    /// A denial of a denial stands before it.
    unsure: bool,
}

impl Decided {
    fn has(&self, axis: Axis) -> bool {
        self.on(axis).is_some()
    }

    fn on(&self, axis: Axis) -> Option<Found> {
        self.by.get(usize::from(axis as u8)).copied().flatten()
    }

    fn set(&mut self, axis: Axis, cue: Option<Found>) {
        if let Some(slot) = self.by.get_mut(usize::from(axis as u8)) {
            *slot = cue;
        }
    }
}

/// State of one walk away from a mention.
#[derive(Clone, Copy, Default)]
struct Walk {
    crossed: u16,
    closed: u16,
    words: u32,
}

/// A mention by its tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl View<'_> {
    pub(crate) fn token(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place)
    }

    pub(super) fn mark_at(&self, place: usize) -> u8 {
        self.steps.set(self.steps.get().saturating_add(1));
        self.token(place)
            .filter(|token| token.kind == Kind::Mark)
            .map_or(0, |token| token.mark)
    }

    /// The cues over a token: none, or several of the same words.
    pub(super) fn cues_over(&self, place: usize) -> impl Iterator<Item = Found> + '_ {
        self.steps.set(self.steps.get().saturating_add(1));
        let number = self.cue_at.get(place).copied().unwrap_or(0);
        let index = number
            .checked_sub(1)
            .and_then(|index| usize::try_from(index).ok())
            .unwrap_or(usize::MAX);
        let rest = self.cues.get(index..).unwrap_or_default();
        let from = rest.first().map_or(0, |cue| cue.from);
        rest.iter().copied().take_while(move |cue| cue.from == from)
    }

    pub(super) fn cue_over(&self, place: usize) -> Option<Found> {
        self.cues_over(place).next()
    }

    pub(crate) fn group(&self, cue: Found) -> Option<&Group> {
        self.compiled.groups.get(usize::from(cue.group))
    }

    fn closers(&self, cue: Found, forward: bool) -> u16 {
        let pair = self
            .compiled
            .closers
            .get(usize::from(cue.group))
            .copied()
            .unwrap_or_default();
        let [ahead, back] = pair;
        if forward { ahead } else { back }
    }

    /// Whether a cue that leaves the sign alone (`not worse`) denies what is said of it at `place` (`at night`).
    pub(crate) fn denies_qualifier(&self, place: Place) -> bool {
        (place.from.saturating_sub(3)..place.to)
            .flat_map(|at| self.cues_over(at))
            .any(|cue| {
                cue.from <= place.from
                    && self
                        .group(cue)
                        .is_some_and(|group| group.says == Says::Nothing && group.weak)
                    && !(cue.to..place.from).any(|at| self.mark_at(at) != 0)
            })
    }

    /// Whether a section begins between two tokens.
    pub(crate) fn new_section(&self, from: usize, to: usize) -> bool {
        let after = self.sections.partition_point(|section| section.heading <= from);
        self.sections.get(after).is_some_and(|section| section.heading <= to)
    }

    pub(super) fn says(&self, place: usize, says: Says) -> bool {
        self.cues_over(place)
            .any(|cue| self.group(cue).is_some_and(|group| group.says == says))
    }

    /// Decides how the mention at `place` is meant. `absent_in_itself`: its phrase says that the sign is absent.
    pub(crate) fn assess(&self, place: Place, absent_in_itself: bool, mention: &mut Mention) {
        let sentence = sentence_around(self.ends, place.from);
        let mut decided = Decided::default();
        self.walk_left(place, sentence.0, &mut decided);
        self.walk_right(place, sentence.1, &mut decided);
        // A fear gives way where the complaint is stated for itself, and where it is another's worry about the patient.
        if let Some(fear) = decided
            .on(Axis::Hypothetical)
            .filter(|cue| self.group(*cue).is_some_and(|group| group.weak))
            && (self.item_is_affirmed(place, sentence.0) || self.after_relative(fear))
        {
            decided.set(Axis::Hypothetical, None);
        }
        // `h/o LBP 3/52`: a complaint with a length is going on, unless something after it says that it is past.
        if decided.on(Axis::Historical).is_some_and(|cue| cue.to <= place.from) && self.lasts(place, sentence.1) {
            decided.set(Axis::Historical, None);
        }
        let answer = self.answer(place, sentence.1);
        let other_sense = self.other_sense(place);
        if let Some(inside) = self.inside(place)
            && !decided.has(Axis::Absent)
        {
            decided.set(Axis::Absent, Some(inside));
        }
        if let Some(own) = self.covering(place.from, Says::Background, place) {
            decided.set(Axis::Background, Some(own));
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
        let absent = decided.on(Axis::Absent);
        let resolved = decided.on(Axis::Resolved).filter(|_| !decided.has(Axis::Returned));
        let possible = decided.on(Axis::Possible);
        mention.returned = decided.has(Axis::Returned);
        mention.unchanged = decided.has(Axis::Unchanged);
        mention.of_patient = person.is_none();
        let answered_no = answer.filter(|(answer, _)| *answer == Answer::No).map(|(_, cue)| cue);
        mention.negation = if absent.or(answered_no).is_some() || absent_in_itself {
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

    /// Whether a duration of less than a year follows within the mention's list item.
    fn lasts(&self, place: Place, to: usize) -> bool {
        let near = place.to..to.min(place.to.saturating_add(5));
        near.take_while(|at| !matches!(self.mark_at(*at), b',' | b';' | b'('))
            .any(|at| {
                let found = self.compiled.durations.at(
                    self.text,
                    &self.compiled.vocabulary,
                    self.tokens,
                    at,
                    self.context.date,
                );
                found.is_some_and(|found| found.days < 365)
            })
    }

    fn walk_left(&self, place: Place, from: usize, decided: &mut Decided) {
        let mut walk = Walk::default();
        let mut at = place.from;
        let floor = from.max(place.from.saturating_sub(WINDOW));
        let affirmed = self.item_is_affirmed(place, from);
        while at > floor {
            at = at.saturating_sub(1);
            if let Some(cue) = self
                .cue_over(at)
                .filter(|cue| cue.to > place.from && cue.from < place.from)
            {
                self.meet_front(cue, place, &mut walk, decided);
                at = cue.from.max(floor);
                walk.words = walk.words.saturating_add(1);
                continue;
            }
            if let Some(cue) = self.cue_over(at)
                && cue.to <= place.from
            {
                self.meet_all(at, true, place, &mut walk, decided);
                at = cue.from.max(floor);
                walk.words = walk.words.saturating_add(1);
                continue;
            }
            self.cross(at, affirmed, &mut walk);
        }
    }

    fn walk_right(&self, place: Place, to: usize, decided: &mut Decided) {
        let mut walk = Walk::default();
        let mut at = place.to;
        let ceiling = to.min(place.to.saturating_add(WINDOW));
        while at < ceiling {
            if let Some(cue) = self.cue_over(at)
                && cue.from >= place.to
            {
                self.meet_all(at, false, place, &mut walk, decided);
                at = cue.to.max(at.saturating_add(1));
                walk.words = walk.words.saturating_add(1);
                continue;
            }
            self.cross(at, false, &mut walk);
            at = at.saturating_add(1);
        }
    }

    fn cross(&self, at: usize, affirmed: bool, walk: &mut Walk) {
        self.steps.set(self.steps.get().saturating_add(1));
        let Some(token) = self.token(at) else { return };
        match token.kind {
            Kind::Mark => {
                if let Some(closer) = Closer::of_mark(token.mark) {
                    walk.crossed |= closer.bit();
                    if affirmed && closer == Closer::Comma {
                        walk.crossed |= Closer::Affirmed.bit();
                    }
                }
            }
            _ => walk.words = walk.words.saturating_add(1),
        }
    }

    /// A cue that runs into the mention (`no change in vision`, of the mention `change in vision`): its front part may be
    /// a cue of its own.
    fn meet_front(&self, long: Found, place: Place, walk: &mut Walk, decided: &mut Decided) {
        let front = self.tokens.get(..place.from).unwrap_or_default();
        let mut cues: [Option<Found>; 4] = [None; 4];
        self.compiled
            .cues
            .walk(&self.compiled.vocabulary, false, front, long.from, |groups, to| {
                cues = [None; 4];
                for (slot, group) in cues.iter_mut().zip(groups) {
                    *slot = Some(Found {
                        group: *group,
                        from: long.from,
                        to,
                    });
                }
            });
        for cue in cues.into_iter().flatten() {
            self.meet(cue, true, place, walk, decided);
        }
    }

    /// What the words at a token say, each group on its own; a turn of the sentence counts for what lies beyond it.
    fn meet_all(&self, at: usize, forward: bool, place: Place, walk: &mut Walk, decided: &mut Decided) {
        let stops = |cue: &Found| self.group(*cue).is_some_and(|group| group.says == Says::Stop);
        for cue in self.cues_over(at).filter(|cue| !stops(cue)) {
            self.meet(cue, forward, place, walk, decided);
        }
        for cue in self.cues_over(at).filter(stops) {
            self.meet(cue, forward, place, walk, decided);
        }
    }

    /// A cue met on the walk. `forward`: the cue stands before the mention.
    fn meet(&self, cue: Found, forward: bool, place: Place, walk: &mut Walk, decided: &mut Decided) {
        let Some(group) = self.group(cue) else { return };
        match group.says {
            Says::Stop => {
                if group.after_comma && !self.after_comma(cue, 2) {
                    return;
                }
                walk.closed |= group.closes;
                if group.closes == 0 {
                    walk.crossed |= Closer::Clause.bit();
                }
            }
            Says::Nothing if group.unsure && forward && walk.words <= 3 => decided.unsure = true,
            Says::Reporter if forward => self.meet_reporter(cue, walk, decided),
            Says::Patient if forward && (group.bare || self.after_comma(cue, 1)) => walk.closed |= Axis::Person.bit(),
            says => {
                let Some(axis) = says.axis() else { return };
                if !self.mark_belongs(cue, forward) {
                    return;
                }
                let reaches = group.reaches(forward)
                    && walk.closed & axis.bit() == 0
                    && self.closers(cue, forward) & self.effective(group, walk) == 0
                    && group.within.is_none_or(|within| walk.words <= within)
                    && !(group.adjacent && walk.words > 0)
                    && (!group.question || self.asked(place))
                    && (forward || !group.alone || self.ends_clause(cue));
                if reaches && forward && axis == Axis::Hypothetical {
                    // `wife knows to ring if confused`: who stands before the condition is told of it.
                    walk.closed |= Axis::Person.bit();
                }
                if reaches && says == Says::Stranger && decided.on(axis).is_some_and(|relative| relative.from == cue.to)
                {
                    // `neighbour's child`
                    decided.set(axis, Some(cue));
                }
                if reaches && !decided.has(axis) {
                    decided.set(axis, Some(cue));
                    return;
                }
                // A denial of what follows ends the clause for what stands before it.
                if !forward && says == Says::Absent && group.reaches(true) {
                    walk.crossed |= Closer::Clause.bit();
                }
            }
        }
    }

    /// Whether no plain word follows a cue.
    fn ends_clause(&self, cue: Found) -> bool {
        self.token(cue.to)
            .is_none_or(|next| next.kind != Kind::Word || next.gap >= Gap::Wide || self.cue_over(cue.to).is_some())
    }

    /// `?` stands before what it doubts (`?mets`, `? mets`) unless it hangs on the word before it (`mets? `).
    fn mark_belongs(&self, cue: Found, forward: bool) -> bool {
        if self.mark_at(cue.from) != b'?' {
            return true;
        }
        let hangs = self.token(cue.from).is_some_and(|token| token.gap == Gap::Joined)
            && self
                .token(cue.to)
                .is_none_or(|next| next.gap != Gap::Joined || next.kind == Kind::Mark);
        hangs != forward
    }

    fn effective(&self, group: &Group, walk: &Walk) -> u16 {
        if group.whole_list {
            walk.crossed & !(Closer::Comma.bit() | Closer::Slash.bit() | Closer::Dash.bit())
        } else {
            walk.crossed
        }
    }

    /// `Daughter rang - mum muddled`: a relative as reporter's patient, or a relative who only reports.
    fn meet_reporter(&self, cue: Found, walk: &mut Walk, decided: &mut Decided) {
        walk.closed |= Axis::Person.bit();
        let Some(relative) = decided.on(Axis::Person) else {
            return;
        };
        let by_relative = cue
            .from
            .checked_sub(1)
            .is_some_and(|before| self.says(before, Says::Family));
        let owned = relative
            .from
            .checked_sub(1)
            .is_some_and(|before| self.says(before, Says::Patient));
        let family = self
            .group(relative)
            .is_some_and(|group| group.says == Says::Family && group.needs_verbless);
        if by_relative && !owned && family {
            decided.set(Axis::Person, None);
        }
    }

    /// `wife very worried re`: whether a relative stands right before a cue, or one word before.
    fn after_relative(&self, cue: Found) -> bool {
        (1..=3).any(|back| cue.from.checked_sub(back).is_some_and(|at| self.says(at, Says::Family)))
    }

    /// Whether a comma, dash or turn stands just before the cue.
    fn after_comma(&self, cue: Found, within: usize) -> bool {
        (1..=within).any(|back| {
            cue.from.checked_sub(back).is_some_and(|at| {
                matches!(self.mark_at(at), b',' | b'-' | b';' | b':' | b'(' | b'/' | b'&' | b'+')
                    || self.cues_over(at).any(|cue| {
                        self.group(cue)
                            .is_some_and(|group| group.says == Says::Stop && !group.after_comma)
                    })
            })
        })
    }

    /// Whether a question mark follows the mention in its clause.
    fn asked(&self, place: Place) -> bool {
        (place.to..place.to.saturating_add(8))
            .map(|at| self.mark_at(at))
            .find(|mark| matches!(mark, b'?' | b'.' | b';'))
            == Some(b'?')
    }

    /// Whether the list item that holds the mention is stated for itself, so that a denial before the comma doesn't
    /// reach it: `no fever, cough 2/52`.
    fn item_is_affirmed(&self, place: Place, from: usize) -> bool {
        let ends_item = |mark: u8| matches!(mark, b',' | b';' | b'.' | b'-' | b':' | b'(' | b')');
        let mut affirmed = false;
        for at in place.to..place.to.saturating_add(10) {
            let Some(token) = self.token(at) else { break };
            if token.gap == Gap::Line || ends_item(self.mark_at(at)) {
                break;
            }
            if self.says(at, Says::Joins) {
                return false;
            }
            if self.says(at, Says::Affirmed) {
                affirmed = true;
            } else if self.cue_over(at).is_some() {
                break;
            }
            if self.compiled.durations.starts(self.tokens, at) {
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
}
