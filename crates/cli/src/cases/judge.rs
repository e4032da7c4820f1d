//! Whether an answer is what a case expects; where it is not, what was expected and what came.

use metasign_core::assessment::{Assessment, Prompt};
use metasign_core::explain::{Explanation, Outcome};
use metasign_core::rules::model::Tier;

use super::{Case, Expected};

/// What is not as the case expects. `answer` has the watch tier.
pub(super) fn failures(case: &Case, answer: &Assessment, explanation: &Explanation) -> Vec<String> {
    let mut failures = Vec::new();
    for expected in &case.expect {
        if !answer.prompts.iter().any(|prompt| expected.matches(prompt)) {
            failures.push(format!("expected {}; got {}", expected.describe(), prompted(answer)));
        }
    }
    for forbidden in &case.never {
        if let Some(prompt) = answer.prompts.iter().find(|prompt| forbidden.matches(prompt)) {
            failures.push(format!(
                "expected never {}; got {}",
                forbidden.describe(),
                describe(prompt)
            ));
        }
    }
    if case.nothing && answer.prompts.iter().any(|prompt| prompt.urgency > Tier::Watch) {
        failures.push(format!("expected nothing above watch; got {}", prompted(answer)));
    }
    if let Some(status) = case.metastatic
        && status != answer.metastatic.status
    {
        let got = answer.metastatic.status;
        failures.push(format!(
            "expected metastatic status {}; got {}",
            word(status),
            word(got)
        ));
    }
    if let Some(expected) = &case.cancers {
        let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let mut got: Vec<&str> = answer
            .cancer_history
            .iter()
            .map(|cancer| cancer.tumour.as_str())
            .collect();
        expected.sort_unstable();
        got.sort_unstable();
        if expected != got {
            failures.push(format!("expected the cancers {expected:?}; got {got:?}"));
        }
    }
    if let Some(expected) = case.score {
        let scores = || explanation.scores.iter();
        let got = scores()
            .map(|one| one.score.total)
            .max_by(f64::total_cmp)
            .unwrap_or(0.0);
        if (got - expected).abs() > 1e-9 {
            let parts = scores().filter(|one| one.score.total >= got).map(|one| {
                let parts: Vec<String> = one
                    .score
                    .parts
                    .iter()
                    .map(|part| format!("{} {:+}", part.id, part.points))
                    .collect();
                format!("{}: {}", one.tumour, parts.join(", "))
            });
            let parts: Vec<String> = parts.collect();
            failures.push(format!(
                "expected the score {expected}; got {got} ({})",
                parts.join("; ")
            ));
        }
    }
    for code in &case.notices {
        if !answer.notices.iter().any(|notice| notice.code == *code) {
            failures.push(format!("expected the notice {}; it is not there", word(code)));
        }
    }
    for id in &case.cannot_tell {
        let outcome = explanation
            .rules
            .iter()
            .find(|rule| rule.rule == *id)
            .map(|rule| rule.outcome);
        if outcome != Some(Outcome::CannotTell) {
            let got = outcome.map_or("no such rule".to_owned(), word);
            failures.push(format!("expected that `{id}` can't be decided; got {got}"));
        }
    }
    failures
}

/// What must be the same through every door.
pub(crate) fn prompted(answer: &Assessment) -> String {
    let prompts: Vec<String> = answer.prompts.iter().map(describe).collect();
    if prompts.is_empty() {
        "no prompt".to_owned()
    } else {
        prompts.join("; ")
    }
}

impl Expected {
    fn matches(&self, prompt: &Prompt) -> bool {
        self.tier.is_none_or(|tier| prompt.urgency == tier)
            && self.at_least.is_none_or(|tier| prompt.urgency >= tier)
            && self.site.is_none_or(|site| prompt.site == site)
            && self
                .rule
                .as_ref()
                .is_none_or(|rule| prompt.rule == *rule || prompt.also.contains(rule))
            && self
                .tumour
                .as_ref()
                .is_none_or(|tumour| prompt.tumour.as_ref() == Some(tumour))
    }

    fn describe(&self) -> String {
        let parts = [
            self.tier.map(|tier| tier.name().to_owned()),
            self.at_least.map(|tier| format!("{} or higher", tier.name())),
            self.site.map(|site| format!("for {}", site.name())),
            self.tumour.as_ref().map(|tumour| format!("of {tumour}")),
            self.rule.as_ref().map(|rule| format!("by {rule}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "any prompt".to_owned()
        } else {
            parts.join(" ")
        }
    }
}

fn describe(prompt: &Prompt) -> String {
    let tumour = prompt
        .tumour
        .as_ref()
        .map_or(String::new(), |tumour| format!(" of {tumour}"));
    format!(
        "{} for {}{tumour} by {}",
        prompt.urgency.name(),
        prompt.site.name(),
        prompt.rule
    )
}

/// A word as it is written in JSON.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
