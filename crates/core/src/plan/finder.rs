//! What finds: codes and words, each with what it shows.

use std::sync::Arc;

use metasign_likeness::Likeness;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::flat::{Fault, Shelf, Store, Stored as _};
use crate::rules::model::{Codelist, RuleSet};
use crate::text::{Concept, Expression, Language, Reader};

use super::codes::{CodeIndex, CodeTarget};
use super::data::SignPlan;
use super::error::EngineError;
use super::names::Names;

/// What entries are read with.
pub(crate) struct Finder {
    pub(crate) codes: CodeIndex,
    pub(crate) reader: Reader,
    /// What each of the reader's concepts shows.
    pub(crate) concepts: Vec<ConceptTarget>,
}

/// What a phrase shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ConceptTarget {
    Sign(usize),
    Medication(usize),
    Tumour(usize),
    Subtype(usize, usize),
}

impl Finder {
    pub(super) fn new(rules: &RuleSet, names: &Names<'_>, signs: &[SignPlan]) -> Result<Self, EngineError> {
        let (reader, concepts) = reader(rules, names)?;
        Ok(Self {
            codes: codes(rules, names),
            reader: with_likeness(reader, rules, signs, &concepts),
            concepts,
        })
    }

    pub(super) fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.codes.store(to)?;
        self.reader.store(to)?;
        to.small(&self.concepts)
    }

    pub(super) fn load(from: &mut Shelf<'_>, likeness: Option<&Arc<Likeness>>) -> Result<Self, Fault> {
        Ok(Self {
            codes: CodeIndex::load(from)?,
            reader: Reader::load(from, likeness)?,
            concepts: from.small()?,
        })
    }
}

fn codes<'a>(rules: &'a RuleSet, names: &Names<'_>) -> CodeIndex {
    let mut wanted: FxHashMap<&str, Vec<CodeTarget>> = FxHashMap::default();
    let mut want = |lists: &'a [String], target: CodeTarget| {
        for list in lists {
            wanted.entry(list.as_str()).or_default().push(target);
        }
    };
    for (index, sign) in rules.signs.iter().enumerate() {
        want(&sign.codes, CodeTarget::Sign(index));
        want(&sign.absent_codes, CodeTarget::SignAbsent(index));
        want(&sign.medications, CodeTarget::Medication(index));
    }
    for measurement in &rules.measurements {
        if let Some(index) = names.measurements.get(measurement.id.as_str()) {
            want(&measurement.codes, CodeTarget::Measurement(*index));
        }
    }
    for tumour in &rules.tumours {
        let Some(index) = names.tumours.get(tumour.id.as_str()).copied() else {
            continue;
        };
        want(&tumour.history_codes, CodeTarget::Tumour(index));
        want(&tumour.exclude, CodeTarget::TumourExclude(index));
        for (position, subtype) in tumour.subtypes.iter().enumerate() {
            want(&subtype.codes, CodeTarget::Subtype(index, position));
        }
    }
    for (index, status) in rules.statuses.iter().enumerate() {
        want(&status.codes, CodeTarget::Status(index));
        want(&status.exclude, CodeTarget::StatusExclude(index));
    }
    let lists: Vec<(&Codelist, &[CodeTarget])> = rules
        .codelists
        .iter()
        .filter_map(|codelist| Some((codelist, wanted.get(codelist.list.as_str())?.as_slice())))
        .collect();
    CodeIndex::new(&lists)
}

fn reader(rules: &RuleSet, names: &Names<'_>) -> Result<(Reader, Vec<ConceptTarget>), EngineError> {
    let files = rules
        .language
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_str()));
    let language = Language::from_files(files).map_err(EngineError::Language)?;
    let mut concepts = Vec::new();
    let mut targets = Vec::new();
    for (index, sign) in rules.signs.iter().enumerate() {
        let mut expressions = phrases(&sign.phrases);
        expressions.extend(combinations(&sign.says));
        expressions.extend(sign.patterns.iter().map(String::as_str).map(Expression::Pattern));
        expressions.extend(
            sign.absent_phrases
                .iter()
                .map(String::as_str)
                .map(Expression::AbsentPhrase),
        );
        let qualifiers = sign
            .qualifiers
            .iter()
            .filter_map(|(name, phrases)| {
                let id = names.qualifiers.get(name.as_str())?;
                Some((u16::from(*id), phrases.iter().map(String::as_str).collect()))
            })
            .collect();
        if !expressions.is_empty() {
            concepts.push(Concept {
                expressions,
                qualifiers,
            });
            targets.push(ConceptTarget::Sign(index));
        }
        if !sign.medication_phrases.is_empty() {
            concepts.push(Concept {
                expressions: phrases(&sign.medication_phrases),
                qualifiers: Vec::new(),
            });
            targets.push(ConceptTarget::Medication(index));
        }
    }
    for (index, tumour) in rules.tumours.iter().enumerate() {
        let mut expressions = phrases(&tumour.history_phrases);
        expressions.extend(combinations(&tumour.history_says));
        expressions.extend(
            tumour
                .history_patterns
                .iter()
                .map(String::as_str)
                .map(Expression::Pattern),
        );
        if !expressions.is_empty() {
            concepts.push(Concept {
                expressions,
                qualifiers: Vec::new(),
            });
            targets.push(ConceptTarget::Tumour(index));
        }
        for (position, subtype) in tumour.subtypes.iter().enumerate() {
            if !subtype.phrases.is_empty() {
                concepts.push(Concept {
                    expressions: phrases(&subtype.phrases),
                    qualifiers: Vec::new(),
                });
                targets.push(ConceptTarget::Subtype(index, position));
            }
        }
    }
    let qualifiers: Vec<Vec<&str>> = rules
        .qualifiers
        .iter()
        .map(|qualifier| qualifier.phrases.iter().map(String::as_str).collect())
        .collect();
    let tests: Vec<Vec<&str>> = rules
        .measurements
        .iter()
        .map(|measurement| measurement.phrases.iter().map(String::as_str).collect())
        .collect();
    let reader = Reader::with_tests(&language, &concepts, &qualifiers, &tests).map_err(EngineError::Expressions)?;
    Ok((reader, targets))
}

/// Gives the reader what was learned from the examples. A sign is spoken for by its own lines, by those of the signs that
/// it also is, and by those of the signs that are also it.
fn with_likeness(reader: Reader, rules: &RuleSet, signs: &[SignPlan], concepts: &[ConceptTarget]) -> Reader {
    let Some(likeness) = &rules.likeness else { return reader };
    let name = |index: usize| rules.signs.get(index).map(|sign| sign.id.as_str());
    let classes: Vec<Vec<&str>> = concepts
        .iter()
        .map(|concept| match concept {
            ConceptTarget::Sign(index) => {
                let up = signs
                    .get(*index)
                    .map(|sign| sign.counts_as.as_slice())
                    .unwrap_or_default();
                let down = signs
                    .iter()
                    .enumerate()
                    .filter(|(other, sign)| other != index && sign.counts_as.contains(index))
                    .map(|(other, _)| other);
                up.iter().copied().chain(down).filter_map(name).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let emergencies = concepts
        .iter()
        .map(|concept| matches!(concept, ConceptTarget::Sign(index) if signs.get(*index).is_some_and(|sign| sign.emergency)))
        .collect();
    reader.with_likeness(Arc::clone(likeness), &classes, emergencies)
}

fn combinations(says: &[String]) -> impl Iterator<Item = Expression<'_>> {
    says.iter().map(String::as_str).map(Expression::Combination)
}

fn phrases(phrases: &[String]) -> Vec<Expression<'_>> {
    phrases.iter().map(String::as_str).map(Expression::Phrase).collect()
}
