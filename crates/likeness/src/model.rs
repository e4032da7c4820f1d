//! Weights read from bytes, and scores made with them.
//!
//! The bytes hold, little-endian: `MSLIKE3\n`; a digest of the examples (32 bytes); then twice a table, of signs and of how
//! they are meant: how many classes (2 bytes; the second table may have none and ends there), then for each the length of
//! its name (1 byte), the name, its scale and its bias (4 bytes each, IEEE 754); for every bucket its inverse document
//! frequency in sixteenths (1 byte), then how many weights it has (1 byte), then all weights as class and weight (1 byte
//! each), or, where 255 stands for how many, a weight for every class (1 byte each); at last how many words are kept (2 bytes) and their hashes, ascending (4 bytes each). Whatever is read is checked; a wrong byte is an error, not a wrong answer without a word.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use crate::features::{BUCKETS, Features, word_features};
use crate::kept::Kept;
use crate::words::{Sums, Words};

pub(crate) const MAGIC: &[u8; 8] = b"MSLIKE3\n";

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
    /// Where in the bytes each bucket's weights begin; one more for the end of the last.
    first: Vec<u32>,
    /// Where their numbers begin.
    counts: usize,
}

/// So many weights stand for one for every class.
pub(crate) const EVERY: u8 = 255;

/// The weights of one bucket.
#[derive(Clone, Copy)]
enum Weights<'a> {
    /// Class and weight.
    Some(&'a [[u8; 2]]),
    /// Of every class.
    Every(&'a [u8]),
}

impl Weights<'_> {
    /// The weight of a class.
    fn of(self, wanted: usize) -> i8 {
        let weight = match self {
            Self::Some(pairs) => pairs
                .iter()
                .find(|[class, _]| usize::from(*class) == wanted)
                .map(|[_, weight]| *weight),
            Self::Every(weights) => weights.get(wanted).copied(),
        };
        weight.map_or(0, |weight| i8::from_le_bytes([weight]))
    }
}

/// A learned model.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    source: Cow<'static, [u8]>,
    digest: [u8; 32],
    signs: Table,
    meant: Table,
    kept: Kept,
}

/// Scores of one text, by class.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// By class, in the order of [`Likeness::names`].
    pub each: Vec<f32>,
}

/// Scores of how one mention is meant.
#[derive(Debug, Clone, Default)]
pub struct MeantScores {
    features: Features,
    /// By way, in the order of [`Likeness::ways`].
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
        table.counts = table.idf.saturating_add(BUCKETS);
        table.first.reserve_exact(BUCKETS.saturating_add(1));
        let start = whole.saturating_sub(self.rest.len());
        let mut end = start;
        for bytes in counts {
            table.first.push(u32::try_from(end).unwrap_or(u32::MAX));
            let length = match *bytes {
                EVERY => count,
                some => usize::from(some).saturating_mul(2),
            };
            end = end.saturating_add(length);
        }
        table.first.push(u32::try_from(end).unwrap_or(u32::MAX));
        self.take(end.saturating_sub(start))?;
        Ok(table)
    }

    /// Reads the hashes of the words that are kept.
    fn kept(&mut self) -> Result<Kept, ModelError> {
        let count = usize::from(u16::from_le_bytes(self.array()?));
        let (hashes, _) = self.take(count.saturating_mul(4))?.as_chunks::<4>();
        let hashes: Vec<u32> = hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        if !hashes.is_sorted() {
            return Err(ModelError {
                message: "the kept words of the weights are not in order",
            });
        }
        Ok(Kept::of(hashes))
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
            let beyond = |weights: Weights<'_>| match weights {
                Weights::Some(pairs) => pairs.iter().any(|[class, _]| usize::from(*class) >= classes),
                Weights::Every(_) => false,
            };
            if (0u32..).take(BUCKETS).any(|bucket| beyond(read.of(table, bucket))) {
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
        let kept = bytes.kept()?;
        if !bytes.rest.is_empty() {
            return Err(ModelError {
                message: "something follows the weights",
            });
        }
        Ok(Self {
            digest,
            signs,
            meant,
            kept,
            source,
        })
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

    /// Scores a text for every class, as [`Words::score`](crate::Words::score) scores a stretch of it.
    pub fn score(&self, text: &str, scores: &mut Scores) {
        Words::of(self, text).score(0, text.len(), scores);
    }

    /// Scores what stands around the bytes `start` to `end` of a text for every way in which it can be meant.
    pub fn score_meant(&self, text: &str, start: usize, end: usize, scores: &mut MeantScores) {
        let MeantScores { features, each } = scores;
        self.scored(&self.meant, features.around(text, start, end), each);
    }

    fn scored(&self, table: &Table, features: &[(u32, u32)], each: &mut Vec<f32>) {
        let mut square = 0.0f32;
        each.clear();
        each.resize(table.names.len(), 0.0);
        for (bucket, count) in features {
            let value = self.value(table, *bucket, *count);
            square += value * value;
            let add = |sum: &mut f32, weight: &u8| *sum += value * f32::from(i8::from_le_bytes([*weight]));
            match self.of(table, *bucket) {
                Weights::Every(weights) => {
                    for (sum, weight) in each.iter_mut().zip(weights) {
                        add(sum, weight);
                    }
                }
                Weights::Some(pairs) => {
                    for [class, weight] in pairs {
                        if let Some(sum) = each.get_mut(usize::from(*class)) {
                            add(sum, weight);
                        }
                    }
                }
            }
        }
        let norm = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        for ((sum, scale), bias) in each.iter_mut().zip(&table.scales).zip(&table.biases) {
            *sum = *sum * norm * scale + bias;
        }
    }

    /// What a word says for every class of signs.
    pub(crate) fn sums(&self, letters: &[u32]) -> Sums {
        let mut each = vec![0i32; self.signs.names.len()].into_boxed_slice();
        let mut square = 0i32;
        word_features(letters, |bucket| {
            square = square.saturating_add(self.add(bucket, &mut each))
        });
        Sums { each, square }
    }

    /// Adds what a feature says to the sums of the classes; gives the square of its length.
    pub(crate) fn add(&self, bucket: u32, sums: &mut [i32]) -> i32 {
        let value = i16::from(self.rarity(&self.signs, bucket));
        // Two bytes hold 255 by 127; the sums are far from overflowing (`Words`).
        let add = |sum: &mut i32, weight: &u8| {
            let weight = i16::from(i8::from_le_bytes([*weight]));
            *sum = sum.wrapping_add(i32::from(value.wrapping_mul(weight)));
        };
        match self.of(&self.signs, bucket) {
            Weights::Every(weights) => {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    add(sum, weight);
                }
            }
            Weights::Some(pairs) => {
                for [class, weight] in pairs {
                    if let Some(sum) = sums.get_mut(usize::from(*class)) {
                        add(sum, weight);
                    }
                }
            }
        }
        i32::from(value).saturating_mul(i32::from(value))
    }

    /// What an often met word says, made when it is first met.
    pub(crate) fn kept(&self, letters: &[u32], hash: u32) -> Option<&Sums> {
        self.kept.sums(letters, hash, || self.sums(letters))
    }

    /// The scores of sums whose features are so long together.
    #[expect(clippy::cast_precision_loss, reason = "the same rounding on every machine")]
    pub(crate) fn evened(&self, sums: &[i32], square: i32, scores: &mut Scores) {
        let norm = if square > 0 { 1.0 / (square as f32).sqrt() } else { 0.0 };
        let each = sums.iter().zip(&self.signs.scales).zip(&self.signs.biases);
        scores.each.clear();
        scores
            .each
            .extend(each.map(|((sum, scale), bias)| *sum as f32 * norm * scale + bias));
    }

    /// The words of a text by how much each speaks for one class against another, most first.
    #[must_use]
    pub fn reasons(&self, text: &str, class: usize, against: usize) -> Vec<(String, f32)> {
        let weight = |bucket: u32, wanted: usize| -> f32 {
            let scale = self.signs.scales.get(wanted).copied().unwrap_or_default();
            f32::from(self.of(&self.signs, bucket).of(wanted)) * scale
        };
        let mut words: Vec<(String, f32)> = crate::features::word_pieces(text)
            .into_iter()
            .map(|(word, buckets)| {
                let sum: f32 = buckets
                    .iter()
                    .map(|bucket| {
                        f32::from(self.rarity(&self.signs, *bucket))
                            * (weight(*bucket, class) - weight(*bucket, against))
                    })
                    .sum();
                (word, sum)
            })
            .collect();
        words.sort_by(|one, other| other.1.total_cmp(&one.1));
        words
    }

    fn of(&self, table: &Table, bucket: u32) -> Weights<'_> {
        let bucket = usize::try_from(bucket).unwrap_or(usize::MAX);
        let place = |bucket: usize| {
            let place = table.first.get(bucket).copied().unwrap_or(0);
            usize::try_from(place).unwrap_or(0)
        };
        let source: &[u8] = &self.source;
        let own = place(bucket)..place(bucket.saturating_add(1));
        let weights = source.get(own).unwrap_or_default();
        match source.get(table.counts.saturating_add(bucket)) {
            Some(&EVERY) => Weights::Every(weights),
            _ => Weights::Some(weights.as_chunks::<2>().0),
        }
    }

    /// What a feature of a line counts before the line's length is evened out.
    pub(crate) fn weight_of(&self, bucket: u32, count: u32) -> f32 {
        f32::from(self.rarity(&self.signs, bucket)) * times(count)
    }

    fn value(&self, table: &Table, bucket: u32, count: u32) -> f32 {
        weight_of(count) * f32::from(self.rarity(table, bucket))
    }

    fn rarity(&self, table: &Table, bucket: u32) -> u8 {
        let place = usize::try_from(bucket)
            .ok()
            .and_then(|bucket| table.idf.checked_add(bucket));
        place.and_then(|place| self.source.get(place)).copied().unwrap_or(16)
    }
}

/// So often a feature of a sign counts: as often as it stands there.
#[expect(clippy::cast_precision_loss, reason = "a few words")]
pub(crate) fn times(count: u32) -> f32 {
    count as f32
}

/// What it counts that a feature stands in a text so often: the first in full, more for little.
pub(crate) fn weight_of(count: u32) -> f32 {
    const TABLE: [f32; 8] = [0.0, 1.0, 1.693, 2.099, 2.386, 2.609, 2.792, 2.946];
    let place = usize::try_from(count).unwrap_or(usize::MAX);
    TABLE.get(place).copied().unwrap_or(3.0)
}

/// Changes when the learning does, so that old weights are not taken for new ones.
const LEARNING: &[u8] = b"metasign-likeness 6\n";

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
