//! json-rules-engine, in a Node of its own that keeps its own time.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::rules::{Rule, sign};

pub struct Node {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// The peer with these rules and facts, and what fires.
    pub fn new(rules: &[Rule], facts: &Value) -> (Self, Vec<String>) {
        let mut child = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peer.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is needed for json-rules-engine");
        let asks = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut node = Self { child, asks, answers };
        let rules: Vec<Value> = rules
            .iter()
            .map(|rule| {
                let names = |group: &Vec<usize>| group.iter().map(|number| sign(*number)).collect::<Vec<_>>();
                let groups: Vec<_> = rule.groups.iter().map(names).collect();
                json!({"name": rule.name, "groups": groups, "unless": rule.unless.map(sign)})
            })
            .collect();
        let hits = node.ask(&json!({"rules": rules, "facts": facts}));
        (node, serde_json::from_value(hits).unwrap())
    }

    pub fn runs(&mut self, runs: u32) -> Duration {
        Duration::from_nanos(self.ask(&json!({"runs": runs})).as_u64().unwrap())
    }

    fn ask(&mut self, what: &Value) -> Value {
        writeln!(self.asks, "{what}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).expect("did `npm ci` run here?")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
