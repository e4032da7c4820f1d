//! Puts any bytes into a file of the small rule set, loads and compiles it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| metasign_support::fuzzed::rules(data));
