//! A small rule set that is right, for tests to break: `sets/small`.

use std::path::Path;

use metasign_core::rules::bundle::Bundle;

use crate::repository::texts;

/// Path and text of each file.
pub fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sets/small");
    let mut files = texts(&folder, "toml");
    files.extend(texts(&folder, "csv"));
    files
}

/// The rule set as it is.
pub fn right() -> Bundle {
    bundle(files())
}

/// The rule set with some files replaced or added; an empty text takes the file out.
pub fn with(changes: &[(&str, &str)]) -> Bundle {
    let mut files = files();
    for (path, text) in changes {
        files.retain(|(known, _)| known != path);
        if !text.is_empty() {
            files.push(((*path).to_owned(), (*text).to_owned()));
        }
    }
    bundle(files)
}

/// The rule set with the first `from` in one file replaced by `to`.
pub fn but(path: &str, from: &str, to: &str) -> Bundle {
    let mut files = files();
    let (_, text) = files
        .iter_mut()
        .find(|(known, _)| known == path)
        .unwrap_or_else(|| panic!("no {path} in the small rule set"));
    assert!(text.contains(from), "`{from}` is not in {path}");
    *text = text.replacen(from, to, 1);
    bundle(files)
}

/// These files as a rule set.
pub fn bundle(files: Vec<(String, String)>) -> Bundle {
    Bundle::from_files(files.into_iter().map(|(path, text)| (path, text.into_bytes()))).expect("not a bundle")
}
