//! Values of tests typed in a note: `adj Ca 2.9`, `wt 62 (was 70)`, `power 3/5`. Not which test decides what.

use super::amount::{Amount, number};
use super::assertion::Mention;
use super::clauses::{Note, Place};
use super::context::NoteContext;
use super::token::{Gap, Kind, Token, large};
use super::words::{FILLER, FoundSign, Lexicon, Sign};
use crate::record::{Assertion, Comparator};

/// A value of a test as somebody typed it. Spans are bytes of the note.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Number of the test.
    pub test: u32,
    /// The value.
    pub amount: Amount,
    /// The earlier value typed with it; without a unit of its own it is in the value's.
    pub previous: Option<Amount>,
    /// The number after a slash: 5 in `3/5`.
    pub out_of: Option<f64>,
    /// Before the value.
    pub comparator: Option<Comparator>,
    /// First byte of the test's name.
    pub start: u32,
    /// Byte after the value or its unit.
    pub end: u32,
    /// How it is meant.
    pub assertion: Assertion,
}

/// At most so many words or marks between a test's name and its value.
const BETWEEN: usize = 3;
/// Between `from 80` and the newer value stand at most so many more.
const BETWEEN_VALUES: usize = 2;

/// The values of tests in a note, and how each is meant.
pub(crate) fn values(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    signs: &[FoundSign],
    context: &NoteContext,
    out: &mut Vec<Measured>,
) {
    if !signs.iter().any(|sign| matches!(sign.sign, Sign::Test { .. })) {
        return;
    }
    let note = Note::new(lexicon, tokens, &[]);
    let view = note.view(lexicon, text, tokens, context);
    let mut done = 0usize;
    for (place, sign) in signs.iter().enumerate() {
        let Sign::Test { test } = sign.sign else {
            continue;
        };
        let longer = signs
            .get(place.saturating_add(1))
            .is_some_and(|next| next.from == sign.from && next.to > sign.to && matches!(next.sign, Sign::Test { .. }));
        if longer || sign.from < done {
            continue;
        }
        if let Some((mut measured, to)) = measure(lexicon, text, tokens, test, sign.from, sign.to) {
            let mut mention = Mention::blank(u32::MAX, measured.start, measured.end);
            view.assess(Place { from: sign.from, to }, false, &mut mention);
            measured.assertion = mention.assertion;
            out.push(measured);
            done = to;
        }
    }
}

/// The value after the test's name at `from..to`, with the token after it.
fn measure(
    lexicon: &Lexicon,
    text: &str,
    tokens: &[Token],
    test: u32,
    from: usize,
    to: usize,
) -> Option<(Measured, usize)> {
    let start = tokens.get(from)?.start;
    let mut at = to;
    let mut comparator = None;
    // `up from 80`, `was 80`: the first number is the earlier one.
    let mut before = false;
    for _ in 0..=BETWEEN {
        let token = tokens.get(at)?;
        if token.gap == Gap::Line {
            return None;
        }
        match token.kind {
            Kind::Number => break,
            Kind::Mark => match token.mark {
                b':' | b'=' | b'-' | b'(' | b'^' | b'~' => {}
                b'<' => comparator = Some(Comparator::Below),
                b'>' => comparator = Some(Comparator::Above),
                _ => return None,
            },
            Kind::Word if token.entry != 0 && lexicon.changes.contains(&token.entry) => {}
            Kind::Word if token.entry != 0 && lexicon.previous.contains(&token.entry) => before = true,
            Kind::Word if lexicon.vocabulary.has(token.entry, FILLER) => {}
            Kind::Word => return None,
        }
        at = at.saturating_add(1);
    }
    let token = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
    let value = number(text, token)?;
    let mut end = token.end;
    at = at.saturating_add(1);
    let mut out_of = None;
    if let (Some(slash), Some(below)) = (tokens.get(at), tokens.get(at.saturating_add(1)))
        && slash.mark == b'/'
        && slash.gap == Gap::Joined
        && below.kind == Kind::Number
        && below.gap == Gap::Joined
    {
        // `12/3/24` and `7/52` are a date and a duration, not a value.
        let third = tokens
            .get(at.saturating_add(2))
            .is_some_and(|third| third.mark == b'/' && third.gap == Gap::Joined);
        if third
            || lexicon.durations.starts(tokens, at.saturating_sub(1))
                && number(text, below).is_some_and(|below| below > 10.0)
        {
            return None;
        }
        out_of = number(text, below);
        end = below.end;
        at = at.saturating_add(2);
    }
    // `3 days` after a test's name is no value of it; `3.08 H` has a laboratory's flag.
    if out_of.is_none() && lexicon.durations.starts(tokens, at.saturating_sub(1)) && !flagged(text, tokens, at) {
        return None;
    }
    let mut amount = Amount::with_unit(value, lexicon, text, tokens, &mut at);
    end = amount.end().unwrap_or(end);
    let mut previous = earlier(lexicon, text, tokens, at);
    // `from 80 to 190`: without the newer value nothing is said of now. `PSA 4.5 -> 12`: the second is the newer.
    let later = if before {
        Some(newer(lexicon, tokens, at)?)
    } else {
        arrow(tokens, at)
    };
    if let Some(place) = later {
        let token = tokens.get(place)?;
        at = place.saturating_add(1);
        let newer = Amount::with_unit(number(text, token)?, lexicon, text, tokens, &mut at);
        end = newer.end().unwrap_or(token.end);
        let first = std::mem::replace(&mut amount, newer);
        // One unit is meant for both.
        amount.unit = amount.unit.take().or_else(|| first.unit.clone());
        previous = Some(first);
    }
    let measured = Measured {
        test,
        amount,
        previous,
        out_of,
        comparator,
        start,
        end,
        assertion: Assertion::Present,
    };
    Some((measured, at))
}

/// Whether what follows a number is a laboratory's flag and no unit of time: a capital that stands by itself.
fn flagged(text: &str, tokens: &[Token], at: usize) -> bool {
    let flag = tokens.get(at).filter(|token| token.gap >= Gap::Space);
    let typed = flag.and_then(|flag| text.get(large(flag.start)..large(flag.end)));
    typed.is_some_and(|typed| matches!(typed, "H" | "L"))
}

/// The place of the newer value after `from 80`: `to 190`, `up to 190`, `now 190`.
fn newer(lexicon: &Lexicon, tokens: &[Token], at: usize) -> Option<usize> {
    let may_stand = |token: &Token| match token.kind {
        Kind::Word => {
            lexicon.vocabulary.has(token.entry, FILLER) || token.entry != 0 && lexicon.changes.contains(&token.entry)
        }
        Kind::Mark => matches!(token.mark, b'-' | b'>'),
        Kind::Number => false,
    };
    for place in at..=at.saturating_add(BETWEEN_VALUES) {
        let token = tokens.get(place).filter(|token| token.gap != Gap::Line)?;
        if token.kind == Kind::Number {
            return (place > at).then_some(place);
        }
        if !may_stand(token) {
            return None;
        }
    }
    None
}

/// `(was 70)`, `, prev 70`, `from 70`, each with its unit where it has one.
fn earlier(lexicon: &Lexicon, text: &str, tokens: &[Token], at: usize) -> Option<Amount> {
    let mut said = false;
    for (place, token) in tokens.iter().enumerate().skip(at).take(4) {
        match token.kind {
            Kind::Mark if matches!(token.mark, b'(' | b',' | b':') => {}
            Kind::Word if lexicon.previous.contains(&token.entry) && token.entry != 0 => said = true,
            Kind::Word if said && lexicon.vocabulary.has(token.entry, FILLER) => {}
            Kind::Number if said => {
                let mut after = place.saturating_add(1);
                return Some(Amount::with_unit(
                    number(text, token)?,
                    lexicon,
                    text,
                    tokens,
                    &mut after,
                ));
            }
            _ => return None,
        }
    }
    None
}

/// The place of the newer value after an arrow.
fn arrow(tokens: &[Token], at: usize) -> Option<usize> {
    let mut next = at;
    let mut seen = false;
    while let Some(token) = tokens
        .get(next)
        .filter(|token| token.kind == Kind::Mark && matches!(token.mark, b'-' | b'>'))
    {
        seen |= token.mark == b'>';
        next = next.saturating_add(1);
    }
    tokens
        .get(next)
        .filter(|token| seen && token.kind == Kind::Number)
        .map(|_| next)
}
