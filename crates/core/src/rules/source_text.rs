//! A file's text and where a byte of it stands: line and column, as an editor counts them.

use super::diagnostic::Place;

/// One file of the bundle.
#[derive(Debug)]
pub(crate) struct SourceText<'b> {
    /// Path within the rule set.
    pub(crate) path: &'b str,
    /// Its text, line ends evened out.
    pub(crate) text: &'b str,
    /// Offset of each line's first byte.
    lines: Vec<usize>,
}

impl<'b> SourceText<'b> {
    pub(crate) fn new(path: &'b str, text: &'b str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let lines = std::iter::once(0).chain(breaks.map(|offset| offset.saturating_add(1)));
        Self {
            path,
            text,
            lines: lines.collect(),
        }
    }

    /// A file whose places are told by line alone; saves looking for the lines.
    pub(crate) const fn without_lines(path: &'b str, text: &'b str) -> Self {
        Self {
            path,
            text,
            lines: Vec::new(),
        }
    }

    /// The place of the character at `offset` (clamped to the text).
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let end = self.text.floor_char_boundary(offset);
        let before = self.text.get(start..end).unwrap_or_default().chars().count();
        Place {
            file: self.path.to_owned(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.saturating_add(1)).unwrap_or(u32::MAX),
        }
    }

    /// The first byte of a line, counted from 1.
    pub(crate) fn line_start(&self, line: u32) -> usize {
        let number = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        self.lines.get(number).copied().unwrap_or(0)
    }

    /// Where the byte `inner` of a TOML string's value stands in the file, the string beginning at `start`.
    ///
    /// Walks the escapes, so that a mistake in a condition is shown under the very word.
    pub(crate) fn inside_string(&self, start: usize, inner: usize) -> usize {
        let raw = self.text.get(start..).unwrap_or_default();
        let (quote, multi_line) = match raw.as_bytes() {
            [b'"', b'"', b'"', ..] => ('"', true),
            [b'\'', b'\'', b'\'', ..] => ('\'', true),
            [b'\'', ..] => ('\'', false),
            _ => ('"', false),
        };
        let mut at = if multi_line { 3_usize } else { 1 };
        if multi_line && raw.as_bytes().get(at) == Some(&b'\n') {
            at = 4;
        }
        let mut value = 0_usize;
        while value < inner {
            let rest = raw.get(at..).unwrap_or_default();
            let Some(first) = rest.chars().next() else { break };
            let (taken, gives) = if first == '\\' && quote == '"' {
                escape(rest)
            } else {
                (first.len_utf8(), first.len_utf8())
            };
            at = at.saturating_add(taken);
            value = value.saturating_add(gives);
        }
        // A line-ending backslash just before the wanted byte is passed over too.
        let rest = raw.get(at..).unwrap_or_default();
        if quote == '"' && rest.starts_with('\\') {
            let (taken, gives) = escape(rest);
            if gives == 0 {
                at = at.saturating_add(taken);
            }
        }
        start.saturating_add(at)
    }
}

/// Length in the file and length in the value of the escape `rest` begins with.
fn escape(rest: &str) -> (usize, usize) {
    let digits = |count: usize| {
        let end = count.saturating_add(2);
        let code = rest.get(2..end).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (end, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match rest.as_bytes().get(1) {
        Some(b'x') => digits(2),
        Some(b'u') => digits(4),
        Some(b'U') => digits(8),
        Some(b' ' | b'\t' | b'\n') => {
            let blank = rest.get(1..).unwrap_or_default();
            let taken = blank
                .len()
                .saturating_sub(blank.trim_start_matches([' ', '\t', '\n']).len());
            (taken.saturating_add(1), 0)
        }
        _ => (2, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = SourceText::new("a.toml", "é = 1\n  naïve = 2\n");
        let offset = source.text.find('2').unwrap_or_default();
        let place = source.place(offset);
        assert_eq!((place.line, place.column), (2, 11));
        assert_eq!((source.place(0).line, source.place(0).column), (1, 1));
        assert_eq!(source.place(9999).line, 3);
    }

    #[test]
    fn places_inside_strings_follow_escapes() {
        for text in [
            r#"x = "a\tb\u00e9 and spin""#,
            "x = '''\na\tbé and spin'''",
            "x = 'a\tbé and spin'",
            "x = \"\"\"\na\\tbé \\\n   and spin\"\"\"",
        ] {
            let source = SourceText::new("a.toml", text);
            let value = "a\tbé and spin";
            let inner = value.find("spin").unwrap_or_default();
            let found = source.inside_string(4, inner);
            assert_eq!(
                text.get(found..).map(|rest| rest.starts_with("spin")),
                Some(true),
                "{text}"
            );
        }
    }
}
