//! Letters and reports: `DiagnosticReport`, `DocumentReference`, `Composition`.

use metasign_core::record::{Assertion, EntryKind, NoticeCode, Text};

use super::{Lines, Maker};
use crate::attachment::Attachment;
use crate::html;
use crate::remark;
use crate::resource::{Resource, Section};

impl<'a> Maker<'_, 'a> {
    /// A report: its text as a letter, its coded conclusions as findings. Its results are Observations of their
    /// own and are read there.
    pub(super) fn report(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            measured,
            notes,
            attachments,
            conclusions,
            ..
        } = *resource;
        let mut lines = Lines::default();
        lines.add(notes);
        lines.add(self.attached(&attachments));
        let mut lines = self.without_remarks(lines);
        let kind = if lines.is_empty() {
            EntryKind::Procedure
        } else {
            EntryKind::Letter
        };
        let mut draft = self.draft(kind, "");
        if measured.code.codes.is_empty() {
            lines.add(measured.code.words().cloned());
        }
        draft.entry.codes = measured.code.codes;
        draft.entry.text = lines.text();
        self.keep(draft);
        for (place, conclusion) in conclusions.into_iter().enumerate() {
            let mut draft = self.draft(EntryKind::Condition, &format!("#{}", place.saturating_add(1)));
            draft.entry.text = conclusion.words_beyond_codes().cloned();
            draft.entry.codes = conclusion.codes;
            self.keep(draft);
        }
    }

    pub(super) fn document(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            types,
            notes,
            attachments,
            ..
        } = *resource;
        let mut lines = Lines::default();
        lines.add(notes);
        lines.add(self.attached(&attachments));
        self.letter(types, lines);
    }

    /// A document of sections. What stands under “Family history” is an entry of its own, never the patient's.
    pub(super) fn composition(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            types, title, sections, ..
        } = *resource;
        let (family, own): (Vec<_>, Vec<_>) = sections.into_iter().partition(|section| section.family);
        let mut lines = Lines::default();
        lines.add(title);
        lines.add(own.iter().filter_map(section_text));
        let lines = self.without_remarks(lines);
        self.letter(types, lines);
        for (place, section) in family.iter().enumerate() {
            if let Some(text) = section_text(section) {
                let mut draft = self.draft(EntryKind::Letter, &format!("#{}", place.saturating_add(1)));
                if draft.entry.assertion == Assertion::Present {
                    draft.entry.assertion = Assertion::Family;
                }
                draft.entry.text = Some(text);
                self.keep(draft);
            }
        }
    }

    fn letter(&mut self, types: Vec<crate::concept::Concept<'a>>, mut lines: Lines<'a>) {
        let mut draft = self.draft(EntryKind::Letter, "");
        for concept in types {
            if lines.is_empty() {
                lines.add(concept.words_beyond_codes().cloned());
            }
            draft.entry.codes.extend(concept.codes);
        }
        draft.entry.text = lines.text();
        self.keep(draft);
    }

    /// The lines without remarks on the specimen, the test or cancers in general; what is left out is told.
    pub(super) fn without_remarks(&mut self, lines: Lines<'a>) -> Lines<'a> {
        let mut kept = Lines::default();
        let mut left_out = false;
        for line in lines.into_lines() {
            let (line, some) = remark::without(line);
            left_out |= some;
            kept.add(line);
        }
        if left_out {
            self.notice(
                NoticeCode::PassedOver,
                "remarks on the specimen, the test or diseases in general were not read as the patient's",
            );
        }
        kept
    }

    /// The first attachment that can be read: several are the same document in several forms.
    fn attached(&mut self, attachments: &[Attachment<'a>]) -> Option<Text<'a>> {
        let mut unread = None;
        for attachment in attachments {
            match attachment.text() {
                Ok(text) => return (!text.trim().is_empty()).then(|| text.into()),
                Err(why) => unread = unread.or(Some(why)),
            }
        }
        if let Some((code, message)) = unread {
            self.notice(code, message);
        }
        None
    }
}

/// A section under its heading, so that “Family history” still stands above what it governs.
fn section_text<'a>(section: &Section<'a>) -> Option<Text<'a>> {
    let text = section
        .html
        .as_deref()
        .map(html::text_of)
        .filter(|text| !text.is_empty())?;
    Some(match &section.title {
        Some(title) => format!("{}:\n{text}", title.trim_end_matches(':')).into(),
        None => text.into(),
    })
}
