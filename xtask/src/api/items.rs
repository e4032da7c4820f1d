//! One public item as lines: itself, and what can be named of it.

use syn::spanned::Spanned;
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, TraitItem};

use super::names::{is_hidden, is_public, is_test};

/// An item that is shown at this path.
pub(super) fn lines(item: &Item, path: &str, found: &mut Vec<String>) {
    match item {
        Item::Const(one) => found.push(marked(&one.attrs, format!("const {path}: {}", text(&one.ty)))),
        Item::Static(one) => found.push(marked(&one.attrs, format!("static {path}: {}", text(&one.ty)))),
        Item::Type(one) => found.push(marked(&one.attrs, format!("type {path} = {}", text(&one.ty)))),
        Item::Fn(one) => found.push(marked(&one.attrs, format!("fn {}", call(&one.sig, path)))),
        Item::Struct(one) => {
            let generics = text(&one.generics);
            found.push(marked(
                &one.attrs,
                format!("struct {path}{generics}{}", closed(&one.attrs)),
            ));
            fields(&one.fields, path, true, found);
        }
        Item::Enum(one) => {
            let generics = text(&one.generics);
            found.push(marked(
                &one.attrs,
                format!("enum {path}{generics}{}", closed(&one.attrs)),
            ));
            for variant in &one.variants {
                let whole = format!("{path}::{}", variant.ident);
                let inside = match &variant.fields {
                    Fields::Unnamed(inside) => text(inside),
                    _ => String::new(),
                };
                found.push(marked(&variant.attrs, format!("variant {whole}{inside}")));
                if let Fields::Named(_) = variant.fields {
                    fields(&variant.fields, &whole, false, found);
                }
            }
        }
        Item::Trait(one) => {
            found.push(marked(&one.attrs, format!("trait {path}{}", text(&one.generics))));
            for inner in &one.items {
                if let TraitItem::Fn(inner) = inner {
                    let whole = format!("{path}::{}", inner.sig.ident);
                    found.push(marked(&inner.attrs, format!("fn {}", call(&inner.sig, &whole))));
                }
            }
        }
        _ => {}
    }
}

/// What an `impl` block without a trait adds to the type at this path.
pub(super) fn methods(block: &ItemImpl, path: &str, found: &mut Vec<String>) {
    for item in &block.items {
        match item {
            ImplItem::Fn(one) if is_public(&one.vis) && !is_test(&one.attrs) => {
                let whole = format!("{path}::{}", one.sig.ident);
                found.push(marked(&one.attrs, format!("fn {}", call(&one.sig, &whole))));
            }
            ImplItem::Const(one) if is_public(&one.vis) => {
                let line = format!("const {path}::{}: {}", one.ident, text(&one.ty));
                found.push(marked(&one.attrs, line));
            }
            _ => {}
        }
    }
}

fn fields(fields: &Fields, path: &str, own: bool, found: &mut Vec<String>) {
    for (place, field) in fields.iter().enumerate() {
        if own && !is_public(&field.vis) {
            continue;
        }
        let name = field.ident.as_ref().map_or(place.to_string(), ToString::to_string);
        found.push(marked(
            &field.attrs,
            format!("field {path}::{name}: {}", text(&field.ty)),
        ));
    }
}

/// A function at this path, with what it takes and gives.
fn call(signature: &syn::Signature, path: &str) -> String {
    let inputs: Vec<String> = signature.inputs.iter().map(text).collect();
    let output = text(&signature.output);
    let (generics, bounds) = (text(&signature.generics), text(&signature.generics.where_clause));
    let mut line = format!("{path}{generics}({})", inputs.join(", "));
    for part in [output, bounds].into_iter().filter(|part| !part.is_empty()) {
        line.push(' ');
        line.push_str(&part);
    }
    line
}

/// The line with what it takes for the item to be there.
fn marked(attributes: &[Attribute], line: String) -> String {
    let conditions = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .map(|condition| format!(" {}", text(condition)));
    let hidden = is_hidden(attributes).then(|| " (hidden)".to_owned());
    std::iter::once(line).chain(conditions).chain(hidden).collect()
}

/// Says that more may come.
fn closed(attributes: &[Attribute]) -> &'static str {
    let open = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"));
    if open { " (non-exhaustive)" } else { "" }
}

/// Code as it is written, in one line.
fn text(code: &impl Spanned) -> String {
    let written = code.span().source_text().unwrap_or_default();
    let words: Vec<&str> = written.split_whitespace().collect();
    words
        .join(" ")
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(",)", ")")
}
