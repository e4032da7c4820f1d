//! Reading one member without letting its mistakes spoil the document.
//!
//! A member of the wrong type is passed over and remembered as a [`Trouble`], which becomes a notice with the
//! id of its resource. `null` means absent. Only what is not JSON at all stops the reading.

use std::borrow::Cow;

use metasign_core::record::{NoticeCode, PartialDate, Text};

use crate::json::{Next, Outcome, Reader};
use crate::subject::Identifier;

/// Something in a resource that could not be used. Carries names of members, never their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A member is of another type than FHIR says.
    WrongType(&'static str),
    /// A date no calendar has, or in no form that is read.
    Date(&'static str),
    /// A member stands there twice; the last one was used.
    Twice(&'static str),
    /// A number that no computer number holds.
    Number(&'static str),
    /// A word that is not in FHIR's list.
    Word(&'static str),
    /// Sections or Bundles nested deeper than is read.
    TooDeep(&'static str),
    /// More of one member than is read.
    TooMany(&'static str),
    /// A number, or a true or false, between quotes.
    Quoted(&'static str),
    /// A date in words or a span, used as the year it means.
    About(&'static str),
    /// An end in words that don't say whether it has come.
    End(&'static str),
}

/// A date member, or the start and end of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) start: Option<PartialDate>,
    pub(crate) end: Option<PartialDate>,
}

/// A `Reference`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    pub(crate) target: Option<Cow<'a, str>>,
    /// The type of resource it says it points to.
    pub(crate) kind: Option<Cow<'a, str>>,
    /// An identifier, where it points by that.
    pub(crate) identifier: Option<Identifier<'a>>,
    pub(crate) display: Option<Text<'a>>,
}

impl Trouble {
    /// What is said of it.
    pub(crate) fn notice(self) -> (NoticeCode, String) {
        match self {
            Self::WrongType(member) => (
                NoticeCode::EntryUnreadable,
                format!("`{member}` is of another type than FHIR says and was passed over"),
            ),
            Self::Date(member) => (
                NoticeCode::DateUnreadable,
                format!("the date in `{member}` can't be read; dates are YYYY-MM-DD, YYYY-MM or YYYY"),
            ),
            Self::Twice(member) => (
                NoticeCode::EntryUnreadable,
                format!("`{member}` stands there twice; the last one was used"),
            ),
            Self::Number(member) => (
                NoticeCode::ValueImplausible,
                format!("the number in `{member}` is too large to be held and was passed over"),
            ),
            Self::Word(member) => (
                NoticeCode::EntryUnreadable,
                format!("`{member}` holds a word that is not in FHIR's list and was passed over"),
            ),
            Self::TooDeep(member) => (
                NoticeCode::LimitReached,
                format!("`{member}` is nested too deep and was passed over from there on"),
            ),
            Self::TooMany(member) => (
                NoticeCode::LimitReached,
                format!("`{member}` stands there more often than is read; the first were read"),
            ),
            Self::Quoted(member) => (
                NoticeCode::ValueFromText,
                format!("`{member}` is sent as text; read as what it says, confirm it"),
            ),
            Self::About(member) => (
                NoticeCode::DateImprecise,
                format!("the date in `{member}` is in words or a span; taken as the year it means"),
            ),
            Self::End(member) => (
                NoticeCode::DateUnreadable,
                format!("`{member}` is in words that don't say whether it is over; read as not over"),
            ),
        }
    }
}

/// So many different troubles of one resource are remembered; one that stands there twice is one.
const MAX_TROUBLES: usize = 32;

impl<'a> Reader<'a> {
    /// Remembers a trouble of the resource being read.
    #[cold]
    pub(crate) fn trouble(&mut self, trouble: Trouble) {
        if self.troubles.len() < MAX_TROUBLES && !self.troubles.contains(&trouble) {
            self.troubles.push(trouble);
        }
    }

    /// Whether a value of this kind comes next; anything else is passed over, and a trouble unless `null`.
    #[inline]
    pub(crate) fn expect(&mut self, kind: Next, member: &'static str) -> Outcome<bool> {
        if self.next_is(kind)? {
            return Ok(true);
        }
        self.unexpected(member)?;
        Ok(false)
    }

    #[cold]
    fn unexpected(&mut self, member: &'static str) -> Outcome<()> {
        if self.next_kind()? != Next::Null {
            self.trouble(Trouble::WrongType(member));
        }
        self.pass_over()
    }

    /// A string; an empty one is none.
    #[inline]
    pub(crate) fn words(&mut self, member: &'static str) -> Outcome<Option<Cow<'a, str>>> {
        if !self.expect(Next::String, member)? {
            return Ok(None);
        }
        let words = self.string()?;
        Ok((!words.trim_ascii().is_empty()).then_some(words))
    }

    /// The same, as the record keeps it.
    #[inline]
    pub(crate) fn text(&mut self, member: &'static str) -> Outcome<Option<Text<'a>>> {
        Ok(self.words(member)?.map(Text::from))
    }

    /// A number that is finite; one between quotes is read, and told.
    pub(crate) fn decimal(&mut self, member: &'static str) -> Outcome<Option<f64>> {
        if self.next_is(Next::String)? {
            let text = self.string()?;
            let number = crate::number::of(&text).filter(|number| number.unit.is_none() && number.comparator.is_none());
            self.trouble(
                number
                    .as_ref()
                    .map_or(Trouble::WrongType(member), |_| Trouble::Quoted(member)),
            );
            return Ok(number.map(|number| number.value));
        }
        if !self.expect(Next::Number, member)? {
            return Ok(None);
        }
        let number = self.number()?.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.trouble(Trouble::Number(member));
        }
        Ok(number)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, member: &'static str) -> Outcome<Option<bool>> {
        if self.next_is(Next::String)? {
            let text = self.string()?;
            let word = text.trim();
            let flag = word.eq_ignore_ascii_case("true");
            let known = flag || word.eq_ignore_ascii_case("false");
            self.trouble(if known {
                Trouble::Quoted(member)
            } else {
                Trouble::WrongType(member)
            });
            return Ok(known.then_some(flag));
        }
        if !self.expect(Next::Boolean, member)? {
            return Ok(None);
        }
        self.boolean().map(Some)
    }

    /// A date, dateTime or instant.
    pub(crate) fn date(&mut self, member: &'static str) -> Outcome<Option<PartialDate>> {
        let Some(text) = self.text(member)? else {
            return Ok(None);
        };
        let date = PartialDate::parse(text.trim());
        if date.is_none() {
            self.trouble(Trouble::Date(member));
        }
        Ok(date)
    }

    /// A period.
    pub(crate) fn period(&mut self, member: &'static str) -> Outcome<Period> {
        let mut period = Period::default();
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| {
                match name {
                    "start" => period.start = reader.date(member)?,
                    "end" => period.end = reader.date(member)?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(period)
    }

    /// The target of a `Reference`.
    pub(crate) fn reference(&mut self, member: &'static str) -> Outcome<Option<Cow<'a, str>>> {
        Ok(self.whole_reference(member)?.target)
    }

    /// A `Reference` with all that says what it points to.
    pub(crate) fn whole_reference(&mut self, member: &'static str) -> Outcome<Reference<'a>> {
        let mut reference = Reference::default();
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| {
                match name {
                    "reference" => reference.target = reader.words(member)?,
                    "type" => reference.kind = reader.words(member)?,
                    "display" => reference.display = reader.text(member)?,
                    "identifier" if reader.next_is(Next::Object)? => {
                        reference.identifier = reader.identifier(member)?;
                    }
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(reference)
    }

    /// An `Identifier` with a value.
    pub(crate) fn identifier(&mut self, member: &'static str) -> Outcome<Option<Identifier<'a>>> {
        let (mut system, mut value) = (None, None);
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| {
                match name {
                    "system" => system = reader.words(member)?,
                    "value" => value = reader.words(member)?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(value.map(|value| Identifier { system, value }))
    }

    /// The text of one annotation (`{"text": …}`).
    pub(crate) fn annotation(&mut self, member: &'static str) -> Outcome<Option<Text<'a>>> {
        let mut text = None;
        if self.expect(Next::Object, member)? {
            self.members(|reader, name| {
                match name {
                    "text" => text = reader.text(member)?,
                    _ => reader.pass_over()?,
                }
                Ok(())
            })?;
        }
        Ok(text)
    }

    /// Every member of the object that comes next. `take` must take each value.
    #[inline]
    pub(crate) fn members(&mut self, mut take: impl FnMut(&mut Self, &str) -> Outcome<()>) -> Outcome<()> {
        self.open()?;
        while let Some(name) = self.next_name()? {
            take(self, &name)?;
        }
        Ok(())
    }

    /// Every element of the array that comes next; a single value counts as an array of one, for some members
    /// became arrays (or stopped being one) between the versions.
    #[inline]
    pub(crate) fn each(&mut self, mut take: impl FnMut(&mut Self) -> Outcome<()>) -> Outcome<()> {
        match self.next_kind()? {
            Next::Array => {
                self.open()?;
                while self.next_element()? {
                    take(self)?;
                }
                Ok(())
            }
            Next::Null => self.pass_over(),
            _ => take(self),
        }
    }
}
