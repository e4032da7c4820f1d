//! The small rule set loads, and its parts are what its files say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code"
)]

use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::load::{check, load};
use metasign_core::rules::model::{Affinity, Site, Tier};
use metasign_support::small;

#[test]
fn the_small_rule_set_has_no_mistake() {
    let bundle = small::right();
    let loaded = load(&bundle);
    assert_eq!(loaded.diagnostics, [], "{}", texts(&loaded.diagnostics));
    let today = metasign_core::record::Date::new(2026, 12, 1);
    let diagnostics = check(&bundle, today);
    assert_eq!(diagnostics, [], "{}", texts(&diagnostics));

    let rules = loaded.rule_set.unwrap();
    assert_eq!(rules.info.id, "small");
    assert_eq!(rules.signs.len(), 3);
    assert_eq!(rules.signs[0].site, Site::Spine);
    assert_eq!(rules.signs[0].lookback_days, Some(90));
    assert_eq!(rules.signs[2].lookback_days, Some(183));
    assert_eq!(rules.scoring.thresholds[0].0, Tier::UrgentSuspectedCancer);
    let row = &rules.tumours[0].points[0];
    assert_eq!(
        (row.points, row.domain.as_str(), row.signs[0].as_str()),
        (3.0, "spine", "back-pain")
    );
    assert_eq!(rules.tumours[0].affinity, [(Site::Spine, Affinity::High)]);
    assert_eq!(rules.overlays[0].slots[0].1.phone, "01632 960101");
    assert_eq!(rules.digest.len(), 64);
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let plain = small::right();
    let marked = small::files().into_iter().map(|(path, text)| {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        (path, text.into_bytes())
    });
    let marked = Bundle::from_files(marked).unwrap();
    assert_eq!(plain.digest(), marked.digest());
    assert!(load(&marked).rule_set.is_some());
}

#[test]
fn a_bundle_survives_json() {
    let bundle = small::right();
    let json = bundle.to_json().unwrap();
    assert_eq!(Bundle::from_json(json.as_bytes()).unwrap(), bundle);
    let changed = json.replacen("Back pain", "Neck pain", 1);
    let error = Bundle::from_json(changed.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("digest"), "{error}");
}

fn texts(diagnostics: &[metasign_core::rules::diagnostic::Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

#[test]
fn an_accepted_warning_is_not_shown_and_others_are() {
    let sign =
        |id: &str, phrase: &str| format!("[{id}]\nname = \"X\"\nphrases = [\"{phrase}\"]\nsources = [\"NG234\"]\n");
    let signs = sign("neck-ache", "sore neck") + &sign("neck-pain", "sore neck") + &sign("toe-pain", "sore toe");
    let entry = |code: &str, signs: &str, more: &str| {
        format!("[[warning]]\ncode = \"{code}\"\nin = {signs}\n{more}reason = \"It is meant\"\n")
    };
    let told = |entries: &str| -> Vec<String> {
        let said = check(
            &small::with(&[("signs/neck.toml", &signs), ("accepted-warnings.toml", entries)]),
            None,
        );
        let said = said.iter().filter(|said| said.place.file != "language/");
        said.map(|said| format!("{} {}", said.code, said.rule.as_deref().unwrap_or("-")))
            .collect()
    };
    let unused = entry("unused-sign", "[\"neck-ache\", \"neck-pain\"]", "");
    assert_eq!(told(&unused), ["repeated-phrase neck-pain", "unused-sign toe-pain"]);
    let phrase = |about: &str| {
        unused.clone()
            + &entry(
                "repeated-phrase",
                "[\"neck-pain\"]",
                &format!("about = [\"{about}\"]\n"),
            )
    };
    assert_eq!(told(&phrase("sore neck")), ["unused-sign toe-pain"]);
    assert_eq!(
        told(&phrase("stiff neck")),
        ["accepts-nothing -", "repeated-phrase neck-pain", "unused-sign toe-pain"]
    );
}
