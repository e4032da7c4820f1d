//! Tables: what a row says, with what the headings of its columns or rows say of it.

use super::day;
use super::label;
use super::scope::{CAPTION, Item, Row};
use crate::answer::{self, Answer};
use crate::said::Said;

/// A longer heading is none: each is looked at once for every row.
const MAX_LABEL: usize = 120;

/// One cell, with what stands in it.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) items: Vec<Item>,
    /// A heading: `th`, `dt`, `caption`.
    pub(super) head: bool,
}

#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) cells: Vec<Cell>,
    /// In the head of the table.
    pub(super) head: bool,
}

/// A table or a list of terms, whose rows are a term and what is said of it.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Line>,
}

/// A cell as one text.
#[derive(Debug, Clone)]
struct Field {
    text: String,
    head: bool,
    bold: bool,
}

impl Table {
    /// The table as pieces of the document around it.
    pub(super) fn items(self, into: &mut Vec<Item>) {
        into.push(Item::Open(true));
        if self.rows.iter().flat_map(|row| &row.cells).any(is_layout) {
            // A table that lays out a page: its cells one after another.
            for cell in self.rows.into_iter().flat_map(|row| row.cells) {
                into.push(Item::Open(false));
                into.extend(cell.items);
                into.push(Item::Close);
            }
        } else {
            let rows: Vec<(bool, Vec<Field>)> = self
                .rows
                .into_iter()
                .map(fields)
                .filter(|(_, row)| !row.is_empty())
                .collect();
            let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
            if is_transposed(&rows) {
                transposed(&rows, into);
            } else {
                upright(rows, width, into);
            }
        }
        into.push(Item::Close);
    }
}

/// Whether a cell holds more than a value: headings or tables of its own.
fn is_layout(cell: &Cell) -> bool {
    let mut lines = 0_usize;
    let mut headed = false;
    for item in &cell.items {
        match item {
            Item::Row(_) | Item::Open(true) => return true,
            Item::Line(_, level) => {
                lines = lines.saturating_add(1);
                headed |= level.is_some();
            }
            Item::Open(false) | Item::Close | Item::Gap => {}
        }
    }
    headed && lines > 1
}

fn fields(row: Line) -> (bool, Vec<Field>) {
    let head = row.head;
    let mut fields = Vec::with_capacity(row.cells.len());
    for cell in row.cells {
        let mut text = String::new();
        let mut bold = true;
        for item in cell.items {
            if let Item::Line(line, level) = item {
                bold &= level.is_some();
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&line);
            }
        }
        fields.push(Field {
            bold: bold && !text.is_empty(),
            text,
            head: cell.head,
        });
    }
    (head, fields)
}

/// Whether the first cell of every row is the heading of the others, and the columns are the records.
fn is_transposed(rows: &[(bool, Vec<Field>)]) -> bool {
    let labels = || {
        rows.iter()
            .filter_map(|(_, row)| row.first())
            .map(|field| field.text.as_str())
    };
    let heads = rows.iter().all(|(head, row)| {
        let first = row
            .first()
            .is_some_and(|field| field.head || label::names_column(&field.text));
        !head && row.len() > 1 && first && !row.iter().skip(1).any(|field| field.head)
    });
    rows.len() > 1 && heads && labels().any(label::is_subject) && labels().any(label::is_detail)
}

fn transposed(rows: &[(bool, Vec<Field>)], into: &mut Vec<Item>) {
    let labels: Vec<&str> = rows
        .iter()
        .filter_map(|(_, row)| row.first())
        .map(|field| field.text.as_str())
        .collect();
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    // Each cell is looked at once: a hostile table is no wider than its cells are many.
    let mut columns: Vec<Vec<(&str, &str)>> = Vec::new();
    columns.resize_with(width.saturating_sub(1), Vec::new);
    for ((_, row), label) in rows.iter().zip(&labels) {
        let label = if label.len() > MAX_LABEL {
            into.push(Item::Line((*label).to_owned(), None));
            ""
        } else {
            label
        };
        for (field, column) in row.iter().skip(1).zip(&mut columns) {
            column.push((label, &field.text));
        }
    }
    for column in columns {
        record(&column, into);
    }
}

/// Rows below a row of headings, or without any.
fn upright(rows: Vec<(bool, Vec<Field>)>, width: usize, into: &mut Vec<Item>) {
    let mut heads: Vec<String> = Vec::new();
    let mut used: Vec<bool> = Vec::new();
    let mut unused = false;
    let some_head = rows
        .iter()
        .any(|(head, row)| *head || row.iter().any(|field| field.head));
    for (place, (in_head, row)) in rows.into_iter().enumerate() {
        let all_heads = row.iter().all(|field| field.head);
        if let ([only], true) = (
            row.as_slice(),
            all_heads || (width > 1 && (in_head || row.iter().all(|field| field.bold))),
        ) {
            into.push(Item::Line(only.text.clone(), Some(CAPTION)));
            continue;
        }
        // Without marked headings the first row is one of names, or one in bold that gives no values.
        let value =
            |field: &Field| field.text.contains(|digit: char| digit.is_ascii_digit()) || verdict(&field.text).is_some();
        let names = !some_head
            && place == 0
            && (row.iter().all(|field| label::names_column(&field.text))
                || (row.iter().all(|field| field.bold && !value(field))
                    && row.iter().any(|field| label::names_column(&field.text))));
        if (all_heads || in_head || names) && row.len() > 1 {
            leave_heads(&heads, &used, unused, into);
            used = vec![false; row.len()];
            heads = row.into_iter().map(|field| field.text).collect();
            unused = true;
            continue;
        }
        let labelled = heads.len() == row.len();
        unused &= !labelled;
        if labelled {
            for (field, used) in row.iter().zip(&mut used) {
                *used = *used || verdict(&field.text).is_some() || is_number(&field.text);
            }
            let fields: Vec<(&str, &str)> = heads
                .iter()
                .map(|head| if head.len() > MAX_LABEL { "" } else { head.as_str() })
                .zip(row.iter().map(|field| &*field.text))
                .collect();
            record(&fields, into);
        } else {
            unlabelled(&row, into);
        }
    }
    leave_heads(&heads, &used, unused, into);
}

/// Headings of nothing are what the table says, and so is one that names more than a column and was not asked in it.
fn leave_heads(heads: &[String], used: &[bool], unused: bool, into: &mut Vec<Item>) {
    if unused {
        into.push(Item::Line(heads.join(": "), None));
        return;
    }
    for (head, used) in heads.iter().zip(used) {
        if !used && label::asks(head) && !label::is_family(head) && !label::is_relation(head) {
            into.push(Item::Line(head.clone(), None));
        }
    }
}

/// A row without headings above; its first cell may be one.
fn unlabelled(row: &[Field], into: &mut Vec<Item>) {
    if let [first, rest @ ..] = row
        && !rest.is_empty()
    {
        if label::is_family(&first.text) {
            let text: Vec<&str> = rest
                .iter()
                .map(|field| field.text.as_str())
                .filter(|text| !text.is_empty())
                .collect();
            into.push(Item::Row(Row {
                text: text.join(": "),
                family: true,
                ..Row::default()
            }));
            return;
        }
        // A heading beside its row ends what was said of the family in the row before.
        if first.head
            && let [only] = rest
        {
            let mut row = Row::default();
            if !question(&first.text, &only.text, &mut row.text) {
                row.text = [&first.text, ": ", &only.text].concat();
            }
            if !only.text.is_empty() {
                into.push(Item::Row(row));
            }
            return;
        }
    }
    let fields: Vec<(&str, &str)> = row.iter().map(|field| ("", field.text.as_str())).collect();
    record(&fields, into);
}

/// What an answer says of its question, as a line; `false` when it is no answer.
fn question(asked: &str, cell: &str, text: &mut String) -> bool {
    let line = match verdict(cell) {
        None => return false,
        Some(Answer::No) => ["No ", asked].concat(),
        Some(Answer::Yes) => [asked, ": yes"].concat(),
        Some(Answer::CannotTell) => return true,
    };
    add(text, &line);
    true
}

/// What a cell says of its row, where it only says that.
fn verdict(cell: &str) -> Option<Answer> {
    let said = Said::of(cell.trim());
    if said.is(Said::REFUTED) || said.is(Said::ERROR) {
        return Some(Answer::No);
    }
    answer::of_words(cell)
}

/// One row with what its columns are called. A reader of sentences sees no columns: one whose cell only says no denies the
/// others, or the question its column is named after; a date is the date of all.
fn record(fields: &[(&str, &str)], into: &mut Vec<Item>) {
    let mut row = Row::default();
    let mut denied = false;
    let mut family = String::new();
    let mut apart = String::new();
    let mut cells: Vec<String> = Vec::with_capacity(fields.len());
    for (head, cell) in fields.iter().filter(|(_, cell)| !cell.is_empty()) {
        let date = day::of(cell, label::is_date(head) || label::is_end(head));
        if let Some(date) = date {
            if label::is_end(head) && !label::is_date(head) {
                row.end = row.end.or(Some(date));
                continue;
            }
            if row.date.is_none() {
                row.date = Some(date);
                continue;
            }
        }
        if label::is_relation(head) && !matches!(cell.to_ascii_lowercase().as_str(), "self" | "patient") {
            row.family = true;
        }
        if label::is_family(head) {
            add(&mut family, cell);
        } else if label::asks(head) && verdict(cell).is_some() {
            question(head, cell, &mut apart);
        } else if label::asks(head) && is_number(cell) {
            add(&mut apart, &[head, " ", cell].concat());
        } else if verdict(cell) == Some(Answer::No) {
            denied = true;
        } else if Said::of(cell).is(Said::RESOLVED) {
            row.over = true;
            cells.push((*cell).to_owned());
        } else if label::is_unit(head)
            && let Some(last) = cells.last_mut()
        {
            last.push(' ');
            last.push_str(cell);
        } else {
            cells.push((*cell).to_owned());
        }
    }
    if denied {
        for cell in cells {
            let words = cell.contains(char::is_alphabetic);
            add(&mut row.text, &if words { ["No ", &cell].concat() } else { cell });
        }
    } else {
        for cell in cells {
            if !row.text.is_empty() {
                row.text
                    .push_str(if row.text.ends_with([':', ',']) { " " } else { ": " });
            }
            row.text.push_str(&cell);
        }
    }
    if !apart.is_empty() {
        add(&mut row.text, &apart);
    }
    if !family.is_empty() {
        into.push(Item::Row(Row {
            text: family.clone(),
            date: row.date,
            family: true,
            ..Row::default()
        }));
    }
    if row.text.is_empty() {
        // Dates alone date nothing.
        if row.date.or(row.end).is_some() && family.is_empty() {
            let cells: Vec<&str> = fields.iter().map(|(_, cell)| *cell).collect();
            into.push(Item::Line(cells.join(": "), None));
        }
        return;
    }
    into.push(Item::Row(row));
}

fn is_number(cell: &str) -> bool {
    crate::number::of(cell).is_some()
}

fn add(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
