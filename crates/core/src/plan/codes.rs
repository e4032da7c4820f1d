//! Which rule items a code shows: codes are sorted numbers, most of them told by how much further they are than the last.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::flat::{Bytes, Fault, Numbers, Shelf, Store, Stored};
use crate::record::System;
use crate::rules::model::Codelist;

/// What a code shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// By system and whether codes are numbers.
    tables: Vec<((System, bool), Table)>,
    /// Codes that fit in no table, sorted, with the number of their set.
    others: Vec<(System, String, u32)>,
    /// What codes show.
    sets: Vec<Vec<CodeTarget>>,
    /// Tests by their names in words, made when the first result without a known code is read.
    pub(crate) names: OnceLock<FxHashMap<String, usize>>,
}

/// Sorted codes as numbers, each with the number of its set.
#[derive(Debug, Default)]
struct Table {
    /// The first code of every block, in 8 bytes, and where the differences of the others begin.
    firsts: Bytes,
    begin: Numbers,
    /// How much further each code is than the one before it, in sevens of bits.
    further: Bytes,
    sets: Numbers,
}

/// Codes of one block.
const BLOCK: usize = 16;

impl CodeIndex {
    /// Builds the index from lists of codes, each list of one system and with what all of its codes show.
    pub(crate) fn new(lists: &[(&Codelist, &[CodeTarget])]) -> Self {
        let mut shown: BTreeMap<(System, &str), Vec<CodeTarget>> = BTreeMap::new();
        for (list, targets) in lists {
            for (code, _) in &list.codes {
                shown.entry((list.system, code)).or_default().extend_from_slice(targets);
            }
        }
        let mut index = Self::default();
        let mut numbers: FxHashMap<Vec<CodeTarget>, u32> = FxHashMap::default();
        let mut tables: BTreeMap<(System, bool), Vec<(u64, u32)>> = BTreeMap::new();
        for ((system, code), mut targets) in shown {
            targets.sort_unstable();
            targets.dedup();
            let next = small(index.sets.len());
            let set = *numbers.entry(targets).or_insert_with_key(|targets| {
                index.sets.push(targets.clone());
                next
            });
            match number_of(code) {
                Some((kind, number)) => tables.entry((system, kind)).or_default().push((number, set)),
                None => index.others.push((system, code.to_owned(), set)),
            }
        }
        for (key, mut codes) in tables {
            codes.sort_unstable();
            index.tables.push((key, Table::of(&codes)));
        }
        index
    }

    /// What a code shows; empty for most codes of a record.
    pub(crate) fn targets(&self, system: System, code: &str) -> &[CodeTarget] {
        let set = match number_of(code) {
            Some((kind, number)) => {
                let table = self.tables.iter().find(|(key, _)| *key == (system, kind));
                table.and_then(|(_, table)| table.set(number))
            }
            None => {
                let order = |other: &(System, String, u32)| (other.0, other.1.as_str()).cmp(&(system, code));
                let place = self.others.binary_search_by(order).ok();
                place.and_then(|place| self.others.get(place)).map(|(_, _, set)| *set)
            }
        };
        set.and_then(|set| self.sets.get(large(set))).map_or(&[], Vec::as_slice)
    }

    /// How many codes are known.
    pub(crate) fn len(&self) -> usize {
        let tables = self.tables.iter().map(|(_, table)| table.sets.len());
        tables.sum::<usize>().saturating_add(self.others.len())
    }
}

impl Table {
    fn of(codes: &[(u64, u32)]) -> Self {
        let (mut firsts, mut begin, mut further) = (Vec::new(), Vec::new(), Vec::new());
        for block in codes.chunks(BLOCK) {
            let mut before = None;
            for (code, _) in block {
                match before {
                    None => {
                        firsts.extend_from_slice(&code.to_le_bytes());
                        begin.push(small(further.len()));
                    }
                    Some(before) => {
                        let mut rest = code.saturating_sub(before);
                        while rest >= 128 {
                            further.push(low(rest) | 128);
                            rest >>= 7;
                        }
                        further.push(low(rest));
                    }
                }
                before = Some(*code);
            }
        }
        Self {
            firsts: Cow::Owned(firsts),
            begin: begin.into_iter().collect(),
            further: Cow::Owned(further),
            sets: codes.iter().map(|(_, set)| *set).collect(),
        }
    }

    /// The number of the set of a code.
    fn set(&self, wanted: u64) -> Option<u32> {
        let (firsts, _) = self.firsts.as_chunks::<8>();
        let after = firsts.partition_point(|first| u64::from_le_bytes(*first) <= wanted);
        let block = after.checked_sub(1)?;
        let mut code = u64::from_le_bytes(*firsts.get(block)?);
        let mut rest = self.further.get(large(self.begin.get(block)?)..)?.iter();
        for place in 0..BLOCK {
            if code == wanted {
                return self.sets.get(block.checked_mul(BLOCK)?.checked_add(place)?);
            }
            let mut more = 0u64;
            let mut shift = 0u32;
            loop {
                let byte = *rest.next()?;
                more |= u64::from(byte & 127).checked_shl(shift)?;
                shift = shift.saturating_add(7);
                if byte < 128 {
                    break;
                }
            }
            code = code.checked_add(more)?;
        }
        None
    }
}

/// A code as a number: digits as what they say, or up to eight characters as their bytes.
fn number_of(code: &str) -> Option<(bool, u64)> {
    let bytes = code.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) && (1..=18).contains(&bytes.len()) && !bytes.starts_with(b"0") {
        return Some((true, code.parse().ok()?));
    }
    if bytes.len() > 8 || bytes.contains(&0) {
        return None;
    }
    let mut all = [0u8; 8];
    all.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some((false, u64::from_be_bytes(all)))
}

impl Stored for CodeIndex {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        let keys: Vec<(System, bool)> = self.tables.iter().map(|(key, _)| *key).collect();
        to.small(&(keys, &self.others, &self.sets))?;
        for (_, table) in &self.tables {
            to.table(&table.firsts);
            table.begin.store(to)?;
            to.table(&table.further);
            table.sets.store(to)?;
        }
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let (keys, others, sets): (Vec<(System, bool)>, _, _) = from.small()?;
        let mut tables = Vec::new();
        for key in keys {
            let table = Table {
                firsts: from.table()?,
                begin: Numbers::load(from)?,
                further: from.table()?,
                sets: Numbers::load(from)?,
            };
            tables.push((key, table));
        }
        Ok(Self {
            tables,
            others,
            sets,
            names: OnceLock::new(),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest seven bits")]
const fn low(number: u64) -> u8 {
    number as u8 & 127
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn large(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
