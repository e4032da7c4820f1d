//! regorus: the rules as a Rego policy, by its interpreter and by its virtual machine.

use std::fmt::Write as _;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

use crate::rules::{Rule, sign};

const ANSWER: &str = "data.rules.hits";

pub enum Regorus {
    Interpreter(Engine),
    Machine(RegoVM),
}

impl Regorus {
    pub fn interpreter(rules: &[Rule], why: bool) -> Self {
        let mut engine = Engine::new();
        engine.add_policy("rules.rego".into(), policy(rules, why)).unwrap();
        Self::Interpreter(engine)
    }

    /// `None` where the program would be longer than the machine allows.
    pub fn machine(rules: &[Rule], why: bool) -> Option<Self> {
        let Self::Interpreter(mut engine) = Self::interpreter(rules, why) else {
            unreachable!()
        };
        let compiled = engine.compile_with_entrypoint(&ANSWER.into()).unwrap();
        let program = Compiler::compile_from_policy(&compiled, &[ANSWER]).ok()?;
        let mut machine = RegoVM::new_with_policy(compiled);
        machine.load_program(program);
        machine.set_data(Value::new_object()).unwrap();
        Some(Self::Machine(machine))
    }

    pub fn run(&mut self, input: &Value) -> Value {
        match self {
            Self::Interpreter(engine) => {
                engine.set_input(input.clone());
                engine.eval_rule(ANSWER.into()).unwrap()
            }
            Self::Machine(machine) => {
                machine.set_input(input.clone());
                machine.execute_entry_point_by_name(ANSWER).unwrap()
            }
        }
    }

    pub fn hits(&mut self, input: &Value) -> Vec<String> {
        let hits = self.run(input);
        let name = |hit: &Value| match hit {
            Value::String(name) => name.to_string(),
            hit => hit["rule"].as_string().unwrap().to_string(),
        };
        hits.as_set().unwrap().iter().map(name).collect()
    }
}

/// A body for each choice of signs; with `why`, a hit tells which of its signs are there.
fn policy(rules: &[Rule], why: bool) -> String {
    let mut text = String::from("package rules\nimport rego.v1\n");
    for rule in rules {
        for choice in rule.choices() {
            let name = &rule.name;
            if why {
                let because = format!("[s | some s in {}; input[s]]", rule.named());
                write!(
                    text,
                    "hits contains {{\"rule\": \"{name}\", \"because\": {because}}} if {{"
                )
                .unwrap();
            } else {
                write!(text, "hits contains \"{name}\" if {{").unwrap();
            }
            for number in choice {
                write!(text, " input.{};", sign(number)).unwrap();
            }
            if let Some(unless) = rule.unless {
                write!(text, " not input.{};", sign(unless)).unwrap();
            }
            text.truncate(text.len() - 1);
            text.push_str(" }\n");
        }
    }
    text
}

/// An input from its text.
pub fn input(text: &str) -> Value {
    Value::from_json_str(text).unwrap()
}
