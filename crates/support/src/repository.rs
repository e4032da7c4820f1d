//! The folders of the repository, and folders to work in.

use std::fs;
use std::path::{Path, PathBuf};

use metasign_core::rules::bundle::Bundle;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The shipped rules as they are written.
pub fn rules() -> PathBuf {
    root().join("rules")
}

/// A file of the repository as text, by its path from the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file under a folder by its path from there, in order.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), &format!("{path}/"), found);
        } else {
            found.push(path);
        }
    }
}

/// Path from the folder and text of every file under it with this ending, in order.
pub fn texts(folder: &Path, ending: &str) -> Vec<(String, String)> {
    files(folder)
        .into_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|found| found == ending))
        .map(|path| {
            let text = fs::read_to_string(folder.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            (path, text)
        })
        .collect()
}

/// Every file under a folder as a rule set.
pub fn bundle(folder: &Path) -> Bundle {
    let content = |path: String| {
        let content = fs::read(folder.join(&path)).unwrap();
        (path, content)
    };
    Bundle::from_files(files(folder).into_iter().map(content)).unwrap()
}

/// Copies every file under a folder.
pub fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let place = to.join(&path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(from.join(&path), place).unwrap();
    }
}

/// A fresh folder of this name beside the test program; no two tests of a workspace may share one.
pub fn scratch(name: &str) -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(2).unwrap().join("scratch").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
