//! The cancers of one record, as data.

use crate::evidence::Certainty;
use crate::plan::Plan;
use crate::record::PartialDate;
use crate::rules::model::{Affinity, Site};

/// The cancers of one record.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// In the order of the rule set's tumour types.
    pub(crate) cancers: Vec<CancerFound>,
}

/// One tumour type in the history.
#[derive(Debug)]
pub(crate) struct CancerFound {
    pub(crate) tumour: usize,
    /// Subtypes found by code or words, sorted.
    pub(crate) subtypes: Vec<usize>,
    pub(crate) first: Option<PartialDate>,
    pub(crate) certainty: Certainty,
    /// Positions of its mentions, codes first, then by date.
    pub(crate) mentions: Vec<usize>,
}

impl History {
    pub(crate) fn is_empty(&self) -> bool {
        self.cancers.is_empty()
    }

    /// First date of the cancer recorded last; `None` when a cancer has no date.
    pub(crate) fn newest_diagnosis(&self) -> Option<PartialDate> {
        // A note may name an old cancer today: where a code dates one, words don't.
        let certainty = self.cancers.iter().map(|cancer| cancer.certainty).max()?;
        let dated = self.cancers.iter().filter(|cancer| cancer.certainty == certainty);
        dated.map(|cancer| cancer.first).max().flatten()
    }

    /// First date of the first cancer.
    pub(crate) fn first_diagnosis(&self) -> Option<PartialDate> {
        self.cancers.iter().filter_map(|cancer| cancer.first).min()
    }

    /// The cancer a finding at a site most likely belongs to: coded before text, highest affinity, newest.
    pub(crate) fn likeliest(&self, plan: &Plan, site: Site, among: &[usize]) -> Option<&CancerFound> {
        let candidates = self
            .cancers
            .iter()
            .filter(|cancer| among.is_empty() || among.contains(&cancer.tumour));
        candidates.max_by_key(|cancer| {
            let affinity = plan
                .tumours
                .get(cancer.tumour)
                .and_then(|tumour| tumour.affinity(site, &cancer.subtypes));
            (
                cancer.certainty,
                affinity.unwrap_or(Affinity::Low),
                cancer.first,
                std::cmp::Reverse(cancer.tumour),
            )
        })
    }
}
