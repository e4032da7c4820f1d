//! What must hold for any bytes: run by the fuzz targets on bytes of their choosing, by `cargo test` on what was found.

use std::sync::LazyLock;

use metasign_core::engine::{Engine, EngineOptions};
use metasign_core::record::Record;
use metasign_core::rules::bundle::Bundle;
use metasign_core::rules::condition::{parse, print};
use metasign_core::rules::load::{check, load};
use metasign_core::text::{NoteContext, NoteDate, Reader};
use sha2::{Digest as _, Sha256};

use crate::{repository, small, text};

/// Where the checksum of a compiled rule set stands, and what it is of begins.
pub const CHECKSUM: std::ops::Range<usize> = 12..44;

/// A note with something for every reader: a history, a slip, a denial, a relative, a value.
const NOTE: &str =
    "PMH breast ca '09. Back pain 3/52, wrse at nigth, legs weak. Denies numbness. Husband: bckpain too. Ca 2.9";

static RECORD: LazyLock<String> = LazyLock::new(|| {
    format!(
        r#"{{"schema":"metasign.record/1","as_of":"2026-03-12","patient":{{"sex":"female","birth_date":"1950-01-01"}},
        "entries":[{{"id":"c","date":"2015-03-10","kind":"problem","codes":[{{"system":"snomed","code":"254837009"}}]}},
        {{"id":"n","date":"2026-03-10","kind":"note","text":"{NOTE}"}}]}}"#
    )
});

static READER: LazyLock<Reader> = LazyLock::new(text::small);

static SMALL: LazyLock<Vec<u8>> =
    LazyLock::new(|| Engine::compile(&small::right()).unwrap_or_else(|error| panic!("the small rule set: {error:#?}")));

static SMALL_ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::from_compiled(&SMALL, &EngineOptions::default()).expect("the small rule set"));

static SMALL_FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(small::files);

/// The small rule set, compiled.
pub fn small_pack() -> &'static [u8] {
    &SMALL
}

/// Any text as a note: spans on characters, the same answer twice, work in proportion.
pub fn note(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let date = Some(NoteDate {
        year: 2026,
        month: 3,
        day: 12,
    });
    let context = NoteContext {
        date,
        ..NoteContext::default()
    };
    let within = |start: u32, end: u32| text.get(start as usize..end as usize).is_some();
    let mut mentions = Vec::new();
    READER.read(&text, &context, &mut mentions);
    for mention in &mentions {
        let own = mention.start..mention.end;
        for range in [own.clone(), mention.scope.clone(), mention.sentence.clone()] {
            assert!(within(range.start, range.end), "a span is not on characters");
            assert!(
                range.start <= own.start && range.end >= own.end,
                "a span leaves its mention out"
            );
        }
    }
    let mut again = Vec::new();
    READER.read(&text, &context, &mut again);
    assert_eq!(mentions, again);
    let mut measured = Vec::new();
    READER.measurements(&text, &context, &mut measured);
    for one in &measured {
        assert!(within(one.start, one.end) && one.amount.value.is_finite());
    }
    let middle = text.len() / 2;
    let mention = READER.assess_span(&text, middle..middle.saturating_add(7), &context);
    assert!(within(mention.start, mention.end));
    let length = u64::try_from(text.len()).expect("a length");
    assert!(READER.work(&text) <= length.saturating_add(1).saturating_mul(2000));
}

/// Bytes as compiled rules. An odd first byte: the rest are changes of the small rule set, each a place (3 bytes) and a
/// byte; otherwise the rest is the file. Whatever it is: an error or an engine that answers; changed bytes are an error
/// as long as their checksum is not made anew.
pub fn packed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let file = if first % 2 == 1 { changed(rest) } else { rest.to_vec() };
    let plain = Engine::from_compiled(&file, &EngineOptions::default());
    match plain {
        Ok(engine) if file == *SMALL => assert_eq!(answer(&engine), answer(&SMALL_ENGINE)),
        Ok(_) => assert!(is_sealed(&file), "changed bytes of the same checksum"),
        Err(_) => assert_ne!(file, *SMALL),
    }
    damaged(file);
}

fn changed(changes: &[u8]) -> Vec<u8> {
    let mut file = SMALL.clone();
    let length = file.len().saturating_sub(CHECKSUM.end);
    for change in changes.chunks_exact(4) {
        let [low, middle, high, byte] = *change else { continue };
        let place = within(u32::from_le_bytes([low, middle, high, 0]), length);
        if let Some(slot) = file.get_mut(CHECKSUM.end.saturating_add(place)) {
            *slot = byte;
        }
    }
    file
}

/// A number as a place among so many.
fn within(number: u32, length: usize) -> usize {
    let number = usize::try_from(number).unwrap_or(0);
    number.checked_rem(length).unwrap_or(0)
}

fn is_sealed(file: &[u8]) -> bool {
    let body = file.get(CHECKSUM.end..).map(Sha256::digest);
    body.is_some_and(|sum| file.get(CHECKSUM) == Some(sum.as_slice()))
}

/// Damaged compiled rules whose checksum fits: an error, or the same answer twice.
pub fn damaged(mut file: Vec<u8>) {
    if let Some(sum) = file.get(CHECKSUM.end..).map(Sha256::digest)
        && let Some(place) = file.get_mut(CHECKSUM)
    {
        place.copy_from_slice(&sum);
    }
    let _ = Bundle::from_compiled(&file);
    let Ok(engine) = Engine::from_compiled(&file, &EngineOptions::default()) else {
        return;
    };
    assert_eq!(answer(&engine), answer(&engine));
    let record = Record::from_json(RECORD.as_bytes()).expect("a record");
    let _ = engine.explain(&record);
    let _ = engine.rule_set();
}

/// All that an engine says of the note.
fn answer(engine: &Engine) -> String {
    let record = Record::from_json(RECORD.as_bytes()).expect("a record");
    let mut out = engine.assess(&record).to_json().expect("JSON");
    for (_, mention) in engine.read_note(NOTE) {
        let said = engine.reader().said(NOTE, std::slice::from_ref(&mention));
        out.push_str(&format!("{mention:?}{said:?}"));
    }
    out
}

/// Bytes as a native record: a refusal in words, or one answer, however often it is asked for.
pub fn record(bytes: &[u8]) {
    let record = match Record::from_json(bytes) {
        Ok(record) => record,
        Err(refusal) => {
            assert!(!refusal.to_string().is_empty());
            return;
        }
    };
    for engine in [&*SMALL_ENGINE, crate::engine()] {
        let answer = engine.assess(&record).to_json().expect("JSON");
        assert_eq!(engine.assess(&record).to_json().expect("JSON"), answer);
    }
    let _ = SMALL_ENGINE.explain(&record);
}

/// Bytes as a rule file. The first byte chooses a file of the small rule set, the second whether the rest replaces it
/// (even) or is put into it, at a place (2 bytes) in which so many bytes (1 byte) are taken out. Mistakes have places;
/// rules without mistakes make an engine that answers, and its compiled bytes say the same.
pub fn rules(bytes: &[u8]) {
    let [file, way, rest @ ..] = bytes else { return };
    let files = &*SMALL_FILES;
    let Some((path, text)) = files.get(within(u32::from(*file), files.len())) else {
        return;
    };
    let content = if way % 2 == 0 {
        rest.to_vec()
    } else {
        let [low, high, taken, put @ ..] = rest else { return };
        let mut content = text.as_bytes().to_vec();
        let place = within(u32::from(u16::from_le_bytes([*low, *high])), content.len());
        let end = place.saturating_add(usize::from(*taken)).min(content.len());
        content.splice(place..end, put.iter().copied());
        content
    };
    let others = files.iter().filter(|(known, _)| known != path);
    let others = others.map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let Ok(bundle) = Bundle::from_files(others.chain([(path.clone(), content.clone())])) else {
        return;
    };
    let today = metasign_core::record::Date::new(2026, 3, 12);
    let _ = check(&bundle, today);
    if let Ok(condition) = parse(&String::from_utf8_lossy(&content)) {
        let printed = print(&condition.root);
        assert_eq!(parse(&printed).map(|again| print(&again.root)), Ok(printed));
    }
    let loaded = load(&bundle);
    let Some(rules) = loaded.rule_set else {
        assert!(!loaded.diagnostics.is_empty(), "no rules, and no mistake told");
        return;
    };
    let Ok(engine) = Engine::new(rules, &EngineOptions::default()) else {
        return;
    };
    let compiled = Engine::compile(&bundle).expect("compiled once, compiled twice");
    let again = Engine::from_compiled(&compiled, &EngineOptions::default()).expect("its own bytes");
    assert_eq!(answer(&engine), answer(&again));
}

/// What a target found: the files `NAME-*` in `crates/core/tests/data/fuzz`.
pub fn found(name: &str) -> Vec<Vec<u8>> {
    let folder = repository::root().join("crates/core/tests/data/fuzz");
    let names = repository::files(&folder);
    let own = names.iter().filter(|file| file.split('-').next() == Some(name));
    own.map(|file| std::fs::read(folder.join(file)).expect("a file"))
        .collect()
}
