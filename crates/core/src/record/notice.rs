//! Notices: what of a record could not be used, and why. Never the patient's own words.

use serde::{Deserialize, Serialize};

/// One thing that could not be used, or was used with a doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// What kind of trouble it is.
    pub code: NoticeCode,
    /// The id of the entry it is about, if it is about one.
    pub entry: Option<String>,
    /// What happened and what was done about it, without the patient's text.
    pub message: String,
}

/// The kinds of notice, in kebab-case in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NoticeCode {
    /// A date no calendar has, or in no form that is read.
    DateUnreadable,
    /// No date where one is needed.
    DateMissing,
    /// Dated after the day of the question.
    DateInFuture,
    /// Dated before the person was born.
    DateBeforeBirth,
    /// Only the month or year is known; the rule used the range it may mean.
    DateImprecise,
    /// `as_of` was not given and was taken from the record.
    AsOfAssumed,
    /// A code of a system that is not known.
    SystemUnknown,
    /// A code that its own check digit or form refutes.
    CodeMalformed,
    /// A member of the wrong type, or an entry of a kind that is not known.
    EntryUnreadable,
    /// Two entries with the same id.
    DuplicateId,
    /// A unit that is missing or not known for the test.
    UnitUnknown,
    /// A value converted from another unit.
    UnitConverted,
    /// A value outside what is possible, probably a typing or unit error.
    ValueImplausible,
    /// A value read from text rather than from a result.
    ValueFromText,
    /// A value with a comparator that leaves the threshold undecided.
    ValueUndecided,
    /// The laboratory sent no range; a limit of the rules' own was used.
    LimitAssumed,
    /// Marked in the record as entered in error, refuted or negated.
    EntryWithdrawn,
    /// A statement about a relative or another person, not used as the patient's own.
    NotThePatient,
    /// A cancer code that does not fit the recorded sex.
    SexMismatch,
    /// A cancer known from text only: confirm and code.
    CancerFromText,
    /// Part of the source that metasign does not read.
    PassedOver,
    /// Text too long or too deep to be read in full.
    LimitReached,
    /// Needed for a rule and absent from the record.
    DataMissing,
    /// A snooze or answer that can't be read or that names no prompt.
    AnswerUnreadable,
    /// The rule set is past its review date.
    RulesOverdue,
    /// The rule set is a draft.
    RulesDraft,
}

impl Notice {
    /// A notice about one entry.
    #[must_use]
    pub fn about(code: NoticeCode, entry: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            entry: Some(entry.to_owned()),
            message: message.into(),
        }
    }

    /// A notice about the whole record.
    #[must_use]
    pub fn general(code: NoticeCode, message: impl Into<String>) -> Self {
        Self {
            code,
            entry: None,
            message: message.into(),
        }
    }
}
