//! `metasign explain`: why each rule fired, nearly fired or could not tell.

use metasign_core::record::MAX_RECORD_BYTES;

use crate::arguments::{ExplainArguments, Format, RulesArguments};
use crate::terminal::{Ended, Stop, Terminal};
use crate::{input, show};

pub(crate) fn run(verb: &ExplainArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let engine = input::engine(rules, terminal)?;
    if let Some(rule) = &verb.rule {
        known(rule, &engine)?;
    }
    let limit = u64::try_from(MAX_RECORD_BYTES).unwrap_or(u64::MAX);
    let bytes = input::read(&verb.file, limit).map_err(Stop::Said)?;
    let record = metasign_fhir::read_any(&bytes, verb.as_of)
        .map_err(|error| Stop::Said(format!("{}: {error}", input::name(&verb.file))))?;
    let mut explanation = engine.explain(&record);
    match verb.format {
        Format::Json => {
            if let Some(only) = &verb.rule {
                explanation.rules.retain(|rule| rule.rule == *only);
            }
            terminal.line(serde_json::to_string(&explanation).map_err(Stop::new)?)?;
        }
        Format::Text => terminal.text(&show::explanation(&explanation, verb.rule.as_deref()))?,
    }
    Ok(Ended::Done)
}

/// Whether a rule or tumour type of this id is there; if not, which is nearest.
fn known(id: &str, engine: &metasign_core::engine::Engine) -> Result<(), Stop> {
    let rules = engine.running_rules();
    let triggers = rules.triggers.iter().map(|trigger| trigger.id.as_str());
    let ids: Vec<&str> = triggers
        .chain(rules.tumours.iter().map(|tumour| tumour.id.as_str()))
        .collect();
    if ids.contains(&id) {
        return Ok(());
    }
    let nearest = ids
        .iter()
        .max_by(|left, right| strsim::jaro_winkler(id, left).total_cmp(&strsim::jaro_winkler(id, right)));
    let help = nearest.map_or(String::new(), |nearest| format!("; did you mean `{nearest}`?"));
    Err(Stop::Said(format!("no rule or tumour type is called `{id}`{help}")))
}
