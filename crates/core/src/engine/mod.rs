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
mod case;
mod codes;
mod compiled;
mod complaints;
mod lowering;
mod plan;
mod program;

use crate::assessment::Assessment;
use crate::evidence::Collected;
use crate::explain::{Explanation, Truth};
use crate::history::History;
use crate::record::Record;
use crate::rules::bundle::Bundle;
use crate::rules::diagnostic::Diagnostic;
use crate::rules::load::load;
use crate::rules::model::RuleSet;
use crate::score::TumourScore;
use crate::status::StatusFound;
use crate::text::{ExpressionProblem, LanguageProblem, Mention, NoteContext, Reader};

pub(crate) use self::case::{Case, Scope, bit};
pub(crate) use self::codes::CodeTarget;
use self::compiled::Whole;
pub use self::compiled::{COMPILED_MARK, COMPILED_VERSION, CompiledError};
pub(crate) use self::plan::{ConceptTarget, Plan, RowPlan, tier_of};
pub(crate) use self::program::{NodeId, When};

/// A rule set compiled once; shared among threads, asked about any number of records.
pub struct Engine {
    /// What running needs of the rule set; all of it where there is no `whole`.
    rules: RuleSet,
    /// All of it, once somebody has asked for it.
    whole: Option<Whole>,
    plan: Plan,
}

/// How a rule set is compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineOptions {
    /// The overlay that fills the local slots.
    pub overlay: Option<String>,
    /// Switches that differ from the rule set's and the overlay's.
    pub settings: Vec<(String, bool)>,
}

/// How a record is assessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssessOptions {
    /// Whether prompts of the `watch` tier are in the answer.
    pub watch_tier: bool,
}

/// Why no engine was made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// Mistakes in the rule set.
    #[error("the rule set has {} mistake(s); the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Rules(Vec<Diagnostic>),
    /// Mistakes in the language files.
    #[error("the language files have {} mistake(s); the first is in {}: {}", .0.len(), .0.first().map(|p| p.file.as_str()).unwrap_or_default(), .0.first().map(|p| p.message.as_str()).unwrap_or_default())]
    Language(Vec<LanguageProblem>),
    /// Phrases that can't be used.
    #[error("{} phrase(s) can't be used; the first: {}", .0.len(), .0.first().map(|p| p.message.as_str()).unwrap_or_default())]
    Expressions(Vec<ExpressionProblem>),
    /// No such overlay.
    #[error("no overlay `{name}` in this rule set; it has: {}", known.join(", "))]
    UnknownOverlay {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// No such switch.
    #[error("no setting `{name}` in this rule set; settings are named in ruleset.toml")]
    UnknownSetting {
        /// The name asked for.
        name: String,
    },
    /// Bytes that are no compiled rule set.
    #[error(transparent)]
    Compiled(CompiledError),
    /// A name that the checks let through and that does not exist.
    #[error("`{name}` is named in the rule set and is not in it")]
    Unresolved {
        /// The name.
        name: String,
    },
}

impl Engine {
    /// Compiles a rule set.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist or a name, phrase or cue can't be used.
    pub fn new(rules: RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        let plan = Plan::new(&rules, options)?;
        Ok(Self {
            rules,
            whole: None,
            plan,
        })
    }

    /// Loads and compiles a bundle.
    ///
    /// # Errors
    /// As [`Engine::new`], and [`EngineError::Rules`] with every mistake in the rule set.
    pub fn from_bundle(bundle: &Bundle, options: &EngineOptions) -> Result<Self, EngineError> {
        let loaded = load(bundle);
        match loaded.rule_set {
            Some(rules) => Self::new(rules, options),
            None => Err(EngineError::Rules(loaded.diagnostics)),
        }
    }

    /// An engine of the rule set that this library was built with, compiled by the build.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist.
    #[cfg(embedded)]
    pub fn embedded(options: &EngineOptions) -> Result<Self, EngineError> {
        Self::of_embedded(include_bytes!(concat!(env!("OUT_DIR"), "/rules.compiled")), options)
    }

    /// What the clinician should see. A pure function: the same record gives the same answer.
    #[must_use]
    pub fn assess(&self, record: &Record<'_>) -> Assessment {
        self.assess_with(record, AssessOptions::default())
    }

    /// As [`Engine::assess`], with options.
    #[must_use]
    pub fn assess_with(&self, record: &Record<'_>, options: AssessOptions) -> Assessment {
        let case = self.case(record);
        answer::assessment(&case, options)
    }

    /// Why every rule fired, nearly fired or could not tell.
    #[must_use]
    pub fn explain(&self, record: &Record<'_>) -> Explanation {
        let case = self.case(record);
        answer::explanation(&case)
    }

    /// Extracts the facts of a record, to ask the rules about them again and again (for measuring).
    #[must_use]
    pub fn facts<'e, 'r>(&'e self, record: &'e Record<'r>) -> Facts<'e, 'r> {
        Facts {
            case: self.extracted(record),
        }
    }

    /// How a note is read, with each mention's sign.
    #[must_use]
    pub fn read_note(&self, text: &str) -> Vec<(Option<String>, Mention)> {
        let mut mentions = Vec::new();
        self.plan.reader.read(text, &NoteContext::default(), &mut mentions);
        mentions
            .into_iter()
            .map(|mention| (self.concept_name(&mention), mention))
            .collect()
    }

    /// The reader of notes.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.plan.reader
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        self.whole
            .as_ref()
            .map_or(&self.rules, |whole| whole.rules(&self.rules))
    }

    /// The rule set as it is run: without codelists, language files and the phrases of signs and tumour types.
    #[must_use]
    pub fn running_rules(&self) -> &RuleSet {
        &self.rules
    }

    /// How many distinct codes the rules know.
    #[must_use]
    pub fn codes(&self) -> usize {
        self.plan.codes.len()
    }

    /// The flow: evidence, then history, then status, then points; triggers and prompts follow in the answer.
    fn case<'a, 'r>(&'a self, record: &'a Record<'r>) -> Case<'a, 'r> {
        let mut case = self.extracted(record);
        case.status = StatusFound::of(&case);
        case.forget();
        case.scores = TumourScore::all(&case);
        case.forget();
        case
    }

    fn extracted<'a, 'r>(&'a self, record: &'a Record<'r>) -> Case<'a, 'r> {
        let mut found = Collected::of(&self.plan, &self.rules, record);
        let mut notices = std::mem::take(&mut found.notices);
        let history = History::of(&self.plan, &self.rules, &found.cancers, record, &mut notices);
        found.notices = notices;
        let mut case = Case::new(&self.plan, &self.rules, record, found);
        case.history = history;
        case.subtypes_by_condition();
        case
    }

    fn concept_name(&self, mention: &Mention) -> Option<String> {
        let concept = usize::try_from(mention.concept).ok()?;
        let target = self.plan.concepts.get(concept)?;
        let sign = |sign: usize| self.rules.signs.get(sign).map(|sign| sign.id.clone());
        match *target {
            ConceptTarget::Sign(index) | ConceptTarget::Medication(index) => sign(index),
            ConceptTarget::Tumour(tumour) => self.rules.tumours.get(tumour).map(|tumour| tumour.id.clone()),
            ConceptTarget::Subtype(tumour, subtype) => {
                let tumour = self.rules.tumours.get(tumour)?;
                Some(format!("{}.{}", tumour.id, tumour.subtypes.get(subtype)?.id))
            }
        }
    }
}

/// The facts of one record, extracted once.
pub struct Facts<'e, 'r> {
    case: Case<'e, 'r>,
}

impl Facts<'_, '_> {
    /// Decides every rule again, with every condition's truth, and gives how many fired. The reasons are held as
    /// data; their words are made when asked for ([`Engine::explain`]).
    pub fn decide(&mut self) -> usize {
        self.case.forget();
        self.case.status = StatusFound::of(&self.case);
        self.case.forget();
        self.case.scores = TumourScore::all(&self.case);
        let decisions = crate::trigger::decide(&self.case);
        decisions.iter().filter(|decision| decision.fired.is_some()).count()
    }
}

impl Facts<'_, '_> {
    /// Whether a sign is there; `None` for a sign the rule set does not have.
    #[must_use]
    pub fn truth_of(&self, sign: &str) -> Option<Truth> {
        let index = self.case.rules.signs.iter().position(|known| known.id == sign)?;
        Some(self.case.standing(index, Scope::default()).0)
    }

    /// The qualifiers said of a sign.
    #[must_use]
    pub fn qualifiers_of(&self, sign: &str) -> Vec<String> {
        let Some(index) = self.case.rules.signs.iter().position(|known| known.id == sign) else {
            return Vec::new();
        };
        let (_, set) = self.case.standing(index, Scope::default());
        let qualifiers = self.case.rules.qualifiers.iter().enumerate();
        qualifiers
            .filter(|(index, _)| u8::try_from(*index).is_ok_and(|index| set & bit(index) != 0))
            .map(|(_, qualifier)| qualifier.id.clone())
            .collect()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Engine")
            .field("rules", &self.rules.info.id)
            .field("digest", &self.rules.digest)
            .finish_non_exhaustive()
    }
}
