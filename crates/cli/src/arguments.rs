//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use metasign_core::record::{Date, PartialDate, Precision};
use regex::{Regex, RegexBuilder};

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
    /// Rules to use: a folder, a bundle or a compiled bundle; the ones inside the command without it
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
    /// Show how a note is read
    Read(ReadArguments),
    /// List clauses of complaint in which nothing was understood, most frequent first
    Unread(UnreadArguments),
    /// Say who is already known to have metastatic disease
    Status(StatusArguments),
    /// Count prompts over many records at their consultations
    Burden(BurdenArguments),
    /// Say what changed between two rule sets
    Diff(DiffArguments),
    /// List every rule, row and case that uses a sign or another name of the rules
    Where(WhereArguments),
    /// Begin a sign, tumour type, trigger, case, pathway, overlay, codelist, word group or qualifier
    New(NewArguments),
    /// Search a dictionary of codes, verify a codelist by it, take in a download, give one back
    Codes(CodesArguments),
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
    /// Text for people, JSON for programs, SARIF for editors and code hosts
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
    /// Also name edits since these older rules that need a second signature: a folder, a bundle or a git revision
    #[arg(long, value_name = "OLD")]
    pub(crate) against: Option<PathBuf>,
    /// The day on which review dates are looked at; today without it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Text for people
    #[default]
    Text,
    /// JSON for programs
    Json,
    /// SARIF 2.1.0
    Sarif,
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
    /// Also read every known line with these rules, or with the ones inside, and list what is read otherwise now
    #[arg(long, value_name = "DIR|BUNDLE", num_args = 0..=1, require_equals = true)]
    pub(crate) against: Option<Option<PathBuf>>,
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
    /// Compile the rules: every start is as quick as with those inside the command, for this version of it only
    #[arg(long)]
    pub(crate) compiled: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// The note; standard input without it
    #[arg(value_name = "TEXT")]
    pub(crate) text: Option<String>,
    /// Read lines of phrase and sentence, separated by a tab, from standard input; one line out for each
    #[arg(long, conflicts_with_all = ["text", "format"])]
    pub(crate) tsv: bool,
    /// Read notes of one line each from standard input; one line of JSON out for each
    #[arg(long, conflicts_with_all = ["text", "format", "tsv"])]
    pub(crate) lines: bool,
    /// Say of each sign which words weighed most, and which known line they are nearest to
    #[arg(long, conflicts_with_all = ["tsv", "lines"])]
    pub(crate) why: bool,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct UnreadArguments {
    /// Records (.json, .ndjson), notes a line (.txt), or a folder of them; `-` is a record on standard input
    #[arg(value_name = "FILE|DIR")]
    pub(crate) path: PathBuf,
    /// Only clauses in which this regular expression is found, whatever their case
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) matching: Option<Regex>,
    /// At most so many clauses
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) most: usize,
    /// Text for people (lines to paste into an example file) or JSON for programs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArguments {
    /// Records: native JSON, FHIR Bundles or NDJSON of either; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The day the question is asked, above the record's own
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Text for one record; for several, counts as CSV or JSON
    #[arg(long, value_enum)]
    pub(crate) format: Option<StatusFormat>,
}

/// How statuses are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusFormat {
    /// Each record in words
    Text,
    /// Counts, for a spreadsheet
    Csv,
    /// JSON for programs
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct BurdenArguments {
    /// A folder of records (.json, .ndjson), or one such file
    #[arg(value_name = "DIR")]
    pub(crate) path: PathBuf,
    /// At most so many consultations of each record, the newest
    #[arg(long, value_name = "N", default_value_t = 24)]
    pub(crate) consultations: usize,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The older rules: a folder, a bundle or a git revision (`HEAD~1`, `main:rules`)
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The newer one
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Also assess the records of this folder (or file) with both, and say whose prompts change
    #[arg(long, value_name = "DIR")]
    pub(crate) records: Option<PathBuf>,
    /// Also answer the cases with both
    #[arg(long)]
    pub(crate) cases: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WhereArguments {
    /// A sign; or a codelist, pathway, source, tumour type or rule
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// What to begin
    #[arg(value_enum)]
    pub(crate) what: New,
    /// Its id, in small letters with hyphens
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum New {
    /// A sign, symptom or test result
    Sign,
    /// A tumour type
    Tumour,
    /// A red flag
    Trigger,
    /// A rule author's test
    Case,
    /// What to do, and whom to call first
    Pathway,
    /// A place's phone numbers
    Overlay,
    /// A list of codes
    Codelist,
    /// A group of words for combinations
    Group,
    /// A word said about a sign
    Qualifier,
}

#[derive(Debug, Args)]
pub(crate) struct CodesArguments {
    /// Words of a term or a code; or `verify FILE`, `import FILE`, `export NAME`
    #[arg(required_unless_present = "matching", value_name = "SEARCH")]
    pub(crate) words: Vec<String>,
    /// The dictionary to search or verify by: a CSV with the columns system, code, term
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Option<PathBuf>,
    /// Only terms in which this regular expression is found, whatever their case
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(crate) matching: Option<Regex>,
    /// Only this code system; for an import the system of the file
    #[arg(long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// Import: the codelist the file's codes go into, in place of those it has in that system
    #[arg(long, value_name = "NAME")]
    pub(crate) into: Option<String>,
    /// Import: the group a new codelist belongs to
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// Import: say what would change and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
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

/// Written as in a rule's `patterns`; what is wrong with it is told with its place, as `regex` tells it.
fn pattern(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).case_insensitive(true).build()
}

fn day(text: &str) -> Result<Date, String> {
    PartialDate::parse(text)
        .filter(|date| date.precision() == Precision::Day && text.len() == 10)
        .map(PartialDate::earliest)
        .filter(|day| day.is_askable())
        .ok_or_else(|| "not a day of the years 1900 to 2200; days are written YYYY-MM-DD".to_owned())
}
