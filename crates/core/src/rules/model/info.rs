//! Who made a rule set, and where its numbers come from.

use serde::{Deserialize, Serialize};

use crate::record::Date;
use crate::rules::terms::Tier;

/// `ruleset.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Info {
    /// Id of the rule set.
    pub id: String,
    /// Its version.
    pub version: semver::Version,
    /// Title.
    pub title: String,
    /// Draft or approved.
    pub status: ApprovalStatus,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who approved it; empty for a draft.
    pub approver: String,
    /// From when it is meant to be used.
    pub effective: Date,
    /// When it is due for review; it still works after that and says that it is overdue.
    pub review_due: Date,
    /// A sentence shown with every assessment: draft or approved, not validated.
    pub statement: String,
    /// The standard sentence of what a prompt does not say.
    pub uncertainty: String,
    /// Named switches.
    pub settings: Vec<(String, bool)>,
    /// Days an answer holds when it names no end.
    pub snooze: Snooze,
}

/// Draft or approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalStatus {
    /// Not approved for use.
    Draft,
    /// Approved by a named person.
    Approved,
}

/// Days an answer without an end holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// After `acknowledged`.
    pub acknowledged_days: i32,
    /// After `snoozed`.
    pub snoozed_days: i32,
    /// After `dismissed`.
    pub dismissed_days: i32,
    /// The most any answer holds, whatever end it names: for an emergency it only stops the interruption.
    pub caps: SnoozeCaps,
}

/// The most days an answer holds, by the tier of its prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnoozeCaps {
    /// Emergency: it is shown all the same and only stops interrupting.
    pub emergency: i32,
    /// Urgent within 24 hours.
    pub urgent_24h: i32,
    /// Urgent suspected cancer.
    pub urgent_suspected_cancer: i32,
    /// Soon review.
    pub soon_review: i32,
    /// Watch.
    pub watch: i32,
}

impl SnoozeCaps {
    /// The most days for a tier.
    #[must_use]
    pub const fn of(&self, tier: Tier) -> i32 {
        match tier {
            Tier::Emergency => self.emergency,
            Tier::Urgent24h => self.urgent_24h,
            Tier::UrgentSuspectedCancer => self.urgent_suspected_cancer,
            Tier::SoonReview => self.soon_review,
            Tier::Watch => self.watch,
        }
    }
}

/// A citation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher or authors and journal.
    pub publisher: String,
    /// Year, where known.
    pub year: Option<i32>,
    /// Address, where known.
    pub url: Option<String>,
    /// References and sections of the evidence document.
    pub evidence: Vec<String>,
    /// `verified`, `secondary` or `known`.
    pub checked: String,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Estimate, guideline or consensus.
    pub kind: BasisKind,
    /// Source id or `EV-` section.
    pub source: String,
    /// A remark, such as the odds ratio.
    pub note: Option<String>,
}

/// What a number rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BasisKind {
    /// `E`: a published estimate.
    Estimate,
    /// `G`: a guideline.
    Guideline,
    /// `C`: consensus, needs clinical sign-off.
    Consensus,
}

impl Basis {
    /// Consensus, with no source named: stands in where a mistake in the file left none.
    pub(crate) const fn consensus() -> Self {
        Self {
            kind: BasisKind::Consensus,
            source: String::new(),
            note: None,
        }
    }
}

impl BasisKind {
    /// The letter authors write.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Estimate => "E",
            Self::Guideline => "G",
            Self::Consensus => "C",
        }
    }
}
