//! Whose record a Bundle is, and whose each statement is.
//!
//! What another person is the subject of never becomes the patient's: another Patient's, a RelatedPerson's, a Group's, a
//! Device's, or that of somebody who is not in the Bundle.

use std::borrow::Cow;
use std::collections::BTreeMap;

use metasign_core::record::{Notice, NoticeCode, Patient};

use crate::bundle::Collector;
use crate::reference;
use crate::subject::{Identifier, Not, People};

/// One Patient resource.
#[derive(Debug)]
pub(crate) struct Person<'a> {
    pub(crate) patient: Patient<'a>,
    /// Everything it is called by: its id, the keys of its `fullUrl`.
    pub(crate) names: Vec<Cow<'a, str>>,
    /// Keys of other Patient resources of the same person.
    pub(crate) links: Vec<Cow<'a, str>>,
    pub(crate) identifiers: Vec<Identifier<'a>>,
    /// Where it is kept, when it says: two of one id on two servers are two persons.
    pub(crate) address: Option<Cow<'a, str>>,
    /// Its place among the resources taken.
    pub(crate) taken: u32,
}

impl Person<'_> {
    /// Whether two resources are one: by a name, unless they are kept in different places.
    fn is_twin(&self, other: &Self) -> bool {
        let apart = self.address.as_deref().zip(other.address.as_deref());
        apart.is_none_or(|(one, other)| one == other) && other.names.iter().any(|name| self.names.contains(name))
    }
}

impl<'a> Collector<'a> {
    /// Leaves out what is not the patient's, and gives the patient.
    pub(crate) fn settle_person(&mut self) -> Option<Patient<'a>> {
        let asked = self.asked_about();
        let people = self.people(asked);
        let verdicts: Vec<Option<Not>> = self.subjects.iter().map(|subject| people.verdict(subject)).collect();
        let mut several = false;
        if let Some(asked) = asked {
            let own = self.same_person(asked);
            several = self.persons.len() > own.len();
        }
        drop(people);
        if several {
            let how = if self.about.is_some() {
                "the one the document is about"
            } else {
                "the first"
            };
            self.notice(Notice::general(
                NoticeCode::NotThePatient,
                format!("the Bundle holds several patients; {how} is the one asked about"),
            ));
        }
        let (notices, fold) = (&mut self.notices, &mut self.fold);
        self.drafts.retain(|draft| {
            let verdict = |subject: Option<u32>| {
                let place = usize::try_from(subject?).ok()?;
                verdicts.get(place).copied().flatten()
            };
            let Some(not) = verdict(draft.subject).or_else(|| verdict(draft.focus)) else {
                return true;
            };
            fold.push(
                notices,
                Notice::about(NoticeCode::NotThePatient, &draft.entry.id, not.message()),
            );
            false
        });
        let mut patient = asked
            .and_then(|asked| self.persons.get_mut(asked))
            .map(|person| std::mem::take(&mut person.patient))?;
        // What one resource of the person leaves open another may say.
        for other in self.same_person(asked?) {
            if let Some(other) = self.persons.get(other) {
                patient.sex = patient.sex.or(other.patient.sex);
                patient.birth_date = patient.birth_date.or(other.patient.birth_date);
            }
        }
        Some(patient)
    }

    /// The Patient that the document says it is about, else the first.
    fn asked_about(&mut self) -> Option<usize> {
        if let Some(about) = self.about.as_ref().and_then(|about| about.target.as_deref()) {
            let names = [reference::key(about.into()), reference::id(about.into())];
            let address = reference::address(about);
            let kept = address.and_then(|address| {
                let same = |person: &Person<'_>| person.address.as_deref() == Some(&*address);
                self.persons.iter().position(same)
            });
            let named = || {
                self.persons
                    .iter()
                    .position(|person| person.names.iter().any(|name| names.contains(name)))
            };
            let found = kept.or_else(named);
            if found.is_some() {
                return found;
            }
        }
        self.about = None;
        (!self.persons.is_empty()).then_some(0)
    }

    /// The Patient resources of one person, by their links in either direction.
    fn same_person(&self, asked: usize) -> Vec<usize> {
        let mut own = vec![asked];
        let mut at = 0;
        while let Some(place) = own.get(at).copied() {
            at = at.saturating_add(1);
            let Some(person) = self.persons.get(place) else {
                continue;
            };
            if person.links.is_empty() && self.persons.iter().all(|other| other.links.is_empty()) {
                // The same resource filed twice is one person.
                let twins = self.persons.iter().enumerate().filter(|(other, _)| *other != place);
                for (other, twin) in twins {
                    if !own.contains(&other) && person.is_twin(twin) {
                        own.push(other);
                    }
                }
                continue;
            }
            for (other, twin) in self.persons.iter().enumerate() {
                let linked = twin.links.iter().any(|link| person.names.contains(link))
                    || person.links.iter().any(|link| twin.names.contains(link))
                    || person.is_twin(twin);
                if linked && !own.contains(&other) {
                    own.push(other);
                }
            }
        }
        own
    }

    fn people(&self, asked: Option<usize>) -> People<'_> {
        let mut people = People::default();
        let Some(asked) = asked else {
            people.most = self.most_named();
            return people;
        };
        people.patient = self.persons.get(asked).map(|person| &person.patient);
        let own = self.same_person(asked);
        for (place, person) in self.persons.iter().enumerate() {
            let names = person.names.iter().map(|name| &**name);
            if own.contains(&place) {
                people.own.extend(names);
                people.own.extend(person.links.iter().map(|name| &**name));
                people.own_addresses.extend(person.address.as_deref());
                people.identifiers.extend(&person.identifiers);
            } else {
                people.others.extend(names);
                people.other_addresses.extend(person.address.as_deref());
            }
        }
        people
    }

    /// The subject of most statements, where the Bundle has no Patient.
    fn most_named(&self) -> Option<Cow<'_, str>> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for draft in &self.drafts {
            if let Some(subject) = draft.subject.and_then(|subject| usize::try_from(subject).ok()) {
                let count = counts.entry(subject).or_default();
                *count = count.saturating_add(1);
            }
        }
        let (most, _) = counts
            .into_iter()
            .max_by_key(|(subject, count)| (*count, std::cmp::Reverse(*subject)))?;
        let target = self.subjects.get(most)?.target.as_deref()?;
        Some(reference::key(target.into()))
    }
}
