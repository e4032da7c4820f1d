//! `metasign new`: a skeleton that passes `check`, to be filled in.

use std::fs;
use std::path::Path;

use metasign_core::rules::load::load;
use metasign_core::rules::model::RuleSet;

use crate::arguments::{New, NewArguments, RulesArguments};
use crate::input;
use crate::terminal::{Ended, Stop, Terminal};

pub(crate) fn run(verb: &NewArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let name = verb.name.as_str();
    let plain = |symbol: char| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '-';
    if name.is_empty() || !name.starts_with(|symbol: char| symbol.is_ascii_lowercase()) || !name.chars().all(plain) {
        return Err(Stop::Said(format!(
            "`{name}` is no id; ids are small letters, digits and hyphens: `back-pain`"
        )));
    }
    let bundle = input::bundle(rules.rules.as_deref())?;
    let Some(rule_set) = load(&bundle).rule_set else {
        return Err(Stop::new(
            "the rules have mistakes; put them right first (`metasign check`)",
        ));
    };
    if exists(verb.what, name, &rule_set) {
        return Err(Stop::Said(format!(
            "the rules have a `{name}` already; choose another name"
        )));
    }
    let (folder, text) = skeleton(verb.what, name, &rule_set)?;
    let path = format!("{folder}/{name}.toml");
    match rules.rules.as_deref().filter(|root| root.is_dir()) {
        None => terminal.line(format!("# {path}\n{text}"))?,
        Some(root) => {
            // Editors complete and check a file by the schema its first line names.
            let schema = format!("schema/{folder}.schema.json");
            let has_schema = root.join(&schema).is_file();
            let first = if has_schema {
                format!("#:schema ../{schema}\n\n")
            } else {
                String::new()
            };
            write(&root.join(&path), &format!("{first}{text}"))?;
            terminal.line(format!("{}", root.join(&path).display()))?;
        }
    }
    Ok(Ended::Done)
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let failed = |error: std::io::Error| Stop::Said(format!("`{}`: {error}", path.display()));
    if path.exists() {
        return Err(Stop::Said(format!("`{}` is there already", path.display())));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

fn exists(what: New, name: &str, rules: &RuleSet) -> bool {
    match what {
        New::Sign => rules.signs.iter().any(|sign| sign.id == name),
        New::Tumour => rules.tumours.iter().any(|tumour| tumour.id == name),
        New::Trigger => rules.triggers.iter().any(|trigger| trigger.id == name),
        New::Case => false,
    }
}

/// The folder it belongs to and its text.
fn skeleton(what: New, name: &str, rules: &RuleSet) -> Result<(&'static str, String), Stop> {
    let words = name.replace('-', " ");
    let title: String = words
        .char_indices()
        .map(|(at, symbol)| if at == 0 { symbol.to_ascii_uppercase() } else { symbol })
        .collect();
    Ok(match what {
        New::Sign => (
            "signs",
            format!(
                "[{name}]\nname    = \"{title}\"\nplain   = \"{title}\"             # as a patient would say it\n\
                 site    = \"general\"              # where it points\nphrases = [\"{words}\"]\nsources = [\"EV-3\"]\n"
            ),
        ),
        New::Tumour => (
            "tumours",
            format!(
                "name    = \"{title}\"\nplain   = \"{words}\"\nsources = [\"EV-4\"]\n\n[history]\n\
                 phrases = [\"{words}\"]            # add codes = [\"…\"] when there is a codelist\n\n\
                 [affinity]\nbasis  = \"C\"\nsource = \"EV-4.0\"\nbone   = \"moderate\"\n"
            ),
        ),
        New::Trigger => {
            let sign = rules.signs.first().map(|sign| sign.id.as_str());
            let pathway = rules.pathways.first().map(|pathway| pathway.id.as_str());
            let (Some(sign), Some(pathway)) = (sign, pathway) else {
                return Err(Stop::new(
                    "a trigger needs a sign and a pathway, and the rules have none",
                ));
            };
            (
                "triggers",
                format!(
                    "[{name}]\nname     = \"{title}\"\nsite     = \"general\"\ntier     = \"soon-review\"\n\
                     when     = \"cancer-history and {sign}\"\npathway  = \"{pathway}\"\nheadline = \"{title}\"\n\
                     check    = [\"Look again\"]\nlowers_concern = [\"Another cause that explains all of it\"]\n\
                     basis    = \"C\"\nsources  = [\"EV-3\"]\n"
                ),
            )
        }
        New::Case => (
            "cases",
            format!(
                "[[case]]\nname    = \"{title}\"\nreason  = \"Why the answer must be so, in one sentence\"\n\
                 sex     = \"female\"\nage     = 62\nnotes   = [\"2026-03-12: well, no complaint\"]\nnothing = true\n"
            ),
        ),
    })
}
