//! Tables that are read where they lie: in the library's own bytes, or in bytes that somebody read from a file.
//!
//! A table is bytes, little-endian, behind functions that check every place; to load one is to take a slice. What is small
//! goes through serde instead. Whatever is asked of a damaged table has an answer, so a wrong byte can't stop the reader:
//! that the answer is right is the business of the checksum over the whole.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of the library, or a table's own.
pub(crate) type Bytes = Cow<'static, [u8]>;

/// Why a part can't be read or written.
pub(crate) type Fault = &'static str;

/// Something that lies in a file as tables.
pub(crate) trait Stored: Sized {
    fn store(&self, to: &mut Store) -> Result<(), Fault>;
    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault>;
}

/// Where tables are written, one after another, each with its length before it.
#[derive(Debug, Default)]
pub(crate) struct Store {
    bytes: Vec<u8>,
}

impl Store {
    pub(crate) fn table(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes what is small.
    pub(crate) fn small<T: Serialize>(&mut self, value: &T) -> Result<(), Fault> {
        let bytes = postcard::to_stdvec(value).map_err(|_| "a part can't be written")?;
        self.table(&bytes);
        Ok(())
    }

    /// Writes a small map, so that the same map gives the same bytes.
    pub(crate) fn sorted<V: Serialize + Ord>(&mut self, map: &FxHashMap<u32, V>) -> Result<(), Fault> {
        self.small(&map.iter().collect::<BTreeMap<_, _>>())
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// From where tables are read, in the order in which they were written.
#[derive(Debug)]
pub(crate) enum Shelf<'a> {
    /// Inside the library: tables are slices of it.
    Inside(&'static [u8]),
    /// Somebody's bytes: tables are copies.
    Outside(&'a [u8]),
}

impl Shelf<'_> {
    /// The next table.
    pub(crate) fn table(&mut self) -> Result<Bytes, Fault> {
        Ok(match self {
            Self::Inside(rest) => Cow::Borrowed(next(rest)?),
            Self::Outside(rest) => Cow::Owned(next(rest)?.to_vec()),
        })
    }

    /// The next part that is small.
    pub(crate) fn small<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        let bytes = match self {
            Self::Inside(rest) => next(rest)?,
            Self::Outside(rest) => next(rest)?,
        };
        match postcard::take_from_bytes(bytes) {
            Ok((value, [])) => Ok(value),
            Ok(_) => Err("something follows a part"),
            Err(_) => Err("a part can't be read"),
        }
    }

    /// Nothing may be left.
    pub(crate) fn end(&self) -> Result<(), Fault> {
        let empty = match self {
            Self::Inside(rest) => rest.is_empty(),
            Self::Outside(rest) => rest.is_empty(),
        };
        if empty { Ok(()) } else { Err("something follows it") }
    }
}

fn next<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Fault> {
    const SHORT: Fault = "it ends too early";
    let (length, after) = rest.split_first_chunk::<8>().ok_or(SHORT)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| SHORT)?;
    let (table, after) = after.split_at_checked(length).ok_or(SHORT)?;
    *rest = after;
    Ok(table)
}

/// Numbers of 4 bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Bytes);

impl Numbers {
    pub(crate) fn get(&self, at: usize) -> Option<u32> {
        let (numbers, _) = self.0.as_chunks::<4>();
        numbers.get(at).map(|number| u32::from_le_bytes(*number))
    }

    /// The numbers at `from` up to `to`; none where there are no such places.
    pub(crate) fn range(&self, from: usize, to: usize) -> &[[u8; 4]] {
        let (numbers, _) = self.0.as_chunks::<4>();
        numbers.get(from..to).unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len() / 4
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        Self(Cow::Owned(bytes))
    }
}

impl Stored for Numbers {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        to.table(&self.0);
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        from.table().map(Self)
    }
}

/// Rows of numbers, of any length each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Where each row begins; one more for the end of the last.
    first: Numbers,
    numbers: Numbers,
}

impl Rows {
    pub(crate) fn of<R: IntoIterator<Item = u32>>(rows: impl IntoIterator<Item = R>) -> Self {
        let mut first = vec![0];
        let mut numbers = Vec::new();
        for row in rows {
            numbers.extend(row);
            first.push(u32::try_from(numbers.len()).unwrap_or(u32::MAX));
        }
        Self {
            first: first.into_iter().collect(),
            numbers: numbers.into_iter().collect(),
        }
    }

    /// Numbers by their rows, `count` of them; in each row in the order given.
    pub(crate) fn sorted(count: usize, numbers: &[(usize, u32)]) -> Self {
        let mut first = vec![0u32; count.saturating_add(1)];
        for (row, _) in numbers {
            if let Some(count) = first.get_mut(row.saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for count in &mut first {
            sum = sum.saturating_add(*count);
            *count = sum;
        }
        let mut next = first.clone();
        let mut sorted = vec![0u32; numbers.len()];
        for (row, number) in numbers {
            if let Some(place) = next.get_mut(*row) {
                if let Some(slot) = usize::try_from(*place).ok().and_then(|place| sorted.get_mut(place)) {
                    *slot = *number;
                }
                *place = place.saturating_add(1);
            }
        }
        Self {
            first: first.into_iter().collect(),
            numbers: sorted.into_iter().collect(),
        }
    }

    /// Where a row begins and ends among all numbers.
    pub(crate) fn span(&self, row: usize) -> (usize, usize) {
        let place = |row: usize| self.first.get(row).and_then(|place| usize::try_from(place).ok());
        let from = place(row).unwrap_or(0);
        (from, place(row.saturating_add(1)).unwrap_or(from))
    }

    pub(crate) fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub(crate) fn row(&self, row: usize) -> &[[u8; 4]] {
        let (from, to) = self.span(row);
        self.numbers.range(from, to)
    }
}

impl Stored for Rows {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.first.store(to)?;
        self.numbers.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            first: Numbers::load(from)?,
            numbers: Numbers::load(from)?,
        })
    }
}

/// Texts, one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    ends: Numbers,
    text: Bytes,
}

impl Texts {
    pub(crate) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut all = String::new();
        let mut ends = Vec::new();
        for text in texts {
            all.push_str(text);
            ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        Self {
            ends: ends.into_iter().collect(),
            text: Cow::Owned(all.into_bytes()),
        }
    }

    /// The bytes of a text.
    pub(crate) fn bytes(&self, at: usize) -> &[u8] {
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(end).ok());
        let from = at.checked_sub(1).and_then(end).unwrap_or(0);
        let to = end(at).unwrap_or(from);
        self.text.get(from..to).unwrap_or_default()
    }

    pub(crate) fn get(&self, at: usize) -> &str {
        std::str::from_utf8(self.bytes(at)).unwrap_or_default()
    }
}

impl Stored for Texts {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.ends.store(to)?;
        to.table(&self.text);
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            ends: Numbers::load(from)?,
            text: from.table()?,
        })
    }
}

/// Steps from state to state along keys. The steps of a state lie side by side, sorted by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    keys: Rows,
    to: Numbers,
}

impl Steps {
    /// Takes the steps (from, key, to) of `states` states; of two alike the first counts.
    pub(crate) fn of(states: usize, mut steps: Vec<(u32, u32, u32)>) -> Self {
        steps.sort_by_key(|(from, key, _)| (*from, *key));
        steps.dedup_by_key(|(from, key, _)| (*from, *key));
        let mut rest = steps.as_slice();
        let rows = (0u32..).take(states).map(|state| {
            let (row, after) = rest.split_at(rest.partition_point(|(from, _, _)| *from <= state));
            rest = after;
            row.iter().map(|(_, key, _)| *key)
        });
        Self {
            keys: Rows::of(rows),
            to: steps.iter().map(|(_, _, to)| *to).collect(),
        }
    }

    /// Where the step from a state along a key leads.
    pub(crate) fn along(&self, state: u32, key: u32) -> Option<u32> {
        let state = usize::try_from(state).ok()?;
        let (from, _) = self.keys.span(state);
        let found = self
            .keys
            .row(state)
            .binary_search_by_key(&key, |known| u32::from_le_bytes(*known))
            .ok()?;
        self.to.get(from.checked_add(found)?)
    }
}

impl Stored for Steps {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.keys.store(to)?;
        self.to.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            keys: Rows::load(from)?,
            to: Numbers::load(from)?,
        })
    }
}
