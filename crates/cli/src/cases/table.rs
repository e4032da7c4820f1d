//! A table of a case file being read: every mistake with its place, unknown words with the nearest known one.

use metasign_core::rules::diagnostic::{Diagnostic, Place, Severity};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file being read and the mistakes found in it.
#[derive(Debug)]
pub(super) struct Source<'t> {
    path: &'t str,
    text: &'t str,
    pub(super) mistakes: Vec<Diagnostic>,
}

/// One table of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'t> {
    table: &'t DeTable<'t>,
    pub(super) offset: usize,
}

impl<'t> Source<'t> {
    pub(super) fn new(path: &'t str, text: &'t str) -> Self {
        let mistakes = Vec::new();
        Self { path, text, mistakes }
    }

    /// The line and column of a byte.
    pub(super) fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let from_one = |number: usize| u32::try_from(number.saturating_add(1)).unwrap_or(u32::MAX);
        Place {
            file: self.path.to_owned(),
            line: from_one(line),
            column: from_one(column),
        }
    }

    pub(super) fn wrong(
        &mut self,
        offset: usize,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.place(offset);
        let found = mistake(self.path, code, message, help);
        self.mistakes.push(Diagnostic { place, ..found });
    }

    /// What a word means, or a mistake that names the nearest known word.
    pub(super) fn word<T>(
        &mut self,
        (word, offset): (&str, usize),
        what: &str,
        known: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Option<T> {
        let found = known(word);
        if found.is_none() {
            let help = nearest(word, words.iter().copied());
            self.wrong(offset, "unknown-word", format!("`{word}` is no {what}"), help);
        }
        found
    }

    /// Whether a name is one of the rule set's, or a mistake that names the nearest.
    pub(super) fn is_known<'n>(
        &mut self,
        (name, offset): (&str, usize),
        what: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> bool {
        let found = names.clone().any(|known| known == name);
        if !found {
            let help = nearest(name, names);
            self.wrong(
                offset,
                "unknown-name",
                format!("`{name}` is no {what} of these rules"),
                help,
            );
        }
        found
    }
}

impl<'t> Table<'t> {
    pub(super) const fn new(table: &'t DeTable<'t>, offset: usize) -> Self {
        Self { table, offset }
    }

    /// Says which keys are not known.
    pub(super) fn only(self, keys: &[&str], source: &mut Source<'_>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !keys.contains(&name) {
                let help = nearest(name, keys.iter().copied());
                source.wrong(
                    key.span().start,
                    "unknown-key",
                    format!("a case has no `{name}` here"),
                    help,
                );
            }
        }
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn text(self, key: &str, source: &mut Source<'_>) -> Option<(&'t str, usize)> {
        let (value, offset) = self.get(key)?;
        if let DeValue::String(text) = value {
            return Some((text.as_ref(), offset));
        }
        source.wrong(offset, "wrong-type", format!("`{key}` is a text"), "write it in quotes");
        None
    }

    pub(super) fn needed(self, key: &str, source: &mut Source<'_>) -> String {
        let text = self.text(key, source).map_or("", |(text, _)| text.trim());
        if text.is_empty() {
            let help = format!("say it in one sentence: `{key} = \"…\"`");
            source.wrong(self.offset, "missing-key", format!("`{key}` is missing or empty"), help);
        }
        text.to_owned()
    }

    pub(super) fn number(self, key: &str, source: &mut Source<'_>) -> Option<f64> {
        let (value, offset) = self.get(key)?;
        let number = match value {
            DeValue::Integer(integer) => integer.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            source.wrong(
                offset,
                "wrong-type",
                format!("`{key}` is a number"),
                "write digits without quotes",
            );
        }
        number
    }

    /// A whole number of years.
    pub(super) fn years(self, key: &str, source: &mut Source<'_>) -> Option<i32> {
        let (value, offset) = self.get(key)?;
        let years = match value {
            DeValue::Integer(integer) => integer.as_str().parse().ok().filter(|years| (0..=120).contains(years)),
            _ => None,
        };
        if years.is_none() {
            let help = "use `birth_date` for anything finer";
            source.wrong(
                offset,
                "age",
                format!("`{key}` is a whole number of years up to 120"),
                help,
            );
        }
        years
    }

    pub(super) fn flag(self, key: &str, source: &mut Source<'_>) -> bool {
        match self.get(key) {
            None => false,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, offset)) => {
                source.wrong(
                    offset,
                    "wrong-type",
                    format!("`{key}` is true or false"),
                    "write it without quotes",
                );
                false
            }
        }
    }

    /// A list of texts with their places.
    pub(super) fn texts(self, key: &str, source: &mut Source<'_>) -> Vec<(&'t str, usize)> {
        let mut texts = Vec::new();
        for value in self.list(key, source) {
            let offset = value.span().start;
            match value.get_ref() {
                DeValue::String(text) => texts.push((text.as_ref(), offset)),
                _ => source.wrong(
                    offset,
                    "wrong-type",
                    format!("`{key}` is a list of texts"),
                    "write each in quotes",
                ),
            }
        }
        texts
    }

    /// A list of tables.
    pub(super) fn tables(self, key: &str, source: &mut Source<'_>) -> Vec<Table<'t>> {
        let mut tables = Vec::new();
        for value in self.list(key, source) {
            let offset = value.span().start;
            match value.get_ref() {
                DeValue::Table(table) => tables.push(Table::new(table, offset)),
                _ => source.wrong(
                    offset,
                    "wrong-type",
                    format!("`{key}` is a list of tables"),
                    "write each as `{ … }`",
                ),
            }
        }
        tables
    }

    /// As JSON, for a part that is written as in the native record.
    pub(super) fn json(self) -> serde_json::Map<String, serde_json::Value> {
        let members = self.table.iter();
        members
            .map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())))
            .collect()
    }

    fn get(self, key: &str) -> Option<(&'t DeValue<'t>, usize)> {
        let value: &'t Spanned<DeValue<'t>> = self.table.get(key)?;
        Some((value.get_ref(), value.span().start))
    }

    fn list(self, key: &str, source: &mut Source<'_>) -> &'t [Spanned<DeValue<'t>>] {
        match self.get(key) {
            None => &[],
            Some((DeValue::Array(items), _)) => items,
            Some((_, offset)) => {
                source.wrong(
                    offset,
                    "wrong-type",
                    format!("`{key}` is a list"),
                    "write it in `[ … ]`",
                );
                &[]
            }
        }
    }
}

/// A mistake in a file as a whole.
pub(super) fn mistake(
    path: &str,
    code: &'static str,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let help = help.into();
    Diagnostic {
        place: Place {
            file: path.to_owned(),
            line: 0,
            column: 0,
        },
        severity: Severity::Error,
        code,
        rule: None,
        message: message.into(),
        help: Some(help).filter(|help| !help.is_empty()),
    }
}

/// What to write instead: the nearest known word, or all of them when none is near.
pub(super) fn nearest<'n>(word: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut known: Vec<(f64, &str)> = known.map(|name| (strsim::jaro_winkler(word, name), name)).collect();
    known.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    match known.first() {
        Some((near, name)) if *near > 0.75 => format!("did you mean `{name}`?"),
        Some(_) if known.len() <= 24 => {
            let names: Vec<&str> = known.iter().map(|(_, name)| *name).collect();
            format!("known are {}", names.join(", "))
        }
        _ => "see docs/rule-format.md".to_owned(),
    }
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    let number = |text: &str| text.parse::<f64>().map_or_else(|_| text.into(), Into::into);
    match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(integer) => number(integer.as_str()),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(datetime) => datetime.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => Table::new(table, 0).json().into(),
    }
}
