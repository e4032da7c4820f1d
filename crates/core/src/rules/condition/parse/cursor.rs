//! Going on through the tokens of a condition, and over what can't be understood.

use crate::rules::condition::token::{Kind, Token};
use crate::rules::names::NameKind;

/// A mistake in a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// Byte offset in the condition's text where it begins.
    pub start: usize,
    /// Byte offset where it ends.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A name the condition uses, for whoever knows which names there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) kind: NameKind,
    pub(crate) name: String,
    pub(crate) start: usize,
}

/// Where the reader of a condition stands, and what it has noted so far.
pub(super) struct Parser<'t> {
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) next: usize,
    pub(super) depth: usize,
    pub(super) end: usize,
    pub(super) mentions: Vec<Mention>,
    pub(super) errors: Vec<ConditionError>,
    pub(super) too_deep: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn expected(&mut self, what: &str, like: &str) {
        let (start, end) = self.here();
        let found = match self.peek() {
            Some(token) => format!("`{}` stands where {what} should", token.text),
            None => format!("{what} is missing at the end"),
        };
        self.error_at(start, end, &found, Some(&format!("as in `{like}`")));
        self.skip_operand();
    }

    pub(super) fn expect_word(&mut self, word: &str, like: &str) {
        match self.peek() {
            Some(token) if token.text == word => self.advance(),
            _ => {
                let (start, end) = self.here();
                self.error_at(
                    start,
                    end,
                    &format!("`{word}` is missing"),
                    Some(&format!("as in `{like}`")),
                );
            }
        }
    }

    pub(super) fn close(&mut self, open: Token<'t>) {
        match self.peek() {
            Some(token) if token.kind == Kind::Close => self.advance(),
            _ if self.too_deep => {}
            Some(token) => {
                let help = Some("join with `and` or `or`, or close the parenthesis");
                self.error(
                    token,
                    &format!("`{}` can't stand here, inside the parentheses", token.text),
                    help,
                );
                self.skip_to_close();
            }
            None => self.error(open, "this `(` is never closed", Some("add the `)`")),
        }
    }

    /// Passes over what can't be understood, up to the next joint, comma or parenthesis.
    pub(super) fn skip_operand(&mut self) {
        while let Some(token) = self.peek() {
            if matches!(token.kind, Kind::Open | Kind::Close | Kind::Comma) || matches!(token.text, "and" | "or") {
                break;
            }
            self.advance();
        }
    }

    pub(super) fn skip_parentheses(&mut self) {
        self.advance();
        self.skip_to_close();
    }

    /// Passes over everything up to and with the `)` that closes the present parenthesis.
    pub(super) fn skip_to_close(&mut self) {
        let mut open = 1_usize;
        while let Some(token) = self.peek() {
            self.advance();
            match token.kind {
                Kind::Open => open = open.saturating_add(1),
                Kind::Close => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }

    pub(super) fn mention(&mut self, kind: NameKind, name: &str, start: usize) {
        self.mentions.push(Mention {
            kind,
            name: name.to_owned(),
            start,
        });
    }

    pub(super) fn error(&mut self, token: Token<'t>, message: &str, help: Option<&str>) {
        self.error_at(token.start, token.end(), message, help);
    }

    pub(super) fn error_at(&mut self, start: usize, end: usize, message: &str, help: Option<&str>) {
        self.errors.push(ConditionError {
            start,
            end,
            message: message.to_owned(),
            help: help.map(str::to_owned),
        });
    }

    /// Where the next token stands, or the end of the text.
    pub(super) fn here(&self) -> (usize, usize) {
        self.peek()
            .map_or((self.end, self.end), |token| (token.start, token.end()))
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.next).copied()
    }

    pub(super) fn word_after(&self, ahead: usize) -> Option<&'t str> {
        self.tokens.get(self.next.saturating_add(ahead)).map(|token| token.text)
    }

    pub(super) const fn advance(&mut self) {
        self.next = self.next.saturating_add(1);
    }
}
