//! What must always hold of an assessment, on records made of the shipped rules' own codes, phrases and measurements.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a failure is a failed test"
)]

use metasign_core::engine::AssessOptions;
use metasign_core::explain::{Outcome, Truth};
use metasign_core::record::{Date, Entry, EntryKind, Record, Sex, System};
use metasign_core::rules::model::{SignKind, Tier};
use metasign_support::engine;
use proptest::prelude::*;

/// A day of the question far from any review date or leap day trouble.
fn as_of() -> Date {
    Date::new(2026, 3, 12).unwrap()
}

/// One entry, made from numbers so that shrinking finds the simplest record.
#[derive(Debug, Clone)]
struct Seed {
    what: u8,
    which: usize,
    days_ago: i32,
    value: f64,
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let days = prop_oneof![0..20_i32, 0..120_i32, 0..6000_i32];
    let seed = (0_u8..7, any::<usize>(), days, 0.0..600.0_f64).prop_map(|(what, which, days_ago, value)| Seed {
        what,
        which,
        days_ago,
        value,
    });
    proptest::collection::vec(seed, 0..14)
}

const FRAMES: [&str; 9] = [
    "{} 7/52, getting worse, waking at night",
    "no {}",
    "?{}",
    "{} settled",
    "FH: mother had {}",
    "PMH {}",
    "to return if {}",
    "{} again",
    "{}",
];

fn entry(seed: &Seed, number: usize, shift: i32) -> Entry<'static> {
    let rules = engine().rule_set();
    let day = as_of().plus_days(shift - seed.days_ago);
    let id = format!("e{number:03}");
    match seed.what {
        0 => {
            let list = &rules.codelists[seed.which % rules.codelists.len()];
            let (code, term) = list.codes[seed.which / 7 % list.codes.len().max(1)].clone();
            Entry::new(id, EntryKind::Condition)
                .on(day)
                .code(list.system, code, term)
        }
        1 => {
            let tumour = &rules.tumours[seed.which % rules.tumours.len()];
            let list = rules
                .codelists
                .iter()
                .find(|list| tumour.history_codes.contains(&list.list))
                .unwrap();
            let (code, term) = list.codes[0].clone();
            Entry::new(id, EntryKind::Condition)
                .on(day)
                .code(list.system, code, term)
        }
        2 => {
            let test = &rules.measurements[seed.which % rules.measurements.len()];
            let list = rules.codelists.iter().find(|list| test.codes.contains(&list.list));
            let (system, code, term) = list.map_or((System::Local, "x".to_owned(), "x".to_owned()), |list| {
                (list.system, list.codes[0].0.clone(), list.codes[0].1.clone())
            });
            let (low, high) = test.plausible;
            let value = low + (high - low) * seed.value / 600.0;
            Entry::new(id, EntryKind::Measurement)
                .on(day)
                .code(system, code, term)
                .value(value, test.unit.clone())
        }
        _ => {
            let spoken: Vec<&str> = rules
                .signs
                .iter()
                .flat_map(|sign| sign.phrases.iter().map(String::as_str))
                .collect();
            let phrase = spoken[seed.which % spoken.len()];
            let frame = FRAMES[seed.which / 11 % FRAMES.len()];
            Entry::new(id, EntryKind::Note)
                .on(day)
                .text(frame.replace("{}", phrase))
        }
    }
}

fn record(seeds: &[Seed], shift: i32) -> Record<'static> {
    let mut builder = Record::builder(as_of().plus_days(shift))
        .sex(Sex::Female)
        .birth_date(Date::new(1950, 5, 5).unwrap().plus_days(shift));
    for (number, seed) in seeds.iter().enumerate() {
        builder = builder.entry(entry(seed, number, shift));
    }
    builder.build()
}

/// What an assessment says, without its dates.
fn gist(record: &Record<'_>) -> Vec<String> {
    let assessment = engine().assess_with(record, AssessOptions { watch_tier: true });
    let mut out: Vec<String> = assessment
        .prompts
        .iter()
        .map(|prompt| {
            let total = prompt.score.as_ref().map(|score| score.total);
            let why: Vec<String> = prompt
                .why
                .iter()
                .map(|why| format!("{} {:?} {:?}", why.sign, why.entry, why.qualifiers))
                .collect();
            format!("{} {} {total:?} {why:?}", prompt.id, prompt.urgency.name())
        })
        .collect();
    out.extend(
        assessment
            .cancer_history
            .iter()
            .map(|cancer| format!("{} {:?} {:?}", cancer.tumour, cancer.subtypes, cancer.certainty)),
    );
    out.push(format!(
        "{:?} {:?}",
        assessment.metastatic.status, assessment.metastatic.sites
    ));
    out.extend(
        assessment
            .notices
            .iter()
            .map(|notice| format!("{:?} {:?}", notice.code, notice.entry)),
    );
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order in which a host sends entries changes nothing, to the byte.
    #[test]
    fn entry_order_changes_nothing(seeds in seeds(), rotate in 0_usize..14) {
        let sent = record(&seeds, 0);
        let mut other = sent.clone();
        other.entries.reverse();
        if !other.entries.is_empty() {
            let by = rotate % other.entries.len();
            other.entries.rotate_left(by);
        }
        prop_assert_eq!(engine().assess(&sent).to_json().unwrap(), engine().assess(&other).to_json().unwrap());
    }

    /// Shifting every date together (by whole weeks short of the review date) changes nothing but dates.
    #[test]
    fn shifting_all_dates_changes_only_dates(seeds in seeds(), weeks in -52_i32..20) {
        // Windows given in months are calendar windows: their days depend on the month. Keep clear of their edges.
        let clear = |days: i32| (days % 30 > 4) && (days % 30 < 26) && (days % 365 > 8) && (days % 365 < 357);
        let seeds: Vec<Seed> = seeds.into_iter().filter(|seed| seed.days_ago < 25 || clear(seed.days_ago)).collect();
        prop_assert_eq!(gist(&record(&seeds, 0)), gist(&record(&seeds, weeks * 7)));
    }

    /// The score shown is the sum of the parts shown, and no prompt stands twice for one site and tumour.
    #[test]
    fn totals_are_sums_and_prompts_are_one_a_site(seeds in seeds()) {
        let assessment = engine().assess_with(&record(&seeds, 0), AssessOptions { watch_tier: true });
        let mut places = Vec::new();
        for prompt in &assessment.prompts {
            if let Some(score) = &prompt.score {
                let sum: f64 = score.parts.iter().map(|part| part.points).sum();
                prop_assert!((sum - score.total).abs() < 1e-9, "{} is not {}", sum, score.total);
            }
            prop_assert!(!prompt.headline.is_empty() && !prompt.actions.is_empty());
            prop_assert_eq!(prompt.interruptive, prompt.urgency.interruptive());
            let alone = engine().rule_set().triggers.iter().any(|rule| rule.id == prompt.rule && (rule.care || rule.code.is_some() || rule.site.name() == "general"));
            if !alone {
                places.push((prompt.site, prompt.tumour.clone()));
            }
        }
        let all = places.len();
        places.sort();
        places.dedup();
        prop_assert_eq!(all, places.len(), "two prompts for one site and tumour");
        prop_assert!(assessment.prompts.is_sorted_by(|left, right| left.urgency >= right.urgency));
    }

    /// Batch equals one by one: an engine keeps nothing from one record to the next.
    #[test]
    fn an_engine_keeps_nothing_between_records(first in seeds(), second in seeds()) {
        let alone = engine().assess(&record(&second, 0)).to_json().unwrap();
        let _ = engine().assess(&record(&first, 0));
        prop_assert_eq!(alone, engine().assess(&record(&second, 0)).to_json().unwrap());
    }

    /// Taking one entry out never turns an emergency into silence: it still prompts, or the rule says what it
    /// cannot tell, or a notice says what was not used. The one exception is a record that states the opposite.
    #[test]
    fn removing_data_never_silences_an_emergency(
        cancer in any::<usize>(),
        signs in proptest::collection::vec(any::<prop::sample::Index>(), 1..4),
        others in seeds(),
    ) {
        let full = emergency(cancer, &signs, &others);
        let fired = emergencies(&full);
        prop_assume!(!fired.is_empty());
        for removed in 0..full.entries.len() {
            let mut less = full.clone();
            less.entries.remove(removed);
            let after = engine().explain(&less);
            for rule in after.rules.iter().filter(|rule| fired.contains(&rule.rule)) {
                let open = rule.when.truth != Truth::False || rule.outcome == Outcome::Fired;
                prop_assert!(open || !after.notices.is_empty() || denies(&rule.when), "{} fell silent", rule.rule);
            }
        }
    }

    /// Any bytes give an error or an answer.
    #[test]
    fn any_bytes_give_an_error_or_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(record) = Record::from_json(&bytes) {
            let _ = engine().assess(&record);
        }
    }

    /// Any text in a note gives an answer, and every quote is the exact words at its span.
    #[test]
    fn quotes_are_the_exact_words(text in "\\PC{0,200}", phrase in any::<prop::sample::Index>()) {
        let rules = engine().rule_set();
        let spoken: Vec<&str> = rules.signs.iter().filter(|sign| sign.kind == SignKind::Symptom).flat_map(|sign| sign.phrases.iter().map(String::as_str)).collect();
        let text = format!("{text} {} {text}", spoken[phrase.index(spoken.len())]);
        let day = as_of();
        let record = Record::builder(day)
            .entry(entry(&Seed { what: 1, which: 3, days_ago: 900, value: 0.0 }, 0, 0))
            .entry(Entry::new("note", EntryKind::Note).on(day).text(text.clone()))
            .build();
        for why in engine().assess_with(&record, AssessOptions { watch_tier: true }).prompts.iter().flat_map(|prompt| &prompt.why) {
            if let (Some([start, end]), Some(quote), Some("note")) = (why.span, &why.quote, why.entry.as_deref()) {
                let words = text.get(start as usize..end as usize);
                prop_assert!(words == Some(quote.as_str()) || why.source != metasign_core::assessment::EvidenceSource::Text);
            }
        }
    }
}

/// A past cancer, notes that name emergency signs today, and whatever else.
fn emergency(cancer: usize, signs: &[prop::sample::Index], others: &[Seed]) -> Record<'static> {
    let rules = engine().rule_set();
    let spoken: Vec<&str> = rules
        .signs
        .iter()
        .filter(|sign| sign.emergency)
        .flat_map(|sign| sign.phrases.iter().map(String::as_str))
        .collect();
    let history = Seed {
        what: 1,
        which: cancer,
        days_ago: 1500,
        value: 0.0,
    };
    let mut record = record(others, 0);
    record.entries.push(entry(&history, 900, 0));
    for (number, sign) in signs.iter().enumerate() {
        let text = spoken[sign.index(spoken.len())].to_owned();
        record
            .entries
            .push(Entry::new(format!("s{number}"), EntryKind::Note).on(as_of()).text(text));
    }
    record
}

fn emergencies(record: &Record<'_>) -> Vec<String> {
    let explained = engine().explain(record).rules.into_iter();
    explained
        .filter(|rule| rule.urgency == Tier::Emergency && rule.outcome == Outcome::Fired)
        .map(|rule| rule.rule)
        .collect()
}

/// Whether a part of a condition is false because the record says the opposite of a sign.
fn denies(reason: &metasign_core::explain::Reason) -> bool {
    let stated = reason.truth == Truth::False
        && reason.parts.is_empty()
        && reason
            .evidence
            .iter()
            .any(|evidence| evidence.assertion == metasign_core::record::Assertion::Absent);
    stated || reason.parts.iter().any(denies)
}

#[test]
fn a_finding_made_of_one_phrase_is_quoted_and_dated() {
    let record = record(
        &[Seed {
            what: 1,
            which: 2,
            days_ago: 4000,
            value: 0.0,
        }],
        0,
    );
    let assessment = engine().assess(&record);
    assert_eq!(assessment.looked_at.entries, 1);
    assert_eq!(assessment.cancer_history.len(), 1);
    assert_eq!(assessment.cancer_history[0].evidence.len(), 1);
}
