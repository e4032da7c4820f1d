//! Results of another fluid than blood: the LDH of a pleural fluid is no serum LDH.
//!
//! The specimen says so, the words of the test, the place on the body, or the report that holds the result.

use std::borrow::Cow;

use metasign_core::record::{Notice, NoticeCode};

use crate::bundle::Collector;
use crate::concept::Concept;
use crate::lenient::Reference;
use crate::reference;

/// SNOMED CT's specimens of pleural, ascitic, peritoneal, pericardial, synovial and cerebrospinal fluid, and urine.
const CODED: [&str; 7] = [
    "418564007",
    "309201001",
    "168139001",
    "122571007",
    "119332005",
    "258450006",
    "122575003",
];

/// Words of fluids and specimens that are not blood.
const OTHER: [&str; 32] = [
    "pleural",
    "ascites",
    "ascitic",
    "peritoneal",
    "pericardial",
    "synovial",
    "csf",
    "cerebrospinal",
    "urine",
    "urinary",
    "msu",
    "urinalysis",
    "dipstick",
    "fluid",
    "dialysate",
    "effusion",
    "aspirate",
    "lavage",
    "amniotic",
    "stool",
    "faeces",
    "feces",
    "faecal",
    "fecal",
    "sputum",
    "saliva",
    "sweat",
    "semen",
    "bile",
    "drain",
    "tissue",
    "marrow",
];

const BLOOD: [&str; 7] = ["blood", "serum", "plasma", "venous", "arterial", "capillary", "sera"];

/// What a specimen is, as far as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fluid {
    Blood,
    Other,
}

/// What words say of the fluid; both, or neither, leave it open.
pub(crate) fn of_words(words: &str) -> Option<Fluid> {
    let (mut other, mut blood) = (false, false);
    for word in words.split(|character: char| !character.is_alphanumeric()) {
        let is = |known: &&str| known.len() == word.len() && word.eq_ignore_ascii_case(known);
        other |= OTHER.iter().any(is);
        blood |= BLOOD.iter().any(is);
    }
    match (other, blood) {
        (true, false) => Some(Fluid::Other),
        (false, true) => Some(Fluid::Blood),
        _ => None,
    }
}

/// What a test or a specimen says of its fluid.
pub(crate) fn of_concept(concept: &Concept<'_>) -> Option<Fluid> {
    if concept.codes.iter().any(|coding| CODED.contains(&&*coding.code)) {
        return Some(Fluid::Other);
    }
    concept.all_words().find_map(of_words)
}

/// The specimen of a draft, until all of the Bundle is known.
#[derive(Debug, Clone)]
pub(crate) enum Specimen<'a> {
    Known(Fluid),
    Named(Cow<'a, str>),
}

impl<'a> Specimen<'a> {
    /// By the words of a reference, else by what it points to.
    pub(crate) fn of(reference: &Reference<'a>) -> Option<Self> {
        let words = reference.display.as_deref().and_then(of_words);
        words.map(Self::Known).or_else(|| {
            reference
                .target
                .clone()
                .map(|target| Self::Named(reference::id(target)))
        })
    }
}

impl Collector<'_> {
    /// Takes the number off a result of another fluid: the rules' tests are of blood.
    pub(crate) fn resolve_fluids(&mut self) {
        let (specimens, reports, taken) = (&self.specimens, &self.report_fluids, &self.taken);
        let (notices, fold) = (&mut self.notices, &mut self.fold);
        for draft in &mut self.drafts {
            let entry = &mut draft.entry;
            if entry.value.is_none() {
                continue;
            }
            let of = |specimen: &Specimen<'_>| match specimen {
                Specimen::Known(fluid) => Some(*fluid),
                Specimen::Named(id) => specimens.get(id).copied().flatten(),
            };
            let of_report = || {
                let name = &usize::try_from(draft.taken)
                    .ok()
                    .and_then(|place| taken.get(place))?
                    .name;
                let bare = || reports.get(&*name.rsplit('/').next()?.to_ascii_lowercase());
                of(reports.get(name.as_str()).or_else(bare)?)
            };
            if draft.specimen.as_ref().and_then(of).or_else(of_report) != Some(Fluid::Other) {
                continue;
            }
            let message = "measured in another fluid than blood; its number was not used";
            fold.push(notices, Notice::about(NoticeCode::PassedOver, &entry.id, message));
            // What a code says beside its number (a finding) stays said.
            entry.value = None;
            entry.comparator = None;
            entry.range = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fluid, of_words};

    #[test]
    fn fluids_are_told_by_their_words() {
        for words in [
            "Pleural fluid",
            "CSF",
            "24h urine",
            "Calcium [Moles/volume] in Urine",
            "Ascitic fluid LDH",
            "Cerebrospinal fluid sample",
        ] {
            assert_eq!(of_words(words), Some(Fluid::Other), "{words}");
        }
        for words in [
            "Venous blood",
            "Calcium [Moles/volume] in Serum or Plasma",
            "Serum specimen",
        ] {
            assert_eq!(of_words(words), Some(Fluid::Blood), "{words}");
        }
        for words in ["Adjusted calcium", "LDH", "Serum and urine", ""] {
            assert_eq!(of_words(words), None, "{words}");
        }
    }
}
