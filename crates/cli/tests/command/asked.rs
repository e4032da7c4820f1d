//! What a record or a note gives, in words and as documents.

use super::*;

#[test]
fn an_emergency_is_read_at_a_glance_without_colours_in_a_pipe() {
    let (status, shown, error) = metasign(&["assess", "-"], RECORD);
    assert_eq!((status, error.as_str()), (0, ""), "{shown}");
    let first = shown.lines().next().unwrap();
    assert!(first.contains("EMERGENCY \u{b7} immediately"), "{first}");
    let place = |what: &str| shown.find(what).unwrap_or_else(|| panic!("no `{what}` in\n{shown}"));
    let order = [
        "Why",
        "Check now",
        "\u{258c} Do ",
        "This may be caused",
        "Rule ",
        "Looked at 2 entries",
        "Not validated",
    ];
    let places: Vec<usize> = order.iter().map(|what| place(what)).collect();
    assert!(places.is_sorted(), "{places:?}\n{shown}");
    assert!(!shown.contains('\u{1b}'), "no colour codes in a pipe");
    assert!(shown.lines().all(|line| line.chars().count() <= 110), "{shown}");
}

#[test]
fn no_prompt_is_never_reassurance() {
    let (status, shown, _) = metasign(
        &["assess", "-"],
        r#"{"schema":"metasign.record/1","as_of":"2026-03-12"}"#,
    );
    assert_eq!(status, 0);
    assert!(
        shown.contains("No rule raised a prompt") && shown.contains("no reassurance"),
        "{shown}"
    );
    for word in ["low risk", "no red flag", "excluded", "%"] {
        assert!(!shown.to_lowercase().contains(word), "{shown}");
    }
}

#[test]
fn one_record_is_one_document_and_many_are_a_line_each_in_order() {
    let (_, one, _) = metasign(&["assess", "--format", "json", "-"], RECORD);
    assert_eq!(one.lines().count(), 1);
    let bad = r#"{"schema":"metasign.record/1","as_of":"SECRETNAME"}"#;
    let input = format!("{RECORD}\n{bad}\n\n{RECORD}\n");
    let (status, many, error) = metasign(&["assess", "-"], &input);
    assert_eq!(status, 2, "a record that can't be read");
    let lines: Vec<&str> = many.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (lines[0], lines[2]),
        (one.trim_end(), one.trim_end()),
        "batch equals one by one"
    );
    let spoilt: Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(spoilt["schema"], "metasign.error/1");
    assert!(
        error.contains("standard input:2: ") && !error.contains("SECRETNAME"),
        "{error}"
    );
}

#[test]
fn as_of_and_watch_tier_change_the_question() {
    let ask = |arguments: &[&str]| -> Value {
        let (_, shown, _) = metasign(arguments, RECORD);
        serde_json::from_str(&shown).unwrap()
    };
    let earlier = ask(&["assess", "-", "--format", "json", "--as-of", "2020-01-01"]);
    assert_eq!(earlier["as_of"], "2020-01-01");
    let urgencies = |answer: &Value| answer["prompts"].as_array().unwrap().len();
    let all = ask(&["assess", "-", "--format", "json", "--watch-tier"]);
    assert!(urgencies(&all) >= urgencies(&ask(&["assess", "-", "--format", "json"])));
    assert!(urgencies(&earlier) < urgencies(&all));
}

#[test]
fn explain_says_how_each_part_was_decided() {
    let (status, shown, _) = metasign(&["explain", "-", "--rule", "cord-compression"], RECORD);
    assert_eq!(status, 0);
    assert!(
        shown.contains("fired") && shown.contains("true") && shown.contains("cannot tell"),
        "{shown}"
    );
    let (_, json, _) = metasign(
        &["explain", "-", "--rule", "cord-compression", "--format", "json"],
        RECORD,
    );
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), 1);
    assert_eq!(json["rules"][0]["outcome"], "fired");
}

#[test]
fn notes_are_read_line_by_line() {
    let input = "back pain\tNo back  PAIN today\r\nxx\tyy\nleg weakness\tmother had leg weakness\n\nno tab\n";
    let (status, shown, _) = metasign(&["read", "--tsv"], input);
    assert_eq!(status, 0);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 5, "one line out for each line in");
    assert_eq!(lines[0], "absent\tNegated\tRecent\tPatient");
    assert!(
        lines[1].starts_with("not-found\t") && lines[3].starts_with("not-found\t"),
        "{shown}"
    );
    assert!(
        lines[2].starts_with("family\t") && lines[2].ends_with("\tOther"),
        "{shown}"
    );
    let (_, shown, _) = metasign(&["read", "--format", "json", "No back pain"], "");
    let reading: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(reading["mentions"][0]["assertion"], "absent");
    assert_eq!(reading["mentions"][0]["cue"]["quote"], "No");
}

#[test]
fn why_names_the_words_that_weighed_and_the_nearest_known_line() {
    let note = "Both legs gone weak since Tuesday.";
    let (status, shown, error) = metasign(&["read", "--why", "--format", "json", note], "");
    assert_eq!((status, error.as_str()), (0, ""));
    let reading: Value = serde_json::from_str(&shown).unwrap();
    let mentions = reading["mentions"].as_array().unwrap();
    let leg = mentions
        .iter()
        .find(|mention| mention["sign"] == "limb-weakness")
        .unwrap();
    let because = &leg["because"];
    let words = because["words"].as_array().unwrap();
    let weight = |word: &Value| word["weight"].as_f64().unwrap().abs();
    assert!(!words.is_empty() && words.len() <= 4, "{because}");
    assert!(
        words.is_sorted_by(|one, other| weight(one) >= weight(other)),
        "{because}"
    );
    let nearest = &because["nearest"];
    assert!(nearest["nearness"].as_f64().unwrap() > 0.3, "{because}");
    // The place leads to the line that is quoted.
    let (file, line) = nearest["place"].as_str().unwrap().split_once(':').unwrap();
    let examples = fs::read_to_string(rules().join(file)).unwrap();
    let line = examples.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
    assert_eq!(line.split('\t').nth(2), nearest["note"].as_str());
    assert_eq!(line.split('\t').next(), nearest["says"].as_str());

    let (_, shown, _) = metasign(&["read", "--why", note], "");
    assert!(
        shown.contains("words that weighed: ") && shown.contains("nearest known line ("),
        "{shown}"
    );
    let (_, shown, _) = metasign(&["read", note], "");
    assert!(!shown.contains("words that weighed"), "{shown}");
}

#[test]
fn status_counts_and_burden_rates_add_up() {
    let folder = scratch("audit");
    fs::write(folder.join("two.ndjson"), format!("{RECORD}\n{RECORD}\n")).unwrap();
    let file = folder.join("two.ndjson");
    let (status, shown, _) = metasign(&["status", file.to_str().unwrap()], "");
    assert_eq!(status, 0);
    assert!(shown.starts_with("tumour,status,site,records\n"), "{shown}");
    assert!(shown.contains("\nbreast,none-recorded,all,2\n"), "{shown}");
    let (status, shown, _) = metasign(&["burden", folder.to_str().unwrap(), "--format", "json"], "");
    assert_eq!(status, 0);
    let burden: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        (burden["records"].as_u64(), burden["consultations"].as_u64()),
        (Some(2), Some(2))
    );
    // Each record is one contact with one new emergency, told in the terms of interruptive, visible and quiet.
    assert_eq!(burden["new_per_1000"]["interruptive"], 1000.0);
    assert_eq!(burden["new_per_1000"]["visible"], 0.0);
    let tiers = burden["tiers"].as_array().unwrap();
    let emergency = tiers.iter().find(|tier| tier["name"] == "emergency").unwrap();
    assert_eq!(emergency["shown_per_1000"], 1000.0);
}

#[test]
fn clauses_not_understood_are_counted_and_can_be_picked() {
    let notes = scratch("unread").join("notes.txt");
    fs::write(
        &notes,
        "Worse pains in her fingernails since Tuesday\nWorse pains in his eyelashes\nWorse pains in her fingernails since Tuesday\n",
    )
    .unwrap();
    let notes = notes.to_str().unwrap();
    let all = metasign(&["unread", notes], "").1;
    let picked = metasign(&["unread", notes, "--matching", r"\bFINGERNAILS?\b"], "").1;
    // Lines of an example file, the most frequent first; whoever pastes them names the sign.
    let line = picked.lines().nth(1).unwrap_or_default();
    let cells: Vec<&str> = line.split('\t').collect();
    assert!(
        picked.starts_with("sign\tphrase\tnote\tvoice\n?\t") && picked.lines().count() == 2,
        "{picked}"
    );
    assert!(
        cells.get(1) == cells.get(2) && cells.get(3) == Some(&"seen 2"),
        "{picked}"
    );
    assert!(all.lines().count() == 3 && all.starts_with(&picked), "{all}");
}
