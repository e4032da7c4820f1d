//! Cuts a note into tokens: words, numbers and marks, each with its bytes in the original text.
//!
//! One pass, no allocation beyond the token list, no copy of the text: a word is folded while it is hashed, so a span
//! is always a span of the note as it was typed. Knows no language; apostrophes inside a word and hyphens between
//! two words are dropped because clinicians type them or leave them out at random.

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

/// Folds one character of a word; `None` where it is no letter or digit.
pub(crate) fn fold_char(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_lowercase());
    }
    if c.is_ascii() {
        return None;
    }
    let plain = match c {
        'À'..='Å' | 'à'..='å' => 'a',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ò'..='Ö' | 'ò'..='ö' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        'Ç' | 'ç' => 'c',
        'Ñ' | 'ñ' => 'n',
        _ if c.is_alphanumeric() => c.to_lowercase().next().unwrap_or(c),
        _ => return None,
    };
    Some(plain)
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15 | 1;

/// One step of the word hash.
pub(crate) const fn step(hash: u64, unit: u64) -> u64 {
    hash.wrapping_mul(MULTIPLIER).wrapping_add(unit.wrapping_add(1))
}

/// The hash of a word already folded.
pub(crate) fn hash_word(word: &str) -> u64 {
    word.chars().fold(0, |hash, c| step(hash, u64::from(u32::from(c))))
}

/// The folded form of a word as typed: lower case, no apostrophes, no accents.
pub(crate) fn fold_word(word: &str) -> String {
    word.chars().filter_map(fold_char).collect()
}

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;
const NEWLINE: u8 = 4;
const WIDE_CHAR: u8 = 5;

static CLASS: [u8; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs at compile time, over all 256 bytes"
)]
const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0usize;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphabetic() {
            LETTER
        } else if b.is_ascii_digit() {
            DIGIT
        } else if b == b'\n' || b == b'\r' {
            NEWLINE
        } else if b == b' ' || b == b'\t' || b == 11 || b == 12 {
            BLANK
        } else if b >= 128 {
            WIDE_CHAR
        } else {
            OTHER
        };
        byte += 1;
    }
    table
}

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// The mark that a tick of any style is read as. Nobody types it.
const TICK: u8 = 1;
/// The sign of the empty set, for `none`.
const NIL: u8 = 2;

/// A cross in a tick list.
const CROSS: u8 = 3;

/// Characters that stand for nothing: of no width, and soft hyphens.
fn empty(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// The entities of HTML that notes from web forms hold, without `&` and `;`, and the character each stands for.
const ENTITIES: [(&[u8], char); 30] = [
    (b"nbsp", ' '),
    (b"#160", ' '),
    (b"#xa0", ' '),
    (b"#32", ' '),
    (b"ensp", ' '),
    (b"emsp", ' '),
    (b"thinsp", ' '),
    (b"#9", ' '),
    (b"#10", '\n'),
    (b"#13", '\n'),
    (b"#xa", '\n'),
    (b"#xd", '\n'),
    (b"apos", '\''),
    (b"#39", '\''),
    (b"#039", '\''),
    (b"#x27", '\''),
    (b"rsquo", '\''),
    (b"lsquo", '\''),
    (b"#8217", '\''),
    (b"#8216", '\''),
    (b"acute", '\''),
    (b"quot", '"'),
    (b"#34", '"'),
    (b"ldquo", '"'),
    (b"rdquo", '"'),
    (b"amp", '&'),
    (b"#38", '&'),
    (b"gt", '>'),
    (b"lt", '<'),
    (b"bull", '*'),
];

/// The entity at a place, as the character it stands for and its length. Dashes, too.
fn entity(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let rest = bytes.get(at.saturating_add(1)..)?;
    let length = rest.iter().take(8).position(|byte| *byte == b';')?;
    let name = rest.get(..length)?;
    let dash: [&[u8]; 4] = [b"ndash", b"mdash", b"#8211", b"#8212"];
    let found = ENTITIES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
    let c = match found {
        Some((_, c)) => *c,
        None if dash.iter().any(|known| name.eq_ignore_ascii_case(known)) => '-',
        None => return None,
    };
    Some((c, length.saturating_add(2)))
}

/// The letters and digits of a word as typed, folded; an entity inside it is an apostrophe.
pub(crate) fn folded(typed: &str) -> impl Iterator<Item = char> + '_ {
    let mut past = 0usize;
    typed.char_indices().filter_map(move |(at, c)| {
        if at < past {
            return None;
        }
        if c == '&' {
            past = entity(typed.as_bytes(), at).map_or(past, |(_, length)| at.saturating_add(length));
            return None;
        }
        fold_char(c)
    })
}

/// The length of a tag that begins a new line (`<br>`, `</p>`, `<li>`), where one stands.
fn line_tag(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at.saturating_add(1)..)?;
    let length = rest.iter().take(6).position(|byte| *byte == b'>')?;
    let name = rest.get(..length)?;
    let name: &[u8] = name.strip_prefix(b"/").unwrap_or(name);
    let name: &[u8] = name.strip_suffix(b"/").unwrap_or(name);
    let known: [&[u8]; 8] = [b"br", b"br ", b"p", b"li", b"div", b"ul", b"tr", b"td"];
    known
        .iter()
        .any(|tag| name.eq_ignore_ascii_case(tag))
        .then(|| length.saturating_add(2))
}

/// Typographic marks are read as the plain ones.
fn plain_mark(c: char) -> Option<u8> {
    Some(match c {
        '\u{2018}'..='\u{201B}' | '\u{02B9}'..='\u{02BD}' | '\u{2032}' | '\u{00B4}' | '\u{02CA}' | '\u{FF07}' => b'\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' | '\u{FF02}' => b'"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE63}' | '\u{FF0D}' => b'-',
        '\u{2026}' => b'.',
        '\u{2022}' | '\u{2023}' | '\u{25E6}' | '\u{25AA}' | '\u{25AB}' | '\u{25A0}' | '\u{25CB}' | '\u{25CF}'
        | '\u{25C6}' | '\u{25BA}' | '\u{25B6}' | '\u{27A2}' | '\u{00B7}' | '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' => b'*',
        '\u{2191}' => b'^',
        '\u{2193}' => b'\\',
        '\u{2192}' | '\u{21D2}' | '\u{279C}' | '\u{27A1}' => b'>',
        '\u{FF1F}' | '\u{00BF}' => b'?',
        '\u{FF0C}' => b',',
        '\u{FF1A}' => b':',
        '\u{2610}' | '\u{25A1}' => b'_',
        '\u{2205}' => NIL,
        '\u{2715}'..='\u{2718}' | '\u{274C}' | '\u{274E}' => CROSS,
        '\u{2611}' | '\u{2612}' | '\u{2713}' | '\u{2714}' | '\u{2705}' => TICK,
        _ => return None,
    })
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// What stands at a place of the text, typographic marks made plain.
enum Unit {
    Letter(char, usize),
    Apostrophe(usize),
    Other,
}

fn unit_at(text: &str, bytes: &[u8], at: usize) -> Unit {
    let Some(&byte) = bytes.get(at) else {
        return Unit::Other;
    };
    match class(byte) {
        LETTER | DIGIT => Unit::Letter(char::from(byte.to_ascii_lowercase()), 1),
        OTHER if byte == b'\'' || byte == b'`' => Unit::Apostrophe(1),
        OTHER if byte == b'&' => match entity(bytes, at) {
            Some(('\'', length)) => Unit::Apostrophe(length),
            _ => Unit::Other,
        },
        WIDE_CHAR => match char_at(text, at) {
            Some(c) if empty(c) => Unit::Apostrophe(c.len_utf8()),
            Some(c) => match (fold_char(c), plain_mark(c)) {
                (Some(folded), _) => Unit::Letter(folded, c.len_utf8()),
                (None, Some(b'\'')) => Unit::Apostrophe(c.len_utf8()),
                _ => Unit::Other,
            },
            None => Unit::Other,
        },
        _ => Unit::Other,
    }
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
