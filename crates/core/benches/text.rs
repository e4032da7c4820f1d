//! How fast notes are read: `cargo bench -p metasign-core --bench text`.
//!
//! Three loads: notes that mention nothing, notes as GPs write them, and notes made to be slow.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark"
)]

use divan::Bencher;
use divan::counter::BytesCount;
use metasign_core::text::{Concept, Expression, Mention, NoteContext, Reader};
use metasign_support::text;

fn main() {
    divan::main();
}

#[divan::bench]
fn nothing_mentioned(bencher: Bencher<'_, '_>) {
    measure(bencher, &NOTHING.repeat(400));
}

#[divan::bench]
fn nothing_mentioned_short_notes(bencher: Bencher<'_, '_>) {
    measure(bencher, NOTHING);
}

#[divan::bench]
fn real_notes(bencher: Bencher<'_, '_>) {
    let reader = reader();
    let notes = notes();
    let bytes: usize = notes.iter().map(|note| note.len()).sum();
    let mut mentions: Vec<Mention> = Vec::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        mentions.clear();
        for note in &notes {
            reader.read(note, &NoteContext::default(), &mut mentions);
        }
        mentions.len()
    });
}

#[divan::bench]
fn one_long_note(bencher: Bencher<'_, '_>) {
    measure(bencher, &notes().join("\n").repeat(40));
}

#[divan::bench(sample_count = 10)]
fn ten_megabytes_without_a_space(bencher: Bencher<'_, '_>) {
    measure(bencher, &"backpainx".repeat(1_111_111));
}

#[divan::bench(sample_count = 10)]
fn a_hundred_thousand_denials(bencher: Bencher<'_, '_>) {
    measure(bencher, &"no back pain, ".repeat(100_000));
}

fn measure(bencher: Bencher<'_, '_>, text: &str) {
    let reader = reader();
    let mut mentions: Vec<Mention> = Vec::new();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        mentions.clear();
        reader.read(text, &NoteContext::default(), &mut mentions);
        mentions.len()
    });
}

/// A hundred expressions of EVIDENCE 9.1.
const PHRASES: &[&str] = &[
    "back pain",
    "LBP",
    "low back pain",
    "back ache",
    "thoracic pain",
    "T-spine pain",
    "upper back pain",
    "lumbago",
    "sciatica",
    "band like pain",
    "girdle pain",
    "vertebral fracture",
    "wedge fracture",
    "legs gone",
    "off legs",
    "legs giving way",
    "heavy legs",
    "unsteady",
    "wobbly",
    "falls",
    "foot drop",
    "pins and needles",
    "paraesthesia",
    "numb",
    "numbness",
    "saddle anaesthesia",
    "numb bum",
    "can't PU",
    "urinary retention",
    "incontinence",
    "erectile dysfunction",
    "brisk reflexes",
    "reduced power",
    "leg weakness",
    "weakness",
    "bony pain",
    "rib pain",
    "hip pain",
    "groin pain",
    "shoulder pain",
    "thigh pain",
    "pathological fracture",
    "headache",
    "HA",
    "diplopia",
    "double vision",
    "seizure",
    "fits",
    "funny turn",
    "word finding difficulty",
    "slurred speech",
    "behaviour change",
    "confused",
    "confusion",
    "drowsy",
    "shortness of breath",
    "breathless",
    "dyspnoea",
    "cough",
    "haemoptysis",
    "coughing blood",
    "pleuritic pain",
    "pleural effusion",
    "hoarse",
    "RUQ pain",
    "epigastric pain",
    "nausea",
    "vomiting",
    "reduced appetite",
    "off food",
    "anorexia",
    "bloated",
    "early satiety",
    "ascites",
    "jaundice",
    "icteric",
    "dark urine",
    "pruritus",
    "itching",
    "weight loss",
    "lost weight",
    "clothes loose",
    "cachectic",
    "tired all the time",
    "fatigue",
    "malaise",
    "night sweats",
    "supraclavicular node",
    "lymphadenopathy",
    "lump",
    "nodule on scar",
    "metastases",
    "metastatic",
    "bone mets",
    "liver mets",
    "brain mets",
    "cord compression",
    "cauda equina",
    "facial swelling",
    "arm swelling",
    "dysphagia",
    "abdominal mass",
];

fn reader() -> Reader {
    let concepts: Vec<Concept<'_>> = PHRASES
        .iter()
        .map(|phrase| Concept {
            expressions: vec![Expression::Phrase(phrase)],
            qualifiers: Vec::new(),
        })
        .collect();
    let nocturnal = vec!["at night", "nocte", "wakes her", "wakes him", "waking", "keeping awake"];
    let progressive = vec!["getting worse", "worsening", "progressive", "worse"];
    text::reader(&concepts, &[nocturnal, progressive], &[])
}

/// The notes of the development set, each once.
fn notes() -> Vec<String> {
    let set = include_str!("../tests/data/gp-shorthand-dev.tsv");
    let mut notes: Vec<String> = set
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(3))
        .map(str::to_owned)
        .collect();
    notes.dedup();
    notes
}

/// A day of ordinary work without any of the signs.
const NOTHING: &str = "Medication review with clinical pharmacist. BP 132/78 in left arm, repeat ok. Continue ramipril 5mg od, \
atorvastatin 20mg nocte, levothyroxine 75mcg. Bloods reviewed: HbA1c 48, eGFR 71, cholesterol 4.2, TSH 2.1, potassium 4.4. \
Inhaler technique checked, spacer given. Smoking status recorded, brief intervention offered. Flu vaccine given left deltoid, \
batch recorded, consent obtained. Form completed for insurance company, awaiting payment. Telephone call from reception about \
repeat prescription request; issued 28 days, next review in six months. Discussed exercise and diet, referred to social \
prescriber. Foot check: pulses palpable, monofilament intact. Retinal screening up to date. Cervical smear taken by practice \
nurse, chaperone present, result by post. Contraceptive pill check, blood pressure and BMI recorded, no contraindications. \
Travel advice given, hepatitis A vaccine booked. Ear syringing performed, wax removed, drum intact. Removal of sutures from \
forearm, wound clean and dry. Patient would like to change surgery, registration form posted.\n";
