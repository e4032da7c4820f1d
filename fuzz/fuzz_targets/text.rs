//! Reads any text as a note and holds what must hold for every note.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| metasign_support::fuzzed::note(data));
