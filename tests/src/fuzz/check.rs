//! What must hold of any text.

use ringfence::answer::{Outcome, Report, ShownProblem};
use ringfence::editor::{self, OutlineItem};
use ringfence::{Analysis, Location, Parsed, Place, Source, SourceId, parse};

use super::Seen;

/// The most problems that reading a text lists, and as many that resolving it does.
const LISTED: usize = 1001;

/// Reads `text` to the end of all answers.
pub(super) fn look(text: &str, question: &str, seen: &mut Seen) -> Result<(), String> {
    let source = Source::new("a.fence", text).map_err(|error| error.to_string())?;
    let parsed = parse(vec![source.clone()]);
    places_of_problems(&parsed)?;
    let again = parse(vec![source.clone()]);
    if again.problems != parsed.problems || said(&again) != said(&parsed) {
        return Err("it is not read twice alike".to_owned());
    }
    let analysis = Analysis::new(parsed);
    let sources = [source, Source::new("question", question).map_err(|error| error.to_string())?];
    let check = || -> Result<Report, String> {
        let report = analysis.check();
        shown_places(&report.problems, &sources)?;
        let lines = report.tests.iter().flat_map(|test| &test.lines).map(|line| line.outcome);
        let holds = report.intents.iter().map(|intent| intent.outcome).chain(lines);
        if analysis.has_errors() && holds.into_iter().any(|outcome| outcome == Outcome::Holds) {
            return Err("something holds although the text has an error".to_owned());
        }
        Ok(report)
    };
    let report = check()?;
    for question in [question, "internet -> any : tcp 443"] {
        match analysis.question(question).and_then(|question| analysis.reach(&question)) {
            Ok(answer) => shown_places(&answer.problems, &sources)?,
            Err(problems) if problems.is_empty() => {
                return Err(format!("{question:?} has no answer and no problem"));
            }
            Err(problems) => shown_places(&problems, &[sources[0].clone(), named_question(question)?])?,
        }
    }
    formatted(&sources[0], &report)?;
    let Report { summary, problems, .. } = &report;
    seen.whole += u64::from(!analysis.has_errors());
    seen.problems += problems.len() as u64;
    seen.judged += u64::from(summary.hold) + u64::from(summary.fail);
    Ok(())
}

/// What formatting makes of a text: the same characters but for blanks and separators, about which the same is found, and which
/// it leaves as it is.
fn formatted(source: &Source, report: &Report) -> Result<(), String> {
    let Ok(text) = ringfence::format(source) else { return Ok(()) };
    let kept = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ';' | '\u{feff}')).collect()
    };
    if kept(&text) != kept(source.text()) {
        return Err(format!("formatting loses something: {text}"));
    }
    let formatted = Source::new(source.name(), text.as_str()).map_err(|error| error.to_string())?;
    if ringfence::format(&formatted).as_deref() != Ok(text.as_str()) {
        return Err(format!("formatting is never done: {text}"));
    }
    let found = |report: &Report| {
        // Messages quote the text.
        let problems = report.problems.iter().map(|problem| problem.code);
        (report.summary, problems.collect::<Vec<_>>())
    };
    let after = parse(vec![formatted]);
    if said(&after) != said(&parse(vec![source.clone()])) {
        return Err(format!("formatting changes the estate: {text}"));
    }
    let again = Analysis::new(after).check();
    if found(&again) != found(report) {
        return Err(format!("formatting changes what a text says: {text}"));
    }
    Ok(())
}

/// What an editor is told at `offset`: every place is one of the text, and with a name that is given nothing else changes.
pub(super) fn edited(text: &str, offset: u32, name: &str) -> Result<(), String> {
    let source = Source::new("a.fence", text).map_err(|error| error.to_string())?;
    let (sources, here) = ([source], SourceId(0));
    let [source] = &sources;
    let completions = editor::complete(&sources, here, offset);
    let hover = editor::hover(&sources, here, offset);
    let used = editor::references(&sources, here, offset);
    let declared = editor::definition(&sources, here, offset);
    if declared.as_ref().is_some_and(|declared| !used.contains(declared)) {
        return Err(format!("the declaration of what stands at {offset} does not know it"));
    }
    let edits = editor::rename(&sources, here, offset, name).unwrap_or_default();
    let mut places: Vec<&Place> = used.iter().chain(&declared).collect();
    places.extend(edits.iter().map(|edit| &edit.place));
    places.extend(completions.iter().map(|found| &found.place).chain(hover.iter().map(|hover| &hover.place)));
    let outline = editor::outline(source);
    let mut items: Vec<&OutlineItem> = outline.iter().collect();
    while let Some(item) = items.pop() {
        items.extend(&item.children);
        places.extend([&item.place, &item.name_place]);
    }
    if let Some(place) = places.into_iter().find(|place| !is_place_of(source, place)) {
        return Err(format!("{place:?} is no place of the text"));
    }
    let tokens = editor::tokens(source);
    if !tokens.is_sorted_by(|a, b| (a.line, a.column + a.length) <= (b.line, b.column)) {
        return Err("tokens overlap".to_owned());
    }
    let mut renamed = text.to_owned();
    for edit in edits.iter().rev() {
        renamed.replace_range(edit.place.start.offset as usize..edit.place.end.offset as usize, &edit.text);
    }
    let renamed = Source::new("a.fence", renamed).map_err(|error| error.to_string())?;
    let count = |source: Source| parse(vec![source]).problems.len();
    // A name in a string that does not end is mended with the edit, and what that hid is read.
    let readable = ringfence::format(source).is_ok();
    if readable && count(renamed.clone()) != count(source.clone()) {
        return Err(format!(
            "with the name {name:?} at {offset} there are other problems: {}",
            renamed.text()
        ));
    }
    Ok(())
}

fn named_question(text: &str) -> Result<Source, String> {
    Source::new("question", text).map_err(|error| error.to_string())
}

/// An estate without the places of what it says.
fn said(parsed: &Parsed) -> String {
    let all = format!("{:?}", parsed.estate);
    let mut said = String::new();
    let mut rest = all.as_str();
    while let Some((before, behind)) = rest.split_once("Span { ") {
        said.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    said + rest
}

fn places_of_problems(parsed: &Parsed) -> Result<(), String> {
    if !parsed.problems.is_sorted_by_key(|problem| problem.at) {
        return Err("the problems are not in the order of the text".to_owned());
    }
    // The list of each of the two readings ends with the one that says that it ends.
    if parsed.problems.len() > 2 * LISTED {
        return Err(format!("{} problems are listed", parsed.problems.len()));
    }
    for problem in &parsed.problems {
        let related = problem.related.iter().map(|(at, _)| *at);
        for at in related.chain([problem.at]).chain(problem.fix.as_ref().map(|fix| fix.at)) {
            if !is_inside(&parsed.sources, at) {
                return Err(format!("a problem stands outside of its text: {problem:?}"));
            }
        }
        if problem.message.is_empty() || problem.message.len() > 2_000 {
            return Err(format!("a message is empty or endless: {problem:?}"));
        }
    }
    Ok(())
}

fn is_inside(sources: &[Source], at: Location) -> bool {
    let text = sources.get(at.source.0 as usize).map(Source::text);
    text.is_some_and(|text| text.get(at.span.start as usize..at.span.end as usize).is_some())
}

fn is_place_of(source: &Source, place: &Place) -> bool {
    [place.start, place.end].iter().all(|at| source.position(at.offset) == *at)
        && place.start.offset <= place.end.offset
}

fn shown_places(problems: &[ShownProblem], sources: &[Source]) -> Result<(), String> {
    let inside = |place: &Place| {
        let source = sources.iter().find(|source| source.name() == place.file);
        source.is_some_and(|source| is_place_of(source, place))
    };
    for problem in problems {
        let related = problem.related.iter().map(|related| &related.place);
        let fix = problem.fix.iter().map(|fix| &fix.place);
        if !related.chain(fix).chain([&problem.place]).all(inside) {
            return Err(format!("a problem is shown outside of its text: {problem:?}"));
        }
    }
    Ok(())
}
