//! The dual solved by coordinate descent, all classes in step.

use super::rows::Rows;
use crate::features::BUCKETS;

/// So often all examples are visited.
const ROUNDS: usize = 14;
/// What a wrong side costs.
const COST: f32 = 1.0;
/// Whether an example is of a class: yes, no, or nothing is said.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Yes,
    No,
    Open,
}

/// The same order of the rows each time, another in each round.
fn order(count: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = u64::try_from(round).unwrap_or(0).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for place in (1..count).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33)
            .unwrap_or(0)
            .checked_rem(place.saturating_add(1))
            .unwrap_or(0);
        order.swap(place, other);
    }
    order
}

/// Solves some classes; gives each one's weights by bucket, its bias last.
pub(super) fn solve(rows: &Rows, classes: &[Vec<Side>]) -> Vec<Vec<f32>> {
    let count = classes.len();
    let lines = rows.count();
    let mut weights = vec![0.0f32; BUCKETS.saturating_add(1).saturating_mul(count)];
    let mut alphas = vec![0.0f32; lines.saturating_mul(count)];
    let mut side = vec![0.0f32; lines.saturating_mul(count)];
    for (class, sides) in classes.iter().enumerate() {
        for (row, of_row) in sides.iter().enumerate() {
            let place = row.saturating_mul(count).saturating_add(class);
            if let Some(slot) = side.get_mut(place) {
                *slot = match of_row {
                    Side::Yes => 1.0,
                    Side::No => -1.0,
                    Side::Open => 0.0,
                };
            }
        }
    }
    let diagonal = 0.5 / COST;
    let mut sums = vec![0.0f32; count];
    let mut steps: Vec<(usize, f32)> = Vec::with_capacity(count);
    let span = |bucket: usize| {
        let start = bucket.saturating_mul(count);
        start..start.saturating_add(count)
    };
    for round in 0..ROUNDS {
        for row in order(lines, round) {
            // The bias is a feature that every line has.
            sums.copy_from_slice(weights.get(span(BUCKETS)).unwrap_or_default());
            for (bucket, value) in rows.of(row) {
                for (sum, weight) in sums.iter_mut().zip(weights.get(span(bucket)).unwrap_or_default()) {
                    *sum += value * weight;
                }
            }
            steps.clear();
            let of_row = span(row);
            let row_alphas = alphas.get_mut(of_row.clone()).unwrap_or_default();
            let row_sides = side.get(of_row).unwrap_or_default();
            for (class, ((alpha, side), sum)) in row_alphas.iter_mut().zip(row_sides).zip(&sums).enumerate() {
                if *side == 0.0 {
                    continue;
                }
                let slope = side * sum - 1.0 + diagonal * *alpha;
                if *alpha <= 0.0 && slope >= 0.0 {
                    continue;
                }
                // The squared length of a row is 1, and 1 for the bias.
                let next = (*alpha - slope / (2.0 + diagonal)).max(0.0);
                let change = (next - *alpha) * side;
                if change != 0.0 {
                    *alpha = next;
                    steps.push((class, change));
                }
            }
            if steps.is_empty() {
                continue;
            }
            for (bucket, value) in rows.of(row).chain(std::iter::once((BUCKETS, 1.0))) {
                let of_bucket = weights.get_mut(span(bucket)).unwrap_or_default();
                for (class, change) in &steps {
                    if let Some(weight) = of_bucket.get_mut(*class) {
                        *weight += change * value;
                    }
                }
            }
        }
    }
    (0..count)
        .map(|class| {
            (0..=BUCKETS)
                .map(|bucket| {
                    let place = bucket.saturating_mul(count).saturating_add(class);
                    weights.get(place).copied().unwrap_or_default()
                })
                .collect()
        })
        .collect()
}
