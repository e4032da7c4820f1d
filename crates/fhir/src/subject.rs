//! Whose a statement is, by its subject: by address, by id, by identifier, or by a Patient inside its own resource.

use std::borrow::Cow;
use std::collections::BTreeSet;

use metasign_core::record::{PartialDate, Patient, Sex};

use crate::bundle::Collector;
use crate::lenient::Reference;
use crate::reference;
use crate::resource::{Kind, Resource};

/// An `Identifier`: a value, and whose numbers it is one of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identifier<'a> {
    pub(crate) system: Option<Cow<'a, str>>,
    pub(crate) value: Cow<'a, str>,
}

impl Identifier<'_> {
    /// Whether two name one person: one value of one system, as far as both say which.
    fn is(&self, other: &Self) -> bool {
        let value = |one: &Self| -> String {
            let kept = one.value.chars().filter(|character| character.is_alphanumeric());
            kept.flat_map(char::to_lowercase).collect()
        };
        // A system that has moved keeps its name: `https://fhir.nhs.uk/Id/nhs-number`, `https://fhir.nhs.net/Id/nhs-number`.
        let system = |one: &str| -> String {
            let lower = one.trim().trim_end_matches('/').to_ascii_lowercase();
            let name = lower.rsplit('/').next().unwrap_or_default().to_owned();
            if name == "nhs-number" { name } else { lower }
        };
        let systems = self.system.as_deref().zip(other.system.as_deref());
        value(self) == value(other) && systems.is_none_or(|(one, other)| system(one) == system(other))
    }
}

/// A Patient inside the resource that names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Inner<'a> {
    id: Option<Cow<'a, str>>,
    sex: Option<Sex>,
    birth_date: Option<PartialDate>,
    identifiers: Vec<Identifier<'a>>,
}

impl<'a> Inner<'a> {
    /// The Patients inside a resource, or the one around it.
    pub(crate) fn of(resource: &Resource<'a>) -> Vec<Self> {
        let patients = resource
            .contained
            .iter()
            .filter(|inner| inner.kind == Some(Kind::Patient));
        let inside = patients.map(|inner| Self {
            id: inner.id.clone(),
            sex: inner.gender.as_deref().and_then(sex_of),
            birth_date: inner.birth_date,
            identifiers: inner.identifiers.clone(),
        });
        inside.chain(resource.people_around.iter().cloned()).collect()
    }

    /// Whether what it says can't be said of the patient.
    fn is_another(&self, patient: &Patient<'_>, identifiers: &[&Identifier<'_>]) -> bool {
        let sex = self.sex.zip(patient.sex).is_some_and(|(one, other)| one != other);
        let born = self
            .birth_date
            .zip(patient.birth_date)
            .is_some_and(|(one, other)| one.latest() < other.earliest() || other.latest() < one.earliest());
        let known = |one: &Identifier<'_>| identifiers.iter().any(|other| one.is(other));
        let numbers = !identifiers.is_empty() && !self.identifiers.is_empty() && !self.identifiers.iter().any(known);
        sex || born || numbers
    }
}

/// The sex a word of FHIR's says.
pub(crate) fn sex_of(word: &str) -> Option<Sex> {
    let word = word.trim();
    if word.eq_ignore_ascii_case("female") {
        Some(Sex::Female)
    } else {
        word.eq_ignore_ascii_case("male").then_some(Sex::Male)
    }
}

/// Why a statement is not the patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Not {
    Other,
    Kind(&'static str),
    Absent,
}

impl Not {
    pub(crate) fn message(self) -> Cow<'static, str> {
        match self {
            Self::Other => "about another patient in the Bundle; left out".into(),
            Self::Kind(kind) => format!("its subject is a {kind}, not the patient; left out").into(),
            Self::Absent => "its subject is not the patient and is not in the Bundle; left out".into(),
        }
    }
}

/// What the one asked about, and the others, are called.
#[derive(Debug, Default)]
pub(crate) struct People<'p> {
    pub(crate) own: BTreeSet<&'p str>,
    pub(crate) others: BTreeSet<&'p str>,
    /// Addresses, as `reference::address` gives them.
    pub(crate) own_addresses: BTreeSet<&'p str>,
    pub(crate) other_addresses: BTreeSet<&'p str>,
    pub(crate) identifiers: Vec<&'p Identifier<'p>>,
    /// No Patient in the Bundle: the name most statements have as their subject.
    pub(crate) most: Option<Cow<'p, str>>,
    /// The one asked about, where there is a Patient.
    pub(crate) patient: Option<&'p Patient<'p>>,
}

impl People<'_> {
    pub(crate) fn verdict(&self, subject: &Subject<'_>) -> Option<Not> {
        let kind = subject
            .kind
            .as_deref()
            .map(|kind| kind.rsplit('/').next().unwrap_or(kind).trim());
        if let Some(kind) = kind.filter(|kind| !kind.eq_ignore_ascii_case("Patient")) {
            return Some(Not::Kind(
                crate::names::known(kind).unwrap_or("resource of another type"),
            ));
        }
        if let Some(inside) = subject.inside {
            return (inside != "Patient").then_some(Not::Kind(inside));
        }
        if let Some(inner) = &subject.inner {
            let another = self
                .patient
                .is_some_and(|patient| inner.is_another(patient, &self.identifiers));
            return another.then_some(Not::Absent);
        }
        let Some(target) = subject.target.as_deref() else {
            // Only an identifier: it has to be one of the patient's, where the patient has any.
            let identifier = subject.identifier.as_ref()?;
            return (!self.identifiers.is_empty() && !self.is_called(identifier)).then_some(Not::Absent);
        };
        if target.starts_with('#') {
            return None;
        }
        let not = self.verdict_of_target(target, subject.base.as_deref());
        // A number of the patient's beside an address that leads nowhere.
        let called = || {
            subject
                .identifier
                .as_ref()
                .is_some_and(|identifier| self.is_called(identifier))
        };
        not.filter(|not| *not != Not::Absent || !called())
    }

    fn is_called(&self, identifier: &Identifier<'_>) -> bool {
        self.identifiers.iter().any(|own| own.is(identifier))
    }

    fn verdict_of_target(&self, target: &str, base: Option<&str>) -> Option<Not> {
        let key = reference::key(target.into());
        if let Some((kind, _)) = key.rsplit_once('/') {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            if kind != "Patient" && crate::names::known(kind).is_some() {
                return Some(Not::Kind(crate::names::known(kind).unwrap_or_default()));
            }
        }
        if self.patient.is_none() {
            return self.most.as_deref().filter(|most| *most != key).map(|_| Not::Absent);
        }
        let id = reference::id(target.into());
        let among = |names: &BTreeSet<&str>| names.contains(&*key) || names.contains(&*id);
        let (own, other) = (among(&self.own), among(&self.others));
        let address = reference::address(target);
        // What is written on a server means that server's.
        let there = |base: &str| [base, "/", &*key].concat();
        let address = address.or_else(|| base.filter(|_| own && other).map(|base| there(base).into()));
        if let Some(address) = address {
            if self.own_addresses.contains(&*address) {
                return None;
            }
            if self.other_addresses.contains(&*address) {
                return Some(Not::Other);
            }
            // Another server's patient of the same number is another patient.
            if reference::address(target).is_some() && !self.own_addresses.is_empty() {
                return Some(Not::Absent);
            }
        }
        match (own, other) {
            (true, _) => None,
            (false, true) => Some(Not::Other),
            (false, false) => Some(Not::Absent),
        }
    }
}

/// A subject as drafts refer to it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Subject<'a> {
    pub(crate) target: Option<Cow<'a, str>>,
    kind: Option<Cow<'a, str>>,
    identifier: Option<Identifier<'a>>,
    /// It points into its own resource, at one of this type.
    inside: Option<&'static str>,
    /// It points into its own resource, at this Patient.
    inner: Option<Inner<'a>>,
    /// The server of the resource.
    base: Option<Cow<'a, str>>,
}

/// What stands around a subject.
#[derive(Debug, Default)]
pub(crate) struct Place<'a> {
    /// The type of the contained resource it points to.
    pub(crate) inside: Option<&'static str>,
    /// The Patients inside its resource.
    pub(crate) inner: Vec<Inner<'a>>,
    pub(crate) base: Option<Cow<'a, str>>,
}

impl<'a> Collector<'a> {
    /// Keeps a subject; nearly all are the one before.
    pub(crate) fn subject(&mut self, reference: Option<Reference<'a>>, place: &Place<'a>) -> Option<u32> {
        let Reference {
            target,
            kind,
            identifier,
            ..
        } = reference?;
        let inner = target
            .as_deref()
            .and_then(|target| target.strip_prefix('#'))
            .and_then(|id| {
                place
                    .inner
                    .iter()
                    .find(|inner| inner.id.as_deref() == Some(id))
                    .cloned()
            });
        let subject = Subject {
            target,
            kind,
            identifier,
            inside: place.inside,
            inner,
            base: place.base.clone(),
        };
        if self.subjects.last() != Some(&subject) {
            self.subjects.push(subject);
        }
        u32::try_from(self.subjects.len()).ok()?.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    fn identifier(system: Option<&'static str>, value: &'static str) -> Identifier<'static> {
        Identifier {
            system: system.map(Into::into),
            value: value.into(),
        }
    }

    #[test]
    fn one_number_of_one_system_is_one_person() {
        let nhs = identifier(Some("https://fhir.nhs.uk/Id/nhs-number"), "9434765919");
        assert!(nhs.is(&identifier(Some("https://fhir.nhs.uk/Id/nhs-number"), "943 476 5919")));
        assert!(nhs.is(&identifier(Some("https://fhir.nhs.net/Id/nhs-number"), "943-476-5919")));
        assert!(nhs.is(&identifier(None, "9434765919")));
        assert!(!nhs.is(&identifier(Some("https://hospital.example/id"), "9434765919")));
        assert!(!nhs.is(&identifier(Some("https://fhir.nhs.uk/Id/nhs-number"), "9434765918")));
    }
}
