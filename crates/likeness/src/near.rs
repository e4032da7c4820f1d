//! Which known line some words are nearest to: by the same features, weighed the same way, as the angle between two lines. For
//! showing; no decision rests on it.

use crate::features::Features;
use crate::model::Likeness;

/// Some words, to be compared with many lines.
#[derive(Debug)]
pub struct Nearness<'a> {
    likeness: &'a Likeness,
    features: Features,
    /// Bucket and its part of the words, by bucket.
    words: Vec<(u32, f32)>,
}

impl<'a> Nearness<'a> {
    /// Prepares words for comparing.
    #[must_use]
    pub fn of(likeness: &'a Likeness, text: &str) -> Self {
        let mut features = Features::default();
        let words = scaled(likeness, features.of(text));
        Self {
            likeness,
            features,
            words,
        }
    }

    /// How near a line is: 1 for the same words, 0 for none in common.
    pub fn to(&mut self, line: &str) -> f32 {
        let line = scaled(self.likeness, self.features.of(line));
        let mut sum = 0.0;
        let (mut own, mut other) = (self.words.iter().peekable(), line.iter().peekable());
        while let (Some((bucket, value)), Some((its, theirs))) = (own.peek(), other.peek()) {
            match bucket.cmp(its) {
                std::cmp::Ordering::Less => drop(own.next()),
                std::cmp::Ordering::Greater => drop(other.next()),
                std::cmp::Ordering::Equal => {
                    sum += value * theirs;
                    own.next();
                    other.next();
                }
            }
        }
        sum
    }
}

/// Features with their weights, as long as 1 together.
fn scaled(likeness: &Likeness, features: &[(u32, u32)]) -> Vec<(u32, f32)> {
    let mut out: Vec<(u32, f32)> = features
        .iter()
        .map(|(bucket, count)| (*bucket, likeness.weight_of(*bucket, *count)))
        .collect();
    let square: f32 = out.iter().map(|(_, value)| value * value).sum();
    if square > 0.0 {
        let length = square.sqrt();
        out.iter_mut().for_each(|(_, value)| *value /= length);
    }
    out
}
