//! Fields of a prompt, by number, for hosts that show a prompt without reading JSON.

use metasign_core::assessment::Prompt;
use metasign_core::wording::{evidence_line, reference_line};

use crate::text::Terminated;

/// The rule that raised it; one item.
pub const METASIGN_PROMPT_RULE: i32 = 0;

/// "emergency", "urgent-24h", "urgent-suspected-cancer", "soon-review" or "watch"; one item.
pub const METASIGN_PROMPT_URGENCY: i32 = 1;

/// Where it points; one item.
pub const METASIGN_PROMPT_SITE: i32 = 2;

/// The tumour type it concerns; one item or none.
pub const METASIGN_PROMPT_TUMOUR: i32 = 3;

/// What the clinician reads first; one item.
pub const METASIGN_PROMPT_HEADLINE: i32 = 4;

/// How fast, in words; one item.
pub const METASIGN_PROMPT_TIMING: i32 = 5;

/// The evidence, a line each, with date and quote.
pub const METASIGN_PROMPT_WHY: i32 = 6;

/// What to check now, three at most.
pub const METASIGN_PROMPT_CHECK: i32 = 7;

/// What to do, in this order: whom to call comes first.
pub const METASIGN_PROMPT_DO: i32 = 8;

/// What would lower concern.
pub const METASIGN_PROMPT_LOWERS_CONCERN: i32 = 9;

/// What the prompt does not say; one item. Show it.
pub const METASIGN_PROMPT_UNCERTAINTY: i32 = 10;

/// Lines for the patient.
pub const METASIGN_PROMPT_SAFETY_NET: i32 = 11;

/// Citations, a line each.
pub const METASIGN_PROMPT_REFERENCE: i32 = 12;

/// Key of the evidence, for the answer to this prompt; one item.
pub const METASIGN_PROMPT_FINGERPRINT: i32 = 13;

/// The texts of one prompt, by field.
#[derive(Debug)]
pub(crate) struct PromptTexts {
    pub(crate) interruptive: bool,
    fields: Vec<(i32, Vec<Terminated>)>,
}

impl PromptTexts {
    pub(crate) fn new(prompt: Prompt) -> Self {
        let why = prompt.why.iter().map(evidence_line).collect();
        let references = prompt.references.iter().map(reference_line).collect();
        let fields = [
            (METASIGN_PROMPT_RULE, vec![prompt.rule]),
            (METASIGN_PROMPT_URGENCY, vec![prompt.urgency.name().to_owned()]),
            (METASIGN_PROMPT_SITE, vec![prompt.site.name().to_owned()]),
            (METASIGN_PROMPT_TUMOUR, prompt.tumour.into_iter().collect()),
            (METASIGN_PROMPT_HEADLINE, vec![prompt.headline]),
            (METASIGN_PROMPT_TIMING, vec![prompt.timing]),
            (METASIGN_PROMPT_WHY, why),
            (METASIGN_PROMPT_CHECK, prompt.check),
            (METASIGN_PROMPT_DO, prompt.actions),
            (METASIGN_PROMPT_LOWERS_CONCERN, prompt.lowers_concern),
            (METASIGN_PROMPT_UNCERTAINTY, vec![prompt.uncertainty]),
            (METASIGN_PROMPT_SAFETY_NET, prompt.safety_net),
            (METASIGN_PROMPT_REFERENCE, references),
            (METASIGN_PROMPT_FINGERPRINT, vec![prompt.fingerprint]),
        ];
        let terminated = |(field, items): (i32, Vec<String>)| (field, items.into_iter().map(Terminated::new).collect());
        Self {
            interruptive: prompt.interruptive,
            fields: fields.into_iter().map(terminated).collect(),
        }
    }

    /// The items of a field; `None` for a number that is no field.
    pub(crate) fn items(&self, field: i32) -> Option<&[Terminated]> {
        self.fields
            .iter()
            .find(|(number, _)| *number == field)
            .map(|(_, items)| items.as_slice())
    }
}
