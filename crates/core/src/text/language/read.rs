//! Reads the language files and checks them: every mistake of every file, with its place. Not what a reader makes of them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::Assertion;

use super::data::{Language, LanguageProblem, TimeUnit, WordGroup, line_and_column, next_class};
use super::nearest::nearest;
use crate::text::words::{Answer, Axis, Closer, Group, Reach, Says, Span};

impl Language {
    /// Parses the language files, given as file name and content in any order.
    ///
    /// # Errors
    /// Every mistake in every file, in the order of the files.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<LanguageProblem>> {
        let mut files: Vec<(&str, &str)> = files.into_iter().collect();
        // Classes first: cues of every file name them.
        files.sort_unstable_by_key(|(name, content)| (*name != CLASSES, *name, *content));
        let mut language = Self::default();
        let mut problems = Vec::new();
        for (name, content) in files.iter().copied() {
            File {
                name,
                content,
                problems: &mut problems,
                classes: Vec::new(),
            }
            .read(&mut language);
        }
        if problems.is_empty() {
            problems = super::references::problems(&language, &files);
        }
        problems.sort_by(|one, other| (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column)));
        if problems.is_empty() {
            Ok(language)
        } else {
            Err(problems)
        }
    }
}

/// The file of the classes of words.
const CLASSES: &str = "classes.toml";

/// Tables that are not cue groups.
const WORD_TABLES: [&str; 14] = [
    "fillers",
    "same-words",
    "short-forms",
    "endings",
    "known-words",
    "stops-inside",
    "units",
    "numbers",
    "moments",
    "previous-values",
    "value-changes",
    "since-words",
    "value-units",
    "word-classes",
];

/// Keys of a cue group.
const GROUP_KEYS: [&str; 29] = [
    "name",
    "says",
    "reaches",
    "within",
    "within-words",
    "stops-at",
    "passes",
    "phrases",
    "basis",
    "note",
    "closes",
    "lasts",
    "bare",
    "alone",
    "whole-list",
    "question",
    "after-comma",
    "unsure",
    "answer",
    "adjacent",
    "section",
    "needs-verbless",
    "weak",
    "follows",
    "of-cause",
    "of-complaint",
    "itself",
    "own-item",
    "open",
];

type Entry<'i> = Spanned<DeValue<'i>>;

struct File<'a> {
    name: &'a str,
    content: &'a str,
    problems: &'a mut Vec<LanguageProblem>,
    /// Classes that its phrases name, with their places.
    classes: Vec<(String, Range<usize>)>,
}

impl File<'_> {
    fn read(mut self, language: &mut Language) {
        let (table, errors) = DeTable::parse_recoverable(self.content);
        for error in &errors {
            self.report(error.span().unwrap_or(0..0), error.message().to_owned(), None);
        }
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            let DeValue::Table(body) = value.get_ref() else {
                self.report(
                    key.span(),
                    format!("`{name}` stands outside a table"),
                    Some("start a table with `[name]`".into()),
                );
                continue;
            };
            if self.name.contains("words/") {
                self.word_group(name, key.span(), body, language);
            } else if name == "dates" || WORD_TABLES.contains(&name) {
                self.words(name, body, language);
            } else {
                self.group(name, key.span(), body, language);
            }
        }
    }

    fn report(&mut self, span: Range<usize>, message: String, help: Option<String>) {
        let (line, column) = line_and_column(self.content, span.start);
        self.problems.push(LanguageProblem {
            file: self.name.to_owned(),
            line,
            column,
            message,
            help,
        });
    }

    fn text(&mut self, value: &Entry<'_>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.to_string());
        }
        self.report(
            value.span(),
            "text is expected here".into(),
            Some("write it in double quotes".into()),
        );
        None
    }

    fn texts(&mut self, value: &Entry<'_>) -> Vec<String> {
        let DeValue::Array(items) = value.get_ref() else {
            self.report(
                value.span(),
                "a list is expected here".into(),
                Some("write `[\"one\", \"two\"]`".into()),
            );
            return Vec::new();
        };
        items.iter().filter_map(|item| self.text(item)).collect()
    }

    fn number(&mut self, value: &Entry<'_>) -> Option<u32> {
        if let DeValue::Integer(number) = value.get_ref()
            && let Ok(number) = u32::from_str_radix(number.as_str(), number.radix())
        {
            return Some(number);
        }
        self.report(value.span(), "a whole number is expected here".into(), None);
        None
    }

    fn flag(&mut self, value: &Entry<'_>) -> bool {
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.report(value.span(), "`true` or `false` is expected here".into(), None);
        false
    }

    /// One of a fixed set of words, with the nearest one suggested.
    fn choice<T: Copy>(&mut self, value: &Entry<'_>, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(value)?;
        let found = choices
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.report(
                value.span(),
                format!("`{text}` is not known here"),
                Some(suggestion(&text, &names)),
            );
        }
        found
    }

    fn words(&mut self, table: &str, body: &DeTable<'_>, language: &mut Language) {
        for (key, value) in body {
            let name = key.get_ref().to_string();
            if name == "basis" || name == "note" {
                self.text(value);
                continue;
            }
            match table {
                "fillers" => {
                    let words = self.texts(value);
                    if name == "articles" {
                        language.articles.clone_from(&words);
                    }
                    language.fillers.extend(words);
                }
                "known-words" => language.known.extend(self.texts(value)),
                "stops-inside" => language.stops_inside.extend(self.texts(value)),
                "previous-values" => language.previous.extend(self.texts(value)),
                "since-words" => language.since.extend(self.texts(value)),
                "value-changes" => language.changes.extend(self.texts(value)),
                "value-units" => language.value_units.extend(self.texts(value)),
                "word-classes" => {
                    let words = self.texts(value);
                    language.classes.push((name, words));
                }
                "same-words" => {
                    let mut row = self.texts(value);
                    row.push(name);
                    language.same.push(row);
                }
                "short-forms" => {
                    let forms = self.texts(value);
                    language.short_forms.push((name, forms));
                }
                "endings" => {
                    let row = self.texts(value);
                    language.endings.push(row);
                }
                "units" => self.unit(value, language),
                "numbers" => {
                    if let Some(number) = self.number(value) {
                        language.numbers.push((name, number));
                    }
                }
                "moments" => {
                    if let Some(days) = self.number(value) {
                        language.moments.push((name, days));
                    }
                }
                _ => self.date(name, value, language),
            }
        }
    }

    fn word_group(&mut self, id: &str, place: Range<usize>, body: &DeTable<'_>, language: &mut Language) {
        if language.word_groups.iter().any(|group| group.id == id) {
            let message = format!("a word group `{id}` exists already");
            self.report(place.clone(), message, Some("give it another name".into()));
        }
        let mut group = WordGroup {
            id: id.to_owned(),
            file: self.name.to_owned(),
            at: place.start,
            ..WordGroup::default()
        };
        let mut basis = false;
        for (key, value) in body {
            match key.get_ref().as_ref() {
                "idioms" => group.idioms = self.flag(value),
                "complaint" => group.complaint = self.flag(value),
                "between" => group.between = self.flag(value),
                "basis" => basis = self.text(value).is_some(),
                "note" => drop(self.text(value)),
                // Long groups are written as several lists, each named for what its words have in common.
                _ => group.words.extend(self.phrases(value)),
            }
        }
        if !basis {
            let message = format!("the word group `{id}` has no `basis`");
            self.report(
                place.clone(),
                message,
                Some("say where it comes from, `basis = \"EV-9.1\"`".into()),
            );
        }
        if group.words.is_empty() {
            self.report(place, format!("the word group `{id}` has no words"), None);
        }
        language.word_groups.push(group);
    }

    fn unit(&mut self, value: &Entry<'_>, language: &mut Language) {
        let DeValue::Table(body) = value.get_ref() else {
            self.report(
                value.span(),
                "a unit is a table".into(),
                Some("write `{ days = 7, words = [\"week\"] }`".into()),
            );
            return;
        };
        let mut unit = TimeUnit::default();
        for (key, value) in body {
            match key.get_ref().as_ref() {
                "days" => unit.days = self.number(value).unwrap_or(0),
                "slash" => unit.slash = self.number(value),
                "words" => unit.words = self.texts(value),
                other => {
                    let message = format!("`{other}` is not a key of a unit");
                    self.report(
                        key.span(),
                        message,
                        Some(suggestion(other, &["days", "slash", "words"])),
                    );
                }
            }
        }
        language.units.push(unit);
    }

    fn date(&mut self, name: String, value: &Entry<'_>, language: &mut Language) {
        let Some(text) = self.text(value) else { return };
        let parts = text
            .split_once('-')
            .map(|(month, day)| (month.parse::<u8>(), day.parse::<u8>()));
        match parts {
            Some((Ok(month @ 1..=12), Ok(day @ 1..=31))) => language.dates.push((name, month, day)),
            _ => self.report(
                value.span(),
                format!("`{text}` is no day of the year"),
                Some("write month-day, `12-25`".into()),
            ),
        }
    }

    fn group(&mut self, id: &str, place: Range<usize>, body: &DeTable<'_>, language: &mut Language) {
        if language.groups.iter().any(|group| group.id == id) {
            self.report(
                place.clone(),
                format!("a group `{id}` exists already"),
                Some("give it another name".into()),
            );
        }
        let mut group = Group {
            id: id.to_owned(),
            ..Group::default()
        };
        let mut says = None;
        let mut basis = false;
        for (key, value) in body {
            match key.get_ref().as_ref() {
                "says" => says = self.choice(value, &Says::NAMES),
                "reaches" => group.reach = self.choice(value, &Reach::NAMES),
                "within-words" | "within" => group.within = self.number(value),
                "stops-at" => group.stops_at = Some(self.closers(value)),
                "passes" => group.passes = self.closers(value),
                "closes" => group.closes = self.axes(value),
                "phrases" => group.phrases = self.phrases(value),
                "lasts" => group.lasts = self.choice(value, &Span::NAMES).unwrap_or_default(),
                "section" => group.section = self.text(value),
                "name" => group.name = self.text(value),
                "answer" => group.answer = self.choice(value, &Answer::NAMES),
                "bare" => group.bare = self.flag(value),
                "alone" => group.alone = self.flag(value),
                "whole-list" => group.whole_list = self.flag(value),
                "question" => group.question = self.flag(value),
                "after-comma" => group.after_comma = self.flag(value),
                "unsure" => group.unsure = self.flag(value),
                "adjacent" => group.adjacent = self.flag(value),
                "needs-verbless" => group.needs_verbless = self.flag(value),
                "weak" => group.weak = self.flag(value),
                "follows" => group.follows = self.flag(value),
                "itself" => group.itself = self.flag(value),
                "own-item" => group.own_item = self.flag(value),
                "open" => group.open = self.flag(value),
                "of-cause" => group.of_cause = self.flag(value),
                "of-complaint" => {
                    let choices = [("present", Assertion::Present), ("possible", Assertion::Possible)];
                    group.of_complaint = self.choice(value, &choices);
                }
                "basis" => basis = self.text(value).is_some(),
                "note" => drop(self.text(value)),
                other => {
                    let message = format!("`{other}` is not a key of a cue group");
                    self.report(key.span(), message, Some(suggestion(other, &GROUP_KEYS)));
                }
            }
        }
        if !basis {
            self.report(
                place.clone(),
                format!("the group `{id}` has no `basis`"),
                Some("say where it comes from, `basis = \"EV-9.2\"`".into()),
            );
        }
        match says {
            Some(says) => group.says = says,
            None if body.keys().any(|key| key.get_ref() == "says") => {}
            None => self.report(
                place.clone(),
                format!("the group `{id}` has no `says`"),
                Some("say what its cues mean, `says = \"absent\"`".into()),
            ),
        }
        for (class, place) in std::mem::take(&mut self.classes) {
            if !language.classes.iter().any(|(name, _)| *name == class) {
                let names: Vec<&str> = language.classes.iter().map(|(name, _)| name.as_str()).collect();
                let help = Some(suggestion(&class, &names));
                self.report(place, format!("`<{class}>` is no class of words"), help);
            }
        }
        if group.phrases.is_empty() {
            self.report(place, format!("the group `{id}` has no phrases"), None);
        }
        language.groups.push(group);
    }

    fn phrases(&mut self, value: &Entry<'_>) -> Vec<String> {
        let phrases = self.texts(value);
        for phrase in &phrases {
            if !phrase.chars().any(|c| !c.is_whitespace()) {
                self.report(value.span(), "a phrase is empty".into(), Some("take it out".into()));
            }
            let mut rest = phrase.as_str();
            while let Some((_, class, after)) = next_class(rest) {
                self.classes.push((class.to_owned(), value.span()));
                rest = after;
            }
        }
        phrases
    }

    fn closers(&mut self, value: &Entry<'_>) -> u16 {
        let DeValue::Array(items) = value.get_ref() else {
            self.report(value.span(), "a list is expected here".into(), None);
            return 0;
        };
        items
            .iter()
            .filter_map(|item| self.choice(item, &Closer::NAMES))
            .fold(0, |set, closer| set | closer.bit())
    }

    fn axes(&mut self, value: &Entry<'_>) -> u16 {
        let DeValue::Array(items) = value.get_ref() else {
            self.report(value.span(), "a list is expected here".into(), None);
            return 0;
        };
        items
            .iter()
            .filter_map(|item| self.choice(item, &Axis::NAMES))
            .fold(0, |set, axis| set | axis.bit())
    }
}

/// `did you mean …` where something is near, else the whole choice.
fn suggestion(given: &str, known: &[&str]) -> String {
    match nearest(given, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!(
            "one of {}",
            known
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}
