//! The words of a condition, each with where it stands.

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or a name: letters, digits, `-`, `.`.
    Word,
    /// A number.
    Number,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// `>=`, `>`, `<=`, `<`, `=`.
    Comparison,
    /// `&&`, `||`, `!` and everything else that isn't of the language.
    Strange,
}

impl Token<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start.saturating_add(self.text.len())
    }
}

/// Every token of `text`; white space between them is dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = 0_usize;
    while let Some(rest) = text.get(start..) {
        let Some(first) = rest.chars().next() else { break };
        let (kind, length) = if first.is_whitespace() {
            start = start.saturating_add(first.len_utf8());
            continue;
        } else {
            measure(rest, first)
        };
        let token = rest.get(..length).unwrap_or(rest);
        found.push(Token {
            kind,
            text: token,
            start,
        });
        start = start.saturating_add(token.len());
    }
    found
}

fn measure(rest: &str, first: char) -> (Kind, usize) {
    let run = |wanted: fn(char) -> bool| rest.find(|letter: char| !wanted(letter)).unwrap_or(rest.len());
    match first {
        '(' => (Kind::Open, 1),
        ')' => (Kind::Close, 1),
        ',' => (Kind::Comma, 1),
        '>' | '<' | '=' if rest.get(1..2) == Some("=") => (Kind::Comparison, 2),
        '>' | '<' | '=' => (Kind::Comparison, 1),
        '0'..='9' => {
            let length = run(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
            let digits = rest.get(..length).unwrap_or_default();
            let number = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            (if number { Kind::Number } else { Kind::Word }, length)
        }
        letter if letter.is_alphanumeric() || letter == '_' => (
            Kind::Word,
            run(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')),
        ),
        '&' | '|' | '!' => (Kind::Strange, run(|letter| matches!(letter, '&' | '|' | '!'))),
        other => (Kind::Strange, other.len_utf8()),
    }
}
