//! Characters: which are letters, digits, blanks and marks, which are written as entities, and how a word is folded and hashed.
//! Nothing of words that anybody knows.

use std::borrow::Cow;

/// Folds one character of a word; `None` where it is no letter or digit.
pub(crate) fn fold_char(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_lowercase());
    }
    if c.is_ascii() {
        return None;
    }
    let plain = match c {
        // An apostrophe that counts as a letter.
        '\u{02B9}'..='\u{02BD}' | '\u{02CA}' => return None,
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
pub(crate) const LETTER: u8 = 1;
pub(crate) const DIGIT: u8 = 2;
pub(crate) const BLANK: u8 = 3;
pub(crate) const NEWLINE: u8 = 4;
pub(crate) const WIDE_CHAR: u8 = 5;

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

pub(crate) fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// The mark that a tick of any style is read as. Nobody types it.
const TICK: u8 = 1;
/// The sign of the empty set, for `none`.
pub(crate) const NIL: u8 = 2;

/// A cross in a tick list.
const CROSS: u8 = 3;

/// Characters that stand for nothing: of no width, and soft hyphens.
pub(crate) fn empty(c: char) -> bool {
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
pub(crate) fn entity(bytes: &[u8], at: usize) -> Option<(char, usize)> {
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

/// A text with the characters that its entities stand for. `each` is told the byte after each entity, and the byte after its
/// character in what is given back.
pub(crate) fn decoded(text: &str, mut each: impl FnMut(usize, usize)) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut copied = 0usize;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let Some((c, length)) = entity(text.as_bytes(), at).filter(|_| at >= copied) else {
            continue;
        };
        plain.push_str(text.get(copied..at).unwrap_or_default());
        plain.push(c);
        copied = at.saturating_add(length);
        each(copied, plain.len());
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    plain.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(plain)
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
pub(crate) fn line_tag(bytes: &[u8], at: usize) -> Option<usize> {
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
pub(crate) fn plain_mark(c: char) -> Option<u8> {
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

pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// The last place up to `at` where a character begins.
pub(crate) fn floor(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

/// The first place from `at` on where a character begins.
pub(crate) fn ceiling(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at = at.saturating_add(1);
    }
    at
}

/// What stands at a place of the text, typographic marks made plain.
pub(crate) enum Unit {
    Letter(char, usize),
    Apostrophe(usize),
    Other,
}

pub(crate) fn unit_at(text: &str, bytes: &[u8], at: usize) -> Unit {
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
