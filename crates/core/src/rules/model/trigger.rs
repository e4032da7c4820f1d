//! Red flags, care rules, and how known metastatic disease shows.

use serde::{Deserialize, Serialize};

use super::info::BasisKind;
use crate::record::System;
use crate::rules::condition::Condition;
use crate::rules::diagnostic::Place;
use crate::rules::terms::{MetastaticStatus, Site, Tier};

/// A red flag, a recording prompt or a care rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trigger {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The EVIDENCE override (`O1` …) or section.
    pub evidence: Option<String>,
    /// Where it points.
    pub site: Site,
    /// How urgent.
    pub tier: Tier,
    /// Fires when this is true …
    pub when: Condition,
    /// … and this is not.
    pub unless: Option<Condition>,
    /// A pathway's id.
    pub pathway: String,
    /// What the GP reads first.
    pub headline: String,
    /// What to check now, three at most.
    pub check: Vec<String>,
    /// What would lower concern.
    pub lowers_concern: Vec<String>,
    /// Instead of the standard sentence.
    pub uncertainty: Option<String>,
    /// Rules not shown beside this one.
    pub supersedes: Vec<String>,
    /// Headline when the deciding sign is only possible.
    pub query: Option<String>,
    /// Wording when metastatic disease is recorded.
    pub known_metastatic: Option<KnownMetastatic>,
    /// The code a recording prompt proposes.
    pub code: Option<ProposedCode>,
    /// What it rests on.
    pub basis: BasisKind,
    /// Citations.
    pub sources: Vec<String>,
    /// From `care/`: quiet tiers only.
    pub care: bool,
    /// Where it is written.
    pub place: Place,
}

/// Wording when metastatic disease is recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KnownMetastatic {
    /// Shown at all; never false for an emergency.
    pub show: bool,
    /// Instead of the headline.
    pub headline: Option<String>,
    /// Instead of the pathway.
    pub pathway: Option<String>,
}

/// A code a prompt proposes to record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProposedCode {
    /// The codelist that holds it.
    pub codelist: String,
    /// The system.
    pub system: System,
    /// The code.
    pub code: String,
    /// Its term.
    pub term: String,
}

/// How known metastatic disease shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusRule {
    /// Its id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// What it shows.
    pub status: MetastaticStatus,
    /// Where.
    pub site: Site,
    /// Codelists that show it.
    pub codes: Vec<String>,
    /// Codelists that refute it when later.
    pub exclude: Vec<String>,
    /// A sign that shows it.
    pub sign: Option<String>,
    /// A condition that shows it.
    pub when: Option<Condition>,
    /// What it rests on.
    pub basis: BasisKind,
    /// Citations.
    pub sources: Vec<String>,
    /// Where it is written.
    pub place: Place,
}
