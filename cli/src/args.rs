//! What the command line takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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

    /// human to read, json for programs (docs/json.md)
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human, global = true)]
    pub(crate) format: Format,

    /// When to use colours; auto heeds NO_COLOR and leaves pipes plain
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, global = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Judge every intent and test of the files
    #[command(after_help = "Exit: 0 all hold, 1 one fails or is unknown, 2 usage or input error.\n
Example:
  ringfence check policies/aws/three-tier.fence")]
    Check {
        #[command(flatten)]
        files: Files,
    },
    /// Ask who reaches whom: the exact set of packets, a witness, what stops it
    #[command(after_help = QUESTIONS)]
    Reach(Asked),
    /// The same answer with the path there and back, and every deciding rule in its text
    #[command(after_help = QUESTIONS)]
    Explain(Asked),
}

#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Policy texts, read as one; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) files: Files,

    /// The question, in quotes: 'SOURCE -> DESTINATION : SERVICE'
    #[arg(value_name = "QUESTION", required = true, allow_hyphen_values = true)]
    pub(crate) question: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
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

Exit: 0 clean, 1 findings (check), 2 usage or input error.";

const QUESTIONS: &str =
    "A side is a name, an id, an address, a CIDR, `internet`, a segment or a set (`web-1, subnet app`).
Without a service every protocol is asked about.

Exit: 0 whatever the verdict, 2 usage or input error.

Examples:
  ringfence reach   network.fence 'internet -> web-1 : tcp 443'
  ringfence explain network.fence '10.0.2.0/24 -> db-1 : tcp 5432, icmp 8'
  cat *.fence | ringfence reach - 'app-1 -> internet'";

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
        assert_eq!(asked.files.files, [PathBuf::from("a"), PathBuf::from("-")]);
        assert_eq!(asked.question, "x -> y");
    }

    #[test]
    fn a_question_alone_is_no_call() {
        assert!(Arguments::try_parse_from(["ringfence", "explain", "x -> y"]).is_err());
        assert!(Arguments::try_parse_from(["ringfence", "check"]).is_err());
        assert!(Arguments::try_parse_from(["ringfence"]).is_err());
    }
}
