//! zen-engine: the rules as a table of conditions, and as a list of expressions, both compiled before.

use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use zen_engine::Decision;
use zen_engine::EvaluationOptions;
use zen_engine::Variable;
use zen_engine::model::GraphContent;

use crate::rules::{Rule, sign};

pub struct Zen {
    decision: Decision,
    runtime: Runtime,
}

impl Zen {
    /// A row for each rule, which tells its name.
    pub fn table(rules: &[Rule]) -> Self {
        let rows: Vec<Value> = rules
            .iter()
            .map(|rule| json!({"_id": rule.name, "when": condition(rule), "out": format!("\"{}\"", rule.name)}))
            .collect();
        Self::of(json!({
            "id": "rules", "name": "rules", "type": "decisionTableNode",
            "content": {
                "hitPolicy": "collect", "rules": rows,
                "inputs": [{"id": "when", "name": "when"}],
                "outputs": [{"id": "out", "name": "out", "field": "rule"}],
            },
        }))
    }

    /// An expression for each rule.
    pub fn expressions(rules: &[Rule]) -> Self {
        let list: Vec<Value> = rules
            .iter()
            .map(|rule| json!({"id": rule.name, "key": rule.name, "value": condition(rule)}))
            .collect();
        Self::of(json!({
            "id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": list},
        }))
    }

    fn of(node: Value) -> Self {
        let graph = json!({
            "nodes": [
                {"id": "in", "name": "in", "type": "inputNode", "content": {}},
                node,
                {"id": "out", "name": "out", "type": "outputNode", "content": {}},
            ],
            "edges": [
                {"id": "a", "sourceId": "in", "targetId": "rules"},
                {"id": "b", "sourceId": "rules", "targetId": "out"},
            ],
        });
        let content: GraphContent = serde_json::from_value(graph).unwrap();
        let mut decision = Decision::from(content);
        decision.compile();
        let runtime = Builder::new_current_thread().build().unwrap();
        Self { decision, runtime }
    }

    pub fn run(&self, input: &Variable, trace: bool) -> Variable {
        let options = EvaluationOptions { trace, max_depth: 5 };
        let answer = self.decision.evaluate_with_opts(input.clone(), options);
        self.runtime.block_on(answer).unwrap().result
    }

    pub fn hits(&self, input: &Variable) -> Vec<String> {
        match self.run(input, true).to_value() {
            Value::Array(rows) => rows
                .iter()
                .map(|row| row["rule"].as_str().unwrap().to_owned())
                .collect(),
            Value::Object(answers) => answers
                .into_iter()
                .filter(|(_, hit)| hit == true)
                .map(|(name, _)| name)
                .collect(),
            other => panic!("an answer of no known shape: {other}"),
        }
    }
}

fn condition(rule: &Rule) -> String {
    let unless = rule
        .unless
        .map_or(String::new(), |number| format!(" and not {}", sign(number)));
    format!("{}{unless}", rule.condition())
}
