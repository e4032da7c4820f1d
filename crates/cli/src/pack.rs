//! `metasign pack`: a folder of rules as one file, for the C library and for other machines.

use std::fs;
use std::io::{self, Write as _};

use metasign_core::engine::Engine;
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
    let packed = if verb.compiled {
        Engine::compile(&bundle).map_err(Stop::new)?
    } else {
        bundle.to_json().map_err(Stop::new)?.into_bytes()
    };
    match &verb.output {
        Some(path) => {
            fs::write(path, packed).map_err(|error| Stop::Said(format!("`{}`: {error}", path.display())))?;
            terminal.line(format!("{} (digest {})", path.display(), bundle.digest()))?;
        }
        None if verb.compiled => {
            let written = io::stdout().lock().write_all(&packed);
            written.map_err(|error| Stop::Said(format!("standard output: {error}")))?;
        }
        None => terminal.line(String::from_utf8_lossy(&packed))?,
    }
    Ok(Ended::Done)
}
