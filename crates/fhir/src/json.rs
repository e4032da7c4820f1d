//! A strict JSON reader that hands out borrowed text and passes over what nobody asked for at speed.
//!
//! Nearly all of a Bundle is passed over (narrative, profiles, identifiers, indentation), and FHIR members change
//! type between versions, which serde's typed structs turn into the failure of a whole document. A pull reader
//! does both well: the caller looks at what comes next, takes it or passes it over. It accepts exactly what
//! `serde_json` accepts (a property test compares them), with two leniencies in text that is read: a lone
//! surrogate escape becomes U+FFFD, and a number too large is left to the caller.

use std::borrow::Cow;

/// The deepest nesting of objects and arrays that is read; the same as serde_json's.
pub(crate) const MAX_DEPTH: u32 = 127;

/// Multiplied by a byte, that byte in every place.
const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;

/// Where and why a document is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) fault: Fault,
    pub(crate) offset: usize,
}

/// Why a document is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Ended,
    ValueExpected,
    NameExpected,
    ColonExpected,
    CommaExpected,
    TrailingComma,
    ControlCharacter,
    Escape,
    Number,
    TooDeep,
    TrailingText,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

pub(crate) type Outcome<T> = Result<T, Broken>;

/// Reads one JSON document from its start to its end.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// Just inside an opened object or array: no comma is due yet.
    fresh: bool,
    pub(crate) troubles: Vec<crate::lenient::Trouble>,
    /// Codes of systems that are not read.
    pub(crate) foreign_codes: usize,
}

impl Fault {
    /// What is wrong, for people.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Ended => "the document ends before its JSON does; it was probably cut short",
            Self::ValueExpected => "a JSON value was expected",
            Self::NameExpected => "a member name in double quotes was expected",
            Self::ColonExpected => "`:` was expected after a member name",
            Self::CommaExpected => "`,` or the closing bracket was expected",
            Self::TrailingComma => "a comma stands before a closing bracket",
            Self::ControlCharacter => "a string holds a control character that JSON wants escaped",
            Self::Escape => "a string holds an escape that JSON does not have",
            Self::Number => "a number is not written as JSON wants it",
            Self::TooDeep => "objects and arrays are nested more than 127 deep",
            Self::TrailingText => "something follows the end of the JSON document",
        }
    }
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            fresh: false,
            troubles: Vec::new(),
            foreign_codes: 0,
        }
    }

    /// What the next value is, without taking it.
    pub(crate) fn next_kind(&mut self) -> Outcome<Next> {
        match self.token()? {
            b'{' => Ok(Next::Object),
            b'[' => Ok(Next::Array),
            b'"' => Ok(Next::String),
            b'-' | b'0'..=b'9' => Ok(Next::Number),
            b't' | b'f' => Ok(Next::Boolean),
            b'n' => Ok(Next::Null),
            _ => Err(self.broken(Fault::ValueExpected)),
        }
    }

    /// Whether an object, array or string comes next, by its first byte.
    #[inline]
    pub(crate) fn next_is(&mut self, kind: Next) -> Outcome<bool> {
        let byte = self.token()?;
        Ok(match kind {
            Next::Object => byte == b'{',
            Next::Array => byte == b'[',
            Next::String => byte == b'"',
            Next::Number | Next::Boolean | Next::Null => self.next_kind()? == kind,
        })
    }

    /// Enters an object or array whose bracket comes next.
    #[inline]
    pub(crate) fn open(&mut self) -> Outcome<()> {
        self.token()?;
        if self.depth >= MAX_DEPTH {
            return Err(self.broken(Fault::TooDeep));
        }
        self.depth = self.depth.saturating_add(1);
        self.step(1);
        self.fresh = true;
        Ok(())
    }

    /// The next member's name, or `None` at the object's end, which is then left.
    #[inline]
    pub(crate) fn next_name(&mut self) -> Outcome<Option<Cow<'a, str>>> {
        if !self.proceed(b'}')? {
            return Ok(None);
        }
        self.name().map(Some)
    }

    /// Whether another element comes; at the array's end it is left.
    #[inline]
    pub(crate) fn next_element(&mut self) -> Outcome<bool> {
        self.proceed(b']')
    }

    /// The string that comes next.
    #[inline]
    pub(crate) fn string(&mut self) -> Outcome<Cow<'a, str>> {
        let start = self.at.wrapping_add(1);
        self.step(1);
        self.plain_run();
        match self.byte() {
            Some(b'"') => {
                let text = self.text.get(start..self.at).unwrap_or_default();
                self.step(1);
                Ok(Cow::Borrowed(text))
            }
            _ => self.escaped_string(start).map(Cow::Owned),
        }
    }

    /// The number that comes next, as written.
    pub(crate) fn number(&mut self) -> Outcome<&'a str> {
        let start = self.at;
        self.pass_number()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// `true` or `false`, which comes next.
    pub(crate) fn boolean(&mut self) -> Outcome<bool> {
        let truth = self.byte() == Some(b't');
        self.word(if truth { b"true" } else { b"false" })?;
        Ok(truth)
    }

    /// Passes over the next value, whatever it is, checking that it is JSON.
    pub(crate) fn pass_over(&mut self) -> Outcome<()> {
        // One bit a level: set for an object. INVARIANT: MAX_DEPTH < 128, so the bits suffice.
        let mut objects: u128 = 0;
        let outer = self.depth;
        loop {
            match self.token()? {
                b'"' => self.pass_string()?,
                byte @ (b'{' | b'[') => {
                    self.open()?;
                    let object = byte == b'{';
                    objects = (objects << 1) | u128::from(object);
                    if self.token()? == if object { b'}' } else { b']' } {
                        // Fall through to the closing below: an empty object or array.
                    } else {
                        if object {
                            self.pass_name()?;
                        }
                        continue;
                    }
                }
                b'-' | b'0'..=b'9' => self.pass_number()?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => return Err(self.broken(Fault::ValueExpected)),
            }
            // After a value: close what ends here, then go on to the next element or member.
            loop {
                if self.depth == outer {
                    self.fresh = false;
                    return Ok(());
                }
                let object = objects & 1 == 1;
                match self.token()? {
                    b',' => {
                        self.step(1);
                        if object {
                            self.pass_name()?;
                        }
                        break;
                    }
                    b'}' if object => self.close(),
                    b']' if !object => self.close(),
                    _ => return Err(self.broken(Fault::CommaExpected)),
                }
                objects >>= 1;
            }
        }
    }

    /// Checks that nothing but white space follows.
    pub(crate) fn end(&mut self) -> Outcome<()> {
        match self.token() {
            Ok(_) => Err(self.broken(Fault::TrailingText)),
            Err(_) => Ok(()),
        }
    }

    /// 1-based line and column of an offset; columns count bytes, as serde_json's do.
    pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count().saturating_add(1);
        let column = before
            .len()
            .saturating_sub(memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1)))
            .saturating_add(1);
        (line, column)
    }

    const fn broken(&self, fault: Fault) -> Broken {
        Broken { fault, offset: self.at }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on; the offset can't overflow, for it never passes the document's length by more than a few bytes.
    #[inline]
    const fn step(&mut self, bytes: usize) {
        self.at = self.at.wrapping_add(bytes);
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is not white space, without taking it.
    #[inline]
    fn token(&mut self) -> Outcome<u8> {
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

    #[inline]
    fn proceed(&mut self, close: u8) -> Outcome<bool> {
        let byte = self.token()?;
        if byte == close {
            self.close();
            return Ok(false);
        }
        if self.fresh {
            self.fresh = false;
            return Ok(true);
        }
        if byte != b',' {
            return Err(self.broken(Fault::CommaExpected));
        }
        self.step(1);
        if self.token()? == close {
            return Err(self.broken(Fault::TrailingComma));
        }
        Ok(true)
    }

    #[inline]
    const fn close(&mut self) {
        self.step(1);
        self.depth = self.depth.saturating_sub(1);
        self.fresh = false;
    }

    #[inline]
    fn name(&mut self) -> Outcome<Cow<'a, str>> {
        if self.token()? != b'"' {
            return Err(self.broken(Fault::NameExpected));
        }
        let name = self.string()?;
        self.colon()?;
        Ok(name)
    }

    #[inline]
    fn pass_name(&mut self) -> Outcome<()> {
        if self.token()? != b'"' {
            return Err(self.broken(Fault::NameExpected));
        }
        self.pass_string()?;
        self.colon()
    }

    #[inline]
    fn colon(&mut self) -> Outcome<()> {
        if self.token()? != b':' {
            return Err(self.broken(Fault::ColonExpected));
        }
        self.step(1);
        Ok(())
    }

    /// Goes to the next quote, backslash or control character (or the end).
    #[inline]
    fn plain_run(&mut self) {
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
    fn pass_string(&mut self) -> Outcome<()> {
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

    fn escaped_string(&mut self, start: usize) -> Outcome<String> {
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

    fn pass_number(&mut self) -> Outcome<()> {
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

    fn word(&mut self, word: &[u8]) -> Outcome<()> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]
    use proptest::prelude::*;
    use serde::de::IgnoredAny;
    use serde_json::Value;

    use super::*;

    /// The document as serde_json's tree, through this reader.
    fn value(reader: &mut Reader<'_>) -> Outcome<Value> {
        Ok(match reader.next_kind()? {
            Next::Object => {
                let mut members = serde_json::Map::new();
                reader.open()?;
                while let Some(name) = reader.next_name()? {
                    members.insert(name.into_owned(), value(reader)?);
                }
                Value::Object(members)
            }
            Next::Array => {
                let mut elements = Vec::new();
                reader.open()?;
                while reader.next_element()? {
                    elements.push(value(reader)?);
                }
                Value::Array(elements)
            }
            Next::String => Value::String(reader.string()?.into_owned()),
            Next::Number => number(reader.number()?),
            Next::Boolean => Value::Bool(reader.boolean()?),
            Next::Null => {
                reader.pass_over()?;
                Value::Null
            }
        })
    }

    fn number(text: &str) -> Value {
        let whole = text.parse::<i64>().map(Value::from);
        whole.unwrap_or_else(|_| text.parse::<f64>().unwrap().into())
    }

    fn read(text: &str) -> Outcome<Value> {
        let mut reader = Reader::new(text);
        let value = value(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    fn passes(text: &str) -> bool {
        let mut reader = Reader::new(text);
        reader.pass_over().and_then(|()| reader.end()).is_ok()
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\"\\\\/\u{0}-\u{1f}a-cé😀]{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map("[a-c\"\\\\é]{0,9}", inner, 0..8)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_serde_json_writes_is_read_as_it_was(written in any_value()) {
            for text in [written.to_string(), serde_json::to_string_pretty(&written).unwrap()] {
                prop_assert_eq!(read(&text).unwrap(), written.clone());
                prop_assert!(passes(&text));
            }
        }

        #[test]
        fn the_same_documents_are_json_as_for_serde_json(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u12aF\"", "\"\\uD83D\\uDE00\"", "\"", "\\", "\\n", "x", "0",
                    "-", "1", "1.5", "1e5", "1.", "01", "true", "false", "null", "nul", " ", "\n         ", "\t", "\u{7f}", "é",
                    "{\"a\":", "[1,", "\u{0}", "+", ".5", "E",
                ]),
                0..12,
            ),
        ) {
            let text = pieces.concat();
            let theirs = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(passes(&text), theirs, "passing over {:?}", text);
            prop_assert_eq!(read(&text).is_ok(), theirs, "reading {:?}", text);
        }

        #[test]
        fn a_changed_document_is_json_for_both_or_neither(
            written in any_value(),
            place in any::<prop::sample::Index>(),
            other in prop::sample::select(vec!["", "\"", "{", "}", "[", "]", ",", ":", "\\", "1", "e", "\n", " "]),
        ) {
            let mut text = written.to_string();
            let mut start = place.index(text.len());
            while !text.is_char_boundary(start) {
                start = start.saturating_sub(1);
            }
            let end = text.char_indices().map(|(at, _)| at).find(|at| *at > start).unwrap_or(text.len());
            text.replace_range(start..end, other);
            let theirs = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(passes(&text), theirs, "passing over {:?}", text);
            prop_assert_eq!(read(&text).is_ok(), theirs, "reading {:?}", text);
        }
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        assert_eq!(read(r#""a\ud83dz""#).unwrap(), "a\u{fffd}z");
        assert_eq!(read(r#""\ude00""#).unwrap(), "\u{fffd}");
        assert_eq!(read(r#""\ud83d\ud83d\ude00""#).unwrap(), "\u{fffd}\u{1f600}");
        assert_eq!(read(r#""\ud83d\n""#).unwrap(), "\u{fffd}\n");
    }

    #[test]
    fn depth_is_limited_where_serde_json_limits_it() {
        for depth in [126, 127, 128, 129] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let theirs = serde_json::from_str::<Value>(&text).is_ok();
            assert_eq!((passes(&text), read(&text).is_ok()), (theirs, theirs), "{depth}");
        }
    }

    #[test]
    fn every_byte_ends_a_string_or_not_wherever_it_stands() {
        for byte in 0_u8..0x80 {
            for before in 0..20 {
                let text = format!("\"{}{}{}\"", "a".repeat(before), char::from(byte), " !#é".repeat(4));
                assert_eq!(
                    passes(&text),
                    serde_json::from_str::<IgnoredAny>(&text).is_ok(),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn positions_count_lines_and_bytes() {
        assert_eq!(Reader::position("ab\ncd", 4), (2, 2));
        assert_eq!(Reader::position("", 0), (1, 1));
        assert_eq!(Reader::position("a\n", 2), (2, 1));
    }
}
