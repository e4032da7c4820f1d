//! A rule set for tests of the engine's logic, and records for it: `sets/engine` has no clinical content; the language
//! files are the shipped ones.

use std::path::Path;
use std::sync::LazyLock;

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::{Date, Entry, EntryKind, Record, RecordBuilder, System};
use metasign_core::rules::bundle::Bundle;

use crate::repository;

/// The code of the breast cancer list; all codes here are SNOMED CT with valid check digits.
pub const BREAST: &str = "254837009";
/// The code of the kidney cancer list.
pub const KIDNEY: &str = "93849006";
/// The code that tells of metastatic disease of bone.
pub const SECONDARY: &str = "94222008";
/// A code that is none of a breast cancer's.
pub const IN_SITU: &str = "189336000";
/// The code of back pain.
pub const BACK: &str = "161891005";
/// Adjusted calcium.
pub const ADJUSTED: &str = "1107251000000104";
/// Calcium, from which the adjusted one is reckoned.
pub const CALCIUM: &str = "1000691000000101";
/// Albumin, with which it is.
pub const ALBUMIN: &str = "1000821000000103";
/// Weight.
pub const WEIGHT: &str = "27113001";
/// PSA.
pub const PSA: &str = "1000381000000105";

/// The rule set.
pub fn bundle() -> Bundle {
    let own = repository::bundle(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sets/engine"));
    let shipped = Bundle::embedded();
    let language = shipped.files().filter(|(path, _)| path.starts_with("language/"));
    let all = own.files().chain(language);
    Bundle::from_files(all.map(|(path, content)| (path.to_owned(), content.bytes().to_vec()))).unwrap()
}

/// An engine with the rule set, made once for each test program.
pub fn engine() -> &'static Engine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
        Engine::from_bundle(&bundle(), &EngineOptions::default()).unwrap_or_else(|error| panic!("{error:#?}"))
    });
    &ENGINE
}

/// The day every record is looked at on.
pub fn today() -> Date {
    Date::new(2026, 3, 12).unwrap()
}

/// That many days before.
pub fn ago(days: i32) -> Date {
    today().plus_days(days.saturating_neg())
}

/// A problem with a code.
pub fn coded(id: &'static str, days: i32, code: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Condition)
        .on(ago(days))
        .code(System::Snomed, code, "a term")
}

/// A note.
pub fn note(id: &'static str, days: i32, text: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Note).on(ago(days)).text(text)
}

/// A result of a test.
pub fn result(id: &'static str, days: i32, code: &'static str, value: f64, unit: &'static str) -> Entry<'static> {
    Entry::new(id, EntryKind::Measurement)
        .on(ago(days))
        .code(System::Snomed, code, "a test")
        .value(value, unit)
}

/// A record of these entries.
pub fn record(entries: Vec<Entry<'static>>) -> Record<'static> {
    entries
        .into_iter()
        .fold(Record::builder(today()), RecordBuilder::entry)
        .build()
}

/// A past breast cancer and these entries.
pub fn after_breast_cancer(entries: Vec<Entry<'static>>) -> Record<'static> {
    let mut all = vec![coded("cancer", 4000, BREAST)];
    all.extend(entries);
    record(all)
}
