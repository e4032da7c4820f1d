//! What each file of the core uses: its `use` lines and the paths in its code, each followed to the file that defines it.
//!
//! A re-export is a shop window: what is asked for through it counts as asked of the file behind it. Tests inside a file
//! may use whatever they like. Of methods only those are seen that one file gives to a type of another, each by a name that
//! nothing else has, and called in a file that names the type. A type's own methods are no secret way: whoever calls them was
//! handed the type.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A module, by its path from the root of the crate.
type Module = Vec<String>;

/// One file that uses another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub(crate) from: String,
    pub(crate) line: usize,
    pub(crate) to: String,
}

/// All files of a crate.
#[derive(Debug, Default)]
pub(crate) struct House {
    files: BTreeMap<Module, File>,
}

#[derive(Debug, Default)]
struct File {
    path: String,
    imports: Vec<Import>,
    /// Paths in the code, each with its line.
    paths: Vec<(Vec<String>, usize)>,
    /// Names in the code outside `use` lines.
    words: BTreeSet<String>,
    /// What stands after a dot and is called, each with its first line.
    calls: BTreeMap<String, usize>,
    /// The functions of `impl` blocks, each with the type's path.
    methods: Vec<(Vec<String>, String)>,
    /// Every function.
    functions: Vec<String>,
}

#[derive(Debug)]
struct Import {
    name: String,
    path: Vec<String>,
    line: usize,
    shown: bool,
}

/// What a path leads to.
enum Found {
    Module(Module),
    /// Something defined in this module.
    In(Module),
}

impl House {
    /// A crate of these files, each with its path from the crate's `src`.
    pub(crate) fn of<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut house = Self::default();
        for (path, text) in files {
            let tokens: TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{path} is no Rust: {error}"));
            let mut file = File {
                path: path.to_owned(),
                ..File::default()
            };
            file.read(tokens.clone());
            file.read_impls(tokens);
            house.files.insert(module_of(path), file);
        }
        house
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.path.as_str())
    }

    /// Every use of one file by another, by its first line.
    pub(crate) fn uses(&self) -> BTreeSet<Use> {
        let mut uses: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let given = self.given();
        for (module, file) in &self.files {
            let imports = file
                .imports
                .iter()
                .filter(|import| !import.shown || file.words.contains(&import.name))
                .map(|import| (&import.path, import.line));
            for (name, line) in &file.calls {
                if let Some((by, to)) = given.get(name.as_str())
                    && *by != module
                    && self.names(module, to)
                {
                    let first = uses.entry((&file.path, &self.files[*by].path)).or_insert(*line);
                    *first = *line.min(first);
                }
            }
            let paths = file.paths.iter().map(|(path, line)| (path, *line));
            for (path, line) in imports.chain(paths) {
                let Some(Found::In(of)) = self.follow(module, path, 0) else {
                    continue;
                };
                if of != *module {
                    let first = uses.entry((&file.path, &self.files[&of].path)).or_insert(line);
                    *first = line.min(*first);
                }
            }
        }
        uses.into_iter()
            .map(|((from, to), line)| Use {
                from: from.to_owned(),
                line,
                to: to.to_owned(),
            })
            .collect()
    }

    /// The methods that a file gives to a type of another, by name: the file, and the type with its own file.
    fn given(&self) -> BTreeMap<&str, (&Module, (Module, &String))> {
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.files.values().flat_map(|file| &file.functions) {
            *named.entry(name).or_default() += 1;
        }
        let mut given = BTreeMap::new();
        for (module, file) in &self.files {
            for (to, name) in file.methods.iter().filter(|(_, name)| named[name.as_str()] == 1) {
                if let (Some(Found::In(of)), Some(to)) = (self.follow(module, to, 0), to.last())
                    && of != *module
                {
                    given.insert(name.as_str(), (module, (of, to)));
                }
            }
        }
        given
    }

    /// Whether a type is named in a file, or defined there.
    fn names(&self, module: &Module, (of, name): &(Module, &String)) -> bool {
        let imports = &self.files[module].imports;
        module == of
            || imports.iter().any(|import| {
                import.path.last() == Some(name)
                    && matches!(self.follow(module, &import.path, 0), Some(Found::In(found)) if found == *of)
            })
    }

    /// Follows a path written in a module; `None` when it leads out of the crate.
    fn follow(&self, module: &Module, path: &[String], depth: usize) -> Option<Found> {
        assert!(depth < 32, "{path:?} in {module:?} leads to itself");
        let (first, rest) = path.split_first()?;
        let child = |module: &Module, name: &String| {
            let child: Module = module.iter().chain([name]).cloned().collect();
            self.files.contains_key(&child).then_some(child)
        };
        let imported = |module: &Module, name: &String| {
            let import = self.files[module].imports.iter().find(|import| import.name == *name)?;
            self.follow(module, &import.path, depth + 1)
        };
        // A name can be a module and a function in one; only a module has something behind it.
        let named = |here: &Module, name: &String, last: bool| {
            let child = child(here, name).map(Found::Module);
            if last {
                imported(here, name).or(child)
            } else {
                child.or_else(|| imported(here, name))
            }
        };
        let mut here = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => parent(module),
            _ => match named(module, first, rest.is_empty())? {
                Found::Module(of) => of,
                found => return Some(found),
            },
        };
        for (place, name) in rest.iter().enumerate() {
            if name == "super" {
                here = parent(&here);
                continue;
            }
            match named(&here, name, place + 1 == rest.len()) {
                Some(Found::Module(module)) => here = module,
                Some(found) => return Some(found),
                None => return Some(Found::In(here)),
            }
        }
        Some(Found::Module(here))
    }
}

/// `a/b.rs` and `a/b/mod.rs` are the module `a::b`.
fn module_of(path: &str) -> Module {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if stem == "lib" {
        return Vec::new();
    }
    stem.split('/').map(str::to_owned).collect()
}

fn parent(module: &Module) -> Module {
    module[..module.len().saturating_sub(1)].to_vec()
}

impl File {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut visible = false;
        while at < tokens.len() {
            let line = tokens[at].span().start().line;
            match &tokens[at] {
                TokenTree::Ident(word) if word == "use" => {
                    let end = at + tokens[at..].iter().position(|token| is(token, ';')).unwrap_or_default();
                    self.import(&tokens[at + 1..end], &[], visible, line);
                    at = end;
                }
                // The name of a module beside this file is no use of it.
                TokenTree::Ident(word) if word == "mod" => at += 1,
                TokenTree::Ident(word) if word == "pub" => {
                    visible = true;
                    // `pub(crate)`: what is in the brackets is no path.
                    let bracket = matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                    at += 1 + usize::from(bracket);
                    continue;
                }
                TokenTree::Ident(word) if word == "fn" => {
                    self.functions.extend(tokens.get(at + 1).map(ToString::to_string));
                    at += 1;
                }
                TokenTree::Ident(word) => {
                    let mut path = vec![word.to_string()];
                    while let [colon, other, TokenTree::Ident(next), ..] = &tokens[at + 1..]
                        && is(colon, ':')
                        && is(other, ':')
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    self.words.extend(path.first().cloned());
                    if path.len() > 1 {
                        self.paths.push((path, line));
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    if is_for_tests(tokens.get(at + 1)) {
                        at = after_item(&tokens, at + 2);
                        continue;
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == '.' => {
                    if let [TokenTree::Ident(name), TokenTree::Group(group), ..] = &tokens[at + 1..]
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        self.calls.entry(name.to_string()).or_insert(line);
                    }
                }
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            visible = false;
            at += 1;
        }
    }

    /// The `impl` blocks of a file that are of no trait.
    fn read_impls(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let brace =
            |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let word = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
        let mut at = 0;
        while at < tokens.len() {
            let Some(end) = tokens[at..].iter().position(|token| brace(token) || is(token, ';')) else {
                break;
            };
            let (item, body) = (&tokens[at..at + end], &tokens[at + end]);
            at += end + 1;
            let TokenTree::Group(body) = body else { continue };
            let Some(start) = item.iter().position(|token| word(token, "impl")) else {
                continue;
            };
            // `fn f() -> impl Fn()` is no block.
            if item.iter().any(|token| word(token, "for") || word(token, "fn")) {
                continue;
            }
            let mut depth = 0;
            let mut of = Vec::new();
            for token in &item[start + 1..] {
                match token {
                    TokenTree::Punct(mark) if mark.as_char() == '<' => depth += 1,
                    TokenTree::Punct(mark) if mark.as_char() == '>' => depth -= 1,
                    TokenTree::Ident(name) if name == "where" => break,
                    TokenTree::Ident(name) if depth == 0 => of.push(name.to_string()),
                    _ => {}
                }
            }
            let inside: Vec<TokenTree> = body.stream().into_iter().collect();
            for pair in inside.windows(2).filter(|pair| word(&pair[0], "fn")) {
                self.methods.push((of.clone(), pair[1].to_string()));
            }
        }
    }

    /// `a::{b, c as d}` after what stands before it.
    fn import(&mut self, tokens: &[TokenTree], before: &[String], shown: bool, line: usize) {
        let mut path = before.to_vec();
        let mut name = None;
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(word) if word == "as" => {
                    name = tokens.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    for part in inside.split(|token| is(token, ',')).filter(|part| !part.is_empty()) {
                        self.import(part, &path, shown, line);
                    }
                    return;
                }
                token if is(token, '*') => panic!("{}:{line}: nobody can see what `*` brings in", self.path),
                _ => {}
            }
            at += 1;
        }
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        let name = name.or_else(|| path.last().cloned()).unwrap_or_default();
        self.imports.push(Import {
            name,
            path,
            line,
            shown,
        });
    }
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark && (mark != '#' || punct.spacing() == Spacing::Alone))
}

/// Whether this is the `[cfg(test)]` of an attribute.
fn is_for_tests(token: Option<&TokenTree>) -> bool {
    token.is_some_and(|token| token.to_string().replace(' ', "") == "[cfg(test)]")
}

/// The place after an item that begins here, its other attributes included.
fn after_item(tokens: &[TokenTree], start: usize) -> usize {
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            token if is(token, ';') => break,
            _ => {}
        }
    }
    at
}
