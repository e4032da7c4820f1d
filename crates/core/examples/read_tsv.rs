//! Lines `phrase<TAB>sentence` in; `assertion<TAB>negation<TAB>temporality<TAB>experiencer` out; on standard error the
//! seconds that reading took, the best of twenty runs. For `bench/text/compare.py`; rule authors use `metasign read --tsv`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers"
)]

use std::io::Read;
use std::time::Instant;

use metasign_core::text::NoteContext;
use metasign_support::text;

fn main() {
    let reader = text::reader(&[], &[], &[]);
    let mut input = String::new();
    std::io::stdin()
        .read_to_string(&mut input)
        .expect("text on standard input");
    let lines: Vec<(&str, &str)> = input.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut spent = f64::INFINITY;
    let mut answers: Vec<String> = Vec::new();
    // The best of some runs: the set is small, and the machine may have other work.
    for _ in 0..20 {
        let begun = Instant::now();
        answers = lines
            .iter()
            .map(
                |(phrase, sentence)| match metasign_core::text::find_phrase(sentence, phrase) {
                    None => "not-found\tAffirmed\tRecent\tPatient".to_owned(),
                    Some(span) => reader.assess_span(sentence, span, &NoteContext::default()).as_tsv(),
                },
            )
            .collect();
        spent = spent.min(begun.elapsed().as_secs_f64());
    }
    for answer in answers {
        println!("{answer}");
    }
    eprintln!("{spent}");
}
