//! `metasign unread`: clauses of complaint in which nothing was understood, to grow the vocabulary from.
//!
//! The clauses are patients' words: they go to standard output for the person who asked, never into a log.

use std::collections::BTreeMap;
use std::path::Path;

use metasign_core::engine::Engine;
use metasign_core::text::{Mention, NoteContext};
use serde_json::json;

use crate::arguments::{Format, RulesArguments, UnreadArguments};
use crate::documents::Inputs;
use crate::input;
use crate::terminal::{Ended, Stop, Terminal};

/// How often each clause stands there, by its words.
#[derive(Debug, Default)]
struct Clauses {
    counts: BTreeMap<String, u64>,
    notes: u64,
}

pub(crate) fn run(verb: &UnreadArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    let mut clauses = Clauses::default();
    let mut failed = false;
    let lines = verb.path.extension().is_some_and(|extension| extension == "txt");
    if lines {
        let bytes = input::read(&verb.path, input::MAX_INPUT_BYTES).map_err(Stop::Said)?;
        for line in String::from_utf8_lossy(&bytes).lines() {
            clauses.of(&engine, line);
        }
    } else {
        let files = if verb.path == Path::new("-") {
            vec![verb.path.clone()]
        } else {
            input::records(&verb.path)?
        };
        let inputs = Inputs::read(&files)?;
        for document in inputs.documents() {
            match document.record(None) {
                Ok(record) => {
                    for text in record.entries.iter().filter_map(|entry| entry.text.as_deref()) {
                        clauses.of(&engine, text);
                    }
                }
                Err(message) => {
                    failed = true;
                    terminal.problem(&message);
                }
            }
        }
    }
    clauses.show(verb, terminal)?;
    if failed { Err(Stop::Failed) } else { Ok(Ended::Done) }
}

impl Clauses {
    fn of(&mut self, engine: &Engine, text: &str) {
        self.notes = self.notes.saturating_add(1);
        let reader = engine.reader();
        let mut mentions: Vec<Mention> = Vec::new();
        reader.read(text, &NoteContext::default(), &mut mentions);
        let mut unread = Vec::new();
        reader.unread(text, &mentions, &mut unread);
        for clause in unread {
            let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
            let words = text.get(place(clause.start)..place(clause.end)).unwrap_or_default();
            let words: Vec<&str> = words.split_whitespace().collect();
            let count = self.counts.entry(words.join(" ").to_lowercase()).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn show(self, verb: &UnreadArguments, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
        let matching = |clause: &str| verb.matching.as_ref().is_none_or(|pattern| pattern.is_match(clause));
        let mut clauses: Vec<(String, u64)> = self.counts.into_iter().filter(|(clause, _)| matching(clause)).collect();
        clauses.sort_by(|(one, often), (other, less)| less.cmp(often).then_with(|| one.cmp(other)));
        let all = clauses.len();
        clauses.truncate(verb.most);
        match verb.format {
            Format::Json => terminal.line(json!({
                "schema": "metasign.unread/1",
                "notes": self.notes,
                "clauses": all,
                "most_frequent": clauses.iter().map(|(clause, count)| json!({"clause": clause, "count": count})).collect::<Vec<_>>(),
            })),
            Format::Text => {
                terminal.line("sign\tphrase\tnote\tvoice")?;
                for (clause, count) in &clauses {
                    terminal.line(format!("?\t{clause}\t{clause}\tseen {count}"))?;
                }
                terminal.remark(&format!(
                    "{all} clauses of complaint in {} notes were not understood{}; an example file (rules/examples) once each `?` is a sign or `none`",
                    self.notes,
                    if all > clauses.len() { ", the most frequent are shown" } else { "" },
                ));
                Ok(())
            }
        }
    }
}
