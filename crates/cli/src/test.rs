//! `metasign test`: the rule authors' cases.

use std::fs;
use std::path::Path;

use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::diagnostic::Place;
use metasign_core::rules::load::load;

use crate::arguments::{RulesArguments, TestArguments};
use crate::cases::{self, Case, Cases, NoteLine, Outcome, Runner};
use crate::input::{self, Rules, Source};
use crate::moved;
use crate::terminal::{ALARM, CAUTION, Ended, FAINT, FINE, STRONG, Stop, Terminal};

pub(crate) fn run(verb: &TestArguments, rules: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Ended, Stop> {
    let path = verb.path.as_deref();
    let file = path.filter(|path| is_file_of_cases(path));
    let source = match (file, path) {
        (None, Some(path)) => Source::at(Some(path)),
        _ => Source::at(rules.rules.as_deref()),
    };
    let loaded = load(source.bundle()?);
    let Some(rule_set) = loaded.rule_set else {
        for diagnostic in &loaded.diagnostics {
            terminal.remark(&diagnostic.to_string());
        }
        terminal.problem("the rules have mistakes, so no case was run");
        return Ok(Ended::FallsShort);
    };
    let mut found = match file {
        Some(file) => Cases::of(&in_file(file)?, &rule_set),
        None => Cases::of(&*source.cases()?, &rule_set),
    };
    if let Some(only) = &verb.only {
        let chosen = |place: &Place, name: &str| place.file.contains(only) || name.contains(only);
        found.cases.retain(|case| chosen(&case.place, &case.name));
        found.lines.retain(|line| chosen(&line.place, &line.phrase));
    }
    for mistake in &found.mistakes {
        terminal.line(mistake)?;
    }
    if found.cases.is_empty() && found.lines.is_empty() && found.mistakes.is_empty() {
        terminal.problem("there is no case; cases are in cases/**/*.toml and cases/text/*.tsv");
        return Ok(Ended::FallsShort);
    }
    let runner = Runner::new(source.rules()?, &found.cases).map_err(Stop::new)?;
    let every: Vec<&Case> = found.cases.iter().collect();
    let outcomes = runner.cases(&every);
    let lines: Vec<(&NoteLine, Option<String>)> = found.lines.iter().map(|line| (line, runner.line(line))).collect();

    let mut failed = 0_usize;
    for (case, outcome) in every
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| !outcome.failures.is_empty())
    {
        failed = failed.saturating_add(1);
        show(&case.place, &case.name, &case.reason, &outcome.failures, terminal)?;
    }
    for (line, failure) in &lines {
        if let Some(failure) = failure {
            failed = failed.saturating_add(1);
            show(
                &line.place,
                &line.phrase,
                &line.comment,
                std::slice::from_ref(failure),
                terminal,
            )?;
        }
    }
    if let Some(path) = &verb.junit {
        let cases = every.iter().zip(&outcomes);
        let cases = cases.map(|(case, outcome)| (&case.place, case.name.as_str(), outcome.failures.clone()));
        let lines = lines.iter().map(|(line, failure)| {
            (
                &line.place,
                line.note.as_str(),
                failure.clone().into_iter().collect::<Vec<_>>(),
            )
        });
        let report = cases::report(cases.chain(lines));
        fs::write(path, report).map_err(|error| Stop::Said(format!("`{}`: {error}", path.display())))?;
    }
    if verb.coverage {
        coverage(&cases::unexercised(&rule_set, &outcomes), terminal)?;
    }
    if let Some(against) = &verb.against {
        let before = input::engine_of(&Rules::at(against.as_deref())?, None, terminal)?;
        let after = input::engine_of(source.rules()?, None, terminal)?;
        let written = source.bundle()?;
        let inside = Bundle::embedded_examples();
        let examples = if written.examples().next().is_some() {
            written
        } else {
            &inside
        };
        moved::show(&before, &after, examples.examples(), &found.lines, terminal)?;
    }
    summary(&outcomes, lines.len(), failed, found.mistakes.len(), terminal)?;
    let fine = failed == 0 && found.mistakes.is_empty();
    Ok(if fine { Ended::Done } else { Ended::FallsShort })
}

fn is_file_of_cases(path: &Path) -> bool {
    !path.is_dir() && path.extension().is_some_and(|end| end == "toml" || end == "tsv")
}

/// One file of cases, as if it stood among the rules.
fn in_file(file: &Path) -> Result<Bundle, Stop> {
    let bytes = input::read(file, input::MAX_CASE_BYTES).map_err(Stop::Said)?;
    let name = format!(
        "cases/{}",
        input::name(file)
            .replace(['\\', ':'], "/")
            .trim_start_matches(['/', '.'])
    );
    Bundle::from_files([(name, bytes)]).map_err(Stop::new)
}

fn show(place: &Place, name: &str, reason: &str, failures: &[String], terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    terminal.line(format!(
        "{ALARM}FAILED{ALARM:#} {}:{} {STRONG}{name}{STRONG:#}",
        place.file, place.line
    ))?;
    if !reason.is_empty() {
        terminal.line(format!("       {FAINT}{reason}{FAINT:#}"))?;
    }
    failures
        .iter()
        .try_for_each(|failure| terminal.line(format!("       {failure}")))
}

fn coverage(missing: &[String], terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    terminal.line(format!(
        "{STRONG}Not exercised by any case: {}{STRONG:#}",
        missing.len()
    ))?;
    missing
        .iter()
        .try_for_each(|line| terminal.line(format!("  {CAUTION}{line}{CAUTION:#}")))
}

fn summary(
    outcomes: &[Outcome],
    lines: usize,
    failed: usize,
    mistakes: usize,
    terminal: &mut Terminal<'_>,
) -> Result<(), Stop> {
    let style = if failed == 0 && mistakes == 0 { FINE } else { ALARM };
    let native_only = outcomes.iter().filter(|outcome| !outcome.through_fhir).count();
    let told = if native_only == 0 {
        String::new()
    } else {
        format!(" ({native_only} of them say what FHIR has no place for and skip that door)")
    };
    terminal.line(format!(
        "{style}{} cases, each built in code, as native JSON and as FHIR{told}; {lines} note lines: {failed} failed, \
         {mistakes} can't be read{style:#}",
        outcomes.len()
    ))
}
