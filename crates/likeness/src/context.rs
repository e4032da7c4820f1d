//! What stands around a mention, as features: the words and marks of its own sentence, on which side of it, beyond how
//! many commas, and which two stand together. How a mention is meant is learned from them.
//!
//! Nothing beyond the sentence or the line is looked at, so that a line put before or after says nothing of it.

use crate::features::{apostrophe, bucket, step};

/// So many bytes of the note are looked at on each side.
const REACH: usize = 320;
/// So many words and marks are looked at on each side.
const TOKENS: usize = 25;
/// Words of the mention beyond so many are not looked at.
const OWN: usize = 24;
/// Beyond so many breaks (`;`, `:`) nothing is looked at.
const BREAKS: u32 = 2;

const LEFT: u32 = 0x1B87_3593;
const RIGHT: u32 = 0xCC9E_2D51;
const WITHIN: u32 = 0x85EB_CA6B;
const NEXT: u32 = 0xC2B2_AE35;
const ANSWER: u32 = 0x27D4_EB2F;

/// One word, number or mark, by the hash of its letters.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Token {
    hash: u32,
    /// The mark it is, else 0.
    mark: char,
}

const YEAR: u32 = 0x5945_4152;
const NUMBER: u32 = 0x4E55_4D42;

/// Cuts text into words (small letters, no apostrophes), numbers (all alike, but for years) and marks.
fn tokens(text: &str, most: usize) -> Vec<Token> {
    let mut out = Vec::new();
    let mut letters = text.chars().filter(|c| !apostrophe(*c)).peekable();
    while let Some(first) = letters.next() {
        if out.len() >= most {
            break;
        }
        if first.is_whitespace() || dressing(first) {
            continue;
        }
        if first.is_ascii_digit() {
            let (mut value, mut length) = (first.to_digit(10).unwrap_or(0), 1u32);
            while let Some(digit) = letters.peek().and_then(|c| c.to_digit(10)) {
                value = value.saturating_mul(10).saturating_add(digit);
                length = length.saturating_add(1);
                letters.next();
            }
            let year = length == 4 && (1900..2100).contains(&value);
            out.push(Token {
                hash: if year { YEAR } else { NUMBER },
                mark: '\0',
            });
            continue;
        }
        if first.is_alphabetic() {
            let mut hash = WITHIN;
            for c in first.to_lowercase() {
                hash = step(hash, u32::from(c));
            }
            while let Some(c) = letters.next_if(|c| c.is_alphabetic()) {
                for c in c.to_lowercase() {
                    hash = step(hash, u32::from(c));
                }
            }
            out.push(Token { hash, mark: '\0' });
            continue;
        }
        out.push(Token {
            hash: step(NEXT, u32::from(first)),
            mark: first,
        });
    }
    out
}

/// Quotation marks and bullets, those of a word processor's own included: how a line is dressed says nothing of what it
/// means.
fn dressing(c: char) -> bool {
    matches!(
        c,
        '"' | '*'
            | '_'
            | '>'
            | '\u{AB}'
            | '\u{BB}'
            | '\u{B7}'
            | '\u{2018}'..='\u{201F}'
            | '\u{2020}'..='\u{2027}'
            | '\u{25A0}'..='\u{25FF}'
            | '\u{E000}'..='\u{F8FF}'
    )
}

/// Where the sentence before a mention begins: after the last stop.
fn before(text: &str, start: usize) -> &str {
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from = from.saturating_add(1);
    }
    let part = text.get(from..start).unwrap_or_default();
    let mut begins = 0;
    let mut letters = part.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let ends = match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => true,
            '.' | '!' | '?' => letters.peek().is_some_and(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        if ends {
            begins = at.saturating_add(c.len_utf8());
        }
    }
    // A dash or number that opens a line is its bullet.
    let own = part.get(begins..).unwrap_or_default().trim_start();
    let own = own.trim_start_matches(|c: char| dressing(c) || matches!(c, '-' | '\u{2013}'));
    let numbered = own.trim_start_matches(|c: char| c.is_ascii_digit());
    match numbered.strip_prefix([')', '.']) {
        Some(rest) if numbered.len() < own.len() => rest,
        _ => own,
    }
}

/// What follows a mention in its sentence, and what answers it where the sentence is a question.
fn after(text: &str, end: usize) -> (&str, &str) {
    let mut to = end.saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(to) {
        to = to.saturating_sub(1);
    }
    let part = text.get(end..to).unwrap_or_default();
    let mut letters = part.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let stops = match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => true,
            '.' | '!' | '?' => letters
                .peek()
                .is_none_or(|(_, next)| next.is_whitespace() || dressing(*next)),
            _ => false,
        };
        if stops {
            let (own, rest) = part.split_at_checked(at).unwrap_or((part, ""));
            let answer = rest.strip_prefix('?').unwrap_or_default();
            let line = answer.split(['\n', '\r']).next().unwrap_or_default();
            return (own, line);
        }
    }
    (part, "")
}

/// Adds the features of a mention at the bytes `start` to `end` of a text.
pub(crate) fn features(text: &str, start: usize, end: usize, found: &mut Vec<u32>) {
    let mut left = tokens(before(text, start), usize::MAX);
    left.reverse();
    left.truncate(TOKENS);
    let (rest, answer) = after(text, end);
    let right = tokens(rest, TOKENS);
    side(LEFT, &left, found);
    side(RIGHT, &right, found);
    for token in tokens(text.get(start..end).unwrap_or_default(), OWN) {
        found.push(bucket(step(WITHIN, token.hash)));
    }
    let first = right.first().map_or(0, |token| token.hash);
    found.push(bucket(step(NEXT, first)));
    found.push(bucket(step(NEXT.rotate_left(7), u32::from(left.is_empty()))));
    for token in tokens(answer, 2) {
        found.push(bucket(step(ANSWER, token.hash)));
    }
}

fn side(seed: u32, words: &[Token], found: &mut Vec<u32>) {
    let mut breaks = 0u32;
    for (place, token) in words.iter().enumerate() {
        match token.mark {
            ';' | ':' => breaks = breaks.saturating_add(1),
            ',' | '-' | '(' | '/' | ')' | '\u{2013}' | '\u{2014}' => breaks = breaks.max(1),
            _ => {}
        }
        if breaks > BREAKS {
            return;
        }
        let here = step(seed, breaks);
        found.push(bucket(step(here, token.hash)));
        if place < 2 {
            let near = u32::try_from(place).unwrap_or(2).saturating_add(11);
            found.push(bucket(step(step(seed, near), token.hash)));
        }
        if let Some(next) = words.get(place.saturating_add(1)) {
            found.push(bucket(step(step(here.rotate_left(5), token.hash), next.hash)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, mention: &str) -> Vec<u32> {
        let start = text.find(mention).unwrap_or(0);
        let mut found = Vec::new();
        features(text, start, start.saturating_add(mention.len()), &mut found);
        found
    }

    #[test]
    fn what_stands_in_other_sentences_and_lines_says_nothing() {
        let own = of("No back pain at night.", "back pain");
        assert_eq!(
            own,
            of(
                "Denies alcohol. No back pain at night. Chaperone declined.",
                "back pain"
            )
        );
        assert_eq!(own, of("Hx:\nNo back pain at night\nFit note", "back pain"));
        assert_ne!(own, of("Back pain at night.", "Back pain"));
    }

    #[test]
    fn bullets_and_quotation_marks_say_nothing() {
        let own = of("No back pain at night.", "back pain");
        for dressed in [
            "* No back pain at night.",
            "- No back pain at night.",
            "2) No back pain at night.",
            "\u{2022} \"No back pain at night.\"",
            "\u{F0B7} No back pain at night.",
        ] {
            assert_eq!(own, of(dressed, "back pain"), "{dressed}");
        }
    }

    #[test]
    fn numbers_are_alike_and_years_are_not_numbers() {
        assert_eq!(of("PE 2014, well", "PE"), of("PE 1996, well", "PE"));
        assert_eq!(of("PE 14, well", "PE"), of("PE 3, well", "PE"));
        assert_ne!(of("PE 2014, well", "PE"), of("PE 14, well", "PE"));
    }

    #[test]
    fn the_answer_to_a_question_counts() {
        assert_ne!(
            of("Leg weakness new? no. Pain", "Leg weakness"),
            of("Leg weakness new? yes. Pain", "Leg weakness")
        );
    }
}
