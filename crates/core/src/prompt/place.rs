//! Where a report points whose rule has no one site.

use crate::evidence::Finding;
use crate::facts::Case;
use crate::rules::model::{SignKind, Site};

/// Where a report of no one site points: the place that its own entry names most often, imaging first.
pub(super) fn place_named(case: &Case<'_, '_>, shown: &[(usize, Option<f64>)]) -> Site {
    let kind = |finding: &Finding| case.plan.signs.get(finding.sign).map(|plan| plan.kind);
    let reports: Vec<usize> = shown
        .iter()
        .filter_map(|(index, _)| case.found.findings.get(*index))
        .filter(|finding| kind(finding) == Some(SignKind::Imaging))
        .map(|finding| finding.entry)
        .collect();
    if reports.is_empty() {
        return Site::General;
    }
    let named = |imaging: bool| {
        let mut counts = [0_usize; Site::ALL.len()];
        for finding in &case.found.findings {
            let wanted = finding.counts()
                && reports.contains(&finding.entry)
                && matches!(
                    kind(finding),
                    Some(SignKind::Imaging | SignKind::History | SignKind::Symptom)
                )
                && (kind(finding) == Some(SignKind::Imaging)) == imaging;
            let site = case.rules.signs.get(finding.sign).map(|sign| sign.site);
            let place = Site::ALL.iter().position(|known| Some(*known) == site);
            if let Some(count) = place.filter(|_| wanted).and_then(|place| counts.get_mut(place)) {
                *count = count.saturating_add(1);
            }
        }
        let places = Site::ALL.into_iter().zip(counts);
        places
            .filter(|(site, count)| *count > 0 && !matches!(site, Site::General | Site::Constitutional))
            .rev()
            .max_by_key(|(_, count)| *count)
            .map(|(site, _)| site)
    };
    named(true).or_else(|| named(false)).unwrap_or(Site::General)
}
