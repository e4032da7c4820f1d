//! The small rule set loads, and its parts are what its files say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code"
)]

use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Severity;
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

#[test]
fn combinations_groups_and_examples_that_are_seldom_meant_are_warned_of_at_their_place() {
    let sign = concat!(
        "[neck-ache]\nname = \"X\"\nsources = [\"NG234\"]\nsays = [\n",
        "  \"<neck> + <sore>\",\n  \"<neck>  + <sore>\",\n  \"<neck> + (bad|the)\",\n  \"<neck> + <neck>\",\n",
        "  \"<neck> (of|the) + <sore> + (is|was)\",\n]\n"
    );
    let group = |id: &str, words: &str| format!("[{id}]\nbasis = \"C\"\nwords = [{words}]\n\n");
    let words = group("neck", "\"neck\"") + &group("sore", "\"sore\", \"<hurts>\"") + &group("hurts", "\"hurts\"");
    let words = words + &group("elbow", "\"elbow\", \"<funny>\", \"Elbow\"") + &group("funny", "\"funny bone\"");
    let examples = concat!(
        "sign\tphrase\tnote\tvoice\nneck-ache\tneck sore\tneck sore today\tdoctor\n",
        "none\tneck sore\tneck sore today\tdoctor\nneck-ahce\tneck\tneck bad\tdoctor\nneck-ache\tstiff\tneck bad\tdoctor\n"
    );
    let files = small::with(&[
        ("signs/neck.toml", sign),
        ("language/words/neck.toml", &words),
        (
            "language/words.toml",
            "[fillers]\nbasis = \"C\"\narticles = [\"the\", \"of\", \"is\", \"was\"]\n",
        ),
        ("examples/one.tsv", examples),
    ]);
    let said = check(&files, None);
    let wanted = [
        "wide-combination",
        "repeated-combination",
        "unused-group",
        "word-twice",
        "two-labels",
        "unknown-sign",
        "phrase-not-in-note",
    ];
    let told: Vec<String> = said
        .iter()
        .filter(|one| wanted.contains(&one.code))
        .map(|one| {
            format!(
                "{}:{}:{} {}",
                one.place.file, one.place.line, one.place.column, one.code
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "examples/one.tsv:3:1 two-labels",
            "examples/one.tsv:4:1 unknown-sign",
            "examples/one.tsv:5:11 phrase-not-in-note",
            "language/words/neck.toml:13:2 unused-group",
            "language/words/neck.toml:15:30 word-twice",
            "language/words/neck.toml:17:2 unused-group",
            "signs/neck.toml:6:3 repeated-combination",
            "signs/neck.toml:7:3 wide-combination",
            "signs/neck.toml:8:3 wide-combination",
        ],
        "{}",
        texts(&said)
    );
}

#[test]
fn word_groups_that_refer_to_each_other_are_one_error_and_no_more() {
    let words =
        "[neck]\nbasis = \"C\"\nwords = [\"neck\", \"<nape>\"]\n\n[nape]\nbasis = \"C\"\nwords = [\"<neck> back\"]\n";
    let sign = "[neck-ache]\nname = \"X\"\nsources = [\"NG234\"]\nsays = [\"<neck> + <nape>\", \"<nape> .. sore\"]\n";
    let files = small::with(&[("signs/neck.toml", sign), ("language/words/neck.toml", words)]);
    let errors: Vec<String> = check(&files, None)
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| format!("{}:{} {}", one.place.file, one.place.line, one.message))
        .collect();
    assert_eq!(
        errors,
        ["language/words/neck.toml:5 the word groups `nape`, `neck` refer to each other"]
    );
}
