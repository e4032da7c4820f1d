//! Which cancers a person has had, since when, and how surely the record says so.

use crate::evidence::{Certainty, Truth};
use crate::facts::{CancerFound, Case, History, Scope};
use crate::record::{Notice, NoticeCode};

/// Fills the history, subtypes that a condition makes included.
pub(crate) fn fill(case: &mut Case<'_, '_>) {
    let (history, notices) = mentioned(case);
    case.history = history;
    case.found.notices.extend(notices);
    add_subtypes(case);
}

/// The cancers that codes and words name, and what is to be said of them.
fn mentioned(case: &Case<'_, '_>) -> (History, Vec<Notice>) {
    let (plan, rules, record) = (case.plan, case.rules, case.record);
    let mentions = &case.found.cancers;
    let mut notices: Vec<Notice> = Vec::new();
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
    (History { cancers }, notices)
}

/// Adds the subtypes that a condition makes.
fn add_subtypes(case: &mut Case<'_, '_>) {
    let mut found = Vec::new();
    for (position, cancer) in case.history.cancers.iter().enumerate() {
        let Some(plan) = case.plan.tumours.get(cancer.tumour) else {
            continue;
        };
        for (subtype, when) in plan.subtypes_when.iter().enumerate() {
            let Some(when) = when else { continue };
            if !cancer.subtypes.contains(&subtype) && case.truth(*when, Scope::default()) == Truth::True {
                found.push((position, subtype));
            }
        }
    }
    for (position, subtype) in &found {
        if let Some(cancer) = case.history.cancers.get_mut(*position) {
            cancer.subtypes.push(*subtype);
            cancer.subtypes.sort_unstable();
        }
    }
    if !found.is_empty() {
        case.forget();
    }
}
