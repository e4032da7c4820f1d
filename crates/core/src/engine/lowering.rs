//! What lowers concern, with names resolved to indexes.

use serde::{Deserialize, Serialize};

use crate::rules::model::RuleSet;

use super::program::{Names, UnknownName};

/// What lowers concern, compiled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct LoweringPlan {
    /// Signs of an emergency that may be called unchanged.
    pub(crate) deficits: Vec<usize>,
    /// Signs that say the team has reviewed a known disease and found it stable.
    pub(crate) reviewed: Vec<usize>,
    /// Signs that say nothing was found, and that mark a letter of the team's own.
    pub(crate) cleared: Vec<usize>,
    pub(crate) denied: Vec<usize>,
    pub(crate) letters: Vec<usize>,
    /// Signs that call a code or letter an error.
    pub(crate) disputed: Vec<usize>,
    /// Signs of each route, in the order of the rule set.
    pub(crate) routes: Vec<Vec<usize>>,
}

impl LoweringPlan {
    pub(super) fn new(rules: &RuleSet, names: &Names<'_>) -> Result<Self, UnknownName> {
        let all = |wanted: &[String]| {
            wanted
                .iter()
                .map(|name| names.sign(name))
                .collect::<Result<Vec<_>, _>>()
        };
        let lowering = &rules.scoring.lowering;
        let steady = lowering.steady.as_ref().map(|steady| steady.deficits.as_slice());
        let reviewed = lowering.reviewed.as_ref().map(|reviewed| reviewed.signs.as_slice());
        let disputed = lowering.disputed.as_ref().map(|disputed| disputed.signs.as_slice());
        let cleared = lowering.cleared.as_ref();
        let routes = lowering.acted_on.as_ref().map(|acted_on| acted_on.routes.as_slice());
        Ok(Self {
            deficits: all(steady.unwrap_or_default())?,
            cleared: all(cleared.map(|cleared| cleared.signs.as_slice()).unwrap_or_default())?,
            denied: all(cleared.map(|cleared| cleared.denied.as_slice()).unwrap_or_default())?,
            letters: all(cleared.map(|cleared| cleared.letters.as_slice()).unwrap_or_default())?,
            disputed: all(disputed.unwrap_or_default())?,
            reviewed: all(reviewed.unwrap_or_default())?,
            routes: routes
                .unwrap_or_default()
                .iter()
                .map(|route| all(&route.signs))
                .collect::<Result<_, _>>()?,
        })
    }
}
