//! What Bundles do to resources: references in any order, Bundles in Bundles, several patients, the day of the
//! question, and what is said of mistakes inside resources.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use metasign_core::record::{Assertion, Date, NoticeCode, Record};
use metasign_fhir::{Content, FhirError, looks_like_fhir, read, read_any, recognise};
use metasign_support::lines::rendered;

const PATIENT: &str = r#"{"resource":{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1950"}}"#;

/// A Bundle of a patient and these resources.
fn bundle(resources: &[&str]) -> String {
    let entries: Vec<String> = resources
        .iter()
        .map(|resource| format!(r#"{{"resource":{resource}}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","timestamp":"2026-03-12T10:00:00Z","entry":[{PATIENT},{}]}}"#,
        entries.join(",")
    )
}

fn condition(id: &str) -> String {
    format!(r#"{{"resourceType":"Condition","id":"{id}","onsetDateTime":"2020","code":{{"text":"Back pain"}}}}"#)
}

fn ids<'r>(record: &'r Record<'_>) -> Vec<&'r str> {
    record.entries.iter().map(|entry| &*entry.id).collect()
}

fn codes(record: &Record<'_>) -> Vec<NoticeCode> {
    record.notices.iter().map(|notice| notice.code).collect()
}

#[test]
fn the_type_may_come_last_and_members_in_any_order() {
    let text = r#"{"entry":[{"resource":{"code":{"text":"Back pain"},"onsetDateTime":"2020-02-03","id":"c",
        "resourceType":"Condition"},"fullUrl":"urn:uuid:c"}],"timestamp":"2026-03-12","resourceType":"Bundle"}"#;
    let record = read(text.as_bytes(), None).unwrap();
    insta::assert_snapshot!(rendered(&record), @r#"
    as of 2026-03-12 · None · born ? · no reference
    Condition/c Condition Present 2020-02-03 "Back pain"
    ! DataMissing record: the Bundle has no Patient, so sex and age are not known; rules that need them cannot tell
    "#);
}

#[test]
fn references_by_uuid_resolve_though_resources_have_no_id() {
    let text = r#"{"resourceType":"Bundle","type":"transaction","timestamp":"2026-03-12T10:00:00Z","entry":[
      {"fullUrl":"urn:uuid:0-1","resource":{"resourceType":"MedicationRequest","authoredOn":"2026-01-01",
        "encounter":{"reference":"urn:uuid:0-3"},"medicationReference":{"reference":"urn:uuid:0-2"}}},
      {"fullUrl":"urn:uuid:0-2","resource":{"resourceType":"Medication","code":{"text":"Letrozole"}}},
      {"fullUrl":"urn:uuid:0-3","resource":{"resourceType":"Encounter","period":{"start":"2025-12-31"}}},
      {"fullUrl":"urn:uuid:0-4","resource":{"resourceType":"Condition","code":{"text":"Back pain"}}},
      {"fullUrl":"urn:uuid:0-5","resource":{"resourceType":"List","encounter":{"reference":"urn:uuid:0-3"},
        "entry":[{"item":{"reference":"urn:uuid:0-4"}}]}},
      {"resource":{"resourceType":"Condition","code":{"text":"Weight loss"}}},
      {"resource":{"resourceType":"Patient","id":"p"}}]}"#;
    let record = read(text.as_bytes(), None).unwrap();
    insta::assert_snapshot!(rendered(&record), @r#"
    as of 2026-03-12 · None · born ? · p
    MedicationRequest/0-1 Medication Present 2026-01-01 in 0-3 "Letrozole"
    Condition/0-4 Condition Present 2025-12-31 in 0-3 "Back pain"
    Condition/entry-6 Condition Present undated "Weight loss"
    "#);
}

#[test]
fn bundles_in_bundles_are_read_to_a_depth_that_is_said() {
    let mut inner = condition("deep");
    for level in 0..6 {
        let entry = format!(r#"{{"resource":{inner}}}"#);
        let beside = format!(r#"{{"resource":{}}}"#, condition(&format!("c{level}")));
        inner = format!(r#"{{"resourceType":"Bundle","entry":[{entry},{beside}]}}"#);
    }
    let record = read(inner.as_bytes(), Date::new(2026, 3, 12)).unwrap();
    assert_eq!(
        ids(&record),
        ["Condition/c2", "Condition/c3", "Condition/c4", "Condition/c5"]
    );
    assert!(codes(&record).contains(&NoticeCode::LimitReached));
}

#[test]
fn another_patients_entries_are_left_out_and_said() {
    let mine = condition("mine").replacen('{', r#"{"subject":{"reference":"Patient/p"},"#, 1);
    let theirs = condition("theirs").replacen('{', r#"{"subject":{"reference":"Patient/q"},"#, 1);
    let unsaid = condition("unsaid");
    let text = bundle(&[&theirs, r#"{"resourceType":"Patient","id":"q"}"#, &mine, &unsaid]);
    let record = read(text.as_bytes(), None).unwrap();
    assert_eq!(record.patient.reference.as_deref(), Some("p"));
    assert_eq!(ids(&record), ["Condition/mine", "Condition/unsaid"]);
    assert_eq!(codes(&record), [NoticeCode::NotThePatient, NoticeCode::NotThePatient]);
    // The same Patient twice is one patient.
    let text = bundle(&[&mine, r#"{"resourceType":"Patient","id":"p"}"#]);
    assert!(read(text.as_bytes(), None).unwrap().notices.is_empty());
}

#[test]
fn equal_ids_are_kept_apart_and_said_within_a_type_only() {
    let other = r#"{"resourceType":"Observation","id":"a","issued":"2020","code":{"text":"Back pain"}}"#;
    let text = bundle(&[&condition("a"), &condition("a"), other, &condition("a")]);
    let record = read(text.as_bytes(), None).unwrap();
    assert_eq!(
        ids(&record),
        ["Condition/a", "Condition/a~2", "Observation/a", "Condition/a~3"]
    );
    assert_eq!(codes(&record), [NoticeCode::DuplicateId, NoticeCode::DuplicateId]);
}

#[test]
fn the_day_of_the_question_is_the_argument_the_timestamp_the_update_or_the_newest_entry() {
    let with = |members: &str| {
        format!(
            r#"{{"resourceType":"Bundle",{members}"entry":[{PATIENT},{{"resource":{}}}]}}"#,
            condition("c")
        )
    };
    let both = with(r#""timestamp":"2026-03-12T23:59:00-05:00","meta":{"lastUpdated":"2026-03-11T00:00:00Z"},"#);
    let updated = with(r#""meta":{"lastUpdated":"2026-03-11T00:00:00Z"},"#);
    let cases = [
        (&both, Date::new(2026, 1, 2), "2026-01-02", false),
        (&both, None, "2026-03-12", false),
        (&updated, None, "2026-03-11", true),
        (&with(""), None, "2020-12-31", true),
        (&with(r#""timestamp":"2026-02-30","#), None, "2020-12-31", true),
    ];
    for (text, as_of, day, assumed) in cases {
        let record = read(text.as_bytes(), as_of).unwrap();
        assert_eq!(record.as_of.to_string(), day);
        assert_eq!(codes(&record).contains(&NoticeCode::AsOfAssumed), assumed, "{text}");
    }
    let undated = format!(r#"{{"resourceType":"Bundle","entry":[{PATIENT}]}}"#);
    assert_eq!(read(undated.as_bytes(), None), Err(FhirError::AsOf));
}

#[test]
fn mistakes_in_a_resource_are_notices_with_its_id_and_without_its_words() {
    let text = bundle(&[
        r#"{"resourceType":"Condition","id":"types","code":"SECRET","onsetDateTime":20200101,"note":{"text":["SECRET"]},
            "bodySite":[{"text":"Spine"}],"subject":7,"verificationStatus":[]}"#,
        r#"{"resourceType":"Condition","id":"dates","code":{"text":"a"},"onsetDateTime":"0000-00-00",
            "abatementDateTime":"2026-02-30","recordedDate":"2026-02-28"}"#,
        r#"{"resourceType":"Condition","id":"twice","code":{"text":"a"},"code":{"text":"b"},"recordedDate":"2026"}"#,
        r#"{"resourceType":"Observation","id":"huge","code":{"text":"a"},"issued":"2026","valueQuantity":{"value":1e999}}"#,
        r#"{"resourceType":"Observation","id":"text","code":{"text":"a"},"issued":"2026","valueQuantity":{"value":"SECRET"}}"#,
        r#"{"resourceType":"Observation","id":"comparator","code":{"text":"a"},"issued":"2026",
            "valueQuantity":{"value":5,"comparator":"SECRET"}}"#,
        r#"{"resourceType":"Observation","id":"ranges","code":{"text":"a"},"issued":"2026",
            "valueQuantity":{"value":5,"unit":"mmol/L"},"referenceRange":[{"low":{"value":1}},{"low":{"value":2}}]}"#,
        r#"{"resourceType":"Observation","id":"units","code":{"text":"a"},"issued":"2026",
            "valueQuantity":{"value":5,"unit":"mmol/L"},"referenceRange":[{"low":{"value":1,"unit":"mg/dL"}}]}"#,
        r#"{"resourceType":"Condition","id":"modified","recordedDate":"2026","code":{"text":"a"},
            "modifierExtension":[{"url":"https://example.org/perhaps","valueBoolean":true}]}"#,
        r#"{"resourceType":"Observation","id":"values","code":{"text":"a"},"issued":"2026","valueString":"SECRET",
            "valueInteger":5}"#,
        r#"{"resourceType":"Condition","id":"empty","recordedDate":"2026"}"#,
        r#"{"resourceType":["SECRET"],"id":"kind"}"#,
        r#"{"resourceType":"SECRET words","id":"kind"}"#,
        r#""SECRET""#,
        "null",
        "{}",
    ]);
    let record = read(text.as_bytes(), None).unwrap();
    let rendered = rendered(&record);
    assert!(!rendered.contains("SECRET"), "{rendered}");
    insta::assert_snapshot!(rendered);
}

#[test]
fn a_wrong_top_level_is_said() {
    let bundle = br#"{"resourceType":"Bundle","entry":{"resource":5},"timestamp":[]}"#;
    let record = read(bundle, Date::new(2026, 3, 12)).unwrap();
    insta::assert_snapshot!(rendered(&record));
}

#[test]
fn negation_in_its_many_forms_is_honoured() {
    let text = bundle(&[
        r#"{"resourceType":"Condition","id":"1","recordedDate":"2026","code":{"text":"a"},"verificationStatus":"refuted"}"#,
        r#"{"resourceType":"Observation","id":"2","issued":"2026","code":{"text":"a"},"valueBoolean":false}"#,
        r#"{"resourceType":"Observation","id":"3","issued":"2026","code":{"text":"a"},
            "valueCodeableConcept":{"text":"Absent (qualifier value)"}}"#,
        r#"{"resourceType":"Observation","id":"6","issued":"2026","code":{"text":"a"},"valueString":"Nil."}"#,
        r#"{"resourceType":"Procedure","id":"4","performedDateTime":"2026","code":{"text":"a"},"notDone":true}"#,
        r#"{"resourceType":"ServiceRequest","id":"5","authoredOn":"2026","code":{"text":"a"},"doNotPerform":true}"#,
    ]);
    let record = read(text.as_bytes(), None).unwrap();
    assert_eq!(record.entries.len(), 6);
    assert!(record.entries.iter().all(|entry| entry.assertion == Assertion::Absent));
}

#[test]
fn content_is_recognised_by_its_first_mark() {
    let native = br#"{"as_of":"2026-03-12","schema":"metasign.record/1","entries":[]}"#;
    assert_eq!(recognise(native), Ok(Content::Native));
    assert_eq!(
        recognise(br#"{"entry":[{"schema":1}],"resourceType":"Bundle"}"#),
        Ok(Content::Fhir)
    );
    assert!(looks_like_fhir(b"\xef\xbb\xbf {\"resourceType\":\"Patient\"}") && !looks_like_fhir(native));
    for text in ["{}", "[]", "5", r#"{"entry":[{"resourceType":"Bundle"}]}"#] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(recognise(text.as_bytes()).unwrap_err(), @"neither a metasign record (it would have a `schema`) nor FHIR (it would have a `resourceType`)");
        }
    }
    let day = Date::new(2026, 1, 2);
    assert_eq!(read_any(native, None).unwrap().as_of.to_string(), "2026-03-12");
    assert_eq!(read_any(native, day).unwrap().as_of.to_string(), "2026-01-02");
    assert_eq!(
        read_any(bundle(&[]).replace(",]", "]").as_bytes(), day)
            .unwrap()
            .as_of
            .to_string(),
        "2026-01-02"
    );
}

#[test]
fn a_document_is_read_with_eight_of_the_entries_that_point_to_it_and_the_rest_is_said() {
    let points = |id: usize| {
        format!(
            r#"{{"resourceType":"DocumentReference","id":"d{id}","status":"current","date":"2026-03-01T00:00:00Z","content":[
            {{"attachment":{{"contentType":"text/plain","url":"Binary/b"}}}}]}}"#
        )
    };
    let binary = r#"{"resourceType":"Binary","id":"b","contentType":"text/plain","data":"TGVnIHdlYWtuZXNz"}"#;
    // What is said of one document is said once.
    for (count, passed_over) in [(8, 0), (9, 1), (12, 1)] {
        let pointing: Vec<String> = (0..count).map(points).collect();
        let mut resources: Vec<&str> = pointing.iter().map(String::as_str).collect();
        resources.push(binary);
        let text = bundle(&resources);
        let record = read(text.as_bytes(), None).unwrap();
        let read = record.entries.iter().filter(|entry| {
            let text = entry.text.as_ref();
            text.is_some_and(|text| text.contains("Leg weakness"))
        });
        assert_eq!(read.count(), 8, "{count}");
        let said = codes(&record);
        let said = said.iter().filter(|code| **code == NoticeCode::PassedOver);
        assert_eq!(said.count(), passed_over, "{count}");
    }
}
