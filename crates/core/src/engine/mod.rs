//! Compiles a rule set once and asks it about records: the one place where the flow is written down.
//!
//! ```no_run
//! use metasign_core::engine::{Engine, EngineOptions};
//! use metasign_core::record::Record;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let engine = Engine::embedded(&EngineOptions::default())?;
//! let record = Record::from_json(br#"{"schema":"metasign.record/1","as_of":"2026-03-12"}"#)?;
//! let assessment = engine.assess(&record);
//! assert!(assessment.prompts.is_empty());
//! # Ok(())
//! # }
//! ```

mod answer;
mod facts;
mod known;
mod made;
mod reasons;

use crate::assessment::Assessment;
use crate::evidence::Collected;
use crate::explain::Explanation;
use crate::facts::Case;
use crate::plan::Ready;
use crate::record::Record;
use crate::{history, prompt, score, status, trigger};

pub use self::answer::AssessOptions;
pub use self::facts::Facts;
pub use crate::plan::{COMPILED_MARK, CompiledError, EngineError, EngineOptions};

/// A rule set compiled once; shared among threads, asked about any number of records.
pub struct Engine {
    ready: Ready,
}

impl Engine {
    /// What the clinician should see. A pure function: the same record gives the same answer.
    #[must_use]
    pub fn assess(&self, record: &Record<'_>) -> Assessment {
        self.assess_with(record, AssessOptions::default())
    }

    /// As [`Engine::assess`], with options.
    #[must_use]
    pub fn assess_with(&self, record: &Record<'_>, options: AssessOptions) -> Assessment {
        let mut case = self.found(record);
        decide(&mut case);
        let prompts = prompt::prompts(&case, options.watch_tier);
        answer::assessment(&case, prompts)
    }

    /// Why every rule fired, nearly fired or could not tell.
    #[must_use]
    pub fn explain(&self, record: &Record<'_>) -> Explanation {
        let mut case = self.found(record);
        decide(&mut case);
        let prompts = prompt::prompts(&case, true);
        reasons::explanation(&case, prompts)
    }

    /// The record as findings (codes, words, results, their course over time), then the cancers they tell of.
    fn found<'a, 'r>(&'a self, record: &'a Record<'r>) -> Case<'a, 'r> {
        let mut case = Case::new(&self.ready, record, Collected::of(&self.ready, record));
        history::fill(&mut case);
        case
    }
}

/// What the rules make of it: whether metastatic disease is known, the points of each cancer, the red flags.
fn decide(case: &mut Case<'_, '_>) {
    status::fill(case);
    score::fill(case);
    trigger::fill(case);
}
