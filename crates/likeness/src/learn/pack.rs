//! Weights as bytes.

use std::collections::BTreeMap;

use crate::features::BUCKETS;
use crate::model::EVERY;

/// Writes one table: the heaviest `kept` weights, a byte each.
#[expect(clippy::cast_possible_truncation, reason = "held to the range of the number written")]
pub(super) fn pack(names: &[String], weights: &[Vec<f32>], idf: &[u8], kept: usize, out: &mut Vec<u8>) {
    let mut sizes: Vec<f32> = weights
        .iter()
        .flat_map(|weights| weights.iter().take(BUCKETS))
        .map(|weight| weight.abs())
        .filter(|size| *size > 0.0)
        .collect();
    let kept = kept.min(sizes.len().saturating_sub(1));
    let limit = if sizes.is_empty() {
        0.0
    } else {
        let (_, limit, _) = sizes.select_nth_unstable_by(kept, |one, other| other.total_cmp(one));
        *limit
    };
    out.extend_from_slice(&u16::try_from(names.len()).unwrap_or(u16::MAX).to_le_bytes());
    let mut scales = Vec::new();
    for (name, weights) in names.iter().zip(weights) {
        let largest = weights
            .iter()
            .take(BUCKETS)
            .fold(0.0f32, |most, weight| most.max(weight.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        scales.push(scale);
        let name = name.get(..name.len().min(255)).unwrap_or_default();
        out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&scale.to_le_bytes());
        out.extend_from_slice(&weights.last().copied().unwrap_or_default().to_le_bytes());
    }
    out.extend_from_slice(idf);
    let mut by_bucket: BTreeMap<usize, Vec<(u8, i8)>> = BTreeMap::new();
    for ((class, weights), scale) in (0u8..).zip(weights).zip(&scales) {
        for (bucket, weight) in weights.iter().take(BUCKETS).enumerate() {
            let rounded = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            if weight.abs() > limit && rounded != 0 {
                by_bucket.entry(bucket).or_default().push((class, rounded));
            }
        }
    }
    let classes = names.len();
    let every = |row: &[(u8, i8)]| row.len().saturating_mul(4) >= classes || row.len() >= usize::from(EVERY);
    for bucket in 0..BUCKETS {
        out.push(match by_bucket.get(&bucket) {
            Some(row) if every(row) => EVERY,
            row => u8::try_from(row.map_or(0, Vec::len)).unwrap_or(EVERY),
        });
    }
    for row in by_bucket.into_values() {
        if every(&row) {
            let start = out.len();
            out.resize(start.saturating_add(classes), 0);
            for (class, weight) in row {
                if let Some(slot) = out.get_mut(start.saturating_add(usize::from(class))) {
                    [*slot] = weight.to_le_bytes();
                }
            }
        } else {
            out.extend(row.into_iter().flat_map(|(class, weight)| [class, byte(weight)]));
        }
    }
}

fn byte(weight: i8) -> u8 {
    let [byte] = weight.to_le_bytes();
    byte
}
