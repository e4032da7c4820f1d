//! HTML as documents and narratives hold it, turned into plain text with its line breaks.
//!
//! Not a browser: tags go, blocks become lines, entities become characters, scripts and styles vanish. Whatever
//! is not a tag (`CRP <5`) stays as it is. Linear in the length of the input, whatever the input.

/// The text of a piece of HTML.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = PlainText::default();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.characters(before);
        rest = match markup(after) {
            Some(Markup { breaks, rest }) => {
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
    Line,
}

struct Markup<'a> {
    breaks: Break,
    rest: &'a str,
}

/// Reads the markup after a `<`, if it is markup.
fn markup(after: &str) -> Option<Markup<'_>> {
    if let Some(comment) = after.strip_prefix("!--") {
        let rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        return Some(Markup {
            breaks: Break::Nothing,
            rest,
        });
    }
    if !after.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    // A tag that is never closed swallows the rest, as in a browser; one `<` can't be both, so this stays linear.
    let (tag, rest) = after.split_once('>').unwrap_or((after, ""));
    let closing = tag.starts_with('/');
    let name = tag
        .trim_start_matches('/')
        .split(|character: char| !character.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    if !closing && !tag.ends_with('/') && is(&["script", "style", "head", "title"]) {
        return Some(Markup {
            breaks: Break::Line,
            rest: after_element(rest, name),
        });
    }
    let breaks = if is(&["td", "th"]) {
        Break::Space
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
    Some(Markup { breaks, rest })
}

/// What follows the end tag of an element whose content is not text.
fn after_element<'a>(html: &'a str, name: &str) -> &'a str {
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("</") {
        rest = after;
        if after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

/// Text being put together, white space collapsed as HTML says.
#[derive(Default)]
struct PlainText {
    text: String,
    pending: Break,
}

impl PlainText {
    fn separate(&mut self, breaks: Break) {
        self.pending = self.pending.max(breaks);
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
                Break::Line => self.text.push('\n'),
            }
        }
        self.pending = Break::Nothing;
        self.text.push(character);
    }

    fn finish(self) -> String {
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
            "Hb 98\nCa"
        );
        assert_eq!(text_of("un<b>happ</b>y"), "unhappy");
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
        assert_eq!(text_of("a<style>p{}"), "a");
        assert_eq!(text_of("a<!-- never closed"), "a");
        assert_eq!(text_of("a<p never closed"), "a");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in ["<", "<a ", "<!--", "<script></", "&", "&#", "<a \""] {
            let html = piece.repeat(500_000);
            let _ = text_of(&html);
        }
    }
}
