//! Whose prompts change: cases and records, answered by both versions.

use std::collections::BTreeMap;
use std::path::Path;

use metasign_core::assessment::Assessment;
use metasign_core::record::Record;
use metasign_core::rules::model::Tier;

use super::Version;
use crate::cases::{Cases, prompted};
use crate::documents::Inputs;
use crate::input;
use crate::terminal::{ALARM, FINE, STRONG, Stop, Terminal};

/// At most so many names are listed for one kind of change.
const LISTED: usize = 20;

/// Somebody whose prompts changed.
struct Person {
    name: String,
    before: String,
    after: String,
}

/// How answers moved.
#[derive(Default)]
pub(super) struct Counted {
    asked: usize,
    /// By the most urgent tier before and after: who.
    moved: BTreeMap<(Option<Tier>, Option<Tier>), Vec<Person>>,
    /// Prompts of each tier, before and after.
    prompts: BTreeMap<Tier, (usize, usize)>,
}

impl Counted {
    fn answer(&mut self, name: &str, before: &Assessment, after: &Assessment) {
        self.asked = self.asked.saturating_add(1);
        for prompt in &before.prompts {
            let count = &mut self.prompts.entry(prompt.urgency).or_default().0;
            *count = count.saturating_add(1);
        }
        for prompt in &after.prompts {
            let count = &mut self.prompts.entry(prompt.urgency).or_default().1;
            *count = count.saturating_add(1);
        }
        let (said, says) = (prompted(before), prompted(after));
        if said != says {
            let most = |answer: &Assessment| answer.prompts.iter().map(|prompt| prompt.urgency).max();
            let people = self.moved.entry((most(before), most(after))).or_default();
            people.push(Person {
                name: name.to_owned(),
                before: said,
                after: says,
            });
        }
    }

    /// Those who lost a prompt first, then who is told less urgently, more urgently, anew, and otherwise.
    pub(super) fn show(&self, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
        let mut groups: Vec<_> = self.moved.iter().collect();
        groups.sort_by_key(|((before, after), _)| match (before, after) {
            (Some(_), None) => 0,
            (Some(before), Some(after)) if after < before => 1,
            (Some(before), Some(after)) if after > before => 2,
            (None, Some(_)) => 3,
            _ => 4,
        });
        terminal.line("")?;
        for ((before, after), people) in groups {
            let what = match (before, after) {
                (Some(before), None) => format!("no longer prompted (was {})", before.name()),
                (None, Some(after)) => format!("newly prompted: {}", after.name()),
                (Some(before), Some(after)) if before != after => format!("from {} to {}", before.name(), after.name()),
                _ => "as urgent, with other prompts".to_owned(),
            };
            terminal.line(format!("{STRONG}{} {what}{STRONG:#}", people.len()))?;
            for person in people.iter().take(LISTED) {
                terminal.line(format!("  {}", person.name))?;
                terminal.line(format!("    {ALARM}- {}{ALARM:#}", person.before))?;
                terminal.line(format!("    {FINE}+ {}{FINE:#}", person.after))?;
            }
            if let Some(more) = people.len().checked_sub(LISTED).filter(|more| *more > 0) {
                terminal.line(format!("  and {more} more"))?;
            }
        }
        let changed: usize = self.moved.values().map(Vec::len).sum();
        terminal.line(format!("{changed} of {} are prompted differently", self.asked))?;
        for (tier, (before, after)) in self.prompts.iter().rev() {
            terminal.line(format!("  {}: {before} prompts, now {after}", tier.name()))?;
        }
        Ok(())
    }
}

/// The cases of the newer version, and those of the older one that it no longer has.
pub(super) fn cases(old: &Version, new: &Version, counted: &mut Counted) -> Result<(), Stop> {
    let mut seen = std::collections::BTreeSet::new();
    for version in [new, old] {
        for case in Cases::of(&version.bundle, &version.rules).cases {
            if !seen.insert(case.name.clone()) {
                continue;
            }
            let record = case.record();
            both(&case.name, &record, old, new, counted);
        }
    }
    Ok(())
}

/// The records of a folder or file.
pub(super) fn records(
    path: &Path,
    old: &Version,
    new: &Version,
    counted: &mut Counted,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let inputs = Inputs::read(&input::records(path)?)?;
    for document in &inputs.documents() {
        match document.record(None) {
            Ok(record) => both(&document.name, &record, old, new, counted),
            Err(message) => terminal.problem(&message),
        }
    }
    Ok(())
}

fn both(name: &str, record: &Record<'_>, old: &Version, new: &Version, counted: &mut Counted) {
    counted.answer(name, &old.engine.assess(record), &new.engine.assess(record));
}
