//! `metasign check`: every mistake in a rule set at once.

mod read_back;
mod sample;
mod sarif;

use std::time::{SystemTime, UNIX_EPOCH};

use metasign_core::engine::{Engine, EngineError, EngineOptions};
use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Place, Severity};
use metasign_core::rules::load::{check_with, load};
use metasign_core::rules::written::Written;

use crate::arguments::{CheckArguments, CheckFormat, RulesArguments};
use crate::cases::Cases;
use crate::input;
use crate::revision;
use crate::signature::unsafe_edits;
use crate::terminal::{ALARM, CAUTION, Ended, FAINT, FINE, Stop, Terminal};

pub(crate) fn run(verb: &CheckArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let path = verb.path.as_deref().or(rules.rules.as_deref());
    let bundle = input::bundle(path)?;
    let today = verb.today.unwrap_or_else(today);
    let mut found = findings(&bundle, today);
    let unsafe_edits = match &verb.against {
        None => Vec::new(),
        Some(old) => against(&bundle, &revision::rules(old, path)?.bundle()?).ok_or_else(|| {
            Stop::new("the older rules have mistakes of their own, so nothing can be compared with them")
        })?,
    };
    found.extend(unsafe_edits.iter().cloned());
    // Mistakes stand last, next to the sum: that is what a terminal still shows.
    found.sort_by(|left, right| right.severity.cmp(&left.severity).then_with(|| left.cmp(right)));
    found.dedup();
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    match verb.format {
        CheckFormat::Json => terminal.line(serde_json::to_string(&found).map_err(Stop::new)?)?,
        CheckFormat::Sarif => {
            let base = path.filter(|path| path.is_dir()).map_or(String::new(), |path| {
                let name = path.display().to_string().replace('\\', "/");
                format!("{}/", name.trim_end_matches('/'))
            });
            terminal.line(sarif::log(&found, &base))?;
        }
        CheckFormat::Text => {
            for diagnostic in &found {
                show(diagnostic, terminal)?;
            }
            let warnings = found.len().saturating_sub(errors);
            let style = if errors > 0 { ALARM } else { FINE };
            let files = bundle.files().count();
            terminal.line(format!(
                "{style}{errors} errors, {warnings} warnings in {files} files{style:#}"
            ))?;
        }
    }
    Ok(if errors == 0 && unsafe_edits.is_empty() {
        Ended::Done
    } else {
        Ended::FallsShort
    })
}

/// Everything there is to say about a rule set by itself, its cases included.
#[must_use]
pub fn findings(bundle: &Bundle, today: Date) -> Vec<Diagnostic> {
    check_with(bundle, Some(today), &|rules| {
        let mut found = Cases::of(bundle, &rules).mistakes;
        match Engine::new(rules, &EngineOptions::default()) {
            Ok(engine) => found.extend(read_back::phrases(&engine, bundle, engine.rule_set())),
            Err(error) => found.extend(not_compiled(bundle, error)),
        }
        found
    })
}

/// What changed since an older version and needs a second signature.
/// `None` where the older rules have mistakes of their own.
#[must_use]
pub fn against(bundle: &Bundle, old: &Bundle) -> Option<Vec<Diagnostic>> {
    let old = load(old).rule_set?;
    // While the new rules have mistakes those are told; what changed in meaning is told once they can be read.
    let Some(new) = load(bundle).rule_set else {
        return Some(Vec::new());
    };
    let written = Written::of(bundle);
    let edits = unsafe_edits(&old, &new).into_iter().map(|edit| {
        let keys: Vec<&str> = edit.keys.iter().map(String::as_str).collect();
        Diagnostic {
            place: written.place(&edit.file, &keys, None),
            severity: Severity::Warning,
            code: "second-signature",
            rule: Some(edit.rule),
            message: format!("{}; this needs a second signature", edit.what),
            help: Some(
                "let a second clinician look at it and say so in the change log, or take the edit back".to_owned(),
            ),
        }
    });
    Some(edits.collect())
}

/// Mistakes that only compiling finds: in the language files, in phrases.
fn not_compiled(bundle: &Bundle, error: EngineError) -> Vec<Diagnostic> {
    let diagnostic = |file: String, line: u32, column: u32, message: String, help: Option<String>| Diagnostic {
        place: Place { file, line, column },
        severity: Severity::Error,
        code: "not-compiled",
        rule: None,
        message,
        help,
    };
    match error {
        EngineError::Language(problems) => problems
            .into_iter()
            .map(|problem| {
                let file = format!("language/{}", problem.file);
                diagnostic(file, problem.line, problem.column, problem.message, problem.help)
            })
            .collect(),
        EngineError::Rules(diagnostics) => diagnostics,
        EngineError::Expressions(problems) => problems
            .into_iter()
            .map(|problem| {
                let (file, line, column) = place_of(bundle, &problem.message);
                diagnostic(file, line, column, problem.message, None)
            })
            .collect(),
        other => vec![diagnostic("ruleset.toml".to_owned(), 0, 0, other.to_string(), None)],
    }
}

/// Where the combination that a message quotes first is written.
fn place_of(bundle: &Bundle, message: &str) -> (String, u32, u32) {
    let quoted = message.split('`').nth(1).filter(|quoted| !quoted.is_empty());
    let written = quoted.map(|quoted| format!("\"{quoted}\""));
    // Signs and cancers are said by combination; words in the language files and in cases only look like one.
    let rules = bundle
        .files()
        .filter(|(path, _)| path.ends_with(".toml") && !path.starts_with("language/") && !path.starts_with("cases/"));
    for (path, text) in rules.filter_map(|(path, content)| Some((path, content.text()?))) {
        for (number, line) in (1_u32..).zip(text.lines()) {
            if let Some(at) = written.as_ref().and_then(|written| line.find(written.as_str())) {
                let column = line.get(..at).unwrap_or_default().chars().count().saturating_add(1);
                return (path.to_owned(), number, u32::try_from(column).unwrap_or(u32::MAX));
            }
        }
    }
    ("signs".to_owned(), 0, 0)
}

fn show(diagnostic: &Diagnostic, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let (style, severity) = match diagnostic.severity {
        Severity::Error => (ALARM, "error"),
        Severity::Warning => (CAUTION, "warning"),
    };
    let place = &diagnostic.place;
    let at = if place.line > 0 {
        format!("{}:{}:{}", place.file, place.line, place.column)
    } else {
        place.file.clone()
    };
    let rule = diagnostic
        .rule
        .as_ref()
        .map_or(String::new(), |rule| format!(" in `{rule}`"));
    terminal.line(format!(
        "{at}: {style}{severity}{style:#}{rule}: {} {FAINT}[{}]{FAINT:#}",
        diagnostic.message, diagnostic.code
    ))?;
    match &diagnostic.help {
        Some(help) => terminal.line(format!("    {help}")),
        None => Ok(()),
    }
}

/// The system's date (UTC): the command has a clock, the library has none.
fn today() -> Date {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    Date::from_days_since_epoch(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}
