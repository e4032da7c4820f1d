//! The name that was meant, for every “did you mean”.

use std::cmp::Reverse;

/// The known name most like `name`, when one is like enough to be meant.
pub(crate) fn nearest<'n, I>(name: &str, known: I) -> Option<&'n str>
where
    I: IntoIterator<Item = &'n str>,
{
    // A third of the letters wrong is still a slip; more is another word. Long strings are not compared: they are no slip.
    if name.len() > 100 {
        return None;
    }
    let bound = name.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= bound.saturating_mul(4))
        .map(|candidate| {
            let distance = strsim::osa_distance(&name.to_lowercase(), &candidate.to_lowercase());
            // Of two as near, the one that begins alike is meant: `spin` is `spine` sooner than `skin`.
            let alike = name
                .chars()
                .zip(candidate.chars())
                .take_while(|(one, other)| one == other)
                .count();
            (distance, Reverse(alike), candidate)
        })
        .filter(|(distance, ..)| *distance <= bound)
        .min()
        .map(|(.., candidate)| candidate)
}
