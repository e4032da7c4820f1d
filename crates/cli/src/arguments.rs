//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use metasign_core::record::{Date, PartialDate, Precision};

/// Recognise possible metastatic cancer during the GP consultation.
///
/// The rules are a draft for clinical review and have not been validated: not for use with patients.
#[derive(Debug, Parser)]
#[command(name = "metasign", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) rules: RulesArguments,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Which rules.
#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Rules to use: a folder or a bundle; the ones inside the command without it
    #[arg(long, global = true, value_name = "DIR|BUNDLE")]
    pub(crate) rules: Option<PathBuf>,
    /// The place whose phone numbers and forms fill the local slots
    #[arg(long, global = true, value_name = "PLACE")]
    pub(crate) overlay: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Show the prompts for a record
    Assess(AssessArguments),
    /// Say why each rule fired, nearly fired or could not tell
    Explain(ExplainArguments),
    /// List every mistake in a rule set
    Check(CheckArguments),
    /// Run the rule authors' cases
    Test(TestArguments),
    /// Pack a folder of rules into one file
    Pack(PackArguments),
}

#[derive(Debug, Args)]
pub(crate) struct AssessArguments {
    /// Records: native JSON, FHIR Bundles or NDJSON of either; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The day the question is asked, above the record's own
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Text for people or JSON for programs; several records give one line of JSON each
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Show prompts of the tier `watch` too
    #[arg(long)]
    pub(crate) watch_tier: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// A record: native JSON or a FHIR Bundle; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only this rule
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// The day the question is asked, above the record's own
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// A folder or bundle of rules; the one of --rules, or the rules inside the command, without it
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    /// Text for people or JSON for editors
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// The day on which review dates are looked at; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// A folder of rules with its cases, or one file of cases; the ones of --rules without it
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
    /// Only cases whose name or file holds this
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// List what no case exercises
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Also write the results as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PackArguments {
    /// A folder of rules
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Where to write the bundle; standard output without it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    #[default]
    Text,
    /// JSON for programs
    Json,
}

fn day(text: &str) -> Result<Date, String> {
    PartialDate::parse(text)
        .filter(|date| date.precision() == Precision::Day && text.len() == 10)
        .map(PartialDate::earliest)
        .ok_or_else(|| "not a day; days are written YYYY-MM-DD".to_owned())
}
