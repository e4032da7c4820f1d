//! Signs said by composition: word groups that stand together in a clause (`<leg> + <weak>`).
//!
//! A combination is a row of elements, each a word group or words of its own, with how each stands to the one before:
//! `+` anywhere in the clause, `>` after it, beside it where nothing is written between, `..` up to three words further.
//! `{n}` keeps all of them within n words, `! <group>` says what must not be in the clause. Groups are found by the same
//! walk as phrases; for a combination only their places are compared. Here is what is known of combinations, not how they
//! are looked for.

use crate::flat::{Fault, Packed, Rows, Shelf, Store, Stored};

/// So many words may stand where `..` is written.
pub(crate) const GAP: usize = 3;
/// Elements of one combination.
pub(crate) const MOST_ELEMENTS: usize = 5;

/// How an element stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Link {
    Anywhere,
    After,
    Beside,
    Gap,
}

#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Any of these groups fills it.
    pub(crate) groups: Vec<u32>,
    pub(crate) link: Link,
}

#[derive(Clone, Debug)]
pub(crate) struct Combination {
    pub(crate) concept: u32,
    pub(crate) elements: Vec<Element>,
    pub(crate) without: Vec<u32>,
    pub(crate) within: Option<u32>,
}

/// All combinations of the rules, by the group that each is looked up with.
#[derive(Debug, Default)]
pub(crate) struct Combinations {
    /// Of each: its concept, within how many words less one, the set that must not be there, then its elements.
    pub(in crate::text) each: Rows,
    /// Sets of groups.
    pub(in crate::text) sets: Rows,
    pub(in crate::text) by_key: Rows,
    /// How many word groups there are.
    pub(in crate::text) groups: u32,
    /// As written in the rules, and the names of the word groups.
    pub(in crate::text) texts: Packed<(Vec<String>, Vec<String>)>,
}

/// An element is four times the number of its set, and how it stands to the one before it.
pub(crate) const LINKS: [Link; 4] = [Link::Anywhere, Link::After, Link::Beside, Link::Gap];
/// What stands in a row before the set that must not be there and the elements.
pub(super) const BEFORE_ELEMENTS: usize = 2;

impl Stored for Combinations {
    fn store(&self, to: &mut Store) -> Result<(), Fault> {
        self.each.store(to)?;
        self.sets.store(to)?;
        self.by_key.store(to)?;
        to.small(&self.groups)?;
        self.texts.store(to)
    }

    fn load(from: &mut Shelf<'_>) -> Result<Self, Fault> {
        Ok(Self {
            each: Rows::load(from)?,
            sets: Rows::load(from)?,
            by_key: Rows::load(from)?,
            groups: from.small().and_then(|groups: u32| {
                let fits = groups < 1 << 24;
                fits.then_some(groups).ok_or("there are too many word groups")
            })?,
            texts: Packed::load(from)?,
        })
    }
}

impl Combinations {
    pub(super) fn set(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        self.sets.row(usize::try_from(number).unwrap_or(usize::MAX))
    }

    pub(super) fn combination(&self, number: u32) -> Option<Combination> {
        let mut row = self.each.row(usize::try_from(number).ok()?);
        let (concept, within, without) = (row.next()?, row.next()?, row.next()?);
        let elements = row.map(|element| Element {
            groups: self.set(element / 4).collect(),
            link: LINKS
                .get(usize::try_from(element % 4).unwrap_or(0))
                .copied()
                .unwrap_or(Link::Anywhere),
        });
        Some(Combination {
            concept,
            within: within.checked_sub(1),
            without: self.set(without).collect(),
            elements: elements.take(MOST_ELEMENTS).collect(),
        })
    }

    /// The name of a word group.
    pub(crate) fn group_name(&self, group: u32) -> Option<&str> {
        let (_, names) = self.texts.get()?;
        usize::try_from(group)
            .ok()
            .and_then(|group| names.get(group))
            .map(String::as_str)
    }
}

/// The slot of a group in a list.
pub(crate) fn slot<T>(list: &mut [T], place: u32) -> Option<&mut T> {
    usize::try_from(place).ok().and_then(|place| list.get_mut(place))
}
