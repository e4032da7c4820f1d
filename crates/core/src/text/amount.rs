//! One amount as typed: `62`, `62 kg`, `10 st 13 lb`. Not what it is an amount of.

use std::ops::Range;

use super::token::{Gap, Kind, Token};
use super::words::Lexicon;

/// A number with its unit, as somebody typed them. Spans are bytes of the note.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// The unit as typed, where one was.
    pub unit: Option<Range<u32>>,
    /// The rest in a smaller unit: 13 lb of `10 st 13 lb`.
    pub rest: Option<(f64, Range<u32>)>,
}

impl Amount {
    /// A number with the unit and the rest that stand at `at`, which moves behind them.
    pub(super) fn with_unit(value: f64, lexicon: &Lexicon, text: &str, tokens: &[Token], at: &mut usize) -> Self {
        let unit = unit(lexicon, tokens, at);
        let rest = unit.as_ref().and_then(|_| smaller(lexicon, text, tokens, at));
        Self { value, unit, rest }
    }

    /// The byte after the unit or the rest.
    pub(super) fn end(&self) -> Option<u32> {
        let last = self.rest.as_ref().map(|(_, unit)| unit).or(self.unit.as_ref());
        last.map(|last| last.end)
    }

    /// Every span, to be moved.
    pub(super) fn spans(&mut self) -> impl Iterator<Item = &mut Range<u32>> {
        let rest = self.rest.as_mut().map(|(_, unit)| unit);
        self.unit.iter_mut().chain(rest)
    }
}

fn unit(lexicon: &Lexicon, tokens: &[Token], at: &mut usize) -> Option<Range<u32>> {
    let first = tokens.get(*at)?;
    let known = first.entry != 0 && lexicon.value_units.contains(&first.entry);
    let sign = first.kind == Kind::Mark && first.mark == b'%';
    let joined = first.gap == Gap::Joined && first.kind == Kind::Word;
    if !(known || sign || joined) {
        return None;
    }
    let mut range = first.start..first.end;
    *at = at.saturating_add(1);
    // `mmol/L`, `10^9/L`
    while let (Some(slash), Some(below)) = (tokens.get(*at), tokens.get(at.saturating_add(1))) {
        if slash.kind != Kind::Mark
            || !matches!(slash.mark, b'/' | b'^')
            || slash.gap != Gap::Joined
            || below.gap != Gap::Joined
        {
            break;
        }
        range.end = below.end;
        *at = at.saturating_add(2);
    }
    Some(range)
}

/// `13 lb` right after `10 st`.
fn smaller(lexicon: &Lexicon, text: &str, tokens: &[Token], at: &mut usize) -> Option<(f64, Range<u32>)> {
    let token = tokens
        .get(*at)
        .filter(|token| token.kind == Kind::Number && token.gap < Gap::Wide)?;
    let mut after = at.saturating_add(1);
    let unit = unit(lexicon, tokens, &mut after)?;
    *at = after;
    Some((number(text, token)?, unit))
}

/// A number as typed; `2,9` is a decimal, `1,200` is not.
pub(super) fn number(text: &str, token: &Token) -> Option<f64> {
    let typed = text.get(usize::try_from(token.start).ok()?..usize::try_from(token.end).ok()?)?;
    let plain = match typed.split_once(',') {
        Some((front, back)) if back.len() < 3 && !back.contains([',', '.']) => {
            format!("{front}.{back}")
        }
        Some(_) => typed.replace(',', ""),
        None => typed.to_owned(),
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}
