//! How well likeness alone knows lines of a hand it has not learned from.
//!
//! usage: leave-one-out FILE.tsv…   (columns sign, phrase, note, voice). Each file is left out in turn; printed: how often
//! the best sign is right, and, at three limits on `sign - none`, how many lines keep a right sign and how many look-alikes
//! keep the sign that they look like.
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a program for measuring"
)]

use std::collections::HashMap;

use metasign_likeness::{Example, Likeness, NONE, Says, Scores, examples_from_tsv, learn};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let only = args
        .iter()
        .position(|arg| arg == "--only")
        .and_then(|at| args.get(at + 1))
        .cloned();
    let mut files: Vec<(String, String, Vec<Example>)> = Vec::new();
    for path in args.iter().filter(|arg| arg.ends_with(".tsv")) {
        let text = std::fs::read_to_string(path)?;
        let examples = examples_from_tsv(path, &text).map_err(|problems| format!("{problems:?}"))?;
        // How a sign is meant is measured elsewhere, by `metasign read --tsv`.
        if examples.iter().all(|example| example.says == Says::Sign) {
            files.push((path.clone(), text, examples));
        }
    }
    for (path, text, _) in &files {
        if only.as_ref().is_some_and(|only| !path.contains(only.as_str())) {
            continue;
        }
        let start = std::time::Instant::now();
        let train: Vec<Example> = files
            .iter()
            .filter(|(other, _, _)| other != path)
            .flat_map(|(_, _, examples)| examples.clone())
            .collect();
        let bytes = learn(&train, [0; 32], 2);
        let took = start.elapsed();
        let model = Likeness::from_bytes(&bytes)?;
        let none = model.class(NONE).ok_or("no class `none`")?;
        let names: HashMap<&str, usize> = model
            .names()
            .iter()
            .enumerate()
            .map(|(at, name)| (name.as_str(), at))
            .collect();
        let mut scores = Scores::default();
        let (mut said, mut alike, mut first) = (0u32, 0u32, 0u32);
        let limits = [-0.6f32, -0.4, -0.2, 0.0, 0.2];
        let (mut kept, mut fooled) = ([0u32; 5], [0u32; 5]);
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [sign, _, note, voice, ..] = cells[..] else {
                continue;
            };
            model.score(note, &mut scores);
            let against = scores.each[none];
            let of = |name: &str| names.get(name).map_or(-9.0, |at| scores.each[*at] - against);
            if sign == NONE {
                alike += 1;
                let mimic = of(voice.trim_start_matches("lookalike:"));
                for (limit, count) in limits.iter().zip(&mut fooled) {
                    *count += u32::from(mimic > *limit);
                }
            } else {
                said += 1;
                let best = (0..scores.each.len())
                    .filter(|at| *at != none)
                    .max_by(|one, other| scores.each[*one].total_cmp(&scores.each[*other]))
                    .unwrap_or(none);
                first += u32::from(sign.split('/').any(|sign| sign == model.names()[best]));
                let right = sign.split('/').map(of).fold(-9.0, f32::max);
                for (limit, count) in limits.iter().zip(&mut kept) {
                    *count += u32::from(right > *limit);
                }
            }
        }
        let part = |count: u32, of: u32| f64::from(count) / f64::from(of.max(1));
        let line: Vec<String> = (0..5)
            .map(|at| {
                format!(
                    "{:+.1}: {:.3} {:.3}",
                    limits[at],
                    part(kept[at], said),
                    part(fooled[at], alike)
                )
            })
            .collect();
        println!(
            "{path}: best sign right {:.3} of {said}; kept said, look-alikes of {alike}: {} ({} bytes, {took:.1?})",
            part(first, said),
            line.join(" | "),
            bytes.len()
        );
    }
    Ok(())
}
