//! The files of a workspace that its tidiness is judged by: manifests, the lock file, Rust sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

use crate::command::Failed;

/// Folders beside a manifest that tools fill and nobody commits.
const MADE: [&str; 3] = ["target", "corpus", "artifacts"];

/// Texts by their path from the root of the workspace.
#[derive(Debug, Default)]
pub(super) struct Tree(BTreeMap<PathBuf, String>);

impl Tree {
    /// Reads the workspace in this folder.
    pub(super) fn read(root: &Path) -> Result<Self, Failed> {
        let mut tree = Self::default();
        tree.file(root, Path::new("Cargo.toml"))?;
        tree.file(root, Path::new("Cargo.lock"))?;
        for member in tree.members()? {
            tree.folder(root, &member)?;
        }
        Ok(tree)
    }

    /// The folders of the workspace's packages; its own where it is a package itself.
    pub(super) fn members(&self) -> Result<Vec<PathBuf>, Failed> {
        let manifest = self.toml(Path::new("Cargo.toml"))?;
        let own = manifest.contains_key("package").then(PathBuf::new);
        let members = manifest.get("workspace").and_then(|workspace| workspace.get("members"));
        let members = members.and_then(Value::as_array).into_iter().flatten();
        let members = members.filter_map(Value::as_str).map(PathBuf::from);
        Ok(own.into_iter().chain(members).collect())
    }

    /// The file read as TOML.
    pub(super) fn toml(&self, path: &Path) -> Result<Table, Failed> {
        let text = self
            .text(path)
            .ok_or_else(|| Failed::new(format!("`{}` is missing", path.display())))?;
        text.parse()
            .map_err(|error| Failed::new(format!("`{}`: {error}", path.display())))
    }

    pub(super) fn text(&self, path: &Path) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Every Rust source under this folder.
    pub(super) fn sources(&self, folder: &Path) -> impl Iterator<Item = &Path> {
        self.0
            .keys()
            .map(PathBuf::as_path)
            .filter(move |path| path.starts_with(folder) && path.extension().is_some_and(|extension| extension == "rs"))
    }

    fn folder(&mut self, root: &Path, folder: &Path) -> Result<(), Failed> {
        let failed = |error: std::io::Error| Failed::new(format!("`{}`: {error}", folder.display()));
        for entry in fs::read_dir(root.join(folder)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = folder.join(entry.file_name());
            if entry.file_type().map_err(failed)?.is_dir() {
                if !MADE.iter().any(|made| Path::new(made) == path) {
                    self.folder(root, &path)?;
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") || path.ends_with("Cargo.toml") {
                self.file(root, &path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, root: &Path, path: &Path) -> Result<(), Failed> {
        let text = fs::read_to_string(root.join(path));
        let text = text.map_err(|error| Failed::new(format!("`{}`: {error}", path.display())))?;
        self.0.insert(path.to_path_buf(), text);
        Ok(())
    }

    /// A made-up workspace.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let owned = |(path, text): &(&str, &str)| (PathBuf::from(path), (*text).to_owned());
        Self(files.iter().map(owned).collect())
    }
}

/// `path` from `folder`, its `..` followed without asking the disk.
pub(super) fn joined(folder: &Path, path: impl AsRef<Path>) -> PathBuf {
    let mut whole = PathBuf::new();
    for component in folder.join(path).components() {
        match component {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            other => whole.push(other),
        }
    }
    whole
}
