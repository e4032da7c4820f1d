//! `metasign read`: how the text engine reads a note.

use std::io::{self, BufRead as _, Read as _};

use metasign_core::engine::Engine;
use metasign_core::record::MAX_RECORD_BYTES;
use metasign_core::text::{Mention, Negation, NoteContext, Said, Temporality};
use serde_json::{Value, json};

use crate::arguments::{Format, ReadArguments, RulesArguments};
use crate::cases::find_phrase;
use crate::input;
use crate::terminal::{ALARM, CAUTION, Ended, FAINT, STRONG, Stop, Terminal};
use crate::why::{Taught, Why};

pub(crate) fn run(verb: &ReadArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    if verb.tsv {
        return lines(&engine, terminal);
    }
    if verb.lines {
        return notes(&engine, terminal);
    }
    let text = match &verb.text {
        Some(text) => text.clone(),
        None => note()?,
    };
    let mentions = engine.read_note(&text);
    let taught = if verb.why { Taught::of(rules)? } else { None };
    match verb.format {
        Format::Json => terminal.line(reading(&engine, &text, &mentions, taught.as_ref()))?,
        Format::Text => show(&engine, &text, &mentions, taught.as_ref(), terminal)?,
    }
    Ok(Ended::Done)
}

fn reading(engine: &Engine, text: &str, mentions: &[(Option<String>, Mention)], taught: Option<&Taught>) -> Value {
    let said = said(engine, text, mentions);
    let (mut of_signs, mut remarks) = (Vec::new(), Vec::new());
    for ((sign, mention), said) in mentions.iter().zip(said) {
        let list = if remark(engine, sign.as_deref()) {
            &mut remarks
        } else {
            &mut of_signs
        };
        let mut value = as_json(engine, text, sign.as_deref(), mention, said);
        if let Some(why) = because(taught, text, sign.as_deref(), mention) {
            let because = json!({
                "words": why.words.iter().map(|(word, weight)| json!({"word": word, "weight": weight})).collect::<Vec<_>>(),
                "nearest": why.nearest.map(|near| json!({
                    "note": near.note, "says": near.says, "place": near.place, "nearness": near.nearness,
                })),
            });
            if let Some(members) = value.as_object_mut() {
                members.insert("because".to_owned(), because);
            }
        }
        list.push(value);
    }
    json!({
        "schema": "metasign.reading/1",
        "text": text,
        "mentions": of_signs,
        "remarks": remarks,
    })
}

fn said(engine: &Engine, text: &str, mentions: &[(Option<String>, Mention)]) -> Vec<Option<Said>> {
    let mentions: Vec<Mention> = mentions.iter().map(|(_, mention)| mention.clone()).collect();
    engine.reader().said(text, &mentions)
}

/// Why likeness judged a mention as it did, where that was asked.
fn because(taught: Option<&Taught>, text: &str, sign: Option<&str>, mention: &Mention) -> Option<Why> {
    taught?.why(text, sign?, mention)
}

/// Whether a sign speaks of the record or of other complaints, not of the body.
fn remark(engine: &Engine, sign: Option<&str>) -> bool {
    let signs = &engine.running_rules().signs;
    sign.is_some_and(|id| signs.iter().any(|sign| sign.id == id && sign.remark))
}

/// A note a line in, its reading out for each.
fn notes(engine: &Engine, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| Stop::Said(format!("standard input can't be read: {error}")))?;
        terminal.line(reading(engine, &line, &engine.read_note(&line), None))?;
    }
    Ok(Ended::Done)
}

/// Lines of phrase and sentence in, a reading out for each.
fn lines(engine: &Engine, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let failed = |error: io::Error| Stop::Said(format!("standard input can't be read: {error}"));
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes).map_err(failed)? == 0 {
            return Ok(Ended::Done);
        }
        let line = String::from_utf8_lossy(&bytes);
        let (phrase, sentence) = line.trim_end_matches(['\n', '\r']).split_once('\t').unwrap_or_default();
        match find_phrase(sentence, phrase) {
            None => terminal.line("not-found\tAffirmed\tRecent\tPatient")?,
            Some(span) => {
                let mention = engine.reader().assess_span(sentence, span, &NoteContext::default());
                let (negation, temporality, experiencer) = axes(&mention);
                terminal.line(format!(
                    "{}\t{negation}\t{temporality}\t{experiencer}",
                    mention.assertion.name()
                ))?;
            }
        }
    }
}

fn note() -> Result<String, Stop> {
    let mut text = String::new();
    let limit = u64::try_from(MAX_RECORD_BYTES).unwrap_or(u64::MAX);
    let read = io::stdin().lock().take(limit).read_to_string(&mut text);
    read.map_err(|error| Stop::Said(format!("standard input can't be read: {error}")))?;
    Ok(text)
}

const fn axes(mention: &Mention) -> (&'static str, &'static str, &'static str) {
    let negation = match mention.negation {
        Negation::Affirmed => "Affirmed",
        Negation::Negated => "Negated",
    };
    let temporality = match mention.temporality {
        Temporality::Recent => "Recent",
        Temporality::Historical => "Historical",
        Temporality::Hypothetical => "Hypothetical",
    };
    (
        negation,
        temporality,
        if mention.of_patient { "Patient" } else { "Other" },
    )
}

/// The words between two bytes of the note.
fn words(text: &str, start: u32, end: u32) -> &str {
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    text.get(place(start)..place(end)).unwrap_or_default()
}

fn qualifiers(engine: &Engine, mention: &Mention) -> Vec<String> {
    let all = engine.running_rules().qualifiers.iter().zip(0_u32..);
    let said = all.filter(|(_, bit)| mention.qualifiers.checked_shr(*bit).is_some_and(|bits| bits & 1 == 1));
    said.map(|(qualifier, _)| qualifier.id.clone()).collect()
}

fn as_json(engine: &Engine, text: &str, sign: Option<&str>, mention: &Mention, said: Option<Said>) -> Value {
    let (negation, temporality, experiencer) = axes(mention);
    let cue = mention.cue.map(|cue| {
        json!({
            "says": cue.says.name(), "group": engine.reader().cue_name(cue.group),
            "quote": words(text, cue.start, cue.end), "span": [cue.start, cue.end],
        })
    });
    json!({
        "sign": sign, "quote": words(text, mention.start, mention.end), "span": [mention.start, mention.end],
        "assertion": mention.assertion.name(), "negation": negation, "temporality": temporality,
        "experiencer": experiencer, "cue": cue, "scope": [mention.scope.start, mention.scope.end],
        "qualifiers": qualifiers(engine, mention), "duration_days": mention.duration_days,
        "returned": mention.returned, "unchanged": mention.unchanged, "misspelt": mention.misspelt,
        "low_confidence": mention.low_confidence, "likeness": mention.likeness.map(|likeness| f64::from(likeness) / 100.0),
        "likened": mention.likened, "meant": mention.meant.map(|meant| f64::from(meant) / 100.0), "weighed": mention.weighed,
        "said": said.map(|said| json!({
            "combination": said.combination,
            "parts": said.parts.iter().map(|(group, bytes)| json!({
                "group": group, "quote": words(text, bytes.start, bytes.end), "span": [bytes.start, bytes.end],
            })).collect::<Vec<_>>(),
        })),
    })
}

/// The note with each mention marked, and a line for each.
fn show(
    engine: &Engine,
    text: &str,
    mentions: &[(Option<String>, Mention)],
    taught: Option<&Taught>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let mut marked = String::new();
    let mut end = 0;
    for ((_, mention), number) in mentions.iter().zip(1_u32..) {
        // Two signs may be shown by the same words: the words are written once.
        if mention.start >= end {
            marked.push_str(words(text, end, mention.start));
            marked.push_str(&format!(
                "{STRONG}[{}]{STRONG:#}",
                words(text, mention.start, mention.end)
            ));
            end = mention.end;
        }
        marked.push_str(&format!("{FAINT}{number}{FAINT:#}"));
    }
    marked.push_str(words(text, end, u32::try_from(text.len()).unwrap_or(u32::MAX)));
    terminal.line(marked)?;
    if mentions.is_empty() {
        return terminal.line("No sign of the rules is mentioned.");
    }
    terminal.line("")?;
    let said = said(engine, text, mentions);
    for (((sign, mention), said), number) in mentions.iter().zip(said).zip(1_u32..) {
        let style = if mention.assertion.name() == "present" {
            ALARM
        } else {
            CAUTION
        };
        let mut line = format!(
            "{number:>3} {} {style}{}{style:#}",
            sign.as_deref().unwrap_or("?"),
            mention.assertion.name()
        );
        let mut details = qualifiers(engine, mention);
        details.extend(mention.duration_days.map(|days| format!("for {days} days")));
        let flags = [
            (mention.returned, "returned"),
            (mention.unchanged, "unchanged"),
            (mention.misspelt, "misspelt"),
            (mention.likened, "by likeness to known lines alone"),
            (remark(engine, sign.as_deref()), "a remark, not a sign of the body"),
            (mention.weighed, "meant so by the words around it"),
        ];
        details.extend(
            flags
                .into_iter()
                .filter(|(set, _)| *set)
                .map(|(_, word)| word.to_owned()),
        );
        if !details.is_empty() {
            line.push_str(&format!(" ({})", details.join(", ")));
        }
        if let Some(cue) = mention.cue {
            let scope = words(text, mention.scope.start, mention.scope.end);
            line.push_str(&format!(
                "\n      {FAINT}because of \u{201c}{}\u{201d} ({}, {}), which reaches \u{201c}{scope}\u{201d}{FAINT:#}",
                words(text, cue.start, cue.end),
                cue.says.name(),
                engine.reader().cue_name(cue.group)
            ));
        }
        if let Some(said) = said {
            let parts: Vec<String> = said
                .parts
                .iter()
                .map(|(group, bytes)| format!("{group} \u{201c}{}\u{201d}", words(text, bytes.start, bytes.end)))
                .collect();
            line.push_str(&format!(
                "\n      {FAINT}said by {}: {}{FAINT:#}",
                said.combination,
                parts.join(", ")
            ));
        }
        if let Some(likeness) = mention.likeness {
            line.push_str(&format!(
                "\n      {FAINT}likeness {:+.2}{FAINT:#}",
                f64::from(likeness) / 100.0
            ));
        }
        if let Some(why) = because(taught, text, sign.as_deref(), mention) {
            let words: Vec<String> = why
                .words
                .iter()
                .map(|(word, weight)| format!("{word} {weight:+.2}"))
                .collect();
            line.push_str(&format!(
                "\n      {FAINT}words that weighed: {}{FAINT:#}",
                words.join(", ")
            ));
            if let Some(near) = why.nearest {
                line.push_str(&format!(
                    "\n      {FAINT}nearest known line ({:.2}) says {}: \u{201c}{}\u{201d} ({}){FAINT:#}",
                    near.nearness, near.says, near.note, near.place
                ));
            }
        }
        terminal.line(line)?;
    }
    Ok(())
}
