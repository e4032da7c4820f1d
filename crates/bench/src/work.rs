//! Fixed pieces of work, each done once in a process of its own so that its instructions can be counted.

use std::hint::black_box;

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::Record;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::load::load;
use metasign_core::text::NoteContext;

use crate::inputs;

/// The names of the pieces, in the order of the table.
pub(crate) const NAMES: [&str; 12] = [
    "load-rules",
    "compile-rules",
    "value-parse-synthea",
    "fhir-read-synthea",
    "fhir-to-assessment-synthea",
    "fhir-to-assessment-gpconnect",
    "native-to-assessment-1000",
    "assess-1000",
    "assess-16000",
    "decide-1000",
    "notes-quiet",
    "notes-real",
];

/// Prepares a piece of work and does it once, twice where the first time is not like the others.
pub(crate) fn run(name: &str) {
    match name {
        "load-rules" => {
            let bundle = Bundle::embedded();
            measured_region(&mut || load(&bundle).diagnostics.len());
        }
        "compile-rules" => {
            let mut rules = load(&Bundle::embedded()).rule_set;
            let mut made = None;
            measured_region(&mut || {
                made = Some(Engine::new(rules.take().unwrap(), &EngineOptions::default()).unwrap());
                1
            });
        }
        "value-parse-synthea" => {
            let bytes = inputs::sample("synthea-r4-colon");
            measured_region(&mut || usize::from(value(&bytes).is_object()));
        }
        "fhir-read-synthea" => {
            let bytes = inputs::sample("synthea-r4-colon");
            measured_region(&mut || metasign_fhir::read(&bytes, None).unwrap().entries.len());
        }
        "fhir-to-assessment-synthea" => fhir("synthea-r4-colon"),
        "fhir-to-assessment-gpconnect" => fhir("gpconnect-stu3-9388098432"),
        "native-to-assessment-1000" => {
            let engine = engine();
            let bytes = inputs::native_json(&engine, 1000);
            let mut work = || answer(&engine, &Record::from_json(&bytes).unwrap());
            work();
            measured_region(&mut work);
        }
        "assess-1000" => assess(1000),
        "assess-16000" => assess(16_000),
        "decide-1000" => {
            let engine = engine();
            let record = inputs::mixed_record(&engine, 1000);
            let mut facts = engine.facts(&record);
            measured_region(&mut || facts.decide());
        }
        "notes-quiet" => notes(&[inputs::QUIET.repeat(400)]),
        "notes-real" => notes(&inputs::notes()),
        _ => panic!("no piece of work `{name}`"),
    }
}

/// The embedded rules, compiled.
pub(crate) fn engine() -> Engine {
    Engine::embedded(&EngineOptions::default()).unwrap()
}

/// What the yardstick does: the same bytes as a tree of values.
pub(crate) fn value(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

/// From a record to the bytes of its answer.
pub(crate) fn answer(engine: &Engine, record: &Record<'_>) -> usize {
    engine.assess(record).to_json().unwrap().len()
}

fn assess(entries: usize) {
    let engine = engine();
    let record = inputs::mixed_record(&engine, entries);
    let mut work = || engine.assess(&record).prompts.len();
    work();
    measured_region(&mut work);
}

fn fhir(sample: &str) {
    let engine = engine();
    let bytes = inputs::sample(sample);
    let mut work = || answer(&engine, &metasign_fhir::read(&bytes, None).unwrap());
    work();
    measured_region(&mut work);
}

fn notes(notes: &[String]) {
    let engine = engine();
    let mut mentions = Vec::new();
    let mut work = || {
        mentions.clear();
        for note in notes {
            engine.reader().read(note, &NoteContext::default(), &mut mentions);
        }
        mentions.len()
    };
    work();
    measured_region(&mut work);
}

/// Callgrind counts only inside of this function, which it knows by its name.
#[inline(never)]
fn measured_region(work: &mut dyn FnMut() -> usize) -> usize {
    black_box(work())
}
