//! The engine's logic on a small rule set: what decides a sign, a trigger, a total; just below, at and above.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failure is a failed test"
)]

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
fn a_sign_nobody_mentioned_is_cannot_tell_and_a_denied_one_is_false() {
    assert_eq!(truth(&record(vec![]), "back-pain"), Truth::CannotTell);
    assert_eq!(
        truth(&record(vec![note("n", 1, "no back pain")]), "back-pain"),
        Truth::False
    );
    assert_eq!(
        truth(&record(vec![note("n", 1, "back pain")]), "back-pain"),
        Truth::True
    );
    assert_eq!(
        truth(&record(vec![note("n", 1, "mother has back pain")]), "back-pain"),
        Truth::CannotTell
    );
}

#[test]
fn the_newest_statement_decides_and_on_one_day_presence_stands() {
    let later = |first, second| record(vec![note("a", 10, first), note("b", 1, second)]);
    assert_eq!(truth(&later("back pain", "no back pain"), "back-pain"), Truth::False);
    assert_eq!(truth(&later("no back pain", "back pain"), "back-pain"), Truth::True);
    let same = record(vec![note("a", 1, "no back pain"), note("b", 1, "back pain")]);
    assert_eq!(truth(&same, "back-pain"), Truth::True);
}

#[test]
fn what_was_said_before_a_sign_went_away_is_not_said_of_it_now() {
    let back = record(vec![
        coded("a", 40, BACK).text("at night"),
        note("b", 20, "no back pain"),
        note("c", 1, "back pain"),
    ]);
    assert_eq!(truth(&back, "back-pain"), Truth::True);
    assert!(engine().facts(&back).qualifiers_of("back-pain").is_empty());
}

#[test]
fn a_symptom_counts_for_ninety_days() {
    for (days, expected) in [(89, Truth::True), (90, Truth::True), (91, Truth::CannotTell)] {
        assert_eq!(
            truth(&record(vec![note("n", days, "back pain")]), "back-pain"),
            expected,
            "{days}"
        );
    }
}

#[test]
fn a_sign_is_also_what_it_is_a_kind_of_but_its_denial_is_not() {
    assert_eq!(
        truth(&record(vec![note("n", 1, "thoracic pain")]), "back-pain"),
        Truth::True
    );
    assert_eq!(
        truth(&record(vec![note("n", 1, "no thoracic pain")]), "back-pain"),
        Truth::CannotTell
    );
    assert_eq!(
        truth(&record(vec![note("n", 1, "leg weakness")]), "either"),
        Truth::True
    );
}

#[test]
fn a_problem_that_has_ended_is_no_longer_there() {
    let ended = |end: i32| record(vec![coded("c", 30, BACK).ended(PartialDate::day(ago(end)))]);
    assert_eq!(truth(&ended(2), "back-pain"), Truth::False);
    assert_eq!(truth(&ended(30), "back-pain"), Truth::False);
    assert_eq!(truth(&record(vec![coded("c", 30, BACK)]), "back-pain"), Truth::True);
}

#[test]
fn limits_hold_just_above_and_not_at_or_below() {
    for (value, expected) in [(2.99, Truth::False), (3.0, Truth::False), (3.01, Truth::True)] {
        assert_eq!(
            truth(&record(vec![result("r", 1, ADJUSTED, value, "mmol/L")]), "calcium-high"),
            expected,
            "{value}"
        );
    }
    assert_eq!(truth(&record(vec![]), "calcium-high"), Truth::CannotTell);
    let newer_normal = record(vec![
        result("a", 9, ADJUSTED, 3.2, "mmol/L"),
        result("b", 1, ADJUSTED, 2.4, "mmol/L"),
    ]);
    assert_eq!(truth(&newer_normal, "calcium-high"), Truth::False);
}

#[test]
fn the_laboratorys_own_range_is_used_and_without_it_nobody_can_tell() {
    let with = |value: f64| {
        record(vec![
            result("r", 1, ADJUSTED, value, "mmol/L").range(Some(2.2), Some(2.55)),
        ])
    };
    assert_eq!(truth(&with(2.55), "calcium-over-range"), Truth::False);
    assert_eq!(truth(&with(2.56), "calcium-over-range"), Truth::True);
    assert_eq!(
        truth(
            &record(vec![result("r", 1, ADJUSTED, 2.56, "mmol/L")]),
            "calcium-over-range"
        ),
        Truth::CannotTell
    );
}

#[test]
fn comparators_decide_only_what_they_can() {
    let with = |value: f64, comparator| record(vec![result("r", 1, ADJUSTED, value, "mmol/L").comparator(comparator)]);
    assert_eq!(truth(&with(3.0, Comparator::Above), "calcium-high"), Truth::True);
    assert_eq!(
        truth(&with(3.0, Comparator::AtLeast), "calcium-high"),
        Truth::CannotTell
    );
    assert_eq!(truth(&with(3.0, Comparator::Below), "calcium-high"), Truth::False);
    let open = with(3.4, Comparator::Below);
    assert_eq!(truth(&open, "calcium-high"), Truth::CannotTell);
    assert!(
        assess(&open)
            .notices
            .iter()
            .any(|notice| notice.code == NoticeCode::ValueUndecided)
    );
}

#[test]
fn units_are_converted_or_refused_with_a_notice_never_guessed() {
    let notice = |record: &Record<'_>, code| assess(record).notices.iter().any(|notice| notice.code == code);
    let converted = record(vec![result("r", 1, ADJUSTED, 12.8, "mg/dL")]);
    assert_eq!(truth(&converted, "calcium-high"), Truth::True);
    assert!(notice(&converted, NoticeCode::UnitConverted));
    for unit in ["", "mEq/L", "banana"] {
        let refused = record(vec![result("r", 1, ADJUSTED, 3.2, unit)]);
        assert_eq!(truth(&refused, "calcium-high"), Truth::CannotTell, "{unit}");
        assert!(notice(&refused, NoticeCode::UnitUnknown), "{unit}");
    }
    for value in [0.99, 5.01, 12.8, f64::NAN, f64::INFINITY, 1e300] {
        let refused = record(vec![result("r", 1, ADJUSTED, value, "mmol/L")]);
        assert_eq!(truth(&refused, "calcium-high"), Truth::CannotTell, "{value}");
        assert!(notice(&refused, NoticeCode::ValueImplausible), "{value}");
    }
}

#[test]
fn calcium_is_adjusted_for_albumin_of_the_same_day_and_never_twice() {
    let unadjusted = |albumin: Option<(i32, f64)>| {
        let mut entries = vec![result("ca", 1, CALCIUM, 2.9, "mmol/L")];
        if let Some((days, value)) = albumin {
            entries.push(result("alb", days, ALBUMIN, value, "g/L"));
        }
        record(entries)
    };
    // 2.9 + 0.02 * (40 - 34) = 3.02
    assert_eq!(truth(&unadjusted(Some((1, 34.0))), "calcium-high"), Truth::True);
    assert_eq!(truth(&unadjusted(Some((1, 36.0))), "calcium-high"), Truth::False);
    assert_eq!(truth(&unadjusted(Some((2, 34.0))), "calcium-high"), Truth::CannotTell);
    assert_eq!(truth(&unadjusted(None), "calcium-high"), Truth::CannotTell);
    let already = record(vec![
        result("ca", 1, CALCIUM, 2.9, "mmol/L"),
        result("alb", 1, ALBUMIN, 30.0, "g/L"),
        result("adj", 1, ADJUSTED, 2.95, "mmol/L"),
    ]);
    assert_eq!(truth(&already, "calcium-high"), Truth::False);
}

#[test]
fn weight_falls_are_counted_at_five_per_cent_inside_six_months() {
    let weights = |then: f64, days: i32, now: f64| {
        record(vec![
            result("a", days, WEIGHT, then, "kg"),
            result("b", 1, WEIGHT, now, "kg"),
        ])
    };
    assert_eq!(truth(&weights(80.0, 100, 76.1), "weight-loss"), Truth::False);
    assert_eq!(truth(&weights(80.0, 100, 76.0), "weight-loss"), Truth::True);
    assert_eq!(truth(&weights(80.0, 100, 75.9), "weight-loss"), Truth::True);
    assert_eq!(truth(&weights(80.0, 300, 60.0), "weight-loss"), Truth::CannotTell);
    assert_eq!(
        truth(&record(vec![result("b", 1, WEIGHT, 60.0, "kg")]), "weight-loss"),
        Truth::CannotTell
    );
}

#[test]
fn a_typed_earlier_value_makes_a_change_possible_only() {
    let typed = |text| engine().explain(&record(vec![note("n", 1, text)])).found;
    let found = typed("wt 62 (was 70)");
    assert_eq!(
        (found.len(), found[0].sign.as_str(), found[0].assertion),
        (1, "weight-loss", Assertion::Possible)
    );
    assert!(typed("wt 69 (was 70)").is_empty());
}

#[test]
fn markers_rise_by_steps_or_from_the_nadir() {
    let series = |values: &[f64]| {
        let ids = ["a", "b", "c", "d"];
        let days = [300, 200, 100, 10];
        record(
            values
                .iter()
                .enumerate()
                .map(|(index, value)| result(ids[index], days[index], PSA, *value, "ug/L"))
                .collect(),
        )
    };
    assert_eq!(truth(&series(&[0.1, 0.2, 0.3]), "psa-rising"), Truth::True);
    assert_eq!(truth(&series(&[0.3, 0.2, 0.3]), "psa-rising"), Truth::False);
    assert_eq!(truth(&series(&[0.2, 0.3]), "psa-rising"), Truth::CannotTell);
    assert_eq!(truth(&series(&[3.0, 0.5, 1.0, 2.5]), "psa-nadir"), Truth::False);
    assert_eq!(truth(&series(&[3.0, 0.5, 1.0, 2.6]), "psa-nadir"), Truth::True);
}

#[test]
fn lasting_and_coming_back_are_found_by_the_engine() {
    let engine = engine();
    let qualifier = |record: &Record<'_>, qualifier: &str| {
        engine
            .facts(record)
            .qualifiers_of("back-pain")
            .contains(&qualifier.to_owned())
    };
    assert!(!qualifier(&record(vec![note("n", 1, "back pain 2/52")]), "persistent"));
    assert!(qualifier(&record(vec![note("n", 1, "back pain 3/52")]), "persistent"));
    let twice = |first: i32| record(vec![note("a", first, "back pain"), note("b", 1, "back pain")]);
    assert!(!qualifier(&twice(21), "persistent"));
    assert!(qualifier(&twice(22), "persistent"));
    let visits = |days: &[i32]| {
        let ids = ["a", "b", "c", "d"];
        record(
            days.iter()
                .enumerate()
                .map(|(index, days)| note(ids[index], *days, "back pain"))
                .collect(),
        )
    };
    assert!(!qualifier(&visits(&[30, 1]), "repeated"));
    assert!(qualifier(&visits(&[60, 30, 1]), "repeated"));
    assert!(!qualifier(&visits(&[85, 30, 1]), "repeated"));
    assert!(qualifier(&visits(&[84, 30, 1]), "repeated"));
    assert!(!qualifier(&visits(&[1, 1, 1]), "repeated"));
}

#[test]
fn points_add_up_as_the_parts_show() {
    let assessment = assess(&after_breast_cancer(vec![note(
        "n",
        1,
        "groin pain 5/52 and back pain",
    )]));
    let prompt = &assessment.prompts[0];
    let score = prompt.score.as_ref().unwrap();
    // groin 3 + back as a further item 1, persistent 1, affinity 2
    assert!((score.total - 7.0).abs() < 1e-9, "{score:#?}");
    assert_eq!(
        (prompt.urgency, prompt.headline.as_str()),
        (Tier::UrgentSuspectedCancer, "Past breast cancer (2015): urgent")
    );
    let parts: f64 = score.parts.iter().map(|part| part.points).sum();
    assert!((parts - score.total).abs() < 1e-9);
}

#[test]
fn possible_findings_count_half_and_decide_no_ordinary_trigger() {
    let assessment = assess(&after_breast_cancer(vec![note("n", 1, "?groin pain")]));
    // 1.5 + affinity 2
    assert!((assessment.prompts[0].score.as_ref().unwrap().total - 3.5).abs() < 1e-9);
}

#[test]
fn subtypes_change_single_affinities() {
    let lobular = record(vec![
        coded("cancer", 4000, BREAST).text("lobular"),
        note("n", 1, "groin pain"),
    ]);
    let assessment = assess(&lobular);
    assert_eq!(assessment.cancer_history[0].subtypes, ["lobular"]);
    assert!((assessment.prompts[0].score.as_ref().unwrap().total - 3.0).abs() < 1e-9);
}

#[test]
fn laboratory_evidence_alone_and_text_only_history_are_limited() {
    let explained = engine().explain(&after_breast_cancer(vec![result("r", 1, ADJUSTED, 3.2, "mmol/L")]));
    assert_eq!(
        (explained.scores[0].score.total, explained.scores[0].urgency),
        (7.0, Some(Tier::SoonReview))
    );
    let text_only = record(vec![
        note("h", 900, "PMH breast cancer 2012"),
        note("n", 1, "groin pain 5/52"),
    ]);
    let assessment = assess(&text_only);
    assert_eq!(assessment.cancer_history[0].certainty, Certainty::Text);
    assert_eq!(assessment.prompts[0].urgency, Tier::SoonReview);
    assert!(
        assessment
            .notices
            .iter()
            .any(|notice| notice.code == NoticeCode::CancerFromText)
    );
    assert!(assessment.prompts[0].uncertainty.contains("confirm and code"));
}

#[test]
fn unless_holds_back_only_when_it_is_true() {
    let night = "back pain at night";
    assert_eq!(
        fired(&assess(&after_breast_cancer(vec![note("n", 1, night)])))[0],
        ("night-pain", "urgent-24h")
    );
    let injured = after_breast_cancer(vec![note("n", 1, night), note("i", 1, "fell over")]);
    assert!(!fired(&assess(&injured)).iter().any(|(rule, _)| *rule == "night-pain"));
    let rule = engine()
        .explain(&injured)
        .rules
        .into_iter()
        .find(|rule| rule.rule == "night-pain")
        .unwrap();
    assert_eq!(rule.outcome, Outcome::HeldBack);
}

#[test]
fn without_a_cancer_a_gated_rule_cannot_tell_and_says_what_is_missing() {
    let rules = engine().explain(&record(vec![note("n", 1, "leg weakness")])).rules;
    let cord = rules.iter().find(|rule| rule.rule == "cord").unwrap();
    assert_eq!(
        (cord.outcome, cord.missing.as_slice()),
        (Outcome::CannotTell, &["cancer-history".to_owned()][..])
    );
}

#[test]
fn a_possible_emergency_sign_asks() {
    let assessment = assess(&after_breast_cancer(vec![note("n", 1, "?leg weakness")]));
    assert_eq!(assessment.prompts[0].headline, "Is leg weakness new and present?");
    assert_eq!(assessment.prompts[0].urgency, Tier::Emergency);
}

#[test]
fn the_more_urgent_rule_stands_for_what_it_supersedes() {
    let record = after_breast_cancer(vec![note("n", 1, "back pain at night. leg weakness")]);
    let assessment = assess(&record);
    assert_eq!(fired(&assessment), [("cord", "emergency")]);
    let rules = engine().explain(&record).rules;
    assert_eq!(
        rules.iter().find(|rule| rule.rule == "night-pain").unwrap().outcome,
        Outcome::Superseded
    );
    assert_eq!(assessment.prompts[0].actions[0], "Call the switchboard");
}

#[test]
fn an_answer_holds_for_its_evidence_and_new_evidence_breaks_it() {
    let engine = engine();
    let first = after_breast_cancer(vec![note("n", 3, "back pain at night")]);
    let prompt = engine.assess(&first).prompts[0].clone();
    let answer = |fingerprint: &str, until: Option<i32>| Answer {
        fingerprint: fingerprint.to_owned().into(),
        date: ago(2),
        action: AnswerAction::Snoozed,
        until: until.map(ago),
        reason: None,
    };
    let mut answered = first.clone();
    answered.answers.push(answer(&prompt.fingerprint, None));
    let assessment = engine.assess(&answered);
    assert!(!fired(&assessment).iter().any(|(rule, _)| *rule == "night-pain"));
    assert_eq!(assessment.answered[0].rule, "night-pain");
    let mut again = answered.clone();
    again.entries.push(note("m", 1, "back pain at night"));
    assert_eq!(fired(&engine.assess(&again))[0].0, "night-pain");
    let mut over = first.clone();
    over.answers.push(answer(&prompt.fingerprint, Some(1)));
    assert_eq!(fired(&engine.assess(&over))[0].0, "night-pain");
}

#[test]
fn no_answer_hides_an_emergency() {
    let engine = engine();
    let mut record = after_breast_cancer(vec![note("n", 1, "leg weakness")]);
    let prompt = engine.assess(&record).prompts[0].clone();
    assert!(prompt.interruptive);
    record.answers.push(Answer {
        fingerprint: prompt.fingerprint.into(),
        date: ago(0),
        action: AnswerAction::Dismissed,
        until: None,
        reason: None,
    });
    let again = engine.assess(&record);
    assert_eq!(
        (again.prompts[0].rule.as_str(), again.prompts[0].interruptive),
        ("cord", false)
    );
}

#[test]
fn an_answer_holds_no_longer_than_the_rules_allow() {
    let engine = engine();
    // The answer of so many days ago that names an end far off: shown again once the cap is over.
    let shown = |text: &'static str, rule: &str, answered: i32| {
        let mut record = after_breast_cancer(vec![note("n", 0, text)]);
        let prompt = engine
            .assess(&record)
            .prompts
            .into_iter()
            .find(|prompt| prompt.rule == rule)
            .unwrap();
        record.answers.push(Answer {
            fingerprint: prompt.fingerprint.into(),
            date: ago(answered),
            action: AnswerAction::Snoozed,
            until: Some(ago(-3650)),
            reason: None,
        });
        let again = engine.assess(&record);
        let capped = again
            .notices
            .iter()
            .filter(|notice| notice.code == NoticeCode::AnswerCapped)
            .count();
        let found = again.prompts.into_iter().find(|prompt| prompt.rule == rule);
        (found.map(|prompt| prompt.interruptive), capped)
    };
    // An emergency is never hidden; for a day it does not interrupt.
    assert_eq!(shown("leg weakness", "cord", 1), (Some(false), 1));
    assert_eq!(shown("leg weakness", "cord", 2), (Some(true), 1));
    let tier = engine
        .rule_set()
        .triggers
        .iter()
        .find(|trigger| trigger.id == "night-pain")
        .unwrap()
        .tier;
    let most = engine.rule_set().info.snooze.caps.of(tier);
    assert_eq!(most, 7);
    for (answered, hidden) in [(6, true), (7, true), (8, false)] {
        let (prompt, capped) = shown("back pain at night", "night-pain", answered);
        assert_eq!((prompt.is_none(), capped), (hidden, 1), "{answered}");
    }
}

#[test]
fn known_metastatic_disease_changes_words_and_hides_no_emergency() {
    let known = |text| after_breast_cancer(vec![coded("m", 300, SECONDARY), note("n", 1, text)]);
    let assessment = assess(&known("back pain at night"));
    assert_eq!(assessment.metastatic.status, MetastaticStatus::Recorded);
    assert_eq!(assessment.prompts[0].headline, "Known to have spread: call today");
    assert_eq!(fired(&assess(&known("leg weakness")))[0], ("cord", "emergency"));
}

#[test]
fn history_keeps_out_what_is_no_invasive_cancer_of_the_patient() {
    let history = |entries| assess(&record(entries)).cancer_history.len();
    assert_eq!(history(vec![coded("c", 900, BREAST)]), 1);
    assert_eq!(
        history(vec![coded("c", 900, BREAST).code(System::Snomed, IN_SITU, "in situ")]),
        0
    );
    for assertion in [
        Assertion::Family,
        Assertion::Absent,
        Assertion::Possible,
        Assertion::Hypothetical,
    ] {
        assert_eq!(
            history(vec![coded("c", 900, BREAST).assertion(assertion)]),
            0,
            "{assertion:?}"
        );
    }
    assert_eq!(
        history(vec![coded("c", 900, BREAST).assertion(Assertion::Historical)]),
        1
    );
    let words = |assertion| {
        Entry::new("c", EntryKind::Condition)
            .on(ago(900))
            .text("breast cancer")
            .assertion(assertion)
    };
    assert_eq!(history(vec![words(Assertion::Possible)]), 0);
    assert_eq!(history(vec![words(Assertion::Historical)]), 1);
    assert_eq!(history(vec![note("n", 9, "FH: mother breast cancer")]), 0);
    assert_eq!(history(vec![note("n", 9, "?breast cancer")]), 0);
    assert_eq!(
        history(vec![coded("c", 900, "254837008")]),
        0,
        "a code that fails its check digit"
    );
    let forty: Vec<Entry<'static>> = (0..40)
        .map(|day| {
            Entry::new(format!("c{day}"), EntryKind::Condition)
                .on(ago(900 + day))
                .code(System::Snomed, BREAST, "x")
        })
        .collect();
    let assessment = assess(&record(forty));
    assert_eq!(
        (
            assessment.cancer_history.len(),
            assessment.cancer_history[0].first_recorded
        ),
        (1, Some(PartialDate::day(ago(939))))
    );
}

#[test]
fn a_finding_goes_to_the_cancer_that_spreads_there() {
    let two = record(vec![
        coded("a", 4000, BREAST),
        coded("b", 100, KIDNEY),
        note("n", 1, "back pain at night"),
    ]);
    assert_eq!(assess(&two).prompts[0].tumour.as_deref(), Some("kidney"));
}

#[test]
fn care_rules_ask_about_the_record() {
    let due = |entries: Vec<Entry<'static>>| {
        let mut all = vec![coded("cancer", 200, BREAST)];
        all.extend(entries);
        fired(&assess(&record(all)))
            .iter()
            .any(|(rule, _)| *rule == "review-due")
    };
    assert!(due(vec![]));
    assert!(!due(vec![note("n", 100, "cancer care review done")]));
    assert!(due(vec![note("n", 201, "cancer care review done")]));
    let off = EngineOptions {
        settings: vec![("switch".to_owned(), false)],
        ..EngineOptions::default()
    };
    let engine = Engine::from_bundle(&bundle(), &off).unwrap();
    assert!(
        engine
            .assess(&record(vec![coded("cancer", 200, BREAST)]))
            .prompts
            .is_empty()
    );
    assert!(holds(&engine, &record(vec![note("n", 1, "back pain")]), "back-pain"));
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
