//! Which worker there is, what it is doing, and what it does next.
//!
//! One job is with the worker, and none is queued: the next one is whatever the state then needs, so the newest text
//! wins by itself.

use std::rc::Rc;

use ringfence::answer::MatrixBy;

use super::{State, TableKey, View};
use crate::job::{Job, Task};
use crate::same::Same;

/// The build that page and worker have to be of.
pub(crate) const BUILD: &str = match option_env!("RINGFENCE_BUILD") {
    Some(build) => build,
    None => "development",
};

/// Steps of one text at the most: some seconds.
pub(crate) const MOST_STEPS: u32 = 50;

/// The worker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Engine {
    /// Counts the workers there have been: another number is another worker.
    pub(crate) generation: u32,
    pub(crate) readiness: Readiness,
    /// The revision that the worker has read.
    pub(crate) held: Option<u32>,
    /// How often it was asked to find out what becomes of all that is sent there.
    pub(crate) steps: u32,
    /// Whether it knows, or was asked often enough.
    pub(crate) knows: bool,
    /// What it is doing.
    pub(crate) job: Option<Job>,
}

/// Whether the worker can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Readiness {
    /// Not yet: what is sent now is lost.
    #[default]
    Starting,
    Ready,
    /// It is of another build than the page: one of them comes from an old cache.
    OtherBuild,
    /// It could not be started.
    Dead(Rc<str>),
}

impl Readiness {
    /// Of a worker that says it is of this build.
    pub(crate) fn of(build: &str) -> Self {
        if build == BUILD { Self::Ready } else { Self::OtherBuild }
    }
}

impl Engine {
    /// Another worker takes over.
    pub(crate) fn replace(&mut self) {
        *self = Self { generation: self.generation.wrapping_add(1), ..Self::default() };
    }
}

impl State {
    /// What the worker is to do now; `None` while it is busy, and when nothing is missing.
    pub(crate) fn next_job(&self) -> Option<Job> {
        if self.engine.readiness != Readiness::Ready || self.engine.job.is_some() {
            return None;
        }
        let task = if self.engine.held == Some(self.revision) {
            let stale = self.report.as_ref().is_none_or(|report| self.is_stale(report.revision));
            let given_up = |task: &Task| self.refusal(task).is_some();
            let matrix = (self.view == View::Matrix).then(|| self.table_task(self.by, None)).flatten();
            // What is found in steps makes all that is asked later faster; between steps a newer text wins.
            let step = (!self.engine.knows).then_some(Task::Step);
            let tasks = [self.question_task(), stale.then_some(Task::Check), step, matrix, self.ways_task()];
            tasks.into_iter().flatten().find(|task| !given_up(task))?
        } else if self.refusal(&Task::Open).is_none() {
            Task::Open
        } else {
            // Nothing can be asked about a text that cannot be read.
            return None;
        };
        Some(Job { revision: self.revision, task })
    }

    /// Whether the worker is busy with a text that is no longer there.
    pub(crate) fn is_overtaken(&self) -> bool {
        self.engine.job.as_ref().is_some_and(|job| self.is_stale(job.revision))
    }

    /// Why a task of this revision was given up.
    pub(crate) fn refusal(&self, wanted: &Task) -> Option<&Rc<str>> {
        self.refused.iter().find(|(task, _)| task == wanted).map(|(_, why)| why)
    }

    fn question_task(&self) -> Option<Task> {
        let question = self.question.clone();
        let answered = self
            .answer
            .as_ref()
            .is_some_and(|answer| !self.is_stale(answer.revision) && answer.value.question == question);
        (!answered && !question.trim().is_empty()).then_some(Task::Reach { question })
    }

    /// The next row of a matrix, or of it only `row`.
    fn table_task(&self, by: MatrixBy, row: Option<usize>) -> Option<Task> {
        let key = TableKey { by, service: self.service.clone() };
        let table = self.tables.get(&key).filter(|table| !self.is_stale(table.revision));
        let Some(table) = table else { return Some(Task::Matrix { by }) };
        let row = table.missing(row)?;
        Some(Task::Row { by, row, service: key.service })
    }

    /// Whom the picked source reaches.
    fn ways_task(&self) -> Option<Task> {
        let picked = self.picked.as_ref().filter(|_| self.ways && self.view == View::Map)?;
        let by = MatrixBy::Machines;
        match self.ways_table() {
            Some(table) => self.table_task(by, Some(table.row_of(picked)?)),
            None => self.table_task(by, None),
        }
    }

    /// The matrix that the ways on the map are taken from, of this revision.
    pub(crate) fn ways_table(&self) -> Option<&Same<super::Table>> {
        let key = TableKey { by: MatrixBy::Machines, service: self.service.clone() };
        self.tables.get(&key).filter(|table| !self.is_stale(table.revision))
    }
}
