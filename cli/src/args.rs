//! What the command line takes.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use ringfence::answer::Verdict;

/// Proves what a cloud network lets through.
#[derive(Debug, Parser)]
#[command(
    name = "ringfence",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = EXAMPLES
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// human to read, json for programs (docs/json.md), the others where a verb says so
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human, global = true)]
    pub(crate) format: Format,

    /// When to use colours; auto heeds NO_COLOR and leaves pipes plain
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, global = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Judge every intent and test of texts, also over what a cloud printed of itself
    #[command(after_help = "Exit: 0 all hold, 1 one fails or is unknown, 2 usage or input error.\n
Examples:
  ringfence check policies/aws/three-tier.fence
  ringfence check exports/ intents.fence
  ringfence check exports/ intents.fence --allow-unknown
  ringfence check network.fence --format sarif > ringfence.sarif\n
Formats: human, json, junit, sarif, github (annotations of a workflow), markdown (for a pull request).")]
    Check {
        #[command(flatten)]
        given: Given,

        /// Exit with 0 also where something hangs on what the texts do not say, as long as nothing fails
        #[arg(long)]
        allow_unknown: bool,
    },
    /// Ask who reaches whom: the exact set of packets, a witness, what stops it
    #[command(after_help = QUESTIONS)]
    Reach(Asked),
    /// The same answer with the path there and back, and every deciding rule in its text
    #[command(after_help = QUESTIONS)]
    Explain(Asked),
    /// Show who reaches whom: the verdict of every pair
    #[command(after_help = MATRIX)]
    Matrix {
        #[command(flatten)]
        given: Given,

        /// What rows and columns are
        #[arg(long, value_enum, value_name = "ENDS", default_value_t = By::Machines)]
        by: By,

        /// The service that is asked about, as behind the colon of a question; every protocol without it
        #[arg(long, value_name = "SERVICE")]
        service: Option<String>,
    },
    /// Compare two estates: which flows opened and closed, and which edits did it
    #[command(after_help = COMPARED)]
    Diff(Compared),
    /// Record a reviewed state, and say what drifted from it
    #[command(subcommand)]
    Baseline(Baseline),
    /// Find what is dead, redundant, exposed or fragile
    #[command(after_help = LINTED)]
    Lint(Linted),
    /// Write what a cloud printed of itself as a text
    #[command(after_help = IMPORTED)]
    Import(Imported),
    /// Put the blanks of files where they belong
    #[command(after_help = FORMATTED)]
    Fmt(Formatted),
    /// Make a link that opens the page with the files as they are, or open one
    #[command(after_help = LINKS)]
    Share(Shared),
    /// Print a script that completes words of this command in a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// Which shell
        #[arg(value_enum, value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in roff
    #[command(after_help = "Exit: 0 done.\n\nExample:\n  ringfence man > ringfence.1 && man ./ringfence.1")]
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Policy texts, read as one; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Given {
    /// Texts, and exports of a cloud, told apart by content and read as one; folders with all in them; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Compared {
    /// The old side and the new one: each a text, an export, or a folder with either; `-` is standard input. With --git the
    /// texts of both sides
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Compare the paths as they are in a revision of git with those in the working tree, or in another revision: OLD..NEW,
    /// both named
    #[arg(long, value_name = "REVISION", allow_hyphen_values = false)]
    pub(crate) git: Option<String>,

    /// Compare two security groups or two network ACLs: the first of the old side, the second of the new, or both of one
    #[arg(long, value_names = ["FIRST", "SECOND"], num_args = 2)]
    pub(crate) filters: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Baseline {
    /// Write the flows and resources of an estate, to be kept with its texts
    #[command(after_help = RECORDED)]
    Record(Recorded),
    /// Say what is not as it was recorded, by flow and by resource
    #[command(after_help = CHECKED)]
    Check(Checked),
}

#[derive(Debug, Args)]
pub(crate) struct Recorded {
    #[command(flatten)]
    pub(crate) given: Given,

    /// Write the state into this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Replace a file that is there
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Checked {
    /// The recorded state
    #[arg(value_name = "BASELINE")]
    pub(crate) baseline: PathBuf,

    #[command(flatten)]
    pub(crate) given: Given,
}

#[derive(Debug, Args)]
pub(crate) struct Linted {
    #[command(flatten)]
    pub(crate) given: Given,

    /// Leave out what has this code (docs/lints)
    #[arg(long, value_name = "CODE", value_parser = codes(), hide_possible_values = true)]
    pub(crate) allow: Vec<String>,

    /// Make what has this code a warning
    #[arg(long, value_name = "CODE", value_parser = codes(), hide_possible_values = true)]
    pub(crate) warn: Vec<String>,

    /// Make what has this code an error
    #[arg(long, value_name = "CODE", value_parser = codes(), hide_possible_values = true)]
    pub(crate) deny: Vec<String>,
}

/// The codes of lints: a wrong one is answered with the one that is meant.
fn codes() -> PossibleValuesParser {
    ringfence_lint::RULES.iter().map(|rule| PossibleValue::new(rule.code)).collect::<Vec<_>>().into()
}

#[derive(Debug, Args)]
pub(crate) struct Imported {
    /// Exports, and folders with exports; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) exports: Vec<PathBuf>,

    /// Write the text into this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Replace a file that is there
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Formatted {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Change nothing: name the files that are not formatted, and exit with 1 if there is one
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) given: Given,

    /// The question, in quotes: 'SOURCE -> DESTINATION : SERVICE'
    #[arg(value_name = "QUESTION", required = true, allow_hyphen_values = true)]
    pub(crate) question: String,

    /// Exit with 1 if the verdict is another: reachable, partly, one-way, blocked or unknown
    #[arg(long, value_name = "VERDICT", value_parser = verdict)]
    pub(crate) expect: Option<Verdict>,
}

/// A verdict by its word.
fn verdict(text: &str) -> Result<Verdict, String> {
    let known = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == text);
    let words = || Verdict::ALL.map(Verdict::as_str).join(", ");
    known.ok_or_else(|| format!("a verdict is one of {}", words()))
}

#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// Texts to share, whatever is wrong with them, and exports, which become one; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "open")]
    pub(crate) files: Vec<PathBuf>,

    /// A question that the page shows answered
    #[arg(long, value_name = "QUESTION", allow_hyphen_values = true)]
    pub(crate) question: Option<String>,

    /// Where the page stands
    #[arg(long, value_name = "URL", default_value = ringfence_share::PAGE, value_parser = base)]
    pub(crate) base: String,

    /// Print what a link holds instead of making one; `-` reads it from standard input
    #[arg(long, value_name = "LINK", conflicts_with_all = MAKING)]
    pub(crate) open: Option<String>,

    /// Write the files of the opened link into this folder
    #[arg(short, long, value_name = "DIR", requires = "open", conflicts_with_all = MAKING)]
    pub(crate) output: Option<PathBuf>,

    /// Replace files that are there
    #[arg(long, requires = "output", conflicts_with_all = MAKING)]
    pub(crate) force: bool,
}

/// What is said of a link that is made, not opened.
const MAKING: [&str; 3] = ["files", "question", "base"];

/// An address that a state can be put behind.
fn base(text: &str) -> Result<String, &'static str> {
    if text.contains('#') {
        return Err("the state of the link stands behind `#`, so the address of the page has none");
    }
    if text.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("an address has no spaces and is not empty");
    }
    Ok(text.to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
    Csv,
    Github,
    Html,
    Junit,
    Markdown,
    Sarif,
}

impl Format {
    /// The word on the command line.
    pub(crate) fn word(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// What the rows and columns of a matrix are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// The segments of the texts
    Segment,
    /// Every subnet
    Subnet,
    /// The machines, those that are alike together
    Machines,
    /// Every interface by itself
    Endpoint,
}

impl Verb {
    /// The formats in which it prints what it found.
    pub(crate) const fn formats(&self) -> &'static [Format] {
        use Format::{Csv, Github, Html, Human, Json, Junit, Markdown, Sarif};
        match self {
            Self::Check { .. } | Self::Lint(_) => &[Human, Json, Junit, Sarif, Github, Markdown],
            Self::Matrix { .. } => &[Human, Json, Csv, Markdown, Html],
            Self::Completions { .. } | Self::Man => &[Human],
            Self::Reach(_)
            | Self::Explain(_)
            | Self::Diff(_)
            | Self::Baseline(_)
            | Self::Import(_)
            | Self::Fmt(_)
            | Self::Share(_) => &[Human, Json],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

const EXAMPLES: &str = "Examples:
  ringfence check   network.fence
  ringfence reach   network.fence 'internet -> web-1 : tcp 443'
  ringfence explain network.fence intents.fence 'subnet app -> db-1 : tcp 5432'
  ringfence check   exports/ intents.fence
  ringfence diff    before.fence after.fence
  ringfence baseline record network.fence -o baseline.json
  ringfence lint    network.fence
  ringfence import  exports/ -o estate.fence
  ringfence matrix  network.fence --service 'tcp 443'
  ringfence fmt     network.fence
  ringfence share   network.fence --question 'internet -> web-1 : tcp 443'

Exit: 0 clean, 1 findings (check, lint, diff, baseline check, fmt --check, --expect), 2 usage or input error.";

const QUESTIONS: &str =
    "A side is a name, an id, an address, a CIDR, `internet`, a segment or a set (`web-1, subnet app`).
Without a service every protocol is asked about.

Exit: 0 whatever the verdict, 1 if it is not the one of --expect, 2 usage or input error.

Examples:
  ringfence reach   network.fence 'internet -> web-1 : tcp 443'
  ringfence explain network.fence '10.0.2.0/24 -> db-1 : tcp 5432, icmp 8'
  ringfence reach   network.fence 'internet -> db-1' --expect blocked
  ringfence reach   exports/ 'internet -> i-0abc : tcp 22'
  cat *.fence | ringfence reach - 'app-1 -> internet'";

const MATRIX: &str = "Formats: human, json, csv, markdown, html.

Exit: 0 done, 2 usage or input error.

Examples:
  ringfence matrix network.fence --service 'tcp 443'
  ringfence matrix exports/ --by subnet --format html > matrix.html";

const COMPLETIONS: &str = "Exit: 0 done.

Examples:
  ringfence completions bash > ~/.local/share/bash-completion/completions/ringfence
  ringfence completions zsh  > ~/.zfunc/_ringfence
  ringfence completions fish > ~/.config/fish/completions/ringfence.fish";

const COMPARED: &str = "Ends are matched by name, and by address where a name is new. A flow is open when it is delivered and answered.

Exit: 0 nothing opened that no intent of the new side allows or one forbids, 1 something did or may have, 2 usage or input error.
With --filters: 0 both let the same packets pass, 1 they do not.

Examples:
  ringfence diff before.fence after.fence
  ringfence diff exports/monday exports/friday
  ringfence diff --git main network/
  ringfence diff --git v1..v2 network.fence intents.fence
  ringfence diff network.fence --filters web 'shop.main.app'
  ringfence diff before.fence after.fence --filters web web";

const RECORDED: &str = "The same estate gives the same bytes, one line for each end, set of flows and resource: a change shows in a review.

Exit: 0 done, 2 usage or input error.

Examples:
  ringfence baseline record network.fence -o baseline.json
  ringfence baseline record exports/ -o baseline.json --force";

const CHECKED: &str = "Exit: 0 as recorded, 1 something drifted, 2 usage or input error.

Examples:
  ringfence baseline check baseline.json network.fence
  ringfence baseline check baseline.json exports/";

const LINTED: &str = "What is found has a code, which has a page in docs/lints. Behind a statement, or on the line above it, the comment
`# lint: allow CODE because \"reason\"` allows what is found there.

Exit: 0 nothing but notes, 1 a warning or an error, 2 usage or input error.

Examples:
  ringfence lint policies/aws/three-tier.fence
  ringfence lint exports/ --allow group-splits-subnet
  ringfence lint network.fence --deny public-administration";

const IMPORTED: &str =
    "Exports are what a cloud's command line prints as JSON: docs/import/aws.md has the commands.
What is in them and not in the text is said, as an error where it may change an answer.

Exit: 0 done, 1 something that may change an answer is not in the text, 2 usage or input error.

Examples:
  ringfence import exports/ -o estate.fence
  aws ec2 describe-security-groups | ringfence import -";

const FORMATTED: &str =
    "What a text means stays as it is, and so do its comments. A file with errors is left alone.
Standard input, `-`, is printed as it should be.

Exit: 0 done, 1 a file is not formatted (--check), 2 usage or input error.

Examples:
  ringfence fmt network.fence intents.fence
  ringfence fmt --check policies/*/*.fence
  ringfence fmt - < draft.fence";

const LINKS: &str = "The files are in the link itself, and no browser sends that part of it to a server: whoever has the link has them.

Exit: 0 done, 2 usage or input error.

Examples:
  ringfence share network.fence intents.fence --question 'internet -> web-1 : tcp 443'
  ringfence share --open 'https://ringfence.github.io/ringfence/#1.q1ZK...'
  ringfence share --open - -o shared < link.txt";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_last_argument_is_the_question() {
        let arguments =
            Arguments::try_parse_from(["ringfence", "reach", "a", "-", "x -> y", "--format", "json"]);
        let Arguments { verb: Verb::Reach(asked), format: Format::Json, .. } = arguments.unwrap() else {
            panic!("another verb or format");
        };
        assert_eq!(asked.given.paths, [PathBuf::from("a"), PathBuf::from("-")]);
        assert_eq!(asked.question, "x -> y");
    }

    #[test]
    fn a_question_alone_is_no_call() {
        assert!(Arguments::try_parse_from(["ringfence", "explain", "x -> y"]).is_err());
        assert!(Arguments::try_parse_from(["ringfence", "check"]).is_err());
        assert!(Arguments::try_parse_from(["ringfence"]).is_err());
    }

    #[test]
    fn a_link_is_either_made_or_opened() {
        for arguments in [
            &["share", "a.fence"][..],
            &["share", "-", "a.fence", "--question", "-> x", "--base", "http://localhost:8080/"],
            &["share", "--open", "#1.abc"],
            &["share", "--open", "-", "-o", "out", "--force"],
        ] {
            assert!(Arguments::try_parse_from([&["ringfence"], arguments].concat()).is_ok(), "{arguments:?}");
        }
        for arguments in [
            &["share"][..],
            &["share", "a.fence", "--open", "#1.abc"],
            &["share", "--question", "x -> y", "--open", "#1.abc"],
            &["share", "--base", "http://localhost/", "--open", "#1.abc"],
            &["share", "a.fence", "-o", "out"],
            &["share", "a.fence", "--force"],
            &["share", "--open", "#1.abc", "--force"],
            &["share", "a.fence", "--base", "http://localhost/#x"],
            &["share", "a.fence", "--base", "my page"],
            &["share", "a.fence", "--base", ""],
        ] {
            assert!(
                Arguments::try_parse_from([&["ringfence"], arguments].concat()).is_err(),
                "{arguments:?}"
            );
        }
    }
}
