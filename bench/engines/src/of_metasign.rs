//! Metasign: a rule set in memory with these rules as red flags, and a record that says the facts in words of its own.

use std::fmt::Write as _;

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::explain::Outcome;
use metasign_core::record::{Date, Entry, EntryKind, Record};
use metasign_core::rules::bundle::Bundle;

use crate::rules::{Fact, Rule, SIGNS, sign};

const FRAME: [(&str, &str); 6] = [
    ("ruleset.toml", include_str!("../set/ruleset.toml")),
    ("sources.toml", include_str!("../set/sources.toml")),
    ("scoring.toml", include_str!("../set/scoring.toml")),
    ("pathways/all.toml", include_str!("../set/pathway.toml")),
    ("pathways/slots.toml", include_str!("../set/slots.toml")),
    ("tumours/other.toml", include_str!("../set/tumour.toml")),
];

pub fn engine(rules: &[Rule]) -> Engine {
    let mut files: Vec<(String, Vec<u8>)> = FRAME
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).into()))
        .collect();
    let shipped = Bundle::embedded();
    let language = shipped.files().filter(|(path, _)| path.starts_with("language/"));
    files.extend(language.map(|(path, content)| (path.to_owned(), content.bytes().to_vec())));
    let mut signs = String::new();
    for number in 0..SIGNS {
        let (id, word) = (sign(number), word(number));
        writeln!(
            signs,
            "[{id}]\nname = \"{id}\"\nphrases = [\"{word}\"]\nsources = [\"guide\"]"
        )
        .unwrap();
    }
    files.push(("signs/spine.toml".into(), signs.into_bytes()));
    let mut triggers = String::new();
    for rule in rules {
        writeln!(
            triggers,
            "[{0}]\nname = \"{0}\"\nsite = \"spine\"\ntier = \"urgent-24h\"\nwhen = \"{1}\"",
            rule.name,
            rule.condition()
        )
        .unwrap();
        if let Some(unless) = rule.unless {
            writeln!(triggers, "unless = \"{}\"", sign(unless)).unwrap();
        }
        writeln!(
            triggers,
            "pathway = \"team\"\nheadline = \"{} fires\"\nbasis = \"G\"\nsources = [\"guide\"]",
            rule.name
        )
        .unwrap();
    }
    files.push(("triggers/all.toml".into(), triggers.into_bytes()));
    let bundle = Bundle::from_files(files).unwrap();
    Engine::from_bundle(&bundle, &EngineOptions::default()).unwrap_or_else(|error| panic!("{error:#?}"))
}

/// A word that no language has, and that no slip makes another of them.
fn word(number: usize) -> String {
    const BEGIN: [&str; 10] = ["zar", "mel", "tob", "kin", "vus", "pol", "gri", "dax", "fem", "lur"];
    const END: [&str; 6] = ["bolon", "ketta", "migur", "nupso", "raspi", "sildev"];
    format!("{}{}", BEGIN[number % 10], END[number / 10 % 6])
}

pub fn record(facts: &[Fact]) -> Record<'static> {
    let today = Date::new(2026, 3, 12).unwrap();
    let mut builder = Record::builder(today);
    for (number, fact) in facts.iter().enumerate() {
        let text = match fact {
            Fact::Present => word(number),
            Fact::Absent => format!("no {}", word(number)),
            Fact::NotSaid => continue,
        };
        let entry = Entry::new(format!("e{number}"), EntryKind::Note).on(today.plus_days(-3));
        builder = builder.entry(entry.text(text));
    }
    builder.build()
}

/// The rules that fired, those that another stands above among them.
pub fn hits(engine: &Engine, record: &Record<'_>) -> Vec<String> {
    let explanation = engine.explain(record);
    let fired = |outcome| matches!(outcome, Outcome::Fired | Outcome::Superseded | Outcome::Answered);
    let names = explanation.rules.into_iter().filter(|rule| fired(rule.outcome));
    names.map(|rule| rule.rule).collect()
}
