//! Reads any text as a note and holds what must hold for every note.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use metasign_core::text::{Concept, Expression, Language, NoteContext, NoteDate, Reader};

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/language");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the language folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    let language = Language::from_files(files.iter().map(|(name, content)| (name.as_str(), content.as_str()))).expect("a language");
    let mut concepts: Vec<Concept<'_>> = ["back pain", "leg weakness", "weakness", "haemoptysis", "mets", "shortness of breath", "numb", "can't PU", "pins and needles"]
        .iter()
        .map(|phrase| Concept { expressions: vec![Expression::Phrase(phrase)], qualifiers: vec![(2, vec!["bilat"])] })
        .collect();
    concepts.push(Concept { expressions: vec![Expression::Pattern(r"power\s+[0-4]/5"), Expression::AbsentPhrase("power normal")], qualifiers: vec![] });
    Reader::with_tests(&language, &concepts, &[vec!["at night", "nocte"], vec!["worse"]], &[vec!["wt", "weight"], vec!["ALP", "adj Ca"]]).expect("a reader")
});

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let context = NoteContext { date: Some(NoteDate { year: 2026, month: 3, day: 12 }), ..NoteContext::default() };
    let mut mentions = Vec::new();
    READER.read(&text, &context, &mut mentions);
    for mention in &mentions {
        for range in [mention.start..mention.end, mention.scope.clone(), mention.sentence.clone()] {
            assert!(text.get(range.start as usize..range.end as usize).is_some(), "a span is not on characters");
            assert!(range.start <= mention.start && range.end >= mention.end || range == (mention.start..mention.end));
        }
    }
    let mut again = Vec::new();
    READER.read(&text, &context, &mut again);
    assert_eq!(mentions, again);
    let mut measured = Vec::new();
    READER.measurements(&text, &context, &mut measured);
    for one in &measured {
        assert!(text.get(one.start as usize..one.end as usize).is_some() && one.value.is_finite());
    }
    let middle = text.len() / 2;
    let mention = READER.assess_span(&text, middle..middle.saturating_add(7), &context);
    assert!(text.get(mention.start as usize..mention.end as usize).is_some());
    assert!(READER.work(&text) <= 2000 * (text.len() as u64 + 1));
});
