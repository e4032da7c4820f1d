//! What is said of a sign, and for how long it counts.

use super::*;

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
