//! A note made ready for assessment: its cues, sentences and sections.

use std::cell::Cell;
use std::ops::Range;

use super::compile::Compiled;
use super::cue::Says;
use super::cuebook::Known;
use super::reader::{Hit, NoteContext, Reader, large};
use super::sentence::{Found, Section, sections, sentence_ends};
use super::token::{Gap, Kind, Token};
use super::view::View;
use super::vocabulary::STARTS_CUE;
use crate::record::Sex;

/// Age and sex are looked for among so many tokens.
const OPENING: usize = 60;

pub(super) struct Note {
    pub(super) cues: Vec<Found>,
    cue_at: Vec<u32>,
    pub(super) ends: Vec<usize>,
    pub(super) sections: Vec<Section>,
}

impl Note {
    pub(super) fn view<'a>(
        &'a self,
        compiled: &'a Compiled,
        text: &'a str,
        tokens: &'a [Token],
        context: &'a NoteContext,
    ) -> View<'a> {
        View {
            compiled,
            text,
            steps: Cell::new(0),
            tokens,
            cues: &self.cues,
            cue_at: &self.cue_at,
            ends: &self.ends,
            sections: &self.sections,
            context,
            sex: context.sex.or_else(|| stated_sex(compiled, text, tokens)),
        }
    }
}

impl Reader {
    pub(super) fn note(&self, tokens: &[Token], hits: &[Hit]) -> Note {
        let ends = sentence_ends(&self.compiled, tokens);
        let (cues, headings) = self.cues(tokens, &ends);
        let sections = sections(&self.compiled, tokens, &headings, &ends);
        let mut cue_at = vec![0u32; tokens.len()];
        for (number, cue) in (1u32..).zip(&cues) {
            for slot in cue_at.get_mut(cue.from..cue.to).unwrap_or_default() {
                if *slot == 0 {
                    *slot = number;
                }
            }
        }
        // The words of a heading head what follows; they are no cue (`Hx: leg weakness`).
        for section in &sections {
            for at in section.heading..section.from {
                if let Some(slot) = cue_at.get_mut(at)
                    && !heads_itself(&self.compiled, &cues, *slot, section.group)
                {
                    *slot = 0;
                }
            }
        }
        // A cue that is part of a longer sign (`no appetite`, `can't PU`) says nothing of its neighbours; one in a phrase
        // that denies its sign (`no wt loss`) denies the rest of its list, too.
        for hit in hits
            .iter()
            .filter(|hit| !hit.absent && hit.to.saturating_sub(hit.from) > 1)
        {
            for at in (hit.from..hit.to).filter(|at| hit.owns(*at)) {
                let number = cue_at.get(at).copied().unwrap_or(0);
                let cue = number
                    .checked_sub(1)
                    .and_then(|index| cues.get(usize::try_from(index).ok()?));
                let inside = cue.is_some_and(|cue| {
                    cue.from >= hit.from
                        && cue.to <= hit.to
                        && self.compiled.groups.get(usize::from(cue.group)).is_some_and(|group| {
                            !matches!(
                                group.says,
                                Says::OtherSense
                                    | Says::Granted
                                    | Says::Ongoing
                                    | Says::Affirmed
                                    | Says::Returned
                                    | Says::Unchanged
                                    | Says::Background
                            )
                        })
                });
                if inside && let Some(slot) = cue_at.get_mut(at) {
                    *slot = 0;
                }
            }
        }
        Note {
            cues,
            cue_at,
            ends,
            sections,
        }
    }

    /// Every cue of a note with its group and its bytes, for whoever edits the language files.
    #[doc(hidden)]
    #[must_use]
    pub fn cue_list(&self, text: &str) -> Vec<(&str, Range<usize>)> {
        let tokens = self.tokens(text);
        let note = self.note(&tokens, &[]);
        let place = |at: usize, end: bool| {
            let token = tokens.get(at);
            token.map_or(0, |token| large(if end { token.end } else { token.start }))
        };
        let groups = &self.compiled.groups;
        let cues = note.cues.iter().filter_map(|cue| {
            let group = groups.get(usize::from(cue.group))?;
            Some((
                group.id.as_str(),
                place(cue.from, false)..place(cue.to.saturating_sub(1), true),
            ))
        });
        cues.collect()
    }

    /// The cues and the headings. A heading before its colon is one even where a longer cue begins with it.
    pub(super) fn cues(&self, tokens: &[Token], ends: &[usize]) -> (Vec<Found>, Vec<Found>) {
        let vocabulary = &self.compiled.vocabulary;
        let heads = |group: u16| {
            let group = self.compiled.groups.get(usize::from(group));
            group.is_some_and(|group| group.says == Says::Heading)
        };
        let colon = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|next| next.kind == Kind::Mark && next.mark == b':')
        };
        let mut headings: Vec<Found> = Vec::new();
        let mut cues = Vec::new();
        let mut free = 0usize;
        for (from, token) in tokens.iter().enumerate() {
            if from < free {
                continue;
            }
            let starts = token.kind == Kind::Number || (token.entry != 0 && vocabulary.has(token.entry, STARTS_CUE));
            if !starts {
                continue;
            }
            // One phrase may stand in several groups (`no` denies what follows and answers what stands before).
            let first = cues.len();
            let opens = from == 0 || ends.binary_search(&from).is_ok();
            self.compiled.cues.walk(vocabulary, tokens, from, |groups, to| {
                let stands = |group: &&u16| {
                    let follows = self
                        .compiled
                        .groups
                        .get(usize::from(**group))
                        .filter(|group| group.follows);
                    follows.is_none_or(|group| opens && (!group.alone || ends_here(tokens, to)))
                };
                if let Some(group) = groups.iter().copied().find(|group| heads(*group) && colon(to)) {
                    headings.push(Found { group, from, to });
                }
                let mut fresh = to == free;
                for group in groups.iter().filter(stands) {
                    if !fresh {
                        cues.truncate(first);
                        fresh = true;
                    }
                    let cue = Found {
                        group: *group,
                        from,
                        to,
                    };
                    if !cues.get(first..).unwrap_or_default().contains(&cue) {
                        cues.push(cue);
                    }
                    free = to;
                }
            });
        }
        headings.extend(cues.iter().copied().filter(|cue| heads(cue.group)));
        headings.sort_by_key(|heading| (heading.from, std::cmp::Reverse(heading.to), heading.group));
        headings.dedup_by_key(|heading| heading.from);
        (cues, headings)
    }
}

/// The sex that a note gives beside the age (`77M`, `72 yr old lady`) or by a relation (`wife (pt)`).
fn stated_sex(compiled: &Compiled, text: &str, tokens: &[Token]) -> Option<Sex> {
    let opening = tokens.iter().enumerate().take(OPENING);
    let called_patient = |at: usize| {
        let open = tokens.get(at.saturating_add(1)).is_some_and(|next| next.mark == b'(');
        let name = tokens.get(at.saturating_add(2)).map_or(0, |token| token.entry);
        open && compiled.cues.is(name, Known::ThePatient)
    };
    let by_name = opening
        .clone()
        .filter(|(at, _)| called_patient(*at))
        .find_map(|(_, token)| {
            let male = compiled.cues.is(token.entry, Known::MaleRelative);
            let female = compiled.cues.is(token.entry, Known::FemaleRelative);
            (male != female).then_some(if male { Sex::Male } else { Sex::Female })
        });
    if by_name.is_some() {
        return by_name;
    }
    opening
        .filter(|(_, token)| token.kind == Kind::Word)
        .find_map(|(at, token)| {
            let sex = [(Known::Male, Sex::Male), (Known::Female, Sex::Female)];
            let (_, sex) = sex
                .into_iter()
                .find(|(class, _)| compiled.cues.is(token.entry, *class))?;
            let typed = text.get(large(token.start)..large(token.end))?;
            let near = if typed.len() == 1 { 1 } else { 4 };
            let before = tokens.get(at.saturating_sub(near)..at)?;
            let age = before.iter().rev().find(|token| token.kind == Kind::Number)?;
            let years = text.get(large(age.start)..large(age.end))?.parse::<u8>().ok()?;
            // `walks 50m` is no man.
            let capital = typed.len() > 1 || at <= 2 || typed.starts_with(char::is_uppercase);
            (capital && (16..=110).contains(&years)).then_some(sex)
        })
}

/// Whether a cue on a heading's words says by itself what the heading says; `Hx:` is no past.
fn heads_itself(compiled: &Compiled, cues: &[Found], slot: u32, heading: u16) -> bool {
    let group = |number: u16| compiled.groups.get(usize::from(number));
    if group(heading).and_then(|group| group.section.as_deref()) != Some("plain") {
        return true;
    }
    let index = slot.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    let Some(cue) = index.and_then(|index| cues.get(index)) else {
        return true;
    };
    let beside = cues
        .iter()
        .skip(index.unwrap_or(0))
        .take_while(|other| other.from == cue.from);
    !beside
        .into_iter()
        .any(|other| group(other.group).is_some_and(|group| group.says == Says::Historical))
}

/// Whether a mark, a new line or the end follows.
fn ends_here(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_none_or(|next| next.kind == Kind::Mark || next.gap >= Gap::Wide)
}
