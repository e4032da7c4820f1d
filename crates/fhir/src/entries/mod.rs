//! What a resource means: the entries it becomes.

mod clinical;
mod document;
mod observation;

use metasign_core::record::{Assertion, Entry, EntryKind, Notice, NoticeCode, PartialDate, Text};

use crate::bundle::{Collector, Draft};
use crate::concept::Concept;
use crate::reference;
use crate::resource::{Kind, Resource};

/// Turns one resource into entries; `name` is its `Type/id`.
pub(crate) fn take<'a>(collector: &mut Collector<'a>, resource: Box<Resource<'a>>, kind: Kind, name: String) {
    if let Some(word) = withdrawn(&resource, kind) {
        collector.notices.push(Notice::about(
            NoticeCode::EntryWithdrawn,
            &name,
            format!("marked `{word}`; left out"),
        ));
        return;
    }
    if resource.modified {
        collector.notices.push(Notice::about(
            NoticeCode::EntryUnreadable,
            &name,
            "it has a `modifierExtension`, which may change its meaning; read as uncertain",
        ));
    }
    let mut maker = Maker::new(collector, &resource, kind, name);
    match kind {
        Kind::Observation => maker.observation(resource),
        Kind::DiagnosticReport => maker.report(resource),
        Kind::DocumentReference => maker.document(resource),
        Kind::Composition => maker.composition(resource),
        Kind::Condition => maker.condition(resource),
        Kind::Procedure => maker.procedure(resource),
        Kind::Request | Kind::ReferralRequest => maker.request(resource, kind),
        Kind::MedicationRequest | Kind::MedicationStatement => maker.medication(resource),
        Kind::Encounter => maker.encounter(resource),
        Kind::FamilyMemberHistory => maker.family(resource),
        Kind::Bundle | Kind::Patient | Kind::Medication | Kind::List | Kind::Other => {}
    }
}

/// The status that takes a resource out of the record.
fn withdrawn(resource: &Resource<'_>, kind: Kind) -> Option<&'static str> {
    const ERROR: &str = "entered-in-error";
    let status = resource.status.as_deref();
    if status == Some(ERROR) || resource.verification.as_deref() == Some(ERROR) {
        return Some(ERROR);
    }
    let can_be_cancelled = matches!(
        kind,
        Kind::Observation
            | Kind::DiagnosticReport
            | Kind::Request
            | Kind::ReferralRequest
            | Kind::MedicationRequest
            | Kind::Encounter
    );
    match status {
        Some("cancelled") if can_be_cancelled => Some("cancelled"),
        Some("revoked") if matches!(kind, Kind::Request | Kind::ReferralRequest) => Some("revoked"),
        _ => None,
    }
}

/// Whether a heading puts what stands under it on the family.
pub(crate) fn is_family_heading(title: &str) -> bool {
    title
        .trim()
        .trim_end_matches(':')
        .eq_ignore_ascii_case("family history")
}

/// Makes the entries of one resource, which share its id, dates, consultation and subject.
struct Maker<'c, 'a> {
    collector: &'c mut Collector<'a>,
    name: Text<'a>,
    date: Option<PartialDate>,
    end: Option<PartialDate>,
    consultation: Option<Text<'a>>,
    subject: Option<std::borrow::Cow<'a, str>>,
    assertion: Assertion,
}

impl<'c, 'a> Maker<'c, 'a> {
    fn new(collector: &'c mut Collector<'a>, resource: &Resource<'a>, kind: Kind, name: String) -> Self {
        let happened = resource.happened;
        // A request belongs to the day it was made; what it asks for may lie ahead.
        let date = if matches!(kind, Kind::Request | Kind::ReferralRequest) {
            resource.written.or(happened.start)
        } else {
            happened.start.or(resource.written)
        };
        // The end of an examination or a visit is not the end of what was found.
        let ends = matches!(
            kind,
            Kind::Condition | Kind::Procedure | Kind::MedicationRequest | Kind::MedicationStatement
        );
        let end = happened.end.filter(|_| ends);
        let encounter = if kind == Kind::Encounter {
            &resource.id
        } else {
            &resource.encounter
        };
        let assertion = match resource.verification.as_deref() {
            _ if resource.negated || resource.status.as_deref() == Some("not-taken") => Assertion::Absent,
            Some("refuted") => Assertion::Absent,
            _ if resource.modified => Assertion::Possible,
            Some("provisional" | "differential" | "unconfirmed") => Assertion::Possible,
            _ => Assertion::Present,
        };
        Self {
            collector,
            name: name.into(),
            date,
            end,
            consultation: encounter.clone().map(|encounter| reference::id(encounter).into()),
            subject: resource.subject.clone(),
            assertion,
        }
    }

    /// An entry of the resource itself (`part` empty) or of a part of it (`#1`).
    fn draft(&self, kind: EntryKind, part: &str) -> Draft<'a> {
        let id = if part.is_empty() {
            self.name.clone()
        } else {
            [self.name.as_str(), part].concat().into()
        };
        let mut entry = Entry::new(id, kind);
        entry.date = self.date;
        entry.end = self.end;
        entry.consultation.clone_from(&self.consultation);
        entry.assertion = self.assertion;
        Draft {
            entry,
            resource: self.name.clone(),
            subject: self.subject.clone(),
            medicine: None,
        }
    }

    /// Keeps a draft that says anything; one that says nothing is a notice.
    fn keep(&mut self, draft: Draft<'a>) {
        let entry = &draft.entry;
        if entry.codes.is_empty() && entry.text.is_none() && entry.value.is_none() && draft.medicine.is_none() {
            self.notice(
                NoticeCode::EntryUnreadable,
                "neither a code nor text that can be read; left out",
            );
            return;
        }
        self.collector.drafts.push(draft);
    }

    fn notice(&mut self, code: NoticeCode, message: &'static str) {
        self.collector.notices.push(Notice::about(code, &self.name, message));
    }
}

/// Pieces of text, one a line; borrowed when there is one.
#[derive(Default)]
pub(crate) struct Lines<'a> {
    lines: Vec<Text<'a>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn add(&mut self, text: impl IntoIterator<Item = Text<'a>>) {
        for text in text {
            if !self.lines.contains(&text) {
                self.lines.push(text);
            }
        }
    }

    /// `label: words`, so that the words are not taken for a statement of their own.
    fn labelled(&mut self, label: &str, concept: &Concept<'a>) {
        if let Some(words) = concept.words() {
            self.lines.push(format!("{label}: {}", words.as_str()).into());
        }
    }

    pub(crate) fn text(mut self) -> Option<Text<'a>> {
        match self.lines.len() {
            0 | 1 => self.lines.pop(),
            _ => {
                let mut all = String::with_capacity(self.lines.iter().map(|line| line.len().saturating_add(1)).sum());
                for line in self.lines {
                    if !all.is_empty() {
                        all.push('\n');
                    }
                    all.push_str(&line);
                }
                Some(all.into())
            }
        }
    }
}
