//! Reads the text of a condition; says everything that is wrong with it at once, each with its place.

mod cursor;
mod limits;
mod operand;

pub use self::cursor::ConditionError;
use self::cursor::{Mention, Parser};
pub(crate) use self::limits::{MAX_DEPTH, RESERVED};
use self::limits::{MAX_LENGTH, nothing, whole_number};
use super::token::{Kind, Token, tokens};
use super::{Atom, Condition, Expression};

/// A condition with the names it uses, or what is wrong with it.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) condition: Condition,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) errors: Vec<ConditionError>,
}

/// Reads a condition.
///
/// # Errors
/// Every mistake found, in the order of the text.
pub fn parse(text: &str) -> Result<Condition, Vec<ConditionError>> {
    let parsed = parse_with_mentions(text);
    if parsed.errors.is_empty() {
        Ok(parsed.condition)
    } else {
        Err(parsed.errors)
    }
}

/// Reads a condition and lists the names it uses; the tree is only meaningful when there are no errors.
pub(crate) fn parse_with_mentions(text: &str) -> Parsed {
    let mut parser = Parser {
        tokens: if text.len() > MAX_LENGTH {
            Vec::new()
        } else {
            tokens(text)
        },
        next: 0,
        depth: 0,
        end: text.len(),
        mentions: Vec::new(),
        errors: Vec::new(),
        too_deep: false,
    };
    let root = if text.len() > MAX_LENGTH {
        parser.error_at(
            0,
            text.len(),
            "the condition is too long",
            Some("split it into made-up signs"),
        );
        nothing()
    } else if parser.tokens.is_empty() {
        parser.error_at(
            0,
            text.len(),
            "the condition is empty",
            Some("name a sign, or leave the key out"),
        );
        nothing()
    } else {
        parser.whole()
    };
    let mut errors = parser.errors;
    errors.sort_by_key(|error| (error.start, error.end));
    Parsed {
        condition: Condition {
            text: text.to_owned(),
            root,
        },
        mentions: parser.mentions,
        errors,
    }
}

/// How two operands are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Expression {
        let mut root = self.joined();
        while let Some(token) = self.peek() {
            if self.too_deep {
                break;
            }
            match token.kind {
                Kind::Close => self.error(
                    token,
                    "a `)` without its `(`",
                    Some("take it out, or open the parenthesis"),
                ),
                Kind::Comma => self.error(
                    token,
                    "a comma outside a list",
                    Some("join with `and` or `or`; commas are only for `at least N of (a, b)`"),
                ),
                _ => self.error(
                    token,
                    "two things stand side by side",
                    Some("join them with `and` or `or`"),
                ),
            }
            if matches!(token.kind, Kind::Close | Kind::Comma) {
                self.advance();
                if self.joint().is_some() {
                    self.advance();
                }
                if self.peek().is_none() {
                    break;
                }
            }
            root = self.joined();
        }
        root
    }

    /// Operands joined by `and`, or joined by `or`; a mixture needs parentheses, because readers differ about it.
    fn joined(&mut self) -> Expression {
        let mut operands = vec![self.unary()];
        let mut first: Option<Joint> = None;
        while let Some((token, joint)) = self.joint() {
            self.advance();
            match first {
                None => first = Some(joint),
                Some(before) if before != joint => {
                    self.error(
                        token,
                        "`and` and `or` are mixed without parentheses",
                        Some("say which belong together: `(a and b) or c`, or `a and (b or c)`"),
                    );
                }
                Some(_) => {}
            }
            operands.push(self.unary());
        }
        match first {
            None => operands.pop().unwrap_or_else(nothing),
            Some(Joint::And) => Expression::And(operands),
            Some(Joint::Or) => Expression::Or(operands),
        }
    }

    /// The joint that stands next, if one does; other spellings are named as mistakes and taken for what they mean.
    fn joint(&mut self) -> Option<(Token<'t>, Joint)> {
        let token = self.peek()?;
        let (joint, word) = match token.text {
            "and" => return Some((token, Joint::And)),
            "or" => return Some((token, Joint::Or)),
            "&" | "&&" => (Joint::And, "and"),
            "|" | "||" => (Joint::Or, "or"),
            text if text.eq_ignore_ascii_case("and") => (Joint::And, "and"),
            text if text.eq_ignore_ascii_case("or") => (Joint::Or, "or"),
            _ => return None,
        };
        let spelling = format!("`{}` is not of this language", token.text);
        let repeated = self.errors.iter().any(|error| error.start == token.start);
        if !repeated {
            self.error(token, &spelling, Some(&format!("write `{word}`")));
        }
        Some((token, joint))
    }

    fn unary(&mut self) -> Expression {
        if self.depth >= MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                let (start, end) = self.here();
                let message = format!("more than {MAX_DEPTH} parentheses or `not` inside each other");
                self.error_at(start, end, &message, Some("split the condition into made-up signs"));
            }
            self.next = self.tokens.len();
            return nothing();
        }
        self.depth = self.depth.saturating_add(1);
        let expression = self.unary_inside();
        self.depth = self.depth.saturating_sub(1);
        expression
    }

    fn unary_inside(&mut self) -> Expression {
        let Some(token) = self.peek() else {
            return self.missing_operand();
        };
        match (token.kind, token.text) {
            (Kind::Word, "not") => {
                self.advance();
                Expression::Not(Box::new(self.unary()))
            }
            (Kind::Strange, text) if text.starts_with('!') => {
                self.error(token, "`!` is not of this language", Some("write `not`"));
                self.advance();
                Expression::Not(Box::new(self.unary()))
            }
            (Kind::Word, "NOT" | "Not") => {
                self.error(
                    token,
                    &format!("`{}` is not of this language", token.text),
                    Some("write `not`"),
                );
                self.advance();
                Expression::Not(Box::new(self.unary()))
            }
            (Kind::Open, _) => {
                self.advance();
                let inside = self.joined();
                self.close(token);
                inside
            }
            (Kind::Word, "at") if self.word_after(1) == Some("least") => self.at_least(),
            (Kind::Word, "no") if self.word_after(1) == Some("record") => self.no_record(),
            (Kind::Word, "and" | "or") | (Kind::Close | Kind::Comma, _) => self.missing_operand(),
            (Kind::Word, _) => self.atom(token),
            (Kind::Number | Kind::Comparison | Kind::Strange, text) => {
                self.error(
                    token,
                    &format!("`{text}` can't stand here"),
                    Some("a condition begins with a name"),
                );
                self.skip_operand();
                nothing()
            }
        }
    }

    fn at_least(&mut self) -> Expression {
        self.advance();
        self.advance();
        let count_token = self.peek();
        let count = self.number();
        self.expect_word("of", "at least 2 of (a, b)");
        let Some(open) = self.peek().filter(|token| token.kind == Kind::Open) else {
            self.expected("`(`", "at least 2 of (a, b)");
            return nothing();
        };
        self.advance();
        let mut items = vec![self.joined()];
        while self.peek().is_some_and(|token| token.kind == Kind::Comma) {
            self.advance();
            items.push(self.joined());
        }
        self.close(open);
        let (Some(count), Some(token)) = (count, count_token) else {
            return nothing();
        };
        let whole = whole_number(count).filter(|whole| *whole > 0);
        match whole {
            None => self.error(token, "`at least` needs a whole number from 1", None),
            Some(whole) if usize::try_from(whole).is_ok_and(|whole| whole > items.len()) => {
                let message = format!("at least {whole} of {} can never be true", items.len());
                self.error(token, &message, Some("lower the number or name more signs"));
            }
            Some(_) => {}
        }
        Expression::AtLeast(whole.unwrap_or(1), items)
    }

    fn no_record(&mut self) -> Expression {
        self.advance();
        self.advance();
        self.expect_word("of", "no record of care-review within 12 months");
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Word) else {
            self.expected("the name of a sign", "no record of care-review within 12 months");
            return nothing();
        };
        self.advance();
        if token.text == "cancer-history" {
            return Expression::Atom(Atom::NoCancerRecorded);
        }
        let (sign, qualifier) = self.sign_name(token);
        let window = self.window();
        Expression::Atom(Atom::NoRecord {
            sign,
            qualifier,
            window,
        })
    }

    fn missing_operand(&mut self) -> Expression {
        let (start, end) = self.here();
        let message = match self.peek() {
            Some(token) => format!("something is missing before `{}`", token.text),
            None => "something is missing at the end".to_owned(),
        };
        self.error_at(
            start,
            end,
            &message,
            Some("name a sign, or take the `and`, `or` or `not` out"),
        );
        nothing()
    }
}
