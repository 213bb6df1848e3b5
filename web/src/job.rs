//! What the worker is asked for, and what it answers. The types are the messages.

use std::rc::Rc;

use ringfence::answer::{Matrix, MatrixBy, MatrixRow, ReachResult, Report, ShownProblem, Topology};
use serde::{Deserialize, Serialize};

/// Something to ask about the texts of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    /// Which state of the texts.
    pub(crate) revision: u32,
    /// What to do.
    pub(crate) task: Task,
}

/// What to do with the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Task {
    /// Read them; everything else is asked about what was read last.
    Open,
    /// Judge every intent and test.
    Check,
    /// Answer a question.
    Reach {
        /// As it is typed.
        question: Rc<str>,
    },
    /// List the rows of a matrix.
    Matrix {
        /// What they are.
        by: MatrixBy,
    },
    /// Answer a row of a matrix.
    Row {
        /// What rows and columns are.
        by: MatrixBy,
        /// Which.
        row: usize,
        /// What is asked about; everything when empty.
        service: Rc<str>,
    },
}

impl Task {
    /// The task for a person who waits for it.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Open => "reading the text",
            Self::Check => "judging the intents",
            Self::Reach { .. } => "answering the question",
            Self::Matrix { .. } | Self::Row { .. } => "filling the matrix",
        }
    }
}

/// What is sent to the worker.
#[derive(Debug, Serialize)]
pub(crate) struct Request<'a> {
    /// Comes back with the answer.
    pub(crate) revision: u32,
    pub(crate) task: &'a Task,
    /// With [`Task::Open`]: what to read.
    pub(crate) texts: Option<Vec<Text<'a>>>,
}

/// A text to read.
#[derive(Debug, Serialize)]
pub(crate) struct Text<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Message {
    /// It can be asked from now on.
    Ready {
        /// Which build it is of.
        build: String,
    },
    /// It has done what it was asked.
    Done {
        /// About which state of the texts.
        revision: u32,
        /// What it found.
        outcome: Outcome,
    },
    /// It cannot go on: the engine trapped.
    Failed {
        /// What the browser says about it.
        message: String,
    },
}

/// What a [`Task`] comes to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// [`Task::Open`]
    Opened {
        /// What is wrong with the texts.
        problems: Vec<ShownProblem>,
        /// What they describe.
        topology: Topology,
    },
    /// [`Task::Check`]
    Checked {
        /// How everything came out.
        report: Report,
    },
    /// [`Task::Reach`]
    Reached {
        /// The answer, or why there is none.
        result: ReachResult,
    },
    /// [`Task::Matrix`]
    Listed {
        /// Its rows.
        matrix: Matrix,
    },
    /// [`Task::Row`]
    Filled {
        /// The cells, or why there are none.
        result: RowResult,
    },
}

/// What a row of a matrix comes to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum RowResult {
    /// Its cells.
    Row(MatrixRow),
    /// Why there are none.
    Refused {
        /// What is wrong with the service, or too large.
        problems: Vec<ShownProblem>,
    },
}
