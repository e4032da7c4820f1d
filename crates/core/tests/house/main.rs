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

use std::collections::BTreeSet;

use floors::FLOORS;
use metasign_support::repository::{read, root, texts};
use rings::{Ring, rings};
use source::{House, Use};

/// The core as it is.
fn core() -> House {
    let files = texts(&root().join("crates/core/src"), "rs");
    House::of(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The room of a file, and its floor from the roof down.
fn room(path: &str) -> (usize, &str) {
    let room = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    let floor = FLOORS.iter().position(|floor| floor.rooms.contains(&room));
    (floor.unwrap_or_else(|| panic!("{path} is on no floor")), room)
}

/// Uses of something on the same floor or above.
fn upward(house: &House) -> Vec<Use> {
    let wrong = |used: &&Use| {
        let (from, to) = (room(&used.from), room(&used.to));
        from.1 != to.1 && from.0 >= to.0
    };
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
    let rooms: BTreeSet<&str> = house
        .paths()
        .filter(|path| *path != "lib.rs")
        .map(|path| room(path).1)
        .collect();
    let planned: BTreeSet<&str> = FLOORS.iter().flat_map(|floor| floor.rooms).copied().collect();
    assert_eq!(rooms, planned, "the rooms that are there, and those of the table");
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
    let mut table = String::from("| floor | what it knows |\n|---|---|\n");
    for floor in FLOORS {
        let rooms = floor.rooms.iter().map(|room| {
            let file = [format!("{room}.rs"), (*room).to_owned()].into_iter();
            let path = file
                .map(|file| format!("crates/core/src/{file}"))
                .find(|path| root().join(path).exists());
            format!(
                "[`{room}`]({})",
                path.unwrap_or_else(|| panic!("there is no room `{room}`"))
            )
        });
        table.push_str(&format!(
            "| {} | {} |\n",
            rooms.collect::<Vec<_>>().join(", "),
            floor.what
        ));
    }
    let text = read("ARCHITECTURE.md");
    assert!(
        text.contains(&table),
        "ARCHITECTURE.md should show this table:\n\n{table}"
    );
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
