//! After the pass: what refers to what is resolved, whatever the order in the Bundle, and what was not read is said.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};

use metasign_core::record::{Assertion, Date, Entry, EntryKind, Notice, NoticeCode, PartialDate, Record, Text};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::bundle::{Collector, Membership};
use crate::concept::Concept;
use crate::entries::Lines;
use crate::error::FhirError;
use crate::resource::Resource;

/// So many entries may point to one document and each be read with it.
const READ: usize = 8;

/// How many Lists are climbed to find the consultation of an entry; GP Connect nests three (consultation, topic,
/// heading).
const MAX_LIST_DEPTH: usize = 8;

impl<'a> Collector<'a> {
    /// The record, once everything has been met.
    pub(crate) fn finish(mut self, as_of: Option<Date>, bundle: &Resource<'a>) -> Result<Record<'a>, FhirError> {
        self.read_waiting();
        if self.too_many {
            return Err(FhirError::TooMany);
        }
        self.settle_versions(bundle.bundle_type.as_deref() == Some("history"));
        let patient = self.settle_person();
        self.resolve_medications();
        self.resolve_fluids();
        self.resolve_consultations();
        self.resolve_ages(patient.as_ref().and_then(|patient| patient.birth_date));
        self.read_contained_once();
        self.tell_duplicates_apart();
        self.count_passed_over();
        let as_of = match as_of.or(bundle.timestamp.map(PartialDate::earliest)) {
            Some(day) => day,
            None => self.assumed_day(bundle.last_updated())?,
        };
        if !as_of.is_askable() {
            return Err(FhirError::AsOf);
        }
        self.settle_ends(as_of);
        if patient.is_none() {
            self.notice(Notice::general(
                NoticeCode::DataMissing,
                "the Bundle has no Patient, so sex and age are not known; rules that need them cannot tell",
            ));
        }
        let mut notices = self.notices;
        notices.extend(self.fold.rest());
        Ok(Record {
            as_of,
            patient: patient.unwrap_or_default(),
            entries: self.drafts.into_iter().map(|draft| draft.entry).collect(),
            answers: Vec::new(),
            notices,
        })
    }

    /// Reads what waited for the Binaries of the Bundle.
    fn read_waiting(&mut self) {
        let mut read: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
        for mut waiting in std::mem::take(&mut self.waiting) {
            // A document is read for its versions, not for however many resources point to it: the work stays bounded by the bytes.
            let count = waiting.resource.attachments.len();
            waiting.resource.attachments.retain(|attachment| {
                let binary = attachment.points_to().filter(|id| self.binaries.contains_key(id));
                binary.is_none_or(|id| {
                    let times = read.entry(id).or_default();
                    *times = times.saturating_add(1);
                    *times <= READ
                })
            });
            if waiting.resource.attachments.len() < count {
                let message = "its document has been read with other entries that point to it";
                self.notice(Notice::general(NoticeCode::PassedOver, message));
            }
            for attachment in &mut waiting.resource.attachments {
                attachment.fetch(&self.binaries);
            }
            crate::entries::take(self, waiting.resource, waiting.kind, waiting.taken);
        }
    }

    /// Of several versions of one resource the newest decides; one that was deleted since says nothing.
    fn settle_versions(&mut self, history: bool) {
        let mut newest: FxHashMap<&str, usize> = FxHashMap::default();
        let mut dropped: Vec<usize> = Vec::new();
        for (place, taken) in self.taken.iter().enumerate().filter(|(_, taken)| !taken.inside) {
            let Some(known) = newest.get_mut(taken.name.as_str()) else {
                newest.insert(&taken.name, place);
                continue;
            };
            let Some(before) = self.taken.get(*known) else { continue };
            match before.version.against(&taken.version, history) {
                Some(Ordering::Less) => {
                    dropped.push(*known);
                    *known = place;
                }
                Some(_) => dropped.push(place),
                None => {}
            }
        }
        if dropped.is_empty() && !self.taken.iter().any(|taken| taken.version.deleted) && self.replaced.is_empty() {
            return;
        }
        for place in dropped {
            if let Some(taken) = self.taken.get_mut(place) {
                taken.dropped = true;
            }
        }
        let replaced: FxHashSet<Cow<'_, str>> = std::mem::take(&mut self.replaced).into_iter().collect();
        for taken in &mut self.taken {
            if !taken.dropped && replaced.contains(taken.name.as_str()) {
                taken.dropped = true;
            }
        }
        let taken = &self.taken;
        let gone = |place: u32| {
            usize::try_from(place)
                .ok()
                .and_then(|place| taken.get(place))
                .is_some_and(|taken| taken.dropped)
        };
        self.persons.retain(|person| !gone(person.taken));
        let (notices, fold) = (&mut self.notices, &mut self.fold);
        self.drafts.retain(|draft| {
            let gone = gone(draft.taken);
            if gone {
                let message = "an older version, deleted or replaced since; the newest decides";
                fold.push(
                    notices,
                    Notice::about(NoticeCode::EntryWithdrawn, &draft.entry.id, message),
                );
            }
            !gone
        });
    }

    /// Dates what is dated by an age.
    fn resolve_ages(&mut self, birth: Option<PartialDate>) {
        for draft in &mut self.drafts {
            let Some(ages) = draft.ages.take() else { continue };
            let (start, end) = *ages;
            let year = |age: Option<crate::dates::Age>| age.zip(birth).and_then(|(age, birth)| age.year_from(birth));
            let started = year(start);
            let entry = &mut draft.entry;
            entry.end = entry.end.or_else(|| year(end));
            if end.is_some() && entry.end.is_none() && entry.assertion == Assertion::Present {
                entry.assertion = Assertion::Historical;
            }
            let message = if started.is_some() {
                "dated by the age at which it began; only the year is known"
            } else {
                "it is dated by an age, and the birth date is not known; dated by when it was written"
            };
            if start.is_some() {
                // The date it holds so far is when it was written.
                entry.date = started.or(entry.date);
                self.fold.push(
                    &mut self.notices,
                    Notice::about(NoticeCode::DateImprecise, &entry.id, message),
                );
            }
        }
    }

    /// An end that lies ahead of the day asked has not come; a problem in words that has ended is past.
    fn settle_ends(&mut self, as_of: Date) {
        for draft in &mut self.drafts {
            let entry = &mut draft.entry;
            let Some(end) = entry.end.filter(|_| entry.kind == EntryKind::Condition) else {
                continue;
            };
            if end.earliest() > as_of {
                entry.end = None;
                let message = "its end lies after the day asked; read as not over";
                self.fold.push(
                    &mut self.notices,
                    Notice::about(NoticeCode::DateInFuture, &entry.id, message),
                );
            } else if entry.codes.is_empty() && entry.assertion == Assertion::Present {
                entry.assertion = Assertion::Historical;
            }
        }
    }

    /// A result inside a report that also stands in the Bundle is read once.
    fn read_contained_once(&mut self) {
        let inside = |taken: u32, all: &[crate::bundle::Taken<'_>]| {
            usize::try_from(taken)
                .ok()
                .and_then(|place| all.get(place))
                .is_some_and(|taken| taken.inside)
        };
        let taken = &self.taken;
        if !taken.iter().any(|taken| taken.inside) {
            return;
        }
        let outside: FxHashSet<u64> = self
            .drafts
            .iter()
            .filter(|draft| !inside(draft.taken, taken))
            .map(|draft| content(&draft.entry))
            .collect();
        self.drafts
            .retain(|draft| !inside(draft.taken, taken) || !outside.contains(&content(&draft.entry)));
    }

    fn resolve_medications(&mut self) {
        let (medications, notices, fold) = (&self.medications, &mut self.notices, &mut self.fold);
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
                fold.push(notices, Notice::about(NoticeCode::DataMissing, &entry.id, message));
            }
            says_something
        });
    }

    /// An entry's own Encounter counts first, then the List it stands in; its own date first, then the Encounter's.
    fn resolve_consultations(&mut self) {
        for draft in &mut self.drafts {
            let name = usize::try_from(draft.taken)
                .ok()
                .and_then(|place| self.taken.get(place))
                .map(|taken| taken.name.as_str());
            let (encounter, family) = listed(&self.memberships, name.unwrap_or_default());
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
            self.fold.push(
                &mut self.notices,
                Notice::about(
                    NoticeCode::DuplicateId,
                    &other,
                    "another entry has the same id; both were kept, this one under another id",
                ),
            );
            draft.entry.id = other.into();
        }
    }

    fn count_passed_over(&mut self) {
        for (counts, what) in [
            (&self.passed_over, "resources of types that are not read:"),
            (
                &self.passed_over_inside,
                "contained resources of types that are not read:",
            ),
        ] {
            if counts.is_empty() {
                continue;
            }
            let mut message = String::from(what);
            for (place, (name, count)) in counts.iter().enumerate() {
                let comma = if place == 0 { "" } else { "," };
                // Writing to a String can't fail.
                let _ = write!(message, "{comma} {name} {count}");
            }
            self.notices.push(Notice::general(NoticeCode::PassedOver, message));
        }
        if self.dstu2 {
            self.notices.push(Notice::general(
                NoticeCode::PassedOver,
                "the Bundle is FHIR DSTU2; it is read as far as it says the same as STU3, so send STU3 or R4",
            ));
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
                .filter(|day| day.is_askable())
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

/// What an entry says, whatever it is called.
fn content(entry: &Entry<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    (entry.kind, entry.date, entry.assertion, entry.value.map(f64::to_bits)).hash(&mut hasher);
    (entry.text.as_deref(), entry.unit.as_deref()).hash(&mut hasher);
    for coding in &entry.codes {
        (coding.system, coding.code.as_str()).hash(&mut hasher);
    }
    hasher.finish()
}

/// The Encounter of the Lists a resource stands in, and whether one of them is headed “Family history”.
fn listed<'m, 'a>(
    memberships: &'m BTreeMap<Cow<'a, str>, Membership<'a>>,
    resource: &str,
) -> (Option<&'m Cow<'a, str>>, bool) {
    // An item is named `Type/id`, or by a bare `urn:uuid:`.
    let bare = || {
        let id = resource.rsplit('/').next()?;
        memberships
            .get(id)
            .or_else(|| memberships.get(id.to_ascii_lowercase().as_str()))
    };
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
