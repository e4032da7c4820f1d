//! What the host knows of one patient at a date: the record without any rule.
//!
//! A [`Record`] is built in three ways that mean the same: [`Record::from_json`] (the native
//! `metasign.record/1`), a [`RecordBuilder`], or the `metasign-fhir` crate. Text is borrowed from the input where it can be.
//!
//! ```
//! use metasign_core::record::{Date, Entry, EntryKind, Record, System};
//! let day = Date::new(2026, 3, 12).ok_or("no such day")?;
//! let record = Record::builder(day)
//!     .entry(Entry::new("e1", EntryKind::Condition).on(Date::new(2011, 5, 20).ok_or("no such day")?)
//!         .code(System::Snomed, "254837009", "Malignant neoplasm of breast"))
//!     .entry(Entry::new("e2", EntryKind::Note).on(day).text("T-spine pain 7/52, waking her"))
//!     .build();
//! assert_eq!(record.entries.len(), 2);
//! # Ok::<(), &str>(())
//! ```

mod builder;
mod date;
mod document;
mod entries;
mod native;
mod notice;
mod refusal;
mod text;
mod unit;

use serde::{Deserialize, Serialize};

pub use self::builder::RecordBuilder;
pub use self::date::{Date, PartialDate, Precision};
pub use self::native::RecordDocument;
pub use self::notice::{Notice, NoticeCode, NoticeFold};
pub use self::refusal::{MAX_ENTRIES, MAX_RECORD_BYTES, RECORD_SCHEMA, RecordError};
pub use self::text::Text;
pub(crate) use self::unit::normalised_unit;
pub use self::unit::same_unit;

/// One patient's record at one date.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// The day the question is asked; nothing later is read.
    pub as_of: Date,
    /// The person.
    pub patient: Patient<'a>,
    /// Dated items, in any order.
    pub entries: Vec<Entry<'a>>,
    /// What clinicians answered to earlier prompts.
    pub answers: Vec<Answer<'a>>,
    /// What of the source could not be read, found while reading it.
    pub notices: Vec<Notice>,
}

/// The person a record is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patient<'a> {
    /// Sex as recorded, where it is.
    pub sex: Option<Sex>,
    /// Birth date, or as much of it as is known.
    pub birth_date: Option<PartialDate>,
    /// An opaque token of the host, echoed back in the assessment.
    pub reference: Option<Text<'a>>,
}

/// Sex as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// One dated item of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The host's id of the entry, echoed back as evidence.
    pub id: Text<'a>,
    /// When it was true or was written down; `None` when the record does not say.
    pub date: Option<PartialDate>,
    /// When it ended, if the record says so (a resolved problem, a stopped medicine).
    pub end: Option<PartialDate>,
    /// What kind of item it is.
    pub kind: EntryKind,
    /// The same concept in one or several code systems.
    pub codes: Vec<Coding<'a>>,
    /// Free text: a note, a comment on a coded item, a medicine's name.
    pub text: Option<Text<'a>>,
    /// The number measured, in `unit`.
    pub value: Option<f64>,
    /// The unit as sent.
    pub unit: Option<Text<'a>>,
    /// The unit as the source says it a second time (a code beside words), for when the first is not known.
    pub unit_also: Option<Text<'a>>,
    /// `<`, `<=`, `>=` or `>` before the value.
    pub comparator: Option<Comparator>,
    /// The laboratory's own reference range, in the same unit.
    pub range: Option<ReferenceRange>,
    /// The consultation it belongs to.
    pub consultation: Option<Text<'a>>,
    /// What the coded statement says of the concept; `Present` unless the source says otherwise.
    pub assertion: Assertion,
}

/// What kind of item an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EntryKind {
    /// A problem, diagnosis, symptom or finding.
    Condition,
    /// Free text.
    Note,
    /// A letter, report or other document's text.
    Letter,
    /// A number with a unit, or the text of a result.
    Measurement,
    /// A medicine prescribed or taken.
    Medication,
    /// Something done.
    Procedure,
    /// A referral or request.
    Referral,
}

/// What a statement says of the thing it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Assertion {
    /// The patient has it now or in this episode.
    #[default]
    Present,
    /// Stated not present.
    Absent,
    /// Uncertain.
    Possible,
    /// Past and not ongoing.
    Historical,
    /// A relative's.
    Family,
    /// Safety-netting, plan, request, condition.
    Hypothetical,
    /// Another person's, an unanswered question, another sense of the word.
    Other,
}

/// One code with its system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding<'a> {
    /// The code system.
    pub system: System,
    /// The code, always text: SNOMED codes reach 18 digits.
    pub code: Text<'a>,
    /// The term shown for it, where the source gave one.
    pub term: Option<Text<'a>>,
}

/// A code system metasign knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum System {
    /// SNOMED CT concept id.
    Snomed,
    /// Clinical Terms Version 3 (Read v3).
    Ctv3,
    /// Read codes version 2.
    Read2,
    /// ICD-10.
    Icd10,
    /// Dictionary of medicines and devices.
    Dmd,
    /// LOINC.
    Loinc,
    /// A code of the host's own; never matched by shipped codelists.
    Local,
}

/// A comparator before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Comparator {
    /// `<`
    #[serde(rename = "<")]
    Below,
    /// `<=`
    #[serde(rename = "<=")]
    AtMost,
    /// `>=`
    #[serde(rename = ">=")]
    AtLeast,
    /// `>`
    #[serde(rename = ">")]
    Above,
}

/// A laboratory's reference range, in the unit of the value.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReferenceRange {
    /// Lower limit of normal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper limit of normal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// A clinician's answer to an earlier prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'a> {
    /// The fingerprint of the prompt answered: a set of evidence, so new evidence breaks the answer.
    pub fingerprint: Text<'a>,
    /// When it was answered.
    pub date: Date,
    /// What was answered.
    pub action: AnswerAction,
    /// Until when it holds; without it, the rule set's default.
    pub until: Option<Date>,
    /// Why, as a short code of the host (audit data).
    pub reason: Option<Text<'a>>,
}

/// What a clinician answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AnswerAction {
    /// Seen and acted on.
    Acknowledged,
    /// Not now.
    Snoozed,
    /// Not relevant.
    Dismissed,
}

impl ReferenceRange {
    /// Whether its lower limit lies above its upper one.
    #[must_use]
    pub fn is_upside_down(&self) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low > high)
    }
}

impl Assertion {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Present,
        Self::Absent,
        Self::Possible,
        Self::Historical,
        Self::Family,
        Self::Hypothetical,
        Self::Other,
    ];

    /// The name used in cases, JSON and rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Possible => "possible",
            Self::Historical => "historical",
            Self::Family => "family",
            Self::Hypothetical => "hypothetical",
            Self::Other => "other",
        }
    }

    /// The assertion of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|assertion| assertion.name() == name)
    }
}

impl System {
    /// Every system, in the order codelists are named.
    pub const ALL: [Self; 7] = [
        Self::Snomed,
        Self::Ctv3,
        Self::Read2,
        Self::Icd10,
        Self::Dmd,
        Self::Loinc,
        Self::Local,
    ];

    /// The name used in JSON, codelist file names and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snomed => "snomed",
            Self::Ctv3 => "ctv3",
            Self::Read2 => "read2",
            Self::Icd10 => "icd10",
            Self::Dmd => "dmd",
            Self::Loinc => "loinc",
            Self::Local => "local",
        }
    }

    /// The system of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.name() == name)
    }
}
