//! Which cancers a person had, and which of them a finding goes to.

use super::*;

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
