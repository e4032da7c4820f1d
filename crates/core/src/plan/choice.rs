//! What a host chooses of a rule set: the overlay that fills the local slots, and switches.

use crate::rules::model::RuleSet;

use super::error::EngineError;

/// How a rule set is compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineOptions {
    /// The overlay that fills the local slots.
    pub overlay: Option<String>,
    /// Switches that differ from the rule set's and the overlay's.
    pub settings: Vec<(String, bool)>,
}

/// What the options choose, as places.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    pub(crate) overlay: Option<usize>,
    /// The switches, in the order of the rule set.
    pub(crate) settings: Vec<bool>,
}

impl Choice {
    pub(super) fn new(rules: &RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        let overlay = match &options.overlay {
            None => None,
            Some(name) => Some(
                rules
                    .overlays
                    .iter()
                    .position(|overlay| overlay.id == *name)
                    .ok_or_else(|| EngineError::UnknownOverlay {
                        name: name.clone(),
                        known: rules.overlays.iter().map(|overlay| overlay.id.clone()).collect(),
                    })?,
            ),
        };
        let names = &rules.info.settings;
        let mut settings: Vec<bool> = names.iter().map(|(_, value)| *value).collect();
        let overrides = overlay.and_then(|index| rules.overlays.get(index));
        let overrides = overrides.map(|overlay| overlay.settings.as_slice()).unwrap_or_default();
        for (name, value) in overrides.iter().chain(&options.settings) {
            let place = names.iter().rposition(|(known, _)| known == name);
            match place.and_then(|place| settings.get_mut(place)) {
                Some(setting) => *setting = *value,
                None => return Err(EngineError::UnknownSetting { name: name.clone() }),
            }
        }
        Ok(Self { overlay, settings })
    }
}
