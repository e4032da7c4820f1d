//! The few fixed words that rules, their conditions and every answer share: sites, tiers, statuses, affinities.

use serde::{Deserialize, Serialize};

/// Where cancer may have spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Site {
    /// Spine and cord.
    Spine,
    /// Bone other than spine.
    Bone,
    /// Brain.
    Brain,
    /// Leptomeninges.
    Leptomeninges,
    /// Liver.
    Liver,
    /// Lung, pleura, mediastinum.
    Lung,
    /// Lymph nodes.
    Nodes,
    /// Peritoneum, ovary, omentum.
    Peritoneum,
    /// Skin, soft tissue, chest wall, scar.
    Skin,
    /// Adrenal.
    Adrenal,
    /// Bone marrow.
    Marrow,
    /// Constitutional and non-specific.
    Constitutional,
    /// No one site.
    General,
}

/// How urgent a prompt is. The first two interrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tier {
    /// Shown only when asked for.
    Watch,
    /// Quiet: structured review and tests within two weeks.
    SoonReview,
    /// Visible and needs an answer.
    UrgentSuspectedCancer,
    /// Within 24 hours.
    #[serde(rename = "urgent-24h")]
    Urgent24h,
    /// Immediately.
    Emergency,
}

/// What is known of metastatic disease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MetastaticStatus {
    /// Nothing in the record says so. Not the same as none.
    NoneRecorded,
    /// Weak or uncertain evidence.
    Possible,
    /// Text or stage says so; please confirm and code.
    Probable,
    /// Coded.
    Recorded,
}

/// How often a tumour type spreads to a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Affinity {
    /// Low or rare.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
}

impl Site {
    /// Every site, in the order of the evidence document.
    pub const ALL: [Self; 13] = [
        Self::Spine,
        Self::Bone,
        Self::Brain,
        Self::Leptomeninges,
        Self::Liver,
        Self::Lung,
        Self::Nodes,
        Self::Peritoneum,
        Self::Skin,
        Self::Adrenal,
        Self::Marrow,
        Self::Constitutional,
        Self::General,
    ];

    /// The name used everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spine => "spine",
            Self::Bone => "bone",
            Self::Brain => "brain",
            Self::Leptomeninges => "leptomeninges",
            Self::Liver => "liver",
            Self::Lung => "lung",
            Self::Nodes => "nodes",
            Self::Peritoneum => "peritoneum",
            Self::Skin => "skin",
            Self::Adrenal => "adrenal",
            Self::Marrow => "marrow",
            Self::Constitutional => "constitutional",
            Self::General => "general",
        }
    }

    /// The site of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|site| site.name() == name)
    }
}

impl Tier {
    /// Every tier, most urgent first.
    pub const ALL: [Self; 5] = [
        Self::Emergency,
        Self::Urgent24h,
        Self::UrgentSuspectedCancer,
        Self::SoonReview,
        Self::Watch,
    ];

    /// The name used everywhere.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent24h => "urgent-24h",
            Self::UrgentSuspectedCancer => "urgent-suspected-cancer",
            Self::SoonReview => "soon-review",
            Self::Watch => "watch",
        }
    }

    /// The tier of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }

    /// Whether it interrupts the consultation.
    #[must_use]
    pub const fn interruptive(self) -> bool {
        matches!(self, Self::Emergency | Self::Urgent24h)
    }
}
