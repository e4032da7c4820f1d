//! How long a complaint has gone on: `7/52`, `for 2 months`, `x3 days`, `since Xmas`. Not which complaint.

use rustc_hash::{FxHashMap, FxHashSet};

use super::phrase::{Coded, Tree};
use super::vocabulary::{FILLER, Vocabulary};
use crate::flat::{Fault, Shelf, Store, Stored};
use crate::text::context::NoteDate;
use crate::text::token::{Gap, Kind, Token};

/// So many words back from a year `since` is looked for.
const SINCE: usize = 5;

/// When something began, as the language files say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    DaysBack(u32),
    Date { month: u8, day: u8 },
}

impl Coded for Moment {
    fn code(self) -> [u32; 3] {
        match self {
            Self::DaysBack(days) => [0, days, 0],
            Self::Date { month, day } => [1, u32::from(month), u32::from(day)],
        }
    }

    fn of([kind, one, other]: [u32; 3]) -> Self {
        match kind {
            0 => Self::DaysBack(one),
            _ => Self::Date {
                month: u8::try_from(one).unwrap_or(1),
                day: u8::try_from(other).unwrap_or(1),
            },
        }
    }
}

/// The words and numbers of durations.
#[derive(Debug, Default)]
pub(crate) struct Durations {
    /// Entry of a unit's word to its days.
    pub(in crate::text) units: FxHashMap<u32, u32>,
    /// Number after the slash to days.
    pub(in crate::text) slashes: FxHashMap<u32, u32>,
    /// Entry of a number word to its number.
    pub(in crate::text) numbers: FxHashMap<u32, u32>,
    pub(in crate::text) moments: Tree<Moment>,
    pub(in crate::text) moment_starts: FxHashSet<u32>,
    /// Entries of the words before the year in which something began: `since 2010`.
    pub(in crate::text) since: FxHashSet<u32>,
}

impl Stored for Durations {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        to.sorted(&self.units)?;
        to.sorted(&self.slashes)?;
        to.sorted(&self.numbers)?;
        self.moments.store(to)?;
        let sorted = |entries: &FxHashSet<u32>| {
            let mut entries: Vec<u32> = entries.iter().copied().collect();
            entries.sort_unstable();
            entries
        };
        to.small(&(sorted(&self.moment_starts), sorted(&self.since)))
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            units: from.small()?,
            slashes: from.small()?,
            numbers: from.small()?,
            moments: Tree::load(from)?,
            ..Self::begun(from.small()?)
        })
    }
}

/// A duration as found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duration {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) days: u32,
}

impl Durations {
    fn begun((moment_starts, since): (FxHashSet<u32>, FxHashSet<u32>)) -> Self {
        Self {
            moment_starts,
            since,
            ..Self::default()
        }
    }

    /// Whether a duration begins at `at`.
    pub(crate) fn starts(&self, tokens: &[Token], at: usize) -> bool {
        let Some(token) = tokens.get(at) else {
            return false;
        };
        match token.kind {
            Kind::Number => {
                let slash = tokens
                    .get(at.saturating_add(1))
                    .is_some_and(|next| next.mark == b'/' && next.gap == Gap::Joined);
                let unit = tokens
                    .get(at.saturating_add(1))
                    .is_some_and(|next| self.units.contains_key(&next.entry));
                slash || unit
            }
            Kind::Word => self.moment_starts.contains(&token.entry),
            Kind::Mark => false,
        }
    }

    /// The duration that begins at `at`.
    pub(crate) fn at(
        &self,
        text: &str,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        at: usize,
        today: Option<NoteDate>,
    ) -> Option<Duration> {
        let token = tokens.get(at)?;
        if token.kind == Kind::Mark {
            return None;
        }
        if let Some(found) = self.moment(vocabulary, tokens, at, today) {
            return Some(found);
        }
        if let Some(found) = self.since_year(text, tokens, at, today) {
            return Some(found);
        }
        let mut number = self.number(text, token)?;
        let mut next = at.saturating_add(1);
        // `2-3/52`: the longer end counts.
        if let (Some(second), Kind::Number) = (tokens.get(next), token.kind)
            && second.kind == Kind::Number
            && second.gap == Gap::Joined
            && let Some(higher) = self.number(text, second)
        {
            number = number.max(higher);
            next = next.saturating_add(1);
        }
        let after = tokens.get(next)?;
        if after.mark == b'/' && after.gap == Gap::Joined && after.kind == Kind::Mark {
            let below = tokens
                .get(next.saturating_add(1))
                .filter(|below| below.gap == Gap::Joined && below.kind == Kind::Number)?;
            let unit = self.slashes.get(&whole(text, below)?)?;
            // `3/7/24` is a date.
            let date = tokens
                .get(next.saturating_add(2))
                .is_some_and(|third| third.mark == b'/' && third.gap == Gap::Joined);
            return (!date).then(|| Duration {
                from: at,
                to: next.saturating_add(2),
                days: number.saturating_mul(*unit),
            });
        }
        // `couple of weeks`: one filler between.
        let (unit, end) = match self.units.get(&after.entry) {
            Some(unit) => (unit, next.saturating_add(1)),
            None if token.kind == Kind::Word && vocabulary.has(after.entry, FILLER) => {
                let unit = tokens.get(next.saturating_add(1))?;
                (self.units.get(&unit.entry)?, next.saturating_add(2))
            }
            None => return None,
        };
        Some(Duration {
            from: at,
            to: end,
            days: number.saturating_mul(*unit),
        })
    }

    /// `since 2010`, `since his prostatectomy in 2010`: from the end of that year at the latest.
    fn since_year(&self, text: &str, tokens: &[Token], at: usize, today: Option<NoteDate>) -> Option<Duration> {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        let before = tokens.get(at.saturating_sub(SINCE)..at).unwrap_or_default();
        let words = before.iter().rev().take_while(|before| before.kind == Kind::Word);
        if !words
            .into_iter()
            .any(|word| word.entry != 0 && self.since.contains(&word.entry))
        {
            return None;
        }
        let year = i16::try_from(whole(text, token)?)
            .ok()
            .filter(|year| (1900..2200).contains(year))?;
        let today = today?;
        let years = u32::try_from(today.year.checked_sub(year)?.checked_sub(1)?).ok()?;
        Some(Duration {
            from: at,
            to: at.saturating_add(1),
            days: years.saturating_mul(365).saturating_add(today.days_since(1, 1)),
        })
    }

    fn number(&self, text: &str, token: &Token) -> Option<u32> {
        match token.kind {
            Kind::Number => whole(text, token),
            Kind::Word => self.numbers.get(&token.entry).copied().or_else(|| {
                // `x3 days`
                let typed = typed(text, token)?;
                typed.strip_prefix(['x', 'X'])?.parse().ok()
            }),
            Kind::Mark => None,
        }
        .filter(|number| *number <= 2000)
    }

    fn moment(
        &self,
        vocabulary: &Vocabulary,
        tokens: &[Token],
        at: usize,
        today: Option<NoteDate>,
    ) -> Option<Duration> {
        let token = tokens.get(at)?;
        if token.entry == 0 || !self.moment_starts.contains(&token.entry) {
            return None;
        }
        let mut best: Option<(Moment, usize)> = None;
        self.moments.walk(vocabulary, false, tokens, at, |moment, to| {
            if best.is_none_or(|(_, end)| end != to) {
                best = Some((moment, to));
            }
        });
        let (moment, to) = best?;
        let days = match moment {
            Moment::DaysBack(days) => days,
            Moment::Date { month, day } => today?.days_since(month, day),
        };
        Some(Duration { from: at, to, days })
    }
}

fn typed<'t>(text: &'t str, token: &Token) -> Option<&'t str> {
    text.get(usize::try_from(token.start).ok()?..usize::try_from(token.end).ok()?)
}

fn whole(text: &str, token: &Token) -> Option<u32> {
    typed(text, token)?.parse().ok()
}
