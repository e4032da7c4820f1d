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
    by_hash: FxHashMap<u64, Slot>,
    targets: Vec<CodeTarget>,
}

#[derive(Debug)]
struct Slot {
    system: System,
    code: Box<str>,
    first: u32,
    count: u32,
    /// Codes whose hash is the same; none is known, none is lost.
    collided: Vec<Slot>,
}

impl CodeIndex {
    /// Builds the index from (system, code, target) rows in any order.
    pub(crate) fn new(mut rows: Vec<(System, &str, CodeTarget)>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        let mut index = Self::default();
        index.by_hash.reserve(rows.len());
        for group in rows.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
            let Some((system, code, _)) = group.first() else {
                continue;
            };
            let first = u32::try_from(index.targets.len()).unwrap_or(u32::MAX);
            index.targets.extend(group.iter().map(|row| row.2));
            let count = u32::try_from(group.len()).unwrap_or(u32::MAX);
            let slot = Slot {
                system: *system,
                code: (*code).into(),
                first,
                count,
                collided: Vec::new(),
            };
            match index.by_hash.entry(hash_of(*system, code)) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(slot);
                }
                std::collections::hash_map::Entry::Occupied(mut entry) => entry.get_mut().collided.push(slot),
            }
        }
        index
    }

    /// What a code shows; empty for most codes of a record.
    pub(crate) fn targets(&self, system: System, code: &str) -> &[CodeTarget] {
        let Some(slot) = self.by_hash.get(&hash_of(system, code)) else {
            return &[];
        };
        let matches = |slot: &&Slot| slot.system == system && *slot.code == *code;
        let Some(slot) = std::iter::once(slot).chain(&slot.collided).find(matches) else {
            return &[];
        };
        let first = usize::try_from(slot.first).unwrap_or(usize::MAX);
        let end = first.saturating_add(usize::try_from(slot.count).unwrap_or(0));
        self.targets.get(first..end).unwrap_or(&[])
    }

    /// How many codes are known.
    pub(crate) fn len(&self) -> usize {
        self.by_hash.len()
    }
}

fn hash_of(system: System, code: &str) -> u64 {
    let mut hasher = FxHasher::default();
    system.hash(&mut hasher);
    code.hash(&mut hasher);
    hasher.finish()
}
