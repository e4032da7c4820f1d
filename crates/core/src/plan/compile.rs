//! Compiles a rule set: every name to its place, every condition into the one program.

use crate::rules::model::RuleSet;

use super::choice::Choice;
use super::complaints::complaints;
use super::data::{EngineQualifiers, MeasurementPlan, Plan, SignPlan, StatusPlan, TriggerPlan, bit};
use super::lowering::LoweringPlan;
use super::names::{Names, UnknownName, place};
use super::program::{NodeId, Program};
use super::tumours::tumours;

impl Plan {
    pub(super) fn new(rules: &RuleSet, names: &Names<'_>, choice: Choice) -> Result<Self, UnknownName> {
        let mut program = Program::default();
        let signs = signs(rules, names, &mut program)?;
        let (rows, tumours) = tumours(rules, names, &mut program)?;
        let triggers = triggers(rules, names, &mut program)?;
        let modifiers = modifiers(rules, names, &mut program)?;
        let statuses = statuses(rules, names, &mut program)?;
        Ok(Self {
            complaints: complaints(rules, names, &signs)?,
            lowering: LoweringPlan::new(rules, names)?,
            measurements: measurements(rules, names),
            qualifiers: engine_qualifiers(rules),
            program,
            signs,
            rows,
            tumours,
            triggers,
            modifiers,
            statuses,
            choice,
        })
    }
}

fn signs(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<SignPlan>, UnknownName> {
    let measurement = |name: &str| place(&names.measurements, name);
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
            explained_by: names.signs(&sign.explained_by)?,
            when: program.compile_any(names, sign.when.as_ref())?,
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

fn measurements(rules: &RuleSet, names: &Names<'_>) -> Vec<MeasurementPlan> {
    let place = |name: &str| names.measurements.get(name).copied();
    let measurements = rules.measurements.iter().map(|measurement| MeasurementPlan {
        adjust: (measurement.adjust.as_ref()).and_then(|adjust| place(&adjust.from).zip(place(&adjust.with))),
    });
    measurements.collect()
}

fn triggers(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<TriggerPlan>, UnknownName> {
    let pathway = |name: &str| place(&names.pathways, name);
    let mut plans = Vec::with_capacity(rules.triggers.len());
    for trigger in &rules.triggers {
        let known = trigger
            .known_metastatic
            .as_ref()
            .and_then(|known| known.pathway.as_deref());
        plans.push(TriggerPlan {
            when: program.compile(names, &trigger.when)?,
            unless: program.compile_any(names, trigger.unless.as_ref())?,
            pathway: pathway(&trigger.pathway)?,
            known_pathway: known.map(pathway).transpose()?,
            supersedes: trigger
                .supersedes
                .iter()
                .map(|name| place(&names.triggers, name))
                .collect::<Result<_, _>>()?,
        });
    }
    Ok(plans)
}

fn modifiers(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<NodeId>, UnknownName> {
    let modifiers = rules.scoring.modifiers.iter();
    modifiers
        .map(|modifier| program.compile(names, &modifier.when))
        .collect()
}

fn statuses(rules: &RuleSet, names: &Names<'_>, program: &mut Program) -> Result<Vec<StatusPlan>, UnknownName> {
    let mut plans = Vec::with_capacity(rules.statuses.len());
    for status in &rules.statuses {
        plans.push(StatusPlan {
            status: status.status,
            site: status.site,
            sign: status.sign.as_deref().map(|sign| names.sign(sign)).transpose()?,
            when: program.compile_any(names, status.when.as_ref())?,
        });
    }
    Ok(plans)
}

fn engine_qualifiers(rules: &RuleSet) -> EngineQualifiers {
    let mut set = EngineQualifiers::default();
    for (index, qualifier) in rules.qualifiers.iter().enumerate() {
        let Ok(id) = u8::try_from(index) else { continue };
        set.lasting.extend(qualifier.at_least_days.map(|days| (id, days)));
        let times = qualifier.consultations.zip(qualifier.within_days);
        set.repeated.extend(times.map(|(count, days)| (id, count, days)));
        if qualifier.new_word {
            set.new_words |= bit(id);
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
