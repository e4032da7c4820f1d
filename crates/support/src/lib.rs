//! What the tests of several crates share. For tests alone: whatever goes wrong in here is a failed test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failure is a failed test"
)]

pub mod c;
pub mod fuzzed;
pub mod lines;
pub mod repository;
pub mod set;
pub mod small;
pub mod text;

use std::sync::LazyLock;

use metasign_core::engine::{Engine, EngineOptions};

/// The engine with the shipped rules, made once for each test program.
pub fn engine() -> &'static Engine {
    static ENGINE: LazyLock<Engine> =
        LazyLock::new(|| Engine::embedded(&EngineOptions::default()).unwrap_or_else(|error| panic!("{error:#?}")));
    &ENGINE
}
