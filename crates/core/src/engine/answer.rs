//! The answer put together of one case.

use crate::assessment::{
    ASSESSMENT_SCHEMA, Assessment, Cancer, EngineInfo, LookedAt, Metastatic, PatientInfo, RuleSetInfo,
};
use crate::evidence::Truth;
use crate::facts::{Case, Scope};
use crate::prompt::{Prompts, why};
use crate::record::{Notice, NoticeCode};
use crate::rules::model::ApprovalStatus;

/// How a record is assessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssessOptions {
    /// Whether prompts of the `watch` tier are in the answer.
    pub watch_tier: bool,
}

pub(super) fn assessment(case: &Case<'_, '_>, prompts: Prompts) -> Assessment {
    Assessment {
        schema: ASSESSMENT_SCHEMA,
        engine: EngineInfo {
            version: env!("CARGO_PKG_VERSION"),
        },
        rule_set: rule_set(case),
        statement: case.rules.info.statement.clone(),
        as_of: case.record.as_of,
        patient: PatientInfo {
            reference: case.record.patient.reference.as_ref().map(ToString::to_string),
        },
        looked_at: LookedAt {
            entries: case.record.entries.len(),
            from: case.found.from,
            to: case.found.to,
        },
        cancer_history: cancers(case),
        metastatic: metastatic(case),
        prompts: prompts.shown,
        answered: prompts.answered,
        notices: notices(case, prompts.notices),
        unread_clauses: case.found.unread_clauses,
    }
}

pub(super) fn rule_set(case: &Case<'_, '_>) -> RuleSetInfo {
    let info = &case.rules.info;
    RuleSetInfo {
        id: info.id.clone(),
        version: info.version.to_string(),
        digest: case.rules.digest.clone(),
        status: match info.status {
            ApprovalStatus::Draft => "draft".to_owned(),
            ApprovalStatus::Approved => "approved".to_owned(),
        },
        review_due: info.review_due,
        overdue: case.record.as_of > info.review_due,
        overlay: case
            .plan
            .choice
            .overlay
            .and_then(|overlay| case.rules.overlays.get(overlay))
            .map(|overlay| overlay.id.clone()),
    }
}

/// At most so many mentions of one cancer are listed; forty copies of a code say no more than a few.
const SHOWN: usize = 5;

pub(super) fn cancers(case: &Case<'_, '_>) -> Vec<Cancer> {
    case.history
        .cancers
        .iter()
        .filter_map(|found| {
            let rule = case.rules.tumours.get(found.tumour)?;
            let subtypes: Vec<_> = found
                .subtypes
                .iter()
                .filter_map(|subtype| rule.subtypes.get(*subtype))
                .collect();
            let names: Vec<&str> = subtypes.iter().map(|subtype| subtype.name.as_str()).collect();
            let name = if names.is_empty() {
                rule.name.clone()
            } else {
                format!("{} ({})", rule.name, names.join(", "))
            };
            let plan = case.plan.tumours.get(found.tumour)?;
            let high_risk = plan
                .high_risk
                .is_some_and(|node| case.truth(node, Scope::default()) == Truth::True);
            Some(Cancer {
                tumour: rule.id.clone(),
                name,
                subtypes: subtypes.iter().map(|subtype| subtype.id.clone()).collect(),
                first_recorded: found.first,
                certainty: found.certainty,
                modifiers: if high_risk {
                    vec!["high-risk-primary".to_owned()]
                } else {
                    Vec::new()
                },
                recurrence: rule.recurrence.as_ref().map(|(text, _)| text.clone()),
                follow_up: rule.follow_up.as_ref().map(|follow_up| follow_up.text.clone()),
                evidence: found
                    .mentions
                    .iter()
                    .take(SHOWN)
                    .filter_map(|position| case.found.cancers.get(*position))
                    .filter_map(|mention| why::of_mention(case, mention))
                    .collect(),
            })
        })
        .collect()
}

pub(super) fn metastatic(case: &Case<'_, '_>) -> Metastatic {
    Metastatic {
        status: case.status.status,
        sites: case.status.sites.clone(),
        first_recorded: case.status.first,
        rules: case
            .status
            .rules
            .iter()
            .filter_map(|rule| case.rules.statuses.get(*rule))
            .map(|rule| rule.id.clone())
            .collect(),
        evidence: why::of_status(case),
    }
}

/// Every notice once, in a fixed order.
pub(super) fn notices(case: &Case<'_, '_>, of_answers: Vec<Notice>) -> Vec<Notice> {
    let mut notices = case.record.notices.clone();
    notices.extend(of_answers);
    notices.extend(case.found.notices.iter().cloned());
    if case.record.as_of > case.rules.info.review_due {
        notices.push(Notice::general(
            NoticeCode::RulesOverdue,
            format!(
                "the rules were due for review on {}; they still work",
                case.rules.info.review_due
            ),
        ));
    }
    notices.sort_unstable();
    notices.dedup();
    notices
}
