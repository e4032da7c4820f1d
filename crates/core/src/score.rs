//! Points: for each tumour type in the history the rows counted, the domains' caps, the modifiers, and the tier.
//!
//! A total is the sum of the parts shown. Points are a way to put findings in order, not a probability (EVIDENCE 6.1).

use crate::evidence::{Certainty, SignState, Truth};
use crate::facts::{Case, Scope, ScorePart, TumourScore};
use crate::plan::{NodeId, RowPlan, bit};
use crate::rules::model::{Affinity, Basis, PointsRow, SignKind, Site, Tier};

/// Fills the points of every tumour type in the history; none where nothing was counted.
pub(crate) fn fill(case: &mut Case<'_, '_>) {
    case.scores = (0..case.history.cancers.len())
        .filter_map(|cancer| TumourScore::of(case, cancer))
        .collect();
    case.forget();
}

struct Counted<'p> {
    row: &'p RowPlan,
    written: &'p PointsRow,
    points: f64,
    /// Signs of the row that are there, and their newest findings.
    signs: Vec<(usize, usize)>,
}

impl TumourScore {
    fn of(case: &Case<'_, '_>, cancer: usize) -> Option<Self> {
        let found = case.history.cancers.get(cancer)?;
        let plan = case.plan.tumours.get(found.tumour)?;
        let rows = counted(case, &plan.rows, &found.subtypes, |site| {
            plan.affinity(site, &found.subtypes)
        });
        if rows.is_empty() {
            return None;
        }
        let scoring = &case.rules.scoring;
        let holds = |node: Option<NodeId>| node.is_some_and(|node| case.truth(node, Scope::default()) == Truth::True);
        let mut score = Self {
            cancer,
            tumour: found.tumour,
            site: Site::General,
            affinity: None,
            total: 0.0,
            parts: Vec::new(),
            tier: None,
            limits: Vec::new(),
            counted: Vec::new(),
            high_risk: holds(plan.high_risk),
            explained: false,
            unchanged: false,
            qualifiers: 0,
            sites: Vec::new(),
            domains: vec![0.0; scoring.domains.len()],
        };
        score.count_rows(case, &rows);
        score.site = score.leading_site(|site| plan.affinity(site, &found.subtypes));
        score.affinity = plan.affinity(score.site, &found.subtypes);
        score.describe(case, &rows);
        score.modify(case);
        score.total = score.parts.iter().map(|part| part.points).sum();
        score.tier = tier_of(score.total, &scoring.thresholds);
        score.limit(case, &rows, found.certainty);
        Some(score)
    }

    /// In each domain the highest row counts in full, each further one adds the extra, up to the cap.
    fn count_rows(&mut self, case: &Case<'_, '_>, rows: &[Counted<'_>]) {
        let scoring = &case.rules.scoring;
        for (index, domain) in scoring.domains.iter().enumerate() {
            let mut sum = 0.0;
            for (place, row) in rows.iter().filter(|row| row.row.domain == index).enumerate() {
                let full = if place == 0 {
                    row.points
                } else {
                    scoring.extra_item.min(row.points)
                };
                self.parts.push(part(
                    &row.written.id,
                    &name_of(case, row),
                    &domain.name,
                    full,
                    &row.written.basis,
                ));
                for (sign, finding) in &row.signs {
                    let first = row.signs.first().is_some_and(|(first, _)| first == sign);
                    self.counted.push((*finding, if first { full } else { 0.0 }));
                }
                self.sites.push((row.written.site, row.points));
                sum += full;
            }
            if sum > domain.cap {
                let name = format!("{} counts at most {}", domain.name, domain.cap);
                self.parts
                    .push(part("cap", &name, &domain.name, domain.cap - sum, &domain.basis));
                sum = domain.cap;
            }
            if let Some(slot) = self.domains.get_mut(index) {
                *slot = sum;
            }
        }
    }

    /// The site with most points, then highest affinity, then first in the evidence document's order.
    fn leading_site(&self, affinity: impl Fn(Site) -> Option<Affinity>) -> Site {
        let mut best: Option<(f64, Affinity, Site)> = None;
        for site in Site::ALL {
            let points = self.points_at(site);
            if points <= 0.0 {
                continue;
            }
            let affinity = affinity(site).unwrap_or(Affinity::Low);
            // A site in the body stands before "constitutional", which says nothing about where.
            let better = best.is_none_or(|(most, high, known)| {
                let placeless = |site: Site| matches!(site, Site::Constitutional | Site::General);
                if placeless(site) != placeless(known) {
                    return placeless(known);
                }
                points > most || (points >= most && affinity > high)
            });
            if better {
                best = Some((points, affinity, site));
            }
        }
        best.map_or(Site::General, |(_, _, site)| site)
    }

    /// What modifiers ask about the findings counted.
    fn describe(&mut self, case: &Case<'_, '_>, rows: &[Counted<'_>]) {
        let mut symptoms = 0_usize;
        let (mut explained, mut unchanged) = (0_usize, 0_usize);
        let unchanged_bit = case.plan.qualifiers.unchanged.map_or(0, bit);
        for (sign, _) in rows.iter().flat_map(|row| &row.signs) {
            let (_, qualifiers) = case.standing(*sign, Scope::default());
            self.qualifiers |= qualifiers;
            let Some(plan) = case.plan.signs.get(*sign) else {
                continue;
            };
            if plan.kind != SignKind::Symptom {
                continue;
            }
            symptoms = symptoms.saturating_add(1);
            explained = explained.saturating_add(usize::from(case.has_explanation(*sign)));
            unchanged = unchanged.saturating_add(usize::from(qualifiers & unchanged_bit != 0));
        }
        // An explanation lowers concern only when it covers all features (EVIDENCE 6.4).
        self.explained = symptoms > 0 && explained == symptoms;
        self.unchanged = symptoms > 0 && unchanged == symptoms;
    }

    fn modify(&mut self, case: &Case<'_, '_>) {
        let scoring = &case.rules.scoring;
        let mut sum = 0.0;
        let mut parts = Vec::new();
        for (modifier, node) in scoring.modifiers.iter().zip(&case.plan.modifiers) {
            if case.truth(
                *node,
                Scope {
                    lenient: false,
                    score: Some(self),
                },
            ) == Truth::True
            {
                sum += modifier.points;
                parts.push(part(
                    &modifier.id,
                    &modifier.name,
                    "modifiers",
                    modifier.points,
                    &modifier.basis,
                ));
            }
        }
        let capped = sum.clamp(scoring.modifiers_down, scoring.modifiers_up);
        if (capped - sum).abs() > f64::EPSILON {
            let name = format!(
                "Modifiers count from {} to {}",
                scoring.modifiers_down, scoring.modifiers_up
            );
            parts.push(part("cap", &name, "modifiers", capped - sum, &scoring.modifiers_basis));
        }
        self.parts.append(&mut parts);
    }

    fn limit(&mut self, case: &Case<'_, '_>, rows: &[Counted<'_>], certainty: Certainty) {
        let scoring = &case.rules.scoring;
        let laboratory = |sign: usize| {
            case.plan
                .signs
                .get(sign)
                .is_some_and(|plan| plan.kind == SignKind::Laboratory)
        };
        let only_laboratory = rows
            .iter()
            .flat_map(|row| &row.signs)
            .all(|(sign, _)| laboratory(*sign));
        let mut at_most = |limit: Tier, why: &str| {
            if self.tier.is_some_and(|tier| tier > limit) {
                self.tier = Some(limit);
                self.limits.push(why.to_owned());
            }
        };
        if only_laboratory {
            at_most(scoring.laboratory_only, "laboratory evidence alone");
        }
        if certainty == Certainty::Text {
            at_most(scoring.text_only_history, "the cancer is known from text only");
        }
    }
}

/// The rows that count, highest first within the whole list; of one group only the highest.
fn counted<'p>(
    case: &Case<'p, '_>,
    rows: &'p [RowPlan],
    subtypes: &[usize],
    affinity: impl Fn(Site) -> Option<Affinity>,
) -> Vec<Counted<'p>> {
    let holds = |node: Option<NodeId>| node.map(|node| case.truth(node, Scope::default()) == Truth::True);
    let mut counted: Vec<Counted<'p>> = Vec::new();
    for row in rows {
        let Some(written) = case.plan.rows.get(row.row) else {
            continue;
        };
        let mut certain = false;
        let signs: Vec<(usize, usize)> = row
            .signs
            .iter()
            .filter_map(|sign| {
                let state = case.found.signs.get(*sign)?;
                let made_up = case.plan.signs.get(*sign)?.when.is_some();
                let truth = case.standing(*sign, Scope::default()).0;
                if truth != Truth::True && !state.possible {
                    return None;
                }
                let newest = if made_up { case.newest_of(*sign) } else { state.newest };
                certain |= truth == Truth::True && !unsure(case, state);
                Some((*sign, newest?))
            })
            .collect();
        if signs.is_empty()
            || (!row.subtypes.is_empty() && !row.subtypes.iter().any(|subtype| subtypes.contains(subtype)))
            || (!written.affinity.is_empty()
                && !affinity(written.site).is_some_and(|is| written.affinity.contains(&is)))
            || holds(row.when) == Some(false)
            || holds(row.unless) == Some(true)
        {
            continue;
        }
        let points = if certain {
            written.points
        } else {
            written.points * written.possible
        };
        counted.push(Counted {
            row,
            written,
            points,
            signs,
        });
    }
    counted.sort_by(|left, right| right.points.total_cmp(&left.points));
    let mut groups = Vec::new();
    counted.retain(|row| match row.row.group {
        None => true,
        Some(group) if groups.contains(&group) => false,
        Some(group) => {
            groups.push(group);
            true
        }
    });
    counted
}

/// Whether every current finding of a sign is in words that the reader is not sure of.
fn unsure(case: &Case<'_, '_>, state: &SignState) -> bool {
    let Some(rule) = &case.rules.scoring.lowering.unsure else {
        return false;
    };
    let findings = case.found.findings.get(state.first..state.end).unwrap_or_default();
    let mut counting = findings.iter().filter(|finding| finding.counts()).peekable();
    counting.peek().is_some()
        && counting.all(|finding| {
            finding
                .chance
                .is_some_and(|chance| f64::from(chance) < rule.counts * 1000.0)
        })
}

fn name_of(case: &Case<'_, '_>, row: &Counted<'_>) -> String {
    let names: Vec<&str> = row
        .signs
        .iter()
        .filter_map(|(sign, _)| case.rules.signs.get(*sign))
        .map(|sign| sign.name.as_str())
        .collect();
    names.join(", ")
}

fn part(id: &str, name: &str, domain: &str, points: f64, basis: &Basis) -> ScorePart {
    ScorePart {
        id: id.to_owned(),
        name: name.to_owned(),
        domain: domain.to_owned(),
        points,
        basis: basis.kind.letter().to_owned(),
        source: basis.source.clone(),
    }
}

/// The highest tier a total reaches.
fn tier_of(total: f64, thresholds: &[(Tier, f64, Basis)]) -> Option<Tier> {
    thresholds
        .iter()
        .filter(|(_, at_least, _)| total >= *at_least)
        .map(|(tier, _, _)| *tier)
        .max()
}
