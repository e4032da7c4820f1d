//! `metasign check`: every mistake in a rule set at once.

use std::time::{SystemTime, UNIX_EPOCH};

use metasign_core::engine::{Engine, EngineError, EngineOptions};
use metasign_core::record::Date;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::{Diagnostic, Place, Severity};
use metasign_core::rules::load::{check, load};

use crate::arguments::{CheckArguments, Format, RulesArguments};
use crate::cases::Cases;
use crate::input;
use crate::terminal::{ALARM, CAUTION, Ended, FAINT, FINE, Stop, Terminal};

pub(crate) fn run(verb: &CheckArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let path = verb.path.as_deref().or(rules.rules.as_deref());
    let bundle = input::bundle(path)?;
    let today = verb.today.unwrap_or_else(today);
    let mut found = check(&bundle, Some(today));
    if found.iter().all(|one| one.severity != Severity::Error) {
        found.extend(compiled(&bundle));
    }
    if let Some(rule_set) = load(&bundle).rule_set {
        found.extend(Cases::of(&bundle, &rule_set).mistakes);
    }
    // Mistakes stand last, next to the sum: that is what a terminal still shows.
    found.sort_by(|left, right| right.severity.cmp(&left.severity).then_with(|| left.cmp(right)));
    found.dedup();
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    match verb.format {
        Format::Json => terminal.line(serde_json::to_string(&found).map_err(Stop::new)?)?,
        Format::Text => {
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
    Ok(if errors == 0 { Ended::Done } else { Ended::FallsShort })
}

/// Mistakes that only compiling finds: in the language files, in phrases. None while the rule set itself has mistakes.
fn compiled(bundle: &Bundle) -> Vec<Diagnostic> {
    let Some(rule_set) = load(bundle).rule_set else {
        return Vec::new();
    };
    let Err(error) = Engine::new(rule_set, &EngineOptions::default()) else {
        return Vec::new();
    };
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
