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
    println!("sample: metasign read / serde_json::Value (best of 200, interleaved)");
    for (name, bytes) in SAMPLES {
        let (read, value) = best_of(200, bytes);
        println!(
            "{name}: {read:?} / {value:?} = {:.3}",
            read.as_secs_f64() / value.as_secs_f64()
        );
    }
    divan::main();
}

/// The best times of both, taken in turns so that both meet the same machine.
fn best_of(rounds: usize, bytes: &[u8]) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        let start = Instant::now();
        black_box(metasign_fhir::read(black_box(bytes), None).unwrap());
        best.0 = best.0.min(start.elapsed());
        let start = Instant::now();
        black_box(serde_json::from_slice::<serde_json::Value>(black_box(bytes)).unwrap());
        best.1 = best.1.min(start.elapsed());
    }
    best
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
