//! Reading a Bundle as a record, against parsing the same bytes into `serde_json::Value` in the same run.
//!
//! `cargo bench -p metasign-fhir` prints the ratio for each sample first, then divan's tables.
#![allow(missing_docs, reason = "a benchmark has no callers")]
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark talks to its user and may stop"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

const SAMPLES: [(&str, &[u8]); 4] = [
    (
        "gpconnect-stu3-9388098432",
        include_bytes!("../../../tests/data/samples/gpconnect-stu3-9388098432.json"),
    ),
    (
        "gpconnect-stu3-emis-pwtp5",
        include_bytes!("../../../tests/data/samples/gpconnect-stu3-emis-pwtp5.json"),
    ),
    (
        "gpconnect-stu3-tpp-pwtp5",
        include_bytes!("../../../tests/data/samples/gpconnect-stu3-tpp-pwtp5.json"),
    ),
    (
        "synthea-r4-colon",
        include_bytes!("../../../tests/data/samples/synthea-r4-colon.json"),
    ),
];

fn main() {
    println!("metasign read / serde_json::Value, best of 300 in turns; dropping the result not counted, and counted");
    for (name, bytes) in SAMPLES {
        compare(name, bytes);
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        compare(&format!("{name}, compact"), &serde_json::to_vec(&value).unwrap());
    }
    divan::main();
}

fn compare(name: &str, bytes: &[u8]) {
    let (mut read, mut value) = ((Duration::MAX, Duration::MAX), (Duration::MAX, Duration::MAX));
    for _ in 0..300 {
        best(&mut read, || metasign_fhir::read(black_box(bytes), None).unwrap());
        best(&mut value, || {
            serde_json::from_slice::<serde_json::Value>(black_box(bytes)).unwrap()
        });
    }
    println!(
        "{name}: {:?} / {:?} = {:.3}; {:?} / {:?} = {:.3}",
        read.0,
        value.0,
        read.0.as_secs_f64() / value.0.as_secs_f64(),
        read.1,
        value.1,
        read.1.as_secs_f64() / value.1.as_secs_f64(),
    );
}

/// Keeps the best times without and with dropping what was made.
fn best<T>(times: &mut (Duration, Duration), make: impl FnOnce() -> T) {
    let start = Instant::now();
    let made = black_box(make());
    times.0 = times.0.min(start.elapsed());
    drop(made);
    times.1 = times.1.min(start.elapsed());
}

#[divan::bench(args = SAMPLES.map(|(name, _)| name))]
fn read(bencher: divan::Bencher<'_, '_>, name: &str) {
    let bytes = sample(name);
    bencher
        .counter(divan::counter::BytesCount::of_slice(bytes))
        .bench(|| metasign_fhir::read(black_box(bytes), None).unwrap());
}

#[divan::bench(args = SAMPLES.map(|(name, _)| name))]
fn value(bencher: divan::Bencher<'_, '_>, name: &str) {
    let bytes = sample(name);
    bencher
        .counter(divan::counter::BytesCount::of_slice(bytes))
        .bench(|| serde_json::from_slice::<serde_json::Value>(black_box(bytes)).unwrap());
}

fn sample(name: &str) -> &'static [u8] {
    SAMPLES.into_iter().find(|(other, _)| *other == name).unwrap().1
}
