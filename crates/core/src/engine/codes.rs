//! Which rule items a code shows: one hash of system and code, then the code itself is compared.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::record::System;

/// What a code shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CodeTarget {
    /// A sign.
    Sign(usize),
    /// That a sign is not there.
    SignAbsent(usize),
    /// A sign, when on a medication entry.
    Medication(usize),
    /// A measurement.
    Measurement(usize),
    /// A tumour type's history.
    Tumour(usize),
    /// That the entry is no history of a tumour type.
    TumourExclude(usize),
    /// A subtype of a tumour type.
    Subtype(usize, usize),
    /// A status rule.
    Status(usize),
    /// What refutes a status rule when later.
    StatusExclude(usize),
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct CodeIndex {
    /// By hash of system and code; of codes with the same hash the first.
    by_hash: FxHashMap<u64, u32>,
    slots: Vec<Slot>,
    /// The codes, one after another.
    codes: String,
    targets: Vec<CodeTarget>,
}

#[derive(Debug)]
struct Slot {
    system: System,
    /// Where it begins and ends in `codes`.
    code: (u32, u32),
    /// Its first target and how many there are.
    first: u32,
    count: u32,
    /// The next code of the same hash; none is known, none is lost.
    next: Option<u32>,
}

impl CodeIndex {
    /// Builds the index from (system, code, target) rows in any order.
    pub(crate) fn new(rows: &[(System, &str, CodeTarget)]) -> Self {
        // Sorted by hash, which is a number and quick to compare, and only among equal hashes by code.
        let mut order: Vec<(u64, &(System, &str, CodeTarget))> =
            rows.iter().map(|row| (hash_of(row.0, row.1), row)).collect();
        order.sort_unstable_by(|left, right| left.0.cmp(&right.0).then_with(|| left.1.cmp(right.1)));
        let mut index = Self::default();
        index.by_hash.reserve(order.len());
        index.slots.reserve(order.len());
        for group in order.chunk_by(|left, right| left.0 == right.0 && (left.1.0, left.1.1) == (right.1.0, right.1.1)) {
            let Some((hash, (system, code, _))) = group.first() else {
                continue;
            };
            let start = small(index.codes.len());
            index.codes.push_str(code);
            let first = index.targets.len();
            for (_, (_, _, target)) in group {
                if index.targets.get(first..).and_then(<[_]>::last) != Some(target) {
                    index.targets.push(*target);
                }
            }
            let number = small(index.slots.len());
            index.slots.push(Slot {
                system: *system,
                code: (start, small(index.codes.len())),
                first: small(first),
                count: small(index.targets.len().saturating_sub(first)),
                next: index.by_hash.insert(*hash, number),
            });
        }
        index
    }

    /// What a code shows; empty for most codes of a record.
    pub(crate) fn targets(&self, system: System, code: &str) -> &[CodeTarget] {
        let mut next = self.by_hash.get(&hash_of(system, code)).copied();
        while let Some(slot) = next.and_then(|number| self.slots.get(large(number))) {
            let known = self.codes.get(large(slot.code.0)..large(slot.code.1));
            if slot.system == system && known == Some(code) {
                let first = large(slot.first);
                let end = first.saturating_add(large(slot.count));
                return self.targets.get(first..end).unwrap_or(&[]);
            }
            next = slot.next;
        }
        &[]
    }

    /// How many codes are known.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn large(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn hash_of(system: System, code: &str) -> u64 {
    let mut hasher = FxHasher::default();
    system.hash(&mut hasher);
    code.hash(&mut hasher);
    hasher.finish()
}
