//! However the shipped rules come to an engine, every case is answered with the same bytes.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use metasign_core::engine::{AssessOptions, Engine, EngineOptions};
use metasign_core::record::Record;
use metasign_core::rules::bundle::Bundle;

/// Assessment and explanation of a record.
fn answer(engine: &Engine, record: &Record<'_>) -> String {
    let answer = engine.assess_with(record, AssessOptions { watch_tier: true });
    answer.to_json().unwrap() + &serde_json::to_string(&engine.explain(record)).unwrap()
}

#[test]
fn rules_inside_written_packed_and_compiled_answer_every_case_alike() {
    let cases = metasign_cli::exported_cases();
    assert!(cases.len() > 1000, "{}", cases.len());
    let written = Bundle::embedded();
    let packed = Bundle::from_json(written.to_json().unwrap().as_bytes()).unwrap();
    let compiled = Engine::compile(&written).unwrap();
    let with = |overlay: Option<&str>, settings: &[(&str, bool)]| EngineOptions {
        overlay: overlay.map(str::to_owned),
        settings: settings.iter().map(|(name, on)| ((*name).to_owned(), *on)).collect(),
    };
    let plain = Engine::embedded(&EngineOptions::default()).unwrap();
    for (options, wanted) in [
        (EngineOptions::default(), false),
        (with(Some("greater-manchester"), &[]), true),
        (with(None, &[("qof-can005", true)]), true),
    ] {
        let inside = Engine::embedded(&options).unwrap();
        // Written rules are learned from at each start; what options change is the same for all.
        let compiled = Engine::from_compiled(&compiled, &options).unwrap();
        let mut others = vec![(compiled, "compiled")];
        if !wanted {
            others.push((Engine::from_bundle(&written, &options).unwrap(), "written"));
            others.push((Engine::from_bundle(&packed, &options).unwrap(), "packed"));
        }
        let mut changed = false;
        for (name, document) in &cases {
            let record = Record::from_json(document.as_bytes()).unwrap();
            let told = answer(&inside, &record);
            changed |= told != answer(&plain, &record);
            for (other, way) in &others {
                assert!(told == answer(other, &record), "{name}: {way} rules, {options:?}");
            }
        }
        assert_eq!(changed, wanted, "{options:?} against no options");
    }
}
