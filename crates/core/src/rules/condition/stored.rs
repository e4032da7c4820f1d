//! A condition's tree as a row of steps, so that reading damaged bytes goes no deeper than any condition may.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Atom, Expression, MAX_DEPTH};

/// Parts come before what is made of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Step {
    And(u32),
    Or(u32),
    Not,
    AtLeast(u32, u32),
    Atom(Atom),
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut steps = Vec::new();
        add(self, &mut steps);
        steps.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let steps = Vec::<Step>::deserialize(deserializer)?;
        of_steps(steps).map_err(D::Error::custom)
    }
}

fn add(expression: &Expression, steps: &mut Vec<Step>) {
    let mut all = |parts: &[Expression]| {
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        for part in parts {
            add(part, steps);
        }
        count
    };
    let step = match expression {
        Expression::And(parts) => Step::And(all(parts)),
        Expression::Or(parts) => Step::Or(all(parts)),
        Expression::Not(part) => {
            add(part, steps);
            Step::Not
        }
        Expression::AtLeast(least, parts) => Step::AtLeast(*least, all(parts)),
        Expression::Atom(atom) => Step::Atom(atom.clone()),
    };
    steps.push(step);
}

fn of_steps(steps: Vec<Step>) -> Result<Expression, &'static str> {
    const DAMAGED: &str = "a condition is damaged";
    // Parentheses and `not` count as one level each, and hold at most an `and` and an `or`.
    let most = MAX_DEPTH.saturating_mul(4);
    let mut made: Vec<(Expression, usize)> = Vec::new();
    for step in steps {
        let mut take = |count: u32| {
            let count = usize::try_from(count).map_err(|_| DAMAGED)?;
            let from = made.len().checked_sub(count).ok_or(DAMAGED)?;
            let parts = made.split_off(from);
            let depth = parts
                .iter()
                .map(|(_, depth)| *depth)
                .max()
                .unwrap_or(0)
                .saturating_add(1);
            let parts: Vec<Expression> = parts.into_iter().map(|(part, _)| part).collect();
            Ok::<_, &'static str>((parts, depth))
        };
        let (expression, depth) = match step {
            Step::And(count) => take(count).map(|(parts, depth)| (Expression::And(parts), depth))?,
            Step::Or(count) => take(count).map(|(parts, depth)| (Expression::Or(parts), depth))?,
            Step::AtLeast(least, count) => {
                take(count).map(|(parts, depth)| (Expression::AtLeast(least, parts), depth))?
            }
            Step::Not => {
                let (mut parts, depth) = take(1)?;
                (Expression::Not(Box::new(parts.pop().ok_or(DAMAGED)?)), depth)
            }
            Step::Atom(atom) => (Expression::Atom(atom), 1),
        };
        if depth > most {
            return Err(DAMAGED);
        }
        made.push((expression, depth));
    }
    match (made.pop(), made.is_empty()) {
        (Some((expression, _)), true) => Ok(expression),
        _ => Err(DAMAGED),
    }
}
