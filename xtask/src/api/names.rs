//! The modules of a crate, and where a name in one of them leads.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::{Attribute, Item, Meta, UseTree, Visibility};

use crate::command::Failed;

/// A path from the root of the crate.
pub(super) type Module = Vec<String>;

/// All modules of a crate.
#[derive(Debug, Default)]
pub(super) struct Crate(pub(super) BTreeMap<Module, Room>);

/// What one module holds.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) items: Vec<Item>,
    pub(super) imports: Vec<Import>,
}

/// A name that a `use` line brings in.
#[derive(Debug, Clone)]
pub(super) struct Import {
    pub(super) name: String,
    /// What it leads to; from the root of the crate where it begins with `crate`.
    pub(super) path: Vec<String>,
    pub(super) shown: bool,
    pub(super) hidden: bool,
}

impl Crate {
    /// A crate of these files, each with its path from the crate's `src`.
    pub(super) fn of(files: &[(String, String)]) -> Result<Self, Failed> {
        let mut found = Self::default();
        for (path, text) in files {
            let file = syn::parse_file(text).map_err(|error| Failed::new(format!("`{path}` is no Rust: {error}")))?;
            let stem = path.trim_end_matches(".rs");
            let stem = stem.strip_suffix("/mod").unwrap_or(stem);
            let module = stem.split('/').filter(|part| *part != "lib").map(str::to_owned);
            found.take_in(module.collect(), file.items);
        }
        Ok(found)
    }

    fn take_in(&mut self, module: Module, items: Vec<Item>) {
        let mut room = Room::default();
        for item in items {
            match item {
                Item::Use(line) if !is_test(&line.attrs) => {
                    let (shown, hidden) = (is_public(&line.vis), is_hidden(&line.attrs));
                    let mut found = Vec::new();
                    leaves(&line.tree, &mut Vec::new(), &mut found);
                    room.imports.extend(found.into_iter().map(|(name, path)| Import {
                        name,
                        path,
                        shown,
                        hidden,
                    }));
                }
                Item::Mod(inner) if !is_test(&inner.attrs) => {
                    let mut within = module.clone();
                    within.push(inner.ident.to_string());
                    if let Some((_, items)) = inner.content.clone() {
                        self.take_in(within, items);
                    }
                    room.items.push(Item::Mod(inner));
                }
                Item::Use(_) | Item::Mod(_) => {}
                other => room.items.push(other),
            }
        }
        self.0.insert(module, room);
    }

    /// The module that a name is defined in, and its name there.
    pub(super) fn home(&self, module: &Module, path: &[String], depth: usize) -> Option<(Module, String)> {
        let (first, rest) = path.split_first()?;
        if depth > 16 {
            return None;
        }
        let room = self.0.get(module)?;
        match (first.as_str(), rest) {
            ("crate", _) => self.home(&Module::new(), rest, depth.saturating_add(1)),
            ("self", _) => self.home(module, rest, depth.saturating_add(1)),
            ("super", _) => {
                let (_, outer) = module.split_last()?;
                self.home(&outer.to_vec(), rest, depth.saturating_add(1))
            }
            (name, []) if room.items.iter().any(|item| named(item).is_some_and(|own| own == name)) => {
                Some((module.clone(), name.to_owned()))
            }
            (name, _) => {
                let mut within = module.clone();
                within.push(name.to_owned());
                if !rest.is_empty() && self.0.contains_key(&within) {
                    return self.home(&within, rest, depth.saturating_add(1));
                }
                let import = room.imports.iter().find(|import| import.name == name)?;
                let whole: Vec<String> = import.path.iter().chain(rest).cloned().collect();
                self.home(module, &whole, depth.saturating_add(1))
            }
        }
    }
}

/// Every name of a `use` line with its path; `*` for all there are.
fn leaves(tree: &UseTree, path: &mut Vec<String>, found: &mut Vec<(String, Vec<String>)>) {
    let leaf = |path: &[String], last: String, name: String| {
        let mut whole = path.to_vec();
        // `a::{self}` brings in `a`.
        if last != "self" || path.is_empty() {
            whole.push(last);
        }
        let name = if name == "self" {
            whole.last().cloned().unwrap_or(name)
        } else {
            name
        };
        (name, whole)
    };
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            leaves(&part.tree, path, found);
            path.pop();
        }
        UseTree::Name(name) => found.push(leaf(path, name.ident.to_string(), name.ident.to_string())),
        UseTree::Rename(name) => found.push(leaf(path, name.ident.to_string(), name.rename.to_string())),
        UseTree::Glob(_) => found.push(("*".to_owned(), path.clone())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, path, found)),
    }
}

/// The name of an item that has one and is no module.
pub(super) fn named(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether documentation leaves it out.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    has(attributes, "doc", |tokens| tokens == "hidden")
}

/// Whether it is there in tests only.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    has(attributes, "cfg", |tokens| tokens == "test")
}

fn has(attributes: &[Attribute], name: &str, wanted: impl Fn(&str) -> bool) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident(name) && wanted(&text(&list.tokens)),
        _ => false,
    })
}

fn text(tokens: &TokenStream) -> String {
    tokens.to_string()
}
