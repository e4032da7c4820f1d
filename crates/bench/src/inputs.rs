//! What is measured on: the sample records, a large bundle made of one, and records of any length.

use std::fmt::Write as _;
use std::path::PathBuf;

use metasign_core::engine::Engine;
use metasign_core::record::{Date, Entry, EntryKind, PartialDate, Record, System};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The day of the question in every record made here.
pub(crate) fn as_of() -> Date {
    day("2026-03-12")
}

fn day(text: &str) -> Date {
    PartialDate::parse(text).unwrap().earliest()
}

/// The sample records: name and bytes.
pub(crate) fn samples() -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("tests/data/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect()
}

/// One sample by its name.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    samples().into_iter().find(|(known, _)| known == name).unwrap().1
}

/// A bundle of about 3 MB: a sample's entries again and again, each time with ids of their own.
pub(crate) fn large_bundle() -> Vec<u8> {
    let sample = sample("synthea-r4-colon");
    let mut bundle: serde_json::Value = serde_json::from_slice(&sample).unwrap();
    let entries = bundle["entry"].as_array().unwrap().clone();
    let mut all = entries.clone();
    let mut bytes = sample.len();
    let mut copy = 0;
    while bytes < 3_000_000 {
        copy += 1;
        bytes += sample.len();
        for entry in &entries {
            if entry["resource"]["resourceType"] == "Patient" {
                continue;
            }
            let mut entry = entry.clone();
            for place in ["/fullUrl", "/resource/id"] {
                if let Some(id) = entry.pointer_mut(place) {
                    *id = format!("{}-{copy}", id.as_str().unwrap()).into();
                }
            }
            all.push(entry);
        }
    }
    bundle["entry"] = all.into();
    serde_json::to_vec_pretty(&bundle).unwrap()
}

/// A record of this many entries over ten years, as mixed as a GP's: codes nobody asks about, codes of signs, results,
/// notes that mention nothing and notes that do. The cancer is coded first.
pub(crate) fn mixed_record(engine: &Engine, entries: usize) -> Record<'static> {
    let codes = codes(engine);
    let notes = notes();
    let calcium = first_code(engine, "adjusted-calcium");
    let mut builder = Record::builder(as_of())
        .birth_date(day("1950-05-01"))
        .entry(cancer("e0", "2014-01-01"));
    for index in 1..entries {
        builder = builder.entry(mixed_entry(index, entries, &codes, &notes, &calcium));
    }
    builder.build()
}

fn mixed_entry(
    index: usize,
    entries: usize,
    codes: &[(System, String)],
    notes: &[String],
    calcium: &str,
) -> Entry<'static> {
    let days = i32::try_from(3650 * (entries - index) / entries).unwrap();
    let id = format!("e{index}");
    let entry = |kind| Entry::new(id.clone(), kind).on(as_of().plus_days(-days));
    match index % 8 {
        0 => {
            let (system, code) = &codes[index % codes.len()];
            entry(EntryKind::Condition).code(*system, code.clone(), "a sign")
        }
        1 => entry(EntryKind::Note).text(notes[index % notes.len()].clone()),
        2 => entry(EntryKind::Measurement)
            .code(System::Snomed, calcium.to_owned(), "adjusted calcium")
            .value(2.4, "mmol/L"),
        3 | 4 => entry(EntryKind::Note).text(QUIET),
        5 => entry(EntryKind::Medication).code(System::Snomed, UNASKED_MEDICINE, "a medicine"),
        _ => entry(EntryKind::Measurement)
            .code(System::Snomed, UNASKED, "a measurement")
            .value(16.0, "/min"),
    }
}

/// A record of one sort of entry only: what an engine with a quadratic corner would choke on.
pub(crate) fn uniform_record(engine: &Engine, what: Uniform, entries: usize) -> Record<'static> {
    let mut builder = Record::builder(as_of()).entry(cancer("e", "2014-01-01"));
    let status = status_code(engine);
    let calcium = first_code(engine, "adjusted-calcium");
    let back_pain = first_code(engine, "back-pain");
    if what == Uniform::OneLetter {
        let text = LETTER.repeat(entries);
        return builder
            .entry(Entry::new("letter", EntryKind::Letter).on(as_of()).text(text))
            .build();
    }
    if what == Uniform::OneNote {
        let text = "back pain, ".repeat(entries);
        return builder
            .entry(Entry::new("note", EntryKind::Note).on(as_of()).text(text))
            .build();
    }
    for index in 0..entries {
        let days = i32::try_from(1000 * (entries - index) / entries).unwrap();
        let entry = |kind| Entry::new(format!("e{index}"), kind).on(as_of().plus_days(-days));
        builder = builder.entry(match what {
            Uniform::SignCodes => entry(EntryKind::Condition).code(System::Snomed, back_pain.clone(), "back pain"),
            Uniform::CancerCodes => cancer(&format!("e{index}"), "2015-01-01"),
            Uniform::Results => entry(EntryKind::Measurement)
                .code(System::Snomed, calcium.clone(), "adjusted calcium")
                .value(2.4, "mmol/L"),
            Uniform::Notes => entry(EntryKind::Note)
                .text("Back pain 3/52, worse at night. Denies leg weakness.")
                .consultation(format!("c{index}")),
            Uniform::StatusCodes => entry(EntryKind::Condition).code(status.0, status.1.clone(), "status"),
            Uniform::Answers => entry(EntryKind::Medication).code(System::Snomed, UNASKED_MEDICINE, "a medicine"),
            Uniform::OneLetter | Uniform::OneNote => unreachable!(),
        });
        if what == Uniform::Answers {
            builder = builder.answer(metasign_core::record::Answer {
                fingerprint: format!("{index:032x}").into(),
                action: metasign_core::record::AnswerAction::Snoozed,
                date: as_of(),
                until: None,
                reason: None,
            });
        }
    }
    builder.build()
}

/// What a uniform record is full of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uniform {
    SignCodes,
    CancerCodes,
    Results,
    Notes,
    StatusCodes,
    Answers,
    OneLetter,
    OneNote,
}

/// The native JSON of a mixed record.
pub(crate) fn native_json(engine: &Engine, entries: usize) -> Vec<u8> {
    let codes = codes(engine);
    let notes = notes();
    let calcium = first_code(engine, "adjusted-calcium");
    let mut out = String::from(
        r#"{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{"birth_date":"1950-05-01"},"entries":["#,
    );
    for index in 0..entries {
        let entry = if index == 0 {
            cancer("e0", "2014-01-01")
        } else {
            mixed_entry(index, entries, &codes, &notes, &calcium)
        };
        if index > 0 {
            out.push(',');
        }
        let date = entry.date.unwrap().earliest();
        write!(
            out,
            r#"{{"id":"{}","date":"{date}","kind":{}"#,
            &*entry.id,
            kind(entry.kind)
        )
        .unwrap();
        if let Some(code) = entry.codes.first() {
            let (system, term) = (code.system.name(), code.term.as_deref().unwrap());
            write!(
                out,
                r#","codes":[{{"system":"{system}","code":"{}","term":"{term}"}}]"#,
                &*code.code
            )
            .unwrap();
        }
        if let Some(value) = entry.value {
            write!(out, r#","value":{value},"unit":"{}""#, entry.unit.as_deref().unwrap()).unwrap();
        }
        if let Some(text) = entry.text.as_deref() {
            write!(out, r#","text":{}"#, serde_json::to_string(text).unwrap()).unwrap();
        }
        out.push('}');
    }
    out.push_str("]}");
    out.into_bytes()
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Condition => r#""condition""#,
        EntryKind::Measurement => r#""measurement""#,
        EntryKind::Medication => r#""medication""#,
        _ => r#""note""#,
    }
}

/// A note of an ordinary day that mentions none of the signs.
pub(crate) const QUIET: &str = "Medication review with clinical pharmacist. Continue ramipril 5mg od and atorvastatin \
20mg nocte. Inhaler technique checked, spacer given. Flu vaccine given left deltoid, batch recorded, consent obtained. \
Form completed for insurance company, awaiting payment. Issued 28 days, next review in six months.\n";

const LETTER: &str = "Dear Doctor, thank you for asking me to see this lady about her back pain. She has had it for six \
weeks and it wakes her at night. There is no leg weakness and no disturbance of bladder or bowel. On examination power \
was normal. I have arranged an MRI of the whole spine and will write again.\n";

/// The notes of the reader's development set, each once.
pub(crate) fn notes() -> Vec<String> {
    let set = include_str!("../../core/tests/data/gp-shorthand-dev.tsv");
    let mut notes: Vec<String> = set
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(3))
        .map(str::to_owned)
        .collect();
    notes.dedup();
    notes
}

fn cancer(id: &str, date: &str) -> Entry<'static> {
    Entry::new(id.to_owned(), EntryKind::Condition).on(day(date)).code(
        System::Snomed,
        "254837009",
        "malignant neoplasm of breast",
    )
}

/// Codes of the samples that no rule asks about.
const UNASKED: &str = "86290005";
const UNASKED_MEDICINE: &str = "321987003";

/// The first SNOMED CT code of a list.
fn first_code(engine: &Engine, list: &str) -> String {
    let lists = &engine.rule_set().codelists;
    let list = lists
        .iter()
        .find(|known| known.list == list && known.system == System::Snomed);
    list.unwrap().codes.first().unwrap().0.clone()
}

/// The first codes of each list that a sign names.
fn codes(engine: &Engine) -> Vec<(System, String)> {
    let rules = engine.rule_set();
    let named = |list: &String| rules.signs.iter().any(|sign| sign.codes.contains(list));
    rules
        .codelists
        .iter()
        .filter(|codelist| named(&codelist.list))
        .flat_map(|codelist| {
            codelist
                .codes
                .iter()
                .take(2)
                .map(|(code, _)| (codelist.system, code.clone()))
        })
        .collect()
}

fn status_code(engine: &Engine) -> (System, String) {
    let rules = engine.rule_set();
    let wanted = rules.statuses.iter().flat_map(|status| &status.codes).next().unwrap();
    let list = rules
        .codelists
        .iter()
        .find(|codelist| codelist.list == *wanted)
        .unwrap();
    (list.system, list.codes.first().unwrap().0.clone())
}
