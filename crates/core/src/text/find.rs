//! Where a given phrase stands in a text. Knows no word.

use std::ops::Range;

/// The first place of a phrase in a text, whatever the case and the runs of white space.
#[must_use]
pub fn find_phrase(text: &str, phrase: &str) -> Option<Range<usize>> {
    let mut wanted: Vec<char> = Vec::new();
    for c in phrase.trim().chars().flat_map(char::to_lowercase) {
        match (c.is_whitespace(), wanted.last()) {
            (true, Some(' ')) => {}
            (true, _) => wanted.push(' '),
            (false, _) => wanted.push(c),
        }
    }
    if wanted.is_empty() {
        return None;
    }
    text.char_indices()
        .find_map(|(start, _)| phrase_end(text, start, &wanted).map(|end| start..end))
}

/// Where the phrase that begins at `start` ends, if it stands there.
fn phrase_end(text: &str, start: usize, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter().peekable();
    let mut end = start;
    let mut in_space = false;
    for (offset, c) in text.get(start..)?.char_indices() {
        if in_space && c.is_whitespace() {
            end = start.saturating_add(offset).saturating_add(c.len_utf8());
            continue;
        }
        in_space = false;
        let Some(want) = wanted.peek() else { break };
        if **want == ' ' && c.is_whitespace() {
            in_space = true;
            wanted.next();
        } else {
            for lower in c.to_lowercase() {
                if wanted.next() != Some(&lower) {
                    return None;
                }
            }
        }
        end = start.saturating_add(offset).saturating_add(c.len_utf8());
    }
    wanted.peek().is_none().then_some(end)
}
