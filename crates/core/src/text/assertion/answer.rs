//! Answers in forms: tick lists, templates and questionnaires. An item takes the label of its answer; a blank says nothing.
//! Nothing of plain sentences.

use crate::text::clauses::{Found, Place, View};
use crate::text::token::{Gap, Kind, large};
use crate::text::words::{Answer, Group, Known, Says};

/// So far back on a line the style of its boxes is looked for.
const LINE: usize = 90;
/// What a question asks about stands at most so many tokens before its mark.
const ASKED: usize = 8;
/// A line to write on has so many dots or more.
const DOTS: u32 = 4;

/// Whether a group only says when.
fn times(group: &Group) -> bool {
    matches!(
        group.says,
        Says::Historical
            | Says::Ongoing
            | Says::Background
            | Says::Unchanged
            | Says::Affirmed
            | Says::Nothing
            | Says::Stop
    )
}

impl View<'_> {
    /// The answer in a form that belongs to the mention: `Back pain: no`, `[x] Headache`.
    pub(super) fn answer(&self, place: Place, to: usize) -> Option<(Answer, Found)> {
        let answer_at = |at: usize, forward: bool| {
            self.cues_over(at).find_map(|cue| {
                let group = self
                    .group(cue)
                    .filter(|group| group.says == Says::Answer && group.reaches(forward))?;
                Some((group.answer?, cue, group.alone))
            })
        };
        if let Some(before) = place.from.checked_sub(1)
            && let Some((answer, cue, _)) = answer_at(before, true)
            && !(answer_at(place.to, false).is_some() && self.boxes_follow(cue.from))
        {
            return Some((answer, cue));
        }
        if let Some(blank) = self.left_blank(place) {
            return Some((Answer::Blank, blank));
        }
        // The answer stands right after the item or after its colon, dash or question mark, on its line.
        for at in place.to..place.to.saturating_add(4).min(to.saturating_add(3)) {
            let ends = self.token(at).is_none_or(|token| token.gap == Gap::Line);
            if ends && !self.is_labelled_answer(at) {
                break;
            }
            if let Some((answer, cue, alone)) = answer_at(at, false) {
                return (!alone || self.stands_alone(cue)).then_some((answer, cue));
            }
            if self.cue_over(at).is_some_and(|cue| cue.to > at.saturating_add(1))
                || !(matches!(self.mark_at(at), b':' | b'=' | b'?' | b'-') || self.parts_cells(at))
            {
                break;
            }
        }
        self.signed(place)
            .or_else(|| self.graded(place))
            .or_else(|| self.asked_in_list(place))
            .or_else(|| self.answered_in_words(place))
            .or_else(|| self.answer_after_colon(place, to))
    }

    /// `Q: any leg weakness?` and on the next line `A: yes`.
    fn is_labelled_answer(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|asked| self.mark_at(asked) == b'?')
            && self.says(at, Says::Answer)
            && matches!(self.mark_at(at.saturating_add(1)), b':' | b'-')
    }

    /// `Leg weakness,No`, `leg weakness | no |`: a mark between the cells of a table; between words a comma has a blank after it.
    fn parts_cells(&self, at: usize) -> bool {
        let joined = |at: usize| self.token(at).is_some_and(|token| token.gap == Gap::Joined);
        match self.mark_at(at) {
            b',' | b';' => joined(at) && joined(at.saturating_add(1)),
            b'|' => true,
            _ => false,
        }
    }

    /// `Fits, faints or giddiness? No.`, `Leg weakness new? no`, `Fits/faints/funny turns: no`: one answer to all that one
    /// question asks.
    fn asked_in_list(&self, place: Place) -> Option<(Answer, Found)> {
        let ahead = place.to..place.to.saturating_add(ASKED);
        let mark = ahead
            .take_while(|at| self.token(*at).is_some_and(|token| token.gap != Gap::Line))
            .take_while(|at| {
                let person = [Known::He, Known::She, Known::It, Known::Copula];
                !person.iter().any(|class| self.class(*at, *class))
            })
            .take_while(|at| matches!(self.mark_at(*at), 0 | b',' | b'/' | b'?' | b':'))
            .find(|at| matches!(self.mark_at(*at), b'?' | b':'))?;
        // `leg weakness, PMH: nil`, `leg weakness, fever: no`: the answer is to the last item, where nothing joins it to those before.
        let between = place.to..mark;
        let joined = between
            .clone()
            .any(|at| self.mark_at(at) == b'/' || self.says(at, Says::Joins));
        if between.clone().any(|at| self.class(at, Known::Unlisted)) {
            return None;
        }
        if self.mark_at(mark) == b':' && !joined && between.clone().any(|at| self.mark_at(at) == b',') {
            let commas = between.filter(|at| self.mark_at(*at) == b',').count();
            if commas < 2 {
                return None;
            }
        }
        let after = mark.saturating_add(1);
        self.token(after).filter(|token| token.gap < Gap::Line)?;
        let cue = self.cues_over(mark).chain(self.cues_over(after)).find(|cue| {
            (cue.from == mark || cue.from == after)
                && cue.to > after
                && self
                    .group(*cue)
                    .is_some_and(|group| group.says == Says::Answer && group.reaches(false))
        })?;
        let answer = self.group(cue)?.answer?;
        self.stands_alone(cue).then_some((answer, cue))
    }

    /// `fever- cough+`, `-fever +cough`: signs that hang on the items of a line which has both.
    fn signed(&self, place: Place) -> Option<(Answer, Found)> {
        let joined = |at: usize| self.token(at).is_some_and(|token| token.gap == Gap::Joined);
        let after = |at: usize, mark: u8| {
            self.mark_at(at) == mark
                && joined(at)
                && self
                    .token(at.saturating_add(1))
                    .is_none_or(|next| next.gap >= Gap::Space || next.kind == Kind::Mark)
        };
        let before = |at: usize, mark: u8| {
            self.mark_at(at) == mark
                && self.token(at).is_some_and(|token| token.gap == Gap::Space)
                && joined(at.saturating_add(1))
        };
        let own = place.from.checked_sub(1);
        let (at, style): (usize, &dyn Fn(usize, u8) -> bool) = if after(place.to, b'-') || after(place.to, b'+') {
            (place.to, &after)
        } else {
            (own.filter(|at| before(*at, b'-') || before(*at, b'+'))?, &before)
        };
        let line = |at: &usize| self.token(*at).is_some_and(|token| token.gap != Gap::Line);
        let (mut minus, mut plus) = (0u32, 0u32);
        let back = (place.from.saturating_sub(LINE)..place.from.saturating_add(1))
            .rev()
            .take_while(line);
        for at in back.chain((place.from.saturating_add(1)..place.to.saturating_add(LINE)).take_while(line)) {
            minus = minus.saturating_add(u32::from(style(at, b'-')));
            plus = plus.saturating_add(u32::from(style(at, b'+')));
        }
        let answer = if self.mark_at(at) == b'+' {
            Answer::Yes
        } else {
            Answer::No
        };
        let cue = Found {
            group: u16::MAX,
            from: at,
            to: at.saturating_add(1),
        };
        (minus > 0 && (plus > 0 || minus > 2)).then_some((answer, cue))
    }

    /// `mucositis 2  diarrhoea 0`, `Stress -  Dysuria -`: a grade or mark in a column of items.
    fn graded(&self, place: Place) -> Option<(Answer, Found)> {
        let grade = self
            .token(place.to)
            .filter(|token| token.gap == Gap::Space && token.end.saturating_sub(token.start) == 1)?;
        let typed = self.text.get(large(grade.start)..large(grade.end))?;
        let next = self.token(place.to.saturating_add(1))?;
        if next.gap != Gap::Wide && !(next.mark == b',' && grade.kind == Kind::Mark) {
            return None;
        }
        let answer = match typed {
            "0" | "-" => Answer::No,
            "1" | "2" | "3" | "4" | "+" => Answer::Yes,
            _ => return None,
        };
        let cue = Found {
            group: u16::MAX,
            from: place.to,
            to: place.to.saturating_add(1),
        };
        Some((answer, cue))
    }

    /// `Sleep? poor, up at 3` among items with answers, `Appetite? "cant face it"`: an answer in words that no list has.
    fn answered_in_words(&self, place: Place) -> Option<(Answer, Found)> {
        if !self.hangs(place.to) {
            return None;
        }
        let first = place.to.saturating_add(1);
        let next = self.token(first).filter(|next| next.gap == Gap::Space)?;
        let says_more = self.cues_over(first).all(|cue| {
            self.group(cue).is_none_or(|group| {
                times(group) || matches!(group.says, Says::Event | Says::Patient | Says::Reporter | Says::Joins)
            })
        });
        let mark = self.token(place.to)?;
        let quoted = self
            .text
            .get(large(mark.end)..large(next.start))
            .is_some_and(|between| between.contains(['"', '\u{201C}']));
        if !says_more || next.kind == Kind::Mark || !(quoted || self.answered_beside(place)) {
            return None;
        }
        let cue = Found {
            group: u16::MAX,
            from: first,
            to: first.saturating_add(1),
        };
        Some((Answer::Yes, cue))
    }

    /// A question mark that hangs on the word before it.
    fn hangs(&self, at: usize) -> bool {
        self.mark_at(at) == b'?' && self.token(at).is_some_and(|token| token.gap == Gap::Joined)
    }

    /// Whether another item of the line has a question mark and an answer.
    fn answered_beside(&self, place: Place) -> bool {
        let line = |at: &usize| self.token(*at).is_some_and(|token| token.gap != Gap::Line);
        let answered = |at: usize| {
            at != place.to
                && self.hangs(at)
                && self.cues_over(at.saturating_add(1)).any(|cue| {
                    self.group(cue).is_some_and(|group| {
                        group.says == Says::Answer && group.reaches(false) && (!group.alone || self.stands_alone(cue))
                    })
                })
        };
        let back = (place.from.saturating_sub(LINE)..place.from).rev();
        back.take_while(line).any(answered) || (place.to..place.to.saturating_add(LINE)).take_while(line).any(answered)
    }

    /// `Falls in last 12m: 0`, `Chest pain at time of recording: none`: a few words between the item and its colon.
    fn answer_after_colon(&self, place: Place, to: usize) -> Option<(Answer, Found)> {
        let colon = (place.to..place.to.saturating_add(7).min(to))
            .take_while(|at| self.cues_over(*at).all(|cue| self.group(cue).is_some_and(times)))
            .take_while(|at| matches!(self.mark_at(*at), 0 | b':' | b'='))
            .find(|at| self.mark_at(*at) != 0)?;
        let at = colon.saturating_add(1);
        self.token(at).filter(|token| token.gap != Gap::Line)?;
        let cue = self.cues_over(at).find(|cue| {
            self.group(*cue)
                .is_some_and(|group| group.says == Says::Answer && group.reaches(false))
        })?;
        let answer = self.group(cue)?.answer?;
        self.stands_alone(cue).then_some((answer, cue))
    }

    /// `pain [x] appetite poor [ ]`: the box stands after its item where a line's first box does.
    fn boxes_follow(&self, at: usize) -> bool {
        // In columns a box stands one blank from its item.
        let gap = |at: usize| self.token(at).map(|token| token.gap);
        let item = (at..at.saturating_add(4)).find(|at| self.mark_at(*at) == 0);
        if let Some((before, after)) = gap(at).zip(item.and_then(gap))
            && before != after
            && before.max(after) >= Gap::Wide
        {
            return before < after;
        }
        let bracket = |at: usize| matches!(self.mark_at(at), b'[' | b'_' | 1 | 3);
        let opens = |at: usize| self.token(at).is_none_or(|token| token.gap == Gap::Line) || self.mark_at(at) == b':';
        let mut first = at;
        let mut place = at;
        while let Some(before) = place.checked_sub(1).filter(|before| at.saturating_sub(*before) <= LINE) {
            if bracket(place) {
                first = place;
            }
            if opens(place) {
                break;
            }
            place = before;
        }
        let at_start = opens(first) || first.checked_sub(1).is_none_or(|before| self.mark_at(before) == b':');
        !at_start
    }

    /// An item of a form with a colon and nothing after it: the end of the note, or the next item on the next line.
    fn left_blank(&self, place: Place) -> Option<Found> {
        // `Wt loss ......... `
        let dots = [place.to, place.to.saturating_add(1)].into_iter().find(|at| {
            matches!(self.mark_at(*at), b'.' | b'_')
                && self
                    .token(*at)
                    .is_some_and(|token| token.end.saturating_sub(token.start) >= DOTS)
        });
        if let Some(dots) = dots.filter(|dots| *dots == place.to || self.mark_at(place.to) == b':') {
            return Some(Found {
                group: u16::MAX,
                from: dots,
                to: dots.saturating_add(1),
            });
        }
        if self.mark_at(place.to) != b':' {
            return None;
        }
        let after = place.to.saturating_add(1);
        let blank = match self.token(after) {
            None => true,
            Some(next) if next.gap == Gap::Line => {
                let ahead = after.saturating_add(1)..after.saturating_add(5);
                ahead
                    .clone()
                    .take_while(|at| self.token(*at).is_some_and(|token| token.gap != Gap::Line))
                    .any(|at| self.mark_at(at) == b':')
            }
            Some(_) => false,
        };
        blank.then_some(Found {
            group: u16::MAX,
            from: place.to,
            to: after,
        })
    }

    /// Whether nothing that belongs to it follows an answer word.
    fn stands_alone(&self, cue: Found) -> bool {
        let Some(next) = self.token(cue.to) else {
            return true;
        };
        if next.gap >= Gap::Wide {
            return true;
        }
        match next.kind {
            Kind::Mark => matches!(
                next.mark,
                b'.' | b',' | b';' | b')' | b']' | b'/' | b'?' | b'|' | b'[' | b'!' | b'-' | b'*' | b'(' | b'\\'
            ),
            _ => {
                // In a tick list on one line the next item has its answer, too.
                let ahead = cue.to.saturating_add(1)..cue.to.saturating_add(4);
                ahead
                    .filter(|at| !matches!(self.mark_at(*at), b':' | b'=' | b'?'))
                    .map(|at| (self.says(at, Says::Answer), self.mark_at(at)))
                    .find(|(answer, mark)| *answer || *mark != 0)
                    .is_some_and(|(answer, _)| answer)
            }
        }
    }
}
