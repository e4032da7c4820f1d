//! What lowers concern, with names resolved to indexes.

use serde::{Deserialize, Serialize};

use crate::rules::model::RuleSet;

use super::names::{Names, UnknownName};

/// What lowers concern, compiled.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct LoweringPlan {
    /// Signs of an emergency that may be called unchanged.
    pub(crate) deficits: Vec<usize>,
    /// Signs that say of all complaints of an entry that they are unchanged.
    pub(crate) unchanged_all: Vec<usize>,
    /// Signs that say everything is over, and that the person is well.
    pub(crate) recovered: Vec<usize>,
    pub(crate) well: Vec<usize>,
    /// Signs that say the team has reviewed a known disease and found it stable, and that mark a letter of its own.
    pub(crate) reviewed: Vec<usize>,
    pub(crate) own_letters: Vec<usize>,
    /// Signs that say nothing was found, and that mark a letter of the team's own.
    pub(crate) cleared: Vec<usize>,
    pub(crate) denied: Vec<usize>,
    pub(crate) letters: Vec<usize>,
    /// Signs that call a code or letter an error, those that mean the letter before, and that mark a letter.
    pub(crate) disputed: Vec<usize>,
    pub(crate) misfiled: Vec<usize>,
    pub(crate) scanned: Vec<usize>,
    /// Signs of each route, in the order of the rule set.
    pub(crate) routes: Vec<Vec<usize>>,
}

impl LoweringPlan {
    pub(super) fn new(rules: &RuleSet, names: &Names<'_>) -> Result<Self, UnknownName> {
        let all = |wanted: &[String]| names.signs(wanted);
        let lowering = &rules.scoring.lowering;
        let steady = lowering.steady.as_ref();
        let reviewed = lowering.reviewed.as_ref();
        let disputed = lowering.disputed.as_ref();
        let recovered = lowering.recovered.as_ref();
        let cleared = lowering.cleared.as_ref();
        let routes = lowering.acted_on.as_ref().map(|acted_on| acted_on.routes.as_slice());
        Ok(Self {
            deficits: all(steady.map(|steady| steady.deficits.as_slice()).unwrap_or_default())?,
            unchanged_all: all(steady.map(|steady| steady.of_all.as_slice()).unwrap_or_default())?,
            cleared: all(cleared.map(|cleared| cleared.signs.as_slice()).unwrap_or_default())?,
            denied: all(cleared.map(|cleared| cleared.denied.as_slice()).unwrap_or_default())?,
            letters: all(cleared.map(|cleared| cleared.letters.as_slice()).unwrap_or_default())?,
            recovered: all(recovered
                .map(|recovered| recovered.signs.as_slice())
                .unwrap_or_default())?,
            well: all(recovered.map(|recovered| recovered.well.as_slice()).unwrap_or_default())?,
            disputed: all(disputed.map(|disputed| disputed.signs.as_slice()).unwrap_or_default())?,
            misfiled: all(disputed
                .map(|disputed| disputed.misfiled.as_slice())
                .unwrap_or_default())?,
            scanned: all(disputed.map(|disputed| disputed.letters.as_slice()).unwrap_or_default())?,
            reviewed: all(reviewed.map(|reviewed| reviewed.signs.as_slice()).unwrap_or_default())?,
            own_letters: all(reviewed.map(|reviewed| reviewed.letters.as_slice()).unwrap_or_default())?,
            routes: routes
                .unwrap_or_default()
                .iter()
                .map(|route| all(&route.signs))
                .collect::<Result<_, _>>()?,
        })
    }
}
