//! Random texts: whatever is written, nothing panics and every problem has a place inside its text.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use ringfence::answer::{Outcome, Report, ShownProblem};
use ringfence::editor::{self, OutlineItem};
use ringfence::{Analysis, Location, Parsed, Place, Source, SourceId, parse};

use crate::estates::Dice;

/// Whole architectures, which take their time.
const POLICIES: &[&str] = &[
    include_str!("../../policies/aws/bastion.fence"),
    include_str!("../../policies/aws/dual-stack.fence"),
    include_str!("../../policies/aws/microsegments.fence"),
    include_str!("../../policies/aws/nat.fence"),
    include_str!("../../policies/aws/public-subnet.fence"),
    include_str!("../../policies/aws/three-tier.fence"),
    include_str!("../../policies/broken/lost-replies.fence"),
    include_str!("../../policies/broken/open-database.fence"),
    include_str!("../../policies/broken/open-elsewhere.fence"),
];

/// Texts that take less time; each way to write something stands in one of them.
const TEXTS: &[&str] = &[include_str!("../../docs/door.fence"), SMALL, SMALL, DAMAGED];

/// What the policies do not show.
const SMALL: &str = r#"
network n on aws { vpc main 10.0.0.0/16, 2001:db8:1::/56 {
  subnet s 10.0.0.0/24, 2001:db8:1:1::/64 in "zone a" { id subnet-0a1b }
  network-acl default { ingress 1 deny icmp 3/4 from 0.0.0.0/0; ingress 2 allow protocol 47 from ::/0 }
  route-table t { main yes; 10.1.0.0/16 -> blackhole; 2000::/3 -> router; 10.0.0.0/16 -> local }
  security-group "in" { ingress icmpv6 128/0, esp, tcp 1-2, 4 from self, g; egress any to 0.0.0.0/0 }
  security-group g
  instance router { interface eth0 in s { ip 10.0.0.9, 10.0.0.10, 2001:db8:1:1::9; public-ip 1.2.3.4 -> 10.0.0.10 } }
  instance b in s { ip 10.0.0.11; tag a=b, "c d"="e#f"; client-ports 1-2, 4 }
} }
segment one = (any, (internet & 10.0.0.0/8) except tag a), interface router.eth0
segment two = one, 10.0.0.4-10.0.0.9, instance "b" & main
service s = tcp 443 source-port 1-2, (udp except udp 53, icmp echo-request)
deny internet -> one : s because "no" { allow internet -> two : tcp 1 }
isolate router from b
test "t" { blocked b -> 10.1.0.9 : s by blackhole at route-table t; partly router -> b }
"#;

/// What is wrong already.
const DAMAGED: &str = "segment a = b\nsegment b = a\n\u{202e}\u{feff}\tvpc x 10.0.0.1/8 {\r\n \"\n}}\n(((\nallow a ->\n\
    network n on azure { }\ntcp 65536-1 99999999999999999999 1.2.3.4/33 ::1/129 /999999 fe80::1%eth0\n{ { a = = b";

/// Questions that are asked, some of them damaged.
const QUESTIONS: &[&str] = &[
    "internet -> any : tcp 443",
    "any -> internet except 10.0.0.0/8 : icmp echo-request, udp 53",
    "tag tier=data, main -> subnet web & (internet, any) : any except tcp 22",
    "10.0.0.9 -> 2001:db8::10 : tcp 443 source-port 50000",
    "nothing -> frontend",
];

/// Words and signs that are put where they do not belong.
const WORDS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\\",
    "'",
    "“",
    "->",
    "→",
    "-",
    "–",
    ":",
    "::",
    "=",
    ",",
    ";",
    "&",
    "#",
    ".",
    "/",
    "%",
    "@",
    "\n",
    "\n  ",
    "\r\n",
    "\t",
    " ",
    "\u{a0}",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "ß",
    "日",
    "\u{1f9e8}",
    "0",
    "1",
    "22",
    "443",
    "65535",
    "65536",
    "99999999999999999999",
    "32767",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/16",
    "10.0.0.4",
    "/33",
    "/129",
    "10.0.0.1/8",
    "255.255.255.255",
    "2001:db8::/32",
    "1.2.3",
    "8/0",
    "1-0",
    "a=b",
    "except",
    "from",
    "to",
    "in",
    "on",
    "between",
    "through",
    "avoiding",
    "by",
    "at",
    "because",
    "any",
    "internet",
    "self",
    "local",
    "blackhole",
    "yes",
    "tcp",
    "udp",
    "icmp",
    "protocol",
    "source-port",
    "network",
    "aws",
    "azure",
    "vpc",
    "subnet",
    "route-table",
    "main",
    "security-group",
    "ingress",
    "egress",
    "instance",
    "interface",
    "ip",
    "public-ip",
    "nat-gateway",
    "internet-gateway",
    "egress-only-internet-gateway",
    "network-acl",
    "allow",
    "deny",
    "require",
    "isolate",
    "segment",
    "service",
    "test",
    "reachable",
    "blocked",
    "tag",
    "id",
    "client-ports",
    "expect",
    "closed",
    "and",
    "or",
    "each",
    "unknown",
];

/// Changes to one text at the most.
const CHANGES: usize = 3;

/// What was seen of a run of random texts.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many texts were read.
    pub texts: u64,
    /// How many of them had no error.
    pub whole: u64,
    /// How many problems they had.
    pub problems: u64,
    /// How many intents and test lines were judged.
    pub judged: u64,
    /// The longest that one took, and its seed.
    pub slowest: (Duration, u64),
}

/// A text about which something went wrong.
#[derive(Debug)]
pub struct Failure {
    /// Its seed.
    pub seed: u64,
    /// What went wrong.
    pub what: String,
    /// The text.
    pub text: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, what, text } = self;
        write!(f, "seed {seed}: {what}\n--- the text, escaped:\n{text:?}\n--- the text:\n{text}\n---")
    }
}

/// Reads, checks and asks about `count` random texts; the first has the seed `seed`, the next one the next.
///
/// # Errors
/// The first text about which something is wrong.
pub fn fuzz(seed: u64, count: u64, seen: &mut Seen) -> Result<(), Box<Failure>> {
    for seed in seed..seed.saturating_add(count) {
        let mut dice = Dice::new(seed);
        let text = text(&mut dice);
        let question = changed(&mut dice, QUESTIONS);
        let places = [(); 3].map(|()| boundary(&mut dice, &text) as u32);
        let name = dice.one(WORDS);
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| {
            look(&text, &question, seen)?;
            places.into_iter().try_for_each(|offset| edited(&text, offset, name))
        }));
        let what = match result {
            Ok(Ok(())) => None,
            Ok(Err(what)) => Some(what),
            Err(_) => Some("it panicked".to_owned()),
        };
        if let Some(what) = what {
            return Err(Box::new(Failure {
                seed,
                what: format!("{what}; the question was {question:?}"),
                text,
            }));
        }
        seen.texts += 1;
        seen.slowest = seen.slowest.max((started.elapsed(), seed));
    }
    Ok(())
}

/// Every text that is damaged and was whole.
#[must_use]
pub fn whole_texts() -> Vec<&'static str> {
    let all = POLICIES.iter().chain(TEXTS).copied();
    all.filter(|text| *text != DAMAGED).collect()
}

/// A random text.
fn text(dice: &mut Dice) -> String {
    match dice.below(10) {
        // Words in any order.
        0 => (0..dice.below(200)).map(|_| format!("{} ", dice.one(WORDS))).collect(),
        // Characters in any order, most of them of ASCII.
        1 => (0..dice.below(300)).map(|_| character(dice)).collect(),
        2 if dice.percent(30) => changed(dice, POLICIES),
        _ => changed(dice, TEXTS),
    }
}

fn character(dice: &mut Dice) -> char {
    let last = if dice.percent(80) { 0x7f } else { 0x10_ffff };
    char::from_u32(dice.between(0, last) as u32).unwrap_or('\u{fffd}')
}

/// One of `texts` with a few changes.
fn changed(dice: &mut Dice, texts: &[&str]) -> String {
    let mut text = dice.one(texts).to_owned();
    for _ in 0..dice.below(CHANGES + 1) {
        change(dice, texts, &mut text);
    }
    text
}

fn change(dice: &mut Dice, texts: &[&str], text: &mut String) {
    let (start, end) = stretch(dice, text);
    let taken = text[start..end].to_owned();
    match dice.below(9) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(end, &taken),
        2 => text.replace_range(start..end, dice.one(WORDS)),
        3 => text.insert_str(start, dice.one(WORDS)),
        4 => text.insert(start, character(dice)),
        5 => {
            let other = dice.one(texts);
            let (first, last) = stretch(dice, other);
            text.insert_str(start, &other[first..last]);
        }
        6 => {
            text.replace_range(start..end, "");
            let to = boundary(dice, text);
            text.insert_str(to, &taken);
        }
        7 => text.truncate(start),
        _ => text.insert_str(start, &dice.one(WORDS).repeat(dice.below(100))),
    }
}

/// A word, a line or any stretch of `text`.
fn stretch(dice: &mut Dice, text: &str) -> (usize, usize) {
    let at = boundary(dice, text);
    let around = |ends: fn(char) -> bool| {
        let start = text[..at].rfind(ends).map_or(0, |start| start + 1);
        let end = text[at..].find(ends).map_or(text.len(), |length| at + length);
        if text.is_char_boundary(start) { (start, end) } else { (at, end) }
    };
    match dice.below(3) {
        0 => around(|c| c == '\n'),
        1 => around(|c| !(c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '/' | '_'))),
        _ => {
            let other = boundary(dice, text);
            // Not half of the text at once.
            let other = if at.abs_diff(other) > 200 { at } else { other };
            (at.min(other), at.max(other))
        }
    }
}

fn boundary(dice: &mut Dice, text: &str) -> usize {
    let mut at = dice.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads `text` to the end of all answers.
fn look(text: &str, question: &str, seen: &mut Seen) -> Result<(), String> {
    let source = Source::new("a.fence", text).map_err(|error| error.to_string())?;
    let parsed = parse(vec![source.clone()]);
    places_of_problems(&parsed)?;
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
    let again = Analysis::new(parse(vec![formatted])).check();
    if found(&again) != found(report) {
        return Err(format!("formatting changes what a text says: {text}"));
    }
    Ok(())
}

/// What an editor is told at `offset`: every place is one of the text, and with a name that is given nothing else changes.
fn edited(text: &str, offset: u32, name: &str) -> Result<(), String> {
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

fn places_of_problems(parsed: &Parsed) -> Result<(), String> {
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
