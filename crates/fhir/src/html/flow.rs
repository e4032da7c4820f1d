//! A document taken apart: its lines, what may head them, the elements and tables they stand in.

use super::entity::entity;
use super::markup::{Ends, Markup, Tag, markup};
use super::scope::{BOLD, Item};
use super::table::{Cell, Line, Table};

/// Elements nested deeper than this are not told apart.
const MAX_DEPTH: usize = 200;

/// Reads a document as pieces in its order.
pub(super) fn items(html: &str) -> Vec<Item> {
    let mut flow = Flow::default();
    let mut rest = html;
    let mut ends = Ends::default();
    while let Some((before, after)) = rest.split_once('<') {
        flow.characters(before);
        rest = match markup(after, &mut ends) {
            Some(markup) => {
                flow.tag(&markup);
                markup.rest
            }
            None => {
                flow.push('<');
                after
            }
        };
    }
    flow.characters(rest);
    flow.finish()
}

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Block,
    Item,
    List,
}

/// A table being read.
#[derive(Default)]
struct Making {
    table: Table,
    /// What stood before it, and goes on behind it.
    around: Vec<Item>,
    /// How many elements are open around it.
    base: usize,
    in_head: bool,
    in_row: bool,
    in_cell: bool,
}

#[derive(Default)]
struct Flow {
    /// What has been read of the document, or of the cell.
    items: Vec<Item>,
    open: Vec<Open>,
    tables: Vec<Making>,
    line: String,
    space: bool,
    /// Letters of the line in bold and not.
    strong: usize,
    weak: usize,
    bold: usize,
    spans: Vec<bool>,
    heading: Option<u8>,
    /// Line ends are lines.
    pre: bool,
    /// The last line ended without anything behind it yet.
    ended: bool,
}

impl Flow {
    fn tag(&mut self, markup: &Markup<'_>) {
        let closing = markup.closing;
        match markup.tag {
            Tag::Inline => {}
            Tag::Bold if closing => self.bold = self.bold.saturating_sub(1),
            Tag::Bold => self.bold = self.bold.saturating_add(1),
            Tag::Span if closing => {
                if self.spans.pop() == Some(true) {
                    self.bold = self.bold.saturating_sub(1);
                }
            }
            Tag::Span => {
                if self.spans.len() < MAX_DEPTH {
                    self.spans.push(markup.bold);
                    self.bold = self.bold.saturating_add(usize::from(markup.bold));
                }
            }
            Tag::Line => self.break_line(),
            Tag::Heading(level) => {
                self.end_line();
                self.heading = (!closing).then_some(level);
            }
            Tag::Pre => {
                self.pre = !closing;
                self.element(Open::Block, closing);
            }
            Tag::Block => self.element(Open::Block, closing),
            Tag::Item => self.element(Open::Item, closing),
            Tag::List => self.element(Open::List, closing),
            Tag::Table if closing => self.end_table(),
            Tag::Table => self.begin_table(),
            Tag::Head => {
                self.end_row();
                if let Some(making) = self.tables.last_mut() {
                    making.in_head = !closing;
                }
            }
            Tag::Row if closing => self.end_row(),
            Tag::Row => self.begin_row(),
            Tag::Caption if closing => self.end_row(),
            Tag::Caption | Tag::Term if !closing => {
                self.end_row();
                self.begin_cell(true);
            }
            Tag::Cell | Tag::HeadCell | Tag::Term | Tag::Caption if closing => self.end_cell(),
            Tag::Caption | Tag::Term => {}
            Tag::Cell => self.begin_cell(false),
            Tag::HeadCell => self.begin_cell(true),
        }
    }

    fn base(&self) -> usize {
        self.tables.last().map_or(0, |making| making.base)
    }

    fn element(&mut self, kind: Open, closing: bool) {
        self.end_line();
        self.heading = None;
        let base = self.base();
        if closing {
            let inner = self.open.get(base..).unwrap_or_default();
            if let Some(place) = inner.iter().rposition(|open| *open == kind) {
                self.close_to(base.saturating_add(place));
            }
        } else if self.open.len() < MAX_DEPTH {
            if kind == Open::Item && self.open.len() > base && self.open.last() == Some(&Open::Item) {
                self.close_to(self.open.len().saturating_sub(1));
            }
            self.open.push(kind);
            self.items.push(Item::Open(kind == Open::List));
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.open.pop();
            self.items.push(Item::Close);
        }
    }

    fn begin_table(&mut self) {
        self.end_line();
        if self.tables.len() < MAX_DEPTH {
            self.tables.push(Making {
                base: self.open.len(),
                around: std::mem::take(&mut self.items),
                ..Making::default()
            });
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.end_line();
        if let Some(making) = self.tables.pop() {
            self.close_to(making.base);
            // What stood between the cells.
            let stray = std::mem::replace(&mut self.items, making.around);
            making.table.items(&mut self.items);
            self.items.extend(stray);
        }
    }

    fn begin_row(&mut self) {
        self.end_row();
        if let Some(making) = self.tables.last_mut() {
            making.in_row = true;
            let head = making.in_head;
            making.table.rows.push(Line {
                head,
                ..Line::default()
            });
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(making) = self.tables.last_mut() {
            making.in_row = false;
        }
    }

    fn begin_cell(&mut self, head: bool) {
        self.end_cell();
        let Some(making) = self.tables.last_mut() else {
            // A cell of no table is a line.
            self.end_line();
            return;
        };
        if !making.in_row {
            making.in_row = true;
            making.table.rows.push(Line::default());
        }
        making.in_cell = true;
        if let Some(row) = making.table.rows.last_mut() {
            row.cells.push(Cell {
                items: Vec::new(),
                head,
            });
        }
    }

    fn end_cell(&mut self) {
        self.end_line();
        self.heading = None;
        let Some(making) = self.tables.last_mut() else { return };
        if !making.in_cell {
            return;
        }
        making.in_cell = false;
        let base = making.base;
        self.close_to(base);
        let items = std::mem::take(&mut self.items);
        let making = self.tables.last_mut();
        if let Some(cell) = making.and_then(|making| making.table.rows.last_mut()?.cells.last_mut()) {
            cell.items = items;
        }
    }

    /// Ends a line; one all in bold may head what follows.
    fn end_line(&mut self) {
        self.space = false;
        let (strong, weak) = (std::mem::take(&mut self.strong), std::mem::take(&mut self.weak));
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return;
        }
        let level = self.heading.or_else(|| (strong > 0 && weak == 0).then_some(BOLD));
        self.items.push(Item::Line(line, level));
    }

    fn characters(&mut self, mut rest: &str) {
        while let Some((before, after)) = rest.split_once('&') {
            self.words(before);
            rest = match entity(after) {
                Some((character, rest)) => {
                    if character == '\u{a0}' {
                        self.space = true;
                    } else {
                        self.push(character);
                    }
                    rest
                }
                None => {
                    self.push('&');
                    after
                }
            };
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        for character in text.chars() {
            if character == '\n' && self.pre {
                self.break_line();
            } else if character.is_whitespace() {
                self.space = true;
            } else {
                self.push(character);
            }
        }
    }

    /// Ends a line where one is written to end; twice, and the line between is empty.
    fn break_line(&mut self) {
        let empty = self.line.is_empty();
        self.end_line();
        if empty && self.ended {
            self.items.push(Item::Gap);
        }
        self.ended = !empty;
    }

    fn push(&mut self, character: char) {
        self.ended = false;
        if std::mem::take(&mut self.space) && !self.line.is_empty() {
            self.line.push(' ');
        }
        if character.is_alphanumeric() {
            let count = if self.bold > 0 {
                &mut self.strong
            } else {
                &mut self.weak
            };
            *count = count.saturating_add(1);
        }
        self.line.push(character);
    }

    fn finish(mut self) -> Vec<Item> {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_line();
        self.close_to(0);
        self.items
    }
}
