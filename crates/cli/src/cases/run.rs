//! Running cases: each through the record builder, native JSON and FHIR, which must answer alike.

use std::collections::BTreeMap;

use metasign_core::engine::{AssessOptions, Engine, EngineError, EngineOptions};
use metasign_core::explain::Explanation;
use metasign_core::record::Record;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::{Case, NoteLine, fhir, judge, native};
use crate::input::Rules;

/// Prompts of every tier, so that a case can speak of `watch` too.
const OPTIONS: AssessOptions = AssessOptions { watch_tier: true };

/// The engines cases are run with: one for each overlay they name.
#[derive(Debug)]
pub(crate) struct Runner {
    engines: BTreeMap<Option<String>, Engine>,
}

/// What came of one case.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What is not as expected; empty when the case passed.
    pub(crate) failures: Vec<String>,
    /// Whether FHIR has a place for all it says.
    pub(crate) through_fhir: bool,
    /// How everything was decided.
    pub(crate) explanation: Explanation,
}

impl Runner {
    pub(crate) fn new(rules: &Rules, cases: &[Case]) -> Result<Self, EngineError> {
        let mut engines = BTreeMap::new();
        for overlay in std::iter::once(&None).chain(cases.iter().map(|case| &case.overlay)) {
            if !engines.contains_key(overlay) {
                let options = EngineOptions {
                    overlay: overlay.clone(),
                    ..EngineOptions::default()
                };
                engines.insert(overlay.clone(), rules.engine(&options)?);
            }
        }
        Ok(Self { engines })
    }

    /// Runs all cases, in their order whatever the number of threads.
    pub(crate) fn cases(&self, cases: &[&Case]) -> Vec<Outcome> {
        cases
            .par_iter()
            .filter_map(|case| Some(outcome(case, self.engines.get(&case.overlay)?)))
            .collect()
    }

    /// What is not as the line of a note says; `None` when it is.
    pub(crate) fn line(&self, line: &NoteLine) -> Option<String> {
        line.failure(self.engines.get(&None)?)
    }
}

fn outcome(case: &Case, engine: &Engine) -> Outcome {
    let record = case.record();
    let answer = engine.assess_with(&record, OPTIONS);
    let explanation = engine.explain(&record);
    let mut failures = judge::failures(case, &answer, &explanation);
    let built = judge::prompted(&answer);

    let document = native::document(&record).to_string();
    match Record::from_json(document.as_bytes()) {
        Ok(read) => {
            let answer = engine.assess_with(&read, OPTIONS);
            differs("native JSON", &built, &judge::prompted(&answer), &mut failures);
        }
        Err(error) => failures.push(format!("as native JSON the record is refused: {error}")),
    }

    let bundle = fhir::bundle(&record).map(|bundle| bundle.to_string());
    if let Some(bundle) = &bundle {
        match metasign_fhir::read(bundle.as_bytes(), Some(case.as_of)) {
            Ok(read) => {
                let answer = engine.assess_with(&read, OPTIONS);
                differs("FHIR", &built, &judge::prompted(&answer), &mut failures);
            }
            Err(error) => failures.push(format!("as FHIR the record is refused: {error}")),
        }
    }
    Outcome {
        failures,
        through_fhir: bundle.is_some(),
        explanation,
    }
}

fn differs(door: &str, built: &str, read: &str, failures: &mut Vec<String>) {
    if built != read {
        failures.push(format!(
            "built in code the record gives {built}; as {door} it gives {read}"
        ));
    }
}
