//! Which words of a note are cues, the longest from each word, and which are headings. Not which mention a cue reaches.

use crate::text::token::{Gap, Kind, Token};
use crate::text::words::{Lexicon, STARTS_CUE, Says};

/// A cue as found: its group and its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) group: u16,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The cues and the headings. A heading before its colon is one even where a longer cue begins with it.
pub(crate) fn cues(lexicon: &Lexicon, tokens: &[Token], ends: &[usize]) -> (Vec<Found>, Vec<Found>) {
    let vocabulary = &lexicon.vocabulary;
    let heads = |group: u16| lexicon.group(group).is_some_and(|group| group.says == Says::Heading);
    let colon = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|next| next.kind == Kind::Mark && next.mark == b':')
    };
    let mut headings: Vec<Found> = Vec::new();
    let mut cues = Vec::new();
    let mut free = 0usize;
    for (from, token) in tokens.iter().enumerate() {
        if from < free {
            continue;
        }
        let starts = token.kind == Kind::Number || (token.entry != 0 && vocabulary.has(token.entry, STARTS_CUE));
        if !starts {
            continue;
        }
        // One phrase may stand in several groups (`no` denies what follows and answers what stands before).
        let first = cues.len();
        let opens = from == 0 || ends.binary_search(&from).is_ok();
        lexicon.cues.walk(vocabulary, tokens, from, |groups, to| {
            let stands = |group: &&u16| {
                let follows = lexicon.group(**group).filter(|group| group.follows);
                follows.is_none_or(|group| opens && (!group.alone || ends_here(tokens, to)))
            };
            if let Some(group) = groups.iter().copied().find(|group| heads(*group) && colon(to)) {
                headings.push(Found { group, from, to });
            }
            let mut fresh = to == free;
            for group in groups.iter().filter(stands) {
                if !fresh {
                    cues.truncate(first);
                    fresh = true;
                }
                let cue = Found {
                    group: *group,
                    from,
                    to,
                };
                if !cues.get(first..).unwrap_or_default().contains(&cue) {
                    cues.push(cue);
                }
                free = to;
            }
        });
        // `Q: any leg weakness? A: yes`: the label of an answer is no heading.
        let asked = from.checked_sub(1).and_then(|before| tokens.get(before));
        let answers = |cue: &Found| lexicon.group(cue.group).is_some_and(|group| group.says == Says::Answer);
        if asked.is_some_and(|asked| asked.kind == Kind::Mark && asked.mark == b'?')
            && cues.get(first..).unwrap_or_default().iter().any(answers)
        {
            headings.retain(|heading| heading.from != from);
        }
    }
    headings.extend(cues.iter().copied().filter(|cue| heads(cue.group)));
    headings.sort_by_key(|heading| (heading.from, std::cmp::Reverse(heading.to), heading.group));
    headings.dedup_by_key(|heading| heading.from);
    (cues, headings)
}

/// Whether a mark, a new line or the end follows.
fn ends_here(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_none_or(|next| next.kind == Kind::Mark || next.gap >= Gap::Wide)
}
