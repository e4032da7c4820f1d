//! Signs made of signs, rules superseding rules: an order if there is one, the cycle if not.

use std::collections::BTreeMap;

use crate::rules::condition::{Atom, Event, Expression, Window};
use crate::rules::diagnostic::Place;
use crate::rules::model::{Sign, Trigger};
use crate::rules::read::Reading;

/// Puts made-up signs after the signs they are made of; names the cycle when they are made of each other.
pub(crate) fn order_signs(reading: &mut Reading<'_>, signs: &mut Vec<Sign>) {
    let index: BTreeMap<&str, usize> = signs
        .iter()
        .enumerate()
        .map(|(at, sign)| (sign.id.as_str(), at))
        .collect();
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); signs.len()];
    for (at, sign) in signs.iter().enumerate() {
        let mut names = Vec::new();
        if let Some(condition) = &sign.when {
            sign_names(&condition.root, &mut names);
        }
        if let Some(own) = needs.get_mut(at) {
            own.extend(names.iter().filter_map(|name| index.get(name)));
        }
        // A finding of this sign is one of those too, so those come after it.
        for target in sign.also.iter().filter_map(|name| index.get(name.as_str())) {
            if let Some(needed) = needs.get_mut(*target)
                && *target != at
            {
                needed.push(at);
            }
        }
    }
    let ids: Vec<&str> = signs.iter().map(|sign| sign.id.as_str()).collect();
    match order(&needs) {
        Ok(order) => {
            let mut slots: Vec<Option<Sign>> = signs.drain(..).map(Some).collect();
            signs.extend(
                order
                    .into_iter()
                    .filter_map(|at| slots.get_mut(at).and_then(Option::take)),
            );
        }
        Err(cycle) => {
            let message = format!("signs are made of each other: {}", path(&cycle, &ids));
            let first = cycle.first().and_then(|at| signs.get(*at));
            let (place, rule) = first
                .map(|sign| (sign.place.clone(), sign.id.clone()))
                .unwrap_or_default();
            let help = "take one of them out of the other's `when` or `also`".to_owned();
            reading.error(place, Some(&rule), "cycle", message, Some(help));
        }
    }
}

/// Rules that hide each other would leave nothing to show.
pub(crate) fn supersedes(reading: &mut Reading<'_>, triggers: &[Trigger]) {
    let index: BTreeMap<&str, usize> = triggers
        .iter()
        .enumerate()
        .map(|(at, trigger)| (trigger.id.as_str(), at))
        .collect();
    let needs = triggers.iter().enumerate().map(|(at, trigger)| {
        let others = trigger
            .supersedes
            .iter()
            .filter_map(|name| index.get(name.as_str()).copied());
        others.filter(|other| *other != at).collect()
    });
    let needs: Vec<Vec<usize>> = needs.collect();
    if let Err(cycle) = order(&needs) {
        let ids: Vec<&str> = triggers.iter().map(|trigger| trigger.id.as_str()).collect();
        let message = format!("rules supersede each other: {}", path(&cycle, &ids));
        let first = cycle.first().and_then(|at| triggers.get(*at));
        let (place, rule): (Place, String) = first
            .map(|trigger| (trigger.place.clone(), trigger.id.clone()))
            .unwrap_or_default();
        let help = "decide which of them is shown, and take the other `supersedes` out".to_owned();
        reading.error(place, Some(&rule), "cycle", message, Some(help));
    }
    for trigger in triggers {
        for other in trigger
            .supersedes
            .iter()
            .filter_map(|name| triggers.iter().find(|other| other.id == *name))
        {
            if other.tier > trigger.tier {
                let message = format!(
                    "`{}` ({}) would hide the more urgent `{}` ({})",
                    trigger.id,
                    trigger.tier.name(),
                    other.id,
                    other.tier.name()
                );
                let help = "a rule may only supersede rules that are not more urgent".to_owned();
                reading.error(
                    trigger.place.clone(),
                    Some(&trigger.id),
                    "supersedes-urgent",
                    message,
                    Some(help),
                );
            }
        }
    }
}

/// Signs a condition depends on.
pub(crate) fn sign_names<'e>(expression: &'e Expression, names: &mut Vec<&'e str>) {
    match expression {
        Expression::And(items) | Expression::Or(items) | Expression::AtLeast(_, items) => {
            for item in items {
                sign_names(item, names);
            }
        }
        Expression::Not(inner) => sign_names(inner, names),
        Expression::Atom(atom) => {
            let window = match atom {
                Atom::Sign { sign, window, .. } | Atom::NoRecord { sign, window, .. } => {
                    names.push(sign);
                    window.as_ref()
                }
                Atom::Event { window, .. } => window.as_ref(),
                _ => None,
            };
            if let Some(
                Window::WithinAfter(_, Event::Sign(sign))
                | Window::WithinBefore(_, Event::Sign(sign))
                | Window::After(Event::Sign(sign))
                | Window::Before(Event::Sign(sign)),
            ) = window
            {
                names.push(sign);
            }
        }
    }
}

/// An order in which everything comes after what it needs and otherwise stays as it was, or a cycle.
fn order(needs: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let mut state = vec![NEW; needs.len()];
    let mut order = Vec::with_capacity(needs.len());
    for start in 0..needs.len() {
        // An explicit stack: a chain of thousands of made-up signs must not overflow the real one.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        if state.get(start) == Some(&NEW) {
            set(&mut state, start, OPEN);
            stack.push((start, 0));
        }
        while let Some((at, next)) = stack.last_mut() {
            let needed = needs.get(*at).and_then(|own| own.get(*next)).copied();
            *next = next.saturating_add(1);
            let Some(needed) = needed else {
                let at = *at;
                set(&mut state, at, DONE);
                order.push(at);
                stack.pop();
                continue;
            };
            match state.get(needed) {
                Some(&NEW) => {
                    set(&mut state, needed, OPEN);
                    stack.push((needed, 0));
                }
                Some(&OPEN) => {
                    let on_stack: Vec<usize> = stack.iter().map(|(at, _)| *at).collect();
                    let begin = on_stack.iter().position(|at| *at == needed).unwrap_or(0);
                    return Err(on_stack.into_iter().skip(begin).collect());
                }
                _ => {}
            }
        }
    }
    Ok(order)
}

fn set(state: &mut [u8], at: usize, value: u8) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}

fn path(cycle: &[usize], ids: &[&str]) -> String {
    let again = cycle.first();
    let names = cycle.iter().chain(again).filter_map(|at| ids.get(*at));
    names.map(|id| format!("`{id}`")).collect::<Vec<String>>().join(" → ")
}
