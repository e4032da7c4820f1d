//! `metasign burden`: how many prompts a practice would see: many records, each asked at its own consultations.

use std::collections::{BTreeMap, BTreeSet};

use metasign_core::engine::Engine;
use metasign_core::record::{Date, EntryKind, Precision, Record};
use metasign_core::rules::model::Tier;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::{Value, json};

use crate::arguments::{BurdenArguments, Format, RulesArguments};
use crate::documents::Inputs;
use crate::input;
use crate::terminal::{Ended, STRONG, Stop, Terminal};

/// What was counted.
#[derive(Debug, Default)]
struct Burden {
    records: u64,
    consultations: u64,
    /// Interruptive prompts at consultations of people without a recorded cancer.
    interruptive_without_cancer: u64,
    /// New prompts that interrupt, that are visible, that are quiet; care and recording rules left out.
    new: [u64; 3],
    /// By tier: shown, and new: not shown at this tier or above for the same rule, site and tumour in the 90 days before.
    tiers: BTreeMap<String, (u64, u64)>,
    rules: BTreeMap<String, (u64, u64)>,
}

pub(crate) fn run(verb: &BurdenArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    let inputs = Inputs::read(&input::records(&verb.path)?)?;
    let documents = inputs.documents();
    let counted: Vec<Result<Burden, String>> = documents
        .par_iter()
        .map(|document| Ok(of_record(&document.record(None)?, &engine, verb.consultations)))
        .collect();
    let mut total = Burden::default();
    let mut failed = false;
    for burden in counted {
        match burden {
            Ok(burden) => total.add(burden),
            Err(message) => {
                failed = true;
                terminal.problem(&message);
            }
        }
    }
    match verb.format {
        Format::Json => terminal.line(total.json())?,
        Format::Text => total.show(terminal)?,
    }
    if failed { Err(Stop::Failed) } else { Ok(Ended::Done) }
}

/// Asks about one record on each day somebody was seen, knowing only what was written by then.
fn of_record(record: &Record<'_>, engine: &Engine, most: usize) -> Burden {
    let mut burden = Burden {
        records: 1,
        ..Burden::default()
    };
    let mut shown: BTreeMap<(String, &'static str, Option<String>), (Date, Tier)> = BTreeMap::new();
    let quiet_rules = quiet_rules(engine);
    for day in consultations(record, most) {
        let mut then = record.clone();
        then.as_of = day;
        then.entries
            .retain(|entry| entry.date.is_none_or(|date| date.earliest() <= day));
        let answer = engine.assess(&then);
        burden.consultations = burden.consultations.saturating_add(1);
        for prompt in answer.prompts {
            let key = (prompt.rule.clone(), prompt.site.name(), prompt.tumour.clone());
            let before = shown.get(&key).copied();
            let fresh =
                before.is_none_or(|(last, tier)| tier < prompt.urgency || day.days_since(last) > AGAIN_AFTER_DAYS);
            if fresh || before.is_some_and(|(_, tier)| prompt.urgency > tier) {
                shown.insert(key, (day, prompt.urgency));
            }
            let new = fresh;
            if fresh && !quiet_rules.contains(prompt.rule.as_str()) {
                burden.count_new(prompt.urgency);
            }
            count(&mut burden.tiers, prompt.urgency.name(), new);
            count(&mut burden.rules, &prompt.rule, new);
            if prompt.interruptive && answer.cancer_history.is_empty() {
                burden.interruptive_without_cancer = burden.interruptive_without_cancer.saturating_add(1);
            }
        }
    }
    burden
}

/// A prompt shown again after so long is new.
const AGAIN_AFTER_DAYS: i32 = 90;

/// Care and recording rules: they ask for no action about a symptom.
fn quiet_rules(engine: &Engine) -> BTreeSet<&str> {
    let triggers = engine.running_rules().triggers.iter();
    triggers
        .filter(|trigger| trigger.care || trigger.code.is_some())
        .map(|trigger| trigger.id.as_str())
        .collect()
}

/// The newest days with a note or a consultation; of a record without any, the days of its entries.
fn consultations(record: &Record<'_>, most: usize) -> Vec<Date> {
    let days = |only_seen: bool| {
        let entries = record
            .entries
            .iter()
            .filter(move |entry| !only_seen || entry.kind == EntryKind::Note || entry.consultation.is_some());
        let dates = entries.filter_map(|entry| entry.date);
        let dates = dates.filter(|date| date.precision() == Precision::Day && date.earliest() <= record.as_of);
        dates
            .map(metasign_core::record::PartialDate::earliest)
            .collect::<BTreeSet<Date>>()
    };
    let mut found = days(true);
    if found.is_empty() {
        found = days(false);
    }
    let first = found.len().saturating_sub(most);
    found.into_iter().skip(first).collect()
}

fn count(counts: &mut BTreeMap<String, (u64, u64)>, name: &str, new: bool) {
    let (shown, first) = counts.entry(name.to_owned()).or_default();
    *shown = shown.saturating_add(1);
    *first = first.saturating_add(u64::from(new));
}

impl Burden {
    fn count_new(&mut self, tier: Tier) {
        let place = match tier {
            Tier::Emergency | Tier::Urgent24h => 0,
            Tier::UrgentSuspectedCancer => 1,
            Tier::SoonReview => 2,
            Tier::Watch => return,
        };
        if let Some(count) = self.new.get_mut(place) {
            *count = count.saturating_add(1);
        }
    }

    /// New prompts for each 1,000 contacts: interruptive, visible, quiet.
    fn new_rates(&self) -> [f64; 3] {
        self.new.map(|count| self.rate(count))
    }

    fn add(&mut self, other: Self) {
        for (mine, theirs) in self.new.iter_mut().zip(other.new) {
            *mine = mine.saturating_add(theirs);
        }
        self.records = self.records.saturating_add(other.records);
        self.consultations = self.consultations.saturating_add(other.consultations);
        self.interruptive_without_cancer = self
            .interruptive_without_cancer
            .saturating_add(other.interruptive_without_cancer);
        for (mine, theirs) in [(&mut self.tiers, other.tiers), (&mut self.rules, other.rules)] {
            for (name, (shown, new)) in theirs {
                let (mine_shown, mine_new) = mine.entry(name).or_default();
                *mine_shown = mine_shown.saturating_add(shown);
                *mine_new = mine_new.saturating_add(new);
            }
        }
    }

    /// So many for each 1,000 consultations.
    #[expect(clippy::cast_precision_loss, reason = "a rate to one decimal")]
    fn rate(&self, count: u64) -> f64 {
        if self.consultations == 0 {
            return 0.0;
        }
        (count as f64 * 10_000.0 / self.consultations as f64).round() / 10.0
    }

    fn show(&self, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
        terminal.line(format!(
            "{} records, {} consultations",
            self.records, self.consultations
        ))?;
        let [interruptive, visible, quiet] = self.new_rates();
        terminal.line(format!(
            "New prompts per 1,000 contacts: interruptive {interruptive:.1}, visible {visible:.1}, quiet {quiet:.1}"
        ))?;
        terminal.line(format!(
            "Interruptive prompts without a recorded cancer: {}",
            self.interruptive_without_cancer
        ))?;
        for (title, counts) in [("Tier", &self.tiers), ("Rule", &self.rules)] {
            terminal.line(format!(
                "\n{STRONG}{title:<36} {:>8} {:>8}   per 1,000 consultations{STRONG:#}",
                "shown", "new"
            ))?;
            for (name, (shown, new)) in counts {
                terminal.line(format!(
                    "{name:<36} {:>8.1} {:>8.1}   ({shown}, {new})",
                    self.rate(*shown),
                    self.rate(*new)
                ))?;
            }
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let rows = |counts: &BTreeMap<String, (u64, u64)>| {
            let rows = counts.iter().map(|(name, (shown, new))| {
                json!({
                    "name": name, "shown": shown, "new": new, "shown_per_1000": self.rate(*shown),
                    "new_per_1000": self.rate(*new),
                })
            });
            rows.collect::<Vec<_>>()
        };
        let [interruptive, visible, quiet] = self.new_rates();
        json!({
            "new_per_1000": { "interruptive": interruptive, "visible": visible, "quiet": quiet },
            "schema": "metasign.burden/1", "records": self.records, "consultations": self.consultations,
            "interruptive_without_cancer": self.interruptive_without_cancer, "tiers": rows(&self.tiers),
            "rules": rows(&self.rules),
        })
    }
}
