//! The rule set with further copies of its rules, to see what more rules cost.
//!
//! A copy is about other things than its original, as further rules would be: its signs have words, codes and tests
//! of their own, and its triggers and rows of points ask about those.

use metasign_core::rules::condition::{Atom, Condition, Event, Expression, Window};
use metasign_core::rules::model::{Codelist, RuleSet};

/// The rule set `times` over: signs, tests, codelists, triggers and points.
pub(crate) fn copied(rules: &RuleSet, times: usize) -> RuleSet {
    let mut out = rules.clone();
    for copy in 1..times {
        let copy = Copy {
            suffix: format!("-copy{copy}"),
            word: format!("zq{}", char::from(b'a' + u8::try_from(copy % 26).unwrap())),
            digits: format!("{copy:03}"),
        };
        copy.add(rules, &mut out);
    }
    out
}

struct Copy {
    suffix: String,
    word: String,
    digits: String,
}

impl Copy {
    fn add(&self, rules: &RuleSet, out: &mut RuleSet) {
        for codelist in &rules.codelists {
            out.codelists.push(Codelist {
                list: self.id(&codelist.list),
                system: codelist.system,
                codes: codelist
                    .codes
                    .iter()
                    .map(|(code, term)| (format!("{code}{}", self.digits), term.clone()))
                    .collect(),
            });
        }
        for measurement in &rules.measurements {
            let mut measurement = measurement.clone();
            measurement.id = self.id(&measurement.id);
            self.ids(&mut measurement.codes);
            self.words(&mut measurement.phrases);
            if let Some(adjust) = &mut measurement.adjust {
                adjust.from = self.id(&adjust.from);
                adjust.with = self.id(&adjust.with);
            }
            out.measurements.push(measurement);
        }
        for sign in &rules.signs {
            let mut sign = sign.clone();
            sign.id = self.id(&sign.id);
            for ids in [
                &mut sign.codes,
                &mut sign.absent_codes,
                &mut sign.medications,
                &mut sign.also,
                &mut sign.explained_by,
            ] {
                self.ids(ids);
            }
            for words in [
                &mut sign.phrases,
                &mut sign.absent_phrases,
                &mut sign.medication_phrases,
            ] {
                self.words(words);
            }
            for pattern in &mut sign.patterns {
                *pattern = format!("{} (?:{pattern})", self.word);
            }
            for measure in &mut sign.measures {
                measure.of = self.id(&measure.of);
            }
            for trend in &mut sign.trends {
                trend.of = self.id(&trend.of);
            }
            self.condition(sign.when.as_mut());
            out.signs.push(sign);
        }
        for trigger in &rules.triggers {
            let mut trigger = trigger.clone();
            trigger.id = self.id(&trigger.id);
            self.ids(&mut trigger.supersedes);
            self.condition(Some(&mut trigger.when));
            self.condition(trigger.unless.as_mut());
            out.triggers.push(trigger);
        }
        for row in &rules.scoring.points {
            let mut row = row.clone();
            row.id = self.id(&row.id);
            self.ids(&mut row.signs);
            self.condition(row.when.as_mut());
            self.condition(row.unless.as_mut());
            out.scoring.points.push(row);
        }
    }

    fn id(&self, id: &str) -> String {
        format!("{id}{}", self.suffix)
    }

    fn ids(&self, ids: &mut [String]) {
        for id in ids {
            id.push_str(&self.suffix);
        }
    }

    fn words(&self, phrases: &mut [String]) {
        for phrase in phrases {
            *phrase = format!("{phrase} {}", self.word);
        }
    }

    fn condition(&self, condition: Option<&mut Condition>) {
        if let Some(condition) = condition {
            self.expression(&mut condition.root);
        }
    }

    fn expression(&self, expression: &mut Expression) {
        match expression {
            Expression::And(parts) | Expression::Or(parts) | Expression::AtLeast(_, parts) => {
                parts.iter_mut().for_each(|part| self.expression(part));
            }
            Expression::Not(part) => self.expression(part),
            Expression::Atom(atom) => match atom {
                Atom::Sign { sign, window, .. } | Atom::NoRecord { sign, window, .. } => {
                    sign.push_str(&self.suffix);
                    self.window(window.as_mut());
                }
                Atom::Event { event, window } => {
                    self.event(event);
                    self.window(window.as_mut());
                }
                _ => {}
            },
        }
    }

    fn window(&self, window: Option<&mut Window>) {
        match window {
            Some(
                Window::WithinAfter(_, event)
                | Window::WithinBefore(_, event)
                | Window::After(event)
                | Window::Before(event),
            ) => self.event(event),
            Some(Window::Within(_) | Window::MoreThanAgo(_)) | None => {}
        }
    }

    fn event(&self, event: &mut Event) {
        if let Event::Sign(sign) = event {
            sign.push_str(&self.suffix);
        }
    }
}
