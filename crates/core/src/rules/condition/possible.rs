//! Whether any record could make a condition true.
//!
//! Looks for any way to decide the things a condition asks so that it becomes true, by trying them one by one and
//! stopping as soon as it can. What is tried respects what belongs together: nobody is male and female, younger than
//! 40 and older than 50, or has a sign at night without having the sign. A condition that takes too long is let pass.

use super::{Atom, Comparison, Expression};

/// So many steps are tried for one condition.
const MAX_STEPS: u32 = 20_000;

/// Whether some record could make it true; true as well where that would take too long to find out.
#[must_use]
pub fn can_be_true(expression: &Expression) -> bool {
    // An empty `or` stands for a condition that could not be read; that has been said already.
    if *expression == Expression::Or(Vec::new()) {
        return true;
    }
    let mut atoms = Vec::new();
    collect(expression, &mut atoms);
    let mut search = Search {
        values: vec![None; atoms.len()],
        atoms,
        steps: 0,
    };
    search.satisfy(expression, 0)
}

/// The things a condition asks, each once.
pub(crate) fn atoms_of(expression: &Expression) -> Vec<&Atom> {
    let mut atoms = Vec::new();
    collect(expression, &mut atoms);
    atoms
}

struct Search<'e> {
    atoms: Vec<&'e Atom>,
    values: Vec<Option<bool>>,
    steps: u32,
}

impl Search<'_> {
    fn satisfy(&mut self, expression: &Expression, next: usize) -> bool {
        self.steps = self.steps.saturating_add(1);
        if self.steps > MAX_STEPS {
            return true;
        }
        match self.value(expression) {
            Some(false) => return false,
            Some(true) => return true,
            None => {}
        }
        let Some(atom) = self.atoms.get(next).copied() else {
            return true;
        };
        for value in [true, false] {
            if !self.fits(atom, next, value) {
                continue;
            }
            self.set(next, Some(value));
            if self.satisfy(expression, next.saturating_add(1)) {
                return true;
            }
        }
        self.set(next, None);
        false
    }

    fn set(&mut self, at: usize, value: Option<bool>) {
        if let Some(slot) = self.values.get_mut(at) {
            *slot = value;
        }
    }

    fn value(&self, expression: &Expression) -> Option<bool> {
        match expression {
            Expression::And(items) => self.count(items, items.len()),
            Expression::Or(items) => self.count(items, 1),
            Expression::AtLeast(count, items) => self.count(items, usize::try_from(*count).unwrap_or(usize::MAX)),
            Expression::Not(inner) => self.value(inner).map(|value| !value),
            Expression::Atom(atom) => {
                let at = self.atoms.iter().position(|known| **known == *atom)?;
                self.values.get(at).copied().flatten()
            }
        }
    }

    /// Whether so many of the items are true.
    fn count(&self, items: &[Expression], needed: usize) -> Option<bool> {
        let mut yes = 0_usize;
        let mut open = 0_usize;
        for item in items {
            match self.value(item) {
                Some(true) => yes = yes.saturating_add(1),
                Some(false) => {}
                None => open = open.saturating_add(1),
            }
        }
        if yes >= needed {
            Some(true)
        } else if yes.saturating_add(open) < needed {
            Some(false)
        } else {
            None
        }
    }

    /// Whether `atom` can have this value beside those decided before it.
    fn fits(&self, atom: &Atom, at: usize, value: bool) -> bool {
        let decided = self.atoms.iter().zip(&self.values).take(at);
        let decided = decided.filter_map(|(other, value)| value.map(|value| (*other, value)));
        let mut ages = interval(atom, value).into_iter().collect::<Vec<(f64, f64)>>();
        let mut compatible = true;
        for (other, other_value) in decided {
            compatible &= go_together(atom, value, other, other_value);
            if same_measure(atom, other) {
                ages.extend(interval(other, other_value));
            }
        }
        let low = ages.iter().map(|(low, _)| *low).fold(f64::MIN, f64::max);
        let high = ages.iter().map(|(_, high)| *high).fold(f64::MAX, f64::min);
        compatible && low <= high
    }
}

fn collect<'e>(expression: &'e Expression, atoms: &mut Vec<&'e Atom>) {
    match expression {
        Expression::And(items) | Expression::Or(items) | Expression::AtLeast(_, items) => {
            for item in items {
                collect(item, atoms);
            }
        }
        Expression::Not(inner) => collect(inner, atoms),
        Expression::Atom(atom) => {
            if !atoms.contains(&atom) {
                atoms.push(atom);
            }
        }
    }
}

/// Whether two things can be so at once.
fn go_together(one: &Atom, one_value: bool, other: &Atom, other_value: bool) -> bool {
    match (one, other) {
        (Atom::Sex(_), Atom::Sex(_)) => !(one_value && other_value),
        (
            Atom::Sign {
                sign: a,
                qualifier: qualifier_a,
                window: window_a,
            },
            Atom::Sign {
                sign: b,
                qualifier: qualifier_b,
                window: window_b,
            },
        ) if a == b && window_a == window_b => match (qualifier_a, qualifier_b) {
            (None, Some(_)) => one_value || !other_value,
            (Some(_), None) => other_value || !one_value,
            _ => true,
        },
        (Atom::NoCancerRecorded, Atom::CancerHistory | Atom::CodedCancerHistory | Atom::Tumour(_))
        | (Atom::CancerHistory | Atom::CodedCancerHistory | Atom::Tumour(_), Atom::NoCancerRecorded) => {
            !(one_value && other_value)
        }
        (Atom::CodedCancerHistory, Atom::CancerHistory) => other_value || !one_value,
        (Atom::CancerHistory, Atom::CodedCancerHistory) => one_value || !other_value,
        (Atom::Tumour(_), Atom::CancerHistory) => other_value || !one_value,
        (Atom::CancerHistory, Atom::Tumour(_)) => one_value || !other_value,
        _ => true,
    }
}

/// Whether two comparisons are of one number.
fn same_measure(one: &Atom, other: &Atom) -> bool {
    match (one, other) {
        (Atom::Age(..), Atom::Age(..)) => true,
        (Atom::Score { site: a, .. }, Atom::Score { site: b, .. }) => a == b,
        _ => false,
    }
}

/// The numbers a comparison allows; a hair's breadth stands for `above` and `below`.
fn interval(atom: &Atom, value: bool) -> Option<(f64, f64)> {
    let (comparison, number) = match atom {
        Atom::Age(comparison, years) => (*comparison, *years),
        Atom::Score { comparison, points, .. } => (*comparison, *points),
        _ => return None,
    };
    let hair = 1e-6;
    let (above, below) = ((number + hair, f64::MAX), (f64::MIN, number - hair));
    let (at_least, at_most) = ((number, f64::MAX), (f64::MIN, number));
    match (comparison, value) {
        (Comparison::AtLeast, true) | (Comparison::Below, false) => Some(at_least),
        (Comparison::Above, true) | (Comparison::AtMost, false) => Some(above),
        (Comparison::AtMost, true) | (Comparison::Above, false) => Some(at_most),
        (Comparison::Below, true) | (Comparison::AtLeast, false) => Some(below),
        (Comparison::Equal, true) => Some((number, number)),
        (Comparison::Equal, false) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::parse;
    use super::*;

    #[test]
    fn contradictions_are_found() {
        for text in [
            "a and not a",
            "male and female",
            "age >= 40 and age < 40",
            "age > 50 and age < 40 and a",
            "a.nocturnal and not a",
            "coded-cancer-history and not cancer-history",
            "tumour(breast) and not cancer-history",
            "no record of cancer-history and tumour(breast)",
            "(a or b) and not a and not b",
            "at least 2 of (a, b, c) and not a and not b",
            "score(spine) >= 6 and score(spine) < 3",
        ] {
            assert!(!can_be_true(&parse(text).unwrap().root), "{text}");
        }
    }

    #[test]
    fn what_can_be_is_let_pass() {
        for text in [
            "a",
            "not a",
            "a and not a.nocturnal",
            "age >= 40 and age < 41",
            "a within 3 weeks and not a within 1 week",
            "no record of a and not a",
            "male or female",
            "cancer-history and not coded-cancer-history",
            "at least 2 of (a, b, c) and not a",
            "score(spine) >= 3 and score(bone) < 3",
        ] {
            assert!(can_be_true(&parse(text).unwrap().root), "{text}");
        }
    }
}
