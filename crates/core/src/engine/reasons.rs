//! The reasons put together: every rule decided part by part, and the evidence it stands on.

use crate::assessment::Evidence;
use crate::evidence::Truth;
use crate::explain::{Explanation, Reason, RuleExplanation, ScoreExplanation};
use crate::facts::{Case, Scope};
use crate::plan::{Fact, Node, NodeId};
use crate::prompt::{Prompts, shown_score, why};
use crate::rules::condition::{Atom, Expression, print};

use super::answer::{cancers, metastatic, notices, rule_set};

pub(super) fn explanation(case: &Case<'_, '_>, prompts: Prompts) -> Explanation {
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
        notices: notices(case, prompts.notices),
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
            missing.push(print(expression));
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
        text: print(expression),
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
            let named: Vec<_> = (0..case.history.cancers.len())
                .filter_map(|cancer| why::of_cancer(case, cancer))
                .collect();
            if named.is_empty() && matches!(atom, Atom::CancerHistory) {
                return why::of_status(case);
            }
            named
        }
        (Atom::Metastatic(_), _) => why::of_status(case),
        _ => Vec::new(),
    }
}
