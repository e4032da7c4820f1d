//! After the pass: what refers to what is resolved, whatever the order in the Bundle, and what was not read is said.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use metasign_core::record::{Assertion, Date, Notice, NoticeCode, PartialDate, Record, Text};

use crate::bundle::{Collector, Membership};
use crate::concept::Concept;
use crate::entries::Lines;
use crate::error::FhirError;
use crate::reference;
use crate::resource::Resource;

/// How many Lists are climbed to find the consultation of an entry; GP Connect nests three (consultation, topic,
/// heading).
const MAX_LIST_DEPTH: usize = 8;

impl<'a> Collector<'a> {
    /// The record, once everything has been met.
    pub(crate) fn finish(mut self, as_of: Option<Date>, bundle: &Resource<'a>) -> Result<Record<'a>, FhirError> {
        self.leave_out_other_patients();
        self.resolve_medications();
        self.resolve_consultations();
        self.tell_duplicates_apart();
        self.count_passed_over();
        let as_of = match as_of.or(bundle.timestamp.map(PartialDate::earliest)) {
            Some(day) => day,
            None => self.assumed_day(bundle.last_updated)?,
        };
        if self.patients.is_empty() {
            self.notices.push(Notice::general(
                NoticeCode::DataMissing,
                "the Bundle has no Patient, so sex and age are not known; rules that need them cannot tell",
            ));
        }
        Ok(Record {
            as_of,
            patient: self
                .patients
                .into_iter()
                .next()
                .map(|(_, patient)| patient)
                .unwrap_or_default(),
            entries: self.drafts.into_iter().map(|draft| draft.entry).collect(),
            answers: Vec::new(),
            notices: self.notices,
        })
    }

    /// The first Patient is the one asked about; what another Patient in the Bundle is the subject of is not theirs.
    fn leave_out_other_patients(&mut self) {
        let Some((first, _)) = self.patients.first() else {
            return;
        };
        let others: BTreeSet<&str> = self
            .patients
            .iter()
            .filter_map(|(id, _)| id.as_deref())
            .filter(|id| Some(*id) != first.as_deref())
            .collect();
        if others.is_empty() {
            return;
        }
        self.notices.push(Notice::general(
            NoticeCode::NotThePatient,
            "the Bundle holds several patients; the first is the one asked about",
        ));
        let notices = &mut self.notices;
        self.drafts.retain(|draft| {
            let theirs = draft
                .subject
                .clone()
                .is_some_and(|subject| others.contains(&*reference::id(subject)));
            if theirs {
                notices.push(Notice::about(
                    NoticeCode::NotThePatient,
                    &draft.entry.id,
                    "about another patient in the Bundle; left out",
                ));
            }
            !theirs
        });
    }

    fn resolve_medications(&mut self) {
        let (medications, notices) = (&self.medications, &mut self.notices);
        self.drafts.retain_mut(|draft| {
            let Some(medicine) = draft.medicine.take() else {
                return true;
            };
            let entry = &mut draft.entry;
            let found = medications.get(&*medicine.id);
            let mut lines = Lines::default();
            lines.add(found.and_then(Concept::words).cloned().or(medicine.display));
            lines.add(entry.text.take());
            entry.text = lines.text();
            entry
                .codes
                .extend(found.into_iter().flat_map(|concept| concept.codes.iter().cloned()));
            let says_something = entry.text.is_some() || !entry.codes.is_empty();
            if found.is_none() {
                let message = if says_something {
                    "the Medication it refers to is not in the Bundle; read by its name only"
                } else {
                    "the Medication it refers to is not in the Bundle; left out"
                };
                notices.push(Notice::about(NoticeCode::DataMissing, &entry.id, message));
            }
            says_something
        });
    }

    /// An entry's own Encounter counts first, then the List it stands in; its own date first, then the Encounter's.
    fn resolve_consultations(&mut self) {
        for draft in &mut self.drafts {
            let (encounter, family) = listed(&self.memberships, &draft.resource);
            let entry = &mut draft.entry;
            if entry.consultation.is_none() {
                entry.consultation = encounter.map(|id| Text::from(id.clone()));
            }
            if family && entry.assertion == Assertion::Present {
                entry.assertion = Assertion::Family;
            }
            if entry.date.is_none() {
                entry.date = entry
                    .consultation
                    .as_deref()
                    .and_then(|id| self.encounters.get(id))
                    .copied();
            }
        }
    }

    /// FHIR ids are unique within a type; a second resource of the same name keeps its entries under another id.
    fn tell_duplicates_apart(&mut self) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut again = Vec::new();
        for (place, draft) in self.drafts.iter().enumerate() {
            let count = counts.entry(&draft.entry.id).or_default();
            *count = count.saturating_add(1);
            if *count > 1 {
                again.push((place, *count));
            }
        }
        for (place, count) in again {
            let Some(draft) = self.drafts.get_mut(place) else {
                continue;
            };
            let other = format!("{}~{count}", draft.entry.id.as_str());
            self.notices.push(Notice::about(
                NoticeCode::DuplicateId,
                &other,
                "another entry has the same id; both were kept, this one under another id",
            ));
            draft.entry.id = other.into();
        }
    }

    fn count_passed_over(&mut self) {
        if !self.passed_over.is_empty() {
            let mut message = String::from("resources of types that are not read:");
            for (place, (name, count)) in self.passed_over.iter().enumerate() {
                let comma = if place == 0 { "" } else { "," };
                // Writing to a String can't fail.
                let _ = write!(message, "{comma} {name} {count}");
            }
            self.notices.push(Notice::general(NoticeCode::PassedOver, message));
        }
        if self.foreign_codes > 0 {
            let plural = if self.foreign_codes == 1 { "code" } else { "codes" };
            self.notices.push(Notice::general(
                NoticeCode::SystemUnknown,
                format!(
                    "{} {plural} of systems that are not read passed over",
                    self.foreign_codes
                ),
            ));
        }
    }

    /// The day of the question when neither the caller nor the Bundle's timestamp says it.
    fn assumed_day(&mut self, last_updated: Option<PartialDate>) -> Result<Date, FhirError> {
        let newest = || {
            self.drafts
                .iter()
                .filter_map(|draft| draft.entry.date)
                .map(PartialDate::latest)
                .max()
        };
        let (day, from) = match last_updated {
            Some(date) => (date.earliest(), "the Bundle's `meta.lastUpdated`"),
            None => (newest().ok_or(FhirError::AsOf)?, "the newest entry"),
        };
        self.notices.push(Notice::general(
            NoticeCode::AsOfAssumed,
            format!("the day of the question was not given and was taken from {from}: {day}"),
        ));
        Ok(day)
    }
}

/// The Encounter of the Lists a resource stands in, and whether one of them is headed “Family history”.
fn listed<'m, 'a>(
    memberships: &'m BTreeMap<Cow<'a, str>, Membership<'a>>,
    resource: &str,
) -> (Option<&'m Cow<'a, str>>, bool) {
    // An item is named `Type/id`, or by a bare `urn:uuid:`.
    let bare = || resource.rsplit('/').next().and_then(|id| memberships.get(id));
    let mut found = memberships.get(resource).or_else(bare);
    let mut family = false;
    for _ in 0..MAX_LIST_DEPTH {
        let Some(membership) = found else {
            break;
        };
        family |= membership.family;
        if membership.encounter.is_some() {
            return (membership.encounter.as_ref(), family);
        }
        let Some(list) = membership.list.as_deref() else {
            break;
        };
        found = memberships
            .get(format!("List/{list}").as_str())
            .or_else(|| memberships.get(list));
    }
    (None, family)
}
