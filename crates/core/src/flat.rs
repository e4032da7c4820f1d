//! Tables that are read where they lie: in the library's own bytes, or in bytes that somebody read from a file.
//!
//! A table is bytes, little-endian, behind functions that check every place; to load one is to take a slice. What is small
//! goes through serde instead. Whatever is asked of a damaged table has an answer, so a wrong byte can't stop the reader:
//! that the answer is right is the business of the checksum over the whole.

mod graph;
mod packed;
mod steps;
mod tables;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use self::graph::Graph;
pub(crate) use self::packed::{Packed, opened, packed};
pub(crate) use self::steps::Steps;
pub(crate) use self::tables::{Numbers, Rows, Slices};
pub(crate) use self::words::{Change, Words};

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
