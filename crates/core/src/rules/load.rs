//! A bundle in, a rule set out, or every mistake that keeps it from being one.
//!
//! [`load`] does what is needed for the rules to be safe to run; [`check`] does that and everything an author wants
//! to know besides. A rule set is only handed out when `load` found no error.

mod syntax;

use std::collections::BTreeMap;

use toml::de::DeTable;

use self::syntax::{header_before, line_start, toml_help};
use super::bundle::{Bundle, Content, is_rule};
use super::check;
use super::diagnostic::{Diagnostic, Place, Severity};
use super::model::{
    Codelist, Info, Overlay, Pathway, PointsRow, RuleSet, Scoring, Sign, Site, Slot, StatusRule, Trigger, Tumour,
};
use super::names::NameKind;
use super::read::accepted::Accepted;
use super::read::codelist::{Companion, ListFile};
use super::read::{
    Reading, Table, accepted, codelist, language, overlay, pathway, ruleset, scoring, sign, status, trigger, tumour,
    vocabulary,
};
use super::source_text::SourceText;
use crate::record::Date;
use crate::text::Language;

/// What loading a bundle gave.
#[derive(Debug)]
pub struct Loaded {
    /// The rules; `None` when there is an error among the diagnostics.
    pub rule_set: Option<RuleSet>,
    /// Every mistake and warning, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads a rule set: structure, names, conditions and whatever else it must have to be safe to run.
#[must_use]
pub fn load(bundle: &Bundle) -> Loaded {
    examine(bundle, None)
}

/// Everything there is to say about a rule set, warnings included.
///
/// `today` is for reviews that are overdue; without it they are not looked at.
#[must_use]
pub fn check(bundle: &Bundle, today: Option<Date>) -> Vec<Diagnostic> {
    examine(bundle, Some(Thorough { today })).diagnostics
}

/// Look at everything, not only at what is needed for running.
#[derive(Debug, Clone, Copy)]
struct Thorough {
    today: Option<Date>,
}

fn examine(bundle: &Bundle, thorough: Option<Thorough>) -> Loaded {
    let mut reading = Reading::default();
    let files = parse_files(bundle, &mut reading.diagnostics);
    let mut draft = Draft::default();
    draft.read_all(&mut reading, &files);
    draft.share_exclusions(&mut reading);
    draft.resolve_codes(&mut reading);
    let whole = files.values().all(|file| file.sound);
    let language = draft.check_language(&mut reading, &files);
    let mut passed_over = Vec::new();
    if draft.scoring.is_none() {
        passed_over.push(NameKind::Domain);
    }
    if draft.info.is_none() {
        passed_over.push(NameKind::Setting);
    }
    reading.settle(&passed_over);
    check::cycles::order_signs(&mut reading, &mut draft.signs);
    check::cycles::supersedes(&mut reading, &draft.triggers);
    check::reach::conditions(
        &mut reading,
        &draft.signs,
        &draft.triggers,
        &draft.tumours,
        &draft.statuses,
    );
    check::patterns::signs_and_tumours(&mut reading, &draft.signs, &draft.tumours, thorough.is_some());
    if let Some(Thorough { today }) = thorough {
        if let Some(language) = &language {
            let source = |path: &str| files.get(path).map(|file| &file.source);
            check::combinations::combinations(&mut reading, &draft.signs, &draft.tumours, language, &source);
        }
        check::examples::examples(&mut reading, &draft.signs, bundle.examples());
        draft.check_thoroughly(&mut reading, today, whole);
    }

    if let Err(message) = bundle.likeness() {
        let help = "`metasign pack` learns from the examples and keeps the weights in the bundle".to_owned();
        reading
            .diagnostics
            .push(file_error("examples", "not-learned", message, Some(help)));
    }

    let mut diagnostics = reading.diagnostics;
    diagnostics.sort();
    diagnostics.dedup();
    let sound = diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity != Severity::Error);
    let rule_set = if sound { draft.finish(bundle) } else { None };
    Loaded { rule_set, diagnostics }
}

/// One TOML or CSV file, parsed as far as it could be.
struct ParsedFile<'b> {
    source: SourceText<'b>,
    /// `None` for CSV.
    root: Option<DeTable<'b>>,
    /// Whether its syntax is right; what is wrong inside a broken file is noise.
    sound: bool,
}

fn parse_files<'b>(bundle: &'b Bundle, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<&'b str, ParsedFile<'b>> {
    let mut files = BTreeMap::new();
    for (path, content) in bundle.files() {
        if !is_rule(path) {
            continue;
        }
        let text = match content {
            Content::Text(text) => text.as_ref(),
            Content::NotText(bytes) => {
                diagnostics.push(not_text(path, bytes));
                continue;
            }
        };
        let file = if path.ends_with(".csv") {
            ParsedFile {
                source: SourceText::without_lines(path, text),
                root: None,
                sound: true,
            }
        } else {
            parse_toml(SourceText::new(path, text), diagnostics)
        };
        files.insert(path, file);
    }
    for needed in ["ruleset.toml", "scoring.toml"] {
        if bundle.file(needed).is_none() {
            let help = "see docs/rule-format.md for what it holds".to_owned();
            diagnostics.push(file_error(
                needed,
                "missing-file",
                format!("`{needed}` is missing"),
                Some(help),
            ));
        }
    }
    files
}

fn parse_toml<'b>(source: SourceText<'b>, diagnostics: &mut Vec<Diagnostic>) -> ParsedFile<'b> {
    let (root, errors) = DeTable::parse_recoverable(source.text);
    let root = root.into_inner();
    let mut repeated_header: Option<usize> = None;
    for error in &errors {
        let start = error.span().map_or(source.text.len(), |span| span.start);
        if error.message() == "duplicate key" {
            // A header written twice makes every key under it a double: the header says it all.
            let header = header_before(source.text, start);
            if header.is_some() && header == repeated_header {
                continue;
            }
            if header.is_some_and(|header| header == line_start(source.text, start)) {
                repeated_header = header;
            }
        }
        diagnostics.push(Diagnostic {
            place: source.place(start),
            severity: Severity::Error,
            code: "toml-syntax",
            rule: None,
            message: format!("the TOML can't be read: {}", error.message().replace('\n', " ")),
            help: toml_help(error.message()),
        });
    }
    if errors.is_empty() && root.is_empty() {
        let help = "delete it, or write something into it".to_owned();
        diagnostics.push(file_error(
            source.path,
            "empty-file",
            "the file is empty".to_owned(),
            Some(help),
        ));
    }
    ParsedFile {
        source,
        root: Some(root),
        sound: errors.is_empty(),
    }
}

fn not_text(path: &str, bytes: &[u8]) -> Diagnostic {
    let valid = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default()).replace("\r\n", "\n");
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let source = SourceText::new(path, before);
    Diagnostic {
        place: source.place(before.len()),
        severity: Severity::Error,
        code: "not-utf-8",
        rule: None,
        message: "the file is not UTF-8 from here on".to_owned(),
        help: Some("save it as UTF-8".to_owned()),
    }
}

fn file_error(path: &str, code: &'static str, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic {
        place: Place {
            file: path.to_owned(),
            line: 0,
            column: 0,
        },
        severity: Severity::Error,
        code,
        rule: None,
        message,
        help,
    }
}

/// What has been read so far.
#[derive(Default)]
pub(crate) struct Draft {
    info: Option<Info>,
    sources: Vec<super::model::Source>,
    codelists: Vec<Codelist>,
    lists: Vec<ListFile>,
    companions: Vec<Companion>,
    /// Codelists no cancer's history is read from.
    never_history: Vec<String>,
    qualifiers: Vec<super::model::Qualifier>,
    measurements: Vec<super::model::Measurement>,
    signs: Vec<Sign>,
    tumours: Vec<Tumour>,
    scoring: Option<Scoring>,
    triggers: Vec<Trigger>,
    statuses: Vec<StatusRule>,
    pathways: Vec<Pathway>,
    slots: Vec<Slot>,
    overlays: Vec<Overlay>,
    language: Vec<(String, String)>,
    accepted: Vec<Accepted>,
}

impl Draft {
    fn read_all<'b>(&mut self, reading: &mut Reading<'b>, files: &'b BTreeMap<&'b str, ParsedFile<'b>>) {
        // Rows of points first, since tumours change them; slots before overlays, since overlays must fill them.
        let first = ["scoring.toml", "pathways/slots.toml"];
        let begin = first.iter().filter_map(|path| files.get(path));
        let rest = files
            .iter()
            .filter(|(path, _)| !first.contains(path))
            .map(|(_, file)| file);
        for file in begin.chain(rest) {
            let before = reading.mark();
            match &file.root {
                Some(root) => self.read_toml(reading, &file.source, root),
                None => self.read_csv(reading, &file.source),
            }
            if !file.sound {
                // Half a file gives half a rule: what it defines is known, what it says is not judged.
                reading.forget_since(&before);
            }
        }
        // The group a list lies in changes nothing.
        self.codelists
            .sort_by(|a, b| (a.list.as_str(), a.system.name()).cmp(&(b.list.as_str(), b.system.name())));
    }

    fn read_csv(&mut self, reading: &mut Reading<'_>, source: &SourceText<'_>) {
        if !source.path.starts_with("codelists/") {
            unexpected(reading, source.path);
            return;
        }
        let Some(list) = codelist::codelist(reading, source) else {
            return;
        };
        // In the older form a list has a file for each system.
        let more_of_it = list.old && self.lists.iter().all(|other| other.old || other.list != list.list);
        if !more_of_it || !reading.is_defined(NameKind::Codelist, &list.list) {
            reading.define(NameKind::Codelist, &list.list, &list.place(1));
        }
        self.codelists
            .extend(list.parts.iter().map(|part| part.codelist.clone()));
        self.lists.push(list);
    }

    fn read_toml<'b>(&mut self, reading: &mut Reading<'b>, source: &'b SourceText<'b>, root: &'b DeTable<'b>) {
        let path = source.path;
        let mut table = Table::new(reading, source, None, root, 0);
        let mut folders = path.rsplitn(2, '/');
        let stem = folders
            .next()
            .and_then(|name| name.strip_suffix(".toml"))
            .unwrap_or_default();
        let folder = folders.next().unwrap_or_default();
        match (folder, stem) {
            ("", "ruleset") => {
                self.never_history = ruleset::never_history(&mut table);
                self.info = Some(ruleset::info(&mut table));
            }
            ("", "sources") => self.sources = ruleset::sources(&mut table),
            ("", "qualifiers") => self.qualifiers = vocabulary::qualifiers(&mut table),
            ("", "measurements") => self.measurements = vocabulary::measurements(&mut table),
            ("", "accepted-warnings") => self.accepted = accepted::accepted(&mut table),
            ("", "scoring") => self.scoring = Some(scoring::scoring(&mut table)),
            ("pathways", "slots") => self.slots = pathway::slots(&mut table),
            ("tumours", id) => {
                let base: &[PointsRow] = self.scoring.as_ref().map_or(&[], |scoring| &scoring.points);
                table.rule = Some(std::rc::Rc::from(id));
                self.tumours.push(tumour::tumour(id, &mut table, base));
            }
            ("signs", stem) => self.signs.append(&mut sign::signs(&mut table, Site::from_name(stem))),
            ("triggers", _) => self.triggers.append(&mut trigger::triggers(&mut table, false)),
            ("care", _) => self.triggers.append(&mut trigger::triggers(&mut table, true)),
            ("status", _) => self.statuses.append(&mut status::statuses(&mut table)),
            ("pathways", _) => self.pathways.append(&mut pathway::pathways(&mut table)),
            ("codelists", _) => {
                let mut companions = codelist::companions(&mut table);
                // A list without any code is still one: phrases do its work, and rules may name it.
                for companion in companions
                    .iter()
                    .filter(|companion| companion.systems.as_deref() == Some(&[]))
                {
                    if !table.reading.is_defined(NameKind::Codelist, &companion.list) {
                        table
                            .reading
                            .define(NameKind::Codelist, &companion.list, &companion.place);
                    }
                }
                self.companions.append(&mut companions);
            }
            ("language" | "language/words", _) => {
                self.language.push((path.to_owned(), source.text.to_owned()));
                language::old_names(&mut table);
                language::listed_twice(&mut table);
                table.open_keys();
            }
            (folder, "overlay") if folder.starts_with("overlays/") && folder.matches('/').count() == 1 => {
                let id = folder.trim_start_matches("overlays/");
                table.rule = Some(std::rc::Rc::from(id));
                self.overlays.push(overlay::overlay(id, &mut table, &self.slots));
            }
            _ => {
                table.open_keys();
                unexpected(table.reading, path);
            }
        }
        table.finish();
    }

    /// What the rule set excludes from every cancer's history, each tumour type excludes.
    fn share_exclusions(&mut self, reading: &mut Reading<'_>) {
        for tumour in &mut self.tumours {
            for list in &self.never_history {
                if tumour.exclude.contains(list) {
                    let message = format!("`{list}` is excluded for every cancer in ruleset.toml");
                    let help = "take it out of `exclude`".to_owned();
                    reading.warning(
                        tumour.place.clone(),
                        Some(&tumour.id),
                        "listed-twice",
                        message,
                        Some(help),
                    );
                } else {
                    tumour.exclude.push(list.clone());
                }
            }
        }
    }

    /// Gives proposed codes their system and term.
    fn resolve_codes(&mut self, reading: &mut Reading<'_>) {
        for trigger in &mut self.triggers {
            let Some(code) = &mut trigger.code else { continue };
            let lists = self.codelists.iter().filter(|list| list.list == code.codelist);
            let found = lists
                .flat_map(|list| list.codes.iter().map(move |(known, term)| (list.system, known, term)))
                .find(|(_, known, _)| **known == code.code);
            match found {
                Some((system, _, term)) => {
                    code.system = system;
                    code.term.clone_from(term);
                }
                None if code.code.is_empty() || !reading.is_defined(NameKind::Codelist, &code.codelist) => {}
                None => {
                    let message = format!("the code `{}` is not in the codelist `{}`", code.code, code.codelist);
                    let help = "propose a code of that list, or name the list that has it".to_owned();
                    reading.error(
                        trigger.place.clone(),
                        Some(&trigger.id),
                        "code-not-in-list",
                        message,
                        Some(help),
                    );
                }
            }
        }
    }

    /// The note reader knows what its files must say; a file whose TOML is broken has been told of already.
    fn check_language(&self, reading: &mut Reading<'_>, files: &BTreeMap<&str, ParsedFile<'_>>) -> Option<Language> {
        let sound = self
            .language
            .iter()
            .filter(|(path, _)| files.get(path.as_str()).is_some_and(|file| file.sound));
        let read = Language::from_files(sound.map(|(path, text)| (path.as_str(), text.as_str())));
        let problems = match read {
            Ok(language) => return Some(language),
            Err(problems) => problems,
        };
        for problem in problems {
            let place = Place {
                file: problem.file,
                line: problem.line,
                column: problem.column,
            };
            reading.error(place, None, "language", problem.message, problem.help);
        }
        None
    }

    fn check_thoroughly(&self, reading: &mut Reading<'_>, today: Option<Date>, whole: bool) {
        if self.language.is_empty() {
            let place = Place {
                file: "language/".to_owned(),
                ..Place::default()
            };
            let message = "the rule set has no language files, so every note would be read as saying yes".to_owned();
            let help = "copy the folder `language` from the shipped rules: it holds denial, doubt, family and history"
                .to_owned();
            reading.error(place, None, "missing-language", message, Some(help));
        }
        check::codes::codelists(reading, &self.lists, &self.companions);
        check::codes::histories(reading, &self.codelists, &self.tumours);
        check::phrases::repeated(reading, &self.signs);
        if whole {
            check::unused(reading, &self.signs);
        }
        check::accepted::settle(reading, &self.accepted, whole);
        if let (Some(today), Some(info)) = (today, &self.info) {
            check::reviews(reading, info, &self.overlays, today);
        }
    }

    fn finish(self, bundle: &Bundle) -> Option<RuleSet> {
        Some(RuleSet {
            info: self.info?,
            sources: self.sources,
            codelists: self.codelists,
            qualifiers: self.qualifiers,
            measurements: self.measurements,
            signs: self.signs,
            tumours: self.tumours,
            scoring: self.scoring?,
            triggers: self.triggers,
            statuses: self.statuses,
            pathways: self.pathways,
            slots: self.slots,
            overlays: self.overlays,
            language: self.language,
            likeness: bundle.likeness().ok().flatten().map(std::sync::Arc::new),
            digest: bundle.digest(),
        })
    }
}

fn unexpected(reading: &mut Reading<'_>, path: &str) {
    let place = Place {
        file: path.to_owned(),
        ..Place::default()
    };
    let help = "move it to the folder it belongs in; docs/rule-format.md names them".to_owned();
    reading.warning(
        place,
        None,
        "unexpected-file",
        "no rule is read from this file".to_owned(),
        Some(help),
    );
}
