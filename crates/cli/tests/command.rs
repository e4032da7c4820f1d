//! The command as its users meet it: exit status, what goes where, what bad input gives.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test says so"
)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use metasign_support::repository::{copy, rules, scratch};
use serde_json::Value;

const RECORD: &str = r#"{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{"sex":"female","birth_date":"1960"},"entries":[{"id":"e1","kind":"condition","date":"2011-05-20","codes":[{"system":"snomed","code":"254837009","term":"Malignant neoplasm of breast"}]},{"id":"e2","kind":"note","date":"2026-03-12","text":"SECRETNAME: T-spine pain 7/52, waking her. Legs weak, unsteady."}]}"#;

/// Exit status, standard output, standard error.
fn metasign(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_metasign"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

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
fn what_cannot_be_read_is_told_without_its_text() {
    let folder = scratch("unreadable");
    let empty = folder.join("empty.json");
    fs::write(&empty, "").unwrap();
    let wide = folder.join("wide.json");
    fs::File::create(&wide).unwrap().set_len(3 << 30).unwrap();
    for (arguments, input, told) in [
        (vec!["assess", "-"], "SECRETNAME", "not JSON"),
        (vec!["assess", "-"], "{\"SECRETNAME\": 1}", "neither"),
        (vec!["assess", "-"], "[1, 2", "not JSON"),
        (vec!["assess", empty.to_str().unwrap()], "", "not JSON"),
        (vec!["assess", wide.to_str().unwrap()], "", "larger than"),
        (vec!["assess", "no/such/file"], "", "can't be read"),
        (vec!["assess", folder.to_str().unwrap()], "", "is a folder"),
        (vec!["assess", "-", "--rules", "no/such/rules"], RECORD, "can't be read"),
        (vec!["assess", "-", "--overlay", "nowhere"], RECORD, "`nowhere`"),
        (
            vec!["explain", "-", "--rule", "cord-compresion"],
            RECORD,
            "did you mean `cord-compression`?",
        ),
    ] {
        let (status, shown, error) = metasign(&arguments, input);
        assert_eq!((status, shown.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(
            error.contains(told) && !error.contains("SECRETNAME"),
            "{arguments:?}: {error}"
        );
    }
    assert_eq!(metasign(&["assess"], "").0, 2);
    assert_eq!(metasign(&["assess", "-", "--as-of", "2026-02-30"], "").0, 2);
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
fn the_shipped_rules_have_no_mistake_and_pass_their_cases() {
    let folder = scratch("cases");
    let report = folder.join("junit.xml");
    let rules = rules();
    let rules = rules.to_str().unwrap();
    let (status, shown, _) = metasign(&["check", rules, "--today", "2026-11-21"], "");
    assert_eq!(status, 0, "{shown}");
    let (status, shown, error) = metasign(&["test", rules, "--coverage", "--junit", report.to_str().unwrap()], "");
    assert_eq!((status, error.as_str()), (0, ""), "{shown}");
    assert!(shown.contains("Not exercised by any case: 0"), "{shown}");
    let report = fs::read_to_string(report).unwrap();
    assert!(report.contains("failures=\"0\"") && report.matches("<testcase ").count() > 350);
}

#[test]
fn mistakes_in_cases_and_failing_cases_are_told_with_their_place_and_reason() {
    let folder = scratch("mistaken-cases");
    let file = folder.join("wrong.toml");
    let case =
        "[[case]]\nname = \"Well\"\nreason = \"Nothing is said\"\nsex = \"femal\"\nnotes = [\"well\"]\nnothng = true\n";
    fs::write(&file, case).unwrap();
    let (status, shown, _) = metasign(&["test", file.to_str().unwrap()], "");
    assert_eq!(status, 1);
    assert!(
        shown.contains("wrong.toml:4:7") && shown.contains("did you mean `female`?"),
        "{shown}"
    );
    assert!(
        shown.contains("wrong.toml:6:1") && shown.contains("did you mean `nothing`?"),
        "{shown}"
    );
    assert!(shown.contains("so it can't fail"), "{shown}");

    let case = "[[case]]\nname = \"Well\"\nreason = \"Because I say so\"\nnotes = [\"well\"]\nexpect = [{ tier = \"emergency\" }]\n";
    fs::write(&file, case).unwrap();
    let (status, shown, _) = metasign(&["test", file.to_str().unwrap()], "");
    assert_eq!(status, 1);
    assert!(
        shown.contains("wrong.toml:1") && shown.contains("Because I say so"),
        "{shown}"
    );
    assert!(shown.contains("expected emergency; got no prompt"), "{shown}");
}

#[test]
fn a_packed_bundle_answers_as_its_folder_does() {
    let folder = scratch("pack");
    let bundle = folder.join("rules.json");
    let (rules, bundle) = (rules(), bundle.to_str().unwrap().to_owned());
    let (status, _, error) = metasign(&["pack", rules.to_str().unwrap(), "-o", &bundle], "");
    assert_eq!(status, 0, "{error}");
    let with = |rules: &str| metasign(&["assess", "-", "--format", "json", "--rules", rules], RECORD);
    assert_eq!(with(&bundle), with(rules.to_str().unwrap()));
    let changed = fs::read_to_string(&bundle).unwrap().replace("back pain", "back pane");
    fs::write(&bundle, changed).unwrap();
    let (status, _, error) = with(&bundle);
    assert_eq!(status, 2);
    assert!(error.contains("digest"), "{error}");
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
fn what_new_begins_passes_check_and_diff_tells_it() {
    let folder = scratch("new");
    let rules = folder.join("rules");
    copy(&self::rules(), &rules);
    let path = rules.to_str().unwrap();
    for what in ["sign", "tumour", "trigger", "case"] {
        let (status, _, error) = metasign(&["new", what, "my-own-test", "--rules", path], "");
        assert_eq!(status, 0, "{what}: {error}");
        let (status, shown, _) = metasign(&["check", path, "--today", "2026-11-21"], "");
        assert_eq!(status, 0, "{what}: {shown}");
        let (status, _, _) = metasign(&["new", what, "my-own-test", "--rules", path], "");
        assert_eq!(status, 2, "{what} a second time");
    }
    let (status, shown, _) = metasign(&["diff", self::rules().to_str().unwrap(), path], "");
    assert_eq!(status, 0);
    for line in [
        "sign my-own-test added",
        "tumour my-own-test added",
        "trigger my-own-test added",
        "3 changes in meaning",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert_eq!(metasign(&["new", "sign", "My Sign"], "").0, 2);
}

#[test]
fn codes_are_found_and_codelists_verified() {
    let folder = scratch("codes");
    let dictionary = folder.join("dictionary.csv");
    fs::write(
        &dictionary,
        "system,code,term,source\nsnomed,161891005,Backache,x\nctv3,16C..,Backache symptom,x\n",
    )
    .unwrap();
    let dictionary = dictionary.to_str().unwrap();
    let (status, shown, _) = metasign(
        &["codes", "backache", "--dictionary", dictionary, "--system", "ctv3"],
        "",
    );
    assert_eq!((status, shown.as_str()), (0, "ctv3\t16C..\tBackache symptom\n"));
    let list = folder.join("back-pain.snomed.csv");
    fs::write(&list, "code,term\n161891005,Backache\n").unwrap();
    let verify = |list: &Path| {
        metasign(
            &["codes", "verify", list.to_str().unwrap(), "--dictionary", dictionary],
            "",
        )
    };
    assert_eq!(verify(&list).0, 0);
    fs::write(&list, "code,term\n161891005,Headache\n1,Nothing\n").unwrap();
    let (status, shown, _) = verify(&list);
    assert_eq!(status, 1);
    assert!(shown.contains(":2: ") && shown.contains(":3: "), "{shown}");
    let list = folder.join("back-pain.csv");
    fs::write(
        &list,
        "# title: x\nsystem,code,term\nsnomed,161891005,Backache\nctv3,16C..,Other\n",
    )
    .unwrap();
    let (status, shown, _) = verify(&list);
    assert_eq!(status, 1);
    assert!(shown.contains(":4: ") && shown.contains("2 codes, 1 wrong"), "{shown}");
}

#[test]
fn a_download_goes_into_a_codelist_whole_or_not_at_all_and_comes_out_the_same() {
    let folder = scratch("exchange");
    let rules = folder.join("rules");
    copy(&self::rules(), &rules);
    let root = rules.to_str().unwrap();
    let file = rules.join("codelists/signs/neck-pain.csv");
    let download = folder.join("opencodelists-neck-pain-1.csv");
    let download = download.to_str().unwrap();
    let export = |name: &str| metasign(&["codes", "export", name, "--system", "snomed", "--rules", root], "").1;
    let import = |name: &str, more: &[&str]| {
        let mut arguments = vec![
            "codes", "import", download, "--system", "snomed", "--into", name, "--rules", root,
        ];
        arguments.extend(more);
        metasign(&arguments, "")
    };
    let first = export("neck-pain");
    assert!(first.starts_with("code,term\n") && first.lines().count() > 2, "{first}");
    fs::write(download, &first).unwrap();
    let (status, shown, error) = import("neck-pain", &[]);
    assert_eq!(status, 0, "{error}");
    assert!(shown.contains("0 added, 0 removed, 0 terms changed"), "{shown}");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("# origin snomed: opencodelists-neck-pain-1.csv\n")
    );
    assert_eq!(export("neck-pain"), first);

    // One code out, one from another list in, one term changed.
    let other = export("otalgia");
    let mut lines: Vec<String> = first.lines().map(str::to_owned).collect();
    let gone = lines.remove(1);
    lines[1].push_str(" again");
    lines.push(other.lines().nth(1).unwrap().to_owned());
    let second = lines.join("\n") + "\n";
    fs::write(download, second.replace('\n', "\r\n")).unwrap();
    let before = fs::read_to_string(&file).unwrap();
    let (status, shown, _) = import("neck-pain", &["--dry-run"]);
    assert_eq!((status, fs::read_to_string(&file).unwrap()), (0, before));
    let gone = gone.split_once(',').unwrap().0;
    for line in ["1 added, 1 removed, 1 terms changed", "\n~ ", &format!("\n- {gone}\t")] {
        assert!(format!("\n{shown}").contains(line), "{line}: {shown}");
    }
    assert_eq!(import("neck-pain", &[]).0, 0);
    assert_eq!(export("neck-pain"), second);
    let (status, shown, _) = metasign(&["check", root, "--today", "2026-11-21"], "");
    assert_eq!(status, 0, "{shown}");

    // A code that can't be: nothing is written.
    let before = fs::read_to_string(&file).unwrap();
    fs::write(download, format!("{second}161891006,Backache\n")).unwrap();
    let (status, _, error) = import("neck-pain", &[]);
    assert_eq!((status, fs::read_to_string(&file).unwrap()), (2, before));
    assert!(
        error.contains("check digit") && error.contains("nothing was written"),
        "{error}"
    );

    fs::write(download, &first).unwrap();
    let (status, _, error) = import("stiff-neck", &[]);
    assert!(status == 2 && error.contains("--group"), "{error}");
    assert_eq!(import("stiff-neck", &["--group", "signs"]).0, 0);
    assert_eq!(export("stiff-neck"), first);
    assert_eq!(metasign(&["codes", "export", "no-such-list", "--rules", root], "").0, 2);
}

#[test]
fn lines_of_records_with_a_byte_order_mark_are_read() {
    let folder = scratch("mark");
    let file = folder.join("two.ndjson");
    fs::write(&file, format!("\u{feff}{RECORD}\n{RECORD}\n")).unwrap();
    let (status, shown, error) = metasign(&["assess", file.to_str().unwrap()], "");
    assert_eq!((status, shown.lines().count(), error.as_str()), (0, 2, ""));
}

#[test]
fn a_day_outside_the_years_1900_to_2200_is_refused() {
    for day in ["1899-12-31", "2201-01-01", "9999-12-31"] {
        let (status, shown, error) = metasign(&["assess", "-", "--as-of", day], RECORD);
        assert_eq!((status, shown.as_str()), (2, ""), "{day}");
        assert!(error.contains("1900 to 2200"), "{error}");
        let (status, _, error) = metasign(
            &["assess", "-"],
            &RECORD.replace("2026-03-12\",\"patient", &format!("{day}\",\"patient")),
        );
        assert_eq!(status, 2, "{day}");
        assert!(error.contains("1900 to 2200"), "{error}");
    }
    let (status, _, _) = metasign(&["assess", "-", "--as-of", "2200-12-31"], RECORD);
    assert_eq!(status, 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_among_the_rules_does_not_hang_the_check() {
    for (name, make) in [("pipe.toml", "mkfifo"), ("device.csv", "ln")] {
        let folder = scratch(&format!("rules-with-{name}"));
        copy(&rules().join("language"), &folder.join("language"));
        let odd = folder.join("signs").join(name);
        fs::create_dir_all(folder.join("signs")).unwrap();
        let mut command = Command::new(make);
        if make == "ln" {
            command.args(["-s", "/dev/zero"]);
        }
        assert!(command.arg(&odd).status().unwrap().success());
        let (status, _, error) = metasign(&["check", folder.to_str().unwrap()], "");
        assert_eq!(status, 2, "{error}");
        assert!(error.contains(name) && error.contains("no regular file"), "{error}");
    }
}

#[test]
fn rules_without_language_files_are_told() {
    let folder = scratch("rules-without-language");
    copy(&rules(), &folder);
    fs::remove_dir_all(folder.join("language")).unwrap();
    let (status, shown, _) = metasign(&["check", folder.to_str().unwrap()], "");
    assert_eq!(status, 1, "{shown}");
    assert!(
        shown.contains("missing-language") && shown.contains("1 errors"),
        "{shown}"
    );
}

#[test]
fn a_combination_that_cannot_be_used_is_told_with_its_place() {
    let folder = scratch("wrong-combination");
    copy(&rules(), &folder);
    let file = folder.join("signs/bone.toml");
    let text = fs::read_to_string(&file).unwrap();
    let wrong = text.replacen("\"<thighw> + <ouch>", "\"<thighww> + <ouch>", 1);
    assert_ne!(text, wrong);
    let line = 1 + wrong.lines().position(|line| line.contains("<thighww>")).unwrap();
    fs::write(&file, wrong).unwrap();
    let (status, shown, _) = metasign(&["check", folder.to_str().unwrap()], "");
    assert_eq!(status, 1, "{shown}");
    assert!(shown.contains(&format!("signs/bone.toml:{line}:")), "{shown}");
    assert!(shown.contains("there is no word group `thighww`"), "{shown}");
}

#[test]
fn compiled_rules_are_read_wherever_rules_are() {
    let folder = scratch("compiled");
    let (rules, file) = (rules(), folder.join("rules.compiled"));
    let (rules, path) = (rules.to_str().unwrap(), file.to_str().unwrap());
    let (status, shown, error) = metasign(&["pack", "--compiled", rules, "-o", path], "");
    assert_eq!((status, error.as_str()), (0, ""), "{shown}");
    assert!(shown.contains("digest"), "{shown}");
    let (status, shown, error) = metasign(&["test", path], "");
    assert_eq!((status, error.as_str()), (0, ""), "{shown}");
    assert_eq!(metasign(&["test"], "").1, shown);
    let note = "PMH breast ca '09. LBP 3/52, off legs. Denies numbness.";
    let read = metasign(&["--rules", path, "read", note], "");
    assert_eq!(read, metasign(&["read", note], ""));
    let (status, shown, _) = metasign(&["diff", path, rules], "");
    assert_eq!((status, shown.as_str()), (0, "0 changes in meaning\n"));
    fs::write(&file, fs::read(&file).unwrap().get(..5000).unwrap()).unwrap();
    let (status, _, error) = metasign(&["--rules", path, "read", note], "");
    assert_ne!(status, 0);
    assert!(error.contains("damaged"), "{error}");
}
