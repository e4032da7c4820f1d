//! What holds whatever an author, or a file gone wrong, writes.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code"
)]

use metasign_core::record::{Date, Sex};
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::condition::{Atom, Comparison, Event, Expression, Period, Window, parse, print};
use metasign_core::rules::load::{check, load};
use metasign_core::rules::model::{Affinity, MetastaticStatus, Site};
use metasign_support::small;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

proptest! {
    /// Printing a condition and reading it again gives the same tree.
    #[test]
    fn conditions_survive_printing(expression in expressions()) {
        let text = print(&expression);
        let parsed = parse(&text);
        prop_assert_eq!(parsed.map(|condition| condition.root), Ok(expression), "{}", text);
    }

    /// Any text is a condition or a list of mistakes whose places lie in it.
    #[test]
    fn any_text_is_a_condition_or_mistakes(text in condition_like()) {
        if let Err(errors) = parse(&text) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.start <= error.end && error.end <= text.len(), "{:?}", error);
                prop_assert!(text.is_char_boundary(error.start) && text.is_char_boundary(error.end));
            }
        }
    }

    /// Any bytes in place of any file are told of, never a panic.
    #[test]
    fn any_bytes_as_any_file(file in any::<Index>(), bytes in vec(any::<u8>(), 0..200)) {
        let bundle = replaced(file, |_| bytes.clone());
        look(&bundle);
    }

    /// A file cut off, or with some bytes changed, is told of, never a panic; and what has errors gives no rules.
    #[test]
    fn files_broken_in_the_middle(
        file in any::<Index>(),
        cut in any::<Index>(),
        length in 0_usize..30,
        put in "[\\[\\]\"'={}.,#()\n\\\\a-z0-9-]{0,12}",
    ) {
        let bundle = replaced(file, |text| {
            let mut bytes = text.as_bytes().to_vec();
            let start = cut.index(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, put.bytes());
            bytes
        });
        look(&bundle);
    }

    /// A bundle from JSON is a bundle or an error, whatever the bytes.
    #[test]
    fn any_bytes_as_a_bundle(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Bundle::from_json(&bytes);
    }
}

#[test]
fn deep_nesting_is_a_mistake_and_no_overflow() {
    for text in [
        format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}a", "not ".repeat(4_000)),
        "at least 1 of (".repeat(1_000),
        "(".repeat(16_000),
    ] {
        let errors = parse(&text).unwrap_err();
        assert!(
            errors
                .iter()
                .any(|error| error.message.contains("inside each other") || error.message.contains("too long"))
        );
    }
    let fits = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    assert!(parse(&fits).is_ok());
}

#[test]
fn many_made_up_signs_in_a_chain_are_ordered() {
    let mut signs = String::from("[s0]\nname = \"s\"\nphrases = [\"s\"]\n");
    for number in (1..3000).rev() {
        signs += &format!("[s{number}]\nname = \"s\"\nwhen = \"s{}\"\n", number - 1);
    }
    let bundle = small::with(&[("signs/chain.toml", &signs)]);
    let rules = load(&bundle).rule_set.unwrap();
    let order: Vec<&str> = rules
        .signs
        .iter()
        .map(|sign| sign.id.as_str())
        .filter(|id| id.starts_with('s'))
        .collect();
    assert_eq!((order[0], order[1], order[2999]), ("s0", "s1", "s2999"));
}

#[test]
fn deep_toml_is_a_mistake_and_no_overflow() {
    for text in [
        format!("a = {}1{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a = {}", "{ a = ".repeat(10_000)),
        format!("[{}a]\n", "a.".repeat(10_000)),
        format!("{}a = 1\n", "a.".repeat(50_000)),
    ] {
        let bundle = small::with(&[("signs/deep.toml", &text)]);
        assert!(load(&bundle).rule_set.is_none());
    }
}

fn look(bundle: &Bundle) {
    let loaded = load(bundle);
    let thorough = check(bundle, Date::new(2026, 12, 1));
    for diagnostic in &loaded.diagnostics {
        assert!(thorough.contains(diagnostic), "check leaves out {diagnostic}");
    }
    assert!(loaded.rule_set.is_some() || !loaded.diagnostics.is_empty());
    for diagnostic in thorough {
        let text = diagnostic.to_string();
        assert!(!text.contains('\n') && !diagnostic.message.ends_with('.'), "{text}");
    }
}

fn replaced(file: Index, change: impl Fn(&str) -> Vec<u8>) -> Bundle {
    let files = small::files();
    let chosen = file.index(files.len());
    let files = files.into_iter().enumerate().map(|(at, (path, text))| {
        let bytes = if at == chosen { change(&text) } else { text.into_bytes() };
        (path, bytes)
    });
    Bundle::from_files(files).unwrap()
}

/// Words of the language in any order, and others.
fn condition_like() -> impl Strategy<Value = String> {
    let words = select(vec![
        "and",
        "or",
        "not",
        "at",
        "least",
        "2",
        "of",
        "(",
        ")",
        ",",
        "no",
        "record",
        "within",
        "3",
        "weeks",
        "more",
        "than",
        "ago",
        "after",
        "before",
        "diagnosis",
        "score",
        "spine",
        ">=",
        "<",
        "tumour",
        "breast.lobular",
        "age",
        "back-pain",
        "back-pain.x",
        "cancer-history",
        "&&",
        "é",
        "!",
        "metastatic",
        "recorded",
        "domains",
        "setting",
        "scored.x",
        "affinity",
        "high",
    ]);
    prop_oneof![vec(words, 0..20).prop_map(|words| words.join(" ")), "\\PC{0,60}"]
}

fn names() -> impl Strategy<Value = String> {
    select(vec!["back-pain", "cough", "x1", "weight-loss-measured"]).prop_map(str::to_owned)
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Diagnosis),
        Just(Event::FirstDiagnosis),
        Just(Event::MetastaticDiagnosis),
        names().prop_map(Event::Sign),
    ]
}

fn windows() -> impl Strategy<Value = Window> {
    let period = || prop_oneof![(1..5000).prop_map(Period::Days), (1..600).prop_map(Period::Months)];
    prop_oneof![
        period().prop_map(Window::Within),
        period().prop_map(Window::MoreThanAgo),
        (period(), events()).prop_map(|(period, event)| Window::WithinAfter(period, event)),
        (period(), events()).prop_map(|(period, event)| Window::WithinBefore(period, event)),
        events().prop_map(Window::After),
        events().prop_map(Window::Before),
    ]
}

fn atoms() -> impl Strategy<Value = Atom> {
    let sign = || {
        (
            names(),
            option::of(select(vec!["nocturnal", "progressive"]).prop_map(str::to_owned)),
            option::of(windows()),
        )
    };
    let comparison = || {
        select(vec![
            Comparison::AtLeast,
            Comparison::Above,
            Comparison::AtMost,
            Comparison::Below,
            Comparison::Equal,
        ])
    };
    let number = || {
        prop_oneof![
            (0_u32..200).prop_map(f64::from),
            (0_u32..2000).prop_map(|tenths| f64::from(tenths) / 10.0)
        ]
    };
    let statuses = select(vec![
        MetastaticStatus::Recorded,
        MetastaticStatus::Probable,
        MetastaticStatus::Possible,
    ]);
    let event = select(vec![
        Event::Diagnosis,
        Event::FirstDiagnosis,
        Event::MetastaticDiagnosis,
    ]);
    prop_oneof![
        4 => sign().prop_map(|(sign, qualifier, window)| Atom::Sign { sign, qualifier, window }),
        1 => sign().prop_map(|(sign, qualifier, window)| Atom::NoRecord { sign, qualifier, window }),
        1 => (event, option::of(windows())).prop_map(|(event, window)| Atom::Event { event, window }),
        1 => select(vec![
            Atom::CancerHistory,
            Atom::NoCancerRecorded,
            Atom::CodedCancerHistory,
            Atom::HighRiskPrimary,
            Atom::Explained,
            Atom::Unchanged,
            Atom::Sex(Sex::Male),
            Atom::Sex(Sex::Female),
        ]),
        1 => vec((names(), option::of(names())), 1..3).prop_map(Atom::Tumour),
        1 => vec(statuses, 1..3).prop_map(Atom::Metastatic),
        1 => (select(Site::ALL.to_vec()), comparison(), number())
            .prop_map(|(site, comparison, points)| Atom::Score { site, comparison, points }),
        1 => (comparison(), number()).prop_map(|(comparison, years)| Atom::Age(comparison, years)),
        1 => names().prop_map(Atom::Setting),
        1 => names().prop_map(Atom::Scored),
        1 => select(vec![Affinity::High, Affinity::Moderate, Affinity::Low]).prop_map(Atom::Affinity),
        1 => (number(), comparison(), number()).prop_map(|(points, comparison, count)| Atom::Domains { points, comparison, count }),
    ]
}

fn expressions() -> impl Strategy<Value = Expression> {
    atoms().prop_map(Expression::Atom).prop_recursive(4, 30, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Expression::And),
            vec(inner.clone(), 2..4).prop_map(Expression::Or),
            inner.clone().prop_map(|inner| Expression::Not(Box::new(inner))),
            vec(inner, 1..4).prop_flat_map(|items| {
                let most = u32::try_from(items.len()).unwrap();
                (1..=most, Just(items)).prop_map(|(count, items)| Expression::AtLeast(count, items))
            }),
        ]
    })
}
