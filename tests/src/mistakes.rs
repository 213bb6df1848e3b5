//! Mistakes in texts, a word or sign at a time: how much is said about each, and what else goes with it.

mod unit;
mod words;

use std::fmt;

use ringfence::{Location, Parsed, Source, parse};

use self::unit::{Unit, units};
use self::words::{WRONG, words};
use crate::estates::Dice;
use crate::fuzz::POLICIES;

/// What is done to a text at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word or sign is left out.
    Deleted,
    /// One that does not belong there is put before another.
    Inserted,
    /// One stands in another's place.
    Replaced,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Deleted, Self::Inserted, Self::Replaced];
}

/// A text without a problem, with what stands in it.
struct Whole {
    text: &'static str,
    words: Vec<(usize, usize)>,
    units: Vec<Unit>,
    /// The start, kind and name of each thing that is deployed.
    things: Vec<(usize, &'static str, String)>,
}

/// A change of a text.
#[derive(Debug, Clone, Copy)]
struct Mistake {
    kind: Kind,
    /// The index of the word that it is about.
    word: usize,
    /// What stands there now.
    new: &'static str,
}

/// What came of many mistakes.
#[derive(Debug, Default)]
pub struct Tally {
    /// Texts with one mistake.
    pub mistakes: usize,
    /// Those among them that have a problem: many a word may as well be another.
    pub noticed: usize,
    /// Problems that follow from no other.
    pub unlinked: usize,
    /// Problems that follow from another.
    pub linked: usize,
    /// Texts in which a statement changed that has no mistake, or a thing is missing that another statement declares.
    pub losing: usize,
    /// Texts with two mistakes in statements of which neither holds the other, each with a problem where it is.
    pub pairs: usize,
    /// Those of them with fewer than two problems that follow from no other.
    pub hidden: usize,
}

impl Tally {
    /// Problems of a text with a mistake that is noticed, those left out that follow from another.
    #[must_use]
    pub fn average(&self) -> f64 {
        self.unlinked as f64 / self.noticed.max(1) as f64
    }

    /// In how many of a hundred texts a mistake costs another statement.
    #[must_use]
    pub fn losing_percent(&self) -> f64 {
        100.0 * self.losing as f64 / self.mistakes.max(1) as f64
    }

    fn count(&mut self, seen: &Seen) {
        self.mistakes += 1;
        self.noticed += usize::from(!seen.unlinked.is_empty());
        self.unlinked += seen.unlinked.len();
        self.linked += seen.linked;
        self.losing += usize::from(seen.lost.is_some());
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} mistakes, {} of them noticed: {:.3} problems each that follow from no other ({} do), another statement lost in \
             {} ({:.2} %); {} pairs, {} of them fewer than two problems",
            self.mistakes,
            self.noticed,
            self.average(),
            self.linked,
            self.losing,
            self.losing_percent(),
            self.pairs,
            self.hidden
        )
    }
}

/// What one text with a mistake shows.
struct Seen {
    /// The problems that follow from no other: code and place.
    unlinked: Vec<(&'static str, Location)>,
    linked: usize,
    /// What else is lost, if anything is.
    lost: Option<String>,
}

/// Makes `count` mistakes of each kind in the policies, and as many pairs of them, by `seed`; `tell` hears of each text.
#[must_use]
pub fn sample(seed: u64, count: usize, tell: &mut dyn FnMut(&Told<'_>)) -> Tally {
    let wholes: Vec<Whole> = POLICIES.iter().map(|text| Whole::new(text)).collect();
    let (mut dice, mut tally) = (Dice::new(seed), Tally::default());
    for _ in 0..count {
        for kind in Kind::ALL {
            let whole = &wholes[dice.below(wholes.len())];
            whole.look(whole.mistake(&mut dice, kind), &mut tally, tell);
        }
        wholes[dice.below(wholes.len())].pair(&mut dice, &mut tally, tell);
    }
    tally
}

/// Makes every mistake there is, and `pairs` pairs by `seed`.
#[must_use]
pub fn all(seed: u64, pairs: usize, tell: &mut dyn FnMut(&Told<'_>)) -> Tally {
    let (mut dice, mut tally) = (Dice::new(seed), Tally::default());
    for text in POLICIES {
        let whole = Whole::new(text);
        for word in 0..whole.words.len() {
            whole.look(Mistake { kind: Kind::Deleted, word, new: "" }, &mut tally, tell);
            for new in WRONG {
                for kind in [Kind::Inserted, Kind::Replaced] {
                    whole.look(Mistake { kind, word, new }, &mut tally, tell);
                }
            }
        }
        for _ in 0..pairs.div_ceil(POLICIES.len()) {
            whole.pair(&mut dice, &mut tally, tell);
        }
    }
    tally
}

/// A text with mistakes, and what was seen of it.
pub struct Told<'a> {
    /// The lines that are not as they were, shortened.
    pub lines: String,
    /// The codes of the problems that follow from no other.
    pub codes: Vec<&'static str>,
    /// What was lost beside.
    pub lost: Option<&'a str>,
    /// Whether two mistakes are less than two problems.
    pub hidden: bool,
}

impl Whole {
    fn new(text: &'static str) -> Self {
        let parsed = read(text);
        assert!(parsed.problems.is_empty(), "a policy has a problem: {:?}", parsed.problems);
        Self { text, words: words(text), units: units(text), things: things(&parsed) }
    }

    fn mistake(&self, dice: &mut Dice, kind: Kind) -> Mistake {
        let new = if kind == Kind::Deleted { "" } else { dice.one(WRONG) };
        Mistake { kind, word: dice.below(self.words.len()), new }
    }

    /// What `mistake` takes away, and what it puts there.
    fn edit(&self, mistake: Mistake) -> (usize, usize, String) {
        let (start, end) = self.words[mistake.word];
        match mistake.kind {
            Kind::Deleted => (start, end, String::new()),
            Kind::Inserted => (start, start, format!("{} ", mistake.new)),
            Kind::Replaced => {
                // Blanks keep it apart from a sign that stands close.
                let close = |c: Option<char>| if c.is_some_and(|c| !c.is_whitespace()) { " " } else { "" };
                let before = close(self.text[..start].chars().next_back());
                (start, end, format!("{before}{}{}", mistake.new, close(self.text[end..].chars().next())))
            }
        }
    }

    fn with(&self, mistake: Mistake) -> String {
        let (start, end, new) = self.edit(mistake);
        format!("{}{new}{}", &self.text[..start], &self.text[end..])
    }

    /// The statements that `mistake` is in: those of the word and, where it stands between two, of its neighbours.
    fn damaged(&self, mistake: Mistake) -> Vec<usize> {
        let own = self.words[mistake.word];
        let ends_statement = matches!(&self.text[own.0..own.1], ";" | "{" | "}");
        let between = mistake.kind == Kind::Inserted || ends_statement;
        let neighbours = [mistake.word.checked_sub(1), mistake.word.checked_add(1)];
        let words = neighbours.into_iter().filter(|_| between).flatten();
        let words = words.filter_map(|word| self.words.get(word)).chain([&own]);
        words.filter_map(|&word| self.owner(word)).collect()
    }

    /// The innermost statement that holds a word.
    fn owner(&self, (start, end): (usize, usize)) -> Option<usize> {
        // A block's statements come behind the one that it belongs to.
        self.units.iter().rposition(|unit| unit.start <= start && end <= unit.end)
    }

    fn look(&self, mistake: Mistake, tally: &mut Tally, tell: &mut dyn FnMut(&Told<'_>)) {
        let text = self.with(mistake);
        let parsed = read(&text);
        let (unlinked, linked) = problems(&parsed);
        let seen = Seen { unlinked, linked, lost: self.lost(mistake, &text, &parsed) };
        tally.count(&seen);
        let (start, end, new) = self.edit(mistake);
        let codes = seen.unlinked.iter().map(|(code, _)| *code).collect();
        let around = line(&text, start, start + new.len());
        let lines = format!("{:?} {:?}: {around}", mistake.kind, &self.text[start..end]);
        tell(&Told { lines, codes, lost: seen.lost.as_deref(), hidden: false });
    }

    /// The first statement or thing that went with the mistake.
    fn lost(&self, mistake: Mistake, text: &str, parsed: &Parsed) -> Option<String> {
        let damaged = self.damaged(mistake);
        let (start, end, new) = self.edit(mistake);
        let now = |at: usize| if at >= end { at + new.len() - (end - start) } else { at };
        let read = units(text);
        for (index, unit) in self.units.iter().enumerate() {
            if damaged.contains(&index) {
                continue;
            }
            let at = now(unit.start);
            let found = read.iter().find(|other| other.start == at && other.own == unit.own);
            let stands = found.is_some_and(|found| match (unit.parent, found.parent) {
                (None, None) => true,
                (Some(before), Some(after)) => {
                    let (before, after) = (&self.units[before], &read[after]);
                    let brace = before.brace.map(now);
                    now(before.start) == after.start || (brace.is_some() && brace == after.brace)
                }
                _ => false,
            });
            if !stands {
                return Some(format!("statement {}", unit.own));
            }
        }
        let read = things(parsed);
        let missing = self.things.iter().find(|(start, kind, name)| {
            let excused = damaged.iter().any(|&unit| self.units[unit].start == *start);
            !excused
                && !read.iter().any(|other| other.0 == now(*start) && other.1 == *kind && other.2 == *name)
        });
        missing.map(|(_, kind, name)| format!("thing {kind} {name}"))
    }

    /// Two mistakes, if two can be had that have a problem each where they are.
    fn pair(&self, dice: &mut Dice, tally: &mut Tally, tell: &mut dyn FnMut(&Told<'_>)) {
        let mut one = || (0..50).find_map(|_| self.local(dice));
        let (Some(left), Some(right)) = (one(), one()) else { return };
        let (first, second) = if left.0.word < right.0.word { (left, right) } else { (right, left) };
        let apart = |&left: &usize| second.1.iter().all(|&right| self.are_apart(left, right));
        if !first.1.iter().all(apart) {
            return;
        }
        let (start, end, new) = self.edit(second.0);
        let mut text = self.with(first.0);
        let moved = text.len() - self.text.len().min(text.len());
        let back = self.text.len() - text.len().min(self.text.len());
        text.replace_range(start + moved - back..end + moved - back, &new);
        let (unlinked, _) = problems(&read(&text));
        tally.pairs += 1;
        let hidden = unlinked.len() < 2;
        tally.hidden += usize::from(hidden);
        let lines = [first.0, second.0].map(|mistake| {
            let (start, end, new) = self.edit(mistake);
            format!(
                "{:?} {:?} by {new:?}: {}",
                mistake.kind,
                &self.text[start..end],
                line(self.text, start, end)
            )
        });
        let codes = unlinked.iter().map(|(code, _)| *code).collect();
        tell(&Told { lines: lines.join(" | "), codes, lost: None, hidden });
    }

    fn are_apart(&self, left: usize, right: usize) -> bool {
        let (left, right) = (&self.units[left], &self.units[right]);
        left.end <= right.start || right.end <= left.start
    }

    /// A mistake that is noticed in the statement that it is in, or in one of the two that it stands between.
    fn local(&self, dice: &mut Dice) -> Option<(Mistake, Vec<usize>)> {
        let kind = dice.one(&Kind::ALL);
        let mistake = self.mistake(dice, kind);
        let damaged = self.damaged(mistake);
        let (start, end, new) = self.edit(mistake);
        let (problems, _) = problems(&read(&self.with(mistake)));
        let inside = problems.iter().any(|(_, at)| {
            let at = at.span.start as usize;
            let at = if at < start + new.len() { at.min(start) } else { at + (end - start) - new.len() };
            damaged.iter().any(|&unit| self.units[unit].start <= at && at <= self.units[unit].end)
        });
        inside.then_some((mistake, damaged))
    }
}

fn read(text: &str) -> Parsed {
    parse(vec![Source::new("a.fence", text).expect("a short text")])
}

/// The problems that follow from no other, and how many do.
fn problems(parsed: &Parsed) -> (Vec<(&'static str, Location)>, usize) {
    let own: Vec<_> = parsed.problems.iter().map(|problem| (problem.code.as_str(), problem.at)).collect();
    (own, 0)
}

fn things(parsed: &Parsed) -> Vec<(usize, &'static str, String)> {
    let objects = parsed.estate.objects.iter();
    let written = objects.filter_map(|object| Some((object.origin.location()?.span.start as usize, object)));
    written.map(|(start, object)| (start, object.kind, object.name.clone())).collect()
}

/// The line around a stretch of a text.
fn line(text: &str, start: usize, end: usize) -> String {
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    text[first..last].trim().chars().take(120).collect()
}
