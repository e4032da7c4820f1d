//! Why each rule fired, nearly fired or could not tell, as data.

use serde::Serialize;

use crate::assessment::{Cancer, Evidence, Metastatic, RuleSetInfo, Score};
use crate::record::{Date, Notice};
use crate::rules::model::{Site, Tier};

pub use crate::evidence::Truth;

/// Every rule with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Which rules.
    pub rule_set: RuleSetInfo,
    /// The day the question was asked.
    pub as_of: Date,
    /// Cancers in the history.
    pub cancer_history: Vec<Cancer>,
    /// What is known of metastatic disease.
    pub metastatic: Metastatic,
    /// Every trigger and care rule, in rule-set order.
    pub rules: Vec<RuleExplanation>,
    /// Every tumour type's total.
    pub scores: Vec<ScoreExplanation>,
    /// What was found now, whether or not a rule used it: the newest of each sign and kind of evidence.
    pub found: Vec<Evidence>,
    /// What could not be used.
    pub notices: Vec<Notice>,
}

/// One rule with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleExplanation {
    /// Id.
    pub rule: String,
    /// As a clinician reads it.
    pub name: String,
    /// How urgent.
    pub urgency: Tier,
    /// Where it points.
    pub site: Site,
    /// What came of it.
    pub outcome: Outcome,
    /// What lowered it, in words; its prompt is shown at a quieter tier or only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowered: Option<String>,
    /// Its condition, decided part by part.
    pub when: Reason,
    /// What would hold it back, decided part by part.
    pub unless: Option<Reason>,
    /// What is not in the record and would decide it.
    pub missing: Vec<String>,
}

/// What came of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It raised a prompt.
    Fired,
    /// It fired; a clinician has answered it on the same evidence.
    Answered,
    /// It fired; another rule for the same site stands above it.
    Superseded,
    /// Its condition is true and its `unless` is too.
    HeldBack,
    /// Its condition is false.
    NotFired,
    /// Its condition can't be decided from this record.
    CannotTell,
}

/// A part of a condition and how it was decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The part as written.
    pub text: String,
    /// How it was decided.
    pub truth: Truth,
    /// The dated evidence, for a sign.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Its own parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Reason>,
}

/// One tumour type's total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreExplanation {
    /// The tumour type.
    pub tumour: String,
    /// The site with most points.
    pub site: Site,
    /// The tier reached after caps; none below `watch`.
    pub urgency: Option<Tier>,
    /// What limited the tier, in words.
    pub limits: Vec<String>,
    /// The total and its parts.
    pub score: Score,
    /// The findings counted.
    pub why: Vec<Evidence>,
}
