//! Reads any bytes as a native record and assesses it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| metasign_support::fuzzed::record(data));
