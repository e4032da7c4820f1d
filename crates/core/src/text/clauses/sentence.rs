//! Where sentences and clauses end. Nothing of what is said in them.

use crate::text::token::{Gap, Kind, Token};
use crate::text::words::{Known, Lexicon};

/// The token after the last one of each sentence, in order.
pub(crate) fn sentence_ends(lexicon: &Lexicon, tokens: &[Token]) -> Vec<usize> {
    let mut ends = Vec::new();
    for (place, pair) in tokens.windows(2).enumerate() {
        let [token, next] = pair else { continue };
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        let ends_here = next.gap == Gap::Line
            || item_number(tokens, place.saturating_add(1))
            || match token.mark {
                b'.' => {
                    let second = place.checked_sub(2).and_then(|second| tokens.get(second));
                    full_stop(lexicon, second, before, token, next)
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
/// commas found no more signs and twice as many wrong ones. `turn`: a word that ends a clause.
pub(crate) fn clause_ends(tokens: &[Token], sentence_ends: &[usize], turn: impl Fn(&Token) -> bool) -> Vec<usize> {
    let mut ends = Vec::with_capacity(sentence_ends.len());
    let mut from = 0usize;
    for end in sentence_ends {
        let mut start = from;
        for (place, token) in tokens.iter().enumerate().take(*end).skip(from) {
            let ends_here =
                token.kind == Kind::Mark && ends_clause(token.mark) || token.kind == Kind::Word && turn(token);
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
fn full_stop(lexicon: &Lexicon, second: Option<&Token>, before: Option<&Token>, stop: &Token, next: &Token) -> bool {
    if stop.kind != Kind::Mark {
        return false;
    }
    let Some(before) = before else { return true };
    if before.kind == Kind::Word && before.entry != 0 && lexicon.stops_inside.contains(&before.entry) {
        return false;
    }
    // `e.g.`, `a.m.`, `d.58`, `Aunt d. ovarian ca`
    let relative = second.is_some_and(|second| {
        [Known::MaleRelative, Known::FemaleRelative]
            .iter()
            .any(|class| lexicon.cues.is(second.entry, *class))
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
