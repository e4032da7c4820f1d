//! The house stands: each floor of the core uses only those below it, and nowhere do two files or folders need each other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code"
)]

mod floors;
mod rings;
mod source;
mod tour;
mod way;

use std::collections::BTreeSet;
use std::path::Path;

use floors::{BUILDINGS, Building};
use metasign_support::repository::{read, root, texts};
use rings::{Ring, rings};
use source::{House, Use};

/// The core as it is.
fn core() -> House {
    let files = texts(&root().join("crates/core/src"), "rs");
    House::of(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The room of a file, and its floor from the roof down; `None` for a file of another building, or the building's own door.
fn room<'p>(building: &Building, path: &'p str) -> Option<(usize, &'p str)> {
    let inside = match building.folder {
        "" => path,
        folder => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    let room = inside.split('/').next()?.trim_end_matches(".rs");
    if matches!(room, "lib" | "mod") {
        return None;
    }
    let floor = building.floors.iter().position(|floor| floor.rooms.contains(&room));
    Some((floor.unwrap_or_else(|| panic!("{path} is on no floor")), room))
}

/// Uses of something on the same floor or above.
fn upward(house: &House) -> Vec<Use> {
    let wrong = |building: &Building, used: &Use| {
        let rooms = room(building, &used.from).zip(room(building, &used.to));
        rooms.is_some_and(|(from, to)| from.1 != to.1 && from.0 >= to.0)
    };
    let wrong = |used: &&Use| BUILDINGS.iter().any(|building| wrong(building, used));
    house.uses().iter().filter(wrong).cloned().collect()
}

fn told(uses: &[Use]) -> String {
    let lines = uses
        .iter()
        .map(|Use { from, line, to }| format!("  {from}:{line} uses {to}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_floor_uses_only_those_below_it() {
    let house = core();
    for building in BUILDINGS {
        let rooms: BTreeSet<&str> = house
            .paths()
            .filter_map(|path| room(building, path))
            .map(|(_, room)| room)
            .collect();
        let planned = building.floors.iter().flat_map(|floor| floor.rooms);
        assert_eq!(
            rooms,
            planned.copied().collect(),
            "the rooms that are in `{}`, and those of its table",
            building.folder
        );
    }
    let wrong = upward(&house);
    assert!(
        wrong.is_empty(),
        "these use what stands beside or above them:\n{}",
        told(&wrong)
    );
}

#[test]
fn no_files_or_folders_need_each_other() {
    let lines = rings(&core().uses()).into_iter().map(|ring| {
        let Ring { folder, members, uses } = ring;
        format!("in `{folder}` these need each other: {members:?}\n{}\n", told(&uses))
    });
    let lines: String = lines.collect();
    assert!(lines.is_empty(), "{lines}");
}

#[test]
fn architecture_shows_the_floors() {
    let text = read("ARCHITECTURE.md");
    for Building { folder, floors } in BUILDINGS {
        let mut table = String::from("| floor | what it knows |\n|---|---|\n");
        for floor in *floors {
            let rooms = floor.rooms.iter().map(|room| {
                let file = [format!("{room}.rs"), (*room).to_owned()].into_iter();
                let path = file
                    .map(|file| Path::new("crates/core/src").join(folder).join(file))
                    .find(|path| root().join(path).exists());
                let path = path.unwrap_or_else(|| panic!("there is no room `{room}`"));
                format!("[`{room}`]({})", path.display())
            });
            table.push_str(&format!(
                "| {} | {} |\n",
                rooms.collect::<Vec<_>>().join(", "),
                floor.what
            ));
        }
        assert!(
            text.contains(&table),
            "ARCHITECTURE.md should show this table:\n\n{table}"
        );
    }
}

#[test]
fn a_wrong_import_is_found_however_it_is_written() {
    for import in [
        "use crate::engine::Engine;",
        "use crate::{engine::Engine, record};",
        "use super::engine::{self, Engine};",
        "fn f() { crate::engine::run(); }",
        "fn f(engine: &super::engine::Engine) {}",
        "pub(crate) use crate::engine::Engine; fn f(_: Engine) {}",
        "fn f() { assert!(matches!(0, crate::engine::NONE)); }",
    ] {
        let house = House::of([
            ("lib.rs", "mod engine; mod record; mod history;"),
            (
                "engine.rs",
                "pub(crate) struct Engine; pub(crate) const NONE: u8 = 0; use crate::history;",
            ),
            ("history.rs", import),
            ("record.rs", "//! uses nothing: crate::engine"),
        ]);
        let wrong = upward(&house);
        assert_eq!(wrong.len(), 1, "{import}: {}", told(&wrong));
        assert_eq!(
            (wrong[0].from.as_str(), wrong[0].to.as_str()),
            ("history.rs", "engine.rs")
        );
    }
}

#[test]
fn rooms_of_one_floor_know_nothing_of_each_other() {
    let house = House::of([
        ("lib.rs", ""),
        ("score.rs", "use crate::status::Status;"),
        ("status.rs", ""),
    ]);
    assert_eq!(told(&upward(&house)), "  score.rs:1 uses status.rs");
}

#[test]
fn floors_inside_a_room_are_held_too() {
    let house = House::of([
        ("lib.rs", ""),
        ("text/mod.rs", "pub use reader::Reader;"),
        ("text/reader.rs", "use super::words::Word;"),
        ("text/words/mod.rs", "mod word; pub(crate) use word::Word;"),
        ("text/words/word.rs", "use crate::text::Reader;"),
    ]);
    assert_eq!(told(&upward(&house)), "  text/words/word.rs:1 uses text/reader.rs");
}

#[test]
fn a_method_that_another_file_gives_to_a_type_is_used_by_whoever_calls_it() {
    let house = House::of([
        ("lib.rs", ""),
        ("text/mod.rs", ""),
        ("text/clauses/mod.rs", ""),
        (
            "text/clauses/view.rs",
            "pub(crate) struct View; impl View { fn sentence(&self) {} }",
        ),
        (
            "text/assertion/carry.rs",
            "use crate::text::clauses::view::View; impl View { fn carried(&self) -> impl Fn() { || self.sentence() } }",
        ),
        (
            "text/clauses/note.rs",
            "use super::view::View; fn f(view: &View) { view.carried(); view.sentence(); }",
        ),
        ("text/words/sign.rs", "fn f(other: &Other) { other.carried(); }"),
        (
            "text/words/word.rs",
            "struct Word; impl Word { fn lasts(&self) {} fn long(&self) { self.lasts() } }",
        ),
    ]);
    assert_eq!(
        told(&upward(&house)),
        "  text/clauses/note.rs:1 uses text/assertion/carry.rs"
    );
}

#[test]
fn a_shop_window_shows_what_lies_behind_it() {
    // `status` asks `plan` for something that `engine` defines: that is asked of `engine`.
    let house = House::of([
        ("lib.rs", ""),
        ("engine/mod.rs", ""),
        ("engine/flow.rs", "pub(crate) struct Flow;"),
        (
            "plan/mod.rs",
            "mod made; pub(crate) use crate::engine::flow::Flow; pub(crate) use self::made::Made;",
        ),
        ("plan/made.rs", ""),
        (
            "status.rs",
            "use crate::plan::{Flow, Made};\n#[cfg(test)] mod tests { use crate::engine::Engine; }",
        ),
    ]);
    assert_eq!(told(&upward(&house)), "  status.rs:1 uses engine/flow.rs");
    assert!(house.uses().iter().any(|used| used.to == "plan/made.rs"));
}

#[test]
fn rings_are_found_between_files_and_between_folders() {
    let house = House::of([
        ("lib.rs", ""),
        ("rules/mod.rs", ""),
        ("rules/read/mod.rs", ""),
        ("rules/read/table.rs", "use super::value::Value;"),
        (
            "rules/read/value.rs",
            "use super::table::Table; use crate::rules::check::word;",
        ),
        ("rules/check/mod.rs", "fn word() {} mod codes;"),
        ("rules/check/codes.rs", "use crate::rules::read::list::List;"),
        ("rules/read/list.rs", ""),
    ]);
    let found: Vec<(String, Vec<String>)> = rings(&house.uses())
        .into_iter()
        .map(|ring| (ring.folder, ring.members.into_iter().collect()))
        .collect();
    let ring = |folder: &str, members: [&str; 2]| (folder.to_owned(), members.map(str::to_owned).to_vec());
    assert_eq!(
        found,
        [ring("rules", ["check", "read"]), ring("rules/read", ["table", "value"])]
    );
}
