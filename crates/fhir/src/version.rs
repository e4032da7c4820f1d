//! Versions of a resource: the newest decides, and a resource that was deleted since says nothing.

use std::borrow::Cow;
use std::cmp::Ordering;

/// What tells one version of a resource from another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version<'a> {
    /// `meta.versionId`, or the entry's `etag`.
    pub(crate) number: Option<Cow<'a, str>>,
    /// `meta.lastUpdated`, or the entry's `lastModified`.
    pub(crate) updated: Option<Cow<'a, str>>,
    /// A deletion.
    pub(crate) deleted: bool,
}

/// The length of a day without a time.
const DAY: usize = 10;

impl Version<'_> {
    /// Which of two versions is the newer; `None` where nothing tells them apart. `self` stands first in the Bundle.
    pub(crate) fn against(&self, later: &Self, history: bool) -> Option<Ordering> {
        let number = |version: &Self| {
            version
                .number
                .as_deref()
                .and_then(|number| number.trim().parse::<u64>().ok())
        };
        // An id of a version is no more than a name, and counts from one again on another server: the time decides first.
        if let (Some(one), Some(other)) = (self.updated.as_deref(), later.updated.as_deref())
            && one.len() > DAY
            && other.len() > DAY
            && moment(one) != moment(other)
        {
            return Some(moment(one).cmp(&moment(other)));
        }
        if let (Some(one), Some(other)) = (number(self), number(later)) {
            if one != other {
                return Some(one.cmp(&other));
            }
            // The same version twice.
            return Some(Ordering::Greater);
        }
        if let (Some(one), Some(other)) = (self.updated.as_deref(), later.updated.as_deref())
            && moment(one) != moment(other)
        {
            return Some(moment(one).cmp(&moment(other)));
        }
        // A history lists the newest version first.
        let first_is_newer = history || self.deleted;
        (history || self.deleted != later.deleted).then_some(if first_is_newer {
            Ordering::Greater
        } else {
            Ordering::Less
        })
    }
}

/// An instant in a form that can be compared: hours of zones are taken off, fractions kept as written.
fn moment(text: &str) -> (i64, &str) {
    let number = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|digits| digits.parse::<i64>().ok())
            .unwrap_or(0)
    };
    let day =
        metasign_core::record::PartialDate::parse(text.trim()).map_or(0, |date| date.earliest().days_since_epoch());
    let time = text.get(11..).unwrap_or_default();
    let zone_at = time.rfind(['+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone_at).unwrap_or((time, ""));
    let fraction = clock
        .split_once('.')
        .map_or("", |(_, fraction)| fraction.trim_end_matches('Z'));
    let part = |from: usize, to: usize| {
        zone.get(from..to)
            .and_then(|digits| digits.parse::<i64>().ok())
            .unwrap_or(0)
    };
    let minutes = part(1, 3).saturating_mul(60).saturating_add(part(4, 6));
    let minutes = if zone.starts_with('-') {
        minutes.saturating_neg()
    } else {
        minutes
    };
    let seconds = i64::from(day)
        .saturating_mul(86_400)
        .saturating_add(number(11, 13).saturating_mul(3600))
        .saturating_add(number(14, 16).saturating_mul(60))
        .saturating_add(number(17, 19))
        .saturating_sub(minutes.saturating_mul(60));
    (seconds, fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: Option<&'static str>, updated: Option<&'static str>) -> Version<'static> {
        Version {
            number: number.map(Cow::from),
            updated: updated.map(Cow::from),
            deleted: false,
        }
    }

    #[test]
    fn times_then_numbers_then_the_order_of_a_history_decide() {
        let against = |one: &Version<'_>, other: &Version<'_>, history| one.against(other, history);
        let two = version(Some("2"), None);
        let ten = version(Some("10"), None);
        assert_eq!(against(&two, &ten, true), Some(Ordering::Less));
        assert_eq!(against(&ten, &two, false), Some(Ordering::Greater));
        let old = version(Some("a"), Some("2026-01-01T10:00:00+02:00"));
        let new = version(Some("b"), Some("2026-01-01T09:00:00Z"));
        assert_eq!(against(&old, &new, false), Some(Ordering::Less));
        let restored = version(Some("1"), Some("2026-02-01T00:00:00Z"));
        let before = version(Some("7"), Some("2026-01-01T00:00:00Z"));
        assert_eq!(against(&restored, &before, true), Some(Ordering::Greater));
        let day = version(Some("1"), Some("2026-02-01"));
        assert_eq!(against(&day, &before, true), Some(Ordering::Less));
        let none = version(None, None);
        assert_eq!(against(&none, &none, false), None);
        assert_eq!(against(&none, &none, true), Some(Ordering::Greater));
        let deleted = Version {
            deleted: true,
            ..Version::default()
        };
        assert_eq!(against(&none, &deleted, false), Some(Ordering::Less));
        assert_eq!(against(&deleted, &none, false), Some(Ordering::Greater));
    }

    #[test]
    fn moments_of_different_zones_are_compared_as_instants() {
        assert!(moment("2026-01-01T10:00:00+02:00") < moment("2026-01-01T08:00:01Z"));
        assert!(moment("2026-01-01T10:00:00.100Z") < moment("2026-01-01T10:00:00.200Z"));
        assert_eq!(moment("2026-01-01T23:30:00-01:00"), moment("2026-01-02T00:30:00+00:00"));
    }
}
