//! A note as regular expressions see it: entities of a web form are the characters they stand for, each at a place that leads back
//! to the bytes as typed. Nothing of words.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::characters::decoded;
use crate::text::token::{Gap, Token, large};

/// The text for patterns, and where each entity stood.
pub(super) struct Plain<'t> {
    pub(super) text: Cow<'t, str>,
    /// For each entity: the byte after it as typed, the byte after its character here.
    after: Vec<(usize, usize)>,
}

impl<'t> Plain<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut after = Vec::new();
        let text = decoded(text, |typed, here| after.push((typed, here)));
        Self { text, after }
    }

    /// Where a program broke a line stands a blank, as in the tokens.
    pub(super) fn unwrapped(mut self, tokens: &[Token]) -> Self {
        let breaks: Vec<Range<usize>> = tokens
            .windows(2)
            .filter_map(|pair| {
                let (before, token) = (pair.first()?, pair.get(1)?);
                let between = self.here(large(before.end))..self.here(large(token.start));
                let broken = token.gap < Gap::Line && self.text.get(between.clone())?.contains(['\n', '\r']);
                broken.then_some(between)
            })
            .collect();
        if breaks.is_empty() {
            return self;
        }
        let mut bytes = self.text.into_owned().into_bytes();
        for byte in breaks.into_iter().flatten() {
            if let Some(byte) = bytes.get_mut(byte).filter(|byte| matches!(**byte, b'\n' | b'\r')) {
                *byte = b' ';
            }
        }
        // Only line ends were changed, each for one byte.
        self.text = Cow::Owned(String::from_utf8(bytes).unwrap_or_default());
        self
    }

    /// A place in the text as typed, here.
    pub(super) fn here(&self, typed: usize) -> usize {
        let number = self.after.partition_point(|(of_typed, _)| *of_typed <= typed);
        let last = number.checked_sub(1).and_then(|last| self.after.get(last));
        last.map_or(typed, |(of_typed, of_plain)| {
            of_plain.saturating_add(typed.saturating_sub(*of_typed))
        })
    }

    /// A place here, in the text as typed.
    pub(super) fn typed(&self, here: usize) -> usize {
        let number = self.after.partition_point(|(_, of_plain)| *of_plain <= here);
        let last = number.checked_sub(1).and_then(|last| self.after.get(last));
        last.map_or(here, |(of_typed, of_plain)| {
            of_typed.saturating_add(here.saturating_sub(*of_plain))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_there_and_back() {
        let plain = Plain::of("BP&nbsp;84/50 &amp; P&nbsp;120 &bogus; x");
        assert_eq!(plain.text, "BP 84/50 & P 120 &bogus; x");
        for word in ["BP", "84", "P", "120", "x"] {
            let here = plain.text.find(word).unwrap_or_default();
            let typed = "BP&nbsp;84/50 &amp; P&nbsp;120 &bogus; x";
            assert!(
                typed
                    .get(plain.typed(here)..)
                    .is_some_and(|rest| rest.starts_with(word)),
                "{word}"
            );
            assert_eq!(plain.here(plain.typed(here)), here, "{word}");
        }
        assert!(matches!(Plain::of("none & here").text, Cow::Borrowed(_)));
    }
}
