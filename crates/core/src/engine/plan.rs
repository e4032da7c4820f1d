//! A rule set compiled: names are indexes, codes are hashed, phrases are one automaton, conditions one arena.

use std::sync::Arc;

use metasign_likeness::Likeness;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::flat::{Fault, Shelf, Store, Stored as _};
use crate::rules::model::{Affinity, Codelist, MetastaticStatus, PointsRow, RuleSet, SignKind, Site, Tier};
use crate::text::{Concept, Expression, Language, Reader};

use super::codes::{CodeIndex, CodeTarget};
use super::complaints::complaints;
use super::lowering::LoweringPlan;
use super::program::{Names, NodeId, Program, UnknownName};
use super::{EngineError, EngineOptions};

/// A compiled rule set. Indexes are positions in the rule set's own lists.
pub(crate) struct Plan {
    pub(crate) codes: CodeIndex,
    pub(crate) reader: Reader,
    pub(crate) concepts: Vec<ConceptTarget>,
    pub(crate) program: Program,
    pub(crate) signs: Vec<SignPlan>,
    pub(crate) measurements: Vec<MeasurementPlan>,
    pub(crate) tumours: Vec<TumourPlan>,
    pub(crate) triggers: Vec<TriggerPlan>,
    pub(crate) modifiers: Vec<NodeId>,
    pub(crate) statuses: Vec<StatusPlan>,
    pub(crate) qualifiers: EngineQualifiers,
    /// Signs that tell of one complaint.
    pub(crate) complaints: Vec<Vec<usize>>,
    pub(crate) lowering: LoweringPlan,
    pub(crate) choice: Choice,
}

/// What the options choose; the rest of a plan is the same for every choice.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    pub(crate) overlay: Option<usize>,
    /// The switches, in the order of the rule set.
    pub(crate) settings: Vec<bool>,
}

/// What a phrase shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ConceptTarget {
    Sign(usize),
    Medication(usize),
    Tumour(usize),
    Subtype(usize, usize),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SignPlan {
    /// This sign and every sign it also is, itself first.
    pub(crate) counts_as: Vec<usize>,
    pub(crate) explained_by: Vec<usize>,
    pub(crate) when: Option<NodeId>,
    pub(crate) kind: SignKind,
    pub(crate) emergency: bool,
    pub(crate) lookback_days: Option<i32>,
    /// Measurement index of each measure, then of each trend.
    pub(crate) measures: Vec<usize>,
    pub(crate) trends: Vec<usize>,
    /// Shown by limits on results or by their change.
    pub(crate) has_measures: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct MeasurementPlan {
    pub(crate) adjust: Option<(usize, usize)>,
}

/// `R`: a row as written, or its place among all rows while it lies in a file.
#[derive(Serialize, Deserialize)]
pub(crate) struct TumourPlan<R = Arc<PointsRow>> {
    pub(crate) rows: Vec<RowPlan<R>>,
    pub(crate) high_risk: Option<NodeId>,
    pub(crate) subtypes_when: Vec<Option<NodeId>>,
    affinity: [Option<Affinity>; Site::ALL.len()],
    subtype_affinity: Vec<Vec<(Site, Affinity)>>,
    pub(crate) follow_up: Option<usize>,
}

/// A row of points as it stands for one tumour type.
#[derive(Serialize, Deserialize)]
pub(crate) struct RowPlan<R = Arc<PointsRow>> {
    pub(crate) row: R,
    pub(crate) signs: Vec<usize>,
    pub(crate) domain: usize,
    pub(crate) group: Option<u32>,
    pub(crate) when: Option<NodeId>,
    pub(crate) unless: Option<NodeId>,
    /// Subtypes of this tumour the row is for; empty for all.
    pub(crate) subtypes: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct TriggerPlan {
    pub(crate) when: NodeId,
    pub(crate) unless: Option<NodeId>,
    pub(crate) pathway: usize,
    pub(crate) known_pathway: Option<usize>,
    pub(crate) supersedes: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StatusPlan {
    pub(crate) status: MetastaticStatus,
    pub(crate) site: Site,
    pub(crate) sign: Option<usize>,
    pub(crate) when: Option<NodeId>,
}

/// Qualifiers that the engine itself sets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct EngineQualifiers {
    /// True from so many days of stated duration or span of mentions on.
    pub(crate) lasting: Vec<(u8, i32)>,
    /// True from so many consultations within so many days on.
    pub(crate) repeated: Vec<(u8, u32, i32)>,
    pub(crate) unchanged: Option<u8>,
    pub(crate) returned: Option<u8>,
    pub(crate) improving: Option<u8>,
    /// Words of change, as a set.
    pub(crate) new_words: u64,
}

impl Choice {
    pub(crate) fn new(rules: &RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
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

impl Plan {
    pub(crate) fn new(rules: &RuleSet, options: &EngineOptions) -> Result<Self, EngineError> {
        let choice = Choice::new(rules, options)?;
        let names = names(rules);
        let mut program = Program::default();
        let internal = |unknown: UnknownName| EngineError::Unresolved { name: unknown.0 };
        let signs = signs(rules, &names, &mut program).map_err(internal)?;
        let measurement_ids = ids(rules.measurements.iter().map(|measurement| measurement.id.as_str()));
        let measurements = rules
            .measurements
            .iter()
            .map(|measurement| MeasurementPlan {
                adjust: measurement.adjust.as_ref().and_then(|adjust| {
                    Some((
                        *measurement_ids.get(adjust.from.as_str())?,
                        *measurement_ids.get(adjust.with.as_str())?,
                    ))
                }),
            })
            .collect();
        let tumours = tumours(rules, &names, &mut program).map_err(internal)?;
        let pathway_ids = ids(rules.pathways.iter().map(|pathway| pathway.id.as_str()));
        let triggers = triggers(rules, &names, &pathway_ids, &mut program).map_err(internal)?;
        let modifiers = rules
            .scoring
            .modifiers
            .iter()
            .map(|modifier| program.compile(&names, &modifier.when))
            .collect::<Result<_, _>>()
            .map_err(internal)?;
        let mut statuses = Vec::with_capacity(rules.statuses.len());
        for status in &rules.statuses {
            statuses.push(StatusPlan {
                status: status.status,
                site: status.site,
                sign: status
                    .sign
                    .as_deref()
                    .map(|sign| names.sign(sign))
                    .transpose()
                    .map_err(internal)?,
                when: status
                    .when
                    .as_ref()
                    .map(|when| program.compile(&names, when))
                    .transpose()
                    .map_err(internal)?,
            });
        }
        let (reader, concepts) = reader(rules, &names)?;
        let reader = with_likeness(reader, rules, &signs, &concepts);
        let complaints = complaints(rules, &names, &signs).map_err(internal)?;
        let lowering = LoweringPlan::new(rules, &names).map_err(internal)?;
        Ok(Self {
            complaints,
            lowering,
            codes: codes(rules, &names, &measurement_ids),
            reader,
            concepts,
            program,
            signs,
            measurements,
            tumours,
            triggers,
            modifiers,
            statuses,
            qualifiers: engine_qualifiers(rules),
            choice,
        })
    }
}

impl Plan {
    pub(crate) fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.codes.store(to)?;
        self.reader.store(to)?;
        to.small(&(&self.concepts, &self.program, &self.signs, &self.measurements))?;
        // A row of points stands for most tumour types.
        let mut rows: Vec<Arc<PointsRow>> = Vec::new();
        let mut number = |row: &Arc<PointsRow>| {
            let known = rows.iter().position(|known| Arc::ptr_eq(known, row));
            known.unwrap_or_else(|| {
                rows.push(Arc::clone(row));
                rows.len().saturating_sub(1)
            })
        };
        let tumours = self.tumours.iter().map(|tumour| tumour.with(|row| Some(number(row))));
        let tumours: Option<Vec<TumourPlan<usize>>> = tumours.collect();
        let rows: Vec<&PointsRow> = rows.iter().map(Arc::as_ref).collect();
        to.small(&(rows, tumours, &self.triggers, &self.modifiers, &self.statuses))?;
        to.small(&(&self.qualifiers, &self.complaints, &self.lowering))
    }

    pub(crate) fn load(from: &mut Shelf<'_>, likeness: Option<&Arc<Likeness>>) -> Result<Self, Fault> {
        let codes = CodeIndex::load(from)?;
        let reader = Reader::load(from, likeness)?;
        let (concepts, program, signs, measurements): (_, Program, Vec<SignPlan>, _) = from.small()?;
        let made_up: Vec<Option<NodeId>> = signs.iter().map(|sign| sign.when).collect();
        if !program.ends(&made_up) {
            return Err("its conditions ask each other");
        }
        type Tumours = Option<Vec<TumourPlan<usize>>>;
        let (rows, tumours, triggers, modifiers, statuses): (Vec<PointsRow>, Tumours, _, _, _) = from.small()?;
        let rows: Vec<Arc<PointsRow>> = rows.into_iter().map(Arc::new).collect();
        let with_rows = |tumour: &TumourPlan<usize>| tumour.with(|row| rows.get(*row).cloned());
        let tumours = tumours.and_then(|tumours| tumours.iter().map(with_rows).collect());
        let tumours = tumours.ok_or("a tumour type has a row of points that is not there")?;
        let (qualifiers, complaints, lowering) = from.small()?;
        Ok(Self {
            codes,
            reader,
            concepts,
            program,
            signs,
            measurements,
            tumours,
            triggers,
            modifiers,
            statuses,
            qualifiers,
            complaints,
            lowering,
            choice: Choice::default(),
        })
    }
}

impl<R> TumourPlan<R> {
    /// The same with other rows.
    fn with<'s, S>(&'s self, mut other: impl FnMut(&'s R) -> Option<S>) -> Option<TumourPlan<S>> {
        let rows = self.rows.iter().map(|row| {
            Some(RowPlan {
                row: other(&row.row)?,
                signs: row.signs.clone(),
                domain: row.domain,
                group: row.group,
                when: row.when,
                unless: row.unless,
                subtypes: row.subtypes.clone(),
            })
        });
        Some(TumourPlan {
            rows: rows.collect::<Option<_>>()?,
            high_risk: self.high_risk,
            subtypes_when: self.subtypes_when.clone(),
            affinity: self.affinity,
            subtype_affinity: self.subtype_affinity.clone(),
            follow_up: self.follow_up,
        })
    }
}

impl TumourPlan {
    /// The affinity of this tumour type, with the subtypes found, for a site; the highest of the subtypes' own cells.
    pub(crate) fn affinity(&self, site: Site, subtypes: &[usize]) -> Option<Affinity> {
        let cells = subtypes
            .iter()
            .filter_map(|subtype| self.subtype_affinity.get(*subtype))
            .flatten()
            .filter(|(of, _)| *of == site)
            .map(|(_, affinity)| *affinity);
        let own = || {
            let index = Site::ALL.iter().position(|known| *known == site)?;
            self.affinity.get(index).copied().flatten()
        };
        cells.max().or_else(own)
    }
}

fn ids<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    names.enumerate().map(|(index, name)| (name, index)).collect()
}

fn names(rules: &RuleSet) -> Names<'_> {
    Names {
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
    }
}

fn signs(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<SignPlan>, UnknownName> {
    let measurement_ids = ids(rules.measurements.iter().map(|measurement| measurement.id.as_str()));
    let measurement = |name: &str| {
        measurement_ids
            .get(name)
            .copied()
            .ok_or_else(|| UnknownName(name.to_owned()))
    };
    let mut plans = Vec::with_capacity(rules.signs.len());
    for (index, sign) in rules.signs.iter().enumerate() {
        let mut counts_as = vec![index];
        let mut next = 0;
        while let Some(current) = counts_as.get(next).copied() {
            for parent in rules
                .signs
                .get(current)
                .map(|sign| sign.also.as_slice())
                .unwrap_or_default()
            {
                let parent = names.sign(parent)?;
                if !counts_as.contains(&parent) {
                    counts_as.push(parent);
                }
            }
            next = next.saturating_add(1);
        }
        plans.push(SignPlan {
            counts_as,
            explained_by: sign
                .explained_by
                .iter()
                .map(|name| names.sign(name))
                .collect::<Result<_, _>>()?,
            when: sign
                .when
                .as_ref()
                .map(|when| program.compile(names, when))
                .transpose()?,
            kind: sign.kind,
            emergency: sign.emergency,
            lookback_days: sign.lookback_days,
            measures: sign
                .measures
                .iter()
                .map(|measure| measurement(&measure.of))
                .collect::<Result<_, _>>()?,
            trends: sign
                .trends
                .iter()
                .map(|trend| measurement(&trend.of))
                .collect::<Result<_, _>>()?,
            has_measures: !sign.measures.is_empty() || !sign.trends.is_empty(),
        });
    }
    Ok(plans)
}

fn tumours(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<TumourPlan>, UnknownName> {
    let domains = ids(rules.scoring.domains.iter().map(|domain| domain.id.as_str()));
    let pathways = ids(rules.pathways.iter().map(|pathway| pathway.id.as_str()));
    let mut groups: FxHashMap<String, u32> = FxHashMap::default();
    let mut plans = Vec::with_capacity(rules.tumours.len());
    let shared: Vec<Arc<PointsRow>> = rules.scoring.points.iter().cloned().map(Arc::new).collect();
    for (index, tumour) in rules.tumours.iter().enumerate() {
        let own = |base: &&Arc<PointsRow>| !tumour.points.iter().any(|row| row.id == base.id);
        let base = shared.iter().filter(own).cloned();
        let mut rows = Vec::new();
        for row in base.chain(tumour.points.iter().cloned().map(Arc::new)) {
            let mut subtypes = Vec::new();
            let mut whole = row.tumours.is_empty();
            for name in &row.tumours {
                let (of, subtype) = name
                    .split_once('.')
                    .map_or((name.as_str(), None), |(of, sub)| (of, Some(sub)));
                let (of, subtype) = names.tumour(of, subtype)?;
                if of == index {
                    match subtype {
                        None => whole = true,
                        Some(subtype) => subtypes.push(subtype),
                    }
                }
            }
            if !whole && subtypes.is_empty() {
                continue;
            }
            if whole {
                subtypes.clear();
            }
            let next_group = u32::try_from(groups.len()).unwrap_or(u32::MAX);
            rows.push(RowPlan {
                signs: row
                    .signs
                    .iter()
                    .map(|name| names.sign(name))
                    .collect::<Result<_, _>>()?,
                domain: *domains
                    .get(row.domain.as_str())
                    .ok_or_else(|| UnknownName(row.domain.clone()))?,
                group: row
                    .group
                    .as_ref()
                    .map(|group| *groups.entry(group.clone()).or_insert(next_group)),
                when: row.when.as_ref().map(|when| program.compile(names, when)).transpose()?,
                unless: row
                    .unless
                    .as_ref()
                    .map(|unless| program.compile(names, unless))
                    .transpose()?,
                subtypes,
                row,
            });
        }
        let mut affinity = [None; Site::ALL.len()];
        for (cell, site) in affinity.iter_mut().zip(Site::ALL) {
            *cell = tumour
                .affinity
                .iter()
                .find(|(of, _)| *of == site)
                .map(|(_, value)| *value);
        }
        plans.push(TumourPlan {
            rows,
            high_risk: tumour
                .high_risk
                .as_ref()
                .map(|(when, _)| program.compile(names, when))
                .transpose()?,
            subtypes_when: tumour
                .subtypes
                .iter()
                .map(|subtype| {
                    subtype
                        .when
                        .as_ref()
                        .map(|when| program.compile(names, when))
                        .transpose()
                })
                .collect::<Result<_, _>>()?,
            affinity,
            subtype_affinity: tumour.subtypes.iter().map(|subtype| subtype.affinity.clone()).collect(),
            follow_up: tumour
                .follow_up
                .as_ref()
                .and_then(|follow| pathways.get(follow.pathway.as_str()).copied()),
        });
    }
    Ok(plans)
}

fn triggers(
    rules: &RuleSet,
    names: &Names<'_>,
    pathways: &FxHashMap<&str, usize>,
    program: &mut Program,
) -> Result<Vec<TriggerPlan>, UnknownName> {
    let trigger_ids = ids(rules.triggers.iter().map(|trigger| trigger.id.as_str()));
    let pathway = |name: &str| pathways.get(name).copied().ok_or_else(|| UnknownName(name.to_owned()));
    let mut plans = Vec::with_capacity(rules.triggers.len());
    for trigger in &rules.triggers {
        let known = trigger
            .known_metastatic
            .as_ref()
            .and_then(|known| known.pathway.as_deref());
        plans.push(TriggerPlan {
            when: program.compile(names, &trigger.when)?,
            unless: trigger
                .unless
                .as_ref()
                .map(|unless| program.compile(names, unless))
                .transpose()?,
            pathway: pathway(&trigger.pathway)?,
            known_pathway: known.map(pathway).transpose()?,
            supersedes: trigger
                .supersedes
                .iter()
                .map(|name| {
                    trigger_ids
                        .get(name.as_str())
                        .copied()
                        .ok_or_else(|| UnknownName(name.clone()))
                })
                .collect::<Result<_, _>>()?,
        });
    }
    Ok(plans)
}

fn codes<'a>(rules: &'a RuleSet, names: &Names<'_>, measurements: &FxHashMap<&str, usize>) -> CodeIndex {
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
        if let Some(index) = measurements.get(measurement.id.as_str()) {
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

fn engine_qualifiers(rules: &RuleSet) -> EngineQualifiers {
    let mut set = EngineQualifiers::default();
    for (index, qualifier) in rules.qualifiers.iter().enumerate() {
        let Ok(id) = u8::try_from(index) else { continue };
        set.lasting.extend(qualifier.at_least_days.map(|days| (id, days)));
        let times = qualifier.consultations.zip(qualifier.within_days);
        set.repeated.extend(times.map(|(count, days)| (id, count, days)));
        if qualifier.new_word {
            set.new_words |= super::bit(id);
        }
        match qualifier.id.as_str() {
            "unchanged" => set.unchanged = Some(id),
            "returned" => set.returned = Some(id),
            "improving" => set.improving = Some(id),
            _ => {}
        }
    }
    set
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
        expressions.extend(sign.says.iter().map(String::as_str).map(Expression::Combination));
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
    reader.with_likeness(Arc::clone(likeness), &classes)
}

/// The highest tier a total reaches.
pub(crate) fn tier_of(total: f64, thresholds: &[(Tier, f64, crate::rules::model::Basis)]) -> Option<Tier> {
    thresholds
        .iter()
        .filter(|(_, at_least, _)| total >= *at_least)
        .map(|(tier, _, _)| *tier)
        .max()
}

fn phrases(phrases: &[String]) -> Vec<Expression<'_>> {
    phrases.iter().map(String::as_str).map(Expression::Phrase).collect()
}
