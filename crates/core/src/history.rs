//! Which cancers a person has had, since when, and how surely the record says so.

use crate::evidence::CancerMention;
use crate::evidence::Certainty;
use crate::plan::Plan;
use crate::record::{Notice, NoticeCode, PartialDate, Record};
use crate::rules::model::{Affinity, RuleSet, Site};

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
    pub(crate) fn of(
        plan: &Plan,
        rules: &RuleSet,
        mentions: &[CancerMention],
        record: &Record<'_>,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let mut cancers: Vec<CancerFound> = Vec::new();
        for tumour in 0..plan.tumours.len() {
            let mut own: Vec<usize> = mentions
                .iter()
                .enumerate()
                .filter(|(_, mention)| mention.tumour == tumour)
                .map(|(position, _)| position)
                .collect();
            let of = |position: &usize| mentions.get(*position);
            let Some(certainty) = own.iter().filter_map(of).map(|mention| mention.certainty).max() else {
                continue;
            };
            own.sort_by_key(|position| {
                let mention = of(position);
                (
                    mention.map(|mention| std::cmp::Reverse(mention.certainty)),
                    mention.map(|mention| mention.date.is_none()),
                    mention.map(|mention| mention.date),
                    mention.map(|mention| (mention.entry, mention.span)),
                )
            });
            // A note names an old cancer long after; where a code dates it, only codes do.
            let first = own
                .iter()
                .filter_map(of)
                .filter(|mention| mention.certainty == certainty)
                .filter_map(|mention| mention.date)
                .min();
            let mut subtypes: Vec<usize> = own
                .iter()
                .filter_map(of)
                .filter_map(|mention| mention.subtype)
                .collect();
            subtypes.sort_unstable();
            subtypes.dedup();
            let Some(rule) = rules.tumours.get(tumour) else {
                continue;
            };
            if certainty == Certainty::Text {
                notices.push(Notice::general(
                    NoticeCode::CancerFromText,
                    format!("{} is known from text only; please confirm and code it", rule.name),
                ));
            }
            if let (Some(expected), Some(recorded)) = (rule.sex, record.patient.sex)
                && expected != recorded
            {
                notices.push(Notice::general(
                    NoticeCode::SexMismatch,
                    format!(
                        "{} does not fit the recorded sex; it is counted, please check the record",
                        rule.name
                    ),
                ));
            }
            cancers.push(CancerFound {
                tumour,
                subtypes,
                first,
                certainty,
                mentions: own,
            });
        }
        Self { cancers }
    }

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
