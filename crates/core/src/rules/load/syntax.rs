//! What is said of TOML that can't be parsed.

/// Where the line of `offset` begins.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    before.rfind('\n').map_or(0, |end| end.saturating_add(1))
}

/// Where the last line up to that of `offset` begins that is a `[header]`.
pub(super) fn header_before(text: &str, offset: usize) -> Option<usize> {
    let mut start = line_start(text, offset);
    loop {
        if text.get(start..).is_some_and(|line| line.starts_with('[')) {
            return Some(start);
        }
        start = line_start(text, start.checked_sub(1)?);
    }
}

pub(super) fn toml_help(message: &str) -> Option<String> {
    let help = if message.contains("duplicate key") {
        "an id or key stands twice in this file; rename or merge"
    } else if message.contains("string") || message.contains("quote") {
        "look for a missing quote; use single quotes around patterns with `\\`"
    } else {
        return None;
    };
    Some(help.to_owned())
}
