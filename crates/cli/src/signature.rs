//! Edits that may take a warning away from somebody: what a second clinician signs before they are used.

use std::collections::BTreeMap;

use metasign_core::rules::condition::{Condition, Expression, can_be_true};
use metasign_core::rules::model::{Overlay, RuleSet, Tier, Trigger};

/// The highest threshold that needs nobody's second look.
const HIGHEST: f64 = 8.0;

/// One such edit, and where it is written in the new rules (as near as anything of it still stands there).
#[derive(Debug)]
pub(crate) struct Unsafe {
    pub(crate) rule: String,
    pub(crate) what: String,
    pub(crate) file: String,
    pub(crate) keys: Vec<String>,
}

/// Every edit from `old` to `new` that needs a second signature, the most urgent rules first.
pub(crate) fn unsafe_edits(old: &RuleSet, new: &RuleSet) -> Vec<Unsafe> {
    let mut edits = Vec::new();
    let known: BTreeMap<&str, &Trigger> = new.triggers.iter().map(|rule| (rule.id.as_str(), rule)).collect();
    let mut before: Vec<&Trigger> = old.triggers.iter().filter(|rule| !rule.care).collect();
    before.sort_by(|left, right| right.tier.cmp(&left.tier).then_with(|| left.id.cmp(&right.id)));
    for rule in before {
        match known.get(rule.id.as_str()) {
            None if rule.tier > Tier::SoonReview => {
                let what = format!("the red flag `{}` ({}) was taken out", rule.id, rule.tier.name());
                edits.push(of(&rule.id, what, &rule.place.file, &[]));
            }
            None => {}
            Some(now) => trigger(rule, now, &mut edits),
        }
    }
    signs(old, new, &mut edits);
    thresholds(old, new, &mut edits);
    citations(old, new, &mut edits);
    slots(old, new, &mut edits);
    edits
}

fn of(rule: &str, what: String, file: &str, keys: &[&str]) -> Unsafe {
    Unsafe {
        rule: rule.to_owned(),
        what,
        file: file.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    }
}

fn trigger(old: &Trigger, new: &Trigger, edits: &mut Vec<Unsafe>) {
    let id = new.id.as_str();
    let mut add = |key: &str, what: String| edits.push(of(id, what, &new.place.file, &[id, key]));
    if new.tier < old.tier && old.tier > Tier::SoonReview {
        add(
            "tier",
            format!("`{id}` is less urgent: {} became {}", old.tier.name(), new.tier.name()),
        );
    }
    if old.tier > Tier::SoonReview && loses(&old.when, &new.when) {
        add(
            "when",
            format!("`{id}` no longer fires for everybody it fired for: its `when` asks for more"),
        );
    }
    let kept_back = match (&old.unless, &new.unless) {
        (None, Some(now)) => Some(format!("`{id}` has an `unless` that it had not: {}", one_line(now))),
        (Some(was), Some(now)) if loses(now, was) => Some(format!(
            "the `unless` of `{id}` holds more people back: {}",
            one_line(now)
        )),
        _ => None,
    };
    if let Some(what) = kept_back.filter(|_| old.tier > Tier::SoonReview) {
        add("unless", what);
    }
    let shown = |rule: &Trigger| rule.known_metastatic.as_ref().is_none_or(|known| known.show);
    if shown(old) && !shown(new) {
        add(
            "known_metastatic",
            format!("`{id}` is no longer shown to people with known metastatic disease"),
        );
    }
    for source in old.sources.iter().filter(|source| !new.sources.contains(source)) {
        add("sources", format!("`{id}` no longer cites `{source}`"));
    }
}

/// Whether some record makes the one true and not the other.
fn loses(one: &Condition, other: &Condition) -> bool {
    if one.root == other.root {
        return false;
    }
    let not = Expression::Not(Box::new(other.root.clone()));
    can_be_true(&Expression::And(vec![one.root.clone(), not]))
}

fn one_line(condition: &Condition) -> String {
    condition.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn signs(old: &RuleSet, new: &RuleSet, edits: &mut Vec<Unsafe>) {
    for sign in old.signs.iter().filter(|sign| sign.emergency) {
        match new.signs.iter().find(|now| now.id == sign.id) {
            None => {
                let what = format!("the emergency sign `{}` was taken out", sign.id);
                edits.push(of(&sign.id, what, &sign.place.file, &[]));
            }
            Some(now) if !now.emergency => {
                let what = format!(
                    "`{}` is no emergency sign any more, so words in doubt raise no question",
                    sign.id
                );
                edits.push(of(&sign.id, what, &now.place.file, &[&now.id]));
            }
            Some(_) => {}
        }
    }
}

fn thresholds(old: &RuleSet, new: &RuleSet, edits: &mut Vec<Unsafe>) {
    for (tier, at_least, _) in &new.scoring.thresholds {
        let before = old.scoring.thresholds.iter().find(|(known, ..)| known == tier);
        let raised = before.is_some_and(|(_, was, _)| at_least > was);
        if raised || *at_least > HIGHEST && before.is_none() {
            let was = before.map_or(String::new(), |(_, was, _)| format!(", not at {was}"));
            let what = format!(
                "`{}` begins at {at_least} points{was}: fewer people reach it",
                tier.name()
            );
            edits.push(of(
                tier.name(),
                what,
                "scoring.toml",
                &["thresholds", tier.name(), "at_least"],
            ));
        }
    }
}

/// Citations taken out of signs, tumour types and the list of sources; those of triggers are told with them.
fn citations(old: &RuleSet, new: &RuleSet, edits: &mut Vec<Unsafe>) {
    for sign in &old.signs {
        let Some(now) = new.signs.iter().find(|now| now.id == sign.id) else {
            continue;
        };
        for source in sign.sources.iter().filter(|source| !now.sources.contains(source)) {
            let what = format!("`{}` no longer cites `{source}`", sign.id);
            edits.push(of(&sign.id, what, &now.place.file, &[&now.id, "sources"]));
        }
    }
    for tumour in &old.tumours {
        let Some(now) = new.tumours.iter().find(|now| now.id == tumour.id) else {
            continue;
        };
        for source in tumour.sources.iter().filter(|source| !now.sources.contains(source)) {
            let what = format!("`{}` no longer cites `{source}`", tumour.id);
            edits.push(of(&tumour.id, what, &now.place.file, &["sources"]));
        }
    }
    for source in &old.sources {
        if !new.sources.iter().any(|now| now.id == source.id) {
            let what = format!("the source `{}` was taken out of the list", source.id);
            edits.push(of(&source.id, what, "sources.toml", &[]));
        }
    }
}

fn slots(old: &RuleSet, new: &RuleSet, edits: &mut Vec<Unsafe>) {
    for slot in old.slots.iter().filter(|slot| slot.emergency) {
        match new.slots.iter().find(|now| now.id == slot.id) {
            Some(now) if now.emergency => {}
            _ => {
                let what = format!(
                    "the slot `{}` is no emergency slot any more, so a place may leave it empty",
                    slot.id
                );
                edits.push(of(&slot.id, what, "pathways/slots.toml", &[&slot.id]));
            }
        }
    }
    let phone = |overlay: &Overlay, slot: &str| {
        let filled = overlay.slots.iter().find(|(id, _)| id == slot);
        filled.is_some_and(|(_, value)| !value.phone.trim().is_empty())
    };
    for overlay in &old.overlays {
        let Some(now) = new.overlays.iter().find(|now| now.id == overlay.id) else {
            continue;
        };
        for slot in old.slots.iter().filter(|slot| slot.emergency) {
            if phone(overlay, &slot.id) && !phone(now, &slot.id) {
                let what = format!(
                    "the emergency slot `{}` of `{}` has no phone any more",
                    slot.id, overlay.id
                );
                let file = format!("overlays/{}/overlay.toml", overlay.id);
                edits.push(of(&overlay.id, what, &file, &["slots", &slot.id, "phone"]));
            }
        }
    }
}
