//! Text of an entry, put together of lines.

use metasign_core::record::Text;
use rustc_hash::FxHashSet;

use crate::concept::Concept;

/// From so many lines on, what is there already is looked up and not searched for.
const MANY: usize = 16;

/// Pieces of text, one a line, each once; borrowed when there is one.
#[derive(Default)]
pub(crate) struct Lines<'a> {
    lines: Vec<Text<'a>>,
    known: FxHashSet<Text<'a>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn add(&mut self, text: impl IntoIterator<Item = Text<'a>>) {
        for text in text {
            if self.lines.len() < MANY {
                if !self.lines.contains(&text) {
                    self.lines.push(text);
                }
                continue;
            }
            if self.known.is_empty() {
                self.known.extend(self.lines.iter().cloned());
            }
            if self.known.insert(text.clone()) {
                self.lines.push(text);
            }
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// `label: words`, so that the words are not taken for a statement of their own.
    pub(crate) fn labelled(&mut self, label: &str, concept: &Concept<'a>) {
        if let Some(words) = concept.words() {
            self.add([Text::from(format!("{label}: {}", words.as_str()))]);
        }
    }

    /// The lines one by one.
    pub(crate) fn into_lines(self) -> Vec<Text<'a>> {
        self.lines
    }

    pub(crate) fn text(mut self) -> Option<Text<'a>> {
        match self.lines.len() {
            0 | 1 => self.lines.pop(),
            _ => {
                let mut all = String::with_capacity(self.lines.iter().map(|line| line.len().saturating_add(1)).sum());
                for line in self.lines {
                    if !all.is_empty() {
                        all.push('\n');
                    }
                    all.push_str(&line);
                }
                Some(all.into())
            }
        }
    }
}
