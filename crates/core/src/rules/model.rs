//! The rule set as clinicians wrote it, checked, with every name resolved to text that exists.
//!
//! Plain data; nothing here knows how it is run. `docs/rule-format.md` is the authors' description of the same
//! shape; one word means one thing in both.

mod info;
mod lowering;
mod pathway;
mod scoring;
mod sign;
mod trigger;
mod tumour;

use serde::{Deserialize, Serialize};

use std::sync::Arc;

use metasign_likeness::Likeness;

pub use self::info::{ApprovalStatus, Basis, BasisKind, Info, Snooze, SnoozeCaps, Source};
pub use self::lowering::{
    ActedOn, Cleared, Complaint, Disputed, Explained, Lowering, Recovered, Reviewed, Route, Steady, Unsure,
};
pub use self::pathway::{Overlay, Pathway, Slot, SlotValue};
pub use self::scoring::{Domain, Modifier, PointsPrompt, PointsRow, Scoring};
pub use self::sign::{
    Adjust, Bounds, Change, Codelist, Measure, Measurement, Qualifier, RangeLimit, Sign, SignKind, Trend, TrendFrom,
};
pub use self::trigger::{KnownMetastatic, ProposedCode, StatusRule, Trigger};
pub use self::tumour::{FollowUp, Subtype, Tumour};
pub use super::terms::{Affinity, MetastaticStatus, Site, Tier};

/// Everything under `rules/`, checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleSet {
    /// Who made it, which version, draft or approved.
    pub info: Info,
    /// Citations, by id.
    pub sources: Vec<Source>,
    /// Codelists, by list and system.
    pub codelists: Vec<Codelist>,
    /// Words said about a sign; at most 64.
    pub qualifiers: Vec<Qualifier>,
    /// Tests and measurements.
    pub measurements: Vec<Measurement>,
    /// Signs, made-up ones after the signs they are made of.
    pub signs: Vec<Sign>,
    /// Tumour types.
    pub tumours: Vec<Tumour>,
    /// Points, modifiers, caps, thresholds.
    pub scoring: Scoring,
    /// Red flags and care rules.
    pub triggers: Vec<Trigger>,
    /// How known metastatic disease shows.
    pub statuses: Vec<StatusRule>,
    /// What to do.
    pub pathways: Vec<Pathway>,
    /// The local slots pathways name.
    pub slots: Vec<Slot>,
    /// Places that fill the slots.
    pub overlays: Vec<Overlay>,
    /// `language/*.toml`: file name and content, for the note reader.
    pub language: Vec<(String, String)>,
    /// What was learned from `examples/`; `None` for a rule set without examples.
    #[serde(skip)]
    pub likeness: Option<Arc<Likeness>>,
    /// SHA-256 over the files' names and contents (line ends and byte-order marks evened out), in hex.
    pub digest: String,
}
