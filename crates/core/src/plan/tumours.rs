//! Tumour types compiled: the rows of points that stand for each, where it spreads, what makes its subtypes.

use rustc_hash::FxHashMap;

use crate::rules::model::{Affinity, PointsRow, RuleSet, Site, Tumour};

use super::data::{RowPlan, TumourPlan};
use super::names::{Names, UnknownName, place};
use super::program::Program;

/// Groups of rows by their names, each with its number.
type Groups<'a> = FxHashMap<&'a str, u32>;

/// Every row of points, and the tumour types.
pub(super) fn tumours(
    rules: &RuleSet,
    names: &Names<'_>,
    program: &mut Program,
) -> Result<(Vec<PointsRow>, Vec<TumourPlan>), UnknownName> {
    let shared = &rules.scoring.points;
    let own = rules.tumours.iter().flat_map(|tumour| &tumour.points);
    let all: Vec<PointsRow> = shared.iter().chain(own).cloned().collect();
    let mut groups = Groups::default();
    let mut plans = Vec::with_capacity(rules.tumours.len());
    let mut first_own = shared.len();
    for (index, tumour) in rules.tumours.iter().enumerate() {
        let replaced = |base: &PointsRow| tumour.points.iter().any(|row| row.id == base.id);
        let base = shared.iter().enumerate().filter(|(_, row)| !replaced(row));
        let own = (first_own..).zip(&tumour.points);
        first_own = first_own.saturating_add(tumour.points.len());
        let mut rows = Vec::new();
        for (place, row) in base.chain(own) {
            if let Some(subtypes) = subtypes_of(row, index, names)? {
                rows.push(row_plan(place, row, subtypes, names, program, &mut groups)?);
            }
        }
        plans.push(TumourPlan {
            rows,
            high_risk: program.compile_any(names, tumour.high_risk.as_ref().map(|(when, _)| when))?,
            subtypes_when: tumour
                .subtypes
                .iter()
                .map(|subtype| program.compile_any(names, subtype.when.as_ref()))
                .collect::<Result<_, _>>()?,
            affinity: affinity(tumour),
            subtype_affinity: tumour.subtypes.iter().map(|subtype| subtype.affinity.clone()).collect(),
            follow_up: tumour
                .follow_up
                .as_ref()
                .and_then(|follow| names.pathways.get(follow.pathway.as_str()).copied()),
        });
    }
    Ok((all, plans))
}

/// The subtypes of a tumour type that a row is for, none for all of them; `None` when the row is for another tumour type.
fn subtypes_of(row: &PointsRow, tumour: usize, names: &Names<'_>) -> Result<Option<Vec<usize>>, UnknownName> {
    let mut subtypes = Vec::new();
    let mut whole = row.tumours.is_empty();
    for name in &row.tumours {
        let (of, subtype) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(of, sub)| (of, Some(sub)));
        let (of, subtype) = names.tumour(of, subtype)?;
        if of == tumour {
            match subtype {
                None => whole = true,
                Some(subtype) => subtypes.push(subtype),
            }
        }
    }
    if whole {
        subtypes.clear();
    }
    Ok((whole || !subtypes.is_empty()).then_some(subtypes))
}

fn row_plan<'a>(
    place_of_row: usize,
    row: &'a PointsRow,
    subtypes: Vec<usize>,
    names: &Names<'_>,
    program: &mut Program,
    groups: &mut Groups<'a>,
) -> Result<RowPlan, UnknownName> {
    let next_group = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let mut group = |name| *groups.entry(name).or_insert(next_group);
    Ok(RowPlan {
        row: place_of_row,
        signs: names.signs(&row.signs)?,
        domain: place(&names.domains, &row.domain)?,
        group: row.group.as_deref().map(&mut group),
        when: program.compile_any(names, row.when.as_ref())?,
        unless: program.compile_any(names, row.unless.as_ref())?,
        subtypes,
    })
}

/// The affinity to each site, in the order of the sites.
fn affinity(tumour: &Tumour) -> [Option<Affinity>; Site::ALL.len()] {
    Site::ALL.map(|site| {
        let cell = tumour.affinity.iter().find(|(of, _)| *of == site);
        cell.map(|(_, value)| *value)
    })
}
