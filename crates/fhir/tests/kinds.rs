//! Every kind of resource that is read, in both versions: one Bundle each, small enough to check by hand.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use metasign_support::lines::rendered;

#[test]
fn every_kind_of_resource_in_r4() {
    let record = metasign_fhir::read(include_bytes!("data/r4-every-kind.json"), None).unwrap();
    insta::assert_snapshot!("r4-every-kind", rendered(&record));
}

#[test]
fn every_kind_of_resource_in_stu3() {
    let record = metasign_fhir::read(include_bytes!("data/stu3-every-kind.json"), None).unwrap();
    insta::assert_snapshot!("stu3-every-kind", rendered(&record));
}
