//! Operands of a condition: names, calls, windows of time, numbers.

use super::super::token::{Kind, Token};
use super::super::{Atom, Comparison, Event, Expression, Period, Window};
use super::cursor::Parser;
use super::limits::{RESERVED, nothing, whole_number};
use crate::record::Sex;
use crate::rules::names::NameKind;
use crate::rules::terms::{Affinity, MetastaticStatus, Site};
use crate::text::nearest;

impl<'t> Parser<'t> {
    pub(super) fn atom(&mut self, token: Token<'t>) -> Expression {
        self.advance();
        let called = self.peek().is_some_and(|next| next.kind == Kind::Open);
        let atom = match token.text {
            "cancer-history" => Some(Atom::CancerHistory),
            "coded-cancer-history" => Some(Atom::CodedCancerHistory),
            "male" => Some(Atom::Sex(Sex::Male)),
            "female" => Some(Atom::Sex(Sex::Female)),
            "high-risk-primary" => Some(Atom::HighRiskPrimary),
            "explained" => Some(Atom::Explained),
            "unchanged" => Some(Atom::Unchanged),
            "diagnosis" => Some(self.event(Event::Diagnosis)),
            "first-diagnosis" => Some(self.event(Event::FirstDiagnosis)),
            "metastatic-diagnosis" => Some(self.event(Event::MetastaticDiagnosis)),
            "age" => self.age(),
            "score" | "tumour" | "metastatic" | "setting" | "affinity" | "domains" if called => self.call(token),
            "score" | "tumour" | "metastatic" | "setting" | "affinity" | "domains" => {
                let help = format!("write `{}`", example(token.text));
                self.error(token, &format!("`{}` needs parentheses", token.text), Some(&help));
                None
            }
            text if text.starts_with("scored.") => {
                let qualifier = text.trim_start_matches("scored.");
                let start = token.start.saturating_add("scored.".len());
                self.mention(NameKind::Qualifier, qualifier, start);
                Some(Atom::Scored(qualifier.to_owned()))
            }
            text if called => {
                let functions = ["score", "tumour", "metastatic", "setting", "affinity", "domains"];
                let help = nearest(text, functions).map(|name| format!("did you mean `{name}(…)`?"));
                let help = help.unwrap_or_else(|| "parentheses follow score, tumour, metastatic, setting, affinity, domains, `of`, `and`, `or`, `not`".to_owned());
                self.error(token, &format!("`{text}` takes no parentheses"), Some(&help));
                self.skip_parentheses();
                None
            }
            _ => {
                let (sign, qualifier) = self.sign_name(token);
                let window = self.window();
                Some(Atom::Sign {
                    sign,
                    qualifier,
                    window,
                })
            }
        };
        atom.map_or_else(nothing, Expression::Atom)
    }

    pub(super) fn event(&mut self, event: Event) -> Atom {
        Atom::Event {
            event,
            window: self.window(),
        }
    }

    pub(super) fn age(&mut self) -> Option<Atom> {
        let comparison = self.comparison("age >= 40")?;
        let years = self.number()?;
        Some(Atom::Age(comparison, years))
    }

    /// `name(…)`, the name already read.
    pub(super) fn call(&mut self, name: Token<'t>) -> Option<Atom> {
        let open = self.peek()?;
        self.advance();
        let arguments = self.arguments(name, open);
        let single = |parser: &mut Self| match arguments.as_slice() {
            [] => None,
            [one] => Some(*one),
            [_, second, ..] => {
                parser.error(
                    *second,
                    &format!("`{}` takes one name", name.text),
                    Some(example(name.text)),
                );
                None
            }
        };
        match name.text {
            "score" => {
                let site = single(self).map(|argument| self.site(argument));
                let comparison = self.comparison("score(spine) >= 3")?;
                let points = self.number()?;
                site?.map(|site| Atom::Score {
                    site,
                    comparison,
                    points,
                })
            }
            "domains" => {
                let points = single(self).and_then(|argument| {
                    let number = argument.text.parse().ok();
                    if number.is_none() {
                        self.error(argument, "`domains` takes a number of points", Some("domains(2) >= 2"));
                    }
                    number
                });
                let comparison = self.comparison("domains(2) >= 2")?;
                let count = self.number()?;
                Some(Atom::Domains {
                    points: points?,
                    comparison,
                    count,
                })
            }
            "setting" => {
                let argument = single(self)?;
                self.mention(NameKind::Setting, argument.text, argument.start);
                Some(Atom::Setting(argument.text.to_owned()))
            }
            "affinity" => {
                let argument = single(self)?;
                let known =
                    ["high", "moderate", "low"]
                        .into_iter()
                        .zip([Affinity::High, Affinity::Moderate, Affinity::Low]);
                self.choose(argument, "affinity", known).map(Atom::Affinity)
            }
            "metastatic" => {
                let choices = arguments.iter().filter_map(|argument| {
                    let known = ["recorded", "probable", "possible"].into_iter().zip([
                        MetastaticStatus::Recorded,
                        MetastaticStatus::Probable,
                        MetastaticStatus::Possible,
                    ]);
                    self.choose(*argument, "metastatic status", known)
                });
                let choices: Vec<MetastaticStatus> = choices.collect();
                (!choices.is_empty()).then_some(Atom::Metastatic(choices))
            }
            _ => {
                let tumours = arguments.iter().map(|argument| {
                    let kind = if argument.text.contains('.') {
                        NameKind::Subtype
                    } else {
                        NameKind::Tumour
                    };
                    self.mention(kind, argument.text, argument.start);
                    split_name(argument.text)
                });
                let tumours: Vec<(String, Option<String>)> = tumours.collect();
                (!tumours.is_empty()).then_some(Atom::Tumour(tumours))
            }
        }
    }

    pub(super) fn arguments(&mut self, name: Token<'t>, open: Token<'t>) -> Vec<Token<'t>> {
        let mut arguments = Vec::new();
        loop {
            match self.peek() {
                Some(token) if matches!(token.kind, Kind::Word | Kind::Number) => {
                    self.advance();
                    arguments.push(token);
                }
                Some(token) if token.kind == Kind::Close && arguments.is_empty() => {
                    self.error(
                        token,
                        &format!("`{}` needs a name in its parentheses", name.text),
                        Some(example(name.text)),
                    );
                    self.advance();
                    return arguments;
                }
                _ => {
                    self.expected("a name", example(name.text));
                    self.skip_to_close();
                    return Vec::new();
                }
            }
            match self.peek() {
                Some(token) if token.kind == Kind::Comma => self.advance(),
                _ => {
                    self.close(open);
                    return arguments;
                }
            }
        }
    }

    pub(super) fn site(&mut self, argument: Token<'t>) -> Option<Site> {
        self.choose(argument, "site", Site::ALL.into_iter().map(|site| (site.name(), site)))
    }

    pub(super) fn choose<T, I>(&mut self, argument: Token<'t>, what: &str, known: I) -> Option<T>
    where
        I: IntoIterator<Item = (&'static str, T)>,
    {
        let mut names = Vec::new();
        for (name, value) in known {
            if name == argument.text {
                return Some(value);
            }
            names.push(name);
        }
        let help = match nearest(argument.text, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("one of {}", names.join(", ")),
        };
        self.error(
            argument,
            &format!("there is no {what} `{}`", argument.text),
            Some(&help),
        );
        None
    }

    /// `sign` or `sign.qualifier`.
    pub(super) fn sign_name(&mut self, token: Token<'t>) -> (String, Option<String>) {
        let (sign, qualifier) = split_name(token.text);
        if RESERVED.contains(&sign.as_str()) {
            let message = format!("`{sign}` means something else here and can't be a sign");
            self.error(token, &message, Some("name a sign"));
            return (sign, qualifier);
        }
        self.mention(NameKind::Sign, &sign, token.start);
        if let Some(qualifier) = &qualifier {
            let start = token.start.saturating_add(sign.len()).saturating_add(1);
            self.mention(NameKind::Qualifier, qualifier, start);
        }
        (sign, qualifier)
    }

    pub(super) fn window(&mut self) -> Option<Window> {
        let token = self.peek()?;
        match token.text {
            "within" => {
                self.advance();
                let period = self.period()?;
                match self.peek().map(|next| next.text) {
                    Some("after") => {
                        self.advance();
                        Some(Window::WithinAfter(period, self.event_name()?))
                    }
                    Some("before") => {
                        self.advance();
                        Some(Window::WithinBefore(period, self.event_name()?))
                    }
                    _ => Some(Window::Within(period)),
                }
            }
            "more" => {
                self.advance();
                self.expect_word("than", "more than 2 years ago");
                let period = self.period()?;
                self.expect_word("ago", "more than 2 years ago");
                Some(Window::MoreThanAgo(period))
            }
            "after" => {
                self.advance();
                Some(Window::After(self.event_name()?))
            }
            "before" => {
                self.advance();
                Some(Window::Before(self.event_name()?))
            }
            _ => None,
        }
    }

    pub(super) fn event_name(&mut self) -> Option<Event> {
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Word) else {
            self.expected("an event", "after diagnosis");
            return None;
        };
        self.advance();
        Some(match token.text {
            "diagnosis" => Event::Diagnosis,
            "first-diagnosis" => Event::FirstDiagnosis,
            "metastatic-diagnosis" => Event::MetastaticDiagnosis,
            _ => {
                let (sign, qualifier) = self.sign_name(token);
                if qualifier.is_some() {
                    self.error(token, "an event is a sign without a qualifier", None);
                }
                Event::Sign(sign)
            }
        })
    }

    pub(super) fn period(&mut self) -> Option<Period> {
        let token = self.peek();
        let count = self.number()?;
        let Some(unit) = self.peek().filter(|token| token.kind == Kind::Word) else {
            self.expected("days, weeks, months or years", "within 3 weeks");
            return None;
        };
        self.advance();
        let count = whole_number(count)
            .and_then(|count| i32::try_from(count).ok())
            .filter(|count| (1..=40_000).contains(count));
        let Some(count) = count else {
            if let Some(token) = token {
                self.error(
                    token,
                    "a length of time is a whole number from 1 to 40000",
                    Some("within 3 weeks"),
                );
            }
            return None;
        };
        match unit.text {
            "day" | "days" => Some(Period::Days(count)),
            "week" | "weeks" => Some(Period::Days(count.saturating_mul(7))),
            "month" | "months" => Some(Period::Months(count)),
            "year" | "years" => Some(Period::Months(count.saturating_mul(12))),
            text => {
                self.error(
                    unit,
                    &format!("`{text}` is not a length of time"),
                    Some("days, weeks, months or years"),
                );
                None
            }
        }
    }

    pub(super) fn comparison(&mut self, like: &str) -> Option<Comparison> {
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Comparison) else {
            self.expected("`>=`, `>`, `<=`, `<` or `=`", like);
            return None;
        };
        self.advance();
        match token.text {
            ">=" => Some(Comparison::AtLeast),
            ">" => Some(Comparison::Above),
            "<=" => Some(Comparison::AtMost),
            "<" => Some(Comparison::Below),
            "=" => Some(Comparison::Equal),
            text => {
                self.error(token, &format!("`{text}` is not of this language"), Some("write `=`"));
                None
            }
        }
    }

    pub(super) fn number(&mut self) -> Option<f64> {
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Number) else {
            self.expected("a number", "3");
            return None;
        };
        self.advance();
        let number = token
            .text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite() && *number <= 1e9);
        if number.is_none() {
            self.error(
                token,
                &format!("`{}` is not a number that can be used here", token.text),
                None,
            );
        }
        number
    }
}

fn split_name(text: &str) -> (String, Option<String>) {
    match text.split_once('.') {
        Some((name, part)) => (name.to_owned(), Some(part.to_owned())),
        None => (text.to_owned(), None),
    }
}

fn example(function: &str) -> &'static str {
    match function {
        "score" => "score(spine) >= 3",
        "tumour" => "tumour(breast, lung)",
        "metastatic" => "metastatic(recorded)",
        "setting" => "setting(qof-care-review)",
        "affinity" => "affinity(high)",
        _ => "domains(2) >= 2",
    }
}
