//! How long making the embedded engine and reading a first note take: `cargo run --release --example start`.
#![allow(clippy::print_stdout, reason = "it shows figures")]

use std::time::Instant;

use metasign_core::engine::{Engine, EngineError, EngineOptions};

fn main() -> Result<(), EngineError> {
    let start = Instant::now();
    let engine = Engine::embedded(&EngineOptions::default())?;
    let made = start.elapsed();
    let found = engine
        .read_note("PMH breast ca '09. LBP 3/52, off legs. Denies numbness.")
        .len();
    let read = start.elapsed();
    let again = Instant::now();
    let _ = engine.read_note("Wt down 6 kg, off food. Husband: he is well.");
    println!(
        "engine made after {made:?}, first note read ({found} mentions) after {read:?}, another in {:?}",
        again.elapsed()
    );
    Ok(())
}
