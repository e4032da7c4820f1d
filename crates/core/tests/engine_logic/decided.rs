//! Points and triggers: what is prompted, and what holds a prompt back.

use super::*;

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
fn known_metastatic_disease_changes_words_and_hides_no_emergency() {
    let known = |text| after_breast_cancer(vec![coded("m", 300, SECONDARY), note("n", 1, text)]);
    let assessment = assess(&known("back pain at night"));
    assert_eq!(assessment.metastatic.status, MetastaticStatus::Recorded);
    assert_eq!(assessment.prompts[0].headline, "Known to have spread: call today");
    assert_eq!(fired(&assess(&known("leg weakness")))[0], ("cord", "emergency"));
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
