//! `metasign assess`: records in, prompts out.

use std::path::Path;

use metasign_core::engine::{AssessOptions, Engine};
use metasign_core::record::{Date, MAX_RECORD_BYTES};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::de::IgnoredAny;
use serde_json::json;

use crate::arguments::{AssessArguments, Format, RulesArguments};
use crate::input::{self, MAX_INPUT_BYTES};
use crate::show;
use crate::terminal::{Ended, STRONG, Stop, Terminal};

/// Records assessed before their answers are printed: enough to keep every core busy.
const BATCH: usize = 512;

/// How each record is asked about.
#[derive(Debug, Clone, Copy)]
struct Question {
    as_of: Option<Date>,
    options: AssessOptions,
}

/// One record with the name it is spoken of by.
#[derive(Debug)]
struct Document<'a> {
    name: String,
    bytes: Result<&'a [u8], String>,
}

pub(crate) fn run(verb: &AssessArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    let question = Question {
        as_of: verb.as_of,
        options: AssessOptions {
            watch_tier: verb.watch_tier,
        },
    };
    let contents: Vec<(&Path, Result<Vec<u8>, String>)> = match verb.files.as_slice() {
        [file] => vec![(file, Ok(input::read(file, MAX_INPUT_BYTES).map_err(Stop::Said)?))],
        files => files
            .iter()
            .map(|file| (file.as_path(), input::read(file, MAX_INPUT_BYTES)))
            .collect(),
    };
    let documents: Vec<Document<'_>> = contents
        .iter()
        .flat_map(|(path, content)| documents(path, content))
        .collect();
    match documents.as_slice() {
        [only] => one(only, &engine, question, verb.format.unwrap_or_default(), terminal),
        many => batch(many, &engine, question, verb.format.unwrap_or(Format::Json), terminal),
    }
}

fn one(
    document: &Document<'_>,
    engine: &Engine,
    question: Question,
    format: Format,
    terminal: &mut Terminal<'_>,
) -> Result<Ended, Stop> {
    let answer = answer(document, engine, question, format, terminal.width).map_err(Stop::Said)?;
    terminal.text(&answer)?;
    Ok(Ended::Done)
}

/// Many records: answers in the order of the input, whatever number of threads; a bad one spoils only itself.
fn batch(
    documents: &[Document<'_>],
    engine: &Engine,
    question: Question,
    format: Format,
    terminal: &mut Terminal<'_>,
) -> Result<Ended, Stop> {
    let width = terminal.width;
    let mut failed = false;
    for part in documents.chunks(BATCH) {
        let answers: Vec<Result<String, String>> = part
            .par_iter()
            .map(|document| answer(document, engine, question, format, width))
            .collect();
        for (document, answer) in part.iter().zip(answers) {
            match (answer, format) {
                (Ok(answer), Format::Json) => terminal.text(&answer)?,
                (Ok(answer), Format::Text) => {
                    terminal.line(format!("{STRONG}== {} =={STRONG:#}\n", document.name))?;
                    terminal.line(answer)?;
                }
                (Err(message), format) => {
                    failed = true;
                    if format == Format::Json {
                        terminal.line(
                            json!({ "schema": "metasign.error/1", "input": document.name, "message": message }),
                        )?;
                    }
                    terminal.problem(&message);
                }
            }
        }
    }
    if failed {
        terminal.flush()?;
        return Err(Stop::Failed);
    }
    Ok(Ended::Done)
}

fn answer(
    document: &Document<'_>,
    engine: &Engine,
    question: Question,
    format: Format,
    width: usize,
) -> Result<String, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", document.name);
    let bytes = document.bytes.clone()?;
    let record = metasign_fhir::read_any(bytes, question.as_of).map_err(|error| named(&error))?;
    let assessment = engine.assess_with(&record, question.options);
    match format {
        Format::Json => {
            let mut json = assessment.to_json().map_err(|error| named(&error))?;
            json.push('\n');
            Ok(json)
        }
        Format::Text => Ok(show::assessment(&assessment, width)),
    }
}

/// The records of one file: one document, or one a line.
fn documents<'a>(path: &Path, content: &'a Result<Vec<u8>, String>) -> Vec<Document<'a>> {
    let name = input::name(path);
    let bytes = match content {
        Ok(bytes) => bytes.as_slice(),
        Err(message) => {
            return vec![Document {
                name,
                bytes: Err(message.clone()),
            }];
        }
    };
    if !is_one_a_line(bytes) {
        let bytes = within_limit(bytes, &name);
        return vec![Document { name, bytes }];
    }
    bytes
        .split(|byte| *byte == b'\n')
        .zip(1_u64..)
        .filter(|(line, _)| !line.trim_ascii().is_empty())
        .map(|(line, number)| {
            let name = format!("{name}:{number}");
            Document {
                bytes: within_limit(line, &name),
                name,
            }
        })
        .collect()
}

fn within_limit<'a>(bytes: &'a [u8], name: &str) -> Result<&'a [u8], String> {
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(format!(
            "{name}: the record has {} bytes; at most {MAX_RECORD_BYTES} are read",
            bytes.len()
        ));
    }
    Ok(bytes)
}

/// Whether the first line is a whole JSON object and something follows it.
fn is_one_a_line(bytes: &[u8]) -> bool {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let (Some(first), Some(rest)) = (lines.next(), lines.next()) else {
        return false;
    };
    let whole = |line: &[u8]| serde_json::from_slice::<IgnoredAny>(line).is_ok();
    first.trim_ascii_start().starts_with(b"{") && !rest.trim_ascii().is_empty() && whole(first)
}
