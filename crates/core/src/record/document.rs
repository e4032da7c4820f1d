//! The native record as it is written, part by part; their public face is the JSON Schema.

use serde::Deserialize;

use super::{AnswerAction, Assertion, Comparator, EntryKind, ReferenceRange, Sex, Text};

/// The person.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Patient"))]
pub(super) struct PatientDocument<'a> {
    /// `female`, `male`, or left out when not known.
    #[serde(default)]
    pub(super) sex: Option<Sex>,
    /// Birth date: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, borrow)]
    pub(super) birth_date: Option<Text<'a>>,
    /// An opaque token of the host, echoed back.
    #[serde(default, borrow)]
    pub(super) reference: Option<Text<'a>>,
}

/// One dated item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Entry"))]
pub(super) struct EntryDocument<'a> {
    /// The host's id of the entry, echoed back as evidence.
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    /// When it was true or was written down: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, borrow)]
    pub(super) date: Option<Text<'a>>,
    /// When it ended, if it did.
    #[serde(default, borrow)]
    pub(super) end: Option<Text<'a>>,
    /// What kind of item it is.
    pub(super) kind: EntryKind,
    /// The same concept in one or several code systems.
    #[serde(default, borrow)]
    pub(super) codes: Vec<CodingDocument<'a>>,
    /// Free text.
    #[serde(default, borrow)]
    pub(super) text: Option<Text<'a>>,
    /// The number measured.
    #[serde(default)]
    pub(super) value: Option<f64>,
    /// Its unit.
    #[serde(default, borrow)]
    pub(super) unit: Option<Text<'a>>,
    /// A comparator before the value.
    #[serde(default)]
    pub(super) comparator: Option<Comparator>,
    /// The laboratory's reference range, in the same unit.
    #[serde(default)]
    pub(super) range: Option<ReferenceRange>,
    /// The consultation it belongs to.
    #[serde(default, borrow)]
    pub(super) consultation: Option<Text<'a>>,
    /// What the coded statement says of the concept; `present` when left out.
    #[serde(default)]
    pub(super) assertion: Assertion,
}

/// One code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Coding"))]
pub(super) struct CodingDocument<'a> {
    /// One of `snomed` `ctv3` `read2` `icd10` `dmd` `loinc` `local`.
    #[serde(borrow)]
    pub(super) system: Text<'a>,
    /// The code, as text.
    #[serde(borrow)]
    pub(super) code: Text<'a>,
    /// Its term.
    #[serde(default, borrow)]
    pub(super) term: Option<Text<'a>>,
}

/// A clinician's answer to an earlier prompt.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Answer"))]
pub(super) struct AnswerDocument<'a> {
    /// The fingerprint of the prompt answered.
    #[serde(borrow)]
    pub(super) fingerprint: Text<'a>,
    /// When it was answered, `YYYY-MM-DD`.
    #[serde(borrow)]
    pub(super) date: Text<'a>,
    /// What was answered.
    pub(super) action: AnswerAction,
    /// Until when it holds, `YYYY-MM-DD`.
    #[serde(default, borrow)]
    pub(super) until: Option<Text<'a>>,
    /// Why, as a short code of the host.
    #[serde(default, borrow)]
    pub(super) reason: Option<Text<'a>>,
}
