//! Codes looked up, codelists checked, taken in and given back.

use super::*;

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
    let matching = |words: &[&str], pattern: &str| {
        let options = ["--dictionary", dictionary, "--matching", pattern];
        metasign(&[&["codes"], words, &options].concat(), "")
    };
    assert_eq!(
        matching(&[], "^BACK.*m$"),
        (0, "ctv3\t16C..\tBackache symptom\n".to_owned(), String::new())
    );
    assert_eq!(
        matching(&["backache"], "^ache").0,
        1,
        "a word and a pattern: both must be there"
    );
    let (status, _, error) = matching(&[], "back(ache");
    assert_eq!(status, 2);
    assert!(
        error.contains("back(ache\n") && error.contains("unclosed group"),
        "{error}"
    );
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
    let before = fs::read_to_string(&file).unwrap();
    let (status, shown, error) = import("neck-pain", &[]);
    assert_eq!(status, 0, "{error}");
    assert!(shown.contains("0 added, 0 removed, 0 terms changed"), "{shown}");
    assert!(shown.contains("nothing was written"), "{shown}");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);

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
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("# origin snomed: opencodelists-neck-pain-1.csv\n"));
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
