//! Conditions that can never be true, or always are: a rule behind one would never fire, or for everybody, and nobody would
//! notice; and `not` before what no record denies.

use std::collections::BTreeSet;

use crate::rules::condition::{Atom, Condition, Expression, can_be_true, print};
use crate::rules::diagnostic::Place;
use crate::rules::model::{Scoring, Sign, StatusRule, Trigger, Tumour};
use crate::rules::read::Reading;
use crate::rules::written::Written;

/// Looks at every condition; without `written` only at those that keep a rule from ever firing.
pub(crate) fn conditions(
    reading: &mut Reading<'_>,
    written: &Written<'_>,
    (signs, triggers, tumours, statuses): (&[Sign], &[Trigger], &[Tumour], &[StatusRule]),
    scoring: Option<&Scoring>,
    thorough: bool,
) {
    let measured: BTreeSet<&str> = signs
        .iter()
        .filter(|sign| !sign.measures.is_empty() || !sign.trends.is_empty() || sign.when.is_some())
        .map(|sign| sign.id.as_str())
        .collect();
    let mut look = Look {
        reading,
        written,
        measured,
        thorough,
    };
    for sign in signs {
        let asked = Asked::of(&sign.place, &sign.id, &[&sign.id]);
        look.at(&asked, sign.when.as_ref(), None);
    }
    for trigger in triggers {
        let asked = Asked::of(&trigger.place, &trigger.id, &[&trigger.id]);
        look.at(&asked, Some(&trigger.when), trigger.unless.as_ref());
    }
    for rule in statuses {
        look.at(&Asked::of(&rule.place, &rule.id, &[&rule.id]), rule.when.as_ref(), None);
    }
    for tumour in tumours {
        let asked = |keys: &[&'static str]| Asked::of(&tumour.place, &tumour.id, keys);
        let high_risk = tumour.high_risk.as_ref().map(|(condition, _)| condition);
        look.at(&asked(&["high_risk"]), high_risk, None);
        for subtype in &tumour.subtypes {
            let asked = Asked::of(&tumour.place, &tumour.id, &["subtypes", &subtype.id]);
            look.at(&asked, subtype.when.as_ref(), None);
        }
        for row in &tumour.points {
            let asked = Asked::of(&tumour.place, &row.id, &["points", &row.id]);
            look.at(&asked, row.when.as_ref(), row.unless.as_ref());
        }
    }
    let scored = Place::of_line("scoring.toml", 0);
    for row in scoring.iter().flat_map(|scoring| &scoring.points) {
        let asked = Asked::of(&scored, &row.id, &["points", &row.id]);
        look.at(&asked, row.when.as_ref(), row.unless.as_ref());
    }
    for modifier in scoring.iter().flat_map(|scoring| &scoring.modifiers) {
        let asked = Asked::of(&scored, &modifier.id, &["modifiers", &modifier.id]);
        look.at(&asked, Some(&modifier.when), None);
    }
}

/// A rule whose conditions are looked at, and the keys of its table.
struct Asked<'a> {
    place: &'a Place,
    rule: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(place: &'a Place, rule: &'a str, keys: &[&'a str]) -> Self {
        let keys = keys.to_vec();
        Self { place, rule, keys }
    }
}

struct Look<'a, 'b, 'w> {
    reading: &'a mut Reading<'b>,
    written: &'a Written<'w>,
    /// Signs that the record can show to be absent by a result.
    measured: BTreeSet<&'a str>,
    thorough: bool,
}

impl Look<'_, '_, '_> {
    fn at(&mut self, asked: &Asked<'_>, when: Option<&Condition>, unless: Option<&Condition>) {
        let told = self.reading.diagnostics.len();
        for (key, condition) in [("when", when), ("unless", unless)] {
            let Some(condition) = condition else { continue };
            if key == "when" && !can_be_true(&condition.root) {
                let help = "look for something asked both with and without `not`, or for ages that leave nobody";
                self.error(
                    asked,
                    key,
                    "never-true",
                    "the condition can never be true".to_owned(),
                    help,
                );
            }
            if !self.thorough {
                continue;
            }
            let mut denied = Vec::new();
            negated(&condition.root, false, &mut denied);
            for atom in denied {
                self.negation(asked, key, atom);
            }
            if told == self.reading.diagnostics.len()
                && !can_be_true(&Expression::Not(Box::new(condition.root.clone())))
            {
                let (message, help) = if key == "when" {
                    (
                        "the condition is always true, for every patient",
                        "take out what is asked both ways, or ages that leave nobody out",
                    )
                } else {
                    (
                        "`unless` is always true, so the rule never fires",
                        "take out what holds for everybody",
                    )
                };
                self.error(asked, key, "always-true", message.to_owned(), help);
            }
        }
        let Some((when, unless)) = when.zip(unless).filter(|_| self.thorough) else {
            return;
        };
        let fires = Expression::And(vec![when.root.clone(), Expression::Not(Box::new(unless.root.clone()))]);
        if told == self.reading.diagnostics.len() && !can_be_true(&fires) {
            let message = "the rule never fires: whenever its condition is true, `unless` is true too".to_owned();
            self.error(
                asked,
                "unless",
                "never-true",
                message,
                "take out of `unless` what `when` asks for",
            );
        }
    }

    /// `not` before something that is never said to be absent, or seldom.
    fn negation(&mut self, asked: &Asked<'_>, key: &'static str, atom: &Atom) {
        let said = print(&Expression::Atom(atom.clone()));
        let message = match atom {
            Atom::Tumour(_) | Atom::CancerHistory | Atom::CodedCancerHistory => {
                format!(
                    "`not {said}` is never true: a record that does not name a cancer cannot tell that there was none"
                )
            }
            Atom::Sign { sign, .. } if key == "when" && !self.measured.contains(sign.as_str()) => format!(
                "`not {said}` is true only where a note says so in words; where nobody mentioned it the rule stays silent"
            ),
            _ => return,
        };
        let help = match (key, atom) {
            ("when", Atom::Tumour(_) | Atom::Sign { .. }) => format!("take it out and write `unless = \"{said}\"`"),
            ("when", _) => "write `no record of cancer-history`".to_owned(),
            _ => "take it out, or name the tumour types for which the rule is not held back".to_owned(),
        };
        let place = self
            .written
            .place(&asked.place.file, &[asked.keys.as_slice(), &[key]].concat(), None);
        self.reading
            .warning(place, Some(asked.rule), "not-said", message, Some(help));
    }

    fn error(&mut self, asked: &Asked<'_>, key: &str, code: &'static str, message: String, help: &str) {
        let place = self
            .written
            .place(&asked.place.file, &[asked.keys.as_slice(), &[key]].concat(), None);
        self.reading
            .error(place, Some(asked.rule), code, message, Some(help.to_owned()));
    }
}

/// The things asked with `not` before them.
fn negated<'e>(expression: &'e Expression, not: bool, out: &mut Vec<&'e Atom>) {
    match expression {
        Expression::And(parts) | Expression::Or(parts) | Expression::AtLeast(_, parts) => {
            parts.iter().for_each(|part| negated(part, not, out));
        }
        Expression::Not(part) => negated(part, !not, out),
        Expression::Atom(atom) if not => out.push(atom),
        Expression::Atom(_) => {}
    }
}
