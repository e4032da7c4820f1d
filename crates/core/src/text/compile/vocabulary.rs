//! Makes a vocabulary: gathers words, joins their forms, lays them out as tables. Not which phrases they make.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::flat::Words;
use crate::text::characters::{fold_word, hash_word};
use crate::text::language::Language;
use crate::text::words::{FILLER, Filter, RESERVED, SLIP_LETTERS, Vocabulary, place};

const STEM_LETTERS: usize = 3;

/// A word of a vocabulary in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) word: String,
    /// Class for concept phrases; the entry itself where it has no other forms.
    pub(crate) stem: u32,
    flags: u8,
}

/// A vocabulary in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Builder {
    pub(crate) entries: Vec<Entry>,
    by_hash: FxHashMap<u64, u32>,
}

impl Builder {
    /// Finds or adds a folded word.
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        if self.entries.is_empty() {
            for reserved in ["", "{number}", "{year}", "{word}"] {
                self.entries.push(Entry {
                    word: reserved.to_owned(),
                    ..Entry::default()
                });
            }
        }
        let mut key = hash_word(word);
        while let Some(id) = self.by_hash.get(&key).copied() {
            if self.entry(id).is_some_and(|entry| entry.word == word) {
                return id;
            }
            key = key.wrapping_add(1);
        }
        let id = u32::try_from(self.entries.len()).unwrap_or(0);
        self.entries.push(Entry {
            word: word.to_owned(),
            stem: id,
            flags: 0,
        });
        self.by_hash.insert(key, id);
        id
    }

    pub(crate) fn entry(&self, id: u32) -> Option<&Entry> {
        self.entries.get(place(id))
    }

    pub(crate) fn stem(&self, id: u32) -> u32 {
        self.entry(id).map_or(0, |entry| entry.stem)
    }

    /// Gives an entry a flag.
    pub(crate) fn mark(&mut self, id: u32, flag: u8) {
        if let Some(entry) = self.entries.get_mut(place(id)) {
            entry.flags |= flag;
        }
    }

    /// Adds the other forms of the concept words and joins each class under one stem.
    pub(crate) fn stem_words(&mut self, concept_words: &[u32], language: &Language) {
        let mut classes = Classes::default();
        let mut found = Forms::default();
        for id in concept_words {
            found.of(self.entry(*id).map_or("", |entry| &entry.word), &language.endings);
            for form in found.iter() {
                let other = self.intern(form);
                classes.join(*id, other);
            }
        }
        for row in &language.same {
            let ids: Vec<u32> = row.iter().map(|word| self.intern(&fold_phrase_word(word))).collect();
            for pair in ids.windows(2) {
                if let [one, other] = pair {
                    classes.join(*one, *other);
                }
            }
        }
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for id in 0..count {
            let root = classes.root(id);
            if let Some(entry) = self.entries.get_mut(place(id)) {
                entry.stem = root;
            }
        }
    }

    /// Adds the words that stand in no phrase.
    pub(crate) fn complete(&mut self, language: &Language) {
        for filler in &language.fillers {
            let id = self.intern(&fold_word(filler));
            self.mark(id, FILLER);
        }
        // Known words get an entry of their own, which is what keeps them from being read as something else.
        for word in &language.known {
            self.intern(&fold_word(word));
        }
    }

    /// How entries and classes are numbered in the finished vocabulary. `concept_stems` are the classes of the words of
    /// phrases; only they have a number.
    pub(crate) fn numbering(&self, concept_stems: &[u32]) -> Numbering {
        let mut sorted: Vec<(&str, u32)> = (0u32..)
            .zip(&self.entries)
            .skip(place(RESERVED))
            .map(|(id, entry)| (entry.word.as_str(), id))
            .collect();
        sorted.sort_unstable();
        let mut entries: Vec<u32> = (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).collect();
        let mut classes = vec![0; self.entries.len()];
        let mut stems = concept_stems.to_vec();
        stems.sort_unstable();
        stems.dedup();
        for (number, (_, id)) in (RESERVED..).zip(&sorted) {
            if let Some(entry) = entries.get_mut(place(*id)) {
                *entry = number;
            }
            let stem = stems.binary_search(&self.stem(*id)).ok();
            let class = stem.and_then(|stem| u32::try_from(stem).ok()?.checked_add(RESERVED));
            if let Some(slot) = classes.get_mut(place(*id)) {
                *slot = class.unwrap_or(0);
            }
        }
        Numbering {
            sorted: sorted.into_iter().map(|(_, id)| id).collect(),
            entries,
            classes,
        }
    }

    /// Lays the words out, in the order of their numbers.
    pub(crate) fn finish(self, numbering: &Numbering) -> Vocabulary {
        let mut filter = Filter::with_room(self.entries.len() / 2);
        let mut marks = vec![0u32; 128];
        let reserved = (0..RESERVED).collect::<Vec<_>>();
        let (mut words, mut flags, mut stems) = (Vec::new(), Vec::new(), Vec::new());
        let mut slip_words = Vec::new();
        for (number, id) in (0u32..).zip(reserved.iter().chain(&numbering.sorted)) {
            let Some(entry) = self.entry(*id) else { continue };
            let word = entry.word.as_str();
            let class = numbering.class(*id);
            if number >= RESERVED {
                words.push(word);
                filter.add(hash_word(word));
                let mut chars = word.chars();
                if let (Some(mark), None) = (chars.next(), chars.next())
                    && let Some(slot) = marks.get_mut(usize::try_from(u32::from(mark)).unwrap_or(usize::MAX))
                {
                    *slot = number;
                }
                let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
                if plain && SLIP_LETTERS.contains(&word.len()) && class != 0 {
                    slip_words.push((*id, number));
                }
            }
            flags.push(entry.flags);
            stems.push(class);
        }
        slip_words.sort_unstable();
        let mut slips = vec![0u32; flags.len()];
        for (order, (_, number)) in slip_words.iter().enumerate() {
            if let Some(slot) = slips.get_mut(place(*number)) {
                let early = order.saturating_mul(65_535).checked_div(slip_words.len());
                *slot = u32::try_from(early.unwrap_or(0).saturating_add(1)).unwrap_or(u32::MAX);
            }
        }
        Vocabulary {
            words: Words::of_sorted(&words),
            filter,
            marks: marks.into_iter().collect(),
            flags: Cow::Owned(flags),
            slips: slips.into_iter().collect(),
            stems: stems.into_iter().collect(),
        }
    }
}

/// The numbers of a finished vocabulary, by the entries of one in the making.
#[derive(Debug)]
pub(crate) struct Numbering {
    /// The entries of words, in the order of their numbers.
    sorted: Vec<u32>,
    entries: Vec<u32>,
    classes: Vec<u32>,
}

impl Numbering {
    /// The entry in the finished vocabulary.
    pub(crate) fn entry(&self, id: u32) -> u32 {
        self.entries.get(place(id)).copied().unwrap_or(id)
    }

    /// The class for phrases; 0 for a word of none.
    pub(crate) fn class(&self, id: u32) -> u32 {
        self.classes.get(place(id)).copied().unwrap_or(0)
    }
}

/// Classes of entries that count as one; each is called by its lowest number.
#[derive(Debug, Default)]
struct Classes {
    parent: Vec<u32>,
}

impl Classes {
    fn of(&self, id: u32) -> u32 {
        let parent = usize::try_from(id).ok().and_then(|id| self.parent.get(id));
        parent.copied().unwrap_or(id)
    }

    fn root(&self, id: u32) -> u32 {
        let mut root = id;
        while self.of(root) != root {
            root = self.of(root);
        }
        root
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        while self.parent.len() <= usize::try_from(high).unwrap_or(0) {
            self.parent.push(u32::try_from(self.parent.len()).unwrap_or(u32::MAX));
        }
        if let Some(parent) = usize::try_from(high).ok().and_then(|id| self.parent.get_mut(id)) {
            *parent = low;
        }
    }
}

/// A word or mark of a language file, folded.
pub(crate) fn fold_phrase_word(word: &str) -> String {
    let folded = fold_word(word);
    if folded.is_empty() {
        word.trim().to_owned()
    } else {
        folded
    }
}

/// The forms that a word takes with other endings, sorted; one buffer for all words.
#[derive(Debug, Default)]
struct Forms {
    text: String,
    found: Vec<(usize, usize)>,
}

impl Forms {
    fn of(&mut self, word: &str, endings: &[Vec<String>]) {
        self.text.clear();
        self.found.clear();
        if !word.bytes().all(|byte| byte.is_ascii_lowercase()) || word.len() < STEM_LETTERS {
            return;
        }
        for row in endings {
            for ending in row {
                let Some(stem) = word.strip_suffix(ending.as_str()) else {
                    continue;
                };
                let needed = if ending.is_empty() {
                    STEM_LETTERS
                } else {
                    STEM_LETTERS.saturating_add(1)
                };
                if stem.len() < needed {
                    continue;
                }
                for other in row {
                    let start = self.text.len();
                    self.text.push_str(stem);
                    self.text.push_str(other);
                    self.found.push((start, self.text.len()));
                }
            }
        }
        let text = &self.text;
        let form = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or_default();
        self.found.sort_unstable_by(|left, right| form(left).cmp(form(right)));
        self.found.dedup_by(|left, right| form(left) == form(right));
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.found.iter().filter_map(|(start, end)| self.text.get(*start..*end))
    }
}
