//! Deciding the same rules on the same facts, one engine after the other in every round; see the README.

mod of_metasign;
mod of_node;
mod of_regorus;
mod of_zen;
mod rules;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use of_node::Node;
use of_regorus::Regorus;
use of_zen::Zen;

const ROUNDS: usize = 31;
/// One sample takes about this long, so that the clock's own step and a short interruption don't show.
const SAMPLE: Duration = Duration::from_millis(10);

/// An engine: runs so often, and says how long that took.
struct Contender<'a> {
    name: &'static str,
    run: Box<dyn FnMut(u32) -> Duration + 'a>,
}

fn main() {
    println!("load of the machine before: {}", load());
    for count in [200, 1000] {
        compare(count);
    }
    println!("\nload of the machine after: {}", load());
}

fn compare(count: usize) {
    let (rules, facts) = (rules::rules(count), rules::facts());
    let input = rules::input(&facts);

    let engine = of_metasign::engine(&rules);
    let record = of_metasign::record(&facts);
    let hits = sorted(of_metasign::hits(&engine, &record));
    let (table, expressions) = (Zen::table(&rules), Zen::expressions(&rules));
    let variable: zen_engine::Variable = input.clone().into();
    let value = of_regorus::input(&input.to_string());
    let (mut node, of_node) = Node::new(&rules, &input);
    assert_eq!(sorted(of_node), hits, "json-rules-engine");
    for zen in [&table, &expressions] {
        assert_eq!(sorted(zen.hits(&variable)), hits, "zen-engine");
    }
    let mut regorus: Vec<(&'static str, Regorus)> = [
        (
            "regorus, interpreter, reasons",
            Some(Regorus::interpreter(&rules, true)),
        ),
        ("regorus, virtual machine, reasons", Regorus::machine(&rules, true)),
        (
            "regorus, interpreter, no reasons",
            Some(Regorus::interpreter(&rules, false)),
        ),
        ("regorus, virtual machine, no reasons", Regorus::machine(&rules, false)),
    ]
    .into_iter()
    .filter_map(|(name, made)| {
        if made.is_none() {
            println!("{name}: the program is longer than the machine allows");
        }
        Some((name, made?))
    })
    .collect();
    for (name, regorus) in &mut regorus {
        assert_eq!(sorted(regorus.hits(&value)), hits, "{name}");
    }
    println!("\n{count} rules, {} of which fire in every engine", hits.len());

    let mut facts = engine.facts(&record);
    let mut words = engine.facts(&record);
    let mut contenders = vec![
        contender("metasign, reasons as data", || facts.decide()),
        contender("metasign, reasons in words", || words.explain().rules.len()),
        contender("zen-engine, table, trace", || table.run(&variable, true)),
        contender("zen-engine, expressions, trace", || expressions.run(&variable, true)),
        contender("zen-engine, table, no trace", || table.run(&variable, false)),
        contender("zen-engine, expressions, no trace", || {
            expressions.run(&variable, false)
        }),
        Contender {
            name: "json-rules-engine",
            run: Box::new(|runs| node.runs(runs)),
        },
    ];
    for (name, regorus) in &mut regorus {
        contenders.push(contender(*name, || regorus.run(&value)));
    }
    show(&measured(&mut contenders));
}

fn contender<'a, R>(name: &'static str, mut work: impl FnMut() -> R + 'a) -> Contender<'a> {
    let run = move |runs| {
        let began = Instant::now();
        for _ in 0..runs {
            black_box(work());
        }
        began.elapsed()
    };
    Contender {
        name,
        run: Box::new(run),
    }
}

/// Every contender once in each round, in seconds a run.
fn measured(contenders: &mut [Contender<'_>]) -> Vec<(&'static str, Vec<f64>)> {
    let mut all = Vec::new();
    for contender in contenders.iter_mut() {
        let mut runs = 1;
        while (contender.run)(runs) < SAMPLE {
            runs *= 2;
        }
        all.push((contender.name, runs, Vec::new()));
    }
    for _ in 0..ROUNDS {
        for (contender, (_, runs, times)) in contenders.iter_mut().zip(&mut all) {
            times.push((contender.run)(*runs).as_secs_f64() / f64::from(*runs));
        }
    }
    all.into_iter().map(|(name, _, times)| (name, times)).collect()
}

/// Times, and how many times as long as metasign: by the fastest, and by the median of each round's own ratio.
fn show(measured: &[(&'static str, Vec<f64>)]) {
    let base = &measured[0].1;
    println!(
        "{:<38}{:>12}{:>12}{:>15}{:>18}",
        "", "fastest", "median", "ratio fastest", "median of ratios"
    );
    for (name, times) in measured {
        let ratios = times.iter().zip(base).map(|(time, base)| time / base).collect();
        println!(
            "{name:<38}{:>9.1} µs{:>9.1} µs{:>15.1}{:>18.1}",
            least(times) * 1e6,
            median(times.clone()) * 1e6,
            least(times) / least(base),
            median(ratios),
        );
    }
}

fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn sorted(names: Vec<String>) -> BTreeSet<String> {
    names.into_iter().collect()
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .unwrap_or_else(|_| "not known".into())
        .trim()
        .to_owned()
}
