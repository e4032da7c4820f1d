//! Rust files that no `mod` declaration reaches: they look like part of the program and are not compiled.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::packages::Package;
use super::tree::{Tree, joined};
use crate::command::Failed;

/// The sources of the packages that belong to no target.
pub(super) fn unreached(tree: &Tree, packages: &[Package]) -> Result<Vec<String>, Failed> {
    let targets = packages.iter().flat_map(|package| &package.targets);
    let reached = reached(tree, targets.map(|target| target.root.as_path()))?;
    let sources = packages.iter().flat_map(|package| tree.sources(&package.folder));
    Ok(sources
        .filter(|source| !reached.contains(*source))
        .map(|source| {
            let source = source.display();
            format!("{source}: no `mod` declaration and no target of a Cargo.toml leads here; declare it or delete it")
        })
        .collect())
}

/// The files that begin targets, and those their modules are in.
pub(super) fn reached<'a>(tree: &Tree, roots: impl Iterator<Item = &'a Path>) -> Result<BTreeSet<PathBuf>, Failed> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<(PathBuf, PathBuf)> = roots.map(|root| (root.to_path_buf(), parent(root))).collect();
    while let Some((file, children)) = open.pop() {
        let Some(text) = tree.text(&file) else {
            continue;
        };
        let tokens = tokens(&file, text)?;
        if reached.insert(file.clone()) {
            let path_base = parent(&file);
            declared(tokens, &path_base, &children, &mut open);
        }
    }
    Ok(reached)
}

/// The file read as the compiler's first step does it, so that comments and texts are no code.
pub(super) fn tokens(file: &Path, text: &str) -> Result<TokenStream, Failed> {
    text.parse()
        .map_err(|error| Failed::new(format!("`{}` can't be read as Rust: {error}", file.display())))
}

/// Every place a module declared here may be in, with the folder its own modules are in.
fn declared(tokens: TokenStream, path_base: &Path, children: &Path, found: &mut Vec<(PathBuf, PathBuf)>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut path = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.next_if(|next| matches!(next, TokenTree::Group(_))) {
                    path = path_attribute(attribute.stream()).or(path);
                }
            }
            TokenTree::Ident(word) if word == "mod" => {
                let Some(TokenTree::Ident(name)) = tokens.next_if(|next| matches!(next, TokenTree::Ident(_))) else {
                    continue;
                };
                let name = name.to_string();
                let within = children.join(name.trim_start_matches("r#"));
                match tokens.next() {
                    Some(TokenTree::Group(body)) => declared(body.stream(), &within, &within, found),
                    Some(_) => match path.take() {
                        Some(path) => {
                            let file = joined(path_base, path);
                            let folder = parent(&file);
                            found.push((file, folder));
                        }
                        None => {
                            found.push((within.with_extension("rs"), within.clone()));
                            found.push((within.join("mod.rs"), within));
                        }
                    },
                    None => {}
                }
                path = None;
            }
            // What stands between an attribute and `mod`.
            TokenTree::Ident(word) if word == "pub" => {}
            TokenTree::Group(scope) if scope.delimiter() == Delimiter::Parenthesis && path.is_some() => {}
            TokenTree::Group(body) => {
                declared(body.stream(), path_base, children, found);
                path = None;
            }
            _ => path = None,
        }
    }
}

/// The file that `#[path = "…"]` names.
fn path_attribute(attribute: TokenStream) -> Option<String> {
    let mut tokens = attribute.into_iter();
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), Some(_), Some(TokenTree::Literal(file))) if word == "path" => {
            Some(file.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    }
}

fn parent(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_path_buf()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::packages::packages;
    use super::*;

    fn lost(files: &[(&str, &str)]) -> Vec<String> {
        let mut all = vec![
            ("Cargo.toml", "[workspace]\nmembers = [\"a\"]"),
            ("a/Cargo.toml", "[package]\nname = \"a\""),
        ];
        all.extend(files);
        let tree = Tree::of(&all);
        let lost = unreached(&tree, &packages(&tree).unwrap()).unwrap();
        lost.iter()
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_file_nobody_declares_is_found() {
        let files = [
            (
                "a/src/lib.rs",
                "pub(crate) mod one;\n// mod two;\nconst TEXT: &str = \"mod two;\";",
            ),
            ("a/src/one.rs", "mod deep;"),
            ("a/src/one/deep.rs", ""),
            ("a/src/one/lost.rs", ""),
            ("a/src/two.rs", "mod three;"),
            ("a/src/two/three.rs", ""),
        ];
        assert_eq!(
            lost(&files),
            ["a/src/one/lost.rs", "a/src/two/three.rs", "a/src/two.rs"]
        );
    }

    #[test]
    fn modules_within_modules_and_beside_mod_rs_are_followed() {
        let files = [
            ("a/src/lib.rs", "mod outer { #[cfg(test)] mod inner; } mod folder;"),
            ("a/src/outer/inner.rs", ""),
            ("a/src/inner.rs", ""),
            ("a/src/folder/mod.rs", "mod beside;"),
            ("a/src/folder/beside.rs", ""),
            ("a/src/folder/beside/lost.rs", ""),
        ];
        assert_eq!(lost(&files), ["a/src/folder/beside/lost.rs", "a/src/inner.rs"]);
    }

    #[test]
    fn a_path_attribute_is_followed_and_says_where_children_are() {
        let files = [
            (
                "a/src/lib.rs",
                "#[path = \"../tests/support/mod.rs\"]\n#[cfg(test)]\npub(crate) mod help; mod code;",
            ),
            ("a/src/code.rs", "#[path = \"other/odd.rs\"] mod odd;"),
            ("a/src/other/odd.rs", "mod child;"),
            ("a/src/other/child.rs", ""),
            ("a/src/help.rs", ""),
            ("a/tests/support/mod.rs", "mod child;"),
            ("a/tests/support/child.rs", ""),
        ];
        assert_eq!(lost(&files), ["a/src/help.rs"]);
    }

    #[test]
    fn every_kind_of_target_leads_to_its_file() {
        let manifest = "[package]\nname = \"a\"\nbuild = \"make.rs\"\n[lib]\npath = \"src/here.rs\"\n\
                        [[bin]]\nname = \"x\"\npath = \"src/x.rs\"\n[[bench]]\nname = \"y\"\n";
        let files = [
            ("a/Cargo.toml", manifest),
            ("a/make.rs", ""),
            ("a/build.rs", ""),
            ("a/src/here.rs", ""),
            ("a/src/lib.rs", ""),
            ("a/src/x.rs", ""),
            ("a/src/bin/z/main.rs", "mod part;"),
            ("a/src/bin/z/part.rs", ""),
            ("a/benches/y.rs", ""),
            ("a/examples/e.rs", ""),
            ("a/tests/t.rs", ""),
            ("a/tests/common/mod.rs", ""),
        ];
        assert_eq!(lost(&files), ["a/build.rs", "a/src/lib.rs", "a/tests/common/mod.rs"]);
    }
}
