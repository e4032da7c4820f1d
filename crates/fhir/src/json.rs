//! A strict JSON reader that hands out borrowed text and passes over what nobody asked for at speed.
//!
//! Nearly all of a Bundle is passed over (narrative, profiles, identifiers, indentation), and FHIR members change
//! type between versions, which serde's typed structs turn into the failure of a whole document. A pull reader
//! does both well: the caller looks at what comes next, takes it or passes it over. It accepts exactly what
//! `serde_json` accepts (a property test compares them), with two leniencies in text that is read: a lone
//! surrogate escape becomes U+FFFD, and a number too large is left to the caller.

mod fault;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use self::fault::{Broken, Fault, Outcome};

/// The deepest nesting of objects and arrays that is read; the same as serde_json's.
pub(crate) const MAX_DEPTH: u32 = 127;

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
}
