//! HTML as documents and narratives hold it, turned into plain text with its line breaks.
//!
//! Not a browser: tags go, blocks become lines, entities become characters, scripts and styles vanish. Whatever
//! is not a tag (`CRP <5`) stays as it is. Linear in the length of the input, whatever the input.

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

/// What a tag puts between the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Break {
    #[default]
    Nothing,
    Space,
    /// The end of a cell of a table: what stands in the row goes together, and is not one phrase.
    Cell,
    Line,
}

struct Markup<'a> {
    breaks: Break,
    /// A row of a table ends here, or begins.
    row: bool,
    rest: &'a str,
}

/// Ends that were looked for and are not there: looked for once, for nothing behind that place has them either.
#[derive(Default)]
struct Ends {
    no_comment: bool,
    no_element: [bool; 4],
}

/// The elements whose content is no text.
const SILENT: [&str; 4] = ["script", "style", "head", "title"];

/// The elements of HTML that a letter or narrative may hold. `<` before any other word is no tag: “pain <night”.
const ELEMENTS: [&str; 76] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "base",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
];

/// Elements beside those, less often met.
const MORE_ELEMENTS: [&str; 6] = ["tt", "u", "ul", "var", "wbr", "xml"];

/// Reads the markup after a `<`, if it is markup: an element of HTML or a comment, with its end. Nothing that is never
/// closed is taken for a tag, so that no text is lost by a `<` that was typed.
fn markup<'a>(after: &'a str, ends: &mut Ends) -> Option<Markup<'a>> {
    if let Some(comment) = after.strip_prefix("!--") {
        let found = if ends.no_comment {
            None
        } else {
            comment.split_once("-->")
        };
        ends.no_comment = found.is_none();
        return found.map(|(_, rest)| Markup {
            breaks: Break::Nothing,
            row: false,
            rest,
        });
    }
    if !after.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    // One `<` can't be in two tags, so looking for the end stays linear.
    let (tag, rest) = after
        .split_once(['>', '<'])
        .filter(|(tag, _)| after.as_bytes().get(tag.len()) == Some(&b'>'))?;
    let closing = tag.starts_with('/');
    let name = tag
        .trim_start_matches(['/', '!', '?'])
        .split(|character: char| !character.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    if tag.starts_with(['!', '?']) {
        return is(&["doctype", "xml", "cdata"]).then_some(Markup {
            breaks: Break::Nothing,
            row: false,
            rest,
        });
    }
    // Behind the name stand attributes, a slash or a namespace: `<night. Leg` has none of them.
    let behind = tag
        .trim_start_matches('/')
        .get(name.len()..)
        .and_then(|rest| rest.chars().next());
    let is_element =
        is(&ELEMENTS) || is(&MORE_ELEMENTS) || (behind == Some(':') && is(&["o", "v", "w", "st1", "xhtml", "h"]));
    if !is_element || !behind.is_none_or(|next| next.is_whitespace() || matches!(next, '/' | ':')) {
        return None;
    }
    if let Some(place) = SILENT
        .iter()
        .position(|silent| silent.eq_ignore_ascii_case(name))
        .filter(|_| !closing && !tag.ends_with('/'))
    {
        let missing = ends.no_element.get(place).copied().unwrap_or(true);
        let behind = if missing { None } else { after_element(rest, name) };
        if let Some(flag) = ends.no_element.get_mut(place) {
            *flag = behind.is_none();
        }
        return Some(Markup {
            breaks: Break::Line,
            row: false,
            rest: behind.unwrap_or(rest),
        });
    }
    let breaks = if is(&["td", "th"]) {
        if closing { Break::Cell } else { Break::Space }
    } else if is(&[
        "br",
        "p",
        "div",
        "tr",
        "table",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "caption",
        "thead",
        "tbody",
        "body",
    ]) {
        Break::Line
    } else {
        Break::Nothing
    };
    Some(Markup {
        breaks,
        row: is(&["tr", "table"]),
        rest,
    })
}

/// What follows the end tag of an element whose content is not text; `None` when it has no end.
fn after_element<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("</") {
        rest = after;
        if after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return after.split_once('>').map(|(_, rest)| rest);
        }
    }
    None
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

/// The character of the entity after a `&`, and what follows it.
fn entity(after: &str) -> Option<(char, &str)> {
    // The longest name that is read has seven letters; a number fits in eight characters.
    let (end, _) = after.char_indices().take(10).find(|(_, character)| *character == ';')?;
    let (name, rest) = after.split_at_checked(end)?;
    let rest = rest.strip_prefix(';')?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| *character != '\0')?
        }
        None => named(name)?,
    };
    Some((character, rest))
}

/// The named entities that letters hold; others stay as written.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => '\u{a0}',
        "pound" => '£',
        "euro" => '€',
        "deg" => '°',
        "micro" => 'µ',
        "plusmn" => '±',
        "times" => '×',
        "divide" => '÷',
        "frac12" => '½',
        "frac14" => '¼',
        "frac34" => '¾',
        "sup2" => '²',
        "sup3" => '³',
        "le" => '≤',
        "ge" => '≥',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "uarr" => '↑',
        "darr" => '↓',
        "rarr" => '→',
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "eacute" => 'é',
        "egrave" => 'è',
        _ => return None,
    })
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
