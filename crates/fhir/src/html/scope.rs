//! How far a heading that says family reaches: to the next heading of its level or above, and not beyond the element it stands
//! in.

use metasign_core::record::PartialDate;

use super::label;

/// A heading's level: that of `<h1>` to `<h6>`, below them a line in bold, a caption, a plain line.
pub(super) const BOLD: u8 = 7;
pub(super) const CAPTION: u8 = 8;
pub(super) const PLAIN: u8 = 9;

/// A piece of a document, in its order.
#[derive(Debug)]
pub(super) enum Item {
    /// A line, and its level if it may be a heading.
    Line(String, Option<u8>),
    Row(Row),
    /// An empty line.
    Gap,
    /// An element that holds others begins; whether it is a list or table.
    Open(bool),
    Close,
}

/// A row of a table that is dated, or the family's.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) date: Option<PartialDate>,
    pub(crate) end: Option<PartialDate>,
    /// The heading it stands under.
    pub(crate) head: Option<String>,
    /// It says that it is over, not when.
    pub(crate) over: bool,
    pub(crate) family: bool,
}

/// What a document says, and of whom.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) own: String,
    pub(crate) family: String,
    /// Dated rows.
    pub(crate) rows: Vec<Row>,
}

/// So many rows are entries of their own; others stay in the text, with their dates.
const MAX_ROWS: usize = 500;

/// A longer heading stays above its rows only.
const MAX_HEAD: usize = 120;

/// A heading that says family, while it reaches.
struct Scope {
    level: u8,
    depth: usize,
    /// Something stands under it already.
    filled: bool,
}

/// Sorts what stands under headings that say family from the rest.
pub(super) fn sort(items: Vec<Item>) -> Said {
    let mut sorter = Sorter::default();
    for item in items {
        match item {
            Item::Open(list) => sorter.open(list),
            Item::Close => sorter.close(),
            Item::Gap => sorter.gap(),
            Item::Line(text, level) => sorter.line(&text, level),
            Item::Row(row) => sorter.row(row),
        }
    }
    sorter.said
}

#[derive(Default)]
struct Sorter {
    said: Said,
    depth: usize,
    scope: Option<Scope>,
    /// How deep the last heading of the patient's own stands.
    headed: Option<usize>,
    /// Something stands under it.
    filled: bool,
    /// What comes stands under no heading, and one stands before it in the text.
    loose: bool,
    /// The last heading of the patient's own, for rows that leave the text.
    last: Option<String>,
    /// Where it begins in the text, while nothing but such rows stands under it.
    bare: Option<usize>,
}

impl Sorter {
    fn open(&mut self, list: bool) {
        self.depth = self.depth.saturating_add(1);
        // What a plain line says of a list it says of no more.
        if let Some(scope) = self
            .scope
            .as_mut()
            .filter(|scope| list && !scope.filled && scope.level >= BOLD)
        {
            scope.depth = self.depth;
        }
    }

    /// An empty line ends what a line said of those behind it.
    fn gap(&mut self) {
        let ends = |scope: &Scope| scope.filled && scope.level >= BOLD && scope.depth >= self.depth;
        if self.scope.as_ref().is_some_and(ends) {
            self.scope = None;
            self.loose = true;
            self.last = None;
        }
    }

    fn close(&mut self) {
        if let Some(scope) = self.scope.as_mut().filter(|scope| scope.depth >= self.depth) {
            if scope.filled {
                self.scope = None;
                self.loose = true;
                self.last = None;
            } else {
                scope.depth = self.depth.saturating_sub(1);
            }
        }
        if self.headed.is_some_and(|depth| depth >= self.depth) {
            // The element of a heading that is one itself (`<p><b>Plan</b></p>`) goes on in the one around it.
            let filled = std::mem::take(&mut self.filled);
            self.headed = if filled {
                None
            } else {
                self.headed.map(|depth| depth.saturating_sub(1))
            };
            if filled {
                self.loose = true;
                self.last = None;
                self.drop_bare();
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// A heading whose rows have all left the text has left with them.
    fn drop_bare(&mut self) {
        if let Some(at) = self.bare.take() {
            self.said.own.truncate(at);
        }
    }

    /// A line that heads what follows, at a level.
    fn heading(&mut self, text: &str, level: u8, family: bool) {
        let kin = level >= BOLD && label::names_relative(text);
        if self
            .scope
            .as_ref()
            .is_some_and(|scope| (level <= scope.level && !kin) || label::is_own(text))
        {
            self.scope = None;
        }
        if family {
            self.scope = Some(Scope {
                level,
                depth: self.depth,
                filled: false,
            });
        }
    }

    fn line(&mut self, text: &str, level: Option<u8>) {
        let (head, behind) = match text.split_once(':') {
            Some((head, behind)) => (head, Some(behind.trim())),
            None => (text, None),
        };
        match level {
            Some(level) if level < BOLD => {
                self.heading(text, level, label::heads_family(text));
                self.head(text);
                return;
            }
            Some(level) if behind.is_none_or(str::is_empty) && is_short(head) => {
                self.heading(text, level, label::is_family(head));
                self.head(text);
                return;
            }
            _ => {}
        }
        match behind {
            None | Some("") if label::is_family(head) => {
                self.heading(text, PLAIN, true);
                self.head(text);
            }
            // `Family history: mother …` on one line says it of this line only.
            Some(behind) if !behind.is_empty() && label::is_family(head) => push(&mut self.said.family, behind),
            None if label::is_own(head) => {
                self.heading(text, PLAIN, false);
                self.put(text);
            }
            Some(behind) => {
                let heads = behind.is_empty() && is_short(head) && !label::names_relative(head);
                if heads || label::is_own(head) {
                    self.heading(head, PLAIN, false);
                }
                if heads {
                    self.head(text);
                } else {
                    self.put(text);
                }
            }
            None => self.put(text),
        }
    }

    fn row(&mut self, mut row: Row) {
        if let Some(scope) = &mut self.scope {
            scope.filled = true;
            row.family = true;
        } else if row.date.or(row.end).is_some() || row.over {
            self.filled = true;
            row.head.clone_from(&self.last);
        }
        match row.date.or(row.end) {
            None if row.family => push(&mut self.said.family, &row.text),
            None if !row.over => self.put(&row.text),
            Some(date) if self.said.rows.len() >= MAX_ROWS => {
                let text = format!("{date}: {}", row.text);
                push(
                    if row.family {
                        &mut self.said.family
                    } else {
                        &mut self.said.own
                    },
                    &text,
                );
            }
            _ => self.said.rows.push(row),
        }
    }

    fn put(&mut self, text: &str) {
        match &mut self.scope {
            Some(scope) => {
                scope.filled = true;
                push(&mut self.said.family, text);
            }
            None => {
                // A heading of no meaning ends the one before, which a reader of notes would have reach on.
                if std::mem::take(&mut self.loose) && !self.said.own.is_empty() {
                    push(&mut self.said.own, "Text:");
                }
                self.filled = true;
                self.bare = None;
                push(&mut self.said.own, text);
            }
        }
    }

    /// A heading stands above what it heads; a reader of notes knows it by its colon.
    fn head(&mut self, text: &str) {
        let into = if self.scope.is_some() {
            &mut self.said.family
        } else {
            if self.filled {
                self.drop_bare();
            }
            self.headed = Some(self.depth);
            self.filled = false;
            self.loose = false;
            self.last = (text.len() <= MAX_HEAD).then(|| text.to_owned());
            self.bare = self.last.as_ref().map(|_| self.said.own.len());
            &mut self.said.own
        };
        push(into, text);
        if text.split(' ').count() <= 3 && text.ends_with(char::is_alphanumeric) {
            into.push(':');
        }
    }
}

fn is_short(text: &str) -> bool {
    text.len() <= 60 && text.split(' ').count() <= 6 && !text.ends_with(['.', '!', '?'])
}

fn push(into: &mut String, line: &str) {
    if !into.is_empty() {
        into.push('\n');
    }
    into.push_str(line);
}
