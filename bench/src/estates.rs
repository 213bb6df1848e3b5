//! What a whole network takes: by classes against pair by pair, with more machines, and after an edit.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use ringfence::answer::Progress;
use ringfence::estate::{Expr, Flow, ObjectId, Selector, ServiceTerm, Traffic, Ways};
use ringfence::{Analysis, Location, Origin, Parsed, Question, Source, SourceId, Span, parse};

use crate::estate::{Edit, Size, text};

const SEED: u64 = 1;

/// Runs of which the best counts.
const RUNS: usize = 3;

/// Pairs that are asked one by one.
const PAIRS: usize = 2000;

/// Edits of each kind.
const EDITS: u64 = 9;

/// Measures a network of [`Size::LARGE`], or of [`Size::SMALL`] when `quick`, and prints what came out.
pub fn measure(quick: bool) {
    let size = if quick { Size::SMALL } else { Size::LARGE };
    let parsed = read(text(SEED, size));
    let once = pairs(&parsed);
    let tenfold = find_best(&read(text(SEED, size.ten_times())));
    println!("ten times the machines of the same classes: {:.2} times as long", ratio(tenfold, once));
    let fresh = once + best(&|| drop(Analysis::new(parsed.clone())));
    println!("fresh analysis with its matrix: {:.0} ms", milliseconds(fresh));
    edits(text(SEED, size), fresh);
}

/// All pairs by classes, against one by one; how long the first takes.
fn pairs(parsed: &Parsed) -> Duration {
    let once = find_best(parsed);
    let mut known = Analysis::new(parsed.clone());
    find(&mut known);
    let unknown = Analysis::new(parsed.clone());
    let machines: Vec<ObjectId> = parsed.estate.aws.interfaces.iter().map(|one| one.object).collect();
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut one = || machines[rng.random_range(0..machines.len())];
    let questions: Vec<Question> = (0..PAIRS).map(|_| question(one(), one())).collect();
    let ask = |analysis: &Analysis| {
        let started = Instant::now();
        let answered = questions.iter().filter_map(|question| analysis.exact(question).ok());
        let counts: Vec<Vec<String>> = answered
            .map(|flows| {
                let count = |space| flows.spaces.count(space).to_string();
                flows
                    .between
                    .iter()
                    .flat_map(|one| [one.delivered.surely, one.fully_answered.surely])
                    .map(count)
                    .collect()
            })
            .collect();
        (started.elapsed(), counts)
    };
    let ((by_itself, expected), (read, found)) = (ask(&unknown), ask(&known));
    assert!(found == expected, "the same flows");
    let all = by_itself.as_secs_f64() / PAIRS as f64 * (machines.len() * machines.len()) as f64;
    println!(
        "{} interfaces of {} classes, all pairs: {:.0} ms by classes; pair by pair ({PAIRS} asked) {:.0} times as long",
        machines.len(),
        known.classes().len(),
        milliseconds(once),
        all / once.as_secs_f64(),
    );
    println!("a pair from what is known then: {:.2} times as long as by itself", ratio(read, by_itself));
    once
}

/// Edits one after the other, each against everything from the beginning.
fn edits(mut text: String, fresh: Duration) {
    let mut analysis = Analysis::new(read(text.clone()));
    find(&mut analysis);
    let mut all = Vec::new();
    for edit in Edit::ALL {
        let mut took = Vec::new();
        for seed in 0..EDITS {
            text = edit.apply(seed, &text);
            let parsed = read(text.clone());
            let started = Instant::now();
            analysis = analysis.edited(parsed);
            find(&mut analysis);
            took.push(started.elapsed());
        }
        all.extend_from_slice(&took);
        println!("{edit:?} edited: {:.1}% of it at the median", 100.0 * ratio(median(took), fresh));
    }
    println!("any edit: {:.1}% of it at the median", 100.0 * ratio(median(all), fresh));
}

fn read(text: String) -> Parsed {
    let parsed = parse(vec![Source::new("network.fence", text).unwrap()]);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems.first());
    parsed
}

/// Finds what becomes of everything that is sent.
fn find(analysis: &mut Analysis) {
    while matches!(analysis.step(u64::MAX), Progress::Pending { .. }) {}
}

/// How long that takes, where all that is deployed is ready.
fn find_best(parsed: &Parsed) -> Duration {
    let run = |_| {
        let mut analysis = Analysis::new(parsed.clone());
        let started = Instant::now();
        find(&mut analysis);
        started.elapsed()
    };
    (0..RUNS).map(run).min().unwrap()
}

fn best(run: &dyn Fn()) -> Duration {
    let time = |_| {
        let started = Instant::now();
        run();
        started.elapsed()
    };
    (0..RUNS).map(time).min().unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Everything from one machine to another.
fn question(from: ObjectId, to: ObjectId) -> Question {
    let end = |object| Expr { union: vec![vec![Selector::Object(object)]], except: Vec::new() };
    let service = Expr { union: vec![vec![ServiceTerm::Traffic(Traffic::Any)]], except: Vec::new() };
    let nowhere = Location { source: SourceId(u32::MAX), span: Span { start: 0, end: 0 } };
    Question::new(Flow {
        from: end(from),
        to: end(to),
        service,
        ways: Ways::default(),
        origin: Origin::Written(nowhere),
    })
}
