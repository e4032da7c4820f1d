//! Lines filled to the terminal's width, with a label before them and a bar down the side.

use std::fmt::Write as _;

use clap::builder::styling::Style;

use crate::terminal::STRONG;

/// Text put together line by line.
#[derive(Debug)]
pub(super) struct Block {
    text: String,
    width: usize,
    bar: Option<Style>,
    label_width: usize,
}

impl Block {
    pub(super) fn new(width: usize) -> Self {
        Self {
            text: String::new(),
            width,
            bar: None,
            label_width: 0,
        }
    }

    /// A block with a coloured bar down its left side and room for labels.
    pub(super) fn barred(width: usize, style: Style, label_width: usize) -> Self {
        Self {
            bar: Some(style),
            label_width,
            ..Self::new(width)
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A line as it stands.
    pub(super) fn line(&mut self, line: &str) {
        self.begin();
        self.text.push_str(line.trim_end());
        self.end();
    }

    /// Text over as many lines as it takes, each in this style.
    pub(super) fn filled(&mut self, text: &str, style: Style) {
        for line in fill(text, self.room()) {
            self.begin();
            let _ = write!(self.text, "{style}{line}{style:#}");
            self.end();
        }
    }

    /// A label and items beside it, each with its own mark and hanging lines; nothing when there are none.
    pub(super) fn items<'t>(&mut self, label: &str, items: impl IntoIterator<Item = (String, &'t str)>) {
        let mut label = label;
        for (mark, text) in items {
            let hang = mark.chars().count();
            let room = self.room().saturating_sub(self.label_width).saturating_sub(hang);
            for (number, line) in fill(text, room).into_iter().enumerate() {
                self.begin();
                let gap = self.label_width.saturating_sub(label.chars().count());
                let _ = write!(self.text, "{STRONG}{label}{STRONG:#}{:gap$}", "");
                label = "";
                let mark = if number == 0 { mark.as_str() } else { "" };
                let _ = write!(self.text, "{mark:hang$}{line}");
                self.end();
            }
        }
    }

    fn room(&self) -> usize {
        self.width.saturating_sub(if self.bar.is_some() { 2 } else { 0 })
    }

    fn begin(&mut self) {
        if let Some(style) = self.bar {
            let _ = write!(self.text, "{style}\u{258c}{style:#} ");
        }
    }

    fn end(&mut self) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        self.text.push('\n');
    }
}

/// Text broken between words into lines of at most `width` characters; longer words stand alone.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0_usize;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
            used = length;
        } else if used.saturating_add(1).saturating_add(length) <= width {
            line.push(' ');
            line.push_str(word);
            used = used.saturating_add(1).saturating_add(length);
        } else {
            lines.push(word.to_owned());
            used = length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_and_lines_within_the_width() {
        assert_eq!(fill("one two  three\nfour", 9), ["one two", "three", "four"]);
        assert_eq!(fill("incomprehensibilities ok", 5), ["incomprehensibilities", "ok"]);
        assert_eq!(fill("", 5), [""]);
    }
}
