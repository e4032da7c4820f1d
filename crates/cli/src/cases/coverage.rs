//! What no case exercises: rules that never fire, branches that are never true, points never counted.

use std::collections::{BTreeMap, BTreeSet};

use metasign_core::assessment::EvidenceSource;
use metasign_core::explain::{Explanation, Outcome, Reason, Truth};
use metasign_core::rules::model::RuleSet;

use super::run;

/// What has been seen over all cases.
#[derive(Debug, Default)]
struct Seen {
    fired: BTreeSet<String>,
    /// Each part of a rule's `when` or (true) `unless`, and whether it was ever true.
    parts: BTreeMap<(String, bool, String), bool>,
    rows: BTreeSet<String>,
    statuses: BTreeSet<String>,
    shown_by: BTreeSet<(String, EvidenceSource)>,
}

/// One line for each thing of the rule set that no case exercises.
pub(crate) fn unexercised(rules: &RuleSet, outcomes: &[run::Outcome]) -> Vec<String> {
    let mut seen = Seen::default();
    for outcome in outcomes {
        seen.add(&outcome.explanation);
    }
    let mut missing = Vec::new();
    for trigger in &rules.triggers {
        let id = &trigger.id;
        if !seen.fired.contains(id) {
            missing.push(format!("rule {id}: never fires"));
            continue;
        }
        for ((rule, unless, text), was_true) in &seen.parts {
            if rule == id && !was_true {
                let side = if *unless { "unless" } else { "when" };
                missing.push(format!("rule {id}: `{text}` in `{side}` is never true"));
            }
        }
    }
    let base = rules.scoring.points.iter().map(|row| row.id.as_str());
    let own = rules
        .tumours
        .iter()
        .flat_map(|tumour| tumour.points.iter().map(|row| row.id.as_str()));
    let rows: BTreeSet<&str> = base.chain(own).collect();
    let rows = rows.into_iter().filter(|id| !seen.rows.contains(*id));
    missing.extend(rows.map(|id| format!("points {id}: never counted")));
    let modifiers = rules
        .scoring
        .modifiers
        .iter()
        .filter(|modifier| !seen.rows.contains(&modifier.id));
    missing.extend(modifiers.map(|modifier| format!("modifier {}: never counted", modifier.id)));
    let statuses = rules
        .statuses
        .iter()
        .filter(|status| !seen.statuses.contains(&status.id));
    missing.extend(statuses.map(|status| format!("status {}: never shown", status.id)));
    for sign in &rules.signs {
        let shown = |source| seen.shown_by.contains(&(sign.id.clone(), source));
        if !sign.measures.is_empty() && !shown(EvidenceSource::Result) {
            missing.push(format!("sign {}: no result ever shows it", sign.id));
        }
        if !sign.trends.is_empty() && !shown(EvidenceSource::Trend) {
            missing.push(format!("sign {}: no trend ever shows it", sign.id));
        }
    }
    missing
}

impl Seen {
    fn add(&mut self, explanation: &Explanation) {
        for rule in &explanation.rules {
            if matches!(rule.outcome, Outcome::Fired | Outcome::Answered | Outcome::Superseded) {
                self.fired.insert(rule.rule.clone());
            }
            self.reason(&rule.rule, false, &rule.when);
            if let Some(unless) = &rule.unless {
                self.reason(&rule.rule, true, unless);
            }
        }
        for score in &explanation.scores {
            self.rows.extend(
                score
                    .score
                    .parts
                    .iter()
                    .filter(|part| part.points != 0.0)
                    .map(|part| part.id.clone()),
            );
        }
        self.statuses.extend(explanation.metastatic.rules.iter().cloned());
        self.shown_by
            .extend(explanation.found.iter().map(|one| (one.sign.clone(), one.source)));
    }

    fn reason(&mut self, rule: &str, unless: bool, reason: &Reason) {
        let key = (rule.to_owned(), unless, reason.text.clone());
        *self.parts.entry(key).or_default() |= reason.truth == Truth::True;
        for part in &reason.parts {
            self.reason(rule, unless, part);
        }
    }
}
