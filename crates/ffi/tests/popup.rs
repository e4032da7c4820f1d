//! The pop-up host in `ffi-examples/c`, built as its Makefile says and run as a practice would.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed test says so"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use metasign_support::c::{compile_shared, compile_static, valgrind};
use metasign_support::repository::{root, scratch};
use metasign_support::small;

/// Runs the host with a clinician's answers on standard input; what it printed.
fn popup(mut command: Command, record: &str, date: &str, answers: &str) -> (i32, String, String) {
    command.arg(record).arg(date);
    finish(command, answers)
}

fn finish(mut command: Command, answers: &str) -> (i32, String, String) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A host that stops before it asks closes its end first.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn it_shows_the_prompt_and_the_answer_keeps_it_away() {
    let source = root().join("ffi-examples/c/popup.c");
    let record = root().join("ffi-examples/c/record.json");
    let record = record.to_str().unwrap();
    let folder = scratch("popup");
    let shared = compile_shared(&source, &folder, "popup-shared");
    let linked = compile_static(&source, &folder, "popup-static");
    for (name, program) in [("shared", &shared), ("static", &linked)] {
        let (status, shown, error) = popup(Command::new(program), record, "2026-03-12", &"a\n".repeat(20));
        assert_eq!((status, error.as_str()), (0, ""), "{name}: {shown}");
        assert!(shown.contains("!! urgent-24h"), "{name}: {shown}");
        assert!(shown.contains("T-spine pain"), "{name}: {shown}");
        assert!(shown.contains("Asked again with the answers: 0 of "), "{name}: {shown}");
    }
    let (status, shown, _) = popup(Command::new(&shared), record, "2026-03-12", "\n");
    assert_eq!(status, 0);
    let (left, count) = left(&shown);
    assert!(count > 0 && left == count, "prompts left unanswered stay: {shown}");
}

#[test]
fn no_answer_hides_an_emergency() {
    let folder = scratch("popup-emergency");
    let program = compile_shared(&root().join("ffi-examples/c/popup.c"), &folder, "popup");
    let record = root().join("ffi-examples/c/emergency.json");
    let (status, shown, _) = popup(
        Command::new(&program),
        record.to_str().unwrap(),
        "2026-03-12",
        &"d\n".repeat(20),
    );
    assert_eq!(status, 0);
    assert!(shown.contains("!! emergency"), "{shown}");
    assert_eq!(left(&shown).0, 1, "{shown}");
}

/// How many prompts were left of how many, as the host's last line says.
fn left(shown: &str) -> (u32, u32) {
    let (left, count) = shown.rsplit_once(": ").unwrap().1.split_once(" of ").unwrap();
    (left.parse().unwrap(), count.split(' ').next().unwrap().parse().unwrap())
}

/// With a small rule set: loading all the shipped rules takes minutes there.
#[test]
fn it_leaks_nothing_and_reads_nothing_amiss() {
    let folder = scratch("popup-valgrind");
    let source = root().join("ffi-examples/c/popup.c");
    let bundle = folder.join("rules.json");
    std::fs::write(&bundle, small::right().to_json().unwrap()).unwrap();
    let record = root().join("ffi-examples/c/record.json");
    for program in [
        compile_shared(&source, &folder, "shared"),
        compile_static(&source, &folder, "static"),
    ] {
        for answers in ["a\na\na\n", ""] {
            let mut command = valgrind(&program);
            command.arg(&record).arg("2026-03-12").arg(&bundle);
            let (status, shown, error) = finish(command, answers);
            assert_eq!((status, error.as_str()), (0, ""), "{shown}");
            assert!(shown.contains("Back pain"), "{shown}");
            let (left, count) = left(&shown);
            assert_eq!(left, if answers.is_empty() { count } else { 0 }, "{shown}");
        }
        let mut command = valgrind(&program);
        command.arg(&bundle).arg("2026-03-12").arg(&bundle);
        let (status, _, error) = finish(command, "");
        assert_eq!(status, 1, "a bundle is no record");
        assert!(error.starts_with("METASIGN_ERROR_RECORD: "), "{error}");
    }
}

#[test]
fn it_reads_fhir_and_tells_what_it_cannot_read() {
    let source = root().join("ffi-examples/c/popup.c");
    let folder = scratch("popup-input");
    let program = compile_shared(&source, &folder, "popup");
    let bundle = folder.join("bundle.json");
    std::fs::write(&bundle, r#"{"resourceType":"Bundle","type":"collection","entry":[]}"#).unwrap();
    let (status, shown, _) = popup(Command::new(&program), bundle.to_str().unwrap(), "2026-03-12", "");
    assert_eq!(status, 0);
    assert!(shown.contains("No rule raised a prompt on this record."), "{shown}");

    let cut = folder.join("cut.json");
    std::fs::write(&cut, r#"{"schema":"metasign.record/1","as_of":"#).unwrap();
    let (status, _, error) = popup(Command::new(&program), cut.to_str().unwrap(), "2026-03-12", "");
    assert_eq!(status, 1);
    assert!(error.starts_with("METASIGN_ERROR_RECORD: "), "{error}");

    let (status, _, _) = popup(Command::new(&program), "no-such-file", "2026-03-12", "");
    assert_eq!(status, 2);
    let (status, _, _) = popup(Command::new(&program), cut.to_str().unwrap(), "tomorrow", "");
    assert_eq!(status, 2);
}
