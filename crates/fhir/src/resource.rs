//! One struct for every resource that is read, in both versions.
//!
//! R4 and STU3 give the same meaning to members of different names and types (`context` and `encounter`,
//! `comment` and `note`, a word and a `CodeableConcept`). One superset, filled by member name, reads both in one
//! pass, whatever the order of members; what a member means for a kind of resource is decided afterwards.

use std::borrow::Cow;

use metasign_core::record::{PartialDate, Text};

use crate::attachment::Attachment;
use crate::bundle::Collector;
use crate::concept::Concept;
use crate::dates::Dates;
use crate::json::{Next, Outcome, Reader};
use crate::lenient::{Reference, Trouble};
use crate::measured::Measured;
use crate::said::Said;
use crate::subject::{Identifier, Inner};
use crate::version::Version;

/// So many parts of one resource are read (components, sections, contained resources): more than any sender makes.
pub(crate) const MAX_PARTS: usize = 1_000;

/// The kinds of resource that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bundle,
    Patient,
    Condition,
    Observation,
    DiagnosticReport,
    Procedure,
    Request,
    ReferralRequest,
    MedicationRequest,
    MedicationStatement,
    Medication,
    Encounter,
    DocumentReference,
    Composition,
    Binary,
    List,
    FamilyMemberHistory,
    Specimen,
    /// Passed over, and counted.
    Other,
}

/// Everything that is read of a resource.
#[derive(Debug, Default)]
pub(crate) struct Resource<'a> {
    pub(crate) kind: Option<Kind>,
    pub(crate) type_name: Option<Cow<'a, str>>,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) troubles: Vec<Trouble>,
    // A Bundle's own dates.
    pub(crate) timestamp: Option<PartialDate>,
    // A Patient.
    pub(crate) gender: Option<Text<'a>>,
    pub(crate) birth_date: Option<PartialDate>,
    // Every clinical resource.
    /// What its statuses say.
    pub(crate) said: Said,
    pub(crate) negated: bool,
    /// An extension that may change the meaning of everything else.
    pub(crate) modified: bool,
    pub(crate) dates: Dates,
    pub(crate) version: Version<'a>,
    pub(crate) subject: Option<Reference<'a>>,
    /// What an Observation is about where that is not its subject.
    pub(crate) focus: Option<Reference<'a>>,
    pub(crate) encounter: Option<Cow<'a, str>>,
    pub(crate) measured: Measured<'a>,
    pub(crate) components: Vec<Measured<'a>>,
    /// Heads a group of results.
    pub(crate) group: bool,
    /// A laboratory's: says so, or was measured on a specimen.
    pub(crate) laboratory: bool,
    /// The specimen of a result, or those of a report.
    pub(crate) specimens: Vec<Reference<'a>>,
    /// The results of a report.
    pub(crate) results: Vec<Cow<'a, str>>,
    pub(crate) types: Vec<Concept<'a>>,
    pub(crate) reasons: Vec<Concept<'a>>,
    pub(crate) conclusions: Vec<Concept<'a>>,
    pub(crate) sites: Vec<Concept<'a>>,
    pub(crate) stages: Vec<Concept<'a>>,
    /// What a problem rests on.
    pub(crate) evidence: Vec<Concept<'a>>,
    /// A narrative that says more than the rest of the resource.
    pub(crate) narrative: Option<Text<'a>>,
    pub(crate) notes: Vec<Text<'a>>,
    pub(crate) medication: Option<Cow<'a, str>>,
    pub(crate) contained: Vec<Resource<'a>>,
    /// Contained resources of types that are not read: their ids, for what refers to them.
    pub(crate) others_inside: Vec<(Cow<'a, str>, &'static str)>,
    pub(crate) attachments: Vec<Attachment<'a>>,
    pub(crate) sections: Vec<Section<'a>>,
    /// The title of a document or List, or the display of a medicine that is referred to.
    pub(crate) title: Option<Text<'a>>,
    pub(crate) items: Vec<Cow<'a, str>>,
    pub(crate) relatives: Vec<Relative<'a>>,
    /// Other Patient resources of the same person; documents that this one replaces.
    pub(crate) links: Vec<Cow<'a, str>>,
    /// A Patient's identifiers.
    pub(crate) identifiers: Vec<Identifier<'a>>,
    /// The Patients inside the resource around it.
    pub(crate) people_around: Vec<Inner<'a>>,
    /// The server it is from, as its `fullUrl` says.
    pub(crate) base: Option<Cow<'a, str>>,
    /// A Bundle's type.
    pub(crate) bundle_type: Option<Cow<'a, str>>,
    /// A List whose code, or anything whose category, says that it is the family's.
    pub(crate) family: bool,
}

/// One section of a Composition.
#[derive(Debug, Default)]
pub(crate) struct Section<'a> {
    pub(crate) title: Option<Text<'a>>,
    pub(crate) html: Option<Text<'a>>,
    /// What it holds is the family's, by its code, its heading or the section around it.
    pub(crate) family: bool,
    /// What it is about, where that is not the subject of the document.
    pub(crate) focus: Option<Reference<'a>>,
    pub(crate) items: Vec<Cow<'a, str>>,
}

/// One condition of a relative.
#[derive(Debug, Default)]
pub(crate) struct Relative<'a> {
    pub(crate) code: Concept<'a>,
    pub(crate) notes: Vec<Text<'a>>,
}

impl Kind {
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "Bundle" => Self::Bundle,
            "Patient" => Self::Patient,
            "Condition" => Self::Condition,
            "Observation" => Self::Observation,
            "DiagnosticReport" => Self::DiagnosticReport,
            "Procedure" => Self::Procedure,
            "ProcedureRequest" | "ServiceRequest" | "DiagnosticOrder" => Self::Request,
            "ReferralRequest" => Self::ReferralRequest,
            "MedicationRequest" | "MedicationOrder" => Self::MedicationRequest,
            "MedicationStatement" => Self::MedicationStatement,
            "Medication" => Self::Medication,
            "Encounter" => Self::Encounter,
            "DocumentReference" => Self::DocumentReference,
            "Composition" => Self::Composition,
            "Binary" => Self::Binary,
            "List" => Self::List,
            "FamilyMemberHistory" => Self::FamilyMemberHistory,
            "Specimen" => Self::Specimen,
            _ => Self::Other,
        }
    }
}

/// Sets a slot; `null` erases nothing, and a member that stands there twice is a trouble, and the last one counts, as in serde_json.
pub(crate) fn put<T>(slot: &mut Option<T>, value: Option<T>, member: &'static str, reader: &mut Reader<'_>) {
    if value.is_none() {
        return;
    }
    if slot.is_some() {
        reader.trouble(Trouble::Twice(member));
    }
    *slot = value;
}

impl<'a> Resource<'a> {
    /// Reads the resource whose object comes next. The entries of a Bundle go straight to the collector.
    pub(crate) fn read(reader: &mut Reader<'a>, collector: &mut Collector<'a>) -> Outcome<Box<Self>> {
        let mut resource = Box::<Self>::default();
        // Troubles met so far belong to whatever stands around this resource.
        let outer = std::mem::take(&mut reader.troubles);
        if reader.expect(Next::Object, "resource")? {
            reader.open()?;
            while let Some(name) = reader.next_name()? {
                resource.member(reader, &name, collector)?;
            }
        }
        resource.troubles = std::mem::replace(&mut reader.troubles, outer);
        Ok(resource)
    }
}
