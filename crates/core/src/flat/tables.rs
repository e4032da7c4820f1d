//! Numbers and rows of numbers, as narrow as the largest of them allows.

use std::borrow::Cow;

use super::{Bytes, Fault, Shelf, Store, Stored};

/// Numbers of 1 to 4 bytes each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    width: u8,
    bytes: Bytes,
}

impl Numbers {
    pub(crate) fn get(&self, at: usize) -> Option<u32> {
        match self.width {
            1 => self.bytes.get(at).copied().map(u32::from),
            2 => {
                let (numbers, _) = self.bytes.as_chunks::<2>();
                numbers.get(at).map(|number| u32::from(u16::from_le_bytes(*number)))
            }
            3 => {
                let (numbers, _) = self.bytes.as_chunks::<3>();
                numbers.get(at).map(|[a, b, c]| u32::from_le_bytes([*a, *b, *c, 0]))
            }
            _ => {
                let (numbers, _) = self.bytes.as_chunks::<4>();
                numbers.get(at).map(|number| u32::from_le_bytes(*number))
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len().checked_div(usize::from(self.width)).unwrap_or(0)
    }

    /// The place of a number among those from `from` up to `to`, which are sorted.
    pub(crate) fn find(&self, wanted: u32, (from, to): (usize, usize)) -> Option<usize> {
        let (mut low, mut high) = (from, to.min(self.len()));
        while low < high {
            let middle = low.midpoint(high);
            let number = self.get(middle)?;
            if number == wanted {
                return Some(middle);
            }
            if number < wanted {
                low = middle.saturating_add(1);
            } else {
                high = middle;
            }
        }
        None
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let numbers: Vec<u32> = numbers.into_iter().collect();
        let bits = 32_u32.saturating_sub(numbers.iter().max().map_or(32, |most| most.leading_zeros()));
        let width = bits.div_ceil(8).max(1);
        let width = u8::try_from(width).unwrap_or(4);
        let bytes = numbers
            .into_iter()
            .flat_map(|number| number.to_le_bytes().into_iter().take(usize::from(width)))
            .collect();
        Self {
            width,
            bytes: Cow::Owned(bytes),
        }
    }
}

impl Stored for Numbers {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        to.small(&self.width)?;
        to.table(&self.bytes);
        Ok(())
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        let width = from.small()?;
        let bytes = from.table()?;
        if width <= 4 && bytes.len().is_multiple_of(usize::from(width).max(1)) {
            Ok(Self { width, bytes })
        } else {
            Err("numbers are of no width")
        }
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

    /// The numbers of a row; none where there is no such row.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        let (from, to) = span(&self.first, row);
        (from..to).map_while(|at| self.numbers.get(at))
    }
}

/// Rows of numbers as slices: larger than [`Rows`] and faster, for what is asked again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slices {
    first: Vec<u32>,
    numbers: Vec<u32>,
}

impl Slices {
    pub(crate) fn of<R: IntoIterator<Item = u32>>(rows: impl IntoIterator<Item = R>) -> Self {
        Self::laid_out(&Rows::of(rows))
    }

    fn laid_out(rows: &Rows) -> Self {
        let all = |numbers: &Numbers| (0..numbers.len()).map_while(|at| numbers.get(at)).collect();
        Self {
            first: all(&rows.first),
            numbers: all(&rows.numbers),
        }
    }

    /// The numbers of a row; none where there is no such row.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let place = |row: usize| {
            let place = self.first.get(row).copied().unwrap_or(0);
            usize::try_from(place).unwrap_or(0)
        };
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        self.numbers
            .get(place(row)..place(row.saturating_add(1)))
            .unwrap_or_default()
    }
}

impl Stored for Slices {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        let rows = Rows {
            first: self.first.iter().copied().collect(),
            numbers: self.numbers.iter().copied().collect(),
        };
        rows.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self::laid_out(&Rows::load(from)?))
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

/// Where a row begins and ends, told by where each begins.
pub(super) fn span(first: &Numbers, row: usize) -> (usize, usize) {
    let place = |row: usize| first.get(row).and_then(|place| usize::try_from(place).ok());
    let from = place(row).unwrap_or(0);
    (from, place(row.saturating_add(1)).unwrap_or(from))
}
