//! What a clinician answered, and how long it holds.

use super::*;

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
