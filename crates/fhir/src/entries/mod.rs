//! What a resource means: the entries it becomes.

mod clinical;
mod document;
mod lines;
mod observation;

use metasign_core::record::{Assertion, Entry, EntryKind, Notice, NoticeCode, PartialDate, Text};

pub(crate) use self::lines::Lines;

use crate::bundle::{Collector, Draft};
use crate::concept::MAX_CODES;
use crate::dates::Age;
use crate::family;
use crate::fluid::Specimen;
use crate::html;
use crate::lenient::Reference;
use crate::reference;
use crate::resource::{Kind, Resource};
use crate::said::Said;
use crate::subject::{Inner, Place};

/// Turns one resource into entries, and those it contains.
pub(crate) fn take<'a>(collector: &mut Collector<'a>, mut resource: Box<Resource<'a>>, kind: Kind, taken: u32) {
    let around = Around::of(collector, &resource, kind, taken);
    if let Some(said) = resource.narrative.take().map(|narrative| html::read(&narrative)) {
        let (family, own): (Vec<_>, Vec<_>) = said.rows.into_iter().partition(|row| row.family);
        let of_family = [said.family].into_iter().chain(family.into_iter().map(|row| row.text));
        let of_family = of_family.filter(|text| !text.is_empty());
        let of_family = of_family.map(|text| ["Family history: ", &text.replace('\n', "; ")].concat());
        let own = [said.own].into_iter().chain(own.into_iter().map(|row| row.text));
        let own = own.filter(|text| !text.is_empty());
        resource.notes.extend(own.chain(of_family).map(Text::from));
    }
    let inside = std::mem::take(&mut resource.contained);
    if let Some(word) = withdrawn(&resource, kind) {
        collector.notice(Notice::about(
            NoticeCode::EntryWithdrawn,
            &around.name,
            format!("marked `{word}`; left out"),
        ));
        return;
    }
    if resource.modified {
        collector.notice(Notice::about(
            NoticeCode::EntryUnreadable,
            &around.name,
            "it has a `modifierExtension`, which may change its meaning; read as uncertain",
        ));
    }
    // A medicine contained in its prescription is read there, and a specimen in its result.
    let (parts, inside): (Vec<_>, Vec<_>) = inside
        .into_iter()
        .partition(|inner| matches!(inner.kind, Some(Kind::Medication | Kind::Specimen)));
    resource.contained = parts;
    let mut maker = Maker::new(collector, &resource, &around);
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
        Kind::Bundle | Kind::Patient | Kind::Medication | Kind::Binary | Kind::List | Kind::Specimen | Kind::Other => {}
    }
    for (place, mut inner) in inside.into_iter().enumerate() {
        inner.people_around.clone_from(&around.people);
        take_inside(collector, inner, &around, place);
    }
}

/// A contained resource: what it does not say itself, the one around it says.
fn take_inside<'a>(collector: &mut Collector<'a>, mut inner: Resource<'a>, around: &Around<'a>, place: usize) {
    let Some(kind) = inner.kind.filter(|kind| {
        !matches!(
            kind,
            Kind::Bundle
                | Kind::Patient
                | Kind::Medication
                | Kind::Binary
                | Kind::List
                | Kind::Encounter
                | Kind::Specimen
                | Kind::Other
        )
    }) else {
        return;
    };
    let name = match &inner.id {
        Some(id) => format!("{}#{id}", around.name.as_str()),
        None => format!("{}#contained-{}", around.name.as_str(), place.saturating_add(1)),
    };
    collector.troubles_of(&inner.troubles, Some(&name));
    let dates = &mut inner.dates;
    if dates.start.is_none() && dates.written.is_none() && dates.age.is_none() {
        dates.written = around.date;
    }
    if inner.encounter.is_none() {
        inner.encounter = around.consultation.clone().map(|id| id.as_str().to_owned().into());
    }
    let taken = collector.register(name.into(), std::mem::take(&mut inner.version), true);
    let subject_said = inner.subject.is_some();
    let first = collector.drafts.len();
    take(collector, Box::new(inner), kind, taken);
    if !subject_said {
        for draft in collector.drafts.iter_mut().skip(first) {
            draft.subject = draft.subject.or(around.subject);
        }
    }
}

/// The status that takes a resource out of the record.
fn withdrawn(resource: &Resource<'_>, kind: Kind) -> Option<&'static str> {
    let said = resource.said;
    if said.is(Said::ERROR) {
        return Some("entered-in-error");
    }
    if said.is(Said::SUPERSEDED)
        && matches!(
            kind,
            Kind::DocumentReference | Kind::Composition | Kind::DiagnosticReport
        )
    {
        return Some("superseded");
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
    if said.is(Said::CANCELLED) && can_be_cancelled {
        return Some("cancelled");
    }
    (said.is(Said::REVOKED) && matches!(kind, Kind::Request | Kind::ReferralRequest)).then_some("revoked")
}

/// What all entries of one resource share.
struct Around<'a> {
    name: Text<'a>,
    taken: u32,
    date: Option<PartialDate>,
    end: Option<PartialDate>,
    ages: Option<(Option<Age>, Option<Age>)>,
    consultation: Option<Text<'a>>,
    subject: Option<u32>,
    focus: Option<u32>,
    people: Vec<Inner<'a>>,
    assertion: Assertion,
}

impl<'a> Around<'a> {
    fn of(collector: &mut Collector<'a>, resource: &Resource<'a>, kind: Kind, taken: u32) -> Self {
        let dates = &resource.dates;
        // A request belongs to the day it was made; what it asks for may lie ahead.
        let date = if matches!(kind, Kind::Request | Kind::ReferralRequest) {
            dates.written.or(dates.start)
        } else {
            dates.start.or(dates.written)
        };
        // The end of an examination or a visit is not the end of what was found.
        let ends = matches!(
            kind,
            Kind::Condition | Kind::Procedure | Kind::MedicationRequest | Kind::MedicationStatement
        );
        let ages = (
            dates.age.filter(|_| dates.start.is_none()),
            dates.age_at_end.filter(|_| ends),
        );
        let encounter = if kind == Kind::Encounter {
            &resource.id
        } else {
            &resource.encounter
        };
        let said = resource.said;
        let assertion = if resource.negated || said.is(Said::NOT_TAKEN) || said.is(Said::REFUTED) {
            Assertion::Absent
        } else if resource.modified || said.is(Said::DOUBTFUL) {
            Assertion::Possible
        } else {
            Assertion::Present
        };
        let document = matches!(kind, Kind::DocumentReference | Kind::Composition);
        let family = resource.family || (document && resource.types.iter().any(family::is_document));
        let assertion = if family && matches!(assertion, Assertion::Present | Assertion::Possible) {
            Assertion::Family
        } else {
            assertion
        };
        let name = usize::try_from(taken).ok().and_then(|place| collector.taken.get(place));
        let name = name.map(|taken| taken.name.clone()).unwrap_or_default();
        let mut place = Place {
            inside: inside_of(resource, resource.subject.as_ref()),
            inner: Inner::of(resource),
            base: resource.base.clone(),
        };
        let subject = collector.subject(resource.subject.clone(), &place);
        let focus = resource.focus.clone().filter(is_person);
        place.inside = inside_of(resource, resource.focus.as_ref());
        let focus = collector.subject(focus, &place);
        Self {
            name,
            taken,
            date,
            end: dates.end.filter(|_| ends),
            ages: (ages != (None, None)).then_some(ages),
            consultation: encounter.clone().map(|encounter| reference::id(encounter).into()),
            subject,
            focus,
            people: place.inner,
            assertion,
        }
    }
}

/// The type of the contained resource a reference points to.
fn inside_of(resource: &Resource<'_>, reference: Option<&Reference<'_>>) -> Option<&'static str> {
    let id = reference?.target.as_deref()?.strip_prefix('#')?;
    let is = |inner: &Resource<'_>| inner.kind == Some(Kind::Specimen) && inner.id.as_deref() == Some(id);
    if resource.contained.iter().any(is) {
        return Some("Specimen");
    }
    let other = resource
        .others_inside
        .iter()
        .find(|(known, _)| known == id)
        .map(|(_, name)| *name);
    other.filter(|name| crate::names::known(name).is_some())
}

/// Whether a reference points to a person or group, of whom an Observation may be in the patient's record.
fn is_person(reference: &Reference<'_>) -> bool {
    let key = reference.target.clone().map(reference::key).unwrap_or_default();
    let kind = reference.kind.as_deref().or(key.rsplit_once('/').map(|(kind, _)| kind));
    matches!(kind, Some("Patient" | "RelatedPerson" | "Group" | "Person"))
}

/// Makes the entries of one resource, which share its id, dates, consultation and subject.
struct Maker<'c, 'a> {
    collector: &'c mut Collector<'a>,
    name: Text<'a>,
    taken: u32,
    date: Option<PartialDate>,
    end: Option<PartialDate>,
    ended: bool,
    ages: Option<(Option<Age>, Option<Age>)>,
    consultation: Option<Text<'a>>,
    subject: Option<u32>,
    focus: Option<u32>,
    assertion: Assertion,
    /// What an Observation was measured on.
    specimen: Option<Specimen<'a>>,
}

impl<'c, 'a> Maker<'c, 'a> {
    fn new(collector: &'c mut Collector<'a>, resource: &Resource<'a>, around: &Around<'a>) -> Self {
        Self {
            collector,
            name: around.name.clone(),
            taken: around.taken,
            date: around.date,
            end: around.end,
            ended: resource.dates.ended || resource.said.is(Said::RESOLVED),
            ages: around.ages,
            consultation: around.consultation.clone(),
            subject: around.subject,
            focus: around.focus,
            assertion: around.assertion,
            specimen: None,
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
            taken: self.taken,
            subject: self.subject,
            focus: self.focus,
            medicine: None,
            specimen: None,
            ages: self.ages.map(Box::new),
        }
    }

    /// Keeps a draft that says anything; one that says nothing is a notice.
    fn keep(&mut self, mut draft: Draft<'a>) {
        let entry = &mut draft.entry;
        if entry.codes.is_empty() && entry.text.is_none() && entry.value.is_none() && draft.medicine.is_none() {
            self.notice(
                NoticeCode::EntryUnreadable,
                "neither a code nor text that can be read; left out",
            );
            return;
        }
        if entry.codes.len() > MAX_CODES {
            entry.codes.truncate(MAX_CODES);
            self.notice(
                NoticeCode::LimitReached,
                "more than 64 codes of one entry; the first 64 were read",
            );
        }
        self.collector.draft(draft);
    }

    fn notice(&mut self, code: NoticeCode, message: &'static str) {
        self.collector.notice(Notice::about(code, &self.name, message));
    }
}
