//! Weights read from bytes, and scores made with them.
//!
//! The bytes hold, little-endian: `MSLIKE2\n`; a digest of the examples (32 bytes); then twice a table, of signs and of how
//! they are meant: how many classes (2 bytes; the second table may have none and ends there), then for each the length of
//! its name (1 byte), the name, its scale and its bias (4 bytes each, IEEE 754); for every bucket its inverse document
//! frequency in sixteenths (1 byte), then how many weights it has (1 byte), then all weights as class and weight (1 byte
//! each). Whatever is read is checked; a wrong byte is an error, not a wrong answer without a word.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use crate::features::{BUCKETS, Features};

pub(crate) const MAGIC: &[u8; 8] = b"MSLIKE2\n";

/// Weights that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelError {
    /// What is wrong.
    pub message: &'static str,
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for ModelError {}

/// One table of weights: where its parts begin in the bytes.
#[derive(Debug, Clone, Default)]
struct Table {
    names: Vec<String>,
    scales: Vec<f32>,
    biases: Vec<f32>,
    /// Where the document frequencies begin.
    idf: usize,
    /// Where each bucket's weights begin; one more for the end of the last.
    first: Vec<u32>,
    /// Where the weights begin.
    weights: usize,
}

/// A learned model.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    source: Cow<'static, [u8]>,
    digest: [u8; 32],
    signs: Table,
    meant: Table,
}

/// Scores of one text, by class.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    features: Features,
    /// By class, in the order of [`Likeness::names`].
    pub each: Vec<f32>,
}

struct Bytes<'a> {
    rest: &'a [u8],
}

const SHORT: ModelError = ModelError {
    message: "the weights end too early",
};

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(SHORT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| SHORT)
    }

    fn number(&mut self) -> Result<f32, ModelError> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() {
            Ok(number)
        } else {
            Err(ModelError {
                message: "a scale or bias of the weights is no number",
            })
        }
    }
}

impl Bytes<'_> {
    /// Reads one table of weights; `whole` is the length of all the bytes.
    fn table(&mut self, whole: usize) -> Result<Table, ModelError> {
        let count = usize::from(u16::from_le_bytes(self.array()?));
        if count > 256 {
            return Err(ModelError {
                message: "the weights have no class or too many",
            });
        }
        let mut table = Table::default();
        if count == 0 {
            return Ok(table);
        }
        for _ in 0..count {
            let [length] = self.array()?;
            let name = std::str::from_utf8(self.take(usize::from(length))?).map_err(|_| ModelError {
                message: "the name of a class of the weights is not text",
            })?;
            table.names.push(name.to_owned());
            table.scales.push(self.number()?);
            table.biases.push(self.number()?);
        }
        table.idf = whole.saturating_sub(self.rest.len());
        self.take(BUCKETS)?;
        let counts = self.take(BUCKETS)?;
        table.first.reserve_exact(BUCKETS.saturating_add(1));
        let mut sum = 0u32;
        table.first.push(0);
        for count in counts {
            sum = sum.saturating_add(u32::from(*count));
            table.first.push(sum);
        }
        table.weights = whole.saturating_sub(self.rest.len());
        let total = usize::try_from(sum).unwrap_or(usize::MAX);
        self.take(total.saturating_mul(2))?;
        Ok(table)
    }
}

impl Likeness {
    /// Reads weights.
    ///
    /// # Errors
    /// Bytes that are not weights of this version, end early, go on too long or contradict themselves.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let read = Self::from_static(Cow::Owned(bytes.to_vec()))?;
        for table in [&read.signs, &read.meant] {
            let classes = table.names.len();
            if read
                .pairs(table)
                .iter()
                .any(|[class, _]| usize::from(*class) >= classes)
            {
                return Err(ModelError {
                    message: "a weight is of no class",
                });
            }
        }
        Ok(read)
    }

    /// Reads weights where they lie, without looking at each of them: for those that a library holds itself.
    ///
    /// # Errors
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_static(source: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let mut bytes = Bytes { rest: &source };
        if bytes.take(MAGIC.len())? != MAGIC {
            return Err(ModelError {
                message: "these are not weights of this version",
            });
        }
        let digest = bytes.array()?;
        let signs = bytes.table(source.len())?;
        if signs.names.is_empty() {
            return Err(ModelError {
                message: "the weights have no class or too many",
            });
        }
        let meant = bytes.table(source.len())?;
        if !bytes.rest.is_empty() {
            return Err(ModelError {
                message: "something follows the weights",
            });
        }
        Ok(Self {
            digest,
            signs,
            meant,
            source,
        })
    }

    /// All weights of a table: class and weight.
    fn pairs(&self, table: &Table) -> &[[u8; 2]] {
        let end = table.first.last().copied().unwrap_or(0);
        let end = usize::try_from(end).unwrap_or(0).saturating_mul(2);
        let own = table.weights..table.weights.saturating_add(end);
        self.source.get(own).unwrap_or_default().as_chunks::<2>().0
    }

    /// The digest of the examples that the weights were learned from.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The bytes that it was read from.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.source
    }

    /// The names of the classes.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.signs.names
    }

    /// The names of the ways in which a mention can be meant; none where no example says how.
    #[must_use]
    pub fn ways(&self) -> &[String] {
        &self.meant.names
    }

    /// The number of a class.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<usize> {
        self.signs.names.iter().position(|known| known == name)
    }

    /// Scores a text for every class: about 1 for a line surely of the class, -1 for one surely not.
    pub fn score(&self, text: &str, scores: &mut Scores) {
        let Scores { features, each } = scores;
        self.scored(&self.signs, features.of(text), each);
    }

    /// Scores what stands around the bytes `start` to `end` of a text for every way in which it can be meant.
    pub fn score_meant(&self, text: &str, start: usize, end: usize, scores: &mut Scores) {
        let Scores { features, each } = scores;
        self.scored(&self.meant, features.around(text, start, end), each);
    }

    fn scored(&self, table: &Table, features: &[(u32, u32)], each: &mut Vec<f32>) {
        // As many as a byte tells apart, so that no place has to be checked.
        let mut sums = [0.0f32; 256];
        let mut square = 0.0f32;
        for (bucket, count) in features {
            let value = self.value(table, *bucket, *count);
            square += value * value;
            for [class, weight] in self.of(table, *bucket) {
                if let Some(sum) = sums.get_mut(usize::from(*class)) {
                    *sum += value * f32::from(i8::from_le_bytes([*weight]));
                }
            }
        }
        let norm = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        let sums = sums.iter().zip(&table.scales).zip(&table.biases);
        each.clear();
        each.extend(sums.map(|((sum, scale), bias)| sum * norm * scale + bias));
    }

    /// The words of a text by how much each speaks for one class against another, most first.
    #[must_use]
    pub fn reasons(&self, text: &str, class: usize, against: usize) -> Vec<(String, f32)> {
        let mut features = Features::default();
        let square: f32 = features
            .of(text)
            .iter()
            .map(|(bucket, count)| self.value(&self.signs, *bucket, *count))
            .map(|value| value * value)
            .sum();
        let norm = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        let weight = |bucket: u32, wanted: usize| -> f32 {
            let scale = self.signs.scales.get(wanted).copied().unwrap_or_default();
            let found = self
                .of(&self.signs, bucket)
                .iter()
                .find(|[class, _]| usize::from(*class) == wanted);
            found.map_or(0.0, |[_, weight]| f32::from(i8::from_le_bytes([*weight])) * scale)
        };
        let mut words: Vec<(String, f32)> = crate::features::word_pieces(text)
            .into_iter()
            .map(|(word, buckets)| {
                let sum: f32 = buckets
                    .iter()
                    .map(|bucket| {
                        self.value(&self.signs, *bucket, 1) * (weight(*bucket, class) - weight(*bucket, against))
                    })
                    .sum();
                (word, sum * norm)
            })
            .collect();
        words.sort_by(|one, other| other.1.total_cmp(&one.1));
        words
    }

    fn of(&self, table: &Table, bucket: u32) -> &[[u8; 2]] {
        let bucket = usize::try_from(bucket).unwrap_or(usize::MAX);
        let place = |bucket: usize| {
            let place = table.first.get(bucket).copied().unwrap_or(0);
            usize::try_from(place).unwrap_or(0)
        };
        self.pairs(table)
            .get(place(bucket)..place(bucket.saturating_add(1)))
            .unwrap_or_default()
    }

    /// What a feature of a line counts before the line's length is evened out.
    pub(crate) fn weight_of(&self, bucket: u32, count: u32) -> f32 {
        self.value(&self.signs, bucket, count)
    }

    fn value(&self, table: &Table, bucket: u32, count: u32) -> f32 {
        let place = usize::try_from(bucket)
            .ok()
            .and_then(|bucket| table.idf.checked_add(bucket));
        let idf = place.and_then(|place| self.source.get(place));
        weight_of(count) * f32::from(idf.copied().unwrap_or(16))
    }
}

/// What it counts that a feature stands in a text so often: the first in full, more for little.
pub(crate) fn weight_of(count: u32) -> f32 {
    const TABLE: [f32; 8] = [0.0, 1.0, 1.693, 2.099, 2.386, 2.609, 2.792, 2.946];
    let place = usize::try_from(count).unwrap_or(usize::MAX);
    TABLE.get(place).copied().unwrap_or(3.0)
}

/// Changes when the learning does, so that old weights are not taken for new ones.
const LEARNING: &[u8] = b"metasign-likeness 3\n";

/// The digest that says which examples weights were learned from: file names and contents, in the order of the names.
#[must_use]
pub fn digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> [u8; 32] {
    let mut files: Vec<(&str, &str)> = files.into_iter().collect();
    files.sort_unstable();
    let mut hasher = Sha256::new();
    hasher.update(LEARNING);
    for (name, text) in files {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(Sha256::digest(text.as_bytes()));
    }
    hasher.finalize().into()
}
