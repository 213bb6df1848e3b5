//! Everything that the page shows, as one value, and what changes it. Nothing here knows a browser.

mod engine;
mod origins;
mod table;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use ringfence::answer::{Answer, MatrixBy, Report, ShownProblem, Topology};
use ringfence::{Place, Severity};
use yew::Reducible;

use self::engine::MOST_STEPS;
pub(crate) use self::engine::{Engine, Readiness};
pub(crate) use self::origins::{Origins, origin};
pub(crate) use self::table::{Table, TableKey, Tables};
use crate::job::{Job, Message, Outcome, Task};
use crate::same::Same;
use crate::theme::Theme;

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: Rc<str>,
    pub(crate) text: Rc<str>,
    /// What it was made from; not kept and not shared.
    pub(crate) origins: Option<Origins>,
}

impl File {
    /// A text that was written.
    pub(crate) fn written(name: impl Into<Rc<str>>, text: impl Into<Rc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), origins: None }
    }
}

/// What the right side shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    #[default]
    Map,
    Matrix,
    Findings,
}

impl View {
    pub(crate) const ALL: [Self; 3] = [Self::Map, Self::Matrix, Self::Findings];

    /// As links name it.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Matrix => "matrix",
            Self::Findings => "findings",
        }
    }
}

/// What a small screen shows: one part at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Pane {
    #[default]
    Editor,
    View,
    Answer,
}

/// What the explanation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Subject {
    /// The question.
    #[default]
    Question,
    /// An intent, by its place in the report.
    Intent(usize),
    /// A line of a test, by their places in the report.
    Line(usize, usize),
}

/// Where the editor is asked to go; counted, so that the same place can be asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Jump {
    pub(crate) count: u32,
    pub(crate) place: Place,
}

/// Something found about one revision of the texts.
#[derive(Debug)]
pub(crate) struct Found<T> {
    pub(crate) revision: u32,
    pub(crate) value: T,
}

/// What reading the texts gave.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) problems: Vec<ShownProblem>,
    pub(crate) topology: Topology,
}

/// The answer to a question, or why there is none, with the question as asked.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) question: Rc<str>,
    pub(crate) result: Result<Box<Answer>, Vec<ShownProblem>>,
}

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// At least one.
    pub(crate) files: Vec<File>,
    pub(crate) active: usize,
    /// Counts the changes of the texts.
    pub(crate) revision: u32,
    /// Counts the times that texts came from elsewhere than the editor, which then has to show them.
    pub(crate) loaded: u32,
    pub(crate) view: View,
    pub(crate) pane: Pane,
    /// The question that is asked; empty when none is.
    pub(crate) question: Rc<str>,
    /// The question as it is being typed.
    pub(crate) draft: Rc<str>,
    /// The source that was picked for the next question.
    pub(crate) picked: Option<Rc<str>>,
    pub(crate) subject: Subject,
    /// What rows and columns of the matrix are.
    pub(crate) by: MatrixBy,
    /// What matrix and ways are about; everything when empty.
    pub(crate) service: Rc<str>,
    /// Whether the map shows whom the picked source reaches.
    pub(crate) ways: bool,
    pub(crate) jump: Option<Jump>,
    pub(crate) engine: Engine,
    pub(crate) opened: Option<Same<Found<Opened>>>,
    pub(crate) report: Option<Same<Found<Report>>>,
    pub(crate) answer: Option<Same<Found<Answered>>>,
    pub(crate) tables: Tables,
    /// What cannot be done with this revision, and why.
    pub(crate) refused: Vec<(Task, Rc<str>)>,
    pub(crate) theme: Theme,
    /// Whether somebody may have written in the texts since they were loaded.
    pub(crate) edited: bool,
    /// What the texts were before they were replaced, for as long as the notice of it stays.
    pub(crate) before: Option<Rc<(Vec<File>, usize)>>,
    /// Something to tell once.
    pub(crate) notice: Option<Rc<str>>,
}

/// What texts are replaced by: an example, opened files, a link.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) files: Vec<File>,
    pub(crate) active: usize,
    pub(crate) question: Rc<str>,
    /// Empty for any traffic.
    pub(crate) service: Rc<str>,
    /// `None` leaves it as it is.
    pub(crate) view: Option<View>,
    /// `None` leaves it as it is.
    pub(crate) by: Option<MatrixBy>,
}

impl Load {
    /// Files without a question.
    pub(crate) fn files(files: Vec<File>) -> Self {
        Self { files, active: 0, question: "".into(), service: "".into(), view: None, by: None }
    }
}

/// What can happen.
#[derive(Debug)]
pub(crate) enum Action {
    Edit {
        name: Rc<str>,
        text: Rc<str>,
    },
    Load(Load),
    Activate(usize),
    Close(usize),
    View(View),
    Pane(Pane),
    Draft(Rc<str>),
    /// Ask a question; an empty one takes the last away.
    Ask(Rc<str>),
    /// A source, or with one picked the destination of a question.
    Pick(Rc<str>),
    Unpick,
    Show(Subject),
    By(MatrixBy),
    Service(Rc<str>),
    Ways(bool),
    Jump(Place),
    /// Put the texts back that were replaced last.
    TakeBack,
    Theme(Theme),
    Notice(Rc<str>),
    Heard,
    /// A job was handed to the worker.
    Sent(Job),
    /// The worker of this generation says something.
    Message {
        generation: u32,
        message: Message,
    },
    /// The worker of this generation broke down or took too long, and is replaced.
    Broke {
        generation: u32,
        why: Rc<str>,
    },
    /// The worker of this generation is busy with a text that is no longer there, and is replaced.
    Overtaken {
        generation: u32,
    },
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

impl State {
    /// A page that shows `load` and has no worker yet.
    pub(crate) fn new(load: Load) -> Self {
        let mut state = Self {
            files: Vec::new(),
            active: 0,
            revision: 0,
            loaded: 0,
            view: View::default(),
            pane: Pane::default(),
            question: "".into(),
            draft: "".into(),
            picked: None,
            subject: Subject::default(),
            by: MatrixBy::Segment,
            service: "".into(),
            ways: false,
            jump: None,
            engine: Engine::default(),
            opened: None,
            report: None,
            answer: None,
            tables: Tables::default(),
            refused: Vec::new(),
            theme: Theme::default(),
            edited: false,
            before: None,
            notice: None,
        };
        state.load(load);
        state
    }

    /// The text in the editor.
    pub(crate) fn file(&self) -> Option<&File> {
        self.files.get(self.active)
    }

    /// The map, of the newest text that was read.
    pub(crate) fn topology(&self) -> Option<&Topology> {
        self.opened.as_ref().map(|opened| &opened.value.topology)
    }

    /// What is wrong with the texts, as far as that is known of this revision.
    pub(crate) fn problems(&self) -> &[ShownProblem] {
        // `check` may find more than reading: what is too large to judge.
        match (&self.report, &self.opened) {
            (Some(report), _) if report.revision == self.revision => &report.value.problems,
            (_, Some(opened)) => &opened.value.problems,
            _ => &[],
        }
    }

    /// Whether an error stands in the texts, so that no answer counts as a pass.
    pub(crate) fn is_broken(&self) -> bool {
        self.problems().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether this revision will not be judged.
    pub(crate) fn is_given_up(&self) -> bool {
        [Task::Open, Task::Check].iter().any(|task| self.refusal(task).is_some())
    }

    /// Whether there is something to explain.
    pub(crate) fn is_asked(&self) -> bool {
        self.subject != Subject::Question || !self.question.trim().is_empty()
    }

    /// Whether what is shown is about an older text.
    pub(crate) fn is_stale(&self, revision: u32) -> bool {
        revision != self.revision
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Edit { name, text } => self.edit(&name, text),
            Action::Load(load) => {
                if self.edited {
                    self.remember();
                }
                self.load(load);
            }
            Action::TakeBack => {
                if let Some((files, active)) = self.before.take().map(Rc::unwrap_or_clone) {
                    self.load(Load { active, ..Load::files(files) });
                    (self.edited, self.notice) = (true, None);
                }
            }
            Action::Activate(index) => self.activate(index),
            Action::Close(index) => self.close(index),
            Action::View(view) => {
                self.view = view;
                self.pane = Pane::View;
            }
            Action::Pane(pane) => self.pane = pane,
            Action::Draft(text) => self.draft = text,
            Action::Ask(question) => self.ask(question),
            Action::Pick(selector) => self.pick(selector),
            Action::Unpick => self.picked = None,
            Action::Show(subject) => {
                self.subject = subject;
                self.pane = Pane::Answer;
            }
            Action::By(by) => self.by = by,
            Action::Service(service) => self.service = service,
            Action::Ways(ways) => self.ways = ways,
            Action::Jump(place) => self.jump(place),
            Action::Theme(theme) => self.theme = theme,
            Action::Notice(text) => self.notice = Some(text),
            Action::Heard => (self.notice, self.before) = (None, None),
            Action::Sent(job) => self.engine.job = Some(job),
            Action::Message { generation, message } if generation == self.engine.generation => {
                self.hear(message);
            }
            Action::Broke { generation, why } if generation == self.engine.generation => {
                match self.engine.job.take() {
                    None if self.engine.readiness == Readiness::Starting => {
                        self.engine.readiness = Readiness::Dead(why);
                    }
                    job => {
                        job.into_iter().for_each(|job| self.refuse(job, why.clone()));
                        self.engine.replace();
                    }
                }
            }
            Action::Overtaken { generation } if generation == self.engine.generation => self.engine.replace(),
            // What an older worker says.
            Action::Message { .. } | Action::Broke { .. } | Action::Overtaken { .. } => {}
        }
    }

    /// Keeps the texts that are about to be replaced, so that nothing is lost by a wrong click.
    fn remember(&mut self) {
        self.before = Some(Rc::new((self.files.clone(), self.active)));
        self.notice = Some("the texts were replaced".into());
    }

    fn edit(&mut self, name: &str, text: Rc<str>) {
        if let Some(file) = self.files.iter_mut().find(|file| &*file.name == name && file.text != text) {
            if let Some(origins) = &mut file.origins {
                origins.edit(&file.text, &text);
            }
            file.text = text;
            self.edited = true;
            self.changed();
        }
    }

    fn load(&mut self, load: Load) {
        self.files = load.files;
        if self.files.is_empty() {
            self.files.push(File::written("policy.fence", ""));
        }
        self.active = load.active.min(self.files.len().saturating_sub(1));
        (self.question, self.draft) = (load.question.clone(), load.question);
        self.service = load.service;
        self.view = load.view.unwrap_or(self.view);
        self.by = load.by.unwrap_or(self.by);
        self.loaded = self.loaded.wrapping_add(1);
        self.edited = false;
        (self.opened, self.report, self.answer) = (None, None, None);
        self.tables.clear();
        (self.picked, self.subject, self.jump) = (None, Subject::Question, None);
        self.changed();
    }

    fn changed(&mut self) {
        self.revision = self.revision.wrapping_add(1);
        self.refused.clear();
    }

    fn activate(&mut self, index: usize) {
        if index < self.files.len() {
            self.active = index;
        }
    }

    fn close(&mut self, index: usize) {
        if self.files.len() > 1 && index < self.files.len() {
            self.remember();
            self.files.remove(index);
            if self.active >= index {
                self.active = self.active.saturating_sub(1);
            }
            self.changed();
        }
    }

    fn ask(&mut self, question: Rc<str>) {
        (self.question, self.draft) = (question.clone(), question);
        self.subject = Subject::Question;
        self.picked = None;
        if !self.question.trim().is_empty() {
            self.pane = Pane::Answer;
        }
    }

    fn pick(&mut self, selector: Rc<str>) {
        match self.picked.take() {
            None => self.picked = Some(selector),
            Some(from) => {
                let service = self.service.trim();
                let colon = if service.is_empty() { "" } else { " : " };
                self.ask(format!("{from} -> {selector}{colon}{service}").into());
            }
        }
    }

    fn jump(&mut self, place: Place) {
        if let Some(index) = self.files.iter().position(|file| *file.name == *place.file) {
            self.active = index;
            self.pane = Pane::Editor;
            let count = self.jump.as_ref().map_or(0, |jump| jump.count).wrapping_add(1);
            self.jump = Some(Jump { count, place });
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Ready(build) => self.engine.readiness = Readiness::of(&build),
            Message::Failed(message) => {
                let why = Rc::from(message);
                self.apply(Action::Broke { generation: self.engine.generation, why });
            }
            Message::Done(revision, outcome) => {
                let Some(job) = self.engine.job.take_if(|job| job.revision == revision) else { return };
                if matches!(job.task, Task::Open) {
                    self.engine.held = Some(revision);
                    (self.engine.steps, self.engine.knows) = (0, false);
                }
                if revision == self.revision {
                    self.take(job.task, outcome);
                }
            }
        }
    }

    /// Keeps what was found about the texts as they are.
    fn take(&mut self, task: Task, outcome: Outcome) {
        let revision = self.revision;
        match (task, outcome) {
            (Task::Open, Outcome::Opened(problems, topology)) => {
                self.opened = Some(Same::new(Found { revision, value: Opened { problems, topology } }));
            }
            (Task::Step, Outcome::Stepped(done)) => {
                self.engine.steps = self.engine.steps.saturating_add(1);
                self.engine.knows = done || self.engine.steps >= MOST_STEPS;
            }
            (Task::Check, Outcome::Checked(report)) => {
                self.follow(&report);
                self.report = Some(Same::new(Found { revision, value: report }));
            }
            (Task::Reach { question }, Outcome::Answered(answer)) => self.answered(question, Ok(answer)),
            (Task::Reach { question }, Outcome::Refused(problems)) => self.answered(question, Err(problems)),
            (Task::Matrix { by }, Outcome::Listed(matrix)) => {
                let key = TableKey { by, service: self.service.clone() };
                self.tables.forget_but(revision);
                self.tables.add(key, Table::new(revision, matrix.ends));
            }
            (Task::Row { by, row, service }, Outcome::Filled(cells)) => {
                if let Some(table) = self.tables.get_mut(&TableKey { by, service }) {
                    table.change().fill(row, cells);
                }
            }
            (Task::Row { by, service, .. }, Outcome::Refused(problems)) => {
                if let Some(table) = self.tables.get_mut(&TableKey { by, service }) {
                    table.change().problems = problems;
                }
            }
            // An outcome of another task than the one asked for: the worker is of another make.
            (task, _) => self.refused.push((task, "the worker answered something else".into())),
        }
    }

    /// Goes on explaining the same intent or line, where it stands now; the question, where it is gone.
    fn follow(&mut self, report: &Report) {
        let Some(old) = self.report.as_ref().map(|old| &old.value) else { return };
        let found = match self.subject {
            Subject::Question => return,
            Subject::Intent(index) => old.intents.get(index).and_then(|intent| {
                let same =
                    |index: &usize| report.intents.get(*index).is_some_and(|other| other.text == intent.text);
                nearest(index, report.intents.len(), same).map(Subject::Intent)
            }),
            Subject::Line(test, line) => {
                let same = |of: &Report| {
                    of.tests.get(test).and_then(|test| test.lines.get(line)).map(|line| line.text.clone())
                };
                (same(old).is_some() && same(old) == same(report)).then_some(Subject::Line(test, line))
            }
        };
        self.subject = found.unwrap_or_default();
    }

    fn answered(&mut self, question: Rc<str>, result: Result<Box<Answer>, Vec<ShownProblem>>) {
        let value = Answered { question, result };
        self.answer = Some(Same::new(Found { revision: self.revision, value }));
    }

    fn refuse(&mut self, job: Job, why: Rc<str>) {
        if job.revision == self.revision {
            self.refused.push((job.task, why));
        }
    }
}

/// The index below `count` that is nearest to `wanted` and the right one.
fn nearest(wanted: usize, count: usize, right: impl Fn(&usize) -> bool) -> Option<usize> {
    (0..count).filter(right).min_by_key(|index| index.abs_diff(wanted))
}
