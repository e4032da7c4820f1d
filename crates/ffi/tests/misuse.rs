//! What hosts get wrong: NULL everywhere, dead handles, texts that are none, options of another version.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::undocumented_unsafe_blocks,
    reason = "a failed test says so; the misuse is the test"
)]

use std::ffi::{CStr, c_char};
use std::fmt::Write as _;
use std::process::Command;
use std::ptr::{null, null_mut};

use metasign::assessment::{AssessmentHandle, metasign_assessment_free, metasign_engine_assess};
use metasign::engine::{
    EngineHandle, metasign_engine_free, metasign_engine_from_bundle, metasign_engine_retain,
    metasign_engine_rule_set_digest,
};
use metasign::error::{
    ErrorHandle, metasign_error_column, metasign_error_detail, metasign_error_file, metasign_error_free,
    metasign_error_line, metasign_error_message, metasign_error_status,
};
use metasign::options::{METASIGN_ASSESS_AS_OF, MetasignAssessOptions, MetasignEngineOptions};
use metasign::status::{
    METASIGN_ERROR_ANSWERS, METASIGN_ERROR_BUNDLE, METASIGN_ERROR_HANDLE, METASIGN_ERROR_NULL, METASIGN_ERROR_OPTIONS,
    METASIGN_ERROR_OVERLAY, METASIGN_ERROR_POINTER, METASIGN_ERROR_RECORD, METASIGN_ERROR_RULES,
    METASIGN_ERROR_SETTING, METASIGN_ERROR_TEXT, METASIGN_ERROR_TOO_LARGE, METASIGN_OK,
};
use metasign_support::c::{Function, compile_shared, functions, run, valgrind};
use metasign_support::repository::scratch;
use metasign_support::small;

const RECORD: &str = r#"{"schema":"metasign.record/1","as_of":"2026-03-12"}"#;

/// Parameters that may be NULL.
const OPTIONAL: [&str; 3] = ["options", "length", "error"];

#[test]
fn every_function_survives_null_and_dead_handles_for_every_pointer() {
    let mut calls = String::new();
    for function in functions() {
        let is_call = function
            .parameters
            .last()
            .is_some_and(|(kind, _)| kind == "struct metasign_error **");
        let all_valid = arguments(&function, usize::MAX, "");
        if is_call {
            let name = &function.name;
            let guard = guard(name);
            let _ = writeln!(calls, "    reset(); {guard}valid = {name}({all_valid}); release();");
        }
        for (index, (kind, parameter)) in function.parameters.iter().enumerate() {
            if !kind.contains('*') {
                continue;
            }
            let expected = if OPTIONAL.contains(&parameter.as_str()) {
                "valid"
            } else {
                "METASIGN_ERROR_NULL"
            };
            one(&mut calls, &function, is_call, index, "NULL", expected);
            if is_handle(kind) {
                one(
                    &mut calls,
                    &function,
                    is_call,
                    index,
                    "(void *)zeroes",
                    "METASIGN_ERROR_HANDLE",
                );
                one(
                    &mut calls,
                    &function,
                    is_call,
                    index,
                    "(void *)(zeroes + 1)",
                    "METASIGN_ERROR_HANDLE",
                );
            }
        }
    }
    assert!(calls.lines().count() > 100, "only {} calls", calls.lines().count());
    let program = PROGRAM
        .replace("CALLS", &calls)
        .replace("RECORD", &RECORD.replace('"', "\\\""));
    let folder = scratch("null-sweep");
    let source = folder.join("sweep.c");
    std::fs::write(&source, program).unwrap();
    let sweep = compile_shared(&source, &folder, "sweep");
    let bundle = folder.join("rules.json");
    std::fs::write(&bundle, small_bundle()).unwrap();
    run(Command::new(&sweep).arg(&bundle).arg("embedded"));
    run(valgrind(&sweep).arg(&bundle));
}

const PROGRAM: &str = r#"#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "metasign.h"
static const char record[] = "RECORD";
static char zeroes[512], bundle[65536];
static size_t bundle_length;
static const metasign_engine *engine, *new_engine;
static metasign_assessment *assessment, *new_assessment;
static metasign_text *text, *new_text;
static metasign_error *error, *new_error;
static const char *shown;
static size_t number;
static int32_t yes;
static void reset(void)
{
    new_engine = NULL; new_assessment = NULL; new_text = NULL; new_error = NULL; shown = NULL; number = 0; yes = 0;
}
static void release(void)
{
    metasign_engine_free(new_engine); metasign_assessment_free(new_assessment);
    metasign_text_free(new_text); metasign_error_free(new_error);
}
static void expect(int32_t got, int32_t wanted, const char *what)
{
    if (got != wanted) { printf("%s: %d, not %d\n", what, (int)got, (int)wanted); exit(1); }
}
int main(int argc, char **argv)
{
    int32_t valid = 0;
    FILE *file = argc >= 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) { return 2; }
    bundle_length = fread(bundle, 1, sizeof bundle, file);
    fclose(file);
    expect(metasign_engine_from_bundle(bundle, bundle_length, NULL, &engine, NULL), METASIGN_OK, "engine");
    expect(metasign_engine_assess(engine, record, strlen(record), NULL, &assessment, NULL), METASIGN_OK, "assessment");
    expect(metasign_engine_explain(engine, record, strlen(record), NULL, &text, NULL), METASIGN_OK, "text");
    expect(metasign_engine_from_bundle("x", 1, NULL, &new_engine, &error), METASIGN_ERROR_BUNDLE, "error");
CALLS
    metasign_text_free(text); metasign_assessment_free(assessment);
    metasign_engine_free(engine); metasign_error_free(error);
    (void)valid;
    return 0;
}
"#;

fn one(calls: &mut String, function: &Function, is_call: bool, index: usize, value: &str, expected: &str) {
    let name = &function.name;
    let arguments = arguments(function, index, value);
    let guard = guard(name);
    let _ = if is_call {
        let what = format!("{name} with {value} for {}", function.parameters[index].1);
        writeln!(
            calls,
            "    reset(); {guard}expect({name}({arguments}), {expected}, \"{what}\"); release();"
        )
    } else {
        writeln!(calls, "    reset(); {guard}(void){name}({arguments}); release();")
    };
}

/// Loading all the shipped rules many times over is too slow under valgrind.
fn guard(function: &str) -> &'static str {
    if function == "metasign_engine_embedded" {
        "if (argc == 3) "
    } else {
        ""
    }
}

/// Valid arguments, with `value` for one of them.
fn arguments(function: &Function, replaced: usize, value: &str) -> String {
    let argument = |(index, (kind, name)): (usize, &(String, String))| {
        if index == replaced {
            return value.to_owned();
        }
        match (kind.as_str(), name.as_str()) {
            (_, "options") => "NULL",
            (_, "record") => "record",
            ("size_t", "record_length") => "strlen(record)",
            (_, "bundle") => "bundle",
            ("size_t", "bundle_length") => "bundle_length",
            ("size_t" | "int32_t", _) => "0",
            ("const struct metasign_engine *", _) => "engine",
            ("const struct metasign_assessment *", _) => "assessment",
            ("const struct metasign_text *", _) => "text",
            ("const struct metasign_error *", _) => "error",
            ("struct metasign_error *" | "struct metasign_assessment *" | "struct metasign_text *", _) => "NULL",
            ("const struct metasign_engine **", _) => "&new_engine",
            ("struct metasign_assessment **", _) => "&new_assessment",
            ("struct metasign_text **", _) => "&new_text",
            ("struct metasign_error **", _) => "&new_error",
            ("const char **", _) => "&shown",
            ("size_t *", _) => "&number",
            ("int32_t *", _) => "&yes",
            other => panic!("{}: no valid argument is known for {other:?}", function.name),
        }
        .to_owned()
    };
    function
        .parameters
        .iter()
        .enumerate()
        .map(argument)
        .collect::<Vec<_>>()
        .join(", ")
}

fn is_handle(kind: &str) -> bool {
    kind.contains("struct metasign_") && !kind.ends_with("**") && !kind.contains("options")
}

/// A small rule set without a mistake, packed.
fn small_bundle() -> String {
    small::right().to_json().unwrap()
}

/// An engine, freed when dropped.
struct Engine(*const EngineHandle);

impl Engine {
    /// An engine of a small rule set.
    fn small() -> Self {
        let bundle = small_bundle();
        let mut engine = null();
        let (pointer, length) = (bundle.as_ptr().cast(), bundle.len());
        let status = unsafe { metasign_engine_from_bundle(pointer, length, null(), &raw mut engine, null_mut()) };
        assert_eq!(status, METASIGN_OK);
        Self(engine)
    }

    /// The status and, where there is one, the error's message.
    fn assess(&self, record: &[u8], options: *const MetasignAssessOptions) -> (i32, String) {
        let mut answer = std::ptr::dangling_mut::<AssessmentHandle>();
        let mut error = null_mut();
        let (pointer, length) = (record.as_ptr().cast(), record.len());
        let status =
            unsafe { metasign_engine_assess(self.0, pointer, length, options, &raw mut answer, &raw mut error) };
        assert_eq!(
            status == METASIGN_OK,
            !answer.is_null(),
            "the answer is set on success only"
        );
        assert_eq!(
            status == METASIGN_OK,
            error.is_null(),
            "the error is set on failure only"
        );
        unsafe { metasign_assessment_free(answer) };
        (status, take(error))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        unsafe { metasign_engine_free(self.0) };
    }
}

/// The message of an error, which is freed.
fn take(error: *mut ErrorHandle) -> String {
    let mut length = 0;
    let message = unsafe { CStr::from_ptr(metasign_error_message(error, &raw mut length)) };
    let message = message.to_str().unwrap().to_owned();
    assert!(error.is_null() || message.len() == length);
    unsafe { metasign_error_free(error) };
    message
}

fn assess_options() -> MetasignAssessOptions {
    MetasignAssessOptions {
        struct_size: size_of::<MetasignAssessOptions>(),
        flags: 0,
        as_of: 0,
        answers: null(),
        answers_length: 0,
    }
}

#[test]
fn bytes_that_are_no_record_are_errors_that_quote_nothing() {
    let engine = Engine::small();
    for (bytes, expected) in [
        (&b""[..], METASIGN_ERROR_RECORD),
        (b"{\"schema\":\"metasign.rec", METASIGN_ERROR_RECORD),
        (b"SECRET", METASIGN_ERROR_RECORD),
        (b"{\"SECRET\": 1}", METASIGN_ERROR_RECORD),
        (
            b"{\"resourceType\":\"Patient\",\"id\":\"SECRET\"}",
            METASIGN_ERROR_RECORD,
        ),
        (b"\xff\xfe{", METASIGN_ERROR_TEXT),
        (
            b"{\"schema\":\"metasign.record/1\",\"as_of\":\"\xc3\x28\"}",
            METASIGN_ERROR_TEXT,
        ),
    ] {
        let (status, message) = engine.assess(bytes, null());
        assert_eq!(status, expected, "{message}");
        assert!(!message.is_empty() && !message.contains("SECRET"), "{message}");
    }
    let deep = "[".repeat(10_000);
    assert_eq!(engine.assess(deep.as_bytes(), null()).0, METASIGN_ERROR_RECORD);
    assert_eq!(engine.assess(RECORD.as_bytes(), null()).0, METASIGN_OK);
}

#[test]
fn a_text_of_200_megabytes_and_lengths_no_memory_has_are_refused_before_they_are_read() {
    let engine = Engine::small();
    let mut huge =
        br#"{"schema":"metasign.record/1","as_of":"2026-03-12","entries":[{"id":"e","kind":"note","text":""#.to_vec();
    huge.resize(200_000_000, b'x');
    huge.extend_from_slice(b"\"}]}");
    let (status, message) = engine.assess(&huge, null());
    assert_eq!(status, METASIGN_ERROR_TOO_LARGE, "{message}");
    let mut answer = null_mut();
    let call = |pointer: *const c_char, length: usize, answer: *mut *mut AssessmentHandle| unsafe {
        metasign_engine_assess(engine.0, pointer, length, null(), answer, null_mut())
    };
    assert_eq!(
        call(huge.as_ptr().cast(), usize::MAX, &raw mut answer),
        METASIGN_ERROR_POINTER
    );
    assert_eq!(call(null(), 5, &raw mut answer), METASIGN_ERROR_NULL);
    assert_eq!(call(null(), 0, &raw mut answer), METASIGN_ERROR_RECORD);
}

#[test]
fn options_of_another_shape_are_refused() {
    let engine = Engine::small();
    let mut options = assess_options();
    options.struct_size = 0;
    assert_eq!(
        engine.assess(RECORD.as_bytes(), &raw const options).0,
        METASIGN_ERROR_OPTIONS
    );
    options.struct_size = size_of::<MetasignAssessOptions>();
    options.flags = 0x8000_0000;
    assert_eq!(
        engine.assess(RECORD.as_bytes(), &raw const options).0,
        METASIGN_ERROR_OPTIONS
    );

    /// A later header's options.
    #[repr(C)]
    struct Later {
        known: MetasignAssessOptions,
        appended: u64,
    }
    let mut later = Later {
        known: assess_options(),
        appended: 0,
    };
    later.known.struct_size = size_of::<Later>();
    assert_eq!(
        engine.assess(RECORD.as_bytes(), (&raw const later).cast()).0,
        METASIGN_OK
    );
    later.appended = 1;
    assert_eq!(
        engine.assess(RECORD.as_bytes(), (&raw const later).cast()).0,
        METASIGN_ERROR_OPTIONS
    );
}

#[test]
fn a_day_that_nobody_asks_on_is_refused() {
    let engine = Engine::small();
    let on = |as_of: i32| {
        let mut options = assess_options();
        options.flags = METASIGN_ASSESS_AS_OF;
        options.as_of = as_of;
        engine.assess(RECORD.as_bytes(), &raw const options)
    };
    // 1900-01-01 and 2200-12-31; a day before and after; seconds in place of days.
    assert_eq!((on(-25_567).0, on(84_370).0), (METASIGN_OK, METASIGN_OK));
    for as_of in [-25_568, 84_371, 1_773_273_600, i32::MAX, i32::MIN] {
        let (status, message) = on(as_of);
        assert_eq!(status, METASIGN_ERROR_OPTIONS, "{as_of}");
        assert!(message.contains("1900 to 2200"), "{message}");
    }
}

#[test]
fn answers_beside_the_record_are_one_json_array_and_nothing_more() {
    let engine = Engine::small();
    let with = |answers: &str| {
        let mut options = assess_options();
        options.flags = METASIGN_ASSESS_AS_OF;
        options.as_of = 20_524;
        options.answers = answers.as_ptr().cast();
        options.answers_length = answers.len();
        engine.assess(RECORD.as_bytes(), &raw const options)
    };
    assert_eq!(with("[]").0, METASIGN_OK);
    assert_eq!(
        with(r#"[{"fingerprint":"x","date":"2026-03-12","action":"snoozed"}]"#).0,
        METASIGN_OK
    );
    for answers in [
        "{}",
        "[",
        r#"[],"entries":[]"#,
        r#"[{"fingerprint":"x","date":"2026-03-12","action":"SECRET"}]"#,
        r#"[{"fingerprint":"x","date":"SECRET","action":"snoozed"}]"#,
    ] {
        let (status, message) = with(answers);
        assert_eq!(status, METASIGN_ERROR_ANSWERS, "{answers}");
        assert!(!message.contains("SECRET"), "{message}");
    }
}

#[test]
fn engines_that_cannot_be_made_say_why() {
    let bundle = small_bundle();
    let make = |overlay: &str, settings: &str| {
        let options = MetasignEngineOptions {
            struct_size: size_of::<MetasignEngineOptions>(),
            overlay: overlay.as_ptr().cast(),
            overlay_length: overlay.len(),
            settings: settings.as_ptr().cast(),
            settings_length: settings.len(),
        };
        let (mut engine, mut error) = (null(), null_mut());
        let (pointer, length) = (bundle.as_ptr().cast(), bundle.len());
        let status = unsafe {
            metasign_engine_from_bundle(pointer, length, &raw const options, &raw mut engine, &raw mut error)
        };
        assert_eq!(status == METASIGN_OK, !engine.is_null());
        unsafe { metasign_engine_free(engine) };
        assert_eq!(unsafe { metasign_error_status(error) } == status, status != METASIGN_OK);
        (status, take(error))
    };
    let (status, message) = make("nowhere-on-earth", "");
    assert_eq!(status, METASIGN_ERROR_OVERLAY, "{message}");
    assert!(message.contains("`nowhere-on-earth`"), "{message}");
    let (status, message) = make("", r#"{"no-such-setting":true}"#);
    assert_eq!(status, METASIGN_ERROR_SETTING, "{message}");
    assert_eq!(make("", r#"{"care-review":"yes"}"#).0, METASIGN_ERROR_OPTIONS);
    assert_eq!(make("", "[]").0, METASIGN_ERROR_OPTIONS);
    assert_eq!(make("a\0b", "").0, METASIGN_ERROR_TEXT);

    let (mut engine, mut error) = (null(), null_mut());
    let bundle = b"not a bundle";
    let (pointer, length) = (bundle.as_ptr().cast(), bundle.len());
    let status = unsafe { metasign_engine_from_bundle(pointer, length, null(), &raw mut engine, &raw mut error) };
    assert_eq!((status, engine.is_null()), (METASIGN_ERROR_BUNDLE, true));
    let detail = unsafe { CStr::from_ptr(metasign_error_detail(error, null_mut())) }
        .to_str()
        .unwrap();
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap();
    assert_eq!(detail["status"], METASIGN_ERROR_BUNDLE);
    take(error);
}

#[test]
fn rules_with_mistakes_are_told_with_their_place() {
    let bundle = small::but("ruleset.toml", "status = \"draft\"", "status = \"drafty\"");
    let bundle = bundle.to_json().unwrap();
    let (mut engine, mut error) = (null(), null_mut());
    let (pointer, length) = (bundle.as_ptr().cast(), bundle.len());
    let status = unsafe { metasign_engine_from_bundle(pointer, length, null(), &raw mut engine, &raw mut error) };
    assert_eq!((status, engine.is_null()), (METASIGN_ERROR_RULES, true));
    let file = unsafe { CStr::from_ptr(metasign_error_file(error, null_mut())) };
    assert_eq!(file, c"ruleset.toml");
    assert_eq!(unsafe { metasign_error_line(error) }, 5);
    assert!(unsafe { metasign_error_column(error) } > 0);
    assert!(take(error).starts_with("ruleset.toml:5:"));
}

#[test]
fn a_handle_of_another_type_is_refused() {
    let engine = Engine::small();
    let mut answer = null_mut();
    let (record, length) = (RECORD.as_ptr().cast(), RECORD.len());
    let status = unsafe { metasign_engine_assess(engine.0, record, length, null(), &raw mut answer, null_mut()) };
    assert_eq!(status, METASIGN_OK);
    let mut shown = null();
    let status = unsafe { metasign_engine_rule_set_digest(answer.cast(), &raw mut shown, null_mut(), null_mut()) };
    assert_eq!((status, shown.is_null()), (METASIGN_ERROR_HANDLE, true));
    unsafe { metasign_assessment_free(answer) };
}

#[test]
fn threads_share_one_engine_and_the_last_share_frees_it() {
    let engine = Engine::small();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let share = unsafe { metasign_engine_retain(engine.0) }.expose_provenance();
            std::thread::spawn(move || {
                let engine = Engine(std::ptr::with_exposed_provenance(share));
                (0..25).all(|_| engine.assess(RECORD.as_bytes(), null()).0 == METASIGN_OK)
            })
        })
        .collect();
    drop(engine);
    for thread in threads {
        assert!(thread.join().unwrap());
    }
}
