//! The facts of one record, to ask the rules about them again and again.

use crate::evidence::Truth;
use crate::explain::Explanation;
use crate::facts::{Case, Scope};
use crate::plan::bit;
use crate::prompt;
use crate::record::Record;

use super::{Engine, decide, reasons};

impl Engine {
    /// Extracts the facts of a record, to ask the rules about them again and again (for measuring).
    #[must_use]
    pub fn facts<'e, 'r>(&'e self, record: &'e Record<'r>) -> Facts<'e, 'r> {
        Facts {
            case: self.found(record),
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
        decide(&mut self.case);
        let fired = self.case.decisions.iter().filter(|decision| decision.fired.is_some());
        fired.count()
    }

    /// Decides every rule again and puts the reasons into words, as [`Engine::explain`] does.
    pub fn explain(&mut self) -> Explanation {
        self.decide();
        let prompts = prompt::prompts(&self.case, true);
        reasons::explanation(&self.case, prompts)
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
