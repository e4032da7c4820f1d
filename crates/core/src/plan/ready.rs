//! A rule set ready to run, and the rules as written behind it.

use std::sync::OnceLock;

use crate::flat::Bytes;
use crate::rules::bundle::Bundle;
use crate::rules::load::load;
use crate::rules::model::RuleSet;

use super::choice::{Choice, EngineOptions};
use super::data::Plan;
use super::error::EngineError;
use super::finder::Finder;
use super::names::Names;

/// A rule set ready to run.
pub(crate) struct Ready {
    /// What running needs of the rule set; all of it where there is no `whole`.
    pub(crate) rules: RuleSet,
    /// All of it, once somebody has asked for it.
    pub(super) whole: Option<Whole>,
    pub(crate) finder: Finder,
    pub(crate) plan: Plan,
}

impl Ready {
    pub(crate) fn new(rules: RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        let choice = Choice::new(&rules, options)?;
        let names = Names::of(&rules);
        let plan = Plan::new(&rules, &names, choice)?;
        let finder = Finder::new(&rules, &names, &plan.signs)?;
        Ok(Self {
            rules,
            whole: None,
            finder,
            plan,
        })
    }

    pub(crate) fn from_bundle(bundle: &Bundle, options: &EngineOptions) -> Result<Self, EngineError> {
        let loaded = load(bundle);
        match loaded.rule_set {
            Some(rules) => Self::new(rules, options),
            None => Err(EngineError::Rules(loaded.diagnostics)),
        }
    }

    /// The rules as written.
    pub(crate) fn written(&self) -> &RuleSet {
        self.whole
            .as_ref()
            .map_or(&self.rules, |whole| whole.rules(&self.rules))
    }
}

/// The rules as written, read when somebody asks for them.
pub(super) struct Whole {
    /// The packed files; none for those inside the library.
    written: Bytes,
    rules: OnceLock<RuleSet>,
}

impl Whole {
    pub(super) const fn of(written: Bytes) -> Self {
        Self {
            written,
            rules: OnceLock::new(),
        }
    }

    /// All of the rules, of which an engine runs a part.
    fn rules(&self, lean: &RuleSet) -> &RuleSet {
        self.rules.get_or_init(|| {
            let read = self.bundle().and_then(|bundle| load(&bundle).rule_set);
            let mut rules = read.unwrap_or_else(|| lean.clone());
            rules.likeness.clone_from(&lean.likeness);
            rules
        })
    }

    fn bundle(&self) -> Option<Bundle> {
        #[cfg(embedded)]
        if self.written.is_empty() {
            return Some(Bundle::embedded());
        }
        Bundle::of_packed(&self.written)
    }
}
