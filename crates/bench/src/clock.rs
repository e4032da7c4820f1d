//! Times, and ratios of two things measured in turn.
//!
//! The fastest of many samples is taken: whatever else the machine does can only add to a time.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The time one sample takes at least, so that the clock's own step doesn't show.
const SAMPLE: Duration = Duration::from_millis(4);
/// What one measurement may take altogether.
const BUDGET: Duration = Duration::from_millis(900);

/// The time of a call.
pub(crate) fn time<R>(mut work: impl FnMut() -> R) -> Duration {
    let calls = calls(&mut work);
    let mut samples = Vec::new();
    let began = Instant::now();
    while samples.len() < 5 || (began.elapsed() < BUDGET && samples.len() < 101) {
        samples.push(sample(&mut work, calls));
    }
    fastest(&samples)
}

/// The times of two calls, measured in turn, and their ratio: left to right.
pub(crate) fn pair<L, R>(mut left: impl FnMut() -> L, mut right: impl FnMut() -> R) -> (Duration, Duration, f64) {
    let (left_calls, right_calls) = (calls(&mut left), calls(&mut right));
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    let began = Instant::now();
    while lefts.len() < 7 || (began.elapsed() < BUDGET * 2 && lefts.len() < 101) {
        lefts.push(sample(&mut left, left_calls));
        rights.push(sample(&mut right, right_calls));
    }
    let (left, right) = (fastest(&lefts), fastest(&rights));
    (left, right, left.as_secs_f64() / right.as_secs_f64())
}

fn calls<R>(work: &mut impl FnMut() -> R) -> u32 {
    let mut calls = 1_u32;
    loop {
        let took = sample(work, calls) * calls;
        if took >= SAMPLE || calls >= 1 << 20 {
            return calls;
        }
        calls *= 2;
    }
}

fn sample<R>(work: &mut impl FnMut() -> R, calls: u32) -> Duration {
    let began = Instant::now();
    for _ in 0..calls {
        black_box(work());
    }
    began.elapsed() / calls
}

fn fastest(samples: &[Duration]) -> Duration {
    samples.iter().copied().min().unwrap_or_default()
}

/// A time with a unit that suits it.
pub(crate) fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1e-3 {
        format!("{:.1} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.2} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

/// Megabytes a second.
pub(crate) fn rate(bytes: usize, time: Duration) -> String {
    let bytes = f64::from(u32::try_from(bytes).expect("benchmark inputs are small"));
    format!("{:.0} MB/s", bytes / 1e6 / time.as_secs_f64())
}
