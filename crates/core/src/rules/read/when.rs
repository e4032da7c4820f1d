//! Conditions in rule files: read where they stand, and asked whether that place can know what they ask.

use super::node::Value;
use crate::rules::condition::{Atom, Condition, Expression, parse_with_mentions};

/// Where a condition stands decides what it may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A trigger or care rule: everything but what only modifiers know.
    Trigger,
    /// A made-up sign: not the score, which counts signs.
    Sign,
    /// A row of points, a high-risk primary, a subtype: not the score it is part of.
    Scoring,
    /// A modifier: everything but the score of a site.
    Modifier,
    /// A rule for metastatic status: not the status itself.
    Status,
}

impl Value<'_, '_> {
    /// A condition, and what of it can't be known where it stands.
    pub(crate) fn condition(&mut self, scope: Scope) -> Option<Condition> {
        let text = self.any_text()?;
        let start = self.value.span().start;
        let parsed = parse_with_mentions(text);
        for error in &parsed.errors {
            let place = self.file.place(self.file.inside_string(start, error.start));
            let message = format!("in the condition `{}`, {}", self.key, error.message);
            let rule = self.rule.clone();
            self.reading
                .error(place, rule.as_deref(), "bad-condition", message, error.help.clone());
        }
        for mention in &parsed.mentions {
            let offset = self.file.inside_string(start, mention.start);
            self.reading
                .uses(mention.kind, &mention.name, self.file, offset, self.rule.as_ref());
        }
        if !parsed.errors.is_empty() {
            return None;
        }
        let mut outside = Vec::new();
        out_of_scope(&parsed.condition.root, scope, &mut outside);
        outside.dedup();
        for what in outside {
            let message = format!("the condition `{}` asks for {what}, which isn't known here", self.key);
            let help = match scope {
                Scope::Trigger => "that is only for [modifiers] in scoring.toml",
                Scope::Sign | Scope::Scoring | Scope::Modifier => "what counts towards a score can't ask for the score",
                Scope::Status => "what decides the status can't ask for the status or for a score",
            };
            self.error("condition-scope", message, Some(help.to_owned()));
        }
        let mut condition = parsed.condition;
        if text.contains('\n') {
            // Written over several lines, told in one.
            condition.text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        }
        Some(condition)
    }
}

/// A condition that is never true, in place of one that could not be read.
pub(crate) fn never() -> Condition {
    Condition {
        text: String::new(),
        root: Expression::Or(Vec::new()),
    }
}

/// What a condition asks that its place can't know.
fn out_of_scope(expression: &Expression, scope: Scope, found: &mut Vec<&'static str>) {
    match expression {
        Expression::And(items) | Expression::Or(items) | Expression::AtLeast(_, items) => {
            for item in items {
                out_of_scope(item, scope, found);
            }
        }
        Expression::Not(inner) => out_of_scope(inner, scope, found),
        Expression::Atom(atom) => {
            let what = match atom {
                Atom::Score { .. } if !matches!(scope, Scope::Trigger | Scope::Modifier) => "a score",
                Atom::Metastatic(_) if scope == Scope::Status => "the metastatic status",
                Atom::Scored(_) if scope != Scope::Modifier => "a finding of the score",
                Atom::Affinity(_) if scope != Scope::Modifier => "the affinity",
                Atom::HighRiskPrimary if scope != Scope::Modifier => "the high-risk primary",
                Atom::Domains { .. } if scope != Scope::Modifier => "the domains",
                Atom::Explained if scope != Scope::Modifier => "explanations",
                Atom::Unchanged if scope != Scope::Modifier => "what is unchanged",
                _ => return,
            };
            found.push(what);
        }
    }
}
