//! An explanation as text: each rule, what came of it, and how every part of its condition was decided.

use std::cmp::Reverse;
use std::fmt::Write as _;

use clap::builder::styling::Style;
use metasign_core::explain::{Explanation, Outcome, Reason, RuleExplanation, ScoreExplanation, Truth};
use metasign_core::wording::evidence_line;

use crate::terminal::{ALARM, CAUTION, FAINT, FINE, STRONG};

/// The longest condition shown whole when its parts are shown too.
const LONGEST: usize = 72;

/// Every rule, or only the one asked for; fired ones first, then undecided ones, then the rest in a list.
pub(crate) fn explanation(explanation: &Explanation, only: Option<&str>) -> String {
    let mut text = String::new();
    let chosen = |rule: &&RuleExplanation| only.is_none_or(|only| rule.rule == only);
    let rules: Vec<&RuleExplanation> = explanation.rules.iter().filter(chosen).collect();
    let (quiet, mut told): (Vec<_>, Vec<_>) = rules
        .into_iter()
        .partition(|rule| only.is_none() && (rule.outcome == Outcome::NotFired || is_silent(rule)));
    // In the order of what came of them, then of urgency, then of the rule set.
    told.sort_by_key(|rule| {
        let rank = match rule.outcome {
            Outcome::Fired => 0,
            Outcome::Answered => 1,
            Outcome::Superseded => 2,
            Outcome::HeldBack => 3,
            Outcome::CannotTell => 4,
            Outcome::NotFired => 5,
        };
        (rank, Reverse(rule.urgency))
    });
    for rule in told {
        rule_text(rule, &mut text);
    }
    let scores = explanation
        .scores
        .iter()
        .filter(|score| only.is_none_or(|only| score.tumour == only));
    for score in scores {
        score_text(score, &mut text);
    }
    let list = |outcome: Outcome| {
        let rules: Vec<&str> = quiet
            .iter()
            .filter(|rule| rule.outcome == outcome)
            .map(|rule| rule.rule.as_str())
            .collect();
        rules.join(", ")
    };
    for (label, outcome) in [
        ("Not fired: the condition is false", Outcome::NotFired),
        ("Cannot tell: nothing in the record speaks of them", Outcome::CannotTell),
    ] {
        let rules = list(outcome);
        if !rules.is_empty() {
            let _ = writeln!(text, "{STRONG}{label}{STRONG:#}\n  {rules}\n");
        }
    }
    text
}

/// A rule none of whose signs is found: there is nothing to tell but that the record is silent. That somebody had a
/// cancer, or that something is not recorded, brings no rule nearer.
fn is_silent(rule: &RuleExplanation) -> bool {
    fn speaks(reason: &Reason) -> bool {
        let history = ["cancer-history", "coded-cancer-history", "no record of", "tumour("];
        let found = reason.truth == Truth::True && !reason.evidence.is_empty();
        (found && !history.iter().any(|name| reason.text.starts_with(name))) || reason.parts.iter().any(speaks)
    }
    rule.outcome == Outcome::CannotTell && !speaks(&rule.when)
}

fn rule_text(rule: &RuleExplanation, text: &mut String) {
    let (style, outcome) = match rule.outcome {
        Outcome::Fired => (ALARM, "fired"),
        Outcome::Answered => (CAUTION, "fired, answered before on the same evidence"),
        Outcome::Superseded => (CAUTION, "fired, another rule for the same site stands above it"),
        Outcome::HeldBack => (CAUTION, "held back"),
        Outcome::NotFired => (FAINT, "not fired"),
        Outcome::CannotTell => (CAUTION, "cannot tell"),
    };
    let _ = writeln!(
        text,
        "{STRONG}{}{STRONG:#} {} ({}, {})\n  {style}{outcome}{style:#}",
        rule.rule,
        rule.name,
        rule.urgency.name(),
        rule.site.name()
    );
    if let Some(lowered) = &rule.lowered {
        let _ = writeln!(text, "  {CAUTION}lowered{CAUTION:#}: {lowered}");
    }
    reason_text(&rule.when, 2, text);
    if let Some(unless) = &rule.unless {
        let _ = writeln!(text, "  unless");
        reason_text(unless, 2, text);
    }
    if !rule.missing.is_empty() {
        let _ = writeln!(
            text,
            "  not in the record, and would decide it: {}",
            rule.missing.join(", ")
        );
    }
    text.push('\n');
}

fn reason_text(reason: &Reason, depth: usize, text: &mut String) {
    let (style, mark): (Style, &str) = match reason.truth {
        Truth::True => (FINE, "true       "),
        Truth::False => (FAINT, "false      "),
        Truth::CannotTell => (CAUTION, "cannot tell"),
    };
    let indent = depth.saturating_mul(2);
    let _ = writeln!(text, "{:indent$}{style}{mark}{style:#} {}", "", shortened(reason));
    for evidence in &reason.evidence {
        let _ = writeln!(
            text,
            "{:indent$}              {FAINT}{}{FAINT:#}",
            "",
            evidence_line(evidence)
        );
    }
    for part in &reason.parts {
        reason_text(part, depth.saturating_add(1), text);
    }
}

/// A part as written; a long one that is made of parts shown below it is cut.
fn shortened(reason: &Reason) -> String {
    if reason.parts.is_empty() || reason.text.chars().count() <= LONGEST {
        return reason.text.clone();
    }
    let kept: String = reason.text.chars().take(LONGEST).collect();
    format!(
        "{} \u{2026}",
        kept.rsplit_once(' ').map_or(kept.as_str(), |(kept, _)| kept)
    )
}

fn score_text(score: &ScoreExplanation, text: &mut String) {
    let reached = score.urgency.map_or("no tier reached", |tier| tier.name());
    let _ = writeln!(
        text,
        "{STRONG}points, {}{STRONG:#} {} ({reached}, {})",
        score.tumour,
        score.score.total,
        score.site.name()
    );
    for part in &score.score.parts {
        let _ = writeln!(
            text,
            "    {:+} {} {FAINT}[{}, {}, {} {}]{FAINT:#}",
            part.points, part.name, part.id, part.domain, part.basis, part.source
        );
    }
    for limit in &score.limits {
        let _ = writeln!(text, "    limited: {limit}");
    }
    for evidence in &score.why {
        let _ = writeln!(text, "    {FAINT}{}{FAINT:#}", evidence_line(evidence));
    }
    text.push('\n');
}
