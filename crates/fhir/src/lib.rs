//! FHIR in: Bundles as GP systems send them, read as metasign records.
//!
//! R4 (UK Core) and STU3 (GP Connect Access Record Structured) are read alike, in one pass, borrowing from the
//! bytes. Whatever can't be used becomes a notice with the id of its resource; only what is not JSON, or no
//! Bundle, is an error.
//!
//! ```
//! use metasign_core::record::{EntryKind, System};
//! let bundle = br#"{ "resourceType": "Bundle", "type": "collection", "timestamp": "2026-03-12T09:00:00Z", "entry": [
//!   { "resource": { "resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-01-01" } },
//!   { "resource": { "resourceType": "Condition", "id": "c", "onsetDateTime": "2011-05-20",
//!     "code": { "coding": [ { "system": "http://snomed.info/sct", "code": "254837009" } ] } } } ] }"#;
//! let record = metasign_fhir::read(bundle, None)?;
//! assert_eq!(record.as_of.to_string(), "2026-03-12");
//! let [entry] = record.entries.as_slice() else { return Err("one entry".into()) };
//! assert_eq!((entry.kind, &*entry.id), (EntryKind::Condition, "Condition/c"));
//! assert_eq!(entry.codes.first().map(|code| code.system), Some(System::Snomed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The tour
//!
//! | file | what it does |
//! |---|---|
//! | `json` | strict pull reader over the bytes; passes over what nobody asked for at speed |
//! | `lenient`, `concept`, `measured`, `attachment`, `data_url`, `reference`, `dates`, `said` | one kind of FHIR data type each; a status in all its forms |
//! | `answer`, `count`, `number`, `over`, `stage`, `family`, `fluid`, `remark` | what codes and words mean by the place they stand in: yes and no, none of what is counted, a number in a text, an end, a stage, relatives, another fluid than blood, remarks that are not about the patient |
//! | `resource`, `members`, `parts` | one superset struct for every resource of both versions, filled by member name |
//! | `entries/` | what a resource means: entries of the record, one file a family of resources |
//! | `bundle`, `finish` | the Bundle's resources collected; references between them resolved, notices gathered |
//! | `person`, `subject`, `version` | whose record it is and whose each statement is; which version of a resource decides |
//! | `recognise`, `names` | native or FHIR, by content; FHIR's own names, the only ones a message may hold |
//! | `html/` | letters and narratives made plain text; how far a heading reaches, what a row of a table says |
//!
//! # What becomes what
//!
//! | resource | kind of entry |
//! |---|---|
//! | `Condition`; `Observation` that only states a finding; `Encounter` reason; coded conclusion of a report | `Condition` |
//! | `Observation` with a value, component, range or specimen; each component | `Measurement` |
//! | `evidence` of a `Condition` | `Condition`, at most possible where the problem is refuted |
//! | `Observation` “Comment note”, or with words and no code | `Note` |
//! | `DiagnosticReport` with text, `DocumentReference`, `Composition` | `Letter` |
//! | `DiagnosticReport` without text, `Procedure`, type of an `Encounter` | `Procedure` |
//! | `ServiceRequest`, `ProcedureRequest`, `ReferralRequest` | `Referral` |
//! | `MedicationRequest`, `MedicationStatement`, with their `Medication` | `Medication` |
//! | `FamilyMemberHistory`, and whatever stands under a heading that says family | asserted `Family` |
//! | row of a table in a letter or narrative, with a date | `Letter` of that day; `Condition` where it has an end |
//!
//! A concept without a code that is read keeps its kind and has its words as text. Everything else is passed over
//! and counted in one notice a Bundle. DSTU2 is read as far as it says the same as STU3, which a notice says; DSTU1
//! is refused by name.
//!
//! # Whose, and which version
//!
//! The one asked about is the subject of the Bundle's Composition, else the first Patient; Patients that are linked are
//! one person. What has another subject (another Patient, a RelatedPerson, a Group, a Device, somebody who is not in the
//! Bundle) is left out, with a notice. An absolute reference means that server's Patient where the Bundle says on which its
//! own is; a Patient inside the resource is the patient unless its birth date, sex or numbers are others. Of several versions of a resource the newest decides, by `lastUpdated`, else
//! `meta.versionId`, else the order of a `history`; one deleted or replaced since says nothing.
//!
//! # What a yes or no, a unit and a number may look like
//!
//! An answer confirms or denies its question by its words or its code (SNOMED CT qualifiers, LOINC answers, HL7's Y and
//! N, the interpretations POS and NEG); a code without words that is none of these, or a component without a value, is
//! “cannot tell”. A unit is the UCUM code, else the words, else the other. A number sent as text is read as a number, with
//! a notice. What a laboratory writes beside a number is not the patient's history. A count or score of 0 denies what it
//! counts. The number of another fluid than blood, by its specimen, its words or its report, is no blood test's. A
//! problem is over when its abatement says so and has come: “ongoing”, a period without an end and a date after
//! the day asked end nothing.
//!
//! # How far a heading reaches
//!
//! A heading that says family reaches to the next one of its level or above, whether it is an `<h3>`, a line in bold, a
//! caption, a `<th>`, a `<dt>` or a plain line, and not beyond the element it stands in; one with its text on the same line
//! says it of that line. A heading of the patient's own (examination, plan) ends it at any level.
//!
//! # What an entry is called
//!
//! An entry's id is `Type/id` of its resource, for ids are unique within a type only; a component, conclusion,
//! relative's condition, sign of a problem or dated row adds `#1`, `#2`…, the coded answer of an observation `#value`, the words of a
//! longer one `#words`, the stage of a problem `#stage`, a
//! contained resource its own id. The consultation is the id
//! of the Encounter.
#![forbid(unsafe_code)]

mod answer;
mod attachment;
mod bundle;
mod concept;
mod count;
mod data_url;
mod dates;
mod entries;
mod error;
mod family;
mod finish;
mod fluid;
mod html;
mod json;
mod lenient;
mod measured;
mod members;
mod names;
mod number;
mod over;
mod parts;
mod person;
mod recognise;
mod reference;
mod remark;
mod resource;
mod said;
mod stage;
mod subject;
mod version;

pub use self::bundle::read;
pub use self::error::{AnyError, FhirError, RecogniseError};
pub use self::recognise::{Content, looks_like_fhir, read_any, recognise};

/// The README's program in Rust, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
