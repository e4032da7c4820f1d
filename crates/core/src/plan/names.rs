//! Names of the rule set and the places they stand for.

use rustc_hash::FxHashMap;

use crate::rules::model::RuleSet;

use super::error::EngineError;

/// Names of the rule set, to resolve a condition's words.
pub(crate) struct Names<'a> {
    pub(crate) signs: FxHashMap<&'a str, usize>,
    pub(crate) qualifiers: FxHashMap<&'a str, u8>,
    pub(crate) tumours: FxHashMap<&'a str, usize>,
    /// Subtypes by tumour index.
    pub(crate) subtypes: Vec<FxHashMap<&'a str, usize>>,
    pub(crate) settings: FxHashMap<&'a str, usize>,
    pub(crate) measurements: FxHashMap<&'a str, usize>,
    pub(crate) domains: FxHashMap<&'a str, usize>,
    pub(crate) pathways: FxHashMap<&'a str, usize>,
    pub(crate) triggers: FxHashMap<&'a str, usize>,
}

/// A word of a condition that the rule set does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownName(pub(crate) String);

impl From<UnknownName> for EngineError {
    fn from(unknown: UnknownName) -> Self {
        Self::Unresolved { name: unknown.0 }
    }
}

impl<'a> Names<'a> {
    pub(super) fn of(rules: &'a RuleSet) -> Self {
        Self {
            signs: ids(rules.signs.iter().map(|sign| sign.id.as_str())),
            qualifiers: rules
                .qualifiers
                .iter()
                .enumerate()
                .filter_map(|(index, qualifier)| Some((qualifier.id.as_str(), u8::try_from(index).ok()?)))
                .collect(),
            tumours: ids(rules.tumours.iter().map(|tumour| tumour.id.as_str())),
            subtypes: rules
                .tumours
                .iter()
                .map(|tumour| ids(tumour.subtypes.iter().map(|subtype| subtype.id.as_str())))
                .collect(),
            settings: ids(rules.info.settings.iter().map(|(name, _)| name.as_str())),
            measurements: ids(rules.measurements.iter().map(|measurement| measurement.id.as_str())),
            domains: ids(rules.scoring.domains.iter().map(|domain| domain.id.as_str())),
            pathways: ids(rules.pathways.iter().map(|pathway| pathway.id.as_str())),
            triggers: ids(rules.triggers.iter().map(|trigger| trigger.id.as_str())),
        }
    }
}

impl Names<'_> {
    pub(crate) fn sign(&self, name: &str) -> Result<usize, UnknownName> {
        place(&self.signs, name)
    }

    pub(crate) fn qualifier(&self, name: Option<&str>) -> Result<Option<u8>, UnknownName> {
        name.map(|name| {
            self.qualifiers
                .get(name)
                .copied()
                .ok_or_else(|| UnknownName(name.to_owned()))
        })
        .transpose()
    }

    pub(crate) fn tumour(&self, tumour: &str, subtype: Option<&str>) -> Result<(usize, Option<usize>), UnknownName> {
        let unknown = |name: &str| UnknownName(name.to_owned());
        let index = *self.tumours.get(tumour).ok_or_else(|| unknown(tumour))?;
        let subtype = subtype
            .map(|name| {
                self.subtypes
                    .get(index)
                    .and_then(|of| of.get(name))
                    .copied()
                    .ok_or_else(|| unknown(name))
            })
            .transpose()?;
        Ok((index, subtype))
    }

    pub(super) fn signs(&self, names: &[String]) -> Result<Vec<usize>, UnknownName> {
        names.iter().map(|name| self.sign(name)).collect()
    }
}

/// The place of a name.
pub(super) fn place(known: &FxHashMap<&str, usize>, name: &str) -> Result<usize, UnknownName> {
    known.get(name).copied().ok_or_else(|| UnknownName(name.to_owned()))
}

fn ids<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    names.enumerate().map(|(index, name)| (name, index)).collect()
}
