//! A note cut up: its cues, sentences and sections, without the cues that are part of a sign or of a heading, and the sex that
//! it states. Nothing of how a sign is meant.

use std::cell::Cell;

use super::cues::{Found, cues};
use super::hit::Hit;
use super::section::{Section, sections};
use super::sentence::sentence_ends;
use super::view::View;
use crate::record::Sex;
use crate::text::context::NoteContext;
use crate::text::token::{Kind, Token, large};
use crate::text::words::{Known, Lexicon, Says};

/// Age and sex are looked for among so many tokens.
const OPENING: usize = 60;

/// A note cut up.
pub(crate) struct Note {
    pub(crate) cues: Vec<Found>,
    cue_at: Vec<u32>,
    pub(crate) ends: Vec<usize>,
    pub(crate) sections: Vec<Section>,
}

impl Note {
    /// What is asked of the note.
    pub(crate) fn view<'a>(
        &'a self,
        lexicon: &'a Lexicon,
        text: &'a str,
        tokens: &'a [Token],
        context: &'a NoteContext,
    ) -> View<'a> {
        View {
            lexicon,
            text,
            steps: Cell::new(0),
            tokens,
            cues: &self.cues,
            cue_at: &self.cue_at,
            ends: &self.ends,
            sections: &self.sections,
            context,
            sex: context.sex.or_else(|| stated_sex(lexicon, text, tokens)),
        }
    }

    /// Cuts up a note in which `hits` were found.
    pub(crate) fn new(lexicon: &Lexicon, tokens: &[Token], hits: &[Hit]) -> Self {
        let ends = sentence_ends(lexicon, tokens);
        let (cues, headings) = cues(lexicon, tokens, &ends);
        let sections = sections(lexicon, tokens, &headings, &ends);
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
                    && !heads_itself(lexicon, &cues, *slot, section.group)
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
                        && lexicon.group(cue.group).is_some_and(|group| {
                            // `All settled` is a remark, and is said of what stands before it.
                            let of_before = group.follows && cue.from == hit.from;
                            !of_before
                                && !matches!(
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
        Self {
            cues,
            cue_at,
            ends,
            sections,
        }
    }
}

/// The sex that a note gives beside the age (`77M`, `72 yr old lady`) or by a relation (`wife (pt)`).
fn stated_sex(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> Option<Sex> {
    let opening = tokens.iter().enumerate().take(OPENING);
    let called_patient = |at: usize| {
        let open = tokens.get(at.saturating_add(1)).is_some_and(|next| next.mark == b'(');
        let name = tokens.get(at.saturating_add(2)).map_or(0, |token| token.entry);
        open && lexicon.cues.is(name, Known::ThePatient)
    };
    let by_name = opening
        .clone()
        .filter(|(at, _)| called_patient(*at))
        .find_map(|(_, token)| {
            let male = lexicon.cues.is(token.entry, Known::MaleRelative);
            let female = lexicon.cues.is(token.entry, Known::FemaleRelative);
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
                .find(|(class, _)| lexicon.cues.is(token.entry, *class))?;
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
fn heads_itself(lexicon: &Lexicon, cues: &[Found], slot: u32, heading: u16) -> bool {
    let group = |number: u16| lexicon.group(number);
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
