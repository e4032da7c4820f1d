//! Letters and reports: `DiagnosticReport`, `DocumentReference`, `Composition`.

use metasign_core::record::{Assertion, EntryKind, NoticeCode, Text};

use super::{Lines, Maker, is_person};
use crate::attachment::Attachment;
use crate::fluid::{self, Fluid, Specimen};
use crate::html::{self, Row, Said};
use crate::reference;
use crate::remark;
use crate::resource::Resource;
use crate::subject::Place;

/// A longer title stays above the text of its section only.
const MAX_HEAD: usize = 120;

/// What stands in a document beside the patient's own running text.
#[derive(Default)]
struct Apart<'a> {
    family: Vec<Text<'a>>,
    rows: Vec<Row>,
}

impl<'a> Apart<'a> {
    const fn is_empty(&self) -> bool {
        self.family.is_empty() && self.rows.is_empty()
    }

    /// Takes what is not the patient's own running text, and gives that.
    fn of(&mut self, said: Said) -> Option<Text<'a>> {
        if !said.family.is_empty() {
            self.family.push(said.family.into());
        }
        self.rows.extend(said.rows);
        (!said.own.trim().is_empty()).then(|| said.own.into())
    }
}

impl<'a> Maker<'_, 'a> {
    /// A report: its text as a letter, its coded conclusions as findings. Its results are Observations of their
    /// own and are read there.
    pub(super) fn report(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            measured,
            notes,
            attachments,
            conclusions,
            specimens,
            results,
            ..
        } = *resource;
        // A report on one specimen says what its results were measured on.
        let of_words = fluid::of_concept(&measured.code).filter(|fluid| *fluid == Fluid::Other);
        let specimen = of_words.map(Specimen::Known).or_else(|| match specimens.as_slice() {
            [only] => Specimen::of(only),
            _ => None,
        });
        if let Some(specimen) = specimen {
            for result in results {
                let key = if result.starts_with('#') {
                    [self.name.as_str(), &result].concat().into()
                } else {
                    reference::key(result)
                };
                self.collector.report_fluids.insert(key, specimen.clone());
            }
        }
        let mut apart = Apart::default();
        let mut lines = Lines::default();
        lines.add(notes);
        lines.add(self.attached(&attachments, &mut apart));
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
        let mut part = 0_usize;
        for conclusion in conclusions {
            part = part.saturating_add(1);
            let mut draft = self.draft(EntryKind::Condition, &format!("#{part}"));
            draft.entry.text = conclusion.words_beyond_codes().cloned();
            draft.entry.codes = conclusion.codes;
            self.keep(draft);
        }
        self.keep_apart(apart, part);
    }

    pub(super) fn document(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            types,
            notes,
            attachments,
            ..
        } = *resource;
        let mut apart = Apart::default();
        let mut lines = Lines::default();
        lines.add(notes);
        lines.add(self.attached(&attachments, &mut apart));
        self.letter(types, lines, apart.is_empty());
        self.keep_apart(apart, 0);
    }

    /// A document of sections. What stands under “Family history” is an entry of its own, never the patient's.
    pub(super) fn composition(&mut self, resource: Box<Resource<'a>>) {
        let Resource {
            types,
            title,
            sections,
            base,
            notes,
            ..
        } = *resource;
        let mut focused: Vec<(Option<u32>, Text<'a>)> = Vec::new();
        let mut apart = Apart::default();
        let mut lines = Lines::default();
        lines.add(title);
        lines.add(notes);
        let mut empty = true;
        let mut headed = false;
        for section in sections {
            let Some(mut said) = section.html.as_deref().map(html::read) else {
                continue;
            };
            if let Some(focus) = section.focus.filter(is_person) {
                // About somebody else, perhaps: who it is is known when all has been read.
                let place = Place {
                    base: base.clone(),
                    ..Place::default()
                };
                let focus = self.collector.subject(Some(focus), &place);
                let text = [said.own, said.family].join("\n");
                let rows = said.rows.into_iter().map(|row| row.text);
                let text = [text].into_iter().chain(rows).collect::<Vec<_>>().join("\n");
                focused.extend(under(section.title.as_ref(), text.trim()).map(|text| (focus, text)));
                continue;
            }
            if section.family {
                let own = std::mem::take(&mut said.own);
                let text = [own, std::mem::take(&mut said.family)].join("\n");
                apart.family.extend(under(section.title.as_ref(), text.trim()));
                apart
                    .rows
                    .extend(said.rows.into_iter().map(|row| Row { family: true, ..row }));
                continue;
            }
            let title = section.title.as_ref().filter(|title| title.len() <= MAX_HEAD);
            for row in said.rows.iter_mut().filter(|row| row.head.is_none()) {
                row.head = title.map(|title| title.as_str().to_owned());
            }
            let own = apart.of(said);
            empty &= own.is_none();
            // One without a heading does not stand under that of the section before it.
            let plain = Text::from("Text");
            let title = section.title.as_ref().or(Some(&plain).filter(|_| headed));
            headed |= own.is_some();
            lines.add(own.and_then(|text| under(title, &text)));
        }
        let lines = self.without_remarks(lines);
        self.letter(types, lines, empty && apart.is_empty() && focused.is_empty());
        let part = focused.len();
        for (place, (focus, text)) in focused.into_iter().enumerate() {
            let mut draft = self.draft(EntryKind::Letter, &format!("#{}", place.saturating_add(1)));
            draft.focus = focus;
            draft.entry.text = Some(text);
            self.keep(draft);
        }
        self.keep_apart(apart, part);
    }

    /// Keeps what is the family's, and dated rows, as entries of their own.
    fn keep_apart(&mut self, apart: Apart<'a>, mut part: usize) {
        for text in apart.family {
            part = part.saturating_add(1);
            let mut draft = self.draft(EntryKind::Letter, &format!("#{part}"));
            if draft.entry.assertion == Assertion::Present {
                draft.entry.assertion = Assertion::Family;
            }
            draft.entry.text = Some(text);
            self.keep(draft);
        }
        for row in apart.rows {
            part = part.saturating_add(1);
            let mut lines = Lines::default();
            // What its heading makes of it, it makes of it here too.
            let head = row.head.map(Text::from);
            lines.add(under(head.as_ref(), &row.text));
            let lines = self.without_remarks(lines);
            if lines.is_empty() {
                continue;
            }
            // A problem, where it has an end.
            let kind = if row.end.is_some() {
                EntryKind::Condition
            } else {
                EntryKind::Letter
            };
            let mut draft = self.draft(kind, &format!("#{part}"));
            let entry = &mut draft.entry;
            entry.date = row.date.or(entry.date);
            entry.end = row.end;
            if entry.assertion == Assertion::Present {
                entry.assertion = match (row.family, row.over) {
                    (true, _) => Assertion::Family,
                    (false, true) => Assertion::Historical,
                    (false, false) => Assertion::Present,
                };
            }
            entry.text = lines.text();
            self.keep(draft);
        }
    }

    /// `alone`: nothing of it stands apart, so that an empty one has to be told.
    fn letter(&mut self, types: Vec<crate::concept::Concept<'a>>, mut lines: Lines<'a>, alone: bool) {
        let mut draft = self.draft(EntryKind::Letter, "");
        for concept in types {
            if lines.is_empty() {
                lines.add(concept.words_beyond_codes().cloned());
            }
            draft.entry.codes.extend(concept.codes);
        }
        draft.entry.text = lines.text();
        if alone || draft.entry.text.is_some() || !draft.entry.codes.is_empty() {
            self.keep(draft);
        }
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
    fn attached(&mut self, attachments: &[Attachment<'a>], apart: &mut Apart<'a>) -> Option<Text<'a>> {
        let mut unread = None;
        for attachment in attachments {
            match attachment.read() {
                Ok(said) => return apart.of(said),
                Err(why) => unread = unread.or(Some(why)),
            }
        }
        if let Some((code, message)) = unread {
            self.notice(code, message);
        }
        None
    }
}

/// A text under its heading.
fn under<'a>(title: Option<&Text<'a>>, text: &str) -> Option<Text<'a>> {
    if text.is_empty() {
        return None;
    }
    Some(match title {
        Some(title) => format!("{}:\n{text}", title.trim_end_matches(':')).into(),
        None => text.to_owned().into(),
    })
}
