//! An assessment as a GP reads it: tier and time, headline, why, check now, do; then what it rests on.

use clap::builder::styling::Style;
use metasign_core::assessment::{Assessment, Cancer, Certainty, LookedAt, Metastatic, Prompt, Score};
use metasign_core::record::{NoticeCode, PartialDate};
use metasign_core::rules::model::{MetastaticStatus, Site, Tier};
use metasign_core::wording::{date_in_words, evidence_in_words, reference_line};

use crate::show::block::Block;
use crate::terminal::{ALARM, CAUTION, FAINT, QUIET, STRONG};

/// Notices shown in full; the JSON form has them all.
const NOTICES_SHOWN: usize = 8;

/// The width of the labels' column: `Lowers concern` and a gap.
const LABELS: usize = 16;

/// The name of the rule that counts points.
const POINTS: &str = "points";

/// References shown with their titles; the others by id.
const TITLES_SHOWN: usize = 2;

/// The whole answer.
pub(crate) fn assessment(answer: &Assessment, width: usize) -> String {
    let mut text = String::new();
    for prompt in &answer.prompts {
        text.push_str(&card(prompt, &answer.cancer_history, width));
        text.push('\n');
    }
    let mut rest = Block::new(width);
    if answer.prompts.is_empty() {
        rest.filled("No rule raised a prompt on this record.", STRONG);
        rest.filled(
            "That is no reassurance: it says nothing about what is not in the record, and the rules don't know everything.",
            Style::new(),
        );
        rest.line("");
    }
    for answered in &answer.answered {
        rest.filled(
            &format!(
                "Answered before on the same evidence, shown again after {}: {} ({})",
                date_in_words(PartialDate::day(answered.until)),
                answered.rule,
                answered.urgency.name()
            ),
            Style::new(),
        );
    }
    rest.filled(&looked_at(&answer.looked_at), Style::new());
    rest.filled(&history(&answer.cancer_history), Style::new());
    rest.filled(&metastatic(&answer.metastatic), Style::new());
    notices(answer, &mut rest);
    rest.line("");
    let rules = &answer.rule_set;
    let overlay = rules
        .overlay
        .as_ref()
        .map_or(String::new(), |place| format!(", overlay {place}"));
    let overdue = if rules.overdue { ", OVERDUE for review" } else { "" };
    rest.filled(
        &format!(
            "Rules {} {} ({}{overdue}){overlay}, digest {:.12}, metasign {}. {}",
            rules.id, rules.version, rules.status, rules.digest, answer.engine.version, answer.statement
        ),
        FAINT,
    );
    text.push_str(&rest.finish());
    text
}

fn card(prompt: &Prompt, history: &[Cancer], width: usize) -> String {
    let (style, words) = tier(prompt.urgency);
    let mut card = Block::barred(width, style, LABELS);
    let about = about(prompt, history);
    card.line(&format!(
        "{style}{words}{style:#}{STRONG} \u{b7} {}{STRONG:#}{FAINT}{about}{FAINT:#}",
        prompt.timing
    ));
    card.filled(&prompt.headline, STRONG);
    card.line("");
    let why: Vec<(String, String)> = prompt
        .why
        .iter()
        .map(|evidence| {
            let date = evidence.date.map_or_else(|| "undated".to_owned(), date_in_words);
            (format!("{date:<13}"), evidence_in_words(evidence))
        })
        .collect();
    card.items("Why", why.iter().map(|(date, words)| (date.clone(), words.as_str())));
    // Points decide nothing where a red flag stands above them.
    if let Some(score) = prompt.score.as_ref().filter(|_| prompt.rule == POINTS) {
        card.items("Points", [(String::new(), points(score).as_str())]);
    }
    card.items("Check now", bulleted(&prompt.check));
    card.items("Do", numbered(&prompt.actions));
    if let Some(proposal) = &prompt.propose {
        let date = proposal
            .date
            .map_or(String::new(), |date| format!(", dated {}", date_in_words(date)));
        let words = format!("{} ({} {}){date}", proposal.term, proposal.system, proposal.code);
        card.items("Proposed code", [(String::new(), words.as_str())]);
    }
    card.items("Lowers concern", bulleted(&prompt.lowers_concern));
    card.items("For the patient", bulleted(&prompt.safety_net));
    card.line("");
    card.filled(&prompt.uncertainty, Style::new());
    card.filled(&sources(prompt), FAINT);
    card.finish()
}

/// A tier in words and its colour.
pub(super) const fn tier(tier: Tier) -> (Style, &'static str) {
    match tier {
        Tier::Emergency => (ALARM, "EMERGENCY"),
        Tier::Urgent24h => (ALARM, "URGENT"),
        Tier::UrgentSuspectedCancer => (CAUTION, "URGENT SUSPECTED CANCER"),
        Tier::SoonReview => (QUIET, "SOON"),
        Tier::Watch => (QUIET, "WATCH"),
    }
}

fn about(prompt: &Prompt, history: &[Cancer]) -> String {
    let tumour = prompt.tumour.as_ref().map(|tumour| {
        let known = history.iter().find(|cancer| cancer.tumour == *tumour);
        known
            .map_or(tumour.as_str(), |cancer| cancer.name.as_str())
            .to_lowercase()
    });
    let site = (prompt.site != Site::General).then(|| prompt.site.name().to_owned());
    let parts: Vec<String> = site.into_iter().chain(tumour).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("   {}", parts.join(", "))
    }
}

fn bulleted(items: &[String]) -> impl Iterator<Item = (String, &str)> {
    items.iter().map(|item| ("\u{2022} ".to_owned(), item.as_str()))
}

fn numbered(items: &[String]) -> impl Iterator<Item = (String, &str)> {
    items
        .iter()
        .zip(1_u32..)
        .map(|(item, number)| (format!("{number} "), item.as_str()))
}

fn points(score: &Score) -> String {
    let parts: Vec<String> = score
        .parts
        .iter()
        .map(|part| format!("{} {:+}", part.name, part.points))
        .collect();
    format!("{}: {}", score.total, parts.join(", "))
}

fn sources(prompt: &Prompt) -> String {
    let basis = match prompt.basis.as_deref() {
        Some("G") => " (guideline)",
        Some("E") => " (estimate)",
        Some("C") => " (consensus)",
        _ => "",
    };
    let mut line = format!("Rule {}{basis}", prompt.rule);
    if !prompt.also.is_empty() {
        line.push_str(&format!(", also {}", prompt.also.join(", ")));
    }
    for reference in prompt.references.iter().take(TITLES_SHOWN) {
        line.push_str(" \u{b7} ");
        line.push_str(&reference_line(reference));
    }
    for reference in prompt.references.iter().skip(TITLES_SHOWN) {
        line.push_str(" \u{b7} ");
        line.push_str(&reference.id);
    }
    line
}

fn looked_at(looked: &LookedAt) -> String {
    let span = match (looked.from, looked.to) {
        (Some(from), Some(to)) => format!(
            ", {} to {}",
            date_in_words(PartialDate::day(from)),
            date_in_words(PartialDate::day(to))
        ),
        _ => String::new(),
    };
    let entries = if looked.entries == 1 { "entry" } else { "entries" };
    format!(
        "Looked at {} {entries}{span}; nothing else was considered.",
        looked.entries
    )
}

fn history(cancers: &[Cancer]) -> String {
    if cancers.is_empty() {
        return "Cancer history: none found in this record.".to_owned();
    }
    let cancers: Vec<String> = cancers
        .iter()
        .map(|cancer| {
            let since = cancer
                .first_recorded
                .map_or(String::new(), |date| format!(" {}", date_in_words(date)));
            let doubt = match cancer.certainty {
                Certainty::Coded => "",
                Certainty::Text => " (from text only: please confirm and code)",
            };
            format!("{}{since}{doubt}", cancer.name)
        })
        .collect();
    format!("Cancer history: {}.", cancers.join("; "))
}

fn metastatic(metastatic: &Metastatic) -> String {
    let status = match metastatic.status {
        MetastaticStatus::NoneRecorded => {
            return "Metastatic disease: none recorded, which is not the same as none.".to_owned();
        }
        MetastaticStatus::Possible => "possible",
        MetastaticStatus::Probable => "probable: please confirm and code",
        MetastaticStatus::Recorded => "recorded",
    };
    let sites: Vec<&str> = metastatic.sites.iter().map(|site| site.name()).collect();
    let sites = if sites.is_empty() {
        String::new()
    } else {
        format!(" ({})", sites.join(", "))
    };
    let since = metastatic
        .first_recorded
        .map_or(String::new(), |date| format!(", first {}", date_in_words(date)));
    format!("Metastatic disease: {status}{sites}{since}.")
}

fn notices(answer: &Assessment, block: &mut Block) {
    let told = |code: NoticeCode| !matches!(code, NoticeCode::RulesDraft | NoticeCode::RulesOverdue);
    let notices: Vec<_> = answer.notices.iter().filter(|notice| told(notice.code)).collect();
    if notices.is_empty() {
        return;
    }
    block.line("");
    block.filled("Not used, or used with a doubt:", STRONG);
    for notice in notices.iter().take(NOTICES_SHOWN) {
        let entry = notice
            .entry
            .as_ref()
            .map_or(String::new(), |entry| format!("{entry}: "));
        let words = format!("{entry}{}", notice.message);
        block.items("", [("  \u{2022} ".to_owned(), words.as_str())]);
    }
    let more = notices.len().saturating_sub(NOTICES_SHOWN);
    if more > 0 {
        block.line(&format!("  and {more} more; `--format json` lists them all"));
    }
}
