//! What is known of metastatic disease. Text alone never makes it `recorded` (EVIDENCE 8.1).

use crate::evidence::Truth;
use crate::facts::{Case, Scope, StatusFound};
use crate::record::{Date, PartialDate};
use crate::rules::model::MetastaticStatus;

/// Fills the status.
pub(crate) fn fill(case: &mut Case<'_, '_>) {
    case.status = found(case);
    case.forget();
}

/// A status rule that holds, by a code or by a finding.
struct Held {
    rule: usize,
    status: MetastaticStatus,
    date: Option<PartialDate>,
    mention: Option<usize>,
    finding: Option<usize>,
}

/// Decides every status rule on a record.
fn found(case: &Case<'_, '_>) -> StatusFound {
    let mut found = StatusFound::default();
    let refuted_on = refutations(case);
    let refuted = |status: usize, date: Option<PartialDate>| {
        refuted_on.get(status).copied().flatten() > date.map(PartialDate::latest)
    };
    let mut held: Vec<Held> = Vec::new();
    for (index, plan) in case.plan.statuses.iter().enumerate() {
        for (position, mention) in case.found.statuses.iter().enumerate() {
            if mention.status == index && !mention.refutes && !refuted(index, mention.date) {
                held.push(Held {
                    rule: index,
                    status: plan.status,
                    date: mention.date,
                    mention: Some(position),
                    finding: None,
                });
            }
        }
        if let Some(sign) = plan.sign {
            let (truth, _) = case.standing(sign, Scope::default());
            let uncertain = case.found.signs.get(sign).is_some_and(|state| state.possible);
            if truth == Truth::True || uncertain {
                let newest = case.found.signs.get(sign).and_then(|state| state.newest);
                let date = newest
                    .and_then(|index| case.found.findings.get(index))
                    .map(|finding| finding.date);
                if !refuted(index, date) {
                    held.push(Held {
                        rule: index,
                        // Words with doubt ("?mets") are a weak clue, whatever plain words would be.
                        status: if uncertain {
                            plan.status.min(MetastaticStatus::Possible)
                        } else {
                            plan.status
                        },
                        date,
                        mention: None,
                        finding: newest,
                    });
                }
            }
        }
        if let Some(when) = plan.when
            && case.truth(when, Scope::default()) == Truth::True
        {
            let mut signs = Vec::new();
            case.deciding_signs(when, Scope::default(), &mut signs);
            let newest = signs
                .first()
                .and_then(|(sign, _, _)| case.found.signs.get(*sign))
                .and_then(|state| state.newest);
            let date = newest
                .and_then(|index| case.found.findings.get(index))
                .map(|finding| finding.date);
            held.push(Held {
                rule: index,
                status: plan.status,
                date,
                mention: None,
                finding: newest,
            });
        }
    }
    let of = |rule: usize| case.plan.statuses.get(rule);
    found.status = held
        .iter()
        .map(|held| held.status)
        .max()
        .unwrap_or(MetastaticStatus::NoneRecorded);
    for Held {
        rule,
        status,
        date,
        mention,
        finding,
    } in held
    {
        if !found.rules.contains(&rule) {
            found.rules.push(rule);
        }
        let Some(plan) = of(rule).filter(|_| status == found.status) else {
            continue;
        };
        if !found.sites.contains(&plan.site) {
            found.sites.push(plan.site);
        }
        found.first = match (found.first, date) {
            (Some(first), Some(date)) => Some(first.min(date)),
            (first, date) => first.or(date),
        };
        found.mentions.extend(mention);
        found.findings.extend(finding);
    }
    found.sites.sort_unstable();
    found.findings.sort_unstable();
    found.findings.dedup();
    found
}

/// The newest day on which each status rule is refuted: it holds only for evidence of that day or later.
fn refutations(case: &Case<'_, '_>) -> Vec<Option<Date>> {
    let mut newest = vec![None; case.plan.statuses.len()];
    for mention in case.found.statuses.iter().filter(|mention| mention.refutes) {
        if let Some(newest) = newest.get_mut(mention.status) {
            *newest = (*newest).max(mention.date.map(PartialDate::earliest));
        }
    }
    newest
}
