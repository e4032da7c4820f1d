//! The examples as rows of features, each of length 1.

use crate::features::{BUCKETS, Features};
use crate::model::{times, weight_of};

/// What it counts that a feature stands in a row more than once.
#[derive(Clone, Copy)]
pub(super) enum Times {
    /// Each time in full, as [`Words`](crate::Words) adds up.
    InFull,
    /// The first in full, more for little.
    Less,
}

impl Times {
    fn value(self, count: u32) -> f32 {
        match self {
            Self::InFull => times(count),
            Self::Less => weight_of(count),
        }
    }

    fn square(self, count: u32) -> f32 {
        match self {
            Self::InFull => times(count),
            Self::Less => weight_of(count) * weight_of(count),
        }
    }
}

pub(super) struct Rows {
    first: Vec<usize>,
    buckets: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let start = self.first.get(row).copied().unwrap_or(0);
        let end = self.first.get(row.saturating_add(1)).copied().unwrap_or(start);
        let buckets = self.buckets.get(start..end).unwrap_or_default();
        let values = self.values.get(start..end).unwrap_or_default();
        buckets
            .iter()
            .zip(values)
            .map(|(bucket, value)| (usize::try_from(*bucket).unwrap_or(0), *value))
    }
}

/// The rows, and how seldom each feature is. `of` gives the features of a row, `times` what it counts that one stands there so
/// often; where it counts each time in full, a row is as long as its features one by one.
#[expect(clippy::cast_precision_loss, reason = "numbers of lines")]
pub(super) fn rows(
    count: usize,
    of: impl Fn(usize, &mut Features) -> Vec<(u32, u32)>,
    times: Times,
) -> (Rows, Vec<u8>) {
    let mut features = Features::default();
    let mut raw: Vec<(u32, u32)> = Vec::new();
    let mut first = vec![0usize];
    let mut lines_with = vec![0u32; BUCKETS];
    for row in 0..count {
        let found = of(row, &mut features);
        for (bucket, _) in &found {
            if let Some(count) = usize::try_from(*bucket)
                .ok()
                .and_then(|bucket| lines_with.get_mut(bucket))
            {
                *count = count.saturating_add(1);
            }
        }
        raw.extend_from_slice(&found);
        first.push(raw.len());
    }
    let all = count as f64 + 1.0;
    let idf: Vec<u8> = lines_with
        .iter()
        .map(|count| {
            let value = (all / (f64::from(*count) + 1.0)).ln() + 1.0;
            byte(value * 16.0)
        })
        .collect();
    let mut values = Vec::with_capacity(raw.len());
    for pair in first.windows(2) {
        let [start, end] = pair else { continue };
        let of_row = raw.get(*start..*end).unwrap_or_default();
        let rarity = |bucket: u32| {
            let idf = usize::try_from(bucket).ok().and_then(|bucket| idf.get(bucket));
            f32::from(idf.copied().unwrap_or(16))
        };
        let value = |(bucket, count): &(u32, u32)| times.value(*count) * rarity(*bucket);
        let squared = |(bucket, count): &(u32, u32)| times.square(*count) * rarity(*bucket) * rarity(*bucket);
        let square: f32 = of_row.iter().map(squared).sum();
        let norm = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        values.extend(of_row.iter().map(|feature| value(feature) * norm));
    }
    let buckets = raw.into_iter().map(|(bucket, _)| bucket).collect();
    (Rows { first, buckets, values }, idf)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held to the range of a byte"
)]
fn byte(value: f64) -> u8 {
    value.round().clamp(1.0, 255.0) as u8
}
