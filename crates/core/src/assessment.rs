//! The answer to one question, as data: `metasign.assessment/1`.
//!
//! Silence is not reassurance: an assessment says what it looked at and never that there is nothing.

use serde::Serialize;

use crate::record::{Assertion, Date, Notice, PartialDate};
use crate::rules::model::{MetastaticStatus, Site, Tier};

pub use crate::evidence::{Certainty, EvidenceSource};
pub use crate::facts::ScorePart;

/// The schema name an assessment carries.
pub const ASSESSMENT_SCHEMA: &str = "metasign.assessment/1";

/// The whole answer. The same record, day and rule set give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// Always `metasign.assessment/1`.
    pub schema: &'static str,
    /// Which library answered.
    pub engine: EngineInfo,
    /// Which rules it used.
    pub rule_set: RuleSetInfo,
    /// A sentence that must be shown or logged with every assessment.
    pub statement: String,
    /// The day the question was asked.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub as_of: Date,
    /// The person, by the host's own token.
    pub patient: PatientInfo,
    /// What was read. Nothing outside it was considered.
    pub looked_at: LookedAt,
    /// Cancers in the history.
    pub cancer_history: Vec<Cancer>,
    /// What is known of metastatic disease.
    pub metastatic: Metastatic,
    /// What the clinician should see, most urgent first.
    pub prompts: Vec<Prompt>,
    /// Prompts not shown because a clinician answered them on the same evidence.
    pub answered: Vec<AnsweredPrompt>,
    /// What of the record could not be used, or was used with a doubt.
    pub notices: Vec<Notice>,
    /// Clauses of the notes that hold a word of complaint and in which nothing was understood; `metasign unread` lists them.
    pub unread_clauses: usize,
}

/// Which library answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EngineInfo {
    /// Its version.
    pub version: &'static str,
}

/// Which rules were used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleSetInfo {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// SHA-256 of its content, in hex.
    pub digest: String,
    /// `draft` or `approved`.
    pub status: String,
    /// When it is due for review.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub review_due: Date,
    /// Whether that day has passed at `as_of`.
    pub overdue: bool,
    /// The overlay in use, if one is.
    pub overlay: Option<String>,
}

/// The person, by the host's own token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatientInfo {
    /// Echoed from the record.
    pub reference: Option<String>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LookedAt {
    /// How many entries.
    pub entries: usize,
    /// Date of the oldest dated one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// Date of the newest dated one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub to: Option<Date>,
}

/// A cancer in the history.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cancer {
    /// Tumour type.
    pub tumour: String,
    /// Its name, with subtypes.
    pub name: String,
    /// Subtypes found.
    pub subtypes: Vec<String>,
    /// First date it is recorded with, as precisely as the record says.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub first_recorded: Option<PartialDate>,
    /// `coded`, or `text` when only notes or letters say so.
    pub certainty: Certainty,
    /// What raises or lowers concern for this cancer.
    pub modifiers: Vec<String>,
    /// How late it recurs.
    pub recurrence: Option<String>,
    /// The follow-up route, in words.
    pub follow_up: Option<String>,
    /// The entries that say so.
    pub evidence: Vec<Evidence>,
}

/// What is known of metastatic disease.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metastatic {
    /// Status; `none-recorded` is not the same as none.
    pub status: MetastaticStatus,
    /// Where.
    pub sites: Vec<Site>,
    /// First date of evidence at this status.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub first_recorded: Option<PartialDate>,
    /// The rules that say so.
    pub rules: Vec<String>,
    /// The entries that say so.
    pub evidence: Vec<Evidence>,
}

/// One prompt.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prompt {
    /// Stable id within this assessment: rule, site, tumour.
    pub id: String,
    /// The rule that raised it; `points` for a total.
    pub rule: String,
    /// How urgent.
    pub urgency: Tier,
    /// Whether it interrupts the consultation.
    pub interruptive: bool,
    /// Where it points.
    pub site: Site,
    /// The tumour type it concerns, where there is one.
    pub tumour: Option<String>,
    /// What the clinician reads first.
    pub headline: String,
    /// The evidence that raised it.
    pub why: Vec<Evidence>,
    /// The total, where points were counted.
    pub score: Option<Score>,
    /// What to check now, three at most.
    pub check: Vec<String>,
    /// What to do: whom to call first.
    #[serde(rename = "do")]
    pub actions: Vec<String>,
    /// How fast, in words.
    pub timing: String,
    /// What would lower concern.
    pub lowers_concern: Vec<String>,
    /// What it does not say.
    pub uncertainty: String,
    /// Lines for the patient.
    pub safety_net: Vec<String>,
    /// The code a recording prompt proposes; the library never records anything.
    pub propose: Option<Proposal>,
    /// Citations.
    pub references: Vec<Reference>,
    /// What it rests on: `E`, `G` or `C`.
    pub basis: Option<String>,
    /// Other rules that fired for the same site and tumour.
    pub also: Vec<String>,
    /// Key of the evidence behind it: new evidence makes a new fingerprint.
    pub fingerprint: String,
}

/// A code proposed for recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposal {
    /// Code system.
    pub system: String,
    /// Code.
    pub code: String,
    /// Term.
    pub term: String,
    /// The date to record it with: that of the evidence.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date: Option<PartialDate>,
    /// The entry it was read in.
    pub entry: Option<String>,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reference {
    /// Source id.
    pub id: String,
    /// Title and publisher.
    pub title: String,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The sign (or tumour type, or status rule) it shows.
    pub sign: String,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub assertion: Assertion,
    /// When, as precisely as the record says.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date: Option<PartialDate>,
    /// The entry.
    pub entry: Option<String>,
    /// What kind of evidence.
    pub source: EvidenceSource,
    /// The exact words, the coded term, or the value with its unit.
    pub quote: Option<String>,
    /// Byte span of the quote in the entry's text.
    pub span: Option<[u32; 2]>,
    /// Qualifiers said of it.
    pub qualifiers: Vec<String>,
    /// Points it contributed, where points were counted.
    pub points: Option<f64>,
}

/// A total and its parts; the total is the sum of the parts shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// Sum of the parts.
    pub total: f64,
    /// Rows, caps and modifiers, in order.
    pub parts: Vec<ScorePart>,
    /// Totals the tiers need.
    pub thresholds: Vec<Threshold>,
}

/// The total a tier needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Threshold {
    /// The tier.
    pub urgency: Tier,
    /// The total it needs.
    pub at_least: f64,
}

/// A prompt not shown because it was answered on the same evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnsweredPrompt {
    /// The rule.
    pub rule: String,
    /// How urgent it would be.
    pub urgency: Tier,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Until when the answer holds.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub until: Date,
}

impl Assessment {
    /// The assessment as one JSON document.
    ///
    /// # Errors
    /// None in practice; serde_json's signature is kept.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}
