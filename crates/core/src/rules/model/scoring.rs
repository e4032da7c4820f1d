//! Points, modifiers, caps, thresholds.

use serde::{Deserialize, Serialize};

use super::info::Basis;
use super::lowering::{Complaint, Lowering};
use crate::rules::condition::Condition;
use crate::rules::terms::{Affinity, Site, Tier};

/// Points, modifiers, caps, thresholds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scoring {
    /// Tier and the total it needs, highest first.
    pub thresholds: Vec<(Tier, f64, Basis)>,
    /// Modifiers add at most this.
    pub modifiers_up: f64,
    /// Modifiers take away at most this (negative).
    pub modifiers_down: f64,
    /// Where the two caps come from.
    pub modifiers_basis: Basis,
    /// The highest tier laboratory evidence alone can reach.
    pub laboratory_only: Tier,
    /// The highest tier a cancer known from text only can reach by points.
    pub text_only_history: Tier,
    /// What each further independent row of a domain adds.
    pub extra_item: f64,
    /// Domains, in file order.
    pub domains: Vec<Domain>,
    /// Base rows, in file order.
    pub points: Vec<PointsRow>,
    /// Modifiers, in file order.
    pub modifiers: Vec<Modifier>,
    /// What a prompt raised by points says, by tier.
    pub prompts: Vec<PointsPrompt>,
    /// What lowers concern.
    pub lowering: Lowering,
    /// Signs that tell of one complaint.
    pub complaints: Vec<Complaint>,
}

/// What a prompt raised by points says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PointsPrompt {
    /// The tier it is for.
    pub tier: Tier,
    /// What the GP reads first; `{cancer}` and `{site}` are filled in.
    pub headline: String,
    /// Instead of it when metastatic disease is recorded.
    pub known_metastatic: Option<String>,
    /// A pathway's id; a tumour type's own follow-up pathway goes before it when `follow_up` is true.
    pub pathway: String,
    /// Whether the tumour type's follow-up pathway is used instead.
    pub follow_up: bool,
    /// What to check now, three at most.
    pub check: Vec<String>,
    /// What would lower concern.
    pub lowers_concern: Vec<String>,
}

/// A domain of evidence, capped so that correlated items do not stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Domain {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The most it can contribute.
    pub cap: f64,
    /// Where the cap comes from.
    pub basis: Basis,
}

/// A row of points.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PointsRow {
    /// Its id.
    pub id: String,
    /// One of these is enough.
    pub signs: Vec<String>,
    /// The domain it counts in.
    pub domain: String,
    /// Where it points.
    pub site: Site,
    /// Points.
    pub points: f64,
    /// Of the rows of one group only the highest counts.
    pub group: Option<String>,
    /// A further condition.
    pub when: Option<Condition>,
    /// Does not count when this is true.
    pub unless: Option<Condition>,
    /// Only for these tumour types or `type.subtype`; empty for all.
    pub tumours: Vec<String>,
    /// Only when the affinity to the site is one of these; empty for all.
    pub affinity: Vec<Affinity>,
    /// Share of the points for a merely possible finding.
    pub possible: f64,
    /// Where the number comes from.
    pub basis: Basis,
}

/// A modifier of a total.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Modifier {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// Points, may be negative.
    pub points: f64,
    /// When it applies.
    pub when: Condition,
    /// Where the number comes from.
    pub basis: Basis,
}

impl PointsPrompt {
    /// The headline, for a person with or without recorded metastatic disease.
    #[must_use]
    pub(crate) fn headline(&self, known_metastatic: bool) -> &str {
        self.known_metastatic
            .as_deref()
            .filter(|_| known_metastatic)
            .unwrap_or(&self.headline)
    }
}
