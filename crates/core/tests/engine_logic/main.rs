//! The engine's logic on a small rule set: what decides a sign, a trigger, a total; just below, at and above.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failure is a failed test"
)]

mod answers;
mod decided;
mod numbers;
mod past;
mod statements;

use metasign_core::assessment::{Assessment, Certainty};
use metasign_core::engine::{AssessOptions, Engine, EngineError, EngineOptions};
use metasign_core::explain::{Outcome, Truth};
use metasign_core::record::*;
use metasign_core::rules::model::{MetastaticStatus, Tier};
use metasign_support::set::*;

fn fired(assessment: &Assessment) -> Vec<(&str, &str)> {
    assessment
        .prompts
        .iter()
        .map(|prompt| (prompt.rule.as_str(), prompt.urgency.name()))
        .collect()
}

fn assess(record: &Record<'_>) -> Assessment {
    engine().assess_with(record, AssessOptions { watch_tier: true })
}

/// Whether a sign is there, by explaining a record.
fn holds(engine: &Engine, record: &Record<'_>, sign: &str) -> bool {
    engine.facts(record).truth_of(sign) == Some(Truth::True)
}

fn truth(record: &Record<'_>, sign: &str) -> Truth {
    engine().facts(record).truth_of(sign).unwrap()
}

#[test]
fn dates_that_cannot_be_are_notices() {
    let codes = |record: &Record<'_>| {
        assess(record)
            .notices
            .iter()
            .map(|notice| notice.code)
            .collect::<Vec<_>>()
    };
    assert!(codes(&record(vec![note("n", -1, "back pain")])).contains(&NoticeCode::DateInFuture));
    assert!(
        codes(&record(vec![Entry::new("n", EntryKind::Note).text("back pain")])).contains(&NoticeCode::DateMissing)
    );
    assert!(codes(&record(vec![note("n", 1, "x"), note("n", 2, "y")])).contains(&NoticeCode::DuplicateId));
    let born = Record::builder(today())
        .birth_date(ago(100))
        .entry(note("n", 200, "back pain"))
        .build();
    assert!(codes(&born).contains(&NoticeCode::DateBeforeBirth));
    let year_only = record(vec![
        Entry::new("c", EntryKind::Condition)
            .dated(PartialDate::parse("2008").unwrap())
            .code(System::Snomed, BREAST, "x"),
    ]);
    assert_eq!(
        assess(&year_only).cancer_history[0].first_recorded.unwrap().to_string(),
        "2008"
    );
}

#[test]
fn what_is_asked_for_and_not_there_is_an_error() {
    let overlay = EngineOptions {
        overlay: Some("nowhere".to_owned()),
        ..EngineOptions::default()
    };
    assert!(matches!(
        Engine::from_bundle(&bundle(), &overlay),
        Err(EngineError::UnknownOverlay { .. })
    ));
    let setting = EngineOptions {
        settings: vec![("nothing".to_owned(), true)],
        ..EngineOptions::default()
    };
    assert!(matches!(
        Engine::from_bundle(&bundle(), &setting),
        Err(EngineError::UnknownSetting { .. })
    ));
}

#[test]
fn an_engine_is_shared_among_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(engine());
}

#[test]
fn an_overdue_rule_set_works_and_says_so() {
    let late = Record::builder(Date::new(2027, 1, 2).unwrap()).build();
    let assessment = engine().assess(&late);
    assert!(assessment.rule_set.overdue);
    assert!(
        assessment
            .notices
            .iter()
            .any(|notice| notice.code == NoticeCode::RulesOverdue)
    );
    assert!(
        !engine()
            .assess(&Record::builder(Date::new(2027, 1, 1).unwrap()).build())
            .rule_set
            .overdue
    );
}
