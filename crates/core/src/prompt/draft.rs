//! A prompt in the making: what fired, where it points and which findings are behind it.

use crate::evidence::Detail;
use crate::facts::{Case, Fired, TumourScore};
use crate::rules::model::{Site, Tier};

use super::lower::Concern;
use super::place::place_named;
use super::why;

/// A prompt in the making.
pub(super) struct Draft {
    pub(super) tier: Tier,
    pub(super) site: Site,
    pub(super) cancer: Option<usize>,
    /// `None` for points.
    pub(super) trigger: Option<usize>,
    /// Shown on its own, whatever else points to the same site.
    pub(super) alone: bool,
    /// Findings shown, with points.
    pub(super) shown: Vec<(usize, Option<f64>)>,
    /// All findings behind it.
    pub(super) behind: Vec<usize>,
    pub(super) score: Option<usize>,
    pub(super) query: bool,
    /// Triggers merged into it.
    pub(super) also: Vec<usize>,
    pub(super) also_points: bool,
    /// Position in what was lowered.
    pub(super) lowered: Option<usize>,
}

impl Draft {
    /// What is known of it before it is shown.
    pub(super) fn concern(&self) -> Concern<'_> {
        Concern {
            trigger: self.trigger,
            score: self.score,
            tier: self.tier,
            site: self.site,
            behind: &self.behind,
        }
    }
}

/// What a trigger that fired raises.
pub(super) fn draft(case: &Case<'_, '_>, fired: &Fired) -> Option<Draft> {
    let rule = case.rules.triggers.get(fired.trigger)?;
    let mut shown: Vec<(usize, Option<f64>)> = Vec::new();
    let mut behind = Vec::new();
    for (sign, qualifier, window) in &fired.signs {
        for index in why::of_sign(case, *sign, *qualifier, *window) {
            match shown.iter_mut().find(|(known, _)| same_words(case, *known, index)) {
                Some((known, _)) if says_more(case, index, *known) => *known = index,
                Some(_) => {}
                None => shown.push((index, None)),
            }
        }
        let state = case.found.signs.get(*sign).copied().unwrap_or_default();
        behind.extend(
            (state.first..state.end)
                .filter(|index| case.found.findings.get(*index).is_some_and(|finding| finding.counts())),
        );
    }
    // No emergency rests on likeness alone.
    let likened = |(index, _): &(usize, Option<f64>)| {
        let finding = case.found.findings.get(*index);
        finding.is_some_and(|finding| finding.detail == Detail::Likened)
    };
    let tier = if fired.query && shown.iter().any(likened) {
        rule.tier.min(Tier::Urgent24h)
    } else {
        rule.tier
    };
    let site = match rule.site {
        Site::General => place_named(case, &shown),
        site => site,
    };
    Some(Draft {
        tier,
        site,
        cancer: fired.cancer,
        trigger: Some(fired.trigger),
        alone: rule.care || rule.code.is_some() || rule.site == Site::General,
        shown,
        behind,
        score: None,
        query: fired.query,
        also: Vec::new(),
        also_points: false,
        lowered: None,
    })
}

/// What points raise.
pub(super) fn points_draft(index: usize, score: &TumourScore) -> Option<Draft> {
    Some(Draft {
        tier: score.tier?,
        site: score.site,
        cancer: Some(score.cancer),
        trigger: None,
        alone: false,
        shown: score
            .counted
            .iter()
            .map(|(finding, points)| (*finding, Some(*points)))
            .collect(),
        behind: score.counted.iter().map(|(finding, _)| *finding).collect(),
        score: Some(index),
        query: false,
        also: Vec::new(),
        also_points: false,
        lowered: None,
    })
}

/// Two findings of the same words, code or result: a sign and the sign it also is, or one phrase inside another.
pub(super) fn same_words(case: &Case<'_, '_>, left: usize, right: usize) -> bool {
    let (Some(left), Some(right)) = (case.found.findings.get(left), case.found.findings.get(right)) else {
        return false;
    };
    match (left.span, right.span) {
        (Some(_), Some(_)) => left.shares_words(right),
        (None, None) => left.entry == right.entry && left.detail == right.detail,
        _ => false,
    }
}

/// Of two findings of the same words the one that says more: the longer phrase.
fn says_more(case: &Case<'_, '_>, left: usize, right: usize) -> bool {
    let length = |index: usize| {
        case.found
            .findings
            .get(index)
            .and_then(|finding| finding.span)
            .map(|(start, end)| end.saturating_sub(start))
    };
    length(left) > length(right)
}
