//! Which crates a source names: words that begin a path, in code, macros and attributes.

use std::collections::BTreeSet;

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// Adds the words of this code that a path begins with.
pub(super) fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    // Within a path that has begun.
    let mut within = false;
    // After `use` or `extern crate`, where a crate is named though no path goes on.
    let mut importing = false;
    let mut rest = tokens.iter();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Group(group) => {
                collect(group.stream(), names);
                within = false;
            }
            TokenTree::Ident(word) if word == "use" => {
                importing = true;
                within = false;
            }
            TokenTree::Ident(word) => {
                let followed = path_goes_on(rest.as_slice());
                if !within && (followed || importing) {
                    names.insert(word.to_string());
                }
                importing = word == "crate" && !followed;
                within = followed;
                if followed {
                    rest.next();
                    rest.next();
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {
                within = false;
                importing = importing && matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':');
            }
        }
    }
}

fn path_goes_on(rest: &[TokenTree]) -> bool {
    matches!(
        rest,
        [TokenTree::Punct(one), TokenTree::Punct(two), ..]
            if one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':'
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn only_what_begins_a_path_is_a_name() {
        let code = "
            //! aa::doc is a comment
            use bb::Thing; use cc; use {dd::x, std::y}; extern crate ee; use ::ff::z;
            #[gg::test] #[derive(Debug, hh::Error)] fn f(ii: Kind) -> jj::Out<kk::In> {
                let ll = mm::call(\"nn::text\");
                oo::print!(pp::X);
                crate::qq::own(); self::rr::own(); a.ss.tt();
            }";
        let mut names = BTreeSet::new();
        collect(code.parse().unwrap(), &mut names);
        let names: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| name.len() == 2)
            .collect();
        assert_eq!(
            names,
            ["bb", "cc", "dd", "ee", "ff", "gg", "hh", "jj", "kk", "mm", "oo", "pp"]
        );
    }
}
