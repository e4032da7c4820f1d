//! An end to what a record may show of one thing, whatever it holds: a hundred thousand mentions of one sign say no more than
//! the newest few thousand, and nobody's memory is to depend on how often something was copied.

use rustc_hash::FxHashMap;

use crate::record::{Notice, NoticeCode};

use super::collected::Collected;

/// So many findings, cancers named or values are gathered before those said most often are thinned out.
const MANY: usize = 200_000;

/// So many of one kind are kept then.
const KEPT: usize = 200;

/// How much is gathered before the next thinning.
#[derive(Debug)]
pub(super) struct Most {
    findings: usize,
    results: usize,
    cancers: usize,
    thinned: bool,
}

impl Default for Most {
    fn default() -> Self {
        Self {
            findings: MANY,
            results: MANY,
            cancers: MANY,
            thinned: false,
        }
    }
}

/// Twice what is left, so that thinning takes time in proportion to what was gathered.
fn next(left: usize) -> usize {
    left.saturating_mul(2).max(MANY)
}

impl Most {
    /// Thins out what there is too much of. Entries come in the order of their dates: of findings and values the newest are
    /// kept, of cancers named the oldest, which say since when.
    pub(super) fn bound(&mut self, out: &mut Collected) {
        if out.findings.len() >= self.findings {
            newest(&mut out.findings, |finding| {
                (finding.sign, finding.assertion, finding.source)
            });
            self.findings = next(out.findings.len());
            self.thinned = true;
        }
        if out.results.len() >= self.results {
            newest(&mut out.results, |result| (result.measurement, result.typed.is_some()));
            self.results = next(out.results.len());
            self.thinned = true;
        }
        if out.cancers.len() >= self.cancers {
            let mut counts = FxHashMap::default();
            out.cancers
                .retain(|cancer| kept(&mut counts, (cancer.tumour, cancer.subtype, cancer.coding.is_some())));
            self.cancers = next(out.cancers.len());
            self.thinned = true;
        }
    }

    /// Says that something was thinned out.
    pub(super) fn told(&self) -> Option<Notice> {
        self.thinned.then(|| {
            Notice::general(
                NoticeCode::LimitReached,
                "some signs or values are recorded many thousand times; the newest of each were used",
            )
        })
    }
}

/// Keeps the last few of each kind, in their order.
fn newest<T, K: Eq + std::hash::Hash>(all: &mut Vec<T>, kind: impl Fn(&T) -> K) {
    let mut counts = FxHashMap::default();
    all.reverse();
    all.retain(|one| kept(&mut counts, kind(one)));
    all.reverse();
    all.shrink_to_fit();
}

fn kept<K: Eq + std::hash::Hash>(counts: &mut FxHashMap<K, usize>, kind: K) -> bool {
    let count = counts.entry(kind).or_default();
    *count = count.saturating_add(1);
    *count <= KEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_each_kind_are_kept_in_their_order() {
        let mut all: Vec<(u8, usize)> = (0..KEPT * 2).map(|at| (1, at)).collect();
        all.insert(0, (2, 7));
        newest(&mut all, |one| one.0);
        assert_eq!(
            (all.len(), all.first().copied(), all.get(1).copied()),
            (KEPT + 1, Some((2, 7)), Some((1, KEPT)))
        );
    }
}
