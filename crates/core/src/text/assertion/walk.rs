//! The way from a mention through its sentence, cue by cue: which cue on each question reaches it. Nothing of other sentences.

use crate::text::clauses::{Found, Place, View};
use crate::text::token::{Gap, Kind};
use crate::text::words::{Axis, Closer, Group, Known, Says};

/// Cues further away than so many tokens are not looked for. Keeps the work for one mention bounded.
const WINDOW: usize = 90;

/// A clause that is put in has at most so many words.
const PUT_IN: usize = 16;

/// What was found for one mention, by axis.
#[derive(Clone, Copy, Default)]
pub(super) struct Decided {
    pub(super) by: [Option<Found>; Axis::COUNT],
    /// A denial of a denial stands before it.
    pub(super) unsure: bool,
}

impl Decided {
    pub(super) fn has(&self, axis: Axis) -> bool {
        self.on(axis).is_some()
    }

    pub(super) fn on(&self, axis: Axis) -> Option<Found> {
        self.by.get(usize::from(axis as u8)).copied().flatten()
    }

    pub(super) fn set(&mut self, axis: Axis, cue: Option<Found>) {
        if let Some(slot) = self.by.get_mut(usize::from(axis as u8)) {
            *slot = cue;
        }
    }
}

/// State of one walk away from a mention.
#[derive(Clone, Copy, Default)]
pub(super) struct Walk {
    crossed: u16,
    closed: u16,
    words: u32,
    /// A pronoun was met that can't be the patient's: whether it is `he`.
    another: Option<bool>,
    /// A denial of what follows was met, which ends the clause.
    ends: bool,
}

impl View<'_> {
    pub(super) fn walk_left(&self, place: Place, from: usize, decided: &mut Decided) {
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

    pub(super) fn walk_right(&self, place: Place, to: usize, decided: &mut Decided) {
        let mut walk = Walk::default();
        let mut at = place.to;
        let ceiling = to.min(place.to.saturating_add(WINDOW));
        while at < ceiling {
            if let Some(past) = self.put_in(at, ceiling) {
                at = past;
                continue;
            }
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

    /// Where a clause ends that is put in at a comma: `, which we irradiated in March,`.
    fn put_in(&self, at: usize, ceiling: usize) -> Option<usize> {
        let first = self.token(at.saturating_add(1))?;
        if self.mark_at(at) != b',' || !self.lexicon.cues.is(first.entry, Known::Which) {
            return None;
        }
        let end =
            (at.saturating_add(2)..ceiling.min(at.saturating_add(PUT_IN))).find(|at| self.mark_at(*at) == b',')?;
        Some(end.saturating_add(1))
    }

    fn cross(&self, at: usize, affirmed: bool, walk: &mut Walk) {
        self.steps.set(self.steps.get().saturating_add(1));
        let Some(token) = self.token(at) else { return };
        match token.kind {
            Kind::Mark => {
                // `temp >38`: no arrow.
                let more = token.mark == b'>'
                    && self
                        .token(at.saturating_add(1))
                        .is_some_and(|next| next.kind == Kind::Number && next.gap == Gap::Joined);
                if let Some(closer) = Closer::of_mark(token.mark).filter(|_| !more) {
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
        // `not a day without legs giving way`: what denies the denial in the sign's own words denies nothing by its front.
        let denies_denial =
            self.begins_with_denial(place) && self.group(long).is_some_and(|group| group.says == Says::Nothing);
        let front = self.tokens.get(..place.from).unwrap_or_default();
        let mut start = long.from;
        let mut none = true;
        while start < place.from {
            let mut cues: [Option<Found>; 4] = [None; 4];
            let mut end = start;
            self.lexicon
                .cues
                .walk(&self.lexicon.vocabulary, front, start, |groups, to| {
                    if to != end {
                        cues = [None; 4];
                        end = to;
                    }
                    let free = cues.iter_mut().filter(|slot| slot.is_none());
                    for (slot, group) in free.zip(groups) {
                        *slot = Some(Found {
                            group: *group,
                            from: start,
                            to,
                        });
                    }
                });
            for cue in cues.into_iter().flatten() {
                let denies = self.group(cue).is_some_and(|group| group.says == Says::Absent);
                none &= !denies;
                if !(denies && denies_denial) {
                    self.meet(cue, true, place, walk, decided);
                }
            }
            start = end.max(start.saturating_add(1));
        }
        // `stopped bleeding`
        let denies = self
            .group(long)
            .is_some_and(|group| group.says == Says::Absent && group.reaches(true));
        if none && denies && long.to <= place.to && !self.begins_with_denial(place) {
            self.meet(long, true, place, walk, decided);
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
        if std::mem::take(&mut walk.ends) {
            walk.crossed |= Closer::Clause.bit();
        }
    }

    /// A cue met on the walk. `forward`: the cue stands before the mention.
    fn meet(&self, cue: Found, forward: bool, place: Place, walk: &mut Walk, decided: &mut Decided) {
        let Some(group) = self.group(cue) else { return };
        if forward
            && group.says != Says::Reporter
            && group.says.axis() != Some(Axis::Person)
            && self.class(cue.from, Known::Report)
        {
            // `wife wondered whether`, `daughter worried that`
            self.meet_reporter(cue, walk, decided);
        }
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
            Says::Patient if forward && (group.bare || self.after_comma(cue, 1)) => {
                walk.another = self.another(cue);
                if walk.another.is_none() {
                    walk.closed |= Axis::Person.bit();
                }
            }
            _ if group.itself || group.of_cause && forward && self.is_copula(place.to) => {}
            says => {
                let Some(axis) = says.axis() else { return };
                if !self.mark_belongs(cue, forward) {
                    return;
                }
                if !forward && axis == Axis::Historical && self.of_bracketed(cue, place) {
                    return;
                }
                // `N+V: nil / SOBOE: …`: an answer says nothing of the next item.
                if forward && says == Says::Absent && self.answers_before(cue) {
                    return;
                }
                let beyond_comma = walk.crossed & Closer::Comma.bit() != 0;
                if forward && says == Says::Absent && beyond_comma && self.begins_no_list(cue, place) {
                    return;
                }
                if !forward && says == Says::Absent && self.answers_another(cue, place) {
                    return;
                }
                let reaches = group.reaches(forward)
                    && walk.closed & axis.bit() == 0
                    && self.closers(cue, forward) & self.effective(cue, group, forward, place, walk) == 0
                    && group.within.is_none_or(|within| walk.words <= within)
                    && !(group.adjacent && walk.words > 0)
                    && (!group.question || self.asked(place))
                    && (forward
                        || !group.alone
                        || self.ends_clause(cue)
                            && !self.class(cue.to, Known::Report)
                            && !(axis == Axis::Hypothetical && self.has_condition(cue)));
                if reaches && forward && axis == Axis::Hypothetical {
                    // `wife knows to ring if confused`: who stands before the condition is told of it.
                    walk.closed |= Axis::Person.bit();
                }
                if reaches && says == Says::Stranger && decided.on(axis).is_some_and(|relative| relative.from == cue.to)
                {
                    // `neighbour's child`
                    decided.set(axis, Some(cue));
                }
                if reaches && says == Says::Family && walk.another.is_some_and(|he| self.is_of(cue.from, !he)) {
                    // `Wife well, he …`, of a woman: not the wife.
                    walk.closed |= axis.bit();
                    return;
                }
                let unspoken = axis == Axis::Possible && !group.open && self.stays_open(decided);
                if reaches && (!decided.has(axis) || unspoken) {
                    decided.set(axis, Some(cue));
                    return;
                }
                // A denial of what follows ends the clause for what stands before it.
                if !forward && says == Says::Absent && group.reaches(true) {
                    walk.ends = true;
                }
            }
        }
    }

    /// Whether a time stands in a bracket that the mention is not in, and is said of what else stands there:
    /// `cord palsy (prev L lung ca)`, `rib met (breast 2012)`.
    fn of_bracketed(&self, cue: Found, place: Place) -> bool {
        let bracket = |at: &usize| matches!(self.mark_at(*at), b'(' | b')');
        let Some(open) = (place.to..cue.from)
            .rev()
            .find(bracket)
            .filter(|at| self.mark_at(*at) == b'(')
        else {
            return false;
        };
        let plain =
            |at: usize| self.token(at).is_some_and(|token| token.kind == Kind::Word) && self.cue_over(at).is_none();
        let word_before = (open.saturating_add(1)..cue.from).any(plain);
        let single =
            cue.to == cue.from.saturating_add(1) && self.token(cue.from).is_some_and(|token| token.kind == Kind::Word);
        word_before || single && plain(cue.to)
    }

    /// Whether the only doubt so far says nothing by itself.
    fn stays_open(&self, decided: &Decided) -> bool {
        let doubt = decided.on(Axis::Possible).and_then(|cue| self.group(cue));
        doubt.is_some_and(|group| group.open)
    }

    /// `legs weak: 999 if worse`: what to do has a condition of its own, so that what stands before it is there.
    fn has_condition(&self, cue: Found) -> bool {
        self.cues_over(cue.to).any(|next| {
            let group = self.group(next).filter(|_| next.from == cue.to);
            group.is_some_and(|group| matches!(group.says, Says::Hypothetical | Says::Granted | Says::Nothing))
        })
    }

    /// Whether no plain word follows a cue.
    fn ends_clause(&self, cue: Found) -> bool {
        self.token(cue.to)
            .is_none_or(|next| next.kind != Kind::Word || next.gap >= Gap::Wide || self.cue_over(cue.to).is_some())
    }

    /// `?` stands before what it doubts (`?mets`, `? mets`) unless it hangs on the word before it (`mets? `).
    fn mark_belongs(&self, cue: Found, forward: bool) -> bool {
        if self.mark_at(cue.from) != b'?' || cue.to > cue.from.saturating_add(1) {
            return true;
        }
        let hangs = self.token(cue.from).is_some_and(|token| token.gap == Gap::Joined)
            && self
                .token(cue.to)
                .is_none_or(|next| next.gap != Gap::Joined || next.kind == Kind::Mark);
        hangs != forward
    }

    fn effective(&self, cue: Found, group: &Group, forward: bool, place: Place, walk: &Walk) -> u16 {
        let whole = group.whole_list || !forward && group.says == Says::Absent && self.closes_list(cue, place);
        if whole {
            walk.crossed & !(Closer::Comma.bit() | Closer::Slash.bit() | Closer::Dash.bit())
        } else {
            walk.crossed
        }
    }

    /// `Daughter rang - mum muddled`: a relative as reporter's patient, or a relative who only reports.
    fn meet_reporter(&self, cue: Found, walk: &mut Walk, decided: &mut Decided) {
        walk.another = walk.another.or(self.another(cue));
        let itself = cue
            .from
            .checked_sub(1)
            .filter(|before| self.says(*before, Says::Family));
        if itself.is_some_and(|before| walk.another.is_some_and(|he| self.is_of(before, he))) {
            // `Husband says he is off his legs`, of a woman: he speaks of himself.
            return;
        }
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
    pub(super) fn after_relative(&self, cue: Found) -> bool {
        (1..=5).any(|back| cue.from.checked_sub(back).is_some_and(|at| self.says(at, Says::Family)))
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
}
