//! `metasign diff`: what changed between two versions of the rules, in their own words, and for whom.
//!
//! First what needs a second signature, then every change key by key as it is written, then the cases and records whose
//! prompts change.

mod items;
mod people;

use metasign_core::engine::Engine;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::load::load;
use metasign_core::rules::model::RuleSet;

use self::items::{Change, Items};
use self::people::Counted;
use crate::arguments::DiffArguments;
use crate::input;
use crate::revision;
use crate::signature::unsafe_edits;
use crate::terminal::{ALARM, Ended, FAINT, FINE, STRONG, Stop, Terminal};

/// One version of the rules.
struct Version {
    bundle: Bundle,
    rules: RuleSet,
    engine: Engine,
}

pub(crate) fn run(verb: &DiffArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let old = version(&verb.old, &verb.new, terminal)?;
    let new = version(&verb.new, &verb.old, terminal)?;
    signatures(&old, &new, terminal)?;
    let changes = Items::of(&old.bundle).changes_to(&Items::of(&new.bundle));
    for (item, changes) in &changes {
        terminal.line(format!("{STRONG}{item}{STRONG:#}"))?;
        for change in changes {
            show(change, terminal)?;
        }
    }
    terminal.line(format!("{} items changed", changes.len()))?;
    let mut counted = Counted::default();
    if verb.cases {
        people::cases(&old, &new, &mut counted)?;
    }
    if let Some(path) = &verb.records {
        people::records(path, &old, &new, &mut counted, terminal)?;
    }
    if verb.cases || verb.records.is_some() {
        counted.show(terminal)?;
    }
    Ok(Ended::Done)
}

fn version(path: &std::path::Path, beside: &std::path::Path, terminal: &mut Terminal<'_>) -> Result<Version, Stop> {
    let rules = revision::rules(path, Some(beside))?;
    let engine = input::engine_of(&rules, None, terminal)?;
    let bundle = rules.bundle()?;
    match load(&bundle).rule_set {
        Some(rules) => Ok(Version { bundle, rules, engine }),
        None => Err(Stop::Said(format!("`{}` can't be loaded", path.display()))),
    }
}

fn signatures(old: &Version, new: &Version, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let edits = unsafe_edits(&old.rules, &new.rules);
    if edits.is_empty() {
        return Ok(());
    }
    terminal.line(format!("{ALARM}Needs a second signature{ALARM:#}"))?;
    for edit in &edits {
        terminal.line(format!("  {} {FAINT}[{}]{FAINT:#}", edit.what, edit.file))?;
    }
    terminal.line("")
}

fn show(change: &Change, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    match change {
        Change::Added => terminal.line(format!("  {FINE}added{FINE:#}")),
        Change::TakenOut => terminal.line(format!("  {ALARM}taken out{ALARM:#}")),
        Change::Value { key, old, new } if old.len().saturating_add(new.len()) < 60 => {
            terminal.line(format!("  {key}: {old} → {new}"))
        }
        Change::Value { key, old, new } => {
            terminal.line(format!("  {key}:"))?;
            terminal.line(format!("    {ALARM}- {old}{ALARM:#}"))?;
            terminal.line(format!("    {FINE}+ {new}{FINE:#}"))
        }
        Change::List { key, gone, come } => {
            terminal.line(format!("  {key}:"))?;
            for item in gone {
                terminal.line(format!("    {ALARM}- {item}{ALARM:#}"))?;
            }
            for item in come {
                terminal.line(format!("    {FINE}+ {item}{FINE:#}"))?;
            }
            Ok(())
        }
    }
}
