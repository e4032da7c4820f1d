//! A record written as a FHIR R4 Bundle, the way a GP system would send it.

use metasign_core::record::{Assertion, Comparator, Entry, EntryKind, Record, Sex, System};
use serde_json::{Map, Value, json};

/// The concept under which GP Connect sends the free text of a consultation.
const COMMENT_NOTE: &str = "37331000000100";

/// The record as a Bundle; `None` when FHIR has no place for something it says.
pub(super) fn bundle(record: &Record<'_>) -> Option<Value> {
    let gender = record.patient.sex.map(|sex| match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    });
    let patient = json!({
        "resourceType": "Patient", "id": "p1", "gender": gender, "birthDate": record.patient.birth_date,
    });
    let mut entries = vec![json!({ "resource": without_nulls(patient) })];
    for entry in &record.entries {
        entries.push(json!({ "resource": without_nulls(resource(entry)?) }));
    }
    let timestamp = format!("{}T12:00:00+00:00", record.as_of);
    Some(json!({ "resourceType": "Bundle", "type": "collection", "timestamp": timestamp, "entry": entries }))
}

fn resource(entry: &Entry<'_>) -> Option<Value> {
    // A condition can be refuted or uncertain; for other statements, and other resources, FHIR has no such word.
    let verification = match (entry.kind, entry.assertion) {
        (_, Assertion::Present) => None,
        (EntryKind::Condition, Assertion::Absent) => Some("refuted"),
        (EntryKind::Condition, Assertion::Possible) => Some("provisional"),
        (EntryKind::Condition, Assertion::Family) => return Some(relative(entry)),
        _ => return None,
    };
    let note = entry.text.as_ref().map(|text| json!([{ "text": text }]));
    let (kind, own) = match entry.kind {
        EntryKind::Condition => {
            let status = verification.map(|code| {
                let system = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
                json!({ "coding": [{ "system": system, "code": code }] })
            });
            let own = json!({
                "verificationStatus": status, "code": concept(entry), "onsetDateTime": entry.date,
                "abatementDateTime": entry.end, "note": note,
            });
            ("Condition", own)
        }
        EntryKind::Note => {
            let code = json!({ "system": uri(System::Snomed), "code": COMMENT_NOTE, "display": "Comment note" });
            let own = json!({
                "status": "final", "code": { "coding": [code] }, "effectiveDateTime": entry.date, "note": note,
            });
            ("Observation", own)
        }
        EntryKind::Letter => {
            let text = entry.text.as_ref().map(|text| division(text));
            let own = json!({
                "status": "final", "type": concept(entry), "date": entry.date,
                "section": [{ "text": { "status": "generated", "div": text } }],
            });
            ("Composition", own)
        }
        EntryKind::Measurement => ("Observation", measurement(entry)),
        EntryKind::Medication => {
            let own = json!({
                "status": "active", "intent": "order", "authoredOn": entry.date,
                "medicationCodeableConcept": concept_with_text(entry),
            });
            ("MedicationRequest", own)
        }
        EntryKind::Procedure => {
            let own = json!({
                "status": "completed", "code": concept(entry), "performedDateTime": entry.date, "note": note,
            });
            ("Procedure", own)
        }
        EntryKind::Referral => {
            let own = json!({
                "status": "active", "intent": "order", "code": concept(entry), "authoredOn": entry.date, "note": note,
            });
            ("ServiceRequest", own)
        }
    };
    let encounter = entry
        .consultation
        .as_ref()
        .map(|id| json!({ "reference": format!("Encounter/{}", id.as_str()) }));
    let mut resource = json!({
        "resourceType": kind, "id": entry.id, "subject": { "reference": "Patient/p1" }, "encounter": encounter,
    });
    if let (Some(resource), Value::Object(own)) = (resource.as_object_mut(), own) {
        resource.extend(own);
    }
    Some(resource)
}

fn measurement(entry: &Entry<'_>) -> Value {
    let comparator = entry.comparator.map(|comparator| match comparator {
        Comparator::Below => "<",
        Comparator::AtMost => "<=",
        Comparator::AtLeast => ">=",
        Comparator::Above => ">",
    });
    let quantity = |value: f64, comparator: Option<&str>| {
        without_nulls(json!({ "value": value, "unit": entry.unit, "comparator": comparator }))
    };
    let limit = |value: f64| quantity(value, None);
    let range = entry.range.map(|range| {
        json!([without_nulls(
            json!({ "low": range.low.map(limit), "high": range.high.map(limit) })
        )])
    });
    let category = json!({
        "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory",
    });
    json!({
        "status": "final", "category": [{ "coding": [category] }], "code": concept_with_text(entry),
        "effectiveDateTime": entry.date, "valueQuantity": entry.value.map(|value| quantity(value, comparator)),
        "referenceRange": range,
    })
}

fn relative(entry: &Entry<'_>) -> Value {
    json!({
        "resourceType": "FamilyMemberHistory", "id": entry.id, "status": "completed",
        "patient": { "reference": "Patient/p1" }, "date": entry.date, "condition": [{ "code": concept(entry) }],
    })
}

fn concept(entry: &Entry<'_>) -> Option<Value> {
    codings(entry).map(|codings| json!({ "coding": codings }))
}

fn concept_with_text(entry: &Entry<'_>) -> Value {
    without_nulls(json!({ "coding": codings(entry), "text": entry.text }))
}

fn codings(entry: &Entry<'_>) -> Option<Vec<Value>> {
    let codings = entry.codes.iter().map(|coding| {
        without_nulls(json!({ "system": uri(coding.system), "code": coding.code, "display": coding.term }))
    });
    (!entry.codes.is_empty()).then(|| codings.collect())
}

const fn uri(system: System) -> &'static str {
    match system {
        System::Snomed => "http://snomed.info/sct",
        System::Ctv3 => "http://read.info/ctv3",
        System::Read2 => "http://read.info/readv2",
        System::Icd10 => "http://hl7.org/fhir/sid/icd-10",
        System::Dmd => "https://dmd.nhs.uk",
        System::Loinc => "http://loinc.org",
        System::Local => "urn:local",
    }
}

fn division(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines = escaped.replace('\n', "<br/>");
    format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{lines}</div>")
}

/// FHIR has no null members.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.collect::<Map<_, _>>())
        }
        other => other,
    }
}
