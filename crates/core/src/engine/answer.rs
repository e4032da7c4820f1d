//! The answer put together: an assessment or an explanation of one case.

use crate::assessment::{
    ASSESSMENT_SCHEMA, Assessment, Cancer, EngineInfo, Evidence, LookedAt, Metastatic, PatientInfo, RuleSetInfo,
};
use crate::explain::{Explanation, Reason, RuleExplanation, ScoreExplanation, Truth};
use crate::plan::{Fact, Node, NodeId};
use crate::prompt::{prompts, shown_score};
use crate::record::{Notice, NoticeCode};
use crate::rules::condition::{Atom, Expression};
use crate::rules::model::ApprovalStatus;
use crate::trigger::decide;
use crate::why;

use super::AssessOptions;
use super::case::{Case, Scope};

pub(super) fn assessment(case: &Case<'_, '_>, options: AssessOptions) -> Assessment {
    let decisions = decide(case);
    let prompts = prompts(case, &decisions, options.watch_tier);
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

pub(super) fn explanation(case: &Case<'_, '_>) -> Explanation {
    let decisions = decide(case);
    let prompts = prompts(case, &decisions, true);
    let lowered = |trigger: Option<usize>, score: Option<usize>| {
        let of = prompts
            .lowered
            .iter()
            .find(|lowered| lowered.trigger == trigger && lowered.score == score);
        of.map(|lowered| lowered.reason.clone())
    };
    let rules = case
        .rules
        .triggers
        .iter()
        .zip(&case.plan.triggers)
        .zip(prompts.outcomes.iter().copied())
        .enumerate()
        .map(|(index, ((rule, plan), outcome))| {
            let mut missing = Vec::new();
            let when = reason(case, &rule.when.root, plan.when, &mut missing);
            let unless = rule.unless.as_ref().zip(plan.unless);
            missing.sort_unstable();
            missing.dedup();
            RuleExplanation {
                rule: rule.id.clone(),
                name: rule.name.clone(),
                urgency: rule.tier,
                site: rule.site,
                outcome,
                lowered: lowered(Some(index), None),
                when,
                unless: unless.map(|(condition, node)| reason(case, &condition.root, node, &mut Vec::new())),
                missing,
            }
        })
        .collect();
    let scores = case
        .scores
        .iter()
        .enumerate()
        .filter_map(|(index, score)| {
            Some(ScoreExplanation {
                tumour: case.rules.tumours.get(score.tumour)?.id.clone(),
                site: score.site,
                urgency: score.tier,
                limits: score.limits.iter().cloned().chain(lowered(None, Some(index))).collect(),
                score: shown_score(case.rules, score),
                why: score
                    .counted
                    .iter()
                    .filter_map(|(finding, points)| why::of_finding(case, *finding, Some(*points)))
                    .collect(),
            })
        })
        .collect();
    Explanation {
        rule_set: rule_set(case),
        as_of: case.record.as_of,
        cancer_history: cancers(case),
        metastatic: metastatic(case),
        rules,
        scores,
        found: found(case),
        notices: notices(case, prompts.notices.clone()),
    }
}

fn reason(case: &Case<'_, '_>, expression: &Expression, node: NodeId, missing: &mut Vec<String>) -> Reason {
    let truth = case.truth(node, Scope::default());
    let parts = match (expression, case.plan.program.nodes.get(node)) {
        (
            Expression::And(expressions) | Expression::Or(expressions) | Expression::AtLeast(_, expressions),
            Some(Node::And(nodes) | Node::Or(nodes) | Node::AtLeast(_, nodes)),
        ) => expressions
            .iter()
            .zip(nodes)
            .map(|(expression, node)| reason(case, expression, *node, missing))
            .collect(),
        (Expression::Not(expression), Some(Node::Not(node))) => vec![reason(case, expression, *node, missing)],
        _ => Vec::new(),
    };
    let mut evidence = Vec::new();
    let mut made_of = parts;
    if let (Expression::Atom(atom), Some(Node::Fact(fact))) = (expression, case.plan.program.nodes.get(node)) {
        if truth == Truth::CannotTell {
            missing.push(crate::rules::condition::print(expression));
        }
        evidence = evidence_of(case, atom, *fact);
        if let Some(Fact::Sign { sign, .. }) = case.plan.program.facts.get(*fact)
            && let (Some(plan), Some(rule)) = (case.plan.signs.get(*sign), case.rules.signs.get(*sign))
            && let (Some(node), Some(condition)) = (plan.when, rule.when.as_ref())
        {
            made_of = vec![reason(case, &condition.root, node, missing)];
        }
    }
    Reason {
        text: crate::rules::condition::print(expression),
        truth,
        evidence,
        parts: made_of,
    }
}

/// The newest finding of each sign and kind of evidence that holds now.
fn found(case: &Case<'_, '_>) -> Vec<Evidence> {
    let mut out = Vec::new();
    for (sign, state) in case.found.signs.iter().enumerate() {
        if state.newest.is_none() {
            continue;
        }
        let mut seen = Vec::new();
        let from = case.plan.signs.get(sign).and_then(|plan| plan.lookback_days);
        let from = from.map(|days| case.record.as_of.plus_days(days.saturating_neg()));
        for index in (state.first..state.end).rev() {
            let Some(finding) = case.found.findings.get(index) else {
                continue;
            };
            let current = finding.counts() && from.is_none_or(|from| finding.latest >= from);
            if current && !seen.contains(&finding.source) {
                seen.push(finding.source);
                out.extend(why::of_finding(case, index, None));
            }
        }
    }
    out
}

fn evidence_of(case: &Case<'_, '_>, atom: &Atom, fact: usize) -> Vec<Evidence> {
    match (atom, case.plan.program.facts.get(fact)) {
        (Atom::Sign { .. } | Atom::NoRecord { .. }, Some(Fact::Sign { sign, .. } | Fact::NoRecord { sign, .. })) => {
            let Some(state) = case.found.signs.get(*sign) else {
                return Vec::new();
            };
            // The newest few, denials included: a clinician sees what was said last.
            (state.first..state.end)
                .rev()
                .take(3)
                .filter_map(|index| why::of_finding(case, index, None))
                .collect()
        }
        (Atom::CancerHistory | Atom::CodedCancerHistory | Atom::Tumour(_) | Atom::NoCancerRecorded, _) => {
            (0..case.history.cancers.len())
                .filter_map(|cancer| why::of_cancer(case, cancer))
                .collect()
        }
        (Atom::Metastatic(_), _) => why::of_status(case),
        _ => Vec::new(),
    }
}

fn rule_set(case: &Case<'_, '_>) -> RuleSetInfo {
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

fn cancers(case: &Case<'_, '_>) -> Vec<Cancer> {
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

fn metastatic(case: &Case<'_, '_>) -> Metastatic {
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
fn notices(case: &Case<'_, '_>, of_answers: Vec<Notice>) -> Vec<Notice> {
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
