//! The four sample records (see their README for where they come from): what is read of them, in numbers, and a few
//! entries checked by hand against the source.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a failed unwrap is a failed test"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use metasign_core::record::{Entry, Record};
use metasign_support::lines::{line, notices};

const LARGE: &[u8] = include_bytes!("../../../tests/data/samples/gpconnect-stu3-9388098432.json");
const EMIS: &[u8] = include_bytes!("../../../tests/data/samples/gpconnect-stu3-emis-pwtp5.json");
const TPP: &[u8] = include_bytes!("../../../tests/data/samples/gpconnect-stu3-tpp-pwtp5.json");
const SYNTHEA: &[u8] = include_bytes!("../../../tests/data/samples/synthea-r4-colon.json");

#[test]
fn a_larger_gp_connect_record() {
    let record = metasign_fhir::read(LARGE, None).unwrap();
    insta::assert_snapshot!(summary(&record));
    // The text of a comment note, dated and placed by its Encounter.
    let note = line(entry(
        &record,
        "Observation/Consultation1-Topic1-Category-Examination-Observation-1",
    ));
    assert_eq!(
        note,
        "Observation/Consultation1-Topic1-Category-Examination-Observation-1 Note Present 2019-03-28 in Encounter1 \
         \"MSE euthymic. Not anxious. No DSH/hallucinations/abnormal thoughts\""
    );
    // A result without a time of its own has the day it was issued; its unit is the laboratory's.
    assert_eq!(
        line(entry(&record, "Observation/770b982d-be09-4744-a5d7-54e757947ffe")),
        "Observation/770b982d-be09-4744-a5d7-54e757947ffe Measurement Present 2019-04-06 [snomed 1022431000000105] \
         = 142 g/dL (115..150)"
    );
    // A medicine by reference, with what the supplier's own code system adds left out.
    assert_eq!(
        line(entry(&record, "MedicationStatement/1")),
        "MedicationStatement/1 Medication Present 2017-11-10..2018-09-14 [snomed 9751511000001104] \
         \"Sertraline 100mg tablets\""
    );
    // A problem keeps the words the GP picked beside the code's own term.
    let problem = entry(&record, "Condition/Problem-B-Swollen-Legs");
    assert_eq!(
        problem.text.as_deref(),
        Some("Swollen legs\ndue to obesity and poor mobility and previous DVT")
    );
}

#[test]
fn the_same_patient_through_two_suppliers_reads_alike() {
    let (emis, tpp) = (
        metasign_fhir::read(EMIS, None).unwrap(),
        metasign_fhir::read(TPP, None).unwrap(),
    );
    insta::assert_snapshot!("emis", summary(&emis));
    insta::assert_snapshot!("tpp", summary(&tpp));
    let lines = |record: &Record<'_>| record.entries.iter().map(line).collect::<Vec<_>>();
    assert_eq!(lines(&emis), lines(&tpp));
    // Read v2 comes with two characters more than the code has; the SNOMED twin stays beside it.
    assert_eq!(
        line(entry(&emis, "Observation/FA2B9D2E-B5FE-4960-9B44-870EC47C340A#1")),
        "Observation/FA2B9D2E-B5FE-4960-9B44-870EC47C340A#1 Measurement Present 2010-06-30 in \
         6CE8318F-2230-47CE-86CC-5210130A00F5 [read2 2469.] [snomed 72313002] = 120 mm[Hg]"
    );
    // A code the other system could not carry keeps its words.
    assert_eq!(
        entry(&emis, "Observation/8B99C1E9-818F-44E6-8FCA-F0EF1C3CABEB")
            .text
            .as_deref(),
        Some("Some freetext\nsome random freetext notes blah blah")
    );
}

#[test]
fn a_synthetic_patient_with_past_colon_cancer() {
    let record = metasign_fhir::read(SYNTHEA, None).unwrap();
    insta::assert_snapshot!(summary(&record));
    assert_eq!(
        line(entry(&record, "Condition/3aee0ef5-70f6-4077-a900-d28b24edb69c")),
        "Condition/3aee0ef5-70f6-4077-a900-d28b24edb69c Condition Present 2017-02-02..2018-06-27 in \
         6c3ec966-1598-49d3-9aa3-8d7fc5f60d60 [snomed 93761005]"
    );
}

fn entry<'r, 'a>(record: &'r Record<'a>, id: &str) -> &'r Entry<'a> {
    record.entries.iter().find(|entry| &*entry.id == id).unwrap()
}

/// Counts a kind, consultations, codes a system, dates, notices.
fn summary(record: &Record<'_>) -> String {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut systems: BTreeMap<&str, usize> = BTreeMap::new();
    let mut consultations: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &record.entries {
        *kinds
            .entry(format!("{:?} {:?}", entry.kind, entry.assertion))
            .or_default() += 1;
        for code in &entry.codes {
            *systems.entry(code.system.name()).or_default() += 1;
        }
        if let Some(consultation) = entry.consultation.as_deref() {
            *consultations.entry(consultation).or_default() += 1;
        }
    }
    let dates = || record.entries.iter().filter_map(|entry| entry.date);
    let (with_text, with_value, with_range, undated) = (
        record.entries.iter().filter(|entry| entry.text.is_some()).count(),
        record.entries.iter().filter(|entry| entry.value.is_some()).count(),
        record.entries.iter().filter(|entry| entry.range.is_some()).count(),
        record.entries.iter().filter(|entry| entry.date.is_none()).count(),
    );
    let mut text = format!(
        "as of {}, {:?}, born {}\n{} entries {kinds:?}\ncodes {systems:?}\n",
        record.as_of,
        record.patient.sex,
        record.patient.birth_date.unwrap(),
        record.entries.len()
    );
    writeln!(
        text,
        "text {with_text}, value {with_value}, range {with_range}, undated {undated}"
    )
    .unwrap();
    writeln!(text, "from {} to {}", dates().min().unwrap(), dates().max().unwrap()).unwrap();
    writeln!(text, "consultations {consultations:?}").unwrap();
    text + &notices(record)
}
