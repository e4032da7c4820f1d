//! The rules and the facts that every engine gets: made up, the same on every run.

use std::fmt::Write as _;

/// So many signs may be there.
pub const SIGNS: usize = 60;

/// Fires when one sign of each group is there, unless another is.
pub struct Rule {
    pub name: String,
    pub groups: Vec<Vec<usize>>,
    pub unless: Option<usize>,
}

/// What is known of a sign. `NotSaid` is `false` for engines with two values; no rule here can tell the difference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    Present,
    Absent,
    NotSaid,
}

/// The name of a sign.
pub fn sign(number: usize) -> String {
    format!("s{number}")
}

pub fn rules(count: usize) -> Vec<Rule> {
    let mut random = Random(20_261_127);
    (0..count)
        .map(|number| Rule {
            name: format!("r{number}"),
            groups: (0..random.below(2) + 2)
                .map(|_| (0..random.below(3) + 1).map(|_| random.below(SIGNS)).collect())
                .collect(),
            unless: (random.below(3) == 0).then(|| random.below(SIGNS)),
        })
        .collect()
}

/// A quarter of the signs are there, a quarter were said to be absent.
pub fn facts() -> Vec<Fact> {
    let mut random = Random(7);
    let fact = |number| match number {
        0 => Fact::Present,
        1 => Fact::Absent,
        _ => Fact::NotSaid,
    };
    (0..SIGNS).map(|_| fact(random.below(4))).collect()
}

/// The facts as the other engines take them.
pub fn input(facts: &[Fact]) -> serde_json::Value {
    let value = |(number, fact): (usize, &Fact)| (sign(number), (*fact == Fact::Present).into());
    serde_json::Value::Object(facts.iter().enumerate().map(value).collect())
}

impl Rule {
    /// As a condition in words, which metasign and zen write alike.
    pub fn condition(&self) -> String {
        let group = |group: &Vec<usize>| {
            let signs: Vec<String> = group.iter().map(|number| sign(*number)).collect();
            format!("({})", signs.join(" or "))
        };
        self.groups.iter().map(group).collect::<Vec<_>>().join(" and ")
    }

    /// Every choice of one sign from each group.
    pub fn choices(&self) -> Vec<Vec<usize>> {
        self.groups.iter().fold(vec![Vec::new()], |choices, group| {
            let with = |choice: &Vec<usize>, number: &usize| [choice.as_slice(), &[*number]].concat();
            let further = |choice| group.iter().map(move |number| with(choice, number));
            choices.iter().flat_map(further).collect()
        })
    }

    /// The signs it names, as a list in JSON or Rego.
    pub fn named(&self) -> String {
        let mut list = String::from("[");
        for (place, number) in self.groups.iter().flatten().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(list, "{comma}\"{}\"", sign(*number)).unwrap();
        }
        list + "]"
    }
}

/// Knuth's MMIX numbers: the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}
