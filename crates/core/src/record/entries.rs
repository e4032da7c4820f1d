//! The entries of a native record, each read as it is met: what can't be read costs nothing but its count.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::document::{CodingDocument, EntryDocument};
use super::refusal::{MAX_ENTRIES, RecordError, malformed, message_of};
use super::{Coding, Entry, Notice, NoticeCode, NoticeFold, PartialDate, ReferenceRange, System, Text};

/// So many codes of one entry are read; one concept is seldom in more than three systems.
pub(super) const MAX_CODES: usize = 64;

/// From so many entries that can't be read on, only their number is told.
const MANY: usize = 1000;

/// Whether an error's message begins so; made no further than that.
fn begins(error: &serde_json::Error, start: &str) -> bool {
    struct Start<'s>(&'s str);
    impl fmt::Write for Start<'_> {
        fn write_str(&mut self, piece: &str) -> fmt::Result {
            let length = piece.len().min(self.0.len());
            match (self.0.get(..length), piece.get(..length), self.0.get(length..)) {
                (Some(wanted), Some(found), Some(rest)) if wanted == found && !self.0.is_empty() => {
                    self.0 = rest;
                    Ok(())
                }
                _ => Err(fmt::Error),
            }
        }
    }
    let mut rest = Start(start);
    let _ = write!(rest, "{error}");
    rest.0.is_empty()
}

/// Entries read, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Entries<'a> {
    entries: Vec<Entry<'a>>,
    notices: Vec<Notice>,
    fold: NoticeFold,
    unreadable: Vec<Unreadable<'a>>,
    unread: usize,
    /// The first with a member nobody knows: the document is refused.
    refused: Option<Refused<'a>>,
    too_many: bool,
}

/// An entry that was left out, its place still to be found.
#[derive(Debug)]
struct Unreadable<'a> {
    index: usize,
    raw: &'a str,
    what: Cow<'static, str>,
}

#[derive(Debug)]
struct Refused<'a> {
    index: usize,
    raw: &'a str,
    error: serde_json::Error,
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut entries = Entries::default();
        let mut index = 0_usize;
        while let Some(raw) = elements.next_element::<&'de RawValue>()? {
            entries.take(index, raw.get());
            index = index.saturating_add(1);
        }
        Ok(entries)
    }
}

impl<'a> Entries<'a> {
    fn take(&mut self, index: usize, raw: &'a str) {
        if self.too_many || self.refused.is_some() {
            return;
        }
        if !raw.starts_with('{') {
            self.unread(index, raw, "invalid type, expected an object".into());
            return;
        }
        match serde_json::from_str::<EntryDocument<'a>>(raw) {
            Ok(_) if self.entries.len() >= MAX_ENTRIES => self.too_many = true,
            Ok(entry) => {
                let entry = self.read(entry);
                self.entries.push(entry);
            }
            Err(error) if begins(&error, "unknown field") => self.refused = Some(Refused { index, raw, error }),
            // Of so many what each lacks is no longer told.
            Err(_) if self.unread >= MANY => self.unread(index, raw, "it can't be read as an entry".into()),
            Err(error) => self.unread(index, raw, message_of(&error).into()),
        }
    }

    fn unread(&mut self, index: usize, raw: &'a str, what: Cow<'static, str>) {
        self.unread = self.unread.saturating_add(1);
        // Told apart by their number, for they have no id.
        if self.fold.keeps_of(NoticeCode::EntryUnreadable, &what, index) {
            self.unreadable.push(Unreadable { index, raw, what });
        }
    }

    /// The entries and notices, with the place of each that was left out in `text`, the document.
    pub(super) fn finish(self, text: &str) -> Result<(Vec<Entry<'a>>, Vec<Notice>), RecordError> {
        let mut place = Place::default();
        let mut notices = self.notices;
        for Unreadable { index, raw, what } in self.unreadable {
            let (line, column) = place.of(text, raw);
            notices.push(Notice::general(
                NoticeCode::EntryUnreadable,
                format!("entries[{index}] (line {line} column {column}) was left out: {what}"),
            ));
        }
        if let Some(Refused { index, raw, error }) = self.refused {
            let (line, column) = place.of(text, raw);
            return Err(malformed(&error, line, column, format!("entries[{index}]")));
        }
        if self.too_many {
            return Err(RecordError::TooMany);
        }
        notices.extend(self.fold.rest());
        Ok((self.entries, notices))
    }

    fn notice(&mut self, code: NoticeCode, entry: &str, message: &str) {
        if self.fold.keeps(code, message, entry) {
            self.notices.push(Notice::about(code, entry, message));
        }
    }

    fn date(&mut self, text: Option<&Text<'a>>, entry: &str, message: &str) -> Option<PartialDate> {
        let date = PartialDate::parse(text?.trim());
        if date.is_none() {
            self.notice(NoticeCode::DateUnreadable, entry, message);
        }
        date
    }

    fn read(&mut self, document: EntryDocument<'a>) -> Entry<'a> {
        let id = document.id;
        let date = self.date(
            document.date.as_ref(),
            &id,
            "the date can't be read; dates are YYYY-MM-DD, YYYY-MM or YYYY",
        );
        let end = self.date(
            document.end.as_ref(),
            &id,
            "the end date can't be read; dates are YYYY-MM-DD, YYYY-MM or YYYY",
        );
        Entry {
            date,
            end,
            kind: document.kind,
            codes: self.codes(document.codes, &id),
            text: document.text,
            value: document.value,
            unit: document.unit,
            unit_also: None,
            comparator: document.comparator,
            range: self.range(document.range, &id),
            consultation: document.consultation,
            assertion: document.assertion,
            id,
        }
    }

    fn codes(&mut self, documents: Vec<CodingDocument<'a>>, id: &str) -> Vec<Coding<'a>> {
        let mut codes = Vec::with_capacity(documents.len().min(MAX_CODES));
        for coding in documents {
            if codes.len() >= MAX_CODES {
                self.notice(
                    NoticeCode::LimitReached,
                    id,
                    "more than 64 codes of one entry; the first 64 were read",
                );
                break;
            }
            match System::from_name(coding.system.trim()) {
                Some(system) => codes.push(Coding {
                    system,
                    code: coding.code.trimmed(),
                    term: coding.term,
                }),
                None => self.notice(
                    NoticeCode::SystemUnknown,
                    id,
                    "a code of an unknown system was left out; systems are snomed, ctv3, read2, icd10, dmd, loinc and local",
                ),
            }
        }
        codes
    }

    fn range(&mut self, range: Option<ReferenceRange>, id: &str) -> Option<ReferenceRange> {
        let range = range?;
        if range.is_upside_down() {
            let message = "its reference range has its lower limit above its upper one and was not used";
            self.notice(NoticeCode::ValueImplausible, id, message);
            return None;
        }
        Some(range)
    }
}

/// Finds places in a document one after another, going over it once.
#[derive(Debug)]
struct Place {
    offset: usize,
    line: usize,
    line_start: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            offset: 0,
            line: 1,
            line_start: 0,
        }
    }
}

impl Place {
    /// Where `part`, a slice of `whole` behind the last one asked for, begins: 1-based line and column.
    fn of(&mut self, whole: &str, part: &str) -> (usize, usize) {
        let offset = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        let between = whole.as_bytes().get(self.offset..offset).unwrap_or_default();
        for newline in memchr::memchr_iter(b'\n', between) {
            self.line = self.line.saturating_add(1);
            self.line_start = self.offset.saturating_add(newline).saturating_add(1);
        }
        self.offset = offset;
        (self.line, offset.saturating_sub(self.line_start).saturating_add(1))
    }
}
