//! `metasign new`: the files of something new, which pass `check`, and a case that fails until it is filled in.

mod skeleton;

use std::fs;
use std::path::Path;

use metasign_core::rules::load::load;
use metasign_core::rules::model::RuleSet;

use self::skeleton::{Begun, skeleton};
use crate::arguments::{New, NewArguments, RulesArguments};
use crate::input;
use crate::terminal::{Ended, FAINT, Stop, Terminal};

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
    let files = skeleton(verb.what, name, &rule_set)?;
    match rules.rules.as_deref().filter(|root| root.is_dir()) {
        None => {
            for file in &files {
                terminal.line(format!("# {}\n{}", file.path, file.text))?;
            }
        }
        Some(root) => {
            // All or none: half of something new is a mistake of its own.
            if let Some(there) = files
                .iter()
                .find(|file| !file.appended && root.join(&file.path).exists())
            {
                return Err(Stop::Said(format!(
                    "`{}` is there already",
                    root.join(&there.path).display()
                )));
            }
            for file in &files {
                write(root, file)?;
                terminal.line(format!("{}", root.join(&file.path).display()))?;
            }
            terminal.line(format!("{FAINT}{}{FAINT:#}", next(verb.what)))?;
        }
    }
    Ok(Ended::Done)
}

fn write(root: &Path, file: &Begun) -> Result<(), Stop> {
    let path = root.join(&file.path);
    let failed = |error: std::io::Error| Stop::Said(format!("`{}`: {error}", path.display()));
    if file.appended && path.is_file() {
        let before = fs::read_to_string(&path).map_err(failed)?;
        return fs::write(&path, format!("{}\n\n{}", before.trim_end(), file.text)).map_err(failed);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // Editors complete and check a file by the schema its first line names.
    let schema = file
        .schema
        .filter(|schema| root.join(format!("schema/{schema}.schema.json")).is_file());
    let first = schema.map_or(String::new(), |schema| {
        let up = match file.path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        };
        format!("#:schema {up}schema/{schema}.schema.json\n\n")
    });
    fs::write(&path, format!("{first}{}", file.text)).map_err(failed)
}

/// What to do with it.
const fn next(what: New) -> &'static str {
    match what {
        New::Sign | New::Tumour | New::Trigger | New::Case => {
            "Fill in the case until it says what must happen (`metasign test` fails it now), then the rule, then `metasign check`."
        }
        New::Pathway => "Say whom to call and what to do, name it as `pathway` in a rule, then `metasign check`.",
        New::Overlay => "Fill in the numbers and ring them; `metasign check` names the emergency slots that are empty.",
        New::Codelist => {
            "Add codes from a dictionary (`metasign codes`), take out the line `# gap`, name the list in `codes`."
        }
        New::Group => "Write the words, then use the group in `says` of a sign; `metasign read` shows what it finds.",
        New::Qualifier => "Write its words; a condition asks for it with a dot, as in `back-pain.nocturnal`.",
    }
}

fn exists(what: New, name: &str, rules: &RuleSet) -> bool {
    match what {
        New::Sign => rules.signs.iter().any(|sign| sign.id == name),
        New::Tumour => rules.tumours.iter().any(|tumour| tumour.id == name),
        New::Trigger => rules.triggers.iter().any(|trigger| trigger.id == name),
        New::Pathway => rules.pathways.iter().any(|pathway| pathway.id == name),
        New::Overlay => rules.overlays.iter().any(|overlay| overlay.id == name),
        New::Codelist => rules.codelists.iter().any(|list| list.list == name),
        New::Qualifier => rules.qualifiers.iter().any(|qualifier| qualifier.id == name),
        New::Group => rules
            .language
            .iter()
            .any(|(_, text)| text.lines().any(|line| line.trim() == format!("[{name}]"))),
        New::Case => false,
    }
}
