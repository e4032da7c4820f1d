//! Reads any bytes, and compiled rules with changed bytes, as compiled rules.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| metasign_support::fuzzed::packed(data));
