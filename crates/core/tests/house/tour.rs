//! `docs/tour.md` is true: its code is the code of this test, its links lead somewhere, and every room is on the way.

use metasign_core::assessment::EvidenceSource;
use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::explain::{Outcome, Truth};
use metasign_core::record::{Assertion, Record};
use metasign_core::rules::model::Tier;
use metasign_core::wording::evidence_line;
use metasign_support::repository::root;

use crate::floors::FLOORS;

const TOUR: &str = include_str!("../../../../docs/tour.md");

#[test]
#[rustfmt::skip]
fn one_record_from_bytes_to_prompt() {
    let bytes = br#"{
  "schema": "metasign.record/1", "as_of": "2026-03-12",
  "patient": {"sex": "female", "birth_date": "1958"},
  "entries": [
    {"id": "d1", "date": "2011-05-20", "kind": "condition",
     "codes": [{"system": "snomed", "code": "254837009", "term": "Malignant neoplasm of breast"}]},
    {"id": "n1", "date": "2026-03-02", "kind": "note",
     "text": "T-spine pain 7/52, waking her. Denies leg weakness."},
    {"id": "r1", "date": "2026-03-09", "kind": "measurement", "value": 182, "unit": "U/L",
     "range": {"low": 30, "high": 130},
     "codes": [{"system": "snomed", "code": "1013041000000106", "term": "Serum alkaline phosphatase"}]}
  ]}"#;
    let record = Record::from_json(bytes).unwrap();
    assert_eq!((record.entries.len(), record.notices.len()), (3, 0));
    let engine = Engine::embedded(&EngineOptions::default()).unwrap();
    let mentions = engine.read_note("T-spine pain 7/52, waking her. Denies leg weakness.");
    let said = |sign: &str| mentions.iter().find(|(name, _)| name.as_deref() == Some(sign)).map(|(_, mention)| mention);
    assert_eq!(said("spinal-pain").map(|mention| mention.assertion), Some(Assertion::Present));
    assert_eq!(said("spinal-pain").and_then(|mention| mention.duration_days), Some(49));
    assert_eq!(said("limb-weakness").map(|mention| mention.assertion), Some(Assertion::Absent));
    let rules = engine.rule_set();
    let red_flag = rules.triggers.iter().find(|rule| rule.id == "spinal-pain-24h").unwrap();
    assert!(red_flag.when.text.starts_with("cancer-history and ("));
    let explanation = engine.explain(&record);
    let alp = explanation.found.iter().find(|found| found.sign == "alp-raised").unwrap();
    assert_eq!(alp.source, EvidenceSource::Result);
    assert_eq!(alp.quote.as_deref(), Some("Alkaline phosphatase 182 U/L (30 to 130)"));
    let facts = engine.facts(&record);
    assert_eq!(facts.truth_of("spinal-pain"), Some(Truth::True));
    assert_eq!(facts.truth_of("limb-weakness"), Some(Truth::False));
    assert_eq!(facts.truth_of("jaundice"), Some(Truth::CannotTell));
    let score = &explanation.scores.first().unwrap().score;
    assert!((score.parts.iter().map(|part| part.points).sum::<f64>() - score.total).abs() < 1e-9);
    let decided = explanation.rules.iter().find(|rule| rule.rule == "spinal-pain-24h").unwrap();
    assert_eq!(decided.outcome, Outcome::Fired);
    let assessment = engine.assess(&record);
    let prompt = assessment.prompts.first().unwrap();
    assert_eq!((prompt.rule.as_str(), prompt.urgency), ("spinal-pain-24h", Tier::Urgent24h));
    let why: Vec<String> = prompt.why.iter().map(evidence_line).collect();
    assert_eq!(why[0], "20 May 2011: Breast cancer: “Malignant neoplasm of breast”");
    assert!(why[1].starts_with("2 Mar 2026: Spinal pain (persistent, nocturnal): “"));
}

#[test]
fn the_tour_shows_this_code() {
    let lines = |text: &str| {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let here = include_str!("tour.rs");
    let (_, code) = here.split_once("fn one_record_from_bytes_to_prompt() {\n").unwrap();
    let (code, _) = code.split_once("\n}\n").unwrap();
    let code: Vec<String> = lines(code);
    let shown = TOUR
        .split("```rust\n")
        .skip(1)
        .filter_map(|after| after.split("```").next());
    let shown: Vec<String> = lines(&shown.collect::<String>());
    assert_eq!(shown, code);
}

#[test]
fn the_tour_leads_through_every_room_from_the_ground_up() {
    let links = TOUR.split("](").skip(1).filter_map(|after| after.split(')').next());
    let links: Vec<&str> = links.collect();
    let docs = root().join("docs");
    for link in &links {
        assert!(docs.join(link).exists(), "{link} leads nowhere");
    }
    let place = |room: &str| {
        let path = format!("../crates/core/src/{room}");
        let found = links.iter().position(|link| link.trim_end_matches(".rs") == path);
        found.unwrap_or_else(|| panic!("the tour passes by `{room}`"))
    };
    let floors: Vec<Vec<usize>> = FLOORS
        .iter()
        .rev()
        .map(|floor| floor.rooms.iter().map(|room| place(room)).collect())
        .collect();
    for pair in floors.windows(2) {
        assert!(
            pair[0].iter().max() < pair[1].iter().min(),
            "the tour goes down: {pair:?}"
        );
    }
}
