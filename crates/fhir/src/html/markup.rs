//! What is a tag of HTML and what is a `<` that somebody typed.

/// What an element is to whoever reads the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Nothing: its words go on.
    Inline,
    /// It puts its words in bold.
    Bold,
    /// A `<span>`, which says in its style whether it is bold.
    Span,
    /// A line ends.
    Line,
    /// `h1` to `h6`.
    Heading(u8),
    /// It holds lines, or other elements.
    Block,
    /// A block whose line ends are lines.
    Pre,
    Item,
    /// A list.
    List,
    /// A table, or a list of terms.
    Table,
    Head,
    Row,
    Cell,
    /// A cell that heads others.
    HeadCell,
    Caption,
    Term,
}

/// A tag, or all of an element without text.
pub(super) struct Markup<'a> {
    pub(super) tag: Tag,
    pub(super) closing: bool,
    /// It says that it is bold.
    pub(super) bold: bool,
    pub(super) rest: &'a str,
}

/// Ends that were looked for and are not there: looked for once, for nothing behind that place has them either.
#[derive(Default)]
pub(super) struct Ends {
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
pub(super) fn markup<'a>(after: &'a str, ends: &mut Ends) -> Option<Markup<'a>> {
    if let Some(comment) = after.strip_prefix("!--") {
        let found = if ends.no_comment {
            None
        } else {
            comment.split_once("-->")
        };
        ends.no_comment = found.is_none();
        return found.map(|(_, rest)| Markup::plain(Tag::Inline, rest));
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
        return is(&["doctype", "xml", "cdata"]).then_some(Markup::plain(Tag::Inline, rest));
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
        return Some(Markup::plain(Tag::Line, behind.unwrap_or(rest)));
    }
    // In the style of the element: `font-weight: bold`.
    let lower = if tag.len() > name.len() {
        tag.to_ascii_lowercase()
    } else {
        String::new()
    };
    let bold = lower.split_once("font-weight").is_some_and(|(_, weight)| {
        weight
            .trim_start_matches([':', ' '])
            .starts_with(['b', '6', '7', '8', '9'])
    });
    Some(Markup {
        tag: tag_of(name),
        closing,
        bold,
        rest,
    })
}

fn tag_of(name: &str) -> Tag {
    match name.to_ascii_lowercase().as_str() {
        "b" | "strong" | "u" => Tag::Bold,
        "span" | "font" | "em" | "i" => Tag::Span,
        "br" | "hr" => Tag::Line,
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "li" => Tag::Item,
        "ul" | "ol" => Tag::List,
        "table" | "dl" => Tag::Table,
        "thead" => Tag::Head,
        "tr" => Tag::Row,
        "td" | "dd" => Tag::Cell,
        "th" => Tag::HeadCell,
        "dt" => Tag::Term,
        "caption" => Tag::Caption,
        "pre" => Tag::Pre,
        "p" | "div" | "section" | "article" | "header" | "footer" | "blockquote" | "body" | "main" | "aside"
        | "nav" | "address" | "center" | "fieldset" | "form" | "figure" => Tag::Block,
        _ => Tag::Inline,
    }
}

impl<'a> Markup<'a> {
    const fn plain(tag: Tag, rest: &'a str) -> Self {
        Self {
            tag,
            closing: false,
            bold: false,
            rest,
        }
    }
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
