//! Records and rules from outside: files, folders, bundles, standard input; each with a limit before it is read.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use metasign_core::engine::{COMPILED_MARK, Engine, EngineError, EngineOptions};
use metasign_core::rules::bundle::{Bundle, MAX_BUNDLE_BYTES, MAX_FILE_BYTES, MAX_FILES};
use once_cell::unsync::OnceCell;

use crate::arguments::RulesArguments;
use crate::learned;
use crate::terminal::{Stop, Terminal};

/// The largest input that is read: many records in one file.
pub(crate) const MAX_INPUT_BYTES: u64 = 2 << 30;

/// The largest file of cases.
pub(crate) const MAX_CASE_BYTES: u64 = 8 << 20;

/// The name of standard input.
const STANDARD_INPUT: &str = "-";

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let name = name(path);
    let failed = |error: io::Error| format!("`{name}` can't be read: {error}");
    let mut bytes = Vec::new();
    let source: Box<dyn Read> = if path.as_os_str() == STANDARD_INPUT {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if about.is_dir() {
            return Err(format!("`{name}` is a folder; name a file"));
        }
        if about.len() > limit {
            return Err(too_large(&name, limit));
        }
        Box::new(file)
    };
    // A pipe has no length beforehand: read one byte more than allowed and see.
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        return Err(too_large(&name, limit));
    }
    Ok(bytes)
}

/// The record files of a folder (`.json`, `.ndjson`, `.jsonl`), in the order of their names; or the one file named.
pub(crate) fn records(path: &Path) -> Result<Vec<PathBuf>, Stop> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|error| Stop::Said(format!("`{}` can't be read: {error}", path.display())))?;
    let wanted = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| end == "json" || end == "ndjson" || end == "jsonl")
    };
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(wanted).collect();
    files.sort();
    if files.is_empty() {
        return Err(Stop::Said(format!(
            "`{}` holds no record (.json, .ndjson)",
            path.display()
        )));
    }
    Ok(files)
}

/// A path as shown to people.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == STANDARD_INPUT {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Rules as they come to the command.
#[derive(Debug)]
pub(crate) enum Rules {
    /// The ones inside it.
    Inside,
    /// Compiled before.
    Compiled(Vec<u8>),
    /// A folder or a bundle.
    Written(Bundle),
}

impl Rules {
    /// The rules named on the command line.
    pub(crate) fn at(path: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Self::Inside) };
        if path.is_dir() {
            return folder(path).map(Self::Written);
        }
        let limit = u64::try_from(MAX_BUNDLE_BYTES).unwrap_or(u64::MAX).saturating_mul(2);
        let bytes = read(path, limit).map_err(Stop::Said)?;
        if bytes.starts_with(COMPILED_MARK) {
            return Ok(Self::Compiled(bytes));
        }
        let bundle = Bundle::from_json(&bytes);
        let bundle = bundle.map_err(|error| Stop::Said(format!("`{}`: {error}", name(path))))?;
        Ok(Self::Written(bundle))
    }

    /// As they are written.
    pub(crate) fn bundle(self) -> Result<Bundle, Stop> {
        match self {
            Self::Inside => Ok(Bundle::embedded()),
            Self::Compiled(bytes) => Bundle::from_compiled(&bytes).map_err(Stop::new),
            Self::Written(bundle) => Ok(bundle),
        }
    }

    /// The engine that runs them.
    pub(crate) fn engine(&self, options: &EngineOptions) -> Result<Engine, EngineError> {
        match self {
            Self::Inside => Engine::embedded(options),
            Self::Compiled(bytes) => Engine::from_compiled(bytes, options),
            Self::Written(bundle) => Engine::from_bundle(bundle, options),
        }
    }
}

/// The rules that one call of the command works with, read when first asked for and once: a folder is more than a
/// thousand files.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    path: Option<&'a Path>,
    rules: OnceCell<Rules>,
    written: OnceCell<Bundle>,
}

impl<'a> Source<'a> {
    /// The rules at this path, or those inside.
    pub(crate) fn at(path: Option<&'a Path>) -> Self {
        Self {
            path,
            rules: OnceCell::new(),
            written: OnceCell::new(),
        }
    }

    /// As they come.
    pub(crate) fn rules(&self) -> Result<&Rules, Stop> {
        self.rules.get_or_try_init(|| Rules::at(self.path))
    }

    /// As they are written.
    pub(crate) fn bundle(&self) -> Result<&Bundle, Stop> {
        match self.rules()? {
            Rules::Written(bundle) => Ok(bundle),
            Rules::Inside => Ok(self.written.get_or_init(Bundle::embedded)),
            Rules::Compiled(bytes) => self
                .written
                .get_or_try_init(|| Bundle::from_compiled(bytes).map_err(Stop::new)),
        }
    }

    /// The cases among them.
    pub(crate) fn cases(&self) -> Result<Cow<'_, Bundle>, Stop> {
        match self.path {
            None => Ok(Cow::Owned(Bundle::embedded_cases())),
            Some(_) => self.bundle().map(Cow::Borrowed),
        }
    }
}

/// The rules named on the command line, as they are written.
pub(crate) fn bundle(path: Option<&Path>) -> Result<Bundle, Stop> {
    Rules::at(path)?.bundle()
}

/// The engine that runs the rules named on the command line.
pub(crate) fn engine(arguments: &RulesArguments, terminal: &mut Terminal<'_>) -> Result<Engine, Stop> {
    engine_of(
        &Rules::at(arguments.rules.as_deref())?,
        arguments.overlay.clone(),
        terminal,
    )
}

/// The engine that runs these rules.
pub(crate) fn engine_of(rules: &Rules, overlay: Option<String>, terminal: &mut Terminal<'_>) -> Result<Engine, Stop> {
    let options = EngineOptions {
        overlay,
        ..EngineOptions::default()
    };
    rules.engine(&options).map_err(|error| match error {
        EngineError::Rules(diagnostics) => {
            for diagnostic in &diagnostics {
                terminal.remark(&diagnostic.to_string());
            }
            Stop::new("the rules have mistakes, so nothing was assessed")
        }
        other => Stop::new(other),
    })
}

/// Every file of a folder, with its path from there.
pub(crate) fn files(root: &Path) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let mut files = Vec::new();
    collect(root, "", &mut files)?;
    Ok(files)
}

fn folder(root: &Path) -> Result<Bundle, Stop> {
    let mut bundle =
        Bundle::from_files(files(root)?).map_err(|error| Stop::Said(format!("`{}`: {error}", root.display())))?;
    learned::add_weights(&mut bundle)?;
    Ok(bundle)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Stop> {
    let failed = |error: io::Error| Stop::Said(format!("`{}` can't be read: {error}", folder.display()));
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(Stop::Said(format!("the file name `{}` is not UTF-8", path.display())));
        };
        // Editors and version control keep their own hidden files beside the rules.
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
            continue;
        }
        if files.len() >= MAX_FILES {
            return Err(Stop::Said(format!(
                "`{}` has more than {MAX_FILES} files",
                folder.display()
            )));
        }
        // Opening a pipe waits for whoever writes to it, and a device never ends.
        if !fs::metadata(&path).is_ok_and(|about| about.is_file()) {
            return Err(Stop::Said(format!(
                "`{}` is no regular file (a pipe, a device or a broken link); take it out of the rules",
                path.display()
            )));
        }
        let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
        files.push((format!("{prefix}{name}"), read(&path, limit).map_err(Stop::Said)?));
    }
    Ok(())
}

fn too_large(name: &str, limit: u64) -> String {
    format!("`{name}` is larger than {limit} bytes; nothing of it was read")
}
