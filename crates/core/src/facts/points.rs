//! The points of one tumour type, as data.

use serde::Serialize;

use crate::plan::bit;
use crate::rules::model::{Affinity, Site, Tier};

/// One part of a total.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScorePart {
    /// Row, `cap` or modifier id.
    pub id: String,
    /// As a clinician reads it.
    pub name: String,
    /// The domain, or `modifiers`.
    pub domain: String,
    /// Points counted (after the domain's rule).
    pub points: f64,
    /// `E`, `G` or `C`.
    pub basis: String,
    /// Source id.
    pub source: String,
}

/// The points of one tumour type.
#[derive(Debug, Clone)]
pub(crate) struct TumourScore {
    /// Position in the history's cancers.
    pub(crate) cancer: usize,
    pub(crate) tumour: usize,
    pub(crate) site: Site,
    pub(crate) affinity: Option<Affinity>,
    pub(crate) total: f64,
    pub(crate) parts: Vec<ScorePart>,
    pub(crate) tier: Option<Tier>,
    pub(crate) limits: Vec<String>,
    /// Newest finding of each sign counted, with the points of its row.
    pub(crate) counted: Vec<(usize, f64)>,
    pub(crate) high_risk: bool,
    pub(crate) explained: bool,
    pub(crate) unchanged: bool,
    pub(crate) qualifiers: u64,
    pub(crate) sites: Vec<(Site, f64)>,
    pub(crate) domains: Vec<f64>,
}

impl TumourScore {
    pub(crate) fn has_qualifier(&self, qualifier: u8) -> bool {
        self.qualifiers & bit(qualifier) != 0
    }

    /// How many domains have at least so many points.
    pub(crate) fn domains_with(&self, points: f64) -> f64 {
        let count = self.domains.iter().filter(|domain| **domain >= points).count();
        f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Points that rows at a site contribute.
    pub(crate) fn points_at(&self, site: Site) -> f64 {
        self.sites
            .iter()
            .filter(|(of, _)| *of == site)
            .map(|(_, points)| *points)
            .sum()
    }
}
