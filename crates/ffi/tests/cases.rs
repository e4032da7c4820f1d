//! The rule authors' cases through the C door: it must answer with the very bytes of the engine.
#![allow(
    clippy::unwrap_used,
    clippy::undocumented_unsafe_blocks,
    reason = "a failed test says so; every pointer is a local variable or given by the library"
)]

use std::ptr::{null, null_mut};

use metasign::assessment::{metasign_assessment_free, metasign_assessment_json, metasign_engine_assess};
use metasign::engine::{metasign_engine_embedded, metasign_engine_free};
use metasign::status::METASIGN_OK;
use metasign_core::record::Record;
use metasign_support::engine;

#[test]
fn every_case_is_answered_with_the_same_bytes_as_in_rust() {
    let cases = metasign_cli::exported_cases();
    assert!(cases.len() > 1000, "only {} cases were found", cases.len());
    let mut handle = null();
    assert_eq!(
        unsafe { metasign_engine_embedded(null(), &raw mut handle, null_mut()) },
        METASIGN_OK
    );
    for (name, document) in &cases {
        let expected = engine()
            .assess(&Record::from_json(document.as_bytes()).unwrap())
            .to_json()
            .unwrap();
        let (mut answer, mut text, mut length) = (null_mut(), null(), 0);
        let (record, record_length) = (document.as_ptr().cast(), document.len());
        let answered = unsafe {
            metasign_engine_assess(handle, record, record_length, null(), &raw mut answer, null_mut()) == METASIGN_OK
                && metasign_assessment_json(answer, &raw mut text, &raw mut length, null_mut()) == METASIGN_OK
        };
        assert!(answered, "{name}");
        let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length.saturating_add(1)) };
        assert!(bytes.strip_suffix(b"\0") == Some(expected.as_bytes()), "{name}");
        unsafe { metasign_assessment_free(answer) };
    }
    unsafe { metasign_engine_free(handle) };
}
