//! A set of hashes that answers "certainly not" fast: a word that may be in it is looked up, one that is not never is.
//! Which hashes they are it does not know.

use std::borrow::Cow;

use crate::flat::{Fault, Shelf, Store, Stored};

/// A set of hashes, in eight bits' cells so that it can be read from a file in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter<'a> {
    bits: Cow<'a, [u8]>,
    mask: u64,
}

/// Spreads a hash over all bits.
pub(crate) fn mixed(key: u64) -> u64 {
    (key ^ (key >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

impl<'a> Filter<'a> {
    /// An empty filter with room for so many hashes.
    pub(crate) fn with_room(count: usize) -> Self {
        let bits = count.saturating_mul(16).next_power_of_two().clamp(1 << 12, 1 << 22);
        Self {
            bits: Cow::Owned(vec![0; bits / 8]),
            mask: u64::try_from(bits).unwrap_or(1).saturating_sub(1),
        }
    }

    /// A filter as [`bytes`](Self::bytes) gives it; their number is a power of two.
    pub(crate) fn of_bytes(bytes: &'a [u8]) -> Self {
        let bits = u64::try_from(bytes.len()).unwrap_or(0).saturating_mul(8);
        Self {
            bits: Cow::Borrowed(bytes),
            mask: bits.saturating_sub(1),
        }
    }

    /// The filter as bytes.
    #[cfg(not(embedded))]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bits
    }

    fn place(&self, hash: u64) -> (usize, u8) {
        let bit = (mixed(hash) >> 32) & self.mask;
        (
            usize::try_from(bit / 8).unwrap_or(0),
            1u8.wrapping_shl(u32::try_from(bit % 8).unwrap_or(0)),
        )
    }

    pub(crate) fn add(&mut self, hash: u64) {
        let (slot, bit) = self.place(hash);
        if let Some(cell) = self.bits.to_mut().get_mut(slot) {
            *cell |= bit;
        }
    }

    pub(crate) fn may_hold(&self, hash: u64) -> bool {
        let (slot, bit) = self.place(hash);
        self.bits.get(slot).is_some_and(|cell| cell & bit != 0)
    }

    #[cfg(not(embedded))]
    /// Adds a hash at three places: one in a thousand strangers is taken for a member, not one in twenty.
    pub(crate) fn add_surely(&mut self, hash: u64) {
        for turn in TURNS {
            self.add(hash.rotate_left(turn));
        }
    }

    /// Whether a hash added by [`add_surely`](Self::add_surely) may be in it.
    pub(crate) fn surely_may_hold(&self, hash: u64) -> bool {
        TURNS.iter().all(|turn| self.may_hold(hash.rotate_left(*turn)))
    }
}

impl Stored for Filter<'static> {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        to.table(&self.bits);
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let bits = from.table()?;
        let count = u64::try_from(bits.len()).unwrap_or(0).saturating_mul(8);
        let mask = count.saturating_sub(1);
        // `place` asks for a bit by masking.
        if bits.is_empty() || count.is_power_of_two() {
            Ok(Self { bits, mask })
        } else {
            Err("a filter has no power of two of bits")
        }
    }
}

const TURNS: [u32; 3] = [0, 21, 42];
