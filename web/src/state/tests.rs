use std::rc::Rc;

use ringfence::answer::{Matrix, MatrixEnd, Summary, Topology, Verdict};
use ringfence::{Place, Position};

use super::engine::BUILD;
use super::*;

fn file(name: &str, text: &str) -> File {
    File::written(name, text)
}

fn start() -> Rc<State> {
    Rc::new(State::new(Load::files(vec![file("a.fence", "one"), file("b.fence", "two")])))
}

fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(state, State::reduce)
}

fn says(state: &State, message: Message) -> Action {
    Action::Message { generation: state.engine.generation, message }
}

fn ready(state: Rc<State>) -> Rc<State> {
    let action = says(&state, Message::Ready(BUILD.to_owned()));
    state.reduce(action)
}

/// Hands the next job to the worker.
fn send(state: Rc<State>) -> Rc<State> {
    let job = state.next_job().expect("something to do");
    state.reduce(Action::Sent(job))
}

fn done(state: Rc<State>, outcome: Outcome) -> Rc<State> {
    let revision = state.engine.job.as_ref().expect("something sent").revision;
    let action = says(&state, Message::Done(revision, outcome));
    state.reduce(action)
}

fn opened() -> Outcome {
    Outcome::Opened(Vec::new(), Topology::default())
}

fn checked(hold: u32) -> Outcome {
    let summary = Summary { hold, ..Summary::default() };
    Outcome::Checked(Report { summary, intents: Vec::new(), tests: Vec::new(), problems: Vec::new() })
}

fn task(state: &State) -> Option<Task> {
    state.next_job().map(|job| job.task)
}

/// Reads the texts.
fn read(state: Rc<State>) -> Rc<State> {
    done(send(state), opened())
}

/// Reads the texts, judges them, and finds out all that becomes of what is sent there.
fn settle(state: Rc<State>) -> Rc<State> {
    know(done(send(read(state)), checked(1)))
}

/// Finds out all that becomes of what is sent.
fn know(state: Rc<State>) -> Rc<State> {
    assert_eq!(task(&state), Some(Task::Step));
    done(send(state), Outcome::Stepped(true))
}

fn edit(text: &str) -> Action {
    Action::Edit { name: "a.fence".into(), text: text.into() }
}

#[test]
fn nothing_is_sent_before_the_worker_is_ready() {
    let state = start();
    assert_eq!(state.next_job(), None);
    assert_eq!(task(&ready(state)), Some(Task::Open));
}

#[test]
fn a_worker_of_another_build_is_not_asked() {
    let state = start();
    let state = after(state.clone(), [says(&state, Message::Ready("other".to_owned()))]);
    assert_eq!(state.engine.readiness, Readiness::OtherBuild);
    assert_eq!(state.next_job(), None);
}

#[test]
fn reading_comes_first_then_the_question_then_the_intents() {
    let state = after(ready(start()), [Action::Ask("x -> y".into())]);
    let state = send(state);
    assert_eq!(state.next_job(), None, "one job at a time");
    let state = done(state, opened());
    assert_eq!(task(&state), Some(Task::Reach { question: "x -> y".into() }));
    let state = done(send(state), Outcome::Refused(Vec::new()));
    assert_eq!(task(&state), Some(Task::Check));
    let state = done(send(state), checked(3));
    assert_eq!(task(&state), Some(Task::Step));
    let state = done(send(state), Outcome::Stepped(false));
    assert_eq!(task(&state), Some(Task::Step));
    assert_eq!(task(&done(send(state), Outcome::Stepped(true))), None);
}

#[test]
fn between_two_steps_a_newer_text_wins() {
    let state = send(done(send(read(ready(start()))), checked(1)));
    let state = done(after(state, [edit("1")]), Outcome::Stepped(false));
    assert_eq!(task(&state), Some(Task::Open));
    // What the worker knew was about another text.
    let state = after(settle(state), [edit("2")]);
    assert_eq!(task(&done(send(read(state)), checked(1))), Some(Task::Step));
}

#[test]
fn a_text_of_which_too_much_is_to_be_found_is_left_at_that() {
    let mut state = done(send(read(ready(start()))), checked(1));
    for _ in 0..engine::MOST_STEPS {
        assert_eq!(task(&state), Some(Task::Step));
        state = done(send(state), Outcome::Stepped(false));
    }
    assert_eq!(task(&state), None);
}

#[test]
fn what_cannot_be_found_in_steps_is_asked_for_by_itself() {
    let state = send(done(send(read(ready(start()))), checked(1)));
    let old = state.engine.generation;
    let state = after(state, [Action::Broke { generation: old, why: "it took too long".into() }]);
    assert_eq!(task(&read(ready(state))), None);
}

#[test]
fn the_newest_text_is_read_next_and_what_was_found_about_an_older_one_is_dropped() {
    let state = send(ready(start()));
    let state = after(state, [edit("1"), edit("2"), edit("3")]);
    assert!(state.is_overtaken());
    let state = done(state, opened());
    assert!(state.opened.is_none());
    let job = state.next_job().unwrap();
    assert_eq!((job.revision, job.task), (state.revision, Task::Open));
}

#[test]
fn results_of_an_older_text_stay_in_sight_until_newer_ones_come() {
    let state = settle(ready(start()));
    let state = after(state, [edit("1")]);
    assert!(state.is_stale(state.report.as_ref().unwrap().revision));
    assert!(state.opened.is_some());
}

#[test]
fn an_edit_that_changes_nothing_asks_for_nothing() {
    let state = settle(ready(start()));
    let state = after(state, [edit("one")]);
    assert_eq!(state.next_job(), None);
}

#[test]
fn a_broken_worker_is_replaced_and_what_broke_it_is_not_asked_again() {
    let state = send(read(ready(start())));
    let old = state.engine.generation;
    let state = after(state, [Action::Broke { generation: old, why: "it took too long".into() }]);
    assert_ne!(state.engine.generation, old);
    assert_eq!(&**state.refusal(&Task::Check).unwrap(), "it took too long");
    // The new worker reads the text again, and the rest goes on.
    let state = know(done(send(ready(state)), opened()));
    assert_eq!(state.next_job(), None);
    // Another text is another chance.
    let state = read(after(state, [edit("1")]));
    assert_eq!(task(&state), Some(Task::Check));
}

#[test]
fn a_text_that_cannot_be_read_is_asked_nothing() {
    let state = send(ready(start()));
    let action = says(&state, Message::Failed("unreachable".to_owned()));
    let state = ready(after(state, [action]));
    assert_eq!(state.next_job(), None);
    assert!(state.refusal(&Task::Open).is_some());
    assert_eq!(task(&after(state, [edit("1")])), Some(Task::Open));
}

#[test]
fn what_an_older_worker_says_is_not_heard() {
    let state = send(ready(start()));
    let late = says(&state, Message::Done(state.revision, opened()));
    let generation = state.engine.generation;
    let state = after(state, [Action::Overtaken { generation }, late]);
    assert!(state.opened.is_none());
    let again = after(state.clone(), [Action::Overtaken { generation }]);
    assert_eq!(again.engine.generation, state.engine.generation, "replaced once");
}

#[test]
fn a_worker_that_does_not_start_is_not_started_for_ever() {
    let state = start();
    let generation = state.engine.generation;
    let state = after(state, [Action::Broke { generation, why: "no WebAssembly".into() }]);
    assert_eq!(state.engine.readiness, Readiness::Dead("no WebAssembly".into()));
    assert_eq!(state.engine.generation, generation);
}

#[test]
fn two_picks_are_a_question() {
    let state = after(start(), [Action::Service("tcp 22".into()), Action::Pick("internet".into())]);
    assert_eq!(state.picked.as_deref(), Some("internet"));
    assert!(state.question.is_empty());
    let state = after(state, [Action::Pick("subnet db".into())]);
    assert_eq!(&*state.question, "internet -> subnet db : tcp 22");
    assert_eq!(state.picked, None);
    let state = after(state, [Action::Pick("internet".into()), Action::Unpick]);
    assert_eq!(state.picked, None);
}

#[test]
fn a_matrix_fills_a_row_at_a_time_and_only_while_it_is_looked_at() {
    let end = |name: &str| MatrixEnd {
        kind: "segment".to_owned(),
        label: name.to_owned(),
        selector: name.to_owned(),
        place: None,
    };
    let state = settle(ready(start()));
    assert_eq!(task(&state), None);
    let state = after(state, [Action::View(View::Matrix)]);
    assert_eq!(task(&state), Some(Task::Matrix { by: MatrixBy::Segment }));
    let matrix = Matrix { by: MatrixBy::Segment, ends: vec![end("a"), end("b")] };
    let mut state = done(send(state), Outcome::Listed(matrix));
    for row in 0..2 {
        assert_eq!(task(&state), Some(Task::Row { by: MatrixBy::Segment, row, service: "".into() }));
        state = done(send(state), Outcome::Filled(vec![None, Some(Verdict::Blocked)]));
    }
    assert_eq!(task(&state), None);
    // Another service is another matrix, and the first is kept.
    let state = after(state, [Action::Service("tcp 22".into())]);
    assert_eq!(task(&state), Some(Task::Matrix { by: MatrixBy::Segment }));
    assert_eq!(task(&after(state.clone(), [Action::Service("".into())])), None);
    assert_eq!(task(&after(state, [Action::View(View::Map)])), None);
}

#[test]
fn a_service_that_cannot_be_read_ends_the_matrix_with_its_problem() {
    let state = after(settle(ready(start())), [Action::View(View::Matrix)]);
    let end = MatrixEnd { kind: "x".into(), label: "x".into(), selector: "x".into(), place: None };
    let matrix = Matrix { by: MatrixBy::Segment, ends: vec![end] };
    let state = done(send(state), Outcome::Listed(matrix));
    let position = Position { offset: 0, line: 1, column: 1 };
    let problem = ShownProblem {
        code: ringfence::ProblemCode::UnknownName,
        severity: ringfence::Severity::Error,
        message: "nothing is named so".to_owned(),
        place: Place { file: "question".to_owned(), start: position, end: position, pointer: None },
        related: Vec::new(),
        help: None,
        fix: None,
    };
    let state = done(send(state), Outcome::Refused(vec![problem]));
    assert_eq!(task(&state), None);
    assert_eq!(
        state.tables.get(&TableKey { by: state.by, service: state.service.clone() }).unwrap().problems.len(),
        1
    );
}

#[test]
fn a_jump_opens_the_file_and_can_be_asked_for_twice() {
    let position = Position { offset: 0, line: 1, column: 1 };
    let place = Place { file: "b.fence".to_owned(), start: position, end: position, pointer: None };
    let once = after(start(), [Action::Jump(place.clone())]);
    assert_eq!((once.active, once.pane), (1, Pane::Editor));
    let twice = after(once.clone(), [Action::Jump(place.clone())]);
    assert_ne!(once.jump, twice.jump);
    let gone = Place { file: "c.fence".to_owned(), ..place };
    assert_eq!(after(start(), [Action::Jump(gone)]).jump, None);
}

#[test]
fn the_last_text_cannot_be_closed() {
    let state = after(start(), [Action::Activate(1), Action::Close(0)]);
    assert_eq!((state.files.len(), state.active), (1, 0));
    assert_eq!(&*state.file().unwrap().name, "b.fence");
    assert_eq!(after(state, [Action::Close(0)]).files.len(), 1);
}

#[test]
fn loading_forgets_what_was_about_other_texts() {
    let state = after(settle(ready(start())), [Action::Ask("x -> y".into()), Action::Pick("x".into())]);
    let before = state.loaded;
    let state = after(state, [Action::Load(Load::files(Vec::new()))]);
    assert_ne!(state.loaded, before);
    assert!(state.report.is_none() && state.picked.is_none() && state.question.is_empty());
    assert_eq!(state.files.len(), 1, "there is always a text to write in");
    assert_eq!(task(&state), Some(Task::Open));
}

#[test]
fn edited_texts_that_are_replaced_can_be_taken_back() {
    let other = || Action::Load(Load::files(vec![file("c.fence", "three")]));
    let untouched = after(start(), [other()]);
    assert!(untouched.before.is_none() && untouched.notice.is_none(), "nothing was lost");
    let state = after(start(), [edit("mine"), other()]);
    assert!(state.notice.is_some());
    let state = after(state, [Action::TakeBack]);
    assert_eq!(&*state.files[0].text, "mine");
    assert!(state.edited && state.notice.is_none());
    // A closed text comes back, too, and for as long as the notice says so.
    let closed = after(start(), [Action::Close(1)]);
    assert_eq!(after(closed.clone(), [Action::TakeBack]).files.len(), 2);
    assert_eq!(after(closed, [Action::Heard, Action::TakeBack]).files.len(), 1);
}

#[test]
fn the_explained_intent_is_followed_to_where_it_stands() {
    let report = |texts: &[&str]| {
        let intent = |text: &&str| ringfence::answer::IntentResult {
            text: (*text).to_owned(),
            place: Place { file: "a.fence".to_owned(), start: at(), end: at(), pointer: None },
            because: None,
            outcome: ringfence::answer::Outcome::Holds,
            violations: ringfence::answer::Flows { count: "0".to_owned(), boxes: Vec::new() },
            shown: None,
            assumptions: Vec::new(),
        };
        let intents = texts.iter().map(intent).collect();
        Outcome::Checked(Report {
            summary: Summary::default(),
            intents,
            tests: Vec::new(),
            problems: Vec::new(),
        })
    };
    let judged = |state: Rc<State>, texts: &[&str]| done(send(read(state)), report(texts));
    let state = judged(ready(start()), &["deny a", "require b", "deny c"]);
    let state = after(state, [Action::Show(Subject::Intent(1)), edit("1")]);
    let state = judged(state, &["require b", "deny c"]);
    assert_eq!(state.subject, Subject::Intent(0));
    let state = judged(after(state, [edit("2")]), &["deny c"]);
    assert_eq!(state.subject, Subject::Question, "what is gone is not explained by another");
}

fn at() -> Position {
    Position { offset: 0, line: 1, column: 1 }
}
