//! Problems, procedures, requests, medicines, consultations and relatives.

use metasign_core::record::{Assertion, EntryKind, NoticeCode, Text};

use super::{Lines, Maker};
use crate::bundle::{Draft, Medicine};
use crate::concept::Concept;
use crate::family;
use crate::reference;
use crate::resource::{Kind, Resource};
use crate::said::Said;
use crate::stage;

impl<'a> Maker<'_, 'a> {
    /// A problem. One said to be resolved without saying when is past. One that is `inactive` is not: GP systems
    /// let problems lapse after a time, and its date already says how old it is.
    pub(super) fn condition(&mut self, resource: Box<Resource<'a>>) {
        let mut draft = self.draft(EntryKind::Condition, "");
        let Resource {
            measured,
            mut notes,
            sites,
            stages,
            evidence,
            ..
        } = *resource;
        let end_known = draft.entry.end.is_some() || self.ages.is_some_and(|(_, end)| end.is_some());
        if self.ended && !end_known && draft.entry.assertion == Assertion::Present {
            draft.entry.assertion = Assertion::Historical;
        }
        let mut of_stage = Vec::new();
        for stage in stages {
            match stage::of_problem(&measured.code, &stage) {
                Some(words) => notes.push(words),
                None => match stage.words() {
                    Some(words) => notes.push(format!("Stage: {}", words.as_str()).into()),
                    None => self.notice(
                        NoticeCode::PassedOver,
                        "its stage is a code without words and was not read",
                    ),
                },
            }
            of_stage.extend(stage.codes);
        }
        describe(&mut draft, measured.code, notes, &sites);
        self.keep(draft);
        if !of_stage.is_empty() {
            let mut draft = self.draft(EntryKind::Condition, "#stage");
            draft.entry.codes = of_stage;
            self.keep(draft);
        }
        // What a problem rests on was found, whatever was made of it.
        for (place, sign) in evidence.into_iter().enumerate() {
            let mut draft = self.draft(EntryKind::Condition, &format!("#{}", place.saturating_add(1)));
            if draft.entry.assertion == Assertion::Absent {
                draft.entry.assertion = Assertion::Possible;
            }
            describe(&mut draft, sign, Vec::new(), &[]);
            self.keep(draft);
        }
    }

    pub(super) fn procedure(&mut self, resource: Box<Resource<'a>>) {
        let mut draft = self.draft(EntryKind::Procedure, "");
        let Resource {
            measured,
            mut notes,
            sites,
            said,
            reasons,
            ..
        } = *resource;
        if said.is(Said::NOT_DONE) {
            draft.entry.assertion = Assertion::Absent;
        } else if said.is(Said::PLANNED) && draft.entry.assertion == Assertion::Present {
            // Planned, and perhaps never done.
            draft.entry.assertion = Assertion::Hypothetical;
        }
        if draft.entry.assertion == Assertion::Present {
            // Why it was done holds whatever was found.
            let words = reasons.iter().filter_map(Concept::words);
            notes.extend(words.map(|words| Text::from(format!("Reason: {}", words.as_str()))));
        }
        describe(&mut draft, measured.code, notes, &sites);
        self.keep(draft);
    }

    /// What was asked for. GP Connect puts the code of a referral in `reasonCode`; elsewhere a reason is why it was
    /// asked, not something stated: it is kept as labelled text.
    pub(super) fn request(&mut self, resource: Box<Resource<'a>>, kind: Kind) {
        let mut draft = self.draft(EntryKind::Referral, "");
        let Resource {
            measured,
            notes,
            sites,
            types,
            mut reasons,
            ..
        } = *resource;
        let mut lines = Lines::default();
        let mut asked = vec![measured.code];
        asked.extend(types);
        if kind == Kind::ReferralRequest {
            asked.append(&mut reasons);
        }
        for concept in asked {
            lines.add(concept.words_beyond_codes().cloned());
            draft.entry.codes.extend(concept.codes);
        }
        lines.add(notes);
        for reason in &reasons {
            lines.labelled("Reason", reason);
        }
        for site in &sites {
            lines.labelled("Site", site);
        }
        draft.entry.text = lines.text();
        self.keep(draft);
    }

    /// A medicine: its name first, then what was noted beside it.
    pub(super) fn medication(&mut self, resource: Box<Resource<'a>>) {
        let mut draft = self.draft(EntryKind::Medication, "");
        let Resource {
            measured,
            medication,
            contained,
            notes,
            title,
            ..
        } = *resource;
        let mut concept = measured.code;
        let mut lines = Lines::default();
        match medication {
            Some(target) if target.starts_with('#') => {
                let inner = contained
                    .into_iter()
                    .find(|inner| inner.kind == Some(Kind::Medication) && inner.id.as_deref() == target.get(1..));
                concept = inner.map_or(concept, |inner| inner.measured.code);
                lines.add(concept.words().cloned().or(title));
            }
            Some(target) => {
                draft.medicine = Some(Box::new(Medicine {
                    id: reference::id(target),
                    display: title,
                }));
            }
            None => lines.add(concept.words().cloned().or(title)),
        }
        lines.add(notes);
        draft.entry.text = lines.text();
        draft.entry.codes = concept.codes;
        self.keep(draft);
    }

    /// A consultation that says what kind it was, and why the patient came.
    pub(super) fn encounter(&mut self, resource: Box<Resource<'a>>) {
        let Resource { types, reasons, .. } = *resource;
        if !types.is_empty() {
            let mut draft = self.draft(EntryKind::Procedure, "");
            let mut lines = Lines::default();
            for concept in types {
                lines.add(concept.words_beyond_codes().cloned());
                draft.entry.codes.extend(concept.codes);
            }
            draft.entry.text = lines.text();
            self.keep(draft);
        }
        for (place, reason) in reasons.into_iter().enumerate() {
            let mut draft = self.draft(EntryKind::Condition, &format!("#{}", place.saturating_add(1)));
            describe(&mut draft, reason, Vec::new(), &[]);
            self.keep(draft);
        }
    }

    /// A relative's conditions: never the patient's own.
    pub(super) fn family(&mut self, resource: Box<Resource<'a>>) {
        if self.assertion == Assertion::Present {
            self.assertion = Assertion::Family;
        }
        let Resource { relatives, notes, .. } = *resource;
        if !notes.is_empty() || relatives.is_empty() {
            let mut draft = self.draft(EntryKind::Condition, "");
            describe(&mut draft, Concept::default(), notes, &[]);
            self.keep(draft);
        }
        for (place, relative) in relatives.into_iter().enumerate() {
            let mut draft = self.draft(EntryKind::Condition, &format!("#{}", place.saturating_add(1)));
            describe(&mut draft, relative.code, relative.notes, &[]);
            self.keep(draft);
        }
    }
}

/// Codes, the words they don't carry, comments and the place on the body.
fn describe<'a>(
    draft: &mut Draft<'a>,
    mut concept: Concept<'a>,
    notes: impl IntoIterator<Item = Text<'a>>,
    sites: &[Concept<'a>],
) {
    let of_family = |words: &str| family::asks(words) || family::is_relatives(words);
    if draft.entry.assertion == Assertion::Present && concept.all_words().any(of_family) {
        draft.entry.assertion = Assertion::Family;
    }
    let placed = concept.take_place(sites);
    let mut lines = Lines::default();
    lines.add(concept.words_beyond_codes().cloned());
    lines.add(notes);
    for site in sites.iter().filter(|_| !placed) {
        lines.labelled("Site", site);
    }
    draft.entry.codes = concept.codes;
    draft.entry.text = lines.text();
}
