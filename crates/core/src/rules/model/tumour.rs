//! Tumour types.

use serde::{Deserialize, Serialize};

use super::info::Basis;
use super::scoring::PointsRow;
use crate::record::Sex;
use crate::rules::condition::Condition;
use crate::rules::diagnostic::Place;
use crate::rules::terms::{Affinity, Site};

/// A tumour type.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tumour {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// In plain words.
    pub plain: String,
    /// Codelists of its history.
    pub history_codes: Vec<String>,
    /// Phrases of its history.
    pub history_phrases: Vec<String>,
    /// Combinations of word groups that say its history.
    pub history_says: Vec<String>,
    /// Patterns of its history.
    pub history_patterns: Vec<String>,
    /// Codelists whose presence on an entry means it is not history.
    pub exclude: Vec<String>,
    /// The sex it occurs in, where only one.
    pub sex: Option<Sex>,
    /// Subtypes.
    pub subtypes: Vec<Subtype>,
    /// Affinity to sites.
    pub affinity: Vec<(Site, Affinity)>,
    /// Sites with a characteristic pattern.
    pub characteristic: Vec<Site>,
    /// Where the affinities come from.
    pub affinity_basis: Option<Basis>,
    /// Rows added or replaced.
    pub points: Vec<PointsRow>,
    /// When the primary is high-risk.
    pub high_risk: Option<(Condition, Basis)>,
    /// How late it recurs, in words.
    pub recurrence: Option<(String, String)>,
    /// Pathway and words of its follow-up.
    pub follow_up: Option<FollowUp>,
    /// Signs to report at a review.
    pub report: Vec<String>,
    /// Citations.
    pub sources: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// A subtype of a tumour type.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Subtype {
    /// Its id within the tumour type.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Codelists.
    pub codes: Vec<String>,
    /// Phrases, counted beside a mention of the cancer.
    pub phrases: Vec<String>,
    /// A condition instead.
    pub when: Option<Condition>,
    /// Cells that differ from the tumour type's.
    pub affinity: Vec<(Site, Affinity)>,
}

/// The route of follow-up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowUp {
    /// A pathway's id.
    pub pathway: String,
    /// In words.
    pub text: String,
}
