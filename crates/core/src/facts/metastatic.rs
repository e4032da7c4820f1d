//! What is known of metastatic disease, as data.

use crate::record::PartialDate;
use crate::rules::model::{MetastaticStatus, Site};

/// What was found.
#[derive(Debug)]
pub(crate) struct StatusFound {
    pub(crate) status: MetastaticStatus,
    pub(crate) sites: Vec<Site>,
    pub(crate) first: Option<PartialDate>,
    /// Status rules that hold, at any status.
    pub(crate) rules: Vec<usize>,
    /// Positions in the status mentions, and in the findings, that show the status.
    pub(crate) mentions: Vec<usize>,
    pub(crate) findings: Vec<usize>,
}

impl Default for StatusFound {
    fn default() -> Self {
        Self {
            status: MetastaticStatus::NoneRecorded,
            sites: Vec::new(),
            first: None,
            rules: Vec::new(),
            mentions: Vec::new(),
            findings: Vec::new(),
        }
    }
}

impl StatusFound {
    pub(crate) fn is(&self, statuses: &[MetastaticStatus]) -> bool {
        statuses.contains(&self.status)
    }
}
