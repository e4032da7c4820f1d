//! The fixed words of rule files, as they are written.

use super::node::Table;
use crate::record::Sex;
use crate::rules::terms::{Affinity, Site, Tier};

/// The affinities, as written.
pub(crate) const AFFINITIES: [(&str, Affinity); 3] = [
    ("high", Affinity::High),
    ("moderate", Affinity::Moderate),
    ("low", Affinity::Low),
];

/// The sexes, as written.
pub(crate) const SEXES: [(&str, Sex); 2] = [("female", Sex::Female), ("male", Sex::Male)];

/// Tiers as choices of a key.
pub(crate) fn tier_choices(tiers: &[Tier]) -> Vec<(&'static str, Tier)> {
    tiers.iter().map(|tier| (tier.name(), *tier)).collect()
}

/// Sites as choices of a key.
pub(crate) fn site_choices() -> [(&'static str, Site); Site::ALL.len()] {
    Site::ALL.map(|site| (site.name(), site))
}

/// The site under a key.
pub(crate) fn site(table: &mut Table<'_, '_>, key: &'static str) -> Option<Site> {
    table.choice(key, &site_choices())
}

/// The sites of a list.
pub(crate) fn sites(table: &mut Table<'_, '_>, key: &'static str) -> Vec<Site> {
    let value = table.get(key);
    value
        .map(|mut value| value.items("a list of sites", |item| item.choice(&site_choices())))
        .unwrap_or_default()
}
