//! Reads a rule set's folder into a bundle. The core reads no file; this is where files are read for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use metasign_core::rules::bundle::{Bundle, BundleError, MAX_BUNDLE_BYTES, MAX_FILE_BYTES, MAX_FILES};

/// Folders nest at most this deep.
const MAX_DEPTH: usize = 16;

/// Why a folder could not be read as a rule set.
#[derive(Debug)]
pub enum RulesDirError {
    /// The folder or a file in it can't be read.
    Unreadable(PathBuf, io::Error),
    /// It is not a folder.
    NotAFolder(PathBuf),
    /// A name that is not UTF-8.
    Name(PathBuf),
    /// The files can't be a rule set.
    Bundle(BundleError),
}

impl std::fmt::Display for RulesDirError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(formatter, "`{}` can't be read: {error}", path.display()),
            Self::NotAFolder(path) => write!(
                formatter,
                "`{}` is not a folder; name the folder that holds ruleset.toml, or a bundle's JSON file",
                path.display()
            ),
            Self::Name(path) => write!(formatter, "the file name `{}` is not UTF-8; rename it", path.display()),
            Self::Bundle(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for RulesDirError {}

/// The files of a rule set's folder: TOML, CSV and TSV; hidden files, `target` and symbolic links to folders are passed over.
///
/// # Errors
/// A folder or file that can't be read, or files that can't be a rule set.
pub fn read(folder: &Path) -> Result<Bundle, RulesDirError> {
    let unreadable = |error| RulesDirError::Unreadable(folder.to_owned(), error);
    if !fs::metadata(folder).map_err(unreadable)?.is_dir() {
        return Err(RulesDirError::NotAFolder(folder.to_owned()));
    }
    let mut files = Vec::new();
    let mut total = 0_u64;
    collect(folder, "", 0, &mut files, &mut total)?;
    Bundle::from_files(files).map_err(RulesDirError::Bundle)
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<(String, Vec<u8>)>,
    total: &mut u64,
) -> Result<(), RulesDirError> {
    let unreadable = |path: &Path, error| RulesDirError::Unreadable(path.to_owned(), error);
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(RulesDirError::Name(path));
        };
        if name.starts_with('.') || name == "target" {
            continue;
        }
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        let inside = format!("{prefix}{name}");
        if kind.is_dir() {
            if depth < MAX_DEPTH {
                collect(&path, &format!("{inside}/"), depth.saturating_add(1), files, total)?;
            }
            continue;
        }
        let wanted = matches!(
            path.extension().and_then(|extension| extension.to_str()),
            Some("toml" | "csv" | "tsv")
        );
        let metadata = fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        if !wanted || !metadata.is_file() {
            continue;
        }
        // Sizes are looked at before reading, so that a stray giant is refused and not loaded.
        *total = total.saturating_add(metadata.len());
        if exceeds(metadata.len(), MAX_FILE_BYTES) || exceeds(*total, MAX_BUNDLE_BYTES) {
            return Err(RulesDirError::Bundle(BundleError::TooLarge(inside)));
        }
        if files.len() >= MAX_FILES {
            return Err(RulesDirError::Bundle(BundleError::TooMany));
        }
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        files.push((inside, bytes));
    }
    Ok(())
}

fn exceeds(bytes: u64, limit: usize) -> bool {
    u64::try_from(limit).is_ok_and(|limit| bytes > limit)
}
