//! Which stretch of a note stands under which heading. Not what the heading means for a sign.

use super::cues::Found;
use super::sentence::sentence_around;
use crate::text::token::{Gap, Kind, Token};
use crate::text::words::{Lexicon, Says, Span};

/// A stretch of the note under a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) group: u16,
    pub(crate) heading: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The stretches under headings.
pub(crate) fn sections(lexicon: &Lexicon, tokens: &[Token], cues: &[Found], ends: &[usize]) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let lines = line_ends(tokens);
    for cue in cues {
        let Some(group) = lexicon.group(cue.group) else {
            continue;
        };
        if group.says != Says::Heading {
            continue;
        }
        let next = tokens.get(cue.to);
        let colon = next.is_some_and(|next| next.kind == Kind::Mark && matches!(next.mark, b':' | b'=' | b'-'));
        if !(colon || group.bare) {
            continue;
        }
        let from = if colon { cue.to.saturating_add(1) } else { cue.to };
        let empty = tokens.get(from).is_some_and(|first| first.gap == Gap::Line);
        let to = match group.lasts {
            Span::Sentence if !empty => sentence_around(ends, cue.from).1,
            Span::Line if !empty => sentence_around(&lines, from).1,
            _ if bulleted(tokens, from) => bullets_end(tokens, from),
            _ if group.section.as_deref() == Some("denied") => sentence_around(&lines, from).1,
            _ => tokens.len(),
        };
        if let Some(last) = found.last_mut() {
            last.to = last.to.min(cue.from);
        }
        found.push(Section {
            group: cue.group,
            heading: cue.from,
            from,
            to,
        });
    }
    // A heading nobody listed still ends the section before it.
    for section in &mut found {
        section.to = unlisted_heading(tokens, section.from, section.to);
    }
    found
}

/// Whether a line begins with a bullet at a token.
fn bulleted(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.gap == Gap::Line && token.kind == Kind::Mark && matches!(token.mark, b'-' | b'*' | b'>')
    })
}

/// The line after the last bullet of a list: what a heading says of a list it says of no more.
fn bullets_end(tokens: &[Token], from: usize) -> usize {
    let mut lines = tokens
        .iter()
        .enumerate()
        .skip(from)
        .filter(|(_, token)| token.gap == Gap::Line);
    lines
        .find(|(at, _)| !bulleted(tokens, *at))
        .map_or(tokens.len(), |(at, _)| at)
}

/// The token after the last one of each line, in order.
fn line_ends(tokens: &[Token]) -> Vec<usize> {
    let starts = tokens
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, token)| token.gap == Gap::Line);
    starts
        .map(|(place, _)| place)
        .chain(std::iter::once(tokens.len()))
        .collect()
}

fn unlisted_heading(tokens: &[Token], from: usize, to: usize) -> usize {
    let mut words_of_line = usize::MAX;
    let mut line = from;
    for (place, token) in tokens.iter().enumerate().take(to).skip(from.saturating_add(1)) {
        if token.gap == Gap::Line {
            words_of_line = 0;
            line = place;
        }
        match token.kind {
            Kind::Mark if token.mark == b':' && words_of_line <= 3 => return line,
            Kind::Word => words_of_line = words_of_line.saturating_add(1),
            _ => words_of_line = usize::MAX,
        }
    }
    to
}

/// The section that holds a token.
pub(crate) fn section_of(sections: &[Section], place: usize) -> Option<&Section> {
    let after = sections.partition_point(|section| section.heading <= place);
    after
        .checked_sub(1)
        .and_then(|at| sections.get(at))
        .filter(|section| place < section.to)
}
