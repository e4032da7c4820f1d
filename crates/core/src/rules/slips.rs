//! Slips that keyboards and other programs make in a rule file, and what to write instead.

use crate::record::PartialDate;

/// A slip that keyboards and other programs make, told in a clinician's words: what it is, and what to write instead.
pub(crate) fn slip(text: &str, offset: usize) -> Option<(String, String)> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let line = text.get(start..)?.lines().next()?;
    let line = without_comment(line);
    let outside = outside_quotes(line);
    if let Some(quote) = outside
        .chars()
        .find(|c| "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{ab}\u{bb}".contains(*c))
    {
        let straight: String = line
            .trim()
            .chars()
            .map(|c| if "\u{201c}\u{201d}\u{201e}".contains(c) { '"' } else { c })
            .collect();
        let message = format!("`{quote}` is a quote of a word processor, not of a rule file");
        return Some((message, format!("write straight quotes, as in `{straight}`")));
    }
    let (key, value) = outside.split_once('=')?;
    let (key, value) = (key.trim(), value.trim().trim_end_matches(','));
    if let Some((whole, part)) = value
        .split_once(',')
        .filter(|(whole, part)| is_digits(whole.trim_start_matches('-')) && is_digits(part))
    {
        let message = format!("`{value}` has a decimal comma");
        return Some((
            message,
            format!("write a decimal point, as in `{key} = {whole}.{part}`"),
        ));
    }
    if let Some(date) = calendar(value) {
        let message = format!("`{value}` is no date as rule files write it");
        return Some((
            message,
            format!("write year, month and day in quotes, as in `{key} = \"{date}\"`"),
        ));
    }
    None
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The line up to a `#` that is in no quotes.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return line.get(..at).unwrap_or(line),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            _ => {}
        }
    }
    line
}

/// The line without what stands between straight quotes.
fn outside_quotes(line: &str) -> String {
    let mut quote = None;
    let mut out = String::new();
    for c in line.chars() {
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => out.push(c),
            Some(open) if c == open => quote = None,
            Some(_) => {}
        }
    }
    out
}

/// `21/11/2027`, `21.11.2027` or `21-11-2027` as `2027-11-21`.
pub(crate) fn calendar(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let fits =
        [day, month, year].iter().all(|part| is_digits(part)) && day.len() <= 2 && month.len() <= 2 && year.len() == 4;
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    (fits && PartialDate::parse(&date).is_some()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_with_what_to_write() {
        let help = |text: &str| slip(text, 0).map(|(_, help)| help).unwrap_or_default();
        assert!(help("name = \u{201c}Back pain\u{201d}").contains("`name = \"Back pain\"`"));
        assert!(help("points = 2,5").contains("`points = 2.5`"));
        assert!(help("review_due = 21/11/2027").contains("`review_due = \"2027-11-21\"`"));
        assert_eq!(slip("name = \"won\u{2019}t, 2,5\"", 0), None);
        assert_eq!(slip("plausible = [1,5]", 0), None);
    }
}
