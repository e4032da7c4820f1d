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

use crate::assessment::Assessment;
use crate::evidence::Collected;
use crate::explain::{Explanation, Truth};
use crate::history::History;
use crate::plan::{ConceptTarget, Ready, bit};
use crate::record::Record;
use crate::rules::bundle::Bundle;
use crate::rules::model::RuleSet;
use crate::score::TumourScore;
use crate::status::StatusFound;
use crate::text::{Mention, NoteContext, Reader};

pub(crate) use self::case::{Case, Scope};
pub use crate::plan::{COMPILED_MARK, COMPILED_VERSION, CompiledError, EngineError, EngineOptions};

/// A rule set compiled once; shared among threads, asked about any number of records.
pub struct Engine {
    ready: Ready,
}

/// How a record is assessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssessOptions {
    /// Whether prompts of the `watch` tier are in the answer.
    pub watch_tier: bool,
}

impl Engine {
    /// Compiles a rule set.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist or a name, phrase or cue can't be used.
    pub fn new(rules: RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::new(rules, options).map(Self::of)
    }

    /// Loads and compiles a bundle.
    ///
    /// # Errors
    /// As [`Engine::new`], and [`EngineError::Rules`] with every mistake in the rule set.
    pub fn from_bundle(bundle: &Bundle, options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::from_bundle(bundle, options).map(Self::of)
    }

    /// An engine of the rule set that this library was built with, compiled by the build.
    ///
    /// # Errors
    /// [`EngineError`] when the overlay or a setting does not exist.
    #[cfg(embedded)]
    pub fn embedded(options: &EngineOptions) -> Result<Self, EngineError> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/rules.compiled"));
        Ready::from_embedded(bytes, options).map(Self::of)
    }

    /// An engine of a compiled rule set. Everything is checked: damaged bytes are an error.
    ///
    /// # Errors
    /// [`EngineError::Compiled`] when the bytes are none, damaged or of another version; the rest as [`Engine::new`].
    pub fn from_compiled(bytes: &[u8], options: &EngineOptions) -> Result<Self, EngineError> {
        Ready::from_bytes(bytes, options).map(Self::of)
    }

    /// Compiles a bundle to the bytes that [`from_compiled`](Self::from_compiled) makes an engine of, and that hold the
    /// rules as written too. The same rules give the same bytes.
    ///
    /// # Errors
    /// As [`Engine::from_bundle`], and [`EngineError::Compiled`] when the rules can't be written.
    pub fn compile(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let ready = Ready::from_bundle(bundle, &EngineOptions::default())?;
        Ok(ready.to_bytes(bundle)?)
    }

    /// As [`compile`](Self::compile), for a library that holds weights and rules as written beside it.
    ///
    /// # Errors
    /// As there.
    #[cfg(not(embedded))]
    #[doc(hidden)]
    pub fn compile_to_embed(bundle: &Bundle) -> Result<Vec<u8>, EngineError> {
        let ready = Ready::from_bundle(bundle, &EngineOptions::default())?;
        Ok(ready.to_embed()?)
    }

    const fn of(ready: Ready) -> Self {
        Self { ready }
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
        self.ready
            .finder
            .reader
            .read(text, &NoteContext::default(), &mut mentions);
        mentions
            .into_iter()
            .map(|mention| (self.concept_name(&mention), mention))
            .collect()
    }

    /// The reader of notes.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.ready.finder.reader
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        self.ready.written()
    }

    /// The rule set as it is run: without codelists, language files and the phrases of signs and tumour types.
    #[must_use]
    pub fn running_rules(&self) -> &RuleSet {
        &self.ready.rules
    }

    /// How many distinct codes the rules know.
    #[must_use]
    pub fn codes(&self) -> usize {
        self.ready.finder.codes.len()
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
        let mut found = Collected::of(&self.ready, record);
        let mut notices = std::mem::take(&mut found.notices);
        let history = History::of(
            &self.ready.plan,
            &self.ready.rules,
            &found.cancers,
            record,
            &mut notices,
        );
        found.notices = notices;
        let mut case = Case::new(&self.ready.plan, &self.ready.rules, record, found);
        case.history = history;
        case.subtypes_by_condition();
        case
    }

    fn concept_name(&self, mention: &Mention) -> Option<String> {
        let concept = usize::try_from(mention.concept).ok()?;
        let target = self.ready.finder.concepts.get(concept)?;
        let sign = |sign: usize| self.ready.rules.signs.get(sign).map(|sign| sign.id.clone());
        match *target {
            ConceptTarget::Sign(index) | ConceptTarget::Medication(index) => sign(index),
            ConceptTarget::Tumour(tumour) => self.ready.rules.tumours.get(tumour).map(|tumour| tumour.id.clone()),
            ConceptTarget::Subtype(tumour, subtype) => {
                let tumour = self.ready.rules.tumours.get(tumour)?;
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
            .field("rules", &self.ready.rules.info.id)
            .field("digest", &self.ready.rules.digest)
            .finish_non_exhaustive()
    }
}
