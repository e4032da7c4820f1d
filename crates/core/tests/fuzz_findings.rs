//! What fuzzing found, and shapes it started from, held to the same as by the targets: `tests/data/fuzz/NAME-*`.

use metasign_support::fuzzed;

#[test]
fn findings_of_the_fuzzer_do_no_harm() {
    for (name, held) in [
        ("text", fuzzed::note as fn(&[u8])),
        ("packed", fuzzed::packed),
        ("record", fuzzed::record),
        ("rules", fuzzed::rules),
    ] {
        let found = fuzzed::found(name);
        assert!(!found.is_empty(), "{name}");
        for bytes in &found {
            held(bytes);
        }
    }
}
