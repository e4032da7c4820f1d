//! Checks a rule author's regular expressions, and finds the pieces of plain text that each needs. Not where in a note they
//! stand.

use regex_automata::util::syntax;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::text::pattern::{Gate, NeededBy, PATTERN_BYTES, Patterns, build, syntax_config};

/// A pattern is looked for by at most so many pieces of text.
const PIECES: usize = 32;

/// Letters outside of ASCII that are the same as a plain letter when case is not looked at.
const ODD_LETTERS: [&str; 2] = ["\u{17f}", "\u{212a}"];

/// Takes concept and text of every pattern; gives the number and what is wrong with those that can't be used.
pub(super) fn patterns(texts: &[(u32, &str)]) -> Result<Patterns, Vec<(usize, String)>> {
    let problem = |(number, (_, text)): (usize, &(u32, &str))| Some((number, checked(text).err()?));
    let problems: Vec<(usize, String)> = texts.iter().enumerate().filter_map(problem).collect();
    if problems.is_empty() {
        Ok(Patterns::of(texts, gate(texts)))
    } else {
        Err(problems)
    }
}

fn gate(texts: &[(u32, &str)]) -> Gate {
    let mut gate = Gate::default();
    for (number, (_, text)) in texts.iter().enumerate() {
        let tree = syntax::parse_with(text, &syntax_config()).ok();
        let Some(found) = tree.and_then(|tree| needed(&tree)) else {
            gate.everywhere.push(number);
            continue;
        };
        for piece in found {
            gate.needed_by.push(NeededBy {
                pattern: number,
                front: piece.front,
                back: piece.back,
                odd: false,
            });
            gate.pieces.push(piece.text);
        }
    }
    for letter in ODD_LETTERS {
        gate.pieces.push(letter.to_owned());
        gate.needed_by.push(NeededBy {
            pattern: 0,
            front: false,
            back: false,
            odd: true,
        });
    }
    gate
}

/// Whether a pattern can be used, or what is wrong with it.
fn checked(text: &str) -> Result<(), String> {
    let tree = syntax::parse_with(text, &syntax_config())
        .map_err(|error| format!("the pattern can't be read: {}", last_line(&error.to_string())))?;
    let may_be_empty = tree.properties().minimum_len() == Some(0);
    if may_be_empty || most_bytes(&tree) > PATTERN_BYTES {
        let regex = build(text).ok_or("the pattern is too big; make it shorter or use phrases")?;
        if regex.is_match("") {
            return Err("the pattern matches the empty text; make it need at least one word".to_owned());
        }
    }
    Ok(())
}

fn last_line(message: &str) -> &str {
    message.lines().last().unwrap_or(message).trim_start_matches("error: ")
}

/// No fewer bytes than a pattern compiles to. Only what lies above the limit is compiled to be sure.
pub(crate) fn most_bytes(tree: &Hir) -> usize {
    const STATE: usize = 128;
    const WIDE_RANGE: usize = 1200;
    let own = match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE,
        HirKind::Literal(literal) => literal.0.len().saturating_mul(STATE),
        HirKind::Class(Class::Unicode(class)) => class
            .ranges()
            .iter()
            .map(|range| if range.end().is_ascii() { STATE } else { WIDE_RANGE })
            .fold(STATE, usize::saturating_add),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len().saturating_add(1).saturating_mul(STATE),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(repetition.min).max(1);
            let times = usize::try_from(times).unwrap_or(usize::MAX).saturating_add(1);
            most_bytes(&repetition.sub).saturating_add(STATE).saturating_mul(times)
        }
        HirKind::Capture(capture) => most_bytes(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(most_bytes).fold(STATE, usize::saturating_add)
        }
    };
    own.saturating_add(STATE)
}

/// A piece of plain text, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    text: String,
    front: bool,
    back: bool,
}

/// Stands in a piece for the edge of a word; never part of a note that matters.
const EDGE: char = '\0';

/// Pieces of which every match holds at least one; `None` where there are none, or too many.
fn needed(tree: &Hir) -> Option<Vec<Piece>> {
    best(&mut candidates(tree)?.into_iter())
}

/// Sets of pieces, each good enough by itself.
fn candidates(tree: &Hir) -> Option<Vec<Vec<Piece>>> {
    if let Some(texts) = exact(tree) {
        return Some(pieces(&texts).into_iter().collect());
    }
    Some(match tree.kind() {
        HirKind::Capture(capture) => candidates(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.min > 0 => candidates(&repetition.sub)?,
        HirKind::Concat(parts) => {
            let mut found = Vec::new();
            let mut run: Vec<String> = vec![String::new()];
            for part in parts {
                let longer = exact(part).and_then(|texts| product(&run, &texts));
                match longer {
                    Some(longer) => run = longer,
                    None => {
                        found.extend(pieces(&run));
                        run = exact(part).unwrap_or_else(|| vec![String::new()]);
                        found.extend(needed(part));
                    }
                }
            }
            found.extend(pieces(&run));
            found
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(needed(part)?);
            }
            vec![all]
        }
        _ => return None,
    })
}

/// The set that will be found least often: long pieces, then few.
fn best(sets: &mut dyn Iterator<Item = Vec<Piece>>) -> Option<Vec<Piece>> {
    let rank = |set: &Vec<Piece>| {
        let length = |piece: &Piece| {
            let edges = usize::from(piece.front).saturating_add(usize::from(piece.back));
            piece.text.len().saturating_mul(2).saturating_add(edges)
        };
        let least = set.iter().map(length).min().unwrap_or(0);
        (least, std::cmp::Reverse(set.len()))
    };
    sets.filter(|set| !set.is_empty() && set.len() <= PIECES)
        .max_by_key(rank)
}

/// Pieces without the marks of edges; `None` when one is empty.
fn pieces(texts: &[String]) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    for text in texts {
        let plain: String = text.chars().filter(|character| *character != EDGE).collect();
        if plain.is_empty() {
            return None;
        }
        found.push(Piece {
            text: plain,
            front: text.starts_with(EDGE),
            back: text.ends_with(EDGE),
        });
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// Everything that a part can match, in lower case, where that is a short list.
fn exact(tree: &Hir) -> Option<Vec<String>> {
    match tree.kind() {
        HirKind::Empty => Some(vec![String::new()]),
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => Some(vec![EDGE.to_string()]),
        HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            text.is_ascii().then(|| vec![text.to_ascii_lowercase()])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.ranges().iter().map(|range| range.len()).sum();
            if count > 32 {
                return None;
            }
            let mut letters = Vec::new();
            for range in class.ranges() {
                for character in range.start()..=range.end() {
                    letters.push(match character {
                        'ſ' => 's',
                        '\u{212a}' => 'k',
                        plain if plain.is_ascii() => plain.to_ascii_lowercase(),
                        _ => return None,
                    });
                }
            }
            letters.sort_unstable();
            letters.dedup();
            (letters.len() <= 12).then(|| letters.iter().map(char::to_string).collect())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(repetition) => {
            let once = exact(&repetition.sub)?;
            let most = repetition.max.filter(|most| *most <= 4)?;
            let mut all: Vec<String> = Vec::new();
            let mut run = vec![String::new()];
            for times in 0..=most {
                if times >= repetition.min {
                    all.extend(run.iter().cloned());
                }
                if times < most {
                    run = product(&run, &once)?;
                }
            }
            short(all)
        }
        HirKind::Capture(capture) => exact(&capture.sub),
        HirKind::Concat(parts) => {
            let mut run = vec![String::new()];
            for part in parts {
                run = product(&run, &exact(part)?)?;
            }
            Some(run)
        }
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(exact(part)?);
            }
            short(all)
        }
    }
}

fn product(fronts: &[String], backs: &[String]) -> Option<Vec<String>> {
    if fronts.len().saturating_mul(backs.len()) > PIECES {
        return None;
    }
    let joined = fronts
        .iter()
        .flat_map(|front| backs.iter().map(move |back| format!("{front}{back}")));
    short(joined.collect())
}

fn short(mut all: Vec<String>) -> Option<Vec<String>> {
    all.sort_unstable();
    all.dedup();
    (all.len() <= PIECES).then_some(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn found(pattern: &str) -> Vec<String> {
        let pieces = needed(&syntax::parse_with(pattern, &syntax_config()).unwrap()).unwrap_or_default();
        let shown = |piece: &Piece| {
            let edge = |is: bool| if is { "|" } else { "" };
            format!("{}{}{}", edge(piece.front), piece.text, edge(piece.back))
        };
        pieces.iter().map(shown).collect()
    }

    #[test]
    fn the_rarest_piece_of_a_pattern_is_looked_for() {
        assert_eq!(found(r"\bC[1-7](?:/\d)? pain\b"), [" pain|"]);
        assert_eq!(found(r"(?-i:\bCaP\b)"), ["|cap|"]);
        assert_eq!(
            found(r"\b(?:pvr|residual)\b[^.;]{0,12}\b[2-9]\d\dml?\b"),
            ["|pvr|", "|residual|"]
        );
        assert_eq!(found(r"\b(?:cancer|ca)[ ,]{1,3}(?:now\s+)?stage\s*(?:4|iv)"), ["stage"]);
        assert_eq!(found(r"\d+ ?(?:kg|st)").len(), 4);
        assert!(found(r"\w+").is_empty());
    }

    #[test]
    fn a_piece_is_found_in_any_case_and_beside_any_letter() {
        let patterns = patterns(&[(0, r"\bsystolic\b"), (1, r"\bca\b"), (2, r"\w+\d")]).unwrap();
        let tried = |text: &str| {
            let mut out = Vec::new();
            patterns.tries(text).within(0, text.len(), &mut out);
            out
        };
        assert_eq!(tried("SYSTOLIC 90"), [0, 2]);
        assert_eq!(tried("because vaccine"), [2]);
        assert_eq!(tried("prev Ca"), [1, 2]);
        assert_eq!(tried("écaé"), [1, 2], "what stands beside it is for the pattern to say");
        assert_eq!(tried("\u{17f}ystolic"), [0, 1, 2]);
    }

    #[test]
    fn what_is_wrong_is_said_and_what_is_large_is_compiled_to_be_sure() {
        let problem = |pattern: &str| patterns(&[(0, pattern)]).unwrap_err().remove(0).1;
        assert!(problem("(").starts_with("the pattern can't be read: unclosed group"));
        assert!(problem("a*").contains("matches the empty text"));
        assert!(problem(r"\w{900}").contains("too big"));
        assert!(patterns(&[(0, r"\w{3}")]).is_ok());
    }
}
