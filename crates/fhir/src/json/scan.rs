//! Bytes, strings and numbers of JSON, eight bytes at a time where it pays.

use super::Reader;
use super::fault::{Broken, Fault, Outcome};

/// Multiplied by a byte, that byte in every place.
const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;

impl<'a> Reader<'a> {
    pub(super) const fn broken(&self, fault: Fault) -> Broken {
        Broken { fault, offset: self.at }
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on; the offset can't overflow, for it never passes the document's length by more than a few bytes.
    #[inline]
    pub(super) const fn step(&mut self, bytes: usize) {
        self.at = self.at.wrapping_add(bytes);
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is not white space, without taking it.
    #[inline]
    pub(super) fn token(&mut self) -> Outcome<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Ok(byte),
            _ => self.token_after_space(),
        }
    }

    fn token_after_space(&mut self) -> Outcome<u8> {
        let mut rest = self.rest();
        loop {
            match rest {
                [b' ' | b'\n' | b'\t' | b'\r', after @ ..] => rest = after,
                [byte, ..] => {
                    self.at = self.text.len().wrapping_sub(rest.len());
                    return Ok(*byte);
                }
                [] => {
                    self.at = self.text.len();
                    return Err(self.broken(Fault::Ended));
                }
            }
            // Indentation is most of a pretty-printed Bundle: eight spaces at a time.
            while let Some((chunk, after)) = rest.split_first_chunk() {
                let other = u64::from_le_bytes(*chunk) ^ EVERY_BYTE.wrapping_mul(0x20);
                if other != 0 {
                    rest = rest.get(first_marked(other)..).unwrap_or_default();
                    break;
                }
                rest = after;
            }
        }
    }

    /// Goes to the next quote, backslash or control character (or the end).
    #[inline]
    pub(super) fn plain_run(&mut self) {
        const HIGH_BITS: u64 = EVERY_BYTE.wrapping_mul(0x80);
        let mut rest = self.rest();
        while let Some((chunk, after)) = rest.split_first_chunk() {
            let chunk = u64::from_le_bytes(*chunk);
            // With this bit turned, the quote (0x22) lies just above the control characters and the space does
            // not: one comparison, `< 0x21`, finds both.
            let turned = chunk ^ EVERY_BYTE.wrapping_mul(0x02);
            let backslash = chunk ^ EVERY_BYTE.wrapping_mul(0x5c);
            let marks = (turned.wrapping_sub(EVERY_BYTE.wrapping_mul(0x21)) & !turned)
                | (backslash.wrapping_sub(EVERY_BYTE) & !backslash);
            // Borrows can mark bytes above a true mark, never below one: the lowest mark is right.
            if marks & HIGH_BITS != 0 {
                let run = self.text.len().wrapping_sub(rest.len());
                self.at = run.wrapping_add(first_marked(marks & HIGH_BITS));
                return;
            }
            rest = after;
        }
        while let [byte, after @ ..] = rest {
            if *byte == b'"' || *byte == b'\\' || *byte < b' ' {
                break;
            }
            rest = after;
        }
        self.at = self.text.len().wrapping_sub(rest.len());
    }

    #[inline]
    pub(super) fn pass_string(&mut self) -> Outcome<()> {
        self.step(1);
        loop {
            self.plain_run();
            match self.byte() {
                Some(b'"') => {
                    self.step(1);
                    return Ok(());
                }
                Some(b'\\') => {
                    self.escape()?;
                }
                Some(_) => return Err(self.broken(Fault::ControlCharacter)),
                None => return Err(self.broken(Fault::Ended)),
            }
        }
    }

    pub(super) fn escaped_string(&mut self, start: usize) -> Outcome<String> {
        let mut text = self.text.get(start..self.at).unwrap_or_default().to_owned();
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.step(1);
                    return Ok(text);
                }
                Some(b'\\') => {
                    let unit = self.escape()?;
                    text.push(self.character(unit)?);
                }
                Some(byte) if byte < b' ' => return Err(self.broken(Fault::ControlCharacter)),
                Some(_) => {
                    let run = self.at;
                    self.plain_run();
                    text.push_str(self.text.get(run..self.at).unwrap_or_default());
                }
                None => return Err(self.broken(Fault::Ended)),
            }
        }
    }

    /// Takes one escape and gives its UTF-16 unit.
    fn escape(&mut self) -> Outcome<u16> {
        self.step(1);
        let unit = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => u16::from(byte),
            Some(b'b') => 0x08,
            Some(b'f') => 0x0c,
            Some(b'n') => 0x0a,
            Some(b'r') => 0x0d,
            Some(b't') => 0x09,
            Some(b'u') => {
                let mut unit = 0_u16;
                for _ in 0..4 {
                    self.step(1);
                    let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
                    let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                        let fault = if self.byte().is_none() {
                            Fault::Ended
                        } else {
                            Fault::Escape
                        };
                        return Err(self.broken(fault));
                    };
                    unit = (unit << 4) | digit;
                }
                unit
            }
            Some(_) => return Err(self.broken(Fault::Escape)),
            None => return Err(self.broken(Fault::Ended)),
        };
        self.step(1);
        Ok(unit)
    }

    /// The character a unit begins, with the second escape of a surrogate pair.
    fn character(&mut self, unit: u16) -> Outcome<char> {
        let rest = self.rest();
        if (0xd800..0xdc00).contains(&unit) && rest.starts_with(b"\\u") {
            let mut ahead = Reader::new(self.text);
            ahead.at = self.at;
            let low = ahead.escape()?;
            if let Some(Ok(character)) = char::decode_utf16([unit, low]).next() {
                self.at = ahead.at;
                return Ok(character);
            }
        }
        Ok(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    pub(super) fn pass_number(&mut self) -> Outcome<()> {
        if self.byte() == Some(b'-') {
            self.step(1);
        }
        if self.byte() == Some(b'0') {
            self.step(1);
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.step(1);
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.step(1);
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.step(1);
            }
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err(self.broken(Fault::Number));
        }
        Ok(())
    }

    fn digits(&mut self) -> Outcome<()> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.step(1);
        }
        match self.byte() {
            _ if self.at > start => Ok(()),
            None => Err(self.broken(Fault::Ended)),
            Some(_) => Err(self.broken(Fault::Number)),
        }
    }

    pub(super) fn word(&mut self, word: &[u8]) -> Outcome<()> {
        let rest = self.rest();
        if rest.starts_with(word) {
            self.step(word.len());
            return Ok(());
        }
        let fault = if word.starts_with(rest) {
            Fault::Ended
        } else {
            Fault::ValueExpected
        };
        Err(self.broken(fault))
    }
}

/// How many bytes come before the first that is marked (not zero).
#[inline]
const fn first_marked(marks: u64) -> usize {
    // At most 8, so nothing is lost.
    (marks.trailing_zeros() >> 3) as usize
}
