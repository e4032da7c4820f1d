//! Where sentences end and which section each belongs to.

use super::compile::Compiled;
use super::cue::{Says, Span};
use super::cuebook::Known;
use super::token::{Gap, Kind, Token};

/// A cue as found: its group and its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) group: u16,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A stretch of the note under a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) group: u16,
    pub(crate) heading: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The token after the last one of each sentence, in order.
pub(crate) fn sentence_ends(compiled: &Compiled, tokens: &[Token]) -> Vec<usize> {
    let mut ends = Vec::new();
    for (place, pair) in tokens.windows(2).enumerate() {
        let [token, next] = pair else { continue };
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        let ends_here = next.gap == Gap::Line
            || item_number(tokens, place.saturating_add(1))
            || match token.mark {
                b'.' => {
                    let second = place.checked_sub(2).and_then(|second| tokens.get(second));
                    full_stop(compiled, second, before, token, next)
                }
                b'!' => token.kind == Kind::Mark,
                b'*' => bullet_inside(token, next),
                _ => false,
            };
        if ends_here {
            ends.push(place.saturating_add(1));
        }
    }
    ends.push(tokens.len());
    ends
}

/// How far back an open bracket is looked for.
const BRACKET: usize = 24;

/// The number of a list within a line: `1) ?bone mets 2) constipation`. Not the end of a bracket (`(PHQ 9)`).
fn item_number(tokens: &[Token], at: usize) -> bool {
    let Some(number) = tokens
        .get(at)
        .filter(|token| token.kind == Kind::Number && token.gap >= Gap::Space)
    else {
        return false;
    };
    let closes = tokens
        .get(at.saturating_add(1))
        .is_some_and(|next| next.kind == Kind::Mark && next.mark == b')' && next.gap == Gap::Joined);
    let short = number.end.saturating_sub(number.start) == 1;
    let before = tokens.get(at.saturating_sub(BRACKET)..at).unwrap_or_default();
    let bracket = before
        .iter()
        .rev()
        .find(|token| token.kind == Kind::Mark && matches!(token.mark, b'(' | b')'));
    closes && short && bracket.is_none_or(|token| token.mark == b')')
}

/// A clause has at most so many tokens; a longer one is cut.
const CLAUSE_TOKENS: usize = 48;

/// Whether a mark ends a clause.
pub(crate) fn ends_clause(mark: u8) -> bool {
    matches!(
        mark,
        b',' | b';' | b':' | b'.' | b'?' | b'!' | b'(' | b')' | b'-' | b'>' | b'"'
    )
}

/// The token after the last one of each clause, in order. What is said by words together is said in one clause: crossing
/// commas found no more signs and twice as many wrong ones.
pub(crate) fn clause_ends(tokens: &[Token], sentence_ends: &[usize]) -> Vec<usize> {
    let mut ends = Vec::with_capacity(sentence_ends.len());
    let mut from = 0usize;
    for end in sentence_ends {
        let mut start = from;
        for (place, token) in tokens.iter().enumerate().take(*end).skip(from) {
            let ends_here = token.kind == Kind::Mark && ends_clause(token.mark);
            if ends_here || place.saturating_sub(start) >= CLAUSE_TOKENS {
                ends.push(place);
                start = place;
            }
        }
        ends.push(*end);
        from = *end;
    }
    ends
}

/// A bullet within a line: `• tired • off food`.
fn bullet_inside(token: &Token, next: &Token) -> bool {
    token.kind == Kind::Mark
        && token.gap >= Gap::Space
        && next.gap >= Gap::Space
        && token.end.saturating_sub(token.start) > 1
}

/// Whether a full stop ends a sentence: not in `e.g.`, `a.m.` or after `Dr`.
fn full_stop(compiled: &Compiled, second: Option<&Token>, before: Option<&Token>, stop: &Token, next: &Token) -> bool {
    if stop.kind != Kind::Mark {
        return false;
    }
    let Some(before) = before else { return true };
    if before.kind == Kind::Word && before.entry != 0 && compiled.stops_inside.contains(&before.entry) {
        return false;
    }
    // `e.g.`, `a.m.`, `d.58`, `Aunt d. ovarian ca`
    let relative = second.is_some_and(|second| {
        [Known::MaleRelative, Known::FemaleRelative]
            .iter()
            .any(|class| compiled.cues.is(second.entry, *class))
    });
    let single = before.kind == Kind::Word && before.end.saturating_sub(before.start) == 1 && stop.gap == Gap::Joined;
    !(single && (relative || next.gap == Gap::Joined && next.kind != Kind::Mark))
}

/// The first and the after-last token of the sentence that holds `place`.
pub(crate) fn sentence_around(ends: &[usize], place: usize) -> (usize, usize) {
    let index = ends.partition_point(|end| *end <= place);
    let from = index
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .copied()
        .unwrap_or(0);
    (from, ends.get(index).copied().unwrap_or(from))
}

/// The stretches under headings.
pub(crate) fn sections(compiled: &Compiled, tokens: &[Token], cues: &[Found], ends: &[usize]) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let lines = line_ends(tokens);
    for cue in cues {
        let Some(group) = compiled.groups.get(usize::from(cue.group)) else {
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
