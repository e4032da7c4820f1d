//! What a record costs in memory: at most eight bytes a byte beside the record, and a part that does not grow with it (texts are
//! read in pieces, and of what is said very often the newest is kept), so less than 1 GiB for the largest record (64 MiB),
//! whatever it holds. The library would end the process if memory ran out, and it promises not to.
#![allow(
    clippy::unwrap_used,
    clippy::undocumented_unsafe_blocks,
    clippy::arithmetic_side_effects,
    reason = "a failed test says so; the allocator hands everything on to the system's"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

use metasign::assessment::{metasign_assessment_free, metasign_engine_assess};
use metasign::engine::{metasign_engine_embedded, metasign_engine_free};
use metasign::status::METASIGN_OK;

/// Counts what is held now and the most that ever was.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(held, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// `head`, then `item` until there are about so many bytes, then `tail`.
fn filled(head: &str, item: &str, tail: &str) -> String {
    const BYTES: usize = 256 << 10;
    let mut text = String::with_capacity(BYTES + head.len() + tail.len() + 2 * item.len());
    text.push_str(head);
    while text.len() < BYTES {
        text.push_str(item);
        text.push(',');
    }
    text.push_str(item);
    text.push_str(tail);
    text
}

/// A record with one text in which nearly every word is part of a sign.
fn dense(bytes: usize) -> String {
    const NATIVE: &str = r#"{"schema":"metasign.record/1","as_of":"2026-03-12","entries":["#;
    let item = "leg weakness, numb legs, back pain at night, not passing urine. Short of breath. ";
    format!(
        r#"{NATIVE}{{"id":"a","kind":"note","date":"2026-03-01","text":"{}"}}]}}"#,
        item.repeat(bytes / item.len())
    )
}

#[test]
fn no_record_costs_more_than_eight_bytes_a_byte() {
    const BUNDLE: &str = r#"{"resourceType":"Bundle","timestamp":"2026-03-12","entry":["#;
    const NATIVE: &str = r#"{"schema":"metasign.record/1","as_of":"2026-03-12","entries":["#;
    let of_one = |member: &str| {
        format!(
            r#"{BUNDLE}{{"resource":{{"resourceType":"Observation","id":"o","issued":"2026-03-01","code":{{"text":"x"}},"{member}":["#
        )
    };
    let with_codes = format!(
        r#"{BUNDLE}{{"resource":{{"resourceType":"Condition","id":"o","recordedDate":"2026-03-01","code":{{"coding":["#
    );
    let native_codes = format!(r#"{NATIVE}{{"id":"a","kind":"condition","date":"2026-03-01","codes":["#);
    let documents = [
        ("numbers for entries", filled(BUNDLE, "1", "]}")),
        ("empty entries", filled(BUNDLE, "{}", "]}")),
        ("empty resources", filled(BUNDLE, r#"{"resource":{}}"#, "]}")),
        (
            "resources that say nothing",
            filled(BUNDLE, r#"{"resource":{"resourceType":"Condition","id":"a"}}"#, "]}"),
        ),
        (
            "patients",
            filled(BUNDLE, r#"{"resource":{"resourceType":"Patient","id":"a"}}"#, "]}"),
        ),
        ("empty components", filled(&of_one("component"), "{}", "]}}]}")),
        (
            "components",
            filled(&of_one("component"), r#"{"code":{"text":"a"}}"#, "]}}]}"),
        ),
        ("numbers for notes", filled(&of_one("note"), "1", "]}}]}")),
        ("notes", filled(&of_one("note"), r#"{"text":"a"}"#, "]}}]}")),
        ("empty contained resources", filled(&of_one("contained"), "{}", "]}}]}")),
        ("empty sections", filled(&of_one("section"), "{}", "]}}]}")),
        ("empty ranges", filled(&of_one("referenceRange"), "{}", "]}}]}")),
        (
            "codings",
            filled(
                &with_codes,
                r#"{"system":"http://snomed.info/sct","code":"254837009"}"#,
                "]}}}]}",
            ),
        ),
        ("native entries that can't be read", filled(NATIVE, r#""""#, "]}")),
        ("native objects that are no entries", filled(NATIVE, "{}", "]}")),
        (
            "native codes",
            filled(&native_codes, r#"{"system":"snomed","code":"254837009"}"#, "]}]}"),
        ),
        (
            "one long text",
            filled(
                &format!(r#"{NATIVE}{{"id":"a","kind":"note","text":""#),
                "xxxxxxxxx",
                r#""}]}"#,
            ),
        ),
    ];
    let mut engine = null();
    assert_eq!(
        unsafe { metasign_engine_embedded(null(), &raw mut engine, null_mut()) },
        METASIGN_OK
    );
    let assess = |document: &str| {
        let mut answer = null_mut();
        let (pointer, length) = (document.as_ptr().cast(), document.len());
        let status = unsafe { metasign_engine_assess(engine, pointer, length, null(), &raw mut answer, null_mut()) };
        assert_eq!(status, METASIGN_OK);
        unsafe { metasign_assessment_free(answer) };
    };
    // What the engine makes when its first note is read is not the record's.
    assess(&format!(
        r#"{NATIVE}{{"id":"a","kind":"note","date":"2026-03-01","text":"back pain"}}]}}"#
    ));
    // What the reader of notes makes on its first long text it keeps, and what it learns of a common word when it first meets it.
    assess(&dense(256 << 10));
    for (_, document) in &documents {
        assess(document);
    }
    for (name, document) in &documents {
        let before = HELD.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        assess(document);
        let most = MOST.load(Ordering::Relaxed) - before;
        // A part that does not grow with the record: what one assessment always needs, and the words of one piece of text.
        let fixed = if *name == "one long text" { 16 << 20 } else { 1 << 20 };
        assert!(
            most <= 8 * document.len() + fixed,
            "{name}: {most} bytes for a record of {}",
            document.len()
        );
        assert_eq!(HELD.load(Ordering::Relaxed), before, "{name}: something was kept");
    }
    for bytes in [1 << 20, 4 << 20] {
        let document = dense(bytes);
        let before = HELD.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        assess(&document);
        let most = MOST.load(Ordering::Relaxed) - before;
        assert!(
            most <= 8 * document.len() + (128 << 20),
            "{bytes} bytes of signs: {most} bytes"
        );
    }
    unsafe { metasign_engine_free(engine) };
}
