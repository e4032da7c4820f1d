//! What a finding is, and what the findings of a sign amount to.

use crate::plan::{EngineQualifiers, bit};
use crate::record::{Assertion, Date, PartialDate};

use super::terms::{Certainty, EvidenceSource, Truth};

/// A sign shown (or denied) by one entry.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) sign: usize,
    /// The sign as it was said; `sign` is that or one that it also is.
    pub(crate) origin: usize,
    pub(crate) entry: usize,
    /// As the record gives it; its latest day never lies after the question.
    pub(crate) date: PartialDate,
    pub(crate) latest: Date,
    pub(crate) assertion: Assertion,
    pub(crate) source: EvidenceSource,
    /// Qualifiers said of it, as a set.
    pub(crate) qualifiers: u64,
    /// How long it had gone on by then, where that was said.
    pub(crate) duration_days: Option<i32>,
    /// Bytes of the entry's text.
    pub(crate) span: Option<(u32, u32)>,
    pub(crate) detail: Detail,
    /// The chance, in thousandths, that its words say the sign; `None` for codes, results and words never judged.
    pub(crate) chance: Option<u16>,
}

/// The chance in thousandths that log-odds stand for. By table and line, so that every machine agrees.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held to the range of the table"
)]
pub(crate) fn chance(log_odds: f32) -> u16 {
    /// For -3, -2.5 … 3.
    const STEPS: [f32; 13] = [
        47.0, 76.0, 119.0, 182.0, 269.0, 378.0, 500.0, 622.0, 731.0, 818.0, 881.0, 924.0, 953.0,
    ];
    let place = (log_odds.clamp(-3.0, 3.0) + 3.0) * 2.0;
    let step = place.floor();
    let at = |step: usize| STEPS.get(step).copied().unwrap_or(953.0);
    let (low, high) = (at(step as usize), at((step as usize).saturating_add(1)));
    (low + (high - low) * (place - step)).round() as u16
}

/// What else is shown of a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Detail {
    None,
    /// Found by likeness to known lines alone: never more than possible, and no emergency rests on it.
    Likened,
    /// Said in a letter that is called another person's: possible, and no emergency asks about it.
    Disputed,
    /// Position of the coding in the entry.
    Coding(usize),
    /// Position in the results.
    Result(usize),
    /// Positions of the comparison value and the newest in the results.
    Trend(usize, usize),
}

/// A cancer named by one entry.
#[derive(Debug, Clone)]
pub(crate) struct CancerMention {
    pub(crate) tumour: usize,
    pub(crate) subtype: Option<usize>,
    pub(crate) entry: usize,
    pub(crate) date: Option<PartialDate>,
    pub(crate) certainty: Certainty,
    pub(crate) span: Option<(u32, u32)>,
    pub(crate) coding: Option<usize>,
}

/// A code that shows or refutes a status rule.
#[derive(Debug, Clone)]
pub(crate) struct StatusMention {
    pub(crate) status: usize,
    pub(crate) refutes: bool,
    pub(crate) entry: usize,
    pub(crate) date: Option<PartialDate>,
    pub(crate) coding: usize,
}

/// What the findings of one sign amount to, inside its lookback.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SignState {
    pub(crate) truth: Truth,
    /// Merely possible: uncertain words and nothing better.
    pub(crate) possible: bool,
    /// A possible mention that an emergency may ask about.
    pub(crate) asked: bool,
    /// Qualifiers of its current findings.
    pub(crate) qualifiers: u64,
    /// Its findings, as a range of the sorted list.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Its newest current finding.
    pub(crate) newest: Option<usize>,
}

impl Finding {
    /// Whether its words in the same entry hold those of another finding.
    pub(crate) fn quotes_more_than(&self, other: &Self) -> bool {
        let holds = |(start, end): (u32, u32), (from, to): (u32, u32)| start <= from && end >= to;
        self.entry == other.entry && self.span.zip(other.span).is_some_and(|(own, its)| holds(own, its))
    }

    /// Whether both are said by the same words of one entry, or one by words inside the other's.
    pub(crate) fn shares_words(&self, other: &Self) -> bool {
        let meet = |(one, other): ((u32, u32), (u32, u32))| one.0 < other.1 && other.0 < one.1;
        self.entry == other.entry && self.span.zip(other.span).is_some_and(meet)
    }

    pub(crate) fn counts(&self) -> bool {
        matches!(self.assertion, Assertion::Present | Assertion::Possible)
    }
}

/// The qualifiers that say of a sign that nothing about it is new.
#[derive(Clone, Copy)]
pub(crate) struct Steady {
    /// `unchanged`, or none.
    unchanged: u64,
    /// How long it has lasted, how often it was told, and that it is getting better.
    nothing_new: u64,
}

impl Steady {
    pub(crate) fn of(qualifiers: &EngineQualifiers) -> Self {
        let lasting = qualifiers.lasting.iter().map(|(qualifier, _)| *qualifier);
        let repeated = qualifiers.repeated.iter().map(|(qualifier, ..)| *qualifier);
        let by_engine = lasting.chain(repeated).chain(qualifiers.improving);
        Self {
            unchanged: qualifiers.unchanged.map_or(0, bit),
            nothing_new: by_engine.fold(0, |set, qualifier| set | bit(qualifier)),
        }
    }
}

/// So many of a sign's newest findings are asked whether they go on.
const FEW: usize = 16;

/// What findings of one sign amount to, seen from `from` on. The newest statement decides: present, or gone.
///
/// On one day a statement that it is there stands above one that it is not: templates and examinations deny by
/// habit, and a missed sign costs more than a second look (EVIDENCE H10, H13).
///
/// `steady` are qualifiers: `unchanged` holds of a sign only where its newest entry does not go on to say more of it without
/// (`Numb feet, unchanged. Now numb up to the groin.`), in more words or with a qualifier of its own.
pub(crate) fn state_of(findings: &[Finding], offset: usize, from: Option<Date>, steady: Steady) -> SignState {
    let Steady { unchanged, nothing_new } = steady;
    let mut state = SignState {
        first: offset,
        end: offset.saturating_add(findings.len()),
        ..SignState::default()
    };
    let inside = |finding: &&Finding| from.is_none_or(|from| finding.latest >= from);
    let newest = |wanted: Assertion| {
        findings
            .iter()
            .filter(inside)
            .filter(|finding| finding.assertion == wanted)
            .map(|finding| finding.latest)
            .max()
    };
    let (present, possible, absent) = (
        newest(Assertion::Present),
        newest(Assertion::Possible),
        newest(Assertion::Absent),
    );
    let stands = |date: Option<Date>| date.is_some_and(|date| absent.is_none_or(|absent| date >= absent));
    let wanted = if stands(present) {
        state.truth = Truth::True;
        Some(Assertion::Present)
    } else if stands(possible) {
        state.possible = true;
        Some(Assertion::Possible)
    } else {
        if absent.is_some() {
            state.truth = Truth::False;
        }
        None
    };
    let Some(wanted) = wanted else { return state };
    let length = |finding: &Finding| finding.span.map_or(0, |(start, end)| end.saturating_sub(start));
    let goes_on = |finding: &Finding| {
        finding.qualifiers & unchanged == 0
            && finding.assertion == wanted
            && findings.iter().any(|other| {
                other.entry == finding.entry
                    && other.qualifiers & unchanged != 0
                    && !other.shares_words(finding)
                    && other
                        .span
                        .zip(finding.span)
                        .is_some_and(|(before, now)| before.1 <= now.0)
                    && (length(finding) > length(other) || finding.qualifiers & !(other.qualifiers | nothing_new) != 0)
            })
    };
    let more = unchanged != 0 && findings.iter().rev().take(FEW).any(goes_on);
    for (index, finding) in findings.iter().enumerate() {
        let current =
            finding.assertion == wanted && inside(&finding) && absent.is_none_or(|absent| finding.latest >= absent);
        if current {
            state.asked |= state.possible && finding.detail != Detail::Disputed;
            state.qualifiers |= finding.qualifiers;
            // Of two readings of the same words the one that quotes more of them is shown.
            let inside = state
                .newest
                .and_then(|newest| findings.get(newest.saturating_sub(offset)))
                .is_some_and(|newest| newest.quotes_more_than(finding));
            if !inside {
                state.newest = Some(offset.saturating_add(index));
            }
        }
    }
    if more {
        state.qualifiers &= !unchanged;
    }
    state
}

#[cfg(test)]
mod tests {
    use super::chance;

    #[test]
    fn chance_grows_with_the_log_odds_and_stays_below_one() {
        assert_eq!((chance(-9.0), chance(0.0), chance(9.0)), (47, 500, 953));
        assert_eq!(chance(0.25), 561);
        let steps: Vec<u16> = (-400_i16..=400).map(|step| chance(f32::from(step) / 100.0)).collect();
        assert!(steps.is_sorted());
    }
}
