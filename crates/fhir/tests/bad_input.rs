//! Documents that are no Bundle: each is a clear error, with its place and without its content.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed unwrap is a failed test"
)]

use metasign_core::record::{Date, MAX_RECORD_BYTES};
use metasign_fhir::{FhirError, read, read_any};

fn error(bytes: &[u8]) -> String {
    read(bytes, Date::new(2026, 3, 12)).unwrap_err().to_string()
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    let cases: [&[u8]; 16] = [
        b"",
        b"   \n ",
        b"Dear doctor, SECRET",
        b"{\"resourceType\":\"Bundle\",\n \"entry\":[{\"resource\":{\"id\":\"SEC",
        b"{\"resourceType\":\"Bundle\",\n \"entry\":[{\"resource\":{\"id\":1",
        b"{\"resourceType\":\"Bundle\"} {}",
        b"{\"resourceType\":\"Bundle\",}",
        b"{\"resourceType\":\"Bundle\" \"entry\":[]}",
        b"{\"resourceType\":\"Bundle\",\"entry\":[NaN]}",
        b"{\"resourceType\":\"Bundle\",\"entry\":[-Infinity]}",
        b"{\"resourceType\":\"Bundle\",\"entry\":[01]}",
        b"{\"resourceType\":\"Bundle\",\"entry\":[\"a\nb\"]}",
        b"{\"resourceType\":\"Bundle\",\"entry\":[\"\\x\"]}",
        b"{'resourceType':'Bundle'}",
        b"{\"resourceType\":\"Bundle\",\"x\":{\"a\":[1,2}}",
        b"\"SECRET",
    ];
    let said: Vec<String> = cases.iter().map(|bytes| error(bytes)).collect();
    assert!(!said.iter().any(|said| said.contains("SEC")));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_is_json_but_no_bundle_is_said() {
    let cases = [
        "null",
        "[]",
        "{}",
        r#"{"resourceType":null}"#,
        r#"{"resourceType":"Patient","id":"p"}"#,
        r#"{"resourceType":"Parameters","parameter":[]}"#,
        r#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"SECRET"}]}"#,
        r#"{"resourceType":"SECRET 9999999999"}"#,
    ];
    let said: Vec<String> = cases.iter().map(|text| error(text.as_bytes())).collect();
    assert!(!said.iter().any(|said| said.contains("SECRET")));
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn bytes_that_are_not_utf8_are_said() {
    assert_eq!(read(b"{\"a\":\"\xff\"}", None), Err(FhirError::NotUtf8 { offset: 6 }));
    assert_eq!(read(b"\xff\xfe{\0", None), Err(FhirError::NotUtf8 { offset: 0 }));
}

#[test]
fn nesting_ten_thousand_deep_is_an_error_and_no_stack_overflow() {
    let deep = "[".repeat(10_000);
    assert!(error(deep.as_bytes()).contains("nested more than 127 deep"));
    for open in [
        r#"{"resourceType":"Bundle","entry":[{"resource":"#,
        r#"{"contained":["#,
        r#"{"section":["#,
        r#"{"a":"#,
    ] {
        let said = error(open.repeat(10_000).as_bytes());
        assert!(
            said.contains("nested more than 127 deep") || said.contains("ends before"),
            "{said}"
        );
    }
    let whole = format!(
        r#"{{"resourceType":"Bundle","x":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert!(error(whole.as_bytes()).contains("nested more than 127 deep"));
}

#[test]
fn a_huge_document_is_refused_and_a_long_string_read() {
    let mut huge = b"{\"resourceType\":\"Bundle\",\"id\":\"".to_vec();
    huge.resize(200 << 20, b'a');
    assert_eq!(read(&huge, None), Err(FhirError::TooLarge { bytes: 200 << 20 }));
    assert!(read_any(&huge, None).is_err());
    huge.truncate(MAX_RECORD_BYTES);
    assert!(error(&huge).contains("ends before"));
    let long = "a".repeat(20 << 20);
    let text = format!(
        r#"{{"resourceType":"Bundle","entry":[{{"resource":{{"resourceType":"Observation","code":{{"text":"n"}},
        "valueString":"{long}"}}}}]}}"#
    );
    let record = read(text.as_bytes(), Date::new(2026, 3, 12)).unwrap();
    assert!(record.entries.first().unwrap().text.as_ref().unwrap().len() > long.len());
}

#[test]
fn a_truncated_record_is_an_error_wherever_it_ends() {
    let sample = include_bytes!("data/stu3-every-kind.json");
    let whole = sample.trim_ascii_end().len();
    for length in (0..whole).step_by(3) {
        assert!(read(&sample[..length], Date::new(2026, 3, 12)).is_err(), "{length}");
    }
    assert!(read(&sample[..whole], None).is_ok());
}
