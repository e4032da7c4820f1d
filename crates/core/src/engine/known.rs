//! What an engine tells of itself: its rules, its codes, how it reads a note.

use std::fmt;

use crate::plan::ConceptTarget;
use crate::rules::model::RuleSet;
use crate::text::{Mention, NoteContext, Reader};

use super::Engine;

impl Engine {
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

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Engine")
            .field("rules", &self.ready.rules.info.id)
            .field("digest", &self.ready.rules.digest)
            .finish_non_exhaustive()
    }
}
