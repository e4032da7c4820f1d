//! Which line ends are the writer's, and which a program put where the line was full.
//!
//! A line end of the writer's ends a sentence and whatever was said so far; one of a program says nothing. A program breaks
//! where the next word would not have fitted into the widest line; a writer who stops there by chance starts the next line
//! with a capital, a bullet or a heading. What was wrapped is read as if the break were a blank. Nothing of sentences.

use crate::text::token::{Gap, Kind, Token, tokenise};
use crate::text::words::{Known, Lexicon};

/// Narrower than this nothing is wrapped.
const NARROW: usize = 30;
/// One full line that goes on in small letters is taken for wrapped from this width on.
const ALONE: usize = 45;
/// A heading has at most so many words before its colon.
const HEADING: usize = 4;

struct Break {
    /// First token of the next line.
    next: usize,
    /// The next word would not have fitted.
    full: bool,
    /// The line can't end here: after a comma, `or`, `the`.
    open: bool,
    /// The next line goes on in small letters.
    small: bool,
    /// After a number, or with a small `of` or `and`, no writer begins a line.
    goes_on: bool,
    /// A bullet, a heading or an empty line: the writer's in any case.
    begins: bool,
}

/// The tokens of a note, with the writer's own line ends and marks.
pub(crate) fn tokens(lexicon: &Lexicon, text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    tokenise(text, &mut &lexicon.vocabulary, &mut tokens);
    unwrap(lexicon, text, &mut tokens);
    dictated(lexicon, &mut tokens);
    tokens
}

/// Turns the line ends that are not the writer's into blanks.
fn unwrap(lexicon: &Lexicon, text: &str, tokens: &mut [Token]) {
    let starts: Vec<usize> = tokens
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, token)| token.gap == Gap::Line)
        .map(|(place, _)| place)
        .collect();
    if starts.is_empty() {
        return;
    }
    let mut widest = 0usize;
    let mut line = 0usize;
    for end in starts.iter().copied().chain(std::iter::once(tokens.len())) {
        widest = widest.max(width(tokens, line, end));
        line = end;
    }
    let mut breaks = Vec::with_capacity(starts.len());
    line = 0;
    for next in starts {
        breaks.extend(look(lexicon, text, tokens, line, next, widest));
        line = next;
    }
    let full = breaks.iter().filter(|one| one.full && !one.begins).count();
    let inner = breaks.iter().filter(|one| !one.begins).count();
    let mostly = full >= 3 && full.saturating_mul(3) >= inner.saturating_mul(2);
    for one in &breaks {
        let wide = widest >= ALONE || (full >= 2 && widest >= NARROW);
        let wrapped = one.full && ((one.small && wide) || ((mostly || one.goes_on) && widest >= NARROW));
        if !one.begins
            && (one.open || wrapped)
            && let Some(token) = tokens.get_mut(one.next)
        {
            token.gap = Gap::Space;
        }
    }
}

fn width(tokens: &[Token], from: usize, to: usize) -> usize {
    let start = tokens.get(from).map_or(0, |token| token.start);
    let end = to
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .map_or(start, |token| token.end);
    usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX)
}

fn look(lexicon: &Lexicon, text: &str, tokens: &[Token], line: usize, next: usize, widest: usize) -> Option<Break> {
    let last = tokens.get(next.checked_sub(1)?)?;
    let first = tokens.get(next)?;
    let (end, start) = (usize::try_from(last.end).ok()?, usize::try_from(first.start).ok()?);
    let between = text.get(end..start)?;
    let empty = between.matches('\n').count().max(between.matches('\r').count()) > 1;
    let word = text.get(start..)?.split_ascii_whitespace().next().map_or(0, str::len);
    let bullet = first.kind == Kind::Mark && matches!(first.mark, b'-' | b'*' | b'[' | b'_' | b'>' | b'#' | 1 | b'=')
        || first.kind != Kind::Word
            && tokens.get(next.saturating_add(1)).is_some_and(|after| {
                after.kind == Kind::Mark && matches!(after.mark, b')' | b'.') && after.gap == Gap::Joined
            });
    let heading = tokens
        .iter()
        .skip(next)
        .take(HEADING.saturating_add(1))
        .enumerate()
        .take_while(|(place, token)| *place == 0 || token.gap != Gap::Line)
        .find(|(_, token)| token.kind != Kind::Word)
        .is_some_and(|(place, token)| place > 0 && token.mark == b':');
    let open = match last.kind {
        Kind::Mark => matches!(last.mark, b',' | b'&' | b'+' | b'/') && last.end.saturating_sub(last.start) == 1,
        Kind::Word => lexicon.cues.is(last.entry, Known::Open),
        Kind::Number => false,
    };
    let small = text.get(start..)?.chars().next().is_some_and(char::is_lowercase);
    Some(Break {
        next,
        // `for 10` / `minutes`
        goes_on: small && (last.kind == Kind::Number || lexicon.cues.is(first.entry, Known::Open)),
        full: width(tokens, line, next).saturating_add(1).saturating_add(word) > widest,
        open,
        small,
        begins: empty || bullet || heading,
    })
}

/// Turns marks that dictation spelt out into marks, where a note has full stops of that kind.
fn dictated(lexicon: &Lexicon, tokens: &mut [Token]) {
    let is = |token: &Token, class| token.kind == Kind::Word && lexicon.cues.is(token.entry, class);
    let spelt = |pair: &[Token]| {
        pair.first().is_some_and(|token| is(token, Known::SpeltFull))
            && pair.get(1).is_some_and(|token| is(token, Known::SpeltStop))
    };
    if !tokens.windows(2).any(spelt) {
        return;
    }
    let mark = |token: &mut Token, mark| {
        token.kind = Kind::Mark;
        token.mark = mark;
        token.entry = 0;
        token.end = token.start.saturating_add(1);
    };
    let mut full = false;
    for at in 0..tokens.len() {
        let stops = tokens.get(at..at.saturating_add(2)).is_some_and(spelt);
        let Some(token) = tokens.get_mut(at) else { break };
        if full || stops {
            mark(token, b'.');
        } else if is(token, Known::SpeltComma) {
            mark(token, b',');
        }
        full = stops;
    }
}
