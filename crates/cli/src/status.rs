//! `metasign status`: who is already known to have metastatic disease; over many records, counts for an audit.

use std::collections::BTreeMap;

use metasign_core::assessment::Assessment;
use metasign_core::wording::{date_in_words, evidence_line};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::{Value, json};

use crate::arguments::{RulesArguments, StatusArguments, StatusFormat};
use crate::documents::{Document, Inputs};
use crate::input;
use crate::terminal::{Ended, FAINT, STRONG, Stop, Terminal};

/// Stands for every tumour or every site in a count.
const ALL: &str = "all";

/// Tumour, status and site, and how many records.
type Counts = BTreeMap<(String, String, String), u64>;

pub(crate) fn run(verb: &StatusArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    let inputs = Inputs::read(&verb.files)?;
    let documents = inputs.documents();
    let answers: Vec<Result<Assessment, String>> = documents
        .par_iter()
        .map(|document| Ok(engine.assess(&document.record(verb.as_of)?)))
        .collect();
    let default = if documents.len() == 1 {
        StatusFormat::Text
    } else {
        StatusFormat::Csv
    };
    match verb.format.unwrap_or(default) {
        StatusFormat::Text => {
            for (document, answer) in documents.iter().zip(&answers) {
                if let Ok(answer) = answer {
                    show(document, answer, terminal)?;
                }
            }
        }
        StatusFormat::Csv => {
            terminal.line("tumour,status,site,records")?;
            for ((tumour, status, site), records) in counts(&answers) {
                terminal.line(format!("{tumour},{status},{site},{records}"))?;
            }
        }
        StatusFormat::Json => match answers.as_slice() {
            [Ok(answer)] => terminal.line(one(answer))?,
            _ => terminal.line(many(&answers))?,
        },
    }
    let mut failed = false;
    for message in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        failed = true;
        terminal.problem(message);
    }
    if failed { Err(Stop::Failed) } else { Ok(Ended::Done) }
}

fn show(document: &Document<'_>, answer: &Assessment, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let metastatic = &answer.metastatic;
    let sites: Vec<&str> = metastatic.sites.iter().map(|site| site.name()).collect();
    let sites = if sites.is_empty() {
        String::new()
    } else {
        format!(", {}", sites.join(", "))
    };
    let since = metastatic
        .first_recorded
        .map_or(String::new(), |date| format!(", first {}", date_in_words(date)));
    terminal.line(format!(
        "{}: {STRONG}{}{STRONG:#}{sites}{since}",
        document.name,
        status(answer)
    ))?;
    for cancer in &answer.cancer_history {
        let since = cancer
            .first_recorded
            .map_or(String::new(), |date| format!(", {}", date_in_words(date)));
        terminal.line(format!("  {}{since}", cancer.name))?;
    }
    for evidence in &metastatic.evidence {
        terminal.line(format!("  {FAINT}{}{FAINT:#}", evidence_line(evidence)))?;
    }
    if metastatic.evidence.is_empty() {
        terminal.line("  None recorded is not the same as none.")?;
    }
    Ok(())
}

/// A record with two sites or two cancers counts once for each, and once under `all`.
fn counts(answers: &[Result<Assessment, String>]) -> Counts {
    let mut counts = Counts::new();
    for answer in answers.iter().flatten() {
        let tumours = answer.cancer_history.iter().map(|cancer| cancer.tumour.as_str());
        let mut tumours: Vec<&str> = tumours.chain([ALL]).collect();
        tumours.sort_unstable();
        tumours.dedup();
        for tumour in tumours {
            for site in answer.metastatic.sites.iter().map(|site| site.name()).chain([ALL]) {
                let count = counts
                    .entry((tumour.to_owned(), status(answer), site.to_owned()))
                    .or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    counts
}

fn one(answer: &Assessment) -> Value {
    json!({
        "schema": "metasign.status/1", "rule_set": answer.rule_set, "as_of": answer.as_of, "patient": answer.patient,
        "metastatic": answer.metastatic, "cancer_history": answer.cancer_history,
    })
}

fn many(answers: &[Result<Assessment, String>]) -> Value {
    let counts: Vec<Value> = counts(answers)
        .into_iter()
        .map(|((tumour, status, site), records)| {
            json!({ "tumour": tumour, "status": status, "site": site, "records": records })
        })
        .collect();
    let rule_set = answers.iter().flatten().next().map(|answer| &answer.rule_set);
    json!({ "schema": "metasign.status-counts/1", "rule_set": rule_set, "counts": counts })
}

fn status(answer: &Assessment) -> String {
    match serde_json::to_value(answer.metastatic.status) {
        Ok(Value::String(status)) => status,
        _ => String::new(),
    }
}
