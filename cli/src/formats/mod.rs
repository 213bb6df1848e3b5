//! Results for other programs: test reports, code scanning, annotations and comments of pull requests.
//!
//! Each of them gets the same list of cases.

mod cases;
mod github;
mod junit;
mod markdown;
mod sarif;

use ringfence::Place;
use ringfence::answer::{ShownFix, Step};

pub(crate) use cases::{of_lint, of_report};
pub(crate) use github::github;
pub(crate) use junit::junit;
pub(crate) use markdown::{About, markdown};
pub(crate) use sarif::sarif;

/// What everything stands in that lint finds.
const LINTS: &str = "lints";

/// One thing that was judged.
#[derive(Debug)]
pub(crate) struct Case {
    /// Which kind of finding it is, where it is one: a stable code.
    pub(crate) rule: &'static str,
    /// What it stands in: `intents`, a test by its name, `lints`, or `texts`.
    pub(crate) suite: String,
    /// What was judged, on one line.
    pub(crate) name: String,
    /// Where it is written.
    pub(crate) place: Place,
    /// How it came out.
    pub(crate) state: State,
    /// Why, on one line; empty where nothing is to be said.
    pub(crate) message: String,
    /// All that there is to say, on as many lines as it takes.
    pub(crate) detail: String,
    /// The way of the packet that shows it.
    pub(crate) path: Vec<Step>,
    /// An edit that mends it.
    pub(crate) fix: Option<ShownFix>,
}

/// How a case came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It holds.
    Holds,
    /// It fails.
    Fails,
    /// It hangs on what the texts do not say, which counts as a failure unless that was allowed.
    Unknown {
        /// Whether it was.
        allowed: bool,
    },
    /// It could not be judged, or is an error of the texts.
    Broken,
    /// It is a warning.
    Warns,
    /// It is worth a note.
    Notes,
}

impl State {
    /// How it weighs where three grades are known; `None` for what holds.
    const fn grade(self) -> Option<Grade> {
        match self {
            Self::Holds => None,
            Self::Fails | Self::Broken | Self::Unknown { allowed: false } => Some(Grade::Error),
            Self::Warns => Some(Grade::Warning),
            Self::Unknown { allowed: true } | Self::Notes => Some(Grade::Note),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Unknown { .. } => "unknown",
            Self::Broken => "not proven",
            Self::Warns => "warning",
            Self::Notes => "note",
        }
    }
}

/// How a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Error,
    Warning,
    Note,
}
