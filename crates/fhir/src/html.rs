//! HTML as documents and narratives hold it, turned into plain text with its line breaks.
//!
//! Not a browser: tags go, blocks become lines, entities become characters, scripts and styles vanish. Whatever
//! is not a tag (`CRP <5`) stays as it is. Linear in the length of the input, whatever the input.

mod entity;
mod markup;

use self::entity::entity;
use self::markup::{Break, Ends, Markup, markup};
use crate::answer::{self, Answer};
use crate::said::Said;

/// The text of a piece of HTML.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = PlainText::default();
    let mut rest = html;
    let mut ends = Ends::default();
    while let Some((before, after)) = rest.split_once('<') {
        text.characters(before);
        rest = match markup(after, &mut ends) {
            Some(Markup { breaks, row, rest }) => {
                if row {
                    text.end_row();
                }
                text.separate(breaks);
                rest
            }
            None => {
                text.push('<');
                after
            }
        };
    }
    text.characters(rest);
    text.finish()
}

/// Text being put together, white space collapsed as HTML says.
#[derive(Default)]
struct PlainText {
    text: String,
    pending: Break,
    /// Where the row of a table that is being read begins, and where its cells end.
    row: usize,
    cells: Vec<usize>,
}

impl PlainText {
    fn separate(&mut self, breaks: Break) {
        if breaks == Break::Cell && self.cells.last() != Some(&self.text.len()) {
            self.cells.push(self.text.len());
        }
        self.pending = self.pending.max(breaks);
    }

    /// Ends a row. One of whose cells only says no (`Negative`, `Absent`) denies what stands in the others: the row is said
    /// so, for a reader of sentences does not see columns.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let start = std::mem::replace(&mut self.row, self.text.len());
        if cells.len() < 2 {
            return;
        }
        let mut from = start;
        let mut parts = Vec::with_capacity(cells.len());
        for end in cells {
            let cell = self.text.get(from..end).unwrap_or_default();
            parts.push(cell.trim_start_matches([':', ' ', '\n']).trim_end());
            from = end;
        }
        let denies = |cell: &str| {
            let said = Said::of(cell);
            answer::of_words(cell) == Some(Answer::No) || said.is(Said::REFUTED) || said.is(Said::ERROR)
        };
        if !parts.iter().any(|cell| denies(cell)) {
            return;
        }
        let mut denied = String::new();
        for cell in parts.into_iter().filter(|cell| !denies(cell)) {
            let words = cell.contains(char::is_alphabetic);
            denied.push_str(if words { "\nNo " } else { "\n" });
            denied.push_str(cell);
        }
        self.text.truncate(start);
        self.text
            .push_str(if start == 0 { denied.trim_start() } else { &denied });
        self.row = self.text.len();
    }

    fn characters(&mut self, mut rest: &str) {
        while let Some((before, after)) = rest.split_once('&') {
            self.words(before);
            rest = match entity(after) {
                Some((character, rest)) => {
                    if character == '\u{a0}' {
                        self.separate(Break::Space);
                    } else {
                        self.push(character);
                    }
                    rest
                }
                None => {
                    self.push('&');
                    after
                }
            };
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.separate(Break::Space);
            } else {
                self.push(character);
            }
        }
    }

    fn push(&mut self, character: char) {
        if !self.text.is_empty() {
            match self.pending {
                Break::Nothing => {}
                Break::Space => self.text.push(' '),
                Break::Cell => self
                    .text
                    .push_str(if self.text.ends_with([':', ',']) { " " } else { ": " }),
                Break::Line => self.text.push('\n'),
            }
        }
        self.pending = Break::Nothing;
        self.text.push(character);
    }

    fn finish(mut self) -> String {
        self.end_row();
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_lines_and_entities_characters() {
        assert_eq!(
            text_of("<div xmlns=\"x\"><p>Back&nbsp;pain, 7/52.</p>\n  <p>Weight &lt; 50&#160;kg &#x2265; 1</p></div>"),
            "Back pain, 7/52.\nWeight < 50 kg ≥ 1"
        );
        assert_eq!(text_of("a<br/>b<br>c"), "a\nb\nc");
        assert_eq!(
            text_of("<table><tr><td>Hb</td><td>98</td></tr><tr><td>Ca</td></tr></table>"),
            "Hb: 98\nCa"
        );
        assert_eq!(text_of("un<b>happ</b>y"), "unhappy");
    }

    #[test]
    fn a_row_that_says_no_is_a_denial_of_its_cells() {
        assert_eq!(
            text_of(
                "<table><tr><th>Test</th><th>Result</th></tr><tr><td>2026-03-01</td><td>Colorectal cancer screening</td><td>Negative</td></tr>\
             <tr><td>Lung mets</td><td>Present</td></tr><tr><td>None</td><td>Back pain</td></tr></table>after"
            ),
            "Test: Result\n2026-03-01\nNo Colorectal cancer screening\nLung mets: Present\nNo Back pain\nafter"
        );
        assert_eq!(text_of("<p>Back pain</p><p>Negative</p>"), "Back pain\nNegative");
    }

    #[test]
    fn what_is_no_tag_stays() {
        assert_eq!(
            text_of("CRP <5, Na > 130 & K 4 &c; &unknown;"),
            "CRP <5, Na > 130 & K 4 &c; &unknown;"
        );
        assert_eq!(text_of("a < b"), "a < b");
        assert_eq!(text_of("5 &#0; &#xd800;"), "5 &#0; &#xd800;");
    }

    #[test]
    fn scripts_styles_and_comments_vanish() {
        assert_eq!(text_of("<head><title>t</title></head><body>a<!-- <p>no</p> -->b"), "ab");
        assert_eq!(text_of("a<SCRIPT>if (x</y) {}</script >b"), "a\nb");
        assert_eq!(text_of("<!DOCTYPE html><html>a</html>"), "a");
        assert_eq!(text_of("<?xml version=\"1.0\"?><div>a</div>"), "a");
    }

    #[test]
    fn a_less_than_sign_that_begins_no_tag_loses_nothing() {
        assert_eq!(
            text_of("<div>pain <night. Leg weakness, cannot walk.</div>"),
            "pain <night. Leg weakness, cannot walk."
        );
        assert_eq!(text_of("WCC <p then fell <b>now</b>"), "WCC <p then fell now");
        assert_eq!(text_of("a<style>p{}"), "a\np{}");
        assert_eq!(text_of("a<!-- never closed"), "a<!-- never closed");
        assert_eq!(text_of("a<p never closed"), "a<p never closed");
        assert_eq!(text_of("Ca <a lot> higher"), "Ca higher");
        assert_eq!(text_of("CRP <five> days"), "CRP <five> days");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in ["<", "<a ", "<!--", "<script></", "&", "&#", "<a \""] {
            let html = piece.repeat(500_000);
            let _ = text_of(&html);
        }
    }
}
