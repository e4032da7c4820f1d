//! From the root of a crate through its public modules and what they show of others.

use syn::{Item, Type};

use super::items::{lines, methods};
use super::names::{Crate, Import, Module, is_hidden, is_public, named};
use crate::command::Failed;

/// One line for each public item of a crate of these files, in the order of the paths.
pub(super) fn of(files: &[(String, String)]) -> Result<Vec<String>, Failed> {
    let house = Crate::of(files)?;
    let mut found = Vec::new();
    room(&house, &Module::new(), &mut found)?;
    found.sort_by(|one, other| place(one).cmp(place(other)));
    Ok(found)
}

/// The path in a line, by which lines are sorted.
fn place(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(_, path)| path)
}

fn room(house: &Crate, module: &Module, found: &mut Vec<String>) -> Result<(), Failed> {
    let Some(inside) = house.0.get(module) else {
        return Ok(());
    };
    for item in &inside.items {
        if let Item::Mod(inner) = item {
            if is_public(&inner.vis) && !is_hidden(&inner.attrs) {
                let mut within = module.clone();
                within.push(inner.ident.to_string());
                found.push(format!("mod {}", within.join("::")));
                room(house, &within, found)?;
            }
        } else if shown(item) {
            let name = named(item).unwrap_or_default();
            show(house, module, (module, &name), false, found);
        }
    }
    for import in inside.imports.iter().filter(|import| import.shown) {
        let Some((home, own)) = house.home(module, &import.path, 0) else {
            return Err(lost(module, import));
        };
        let mut lines = Vec::new();
        show(house, module, (&home, &own), import.hidden, &mut lines);
        let (old, new) = (at(module, &own), at(module, &import.name));
        found.extend(lines.into_iter().map(|line| line.replacen(&old, &new, 1)));
    }
    Ok(())
}

/// The item of this home, at the path that a host names it by.
fn show(house: &Crate, module: &Module, (home, name): (&Module, &str), hidden: bool, found: &mut Vec<String>) {
    let path = at(module, name);
    let mut told = Vec::new();
    let items = house.0.get(home).map(|room| room.items.as_slice()).unwrap_or_default();
    for item in items.iter().filter(|item| named(item).is_some_and(|own| own == name)) {
        lines(item, &path, &mut told);
    }
    for (place, room) in &house.0 {
        for item in &room.items {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_none() && of_type(house, place, &block.self_ty) == Some((home.clone(), name.to_owned()))
            {
                methods(block, &path, &mut told);
            }
        }
    }
    let mark = |line: String| if hidden { format!("{line} (hidden)") } else { line };
    found.extend(told.into_iter().map(mark));
}

/// Where the type that an `impl` is for is defined.
fn of_type(house: &Crate, place: &Module, kind: &Type) -> Option<(Module, String)> {
    let Type::Path(kind) = kind else { return None };
    let path: Vec<String> = kind.path.segments.iter().map(|part| part.ident.to_string()).collect();
    house.home(place, &path, 0)
}

fn shown(item: &Item) -> bool {
    let visibility = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Union(item) => &item.vis,
        _ => return false,
    };
    is_public(visibility)
}

fn at(module: &Module, name: &str) -> String {
    let parts: Vec<&str> = module.iter().map(String::as_str).chain([name]).collect();
    parts.join("::")
}

fn lost(module: &Module, import: &Import) -> Failed {
    Failed::new(format!(
        "`pub use {}` of `{}` leads to nothing that the list of public items can follow; name each item, without `*`",
        import.path.join("::"),
        module.join("::")
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn listed(files: &[(&str, &str)]) -> Vec<String> {
        let owned: Vec<(String, String)> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        of(&owned).unwrap()
    }

    #[test]
    fn what_is_shown_is_listed_where_it_is_shown() {
        let lines = listed(&[
            (
                "lib.rs",
                "mod deep;\npub mod front;\npub(crate) mod back;\npub fn top<T: Copy>(\n    one: T,\n) -> Option<T> { Some(one) }",
            ),
            ("deep/mod.rs", "mod deeper; pub use deeper::Thing; pub struct Unshown;"),
            (
                "deep/deeper.rs",
                "pub struct Thing { pub seen: u8, unseen: u8 }\nimpl Thing { pub const ONE: u8 = 1; fn own(&self) {} \
                 #[doc(hidden)] pub fn odd(&self) {} }\nimpl Clone for Thing { fn clone(&self) -> Self { todo!() } }",
            ),
            (
                "front.rs",
                "pub use crate::deep::Thing as Other;\n#[cfg(feature = \"x\")] pub const MOST: usize = 3;\n\
                 #[non_exhaustive] pub enum Way { In(u8), Out { to: String } }\n#[cfg(test)] mod tests { pub fn t() {} }",
            ),
            (
                "back.rs",
                "use crate::deep::Thing; impl Thing { pub fn from_afar(self) {} }",
            ),
        ]);
        assert_eq!(
            lines,
            [
                "mod front",
                "const front::MOST: usize #[cfg(feature = \"x\")]",
                "struct front::Other",
                "const front::Other::ONE: u8",
                "fn front::Other::from_afar(self)",
                "fn front::Other::odd(&self) (hidden)",
                "field front::Other::seen: u8",
                "enum front::Way (non-exhaustive)",
                "variant front::Way::In(u8)",
                "variant front::Way::Out",
                "field front::Way::Out::to: String",
                "fn top<T: Copy>(one: T) -> Option<T>",
            ]
        );
    }
}
