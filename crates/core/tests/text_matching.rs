//! Finding signs as clinicians type them, and what is said of a mention besides its assertion.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test"
)]

use metasign_core::text::{Assertion, Concept, Expression, Language, Mention, NoteContext, NoteDate, Reader};
use metasign_support::text;

const SIGNS: [(&str, &[&str]); 14] = [
    (
        "back-pain",
        &["back pain", "pain in back", "low back pain", "back ache"],
    ),
    (
        "leg-weakness",
        &["leg weakness", "weakness in leg", "legs giving way", "weak legs"],
    ),
    ("weight-loss", &["weight loss", "lost weight"]),
    ("breathlessness", &["shortness of breath", "breathless"]),
    ("haemoptysis", &["haemoptysis", "coughing up blood"]),
    ("metastases", &["metastases", "mets", "metastatic disease"]),
    ("bone-metastases", &["bone metastases"]),
    ("pins-and-needles", &["pins and needles"]),
    ("headache", &["headache", "HA"]),
    ("seizure", &["seizure", "fit", "fits"]),
    ("dysphagia", &["dysphagia"]),
    ("vertebral-fracture", &["vertebral fracture"]),
    ("numbness", &["numbness", "numb"]),
    ("vomiting", &["vomiting"]),
];

#[test]
fn signs_are_found_as_typed() {
    let reader = reader();
    for (note, wanted) in [
        ("LBP for years", &["back-pain"][..]),
        ("low  back-pain", &["back-pain"]),
        ("low\tback pain", &["back-pain"]),
        ("Backpain since Monday", &["back-pain"]),
        ("back pains at night", &["back-pain"]),
        ("pain in her back", &["back-pain"]),
        ("pain in the lower back", &[]),
        ("back ache", &["back-pain"]),
        ("wt loss", &["weight-loss"]),
        ("Weight-loss", &["weight-loss"]),
        ("wieght loss", &["weight-loss"]),
        ("lost some weight", &["weight-loss"]),
        ("SOB on stairs", &["breathlessness"]),
        ("sob", &["breathlessness"]),
        ("haemoptisis", &["haemoptysis"]),
        ("haemoptsis", &["haemoptysis"]),
        ("hemoptysis", &["haemoptysis"]),
        ("bone mets", &["bone-metastases", "metastases"]),
        ("met his brother", &[]),
        ("metformin and metoprolol", &[]),
        ("P+N in feet", &["pins-and-needles"]),
        ("pins & needles", &["pins-and-needles"]),
        ("pins n needles", &["pins-and-needles"]),
        ("HA all week", &["headache"]),
        ("shared care", &[]),
        ("had 2 fits", &["seizure"]),
        ("well fitted carpet", &[]),
        ("speech: dysphasia", &[]),
        ("vertebral #", &["vertebral-fracture"]),
        ("vertebral fractures", &["vertebral-fracture"]),
        ("weakness in the L leg", &["leg-weakness"]),
        ("leg\nweakness", &["leg-weakness"]),
        ("can’t walk, ‘numb’ feet", &["numbness"]),
        ("back. pain", &[]),
        ("feeling numbed", &[]),
        ("backache", &["back-pain"]),
        ("vomited, vomits", &["vomiting", "vomiting"]),
    ] {
        let found: Vec<&str> = read(&reader, note).iter().map(|mention| name(mention)).collect();
        let mut found_sorted = found.clone();
        found_sorted.sort_unstable();
        assert_eq!(found_sorted, wanted, "{note}");
    }
}

#[test]
fn a_mention_spans_what_was_typed() {
    let reader = reader();
    let note = "Réview – no “low  back-pain”; coughing up blood x2";
    let mentions = read(&reader, note);
    let quotes: Vec<&str> = mentions
        .iter()
        .map(|mention| &note[mention.start as usize..mention.end as usize])
        .collect();
    assert_eq!(quotes, ["low  back-pain", "coughing up blood"]);
    assert_eq!(mentions[0].assertion, Assertion::Absent);
    assert_eq!(mentions[1].assertion, Assertion::Present);
}

#[test]
fn a_phrase_can_say_that_the_sign_is_absent() {
    let concept = Concept {
        expressions: vec![
            Expression::Phrase("leg weakness"),
            Expression::Phrase("reduced power"),
            Expression::AbsentPhrase("power normal"),
            Expression::AbsentPhrase("B+B OK"),
        ],
        qualifiers: vec![],
    };
    let reader = text::reader(&[concept], &[], &[]);
    let mentions = read(&reader, "Power normal, B+B ok. Reduced power L ankle 4/5");
    let read: Vec<Assertion> = mentions.iter().map(|mention| mention.assertion).collect();
    assert_eq!(read, [Assertion::Absent, Assertion::Absent, Assertion::Present]);
}

#[test]
fn a_denying_phrase_denies_the_rest_of_its_list() {
    let weight = Concept {
        expressions: vec![Expression::Phrase("wt loss"), Expression::AbsentPhrase("no wt loss")],
        qualifiers: vec![],
    };
    let sweats = Concept {
        expressions: vec![Expression::Phrase("night sweats")],
        qualifiers: vec![],
    };
    let appetite = Concept {
        expressions: vec![Expression::Phrase("no appetite")],
        qualifiers: vec![],
    };
    let reader = text::reader(&[weight, sweats, appetite], &[], &[]);
    let all = |note: &str| {
        read(&reader, note)
            .iter()
            .map(|mention| mention.assertion)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        all("no wt loss, night sweats or fever"),
        [Assertion::Absent, Assertion::Absent]
    );
    // A sign whose own words hold the denial says nothing of its neighbours.
    assert_eq!(
        all("no appetite, night sweats"),
        [Assertion::Present, Assertion::Present]
    );
}

#[test]
fn patterns_are_found_inside_a_sentence() {
    let concept = Concept {
        expressions: vec![Expression::Pattern(r"\bpower\s+[0-4]\s*/\s*5\b")],
        qualifiers: vec![],
    };
    let reader = text::reader(&[concept], &[], &[]);
    let note = "O/E power 3/5 R leg. Power 5/5 L leg.";
    let mentions = read(&reader, note);
    assert_eq!(mentions.len(), 1);
    assert_eq!(&note[mentions[0].start as usize..mentions[0].end as usize], "power 3/5");
}

#[test]
fn broken_expressions_are_all_reported() {
    let concepts = [
        Concept {
            expressions: vec![Expression::Phrase("  "), Expression::Pattern("(")],
            qualifiers: vec![(3, vec!["-"])],
        },
        Concept {
            expressions: vec![Expression::Pattern("a*")],
            qualifiers: vec![],
        },
    ];
    let problems = Reader::new(&text::language(), &concepts, &[]).expect_err("all four are wrong");
    let places: Vec<(u32, usize)> = problems
        .iter()
        .map(|problem| (problem.concept, problem.expression))
        .collect();
    assert_eq!(places, [(0, 0), (0, 1), (1, 0)]);
}

#[test]
fn qualifiers_and_durations_are_said_of_the_right_mention() {
    const NOCTURNAL: u64 = 1;
    const PROGRESSIVE: u64 = 2;
    const BILATERAL: u64 = 4;
    let reader = reader();
    for (note, sign, qualifiers, days) in [
        (
            "Back again. back pain 7/52, gett worse, waking her most nights",
            "back-pain",
            NOCTURNAL | PROGRESSIVE,
            Some(49),
        ),
        (
            "LBP 7/52. Worse at night, waking her",
            "back-pain",
            NOCTURNAL | PROGRESSIVE,
            Some(49),
        ),
        ("LBP 2/12, not worse at night", "back-pain", 0, Some(60)),
        (
            "back pain, no night waking. Headache wakes her nocte",
            "headache",
            NOCTURNAL,
            None,
        ),
        ("headache for 2 months", "headache", 0, Some(60)),
        ("headache x3 days", "headache", 0, Some(3)),
        ("6wk hx back pain", "back-pain", 0, Some(42)),
        ("back pain 2-3/52", "back-pain", 0, Some(21)),
        ("back pain since Xmas", "back-pain", 0, Some(77)),
        ("back pain for a couple of weeks", "back-pain", 0, Some(14)),
        ("headache 12/3/26", "headache", 0, None),
        ("headache, 3 this week", "headache", 0, None),
        ("headache, bilateral leg weakness", "headache", 0, None),
        ("headache, bilateral leg weakness", "leg-weakness", BILATERAL, None),
        ("leg weakness bilat", "leg-weakness", BILATERAL, None),
        ("headache 3/7. back pain 5/12", "headache", 0, Some(3)),
        ("headache 3/7. back pain 5/12", "back-pain", 0, Some(150)),
    ] {
        let context = NoteContext {
            date: Some(NoteDate {
                year: 2026,
                month: 3,
                day: 12,
            }),
            ..NoteContext::default()
        };
        let mut mentions = Vec::new();
        reader.read(note, &context, &mut mentions);
        let mention = mentions
            .iter()
            .find(|mention| name(mention) == sign)
            .unwrap_or_else(|| panic!("{note}: no {sign}"));
        assert_eq!(mention.qualifiers, qualifiers, "{note}");
        assert_eq!(mention.duration_days, days, "{note}");
    }
}

#[test]
fn returned_and_unchanged_are_told() {
    let reader = reader();
    let one = |note: &str| read(&reader, note).pop().expect("a mention");
    assert!(one("back pain settled with physio but has come back").returned);
    assert!(!one("back pain 3/52").returned);
    assert!(one("long-standing back pain, unchanged 20y").unchanged);
    assert!(one("not without back pain on turning").low_confidence);
}

#[test]
fn values_typed_in_a_note_are_measured() {
    let tests: [Vec<&str>; 5] = [
        vec!["adj Ca", "corrected calcium"],
        vec!["wt", "weight"],
        vec!["ALP"],
        vec!["PSA"],
        vec!["power"],
    ];
    let reader = text::reader(&[], &[], &tests);
    let all = |note: &str| {
        let mut found = Vec::new();
        reader.measurements(note, &NoteContext::default(), &mut found);
        found
            .iter()
            .map(|one| {
                (
                    one.test,
                    one.amount.value,
                    one.previous.as_ref().map(|one| one.value),
                    one.out_of,
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        all("adj Ca 2.9, ALP 310"),
        [(0, 2.9, None, None), (2, 310.0, None, None)]
    );
    assert_eq!(all("wt 62 (was 70)"), [(1, 62.0, Some(70.0), None)]);
    assert_eq!(all("wt 62kg, prev 70.5"), [(1, 62.0, Some(70.5), None)]);
    assert_eq!(all("PSA 4.5 -> 12"), [(3, 12.0, Some(4.5), None)]);
    assert_eq!(all("PSA <0.1"), [(3, 0.1, None, None)]);
    assert_eq!(all("adj Ca 3.08 H"), [(0, 3.08, None, None)]);
    assert_eq!(
        all("ALP 310 H, PSA came back at 12"),
        [(2, 310.0, None, None), (3, 12.0, None, None)]
    );
    assert_eq!(all("ALP 24 h"), []);
    assert_eq!(all("power 3/5 R leg"), [(4, 3.0, None, Some(5.0))]);
    assert_eq!(all("corrected calcium: 2,85 mmol/L"), [(0, 2.85, None, None)]);
    assert_eq!(all("PSA 12/3/24, ALP in 3 months, wt loss 3 stone"), []);

    let note = "wt from 10 st 3 lb to 62 kg";
    let mut found = Vec::new();
    reader.measurements(note, &NoteContext::default(), &mut found);
    let words = |span: &std::ops::Range<u32>| &note[span.start as usize..span.end as usize];
    let (now, before) = (&found[0].amount, found[0].previous.as_ref().unwrap());
    assert_eq!(
        (now.value, now.unit.as_ref().map(words), &now.rest),
        (62.0, Some("kg"), &None)
    );
    assert_eq!((before.value, before.unit.as_ref().map(words)), (10.0, Some("st")));
    assert_eq!(
        before.rest.as_ref().map(|(rest, unit)| (*rest, words(unit))),
        Some((3.0, "lb"))
    );
}

#[test]
fn language_mistakes_are_all_reported_with_their_place() {
    let file = "[no]\nsays = \"absnt\"\nphrases = [\"no\"]\nfrases = []\nbasis = \"C\"\n\n[other]\nphrases = []\n";
    let problems = Language::from_files([("negation.toml", file)]).expect_err("several mistakes");
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!(
                "{}:{}:{} {} ({})",
                problem.file,
                problem.line,
                problem.column,
                problem.message,
                problem.help.as_deref().unwrap_or("-")
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

fn reader() -> Reader {
    let concepts: Vec<Concept<'_>> = SIGNS
        .iter()
        .map(|(_, phrases)| Concept {
            expressions: phrases.iter().map(|phrase| Expression::Phrase(phrase)).collect(),
            qualifiers: vec![],
        })
        .collect();
    let nocturnal = vec!["at night", "nocte", "wakes her", "waking her", "most nights"];
    let progressive = vec!["getting worse", "gett worse", "worse", "worsening"];
    text::reader(&concepts, &[nocturnal, progressive, vec!["bilateral", "bilat"]], &[])
}

fn read(reader: &Reader, note: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    reader.read(note, &NoteContext::default(), &mut mentions);
    mentions
}

fn name(mention: &Mention) -> &'static str {
    SIGNS[mention.concept as usize].0
}
