//! Signs said by composition: word groups that stand together in a clause (`<leg> + <weak>`).
//!
//! A combination is a row of elements, each a word group or words of its own, with how each stands to the one before:
//! `+` anywhere in the clause, `>` after it, beside it where nothing is written between, `..` up to three words further.
//! `{n}` keeps all of them within n words, `! <group>` says what must not be in the clause. Groups are found by the same
//! walk as phrases; for a combination only their places are compared. Here is what is known of combinations, not how they
//! are looked for.

use crate::flat::{Fault, Packed, Shelf, Slices, Store, Stored};

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
    pub(in crate::text) each: Slices,
    /// Sets of groups.
    pub(in crate::text) sets: Slices,
    pub(in crate::text) by_key: Slices,
    /// How many word groups there are.
    pub(in crate::text) groups: u32,
    /// As written in the rules, and the names of the word groups.
    pub(in crate::text) texts: Packed<(Vec<String>, Vec<String>)>,
}

/// An element is four times the number of its set, and how it stands to the one before it.
pub(crate) const LINKS: [Link; 4] = [Link::Anywhere, Link::After, Link::Beside, Link::Gap];

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
            each: Slices::load(from)?,
            sets: Slices::load(from)?,
            by_key: Slices::load(from)?,
            groups: from.small().and_then(|groups: u32| {
                let fits = groups < 1 << 24;
                fits.then_some(groups).ok_or("there are too many word groups")
            })?,
            texts: Packed::load(from)?,
        })
    }
}

/// A combination as it lies in the tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Laid<'a> {
    pub(super) concept: u32,
    pub(super) within: Option<u32>,
    without: u32,
    elements: &'a [u32],
    sets: &'a Slices,
}

impl<'a> Laid<'a> {
    /// The groups that fill an element, and how it stands to the one before it.
    pub(super) fn element(&self, number: usize) -> Option<(&'a [u32], Link)> {
        let element = *self.elements.get(number)?;
        let link = usize::try_from(element % 4).ok().and_then(|link| LINKS.get(link));
        Some((self.sets.row(element / 4), link.copied().unwrap_or(Link::Anywhere)))
    }

    /// Whether each of its elements may be filled by the groups that a clause holds, and none is there that must not be.
    pub(super) fn may_be_said(&self, holds: impl Fn(u32) -> bool) -> bool {
        let any = |set: u32| self.sets.row(set).iter().any(|group| holds(*group));
        self.elements.iter().all(|element| any(element / 4)) && !any(self.without)
    }
}

impl Combinations {
    pub(super) fn combination(&self, number: u32) -> Option<Laid<'_>> {
        let (&[concept, within, without], elements) = self.each.row(number).split_first_chunk()?;
        Some(Laid {
            concept,
            within: within.checked_sub(1),
            without,
            elements: elements.get(..elements.len().min(MOST_ELEMENTS)).unwrap_or_default(),
            sets: &self.sets,
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
