//! `metasign pack`: a folder of rules as one file, for the C library and for other machines.

use std::fs;

use metasign_core::rules::diagnostic::Severity;
use metasign_core::rules::load::load;

use crate::arguments::PackArguments;
use crate::input;
use crate::terminal::{Ended, Stop, Terminal};

pub(crate) fn run(verb: &PackArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    if !verb.folder.is_dir() {
        return Err(Stop::Said(format!("`{}` is not a folder", verb.folder.display())));
    }
    let bundle = input::bundle(Some(&verb.folder))?;
    let mut errors = load(&bundle).diagnostics;
    errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
    if !errors.is_empty() {
        for diagnostic in &errors {
            terminal.remark(&diagnostic.to_string());
        }
        terminal.problem("rules with mistakes are not packed");
        return Ok(Ended::FallsShort);
    }
    let json = bundle.to_json().map_err(Stop::new)?;
    match &verb.output {
        Some(path) => {
            fs::write(path, json).map_err(|error| Stop::Said(format!("`{}`: {error}", path.display())))?;
            terminal.line(format!("{} (digest {})", path.display(), bundle.digest()))?;
        }
        None => terminal.line(json)?,
    }
    Ok(Ended::Done)
}
