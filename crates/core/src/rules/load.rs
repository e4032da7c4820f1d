//! A bundle in, a rule set out, or every mistake that keeps it from being one.
//!
//! [`load`] does what is needed for the rules to be safe to run; [`check`] does that and everything an author wants
//! to know besides. A rule set is only handed out when `load` found no error.

mod parsed;
mod syntax;

use std::collections::BTreeMap;

use toml::de::DeTable;

use self::parsed::{ParsedFile, file_error, parse_files};
use super::bundle::Bundle;
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
use super::written::Written;
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
    examine(bundle, Some(Thorough { today, read_back: None })).diagnostics
}

/// As [`check`], with what `read_back` finds in rules that are sound so far, for instance by reading their phrases with an
/// engine; what `accepted-warnings.toml` accepts is taken out of that as well.
#[must_use]
pub fn check_with(
    bundle: &Bundle,
    today: Option<Date>,
    read_back: &dyn Fn(RuleSet) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let read_back = Some(read_back);
    examine(bundle, Some(Thorough { today, read_back })).diagnostics
}

/// Look at everything, not only at what is needed for running.
struct Thorough<'f> {
    today: Option<Date>,
    read_back: Option<&'f dyn Fn(RuleSet) -> Vec<Diagnostic>>,
}

fn examine(bundle: &Bundle, thorough: Option<Thorough<'_>>) -> Loaded {
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
    let written = Written::of(bundle);
    check::reach::conditions(
        &mut reading,
        &written,
        (&draft.signs, &draft.triggers, &draft.tumours, &draft.statuses),
        draft.scoring.as_ref(),
        thorough.is_some(),
    );
    check::patterns::signs_and_tumours(&mut reading, &written, &draft.signs, &draft.tumours, thorough.is_some());
    if let Some(Thorough { today, read_back }) = thorough {
        if let Some(language) = &language {
            let source = |path: &str| files.get(path).map(|file| &file.source);
            check::combinations::combinations(&mut reading, &draft.signs, &draft.tumours, language, &source);
        }
        check::examples::examples(&mut reading, &draft.signs, bundle.examples());
        check::files::unread(&mut reading, bundle);
        draft.check_thoroughly(&mut reading, &written, language.as_ref(), whole);
        let sound = sound(&reading.diagnostics);
        let rules = read_back.filter(|_| sound).and_then(|_| draft.clone().finish(bundle));
        let found = read_back.zip(rules).map(|(read_back, rules)| read_back(rules));
        check::accepted::settle(&mut reading, &draft.accepted, whole, found);
        draft.check_dates(&mut reading, today);
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
    let rule_set = if sound(&diagnostics) {
        draft.finish(bundle)
    } else {
        None
    };
    Loaded { rule_set, diagnostics }
}

fn sound(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity != Severity::Error)
}

/// What has been read so far.
#[derive(Default, Clone)]
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
        // What nothing reads is told by `check::files`.
        if !source.path.starts_with("codelists/") {
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
            _ => table.open_keys(),
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

    fn check_thoroughly(
        &self,
        reading: &mut Reading<'_>,
        written: &Written<'_>,
        language: Option<&Language>,
        whole: bool,
    ) {
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
        check::phrases::repeated(reading, written, &self.signs);
        if let Some(language) = language {
            let shown = (&*self.signs, &*self.tumours);
            check::words::phrases(reading, written, shown, language);
        }
        check::shadowed::triggers(reading, written, &self.triggers);
        if let Some(scoring) = &self.scoring {
            check::numbers::points(reading, written, scoring, &self.tumours);
        }
        check::limits::limits(reading, written, &self.measurements, &self.signs, &self.codelists);
        check::opposed::lists(
            reading,
            written,
            &self.codelists,
            &self.lists,
            (&self.signs, &self.tumours),
        );
        check::phones::overlays(reading, written, &self.overlays);
        if whole {
            check::unused(reading, &self.signs);
        }
    }

    fn check_dates(&self, reading: &mut Reading<'_>, today: Option<Date>) {
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
