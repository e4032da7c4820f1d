//! Cuts a note into tokens: words, numbers and marks, each with its bytes in the original text.
//!
//! One pass, no allocation beyond the token list, no copy of the text: a word is folded while it is hashed, so a span
//! is always a span of the note as it was typed. Knows no language; apostrophes inside a word and hyphens between
//! two words are dropped because clinicians type them or leave them out at random.

use super::characters::{
    BLANK, DIGIT, LETTER, NEWLINE, NIL, Unit, WIDE_CHAR, char_at, class, empty, entity, fold_char, line_tag,
    plain_mark, step, unit_at,
};

/// What sort of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, perhaps with digits after them (`T10`, `x3`).
    Word,
    /// Digits, perhaps with a decimal part.
    Number,
    /// A run of one and the same mark (`,` `++` `??` `[`).
    Mark,
}

/// The white space in front of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing, or a hyphen that joins two words.
    Joined,
    /// One blank.
    Space,
    /// Two blanks or more, or a tab: the gap between the columns of a tick list.
    Wide,
    /// A new line.
    Line,
}

/// One token of a note.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The word's number in the vocabulary, 0 where it isn't in it.
    pub(crate) entry: u32,
    pub(crate) kind: Kind,
    pub(crate) gap: Gap,
    /// First byte of a mark; 1 for a number that may be a year, else 0.
    pub(crate) mark: u8,
}

/// Where tokens get their vocabulary numbers.
pub(crate) trait Resolve {
    /// The number of a folded word. `bytes` is the word as typed.
    fn word(&mut self, hash: u64, letters: bool, bytes: &[u8]) -> u32;
    /// The number of a mark.
    fn mark(&mut self, mark: u8) -> u32;
}

/// A place in a text as tokens keep it.
pub(crate) fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A place that a token keeps, as a place in a text.
pub(crate) fn large(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Cuts `text` into tokens, appended to `out`.
pub(crate) fn tokenise(text: &str, resolve: &mut impl Resolve, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = 0usize;
    let mut gap = Gap::Line;
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            BLANK => {
                gap = if gap >= Gap::Space || byte == b'\t' {
                    gap.max(Gap::Wide)
                } else {
                    Gap::Space
                };
                at = at.saturating_add(1);
            }
            NEWLINE => {
                gap = Gap::Line;
                at = at.saturating_add(1);
            }
            LETTER => {
                at = word(text, bytes, at, gap, resolve, out);
                gap = Gap::Joined;
            }
            DIGIT => {
                at = number(bytes, at, gap, resolve, out);
                gap = Gap::Joined;
            }
            WIDE_CHAR => {
                let Some(c) = char_at(text, at) else { break };
                let end = at.saturating_add(c.len_utf8());
                if c == '\u{B0}' && gap >= Gap::Space && bytes.get(end).is_some_and(|next| class(*next) == LETTER) {
                    // `°jaundice`
                    gap = push_mark(bytes, at, end, NIL, gap, resolve, out);
                    at = end;
                } else if fold_char(c).is_some() {
                    at = word(text, bytes, at, gap, resolve, out);
                    gap = Gap::Joined;
                } else if let Some(mark) = plain_mark(c) {
                    gap = push_mark(bytes, at, end, mark, gap, resolve, out);
                    at = end;
                } else {
                    if !empty(c) {
                        gap = match c {
                            '\u{2028}' | '\u{2029}' | '\u{85}' => Gap::Line,
                            _ => gap.max(Gap::Space),
                        };
                    }
                    at = at.saturating_add(c.len_utf8());
                }
            }
            _ if byte == b'&' && entity(bytes, at).is_some() => {
                let (c, length) = entity(bytes, at).unwrap_or((' ', 1));
                let end = at.saturating_add(length);
                gap = match c {
                    '\n' => Gap::Line,
                    ' ' => gap.max(Gap::Space),
                    mark => push_mark(bytes, at, end, u8::try_from(mark).unwrap_or(b'&'), gap, resolve, out),
                };
                at = end;
            }
            _ if byte == b'<' && line_tag(bytes, at).is_some() => {
                gap = Gap::Line;
                at = at.saturating_add(line_tag(bytes, at).unwrap_or(1));
            }
            _ => {
                let mut end = at.saturating_add(1);
                while bytes.get(end) == Some(&byte) && byte != b'[' && byte != b']' {
                    end = end.saturating_add(1);
                }
                gap = push_mark(bytes, at, end, byte, gap, resolve, out);
                at = end;
            }
        }
    }
}

fn word(text: &str, bytes: &[u8], start: usize, gap: Gap, resolve: &mut impl Resolve, out: &mut Vec<Token>) -> usize {
    let mut at = start;
    let mut hash = 0u64;
    let mut letters = true;
    // The fast lane: plain letters, nearly every word of nearly every note.
    while let Some(&byte) = bytes.get(at) {
        if class(byte) != LETTER {
            break;
        }
        hash = step(hash, u64::from(byte | 0x20));
        at = at.saturating_add(1);
    }
    loop {
        match unit_at(text, bytes, at) {
            Unit::Letter(c, length) => {
                letters &= c.is_ascii_alphabetic();
                hash = step(hash, u64::from(u32::from(c)));
                at = at.saturating_add(length);
            }
            Unit::Apostrophe(length) => match unit_at(text, bytes, at.saturating_add(length)) {
                Unit::Letter(..) => {
                    letters = false;
                    at = at.saturating_add(length);
                }
                _ => break,
            },
            Unit::Other => {
                // `T36.8`: a decimal point between digits belongs to the word.
                let digit_before = at
                    .checked_sub(1)
                    .and_then(|before| bytes.get(before))
                    .is_some_and(u8::is_ascii_digit);
                let digit_after = bytes.get(at.saturating_add(1)).is_some_and(u8::is_ascii_digit);
                if bytes.get(at) == Some(&b'.') && digit_before && digit_after && at > start {
                    letters = false;
                    at = at.saturating_add(1);
                    continue;
                }
                break;
            }
        }
    }
    let typed = bytes.get(start..at).unwrap_or_default();
    out.push(Token {
        start: small(start),
        end: small(at),
        entry: resolve.word(hash, letters, typed),
        kind: Kind::Word,
        gap,
        mark: 0,
    });
    at
}

fn number(bytes: &[u8], start: usize, gap: Gap, resolve: &mut impl Resolve, out: &mut Vec<Token>) -> usize {
    let mut at = start;
    let mut hash = 0u64;
    while let Some(&byte) = bytes.get(at) {
        let point = (byte == b'.' || byte == b',') && bytes.get(at.saturating_add(1)).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !point {
            break;
        }
        hash = step(hash, u64::from(byte));
        at = at.saturating_add(1);
    }
    let typed = bytes.get(start..at).unwrap_or_default();
    out.push(Token {
        start: small(start),
        end: small(at),
        entry: resolve.word(hash, false, typed),
        kind: Kind::Number,
        gap,
        mark: u8::from(
            typed.len() == 4 && (typed.starts_with(b"19") || typed.starts_with(b"20")) || short_year(bytes, start, at),
        ),
    });
    at
}

/// `'94`: two digits after an apostrophe that nothing stands before.
fn short_year(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = bytes.get(..start).unwrap_or_default();
    let open = before
        .strip_suffix(b"'")
        .or_else(|| before.strip_suffix("\u{2019}".as_bytes()))
        .or_else(|| before.strip_suffix("\u{2018}".as_bytes()));
    end.saturating_sub(start) == 2
        && open.is_some_and(|open| {
            open.last()
                .is_none_or(|b| matches!(class(*b), BLANK | NEWLINE) || *b == b'(')
        })
}

/// Adds a mark; gives the gap the next token starts from.
fn push_mark(
    bytes: &[u8],
    start: usize,
    end: usize,
    mark: u8,
    gap: Gap,
    resolve: &mut impl Resolve,
    out: &mut Vec<Token>,
) -> Gap {
    let before = start
        .checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_some_and(|b| class(*b) != BLANK && class(*b) != NEWLINE);
    let after = bytes.get(end).is_some_and(|b| matches!(class(*b), LETTER | DIGIT));
    // A hyphen with something on both sides joins words; a quote mark says nothing.
    if (mark == b'-' && before && after) || matches!(mark, b'\'' | b'`' | b'"') {
        return gap;
    }
    out.push(Token {
        start: small(start),
        end: small(end),
        entry: resolve.mark(mark),
        kind: Kind::Mark,
        gap,
        mark,
    });
    Gap::Joined
}
