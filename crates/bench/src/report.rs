//! The table of times.

use std::time::{Duration, Instant};

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::Record;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::load::load;
use metasign_core::text::NoteContext;

use crate::clock::{pair, rate, shown, time};
use crate::copies::copied;
use crate::inputs::{self, Uniform};
use crate::work::{answer, engine, value};

/// Prints every time.
pub(crate) fn times() {
    rules();
    let engine = engine();
    fhir(&engine);
    native(&engine);
    decisions(&engine);
    notes(&engine);
    record_length(&engine);
    worst(&engine);
    number_of_rules(&engine);
}

fn heading(title: &str, columns: [&str; 3]) {
    println!("\n{title:<46}{:>14}{:>14}{:>14}", columns[0], columns[1], columns[2]);
}

fn row(name: &str, columns: [&str; 3]) {
    println!("{name:<46}{:>14}{:>14}{:>14}", columns[0], columns[1], columns[2]);
}

fn rules() {
    heading("the embedded rules", ["time", "", ""]);
    let bundle = Bundle::embedded();
    let loading = time(|| load(&bundle));
    row("load", [&shown(loading), "", ""]);
    let rules = load(&bundle).rule_set.unwrap();
    let cloning = time(|| rules.clone());
    let compiling = time(|| Engine::new(rules.clone(), &EngineOptions::default()).unwrap()).saturating_sub(cloning);
    row("compile", [&shown(compiling), "", ""]);
    let both = time(engine);
    row("load + compile (aim 20 ms)", [&shown(both), "", ""]);
    let mut first = Duration::MAX;
    for _ in 0..15 {
        let engine = engine();
        let began = Instant::now();
        let _ = engine.read_note("Backpian 3/52, GCS 15, L3 pain, no mets");
        first = first.min(began.elapsed());
    }
    row("first note read, once per engine", [&shown(first), "", ""]);
}

fn fhir(engine: &Engine) {
    heading(
        "FHIR, against serde_json::Value of the bytes",
        ["time", "Value", "ratio"],
    );
    let mut inputs = inputs::samples();
    inputs.push(("3 MB bundle".to_owned(), inputs::large_bundle()));
    for (name, bytes) in &inputs {
        let parse = || value(bytes);
        let (read, whole, ratio) = pair(|| metasign_fhir::read(bytes, None).unwrap(), parse);
        row(
            &format!("{name}: read"),
            [&shown(read), &shown(whole), &format!("{ratio:.2}")],
        );
        let assess = || answer(engine, &metasign_fhir::read(bytes, None).unwrap());
        let (read, whole, ratio) = pair(assess, parse);
        let name = format!("{name}: answer (aim 0.5)");
        row(&name, [&shown(read), &shown(whole), &format!("{ratio:.2}")]);
    }
}

fn native(engine: &Engine) {
    heading("native JSON, against serde_json::Value", ["time", "Value", "ratio"]);
    let bytes = inputs::native_json(engine, 1000);
    let parse = || value(&bytes);
    let (read, whole, ratio) = pair(|| Record::from_json(&bytes).unwrap(), parse);
    row(
        "1,000 entries: read",
        [&shown(read), &shown(whole), &format!("{ratio:.2}")],
    );
    let (read, whole, ratio) = pair(|| answer(engine, &Record::from_json(&bytes).unwrap()), parse);
    row(
        "1,000 entries: answer",
        [&shown(read), &shown(whole), &format!("{ratio:.2}")],
    );
}

fn decisions(engine: &Engine) {
    heading("a record of 1,000 entries", ["time", "", ""]);
    let record = inputs::mixed_record(engine, 1000);
    row(
        "facts (entries to findings)",
        [&shown(time(|| engine.facts(&record))), "", ""],
    );
    let mut facts = engine.facts(&record);
    let rules = engine.rule_set();
    let rows: usize =
        rules.scoring.points.len() + rules.tumours.iter().map(|tumour| tumour.points.len()).sum::<usize>();
    let name = format!("decide {} triggers, {rows} rows of points", rules.triggers.len());
    row(&name, [&shown(time(|| facts.decide())), "", ""]);
    row("assess", [&shown(time(|| engine.assess(&record))), "", ""]);
    row("explain", [&shown(time(|| engine.explain(&record))), "", ""]);
}

fn notes(engine: &Engine) {
    heading("notes", ["time", "speed", ""]);
    let quiet = vec![inputs::QUIET.repeat(400)];
    let real = inputs::notes();
    for (name, notes) in [("that mention nothing", quiet), ("real shorthand", real)] {
        let bytes = notes.iter().map(String::len).sum();
        let mut mentions = Vec::new();
        let took = time(|| {
            mentions.clear();
            for note in &notes {
                engine.reader().read(note, &NoteContext::default(), &mut mentions);
            }
            mentions.len()
        });
        row(name, [&shown(took), &rate(bytes, took), ""]);
    }
}

fn record_length(engine: &Engine) {
    heading("length of the record", ["time", "an entry", "to 1,000"]);
    let records: Vec<_> = [100, 1000, 10_000, 50_000]
        .into_iter()
        .map(|entries| (entries, inputs::mixed_record(engine, entries)))
        .collect();
    let times: Vec<(u32, Duration)> = records
        .iter()
        .map(|(entries, record)| (*entries, time(|| engine.assess(record))))
        .map(|(entries, time)| (u32::try_from(entries).unwrap(), time))
        .collect();
    let each = |(entries, time): (u32, Duration)| time.as_secs_f64() / f64::from(entries);
    for (entries, took) in &times {
        let ratio = each((*entries, *took)) / each(times[1]);
        row(
            &format!("{entries} entries"),
            [&shown(*took), &shown(*took / *entries), &format!("{ratio:.2}")],
        );
    }
}

fn worst(engine: &Engine) {
    heading(
        "made to be slow (per item, 4n against n)",
        ["time of 4n", "an item", "growth"],
    );
    for (what, most, name) in [
        (Uniform::SignCodes, 50_000, "entries of one sign's code"),
        (Uniform::CancerCodes, 50_000, "entries of one cancer's code"),
        (Uniform::Results, 50_000, "calcium results"),
        (Uniform::Notes, 50_000, "notes of one sign"),
        (Uniform::StatusCodes, 40_000, "status codes"),
        (Uniform::Answers, 40_000, "answers"),
        (Uniform::OneNote, 100_000, "mentions in one note"),
        (Uniform::OneLetter, 7_000, "paragraphs in one letter of 2 MB"),
    ] {
        let quarter = inputs::uniform_record(engine, what, most / 4);
        let whole = inputs::uniform_record(engine, what, most);
        let (few, many, ratio) = pair(|| answer(engine, &whole), || answer(engine, &quarter));
        let each = few / u32::try_from(most).unwrap();
        let _ = many;
        row(
            &format!("{most} {name}"),
            [&shown(few), &shown(each), &format!("{:.2}", ratio / 4.0)],
        );
    }
}

fn number_of_rules(engine: &Engine) {
    heading(
        "copies of the rules (1,000 entries)",
        ["assess", "to one copy", "decide"],
    );
    let record = inputs::mixed_record(engine, 1000);
    for times in [1, 4, 16] {
        let copies = Engine::new(copied(engine.rule_set(), times), &EngineOptions::default()).unwrap();
        let (took, _, ratio) = pair(|| copies.assess(&record), || engine.assess(&record));
        let mut facts = copies.facts(&record);
        let deciding = time(|| facts.decide());
        row(
            &format!("{times} × the rules, {} triggers", copies.rule_set().triggers.len()),
            [&shown(took), &format!("{ratio:.2}"), &shown(deciding)],
        );
    }
}
