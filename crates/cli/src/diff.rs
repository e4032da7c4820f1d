//! `metasign diff`: what changed in meaning between two rule sets, and for which records the prompts change.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use metasign_core::engine::Engine;
use metasign_core::rules::load::load;
use metasign_core::rules::model::RuleSet;

use crate::arguments::DiffArguments;
use crate::cases::prompted;
use crate::documents::Inputs;
use crate::input;
use crate::terminal::{ALARM, Ended, FINE, STRONG, Stop, Terminal};

/// Items of a rule set by kind and id, each as the lines of what it means.
type Items = BTreeMap<(&'static str, String), Vec<String>>;

pub(crate) fn run(verb: &DiffArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let (old, old_engine) = read(&verb.old, terminal)?;
    let (new, new_engine) = read(&verb.new, terminal)?;
    let mut changes = 0_usize;
    for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
        let (kind, id) = key;
        let lines = match (old.get(key), new.get(key)) {
            (Some(before), Some(after)) if before == after => continue,
            (Some(before), Some(after)) => {
                terminal.line(format!("{STRONG}{kind} {id}{STRONG:#} changed"))?;
                (missing(before, after), missing(after, before))
            }
            (Some(_), None) => {
                terminal.line(format!("{STRONG}{kind} {id}{STRONG:#} {ALARM}taken out{ALARM:#}"))?;
                Default::default()
            }
            _ => {
                terminal.line(format!("{STRONG}{kind} {id}{STRONG:#} {FINE}added{FINE:#}"))?;
                Default::default()
            }
        };
        changes = changes.saturating_add(1);
        for line in lines.0 {
            terminal.line(format!("  {ALARM}- {}{ALARM:#}", line.trim()))?;
        }
        for line in lines.1 {
            terminal.line(format!("  {FINE}+ {}{FINE:#}", line.trim()))?;
        }
    }
    terminal.line(format!("{changes} changes in meaning"))?;
    if let Some(path) = &verb.records {
        records(path, &old_engine, &new_engine, terminal)?;
    }
    Ok(Ended::Done)
}

fn read(path: &Path, terminal: &mut Terminal<'_>) -> Result<(Items, Engine), Stop> {
    let rules = input::Rules::at(Some(path))?;
    let engine = input::engine_of(&rules, None, terminal)?;
    let bundle = rules.bundle()?;
    match load(&bundle).rule_set {
        Some(rules) => Ok((items(&rules), engine)),
        None => Err(Stop::Said(format!("`{}` can't be loaded", path.display()))),
    }
}

fn items(rules: &RuleSet) -> Items {
    let mut items = Items::new();
    let mut add = |kind: &'static str, id: &str, item: &dyn Debug| {
        items.insert((kind, id.to_owned()), meaning(item));
    };
    add("rule set", "settings", &rules.info.settings);
    add("rule set", "snooze", &rules.info.snooze);
    add("points", "thresholds", &rules.scoring.thresholds);
    for list in &rules.codelists {
        add(
            "codelist",
            &format!("{}.{}", list.list, list.system.name()),
            &list.codes,
        );
    }
    rules.qualifiers.iter().for_each(|one| add("qualifier", &one.id, one));
    rules
        .measurements
        .iter()
        .for_each(|one| add("measurement", &one.id, one));
    rules.signs.iter().for_each(|one| add("sign", &one.id, one));
    rules.tumours.iter().for_each(|one| add("tumour", &one.id, one));
    rules.scoring.domains.iter().for_each(|one| add("domain", &one.id, one));
    rules.scoring.points.iter().for_each(|one| add("points", &one.id, one));
    rules
        .scoring
        .modifiers
        .iter()
        .for_each(|one| add("modifier", &one.id, one));
    rules.triggers.iter().for_each(|one| add("trigger", &one.id, one));
    rules.statuses.iter().for_each(|one| add("status", &one.id, one));
    rules.pathways.iter().for_each(|one| add("pathway", &one.id, one));
    rules.slots.iter().for_each(|one| add("slot", &one.id, one));
    rules.overlays.iter().for_each(|one| add("overlay", &one.id, one));
    rules
        .language
        .iter()
        .for_each(|(file, text)| add("language", file, text));
    items
}

/// The item's fields, one a line, without the place it is written at.
fn meaning(item: &dyn Debug) -> Vec<String> {
    let text = format!("{item:#?}");
    let mut lines = Vec::new();
    let mut inside_place = false;
    for line in text.lines() {
        inside_place |= line.trim_start().starts_with("place: Place {");
        if !inside_place {
            lines.push(line.to_owned());
        }
        inside_place &= !line.trim_start().starts_with("},");
    }
    lines
}

/// Lines of `these` that `those` lacks, in order, without lone brackets.
fn missing<'l>(these: &'l [String], those: &[String]) -> Vec<&'l str> {
    let says = |line: &&String| line.chars().any(char::is_alphanumeric) && !those.contains(line);
    these.iter().filter(says).map(String::as_str).collect()
}

fn records(path: &Path, old: &Engine, new: &Engine, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let inputs = Inputs::read(&input::records(path)?)?;
    let documents = inputs.documents();
    let mut changed = 0_usize;
    for document in &documents {
        let record = match document.record(None) {
            Ok(record) => record,
            Err(message) => {
                terminal.problem(&message);
                continue;
            }
        };
        let (before, after) = (prompted(&old.assess(&record)), prompted(&new.assess(&record)));
        if before != after {
            changed = changed.saturating_add(1);
            terminal.line(format!("{STRONG}{}{STRONG:#}", document.name))?;
            terminal.line(format!("  {ALARM}- {before}{ALARM:#}"))?;
            terminal.line(format!("  {FINE}+ {after}{FINE:#}"))?;
        }
    }
    terminal.line(format!(
        "{changed} of {} records are prompted differently",
        documents.len()
    ))
}
