//! What the worker is asked for, and what it answers.

use std::rc::Rc;

use ringfence::answer::{Answer, Matrix, MatrixBy, Report, ShownProblem, Topology, Verdict};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use crate::matrix;
use crate::state::File;
use crate::value::{list, object};

/// Something to ask about the texts of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    /// Which state of the texts.
    pub(crate) revision: u32,
    /// What to do.
    pub(crate) task: Task,
}

impl Job {
    /// As the worker is sent it. What to read goes with [`Task::Open`].
    pub(crate) fn message(&self, files: &[File]) -> JsValue {
        let (word, mut members) = self.task.members();
        members.push(("type", word.into()));
        let texts = if matches!(self.task, Task::Open) { texts(files) } else { JsValue::NULL };
        object(&[("revision", self.revision.into()), ("task", object(&members)), ("texts", texts)])
    }
}

/// Texts as worker, editor and links have them.
pub(crate) fn texts(files: &[File]) -> JsValue {
    let text = |file: &File| object(&[("name", (&*file.name).into()), ("text", (&*file.text).into())]);
    list(files.iter().map(text))
}

/// What to do with the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Read them; everything else is asked about what was read last.
    Open,
    /// Find out a little more of what becomes of everything that is sent.
    Step,
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
    /// The word of the task, and what goes with it.
    fn members(&self) -> (&'static str, Vec<(&'static str, JsValue)>) {
        let by = |by| ("by", matrix::id(by).into());
        match self {
            Self::Open => ("open", Vec::new()),
            Self::Step => ("step", Vec::new()),
            Self::Check => ("check", Vec::new()),
            Self::Reach { question } => ("reach", vec![("question", (&**question).into())]),
            Self::Matrix { by: rows } => ("matrix", vec![by(*rows)]),
            Self::Row { by: rows, row, service } => {
                ("row", vec![by(*rows), ("row", (*row).into()), ("service", (&**service).into())])
            }
        }
    }

    /// The task for a person who waits for it.
    pub(crate) const fn label(&self) -> &'static str {
        match self {
            Self::Open => "reading the text",
            Self::Step => "finding who reaches whom",
            Self::Check => "judging the intents",
            Self::Reach { .. } => "answering the question",
            Self::Matrix { .. } | Self::Row { .. } => "filling the matrix",
        }
    }
}

/// What the worker says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Message {
    /// It can be asked from now on, and is of this build.
    Ready(String),
    /// It has done what it was asked about this revision of the texts.
    Done(u32, Outcome),
    /// It cannot go on: the engine trapped, as the browser says it.
    Failed(String),
}

/// What a [`Task`] comes to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// [`Task::Open`]: what is wrong with the texts, and what they describe.
    Opened(Vec<ShownProblem>, Topology),
    /// [`Task::Step`]: whether everything is known.
    Stepped(bool),
    /// [`Task::Check`]: how everything came out.
    Checked(Report),
    /// [`Task::Reach`]
    Answered(Box<Answer>),
    /// [`Task::Matrix`]
    Listed(Matrix),
    /// [`Task::Row`]: its cells.
    Filled(Vec<Option<Verdict>>),
    /// [`Task::Reach`], [`Task::Row`]: why it cannot be asked.
    Refused(Vec<ShownProblem>),
}
