//! Labelled notes in (`id, concept, phrase, note, assertion, comment`, tab-separated, with a header), those read otherwise
//! out, each with the cue that decided and its group. For whoever edits `rules/language`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a program for developers"
)]

use metasign_core::text::{Cue, NoteContext, find_phrase};
use metasign_support::text;

fn main() {
    let reader = text::reader(&[], &[], &[]);
    let path = std::env::args().nth(1).expect("a file of labelled notes");
    let set = std::fs::read_to_string(path).expect("a readable file");
    let (mut all, mut right) = (0u32, 0u32);
    for line in set.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, _, phrase, note, label, comment] = columns.as_slice() else {
            panic!("{} columns: {line}", columns.len());
        };
        let Some(span) = find_phrase(note, phrase) else {
            continue;
        };
        let mention = reader.assess_span(note, span, &NoteContext::default());
        all = all.saturating_add(1);
        if mention.assertion.name() == *label {
            right = right.saturating_add(1);
            continue;
        }
        let shown = |cue: Option<Cue>| {
            cue.map_or_else(
                || "-".to_owned(),
                |cue| {
                    let words = &note[usize::try_from(cue.start).unwrap()..usize::try_from(cue.end).unwrap()];
                    format!("{} `{words}`", reader.cue_name(cue.group))
                },
            )
        };
        if std::env::var("CUES").is_ok() {
            for (group, place) in reader.cue_list(note) {
                print!("[{group} `{}`] ", &note[place]);
            }
            println!();
        }
        let (by, time) = (shown(mention.cue), shown(mention.time_cue));
        println!(
            "{id} {label} -> {} by {by}, time {time} [{phrase}] {note} ({comment})",
            mention.assertion.name()
        );
    }
    println!("{right} of {all}");
}
