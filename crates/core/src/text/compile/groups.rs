//! Word groups: their items with the groups in them written out, and the groups that combinations write out themselves.
//! Not what a combination says.

use rustc_hash::FxHashMap;

use crate::text::combine::GAP;

/// Items that one word group may come to, its references written out.
const ITEMS: usize = 20_000;

/// Word groups by name, and those that combinations write out themselves.
#[derive(Debug, Default)]
pub(super) struct Groups {
    names: Vec<String>,
    items: Vec<Vec<String>>,
    /// By group: itself and every group that it takes in whole.
    takes_in: Vec<Vec<u32>>,
    by_name: FxHashMap<String, u32>,
}

impl Groups {
    /// Takes the groups of the language files. `fillers` are groups whose words may stand anywhere between others and
    /// need not be written out.
    pub(super) fn new<'a>(
        groups: impl Iterator<Item = (&'a str, &'a [String])> + Clone,
        fillers: &[String],
    ) -> Result<Self, String> {
        let mut out = Self::default();
        for (name, _) in groups.clone() {
            out.add(name.to_owned());
        }
        let written: FxHashMap<&str, &[String]> = groups.clone().collect();
        for (number, (name, words)) in groups.enumerate() {
            let mut items = Vec::new();
            let mut whole = Vec::new();
            for item in words {
                match whole_group(item) {
                    Some(group) => whole.push(group.to_owned()),
                    None => items.extend(write_out(item, &written, fillers, &mut vec![name.to_owned()])?),
                }
            }
            items.sort_unstable();
            items.dedup();
            let whole: Vec<u32> = whole.iter().map(|name| out.named(name)).collect::<Result<_, _>>()?;
            if let (Some(slot), Some(takes_in)) = (out.items.get_mut(number), out.takes_in.get_mut(number)) {
                *slot = items;
                takes_in.extend(whole);
            }
        }
        out.close()?;
        Ok(out)
    }

    /// Follows groups that take in groups to the end.
    fn close(&mut self) -> Result<(), String> {
        let direct = self.takes_in.clone();
        let of = |group: u32| usize::try_from(group).ok().and_then(|group| direct.get(group));
        for (number, takes_in) in (0u32..).zip(&mut self.takes_in) {
            let mut next = 0usize;
            while let Some(group) = takes_in.get(next).copied() {
                for inner in of(group).into_iter().flatten() {
                    if *inner == number && group != number {
                        let name = |group: u32| usize::try_from(group).ok().and_then(|group| self.names.get(group));
                        return Err(format!(
                            "the word groups `{}` and `{}` refer to each other",
                            name(number).map_or("", String::as_str),
                            name(group).map_or("", String::as_str)
                        ));
                    }
                    if !takes_in.contains(inner) {
                        takes_in.push(*inner);
                    }
                }
                next = next.saturating_add(1);
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String) -> u32 {
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.by_name.insert(name.clone(), number);
        self.names.push(name);
        self.items.push(Vec::new());
        self.takes_in.push(vec![number]);
        number
    }

    /// A group with all that it takes in.
    pub(super) fn with_inner(&self, group: u32) -> &[u32] {
        let inner = usize::try_from(group).ok().and_then(|group| self.takes_in.get(group));
        inner.map_or(&[], Vec::as_slice)
    }

    /// The groups of alternatives that a combination writes out: those it names, and its own words as one more.
    pub(super) fn alternatives(&mut self, alternatives: &[String]) -> Result<Vec<u32>, String> {
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for item in alternatives {
            match whole_group(item) {
                Some(name) => groups.extend_from_slice(self.with_inner(self.named(name)?)),
                None => words.push(item.as_str()),
            }
        }
        if !words.is_empty() {
            groups.push(self.own(&words)?);
        }
        groups.sort_unstable();
        groups.dedup();
        Ok(groups)
    }

    pub(super) fn own(&mut self, words: &[&str]) -> Result<u32, String> {
        let name = format!("({})", words.join("|"));
        if let Some(known) = self.by_name.get(&name) {
            return Ok(*known);
        }
        let mut items = Vec::new();
        for item in words {
            let mut forms = vec![String::new()];
            for piece in pieces(item) {
                let more = match piece {
                    Piece::Words(words) => vec![words.to_owned()],
                    Piece::Group(group) => {
                        let inner = self.with_inner(self.named(group)?).to_vec();
                        let of = |group: &u32| usize::try_from(*group).ok().and_then(|group| self.items.get(group));
                        inner.iter().filter_map(of).flatten().cloned().collect()
                    }
                };
                forms = product(&forms, &more)?;
            }
            items.extend(forms);
        }
        items.sort_unstable();
        items.dedup();
        let number = self.add(name);
        if let Some(slot) = usize::try_from(number)
            .ok()
            .and_then(|number| self.items.get_mut(number))
        {
            *slot = items;
        }
        Ok(number)
    }

    /// Every item of every group as plain words, `..` written out as up to three words.
    pub(super) fn items(&self) -> impl Iterator<Item = (u32, String)> + '_ {
        (0u32..).zip(&self.items).flat_map(|(group, items)| {
            items
                .iter()
                .flat_map(move |item| spelled(item).into_iter().map(move |words| (group, words)))
        })
    }

    pub(super) fn named(&self, name: &str) -> Result<u32, String> {
        let found = self.by_name.get(name).copied();
        found.ok_or_else(|| format!("there is no word group `{name}`"))
    }

    /// The name of a group.
    pub(super) fn names(self) -> Vec<String> {
        self.names
    }
}

/// The group that an item is, where it is nothing else.
fn whole_group(item: &str) -> Option<&str> {
    let name = item.trim().strip_prefix('<')?.strip_suffix('>')?;
    (!name.contains(['<', '>'])).then_some(name.trim())
}

fn spelled(item: &str) -> Vec<String> {
    if !item.contains("..") {
        return vec![item.to_owned()];
    }
    (0..=GAP)
        .map(|words| item.replace("..", &" {word} ".repeat(words)))
        .collect()
}

enum Piece<'a> {
    Words(&'a str),
    Group(&'a str),
}

fn pieces(item: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = item;
    while let Some((before, after)) = rest.split_once('<') {
        if !before.trim().is_empty() {
            out.push(Piece::Words(before.trim()));
        }
        let Some((name, after)) = after.split_once('>') else {
            rest = after;
            break;
        };
        out.push(Piece::Group(name.trim()));
        rest = after;
    }
    if !rest.trim().is_empty() {
        out.push(Piece::Words(rest.trim()));
    }
    out
}

fn product(front: &[String], back: &[String]) -> Result<Vec<String>, String> {
    if front.len().saturating_mul(back.len()) > ITEMS {
        return Err(format!("a word group comes to more than {ITEMS} items"));
    }
    Ok(front
        .iter()
        .flat_map(|front| back.iter().map(move |back| format!("{front} {back}").trim().to_owned()))
        .collect())
}

/// An item with the groups in it written out.
fn write_out(
    item: &str,
    written: &FxHashMap<&str, &[String]>,
    fillers: &[String],
    through: &mut Vec<String>,
) -> Result<Vec<String>, String> {
    let mut forms = vec![String::new()];
    let all = pieces(item);
    let last = all.len().saturating_sub(1);
    for (place, piece) in all.into_iter().enumerate() {
        let more = match piece {
            Piece::Words(words) => vec![words.to_owned()],
            // `top of <poss> arm`: such words are passed over anyway.
            Piece::Group(group) if place > 0 && place < last && fillers.iter().any(|filler| filler == group) => {
                continue;
            }
            Piece::Group(group) => {
                if through.iter().any(|known| known == group) {
                    let chain = through.join("`, `");
                    return Err(format!("the word groups `{chain}` and `{group}` refer to each other"));
                }
                let Some(items) = written.get(group) else {
                    return Err(format!("there is no word group `{group}`"));
                };
                through.push(group.to_owned());
                let mut inner = Vec::new();
                for item in *items {
                    inner.extend(write_out(item, written, fillers, through)?);
                }
                through.pop();
                inner
            }
        };
        forms = product(&forms, &more)?;
    }
    Ok(forms)
}
