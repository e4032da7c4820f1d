//! `metasign assess`: records in, prompts out.

use metasign_core::engine::{AssessOptions, Engine};
use metasign_core::record::Date;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::json;

use crate::arguments::{AssessArguments, Format, RulesArguments};
use crate::documents::{Document, Inputs};
use crate::terminal::{Ended, STRONG, Stop, Terminal};
use crate::{input, show};

/// Records assessed before their answers are printed: enough to keep every core busy.
const BATCH: usize = 512;

/// How each record is asked about.
#[derive(Debug, Clone, Copy)]
struct Question {
    as_of: Option<Date>,
    options: AssessOptions,
}

pub(crate) fn run(verb: &AssessArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    let question = Question {
        as_of: verb.as_of,
        options: AssessOptions {
            watch_tier: verb.watch_tier,
        },
    };
    let inputs = Inputs::read(&verb.files)?;
    let documents = inputs.documents();
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
    let record = document.record(question.as_of)?;
    let assessment = engine.assess_with(&record, question.options);
    match format {
        Format::Json => {
            let mut json = assessment.to_json().map_err(|error| error.to_string())?;
            json.push('\n');
            Ok(json)
        }
        Format::Text => Ok(show::assessment(&assessment, width)),
    }
}
