//! What rule authors call: check, test, new, diff, pack.

use super::*;

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
fn against_tells_which_known_lines_are_read_otherwise_than_before() {
    let folder = scratch("against");
    copy(&rules(), &folder);
    let signs = folder.join("signs/mimics.toml");
    let text = fs::read_to_string(&signs).unwrap();
    // A sign that no example teaches, so that words nobody knows are taken as they are written.
    let more = text.replacen("\"clips out\"", "\"zibbly zobbles\", \"clips out\"", 1);
    assert_ne!(text, more);
    fs::write(&signs, more).unwrap();
    let lines = "phrase\tnote\tassertion\tcomment\nzibbly zobbles\tzibbly zobbles since Monday\tpresent\ta new word\n";
    fs::write(folder.join("cases/text/own.tsv"), lines).unwrap();
    let path = folder.to_str().unwrap();
    let (status, shown, error) = metasign(&["test", path, "--only", "own.tsv", "--against"], "");
    assert_eq!((status, error.as_str()), (0, ""), "{shown}");
    assert!(
        shown.starts_with("1 of ") && shown.contains(" known lines are read otherwise"),
        "{shown}"
    );
    assert!(shown.contains("recent-surgery: 1 gained, 0 lost"), "{shown}");
    assert!(
        shown.contains("+recent-surgery | zibbly zobbles since Monday"),
        "{shown}"
    );
}

#[test]
fn what_new_begins_passes_check_and_diff_tells_it() {
    let folder = scratch("new");
    let rules = folder.join("rules");
    copy(&self::rules(), &rules);
    let path = rules.to_str().unwrap();
    for what in [
        "sign",
        "tumour",
        "trigger",
        "pathway",
        "overlay",
        "codelist",
        "group",
        "qualifier",
    ] {
        let own = if what == "group" { "my-own-words" } else { "my-own-test" };
        let _ = fs::remove_dir_all(rules.join("cases/new"));
        let (status, _, error) = metasign(&["new", what, own, "--rules", path], "");
        assert_eq!(status, 0, "{what}: {error}");
        let (status, shown, _) = metasign(&["check", path, "--today", "2026-11-21"], "");
        assert_eq!(status, 0, "{what}: {shown}");
        let (status, _, _) = metasign(&["new", what, own, "--rules", path], "");
        assert_eq!(status, 2, "{what} a second time");
        if what == "trigger" {
            let (status, shown, _) = metasign(&["test", path, "--only", "My own test"], "");
            assert_eq!(status, 1, "a case that nobody filled in: {shown}");
        }
    }
    let (status, shown, _) = metasign(&["diff", self::rules().to_str().unwrap(), path], "");
    assert_eq!(status, 0);
    for line in [
        "sign my-own-test\n  added",
        "tumour type my-own-test\n  added",
        "red flag my-own-test\n  added",
        "8 items changed",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert_eq!(metasign(&["new", "sign", "My Sign"], "").0, 2);
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
    let mut places = Vec::new();
    for (file, group) in [
        ("signs/bone.toml", "thighw"),
        ("tumours/prostate.toml", "prostateorgan"),
    ] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let wrong = text.replacen(&format!("\"<{group}>"), &format!("\"<{group}w>"), 1);
        assert_ne!(text, wrong);
        let line = 1 + wrong
            .lines()
            .position(|line| line.contains(&format!("<{group}w>")))
            .unwrap();
        fs::write(&path, wrong).unwrap();
        places.push((format!("{file}:{line}:"), format!("there is no word group `{group}w`")));
    }
    let (status, shown, _) = metasign(&["check", folder.to_str().unwrap()], "");
    assert_eq!(status, 1, "{shown}");
    for (place, message) in places {
        let told = shown.lines().find(|line| line.contains(&message));
        assert!(told.is_some_and(|line| line.starts_with(&place)), "{place} {shown}");
    }
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
    assert_eq!((status, shown.as_str()), (0, "0 items changed\n"));
    fs::write(&file, fs::read(&file).unwrap().get(..5000).unwrap()).unwrap();
    let (status, _, error) = metasign(&["--rules", path, "read", note], "");
    assert_ne!(status, 0);
    assert!(error.contains("damaged"), "{error}");
}

#[test]
fn an_edit_that_needs_a_second_signature_is_told_by_check_and_first_by_diff() {
    let folder = scratch("signature");
    copy(&rules(), &folder);
    let file = folder.join("triggers/calcium.toml");
    let text = fs::read_to_string(&file).unwrap();
    let edited = text.replacen(
        "when     = \"calcium-above-3-4\"",
        "when     = \"calcium-above-3-4\"\nunless   = \"dehydration\"",
        1,
    );
    assert_ne!(text, edited);
    fs::write(&file, edited).unwrap();
    let (old, new) = (rules(), folder);
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let (status, shown, _) = metasign(&["check", new, "--against", old, "--format", "sarif"], "");
    let log: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!((status, log["version"].as_str()), (1, Some("2.1.0")));
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "second-signature");
    let place = &result["locations"][0]["physicalLocation"];
    let file = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(file.ends_with("triggers/calcium.toml"), "{file}");
    assert_eq!(place["region"]["startLine"], 10);
    let (status, shown, _) = metasign(&["diff", old, new, "--cases"], "");
    assert_eq!(status, 0);
    assert!(shown.starts_with("Needs a second signature\n"), "{shown}");
    assert!(
        shown.contains("red flag hypercalcaemia-severe\n  unless: nothing → dehydration"),
        "{shown}"
    );
    assert!(shown.contains("are prompted differently"), "{shown}");
    assert_eq!(metasign(&["check", new, "--against", "no-such-revision"], "").0, 2);
}

#[test]
fn every_use_of_a_sign_is_listed_with_its_place() {
    let (status, shown, error) = metasign(&["where", "ggt-raised"], "");
    assert_eq!((status, error.as_str()), (0, ""));
    assert!(shown.contains("is written here"), "{shown}");
    assert!(
        shown.contains("scoring.toml:") && shown.contains("`points.alp-raised`"),
        "{shown}"
    );
    assert!(shown.contains("case “"), "{shown}");
    assert_eq!(metasign(&["where", "no-such-sign"], "").0, 2);
}
