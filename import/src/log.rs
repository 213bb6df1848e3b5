//! What was read where, and what was found.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::syntax::written_name;
use ringfence::{
    Location, MadeFrom, Member, Original, Problem, ProblemCode, Severity, Source, SourceId, SourceTooLong,
    Span,
};

use crate::text::{Text, one_line};

/// The most findings that are listed, as problems of a text are.
const MOST: usize = 1_000;
/// How the line of what changes no answer starts.
const NOTE: &str = "# note: ";
/// The most places that are listed with one finding.
const MOST_PLACES: usize = 5;

/// The values that something comes from, and what was found.
#[derive(Debug, Default)]
pub(crate) struct Log {
    keys: BTreeMap<String, u32>,
    values: Vec<Original>,
    findings: Vec<Finding>,
    /// The findings by what they say.
    known: BTreeMap<(ProblemCode, String), usize>,
    /// Where each error was found: the value, the finding's place, and whether the text says it as `unknown`. Those of what was read
    /// are sorted.
    errors: Vec<(u32, usize, bool)>,
    /// How many of these are of what was read.
    of_reading: usize,
    /// How many are not listed.
    more: usize,
}

/// Something that was found.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) code: ProblemCode,
    pub(crate) severity: Severity,
    /// Said once of all values that it is true of.
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// The first values that it is true of.
    pub(crate) at: Vec<u32>,
    /// How many there are.
    pub(crate) count: usize,
}

impl Log {
    /// The number of a member's name.
    pub(crate) fn key(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.keys.get(key) {
            return number;
        }
        let number = self.keys.len() as u32;
        self.keys.insert(key.to_string(), number);
        number
    }

    /// Nothing more is read.
    pub(crate) fn read(&mut self) {
        self.values.shrink_to_fit();
        self.errors.sort_unstable();
        self.of_reading = self.errors.len();
    }

    /// Another value; its number.
    pub(crate) fn value(&mut self, text: u32, span: Span, parent: Option<u32>, member: Member) -> u32 {
        let number = self.values.len() as u32;
        self.values.push(Original { text, span, parent: parent.unwrap_or(number), member });
        number
    }

    /// Where a value ends.
    pub(crate) fn end(&mut self, number: u32, end: u32) {
        if let Some(value) = self.values.get_mut(number as usize) {
            value.span.end = end;
        }
    }

    /// One byte of a value, as a value at the same pointer.
    pub(crate) fn point(&mut self, around: u32, start: u32) -> u32 {
        let span = Span { start, end: start.saturating_add(1) };
        let Some(value) = self.values.get(around as usize).copied() else { return around };
        let number = self.values.len() as u32;
        let parent = if value.parent == around { number } else { value.parent };
        self.values.push(Original { span, parent, ..value });
        number
    }

    /// Takes down what was found.
    pub(crate) fn find(&mut self, finding: Finding) {
        let known = self.known.get(&(finding.code, finding.message.clone())).copied();
        if finding.severity == Severity::Error {
            let index = known.unwrap_or(self.findings.len());
            self.errors.extend(finding.at.iter().map(|at| (*at, index, false)));
        }
        if let Some(known) = known.and_then(|known| self.findings.get_mut(known)) {
            known.count = known.count.saturating_add(finding.count);
            let room = MOST_PLACES.saturating_sub(known.at.len());
            known.at.extend(finding.at.into_iter().take(room));
        } else if self.findings.len() < MOST {
            self.known.insert((finding.code, finding.message.clone()), self.findings.len());
            self.findings.push(finding);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// How many errors were found so far.
    pub(crate) const fn errors(&self) -> usize {
        self.errors.len()
    }

    /// Whether an error was found in a value when it was read.
    pub(crate) fn is_damaged(&self, value: u32) -> bool {
        self.inside(value).next().is_some()
    }

    /// The errors of what was read in a value, by their places.
    fn inside(&self, value: u32) -> impl Iterator<Item = usize> + '_ {
        let read = self.errors.get(..self.of_reading).unwrap_or_default();
        let first = read.partition_point(|(at, ..)| *at < value);
        let around = self.values.get(value as usize).copied();
        let is_in = move |at: u32| {
            let inner = self.values.get(at as usize);
            around.zip(inner).is_some_and(|(around, inner)| {
                around.text == inner.text
                    && around.span.start <= inner.span.start
                    && inner.span.end <= around.span.end
            })
        };
        (first..read.len()).take_while(move |at| read.get(*at).is_some_and(|(at, ..)| is_in(*at)))
    }

    /// The text says a rule or route as `unknown`, of which this is the value: that covers what was wrong in it, and all that was
    /// found since `since` errors.
    pub(crate) fn covered_with(&mut self, value: u32, since: usize) {
        let inside: Vec<usize> = self.inside(value).collect();
        inside.into_iter().for_each(|at| self.cover(at));
        self.covered(since);
    }

    /// Whether a value has members that are not known and may decide about packets: the text says as `unknown` what they decide.
    pub(crate) fn cover_members(&mut self, value: u32) -> bool {
        let is_member = |error: &usize| {
            let error = self.errors.get(*error);
            error.is_some_and(|(at, finding, _)| {
                let found = self.findings.get(*finding).is_some_and(|one| one.code == ProblemCode::LeftOut);
                found && *at != value && self.values.get(*at as usize).is_some_and(|at| at.parent == value)
            })
        };
        let members: Vec<usize> = self.inside(value).filter(is_member).collect();
        members.iter().for_each(|at| self.cover(*at));
        !members.is_empty()
    }

    /// The text says what was found since `since` errors as `unknown`.
    pub(crate) fn covered(&mut self, since: usize) {
        (since..self.errors.len()).for_each(|at| self.cover(at));
    }

    fn cover(&mut self, error: usize) {
        if let Some((.., covered)) = self.errors.get_mut(error) {
            *covered = true;
        }
    }

    /// How many things were found so far.
    pub(crate) const fn count(&self) -> usize {
        self.findings.len().saturating_add(self.more)
    }

    /// The text with what was found above it.
    pub(crate) fn finish(
        self,
        name: &str,
        mut body: Text,
        texts: Vec<Source>,
    ) -> Result<Source, SourceTooLong> {
        let mut text = Text::default();
        let mut problems = Vec::new();
        let more = (self.more > 0).then(|| crate::finding::too_many(self.more));
        let mut covered = alloc::vec![0_usize; self.findings.len()];
        for (_, finding, _) in self.errors.iter().filter(|(.., covered)| *covered) {
            if let Some(count) = covered.get_mut(*finding) {
                *count = count.saturating_add(1);
            }
        }
        let covered = covered.into_iter().chain([0]);
        for (mut finding, covered) in self.findings.into_iter().chain(more).zip(covered) {
            if finding.severity == Severity::Error && covered >= finding.count {
                finding.severity = Severity::Warning;
                // What prints it is still worth to know.
                let help = finding.help.filter(|_| finding.code == ProblemCode::NotInExports);
                let before = help.as_deref().and_then(|help| help.split(';').next());
                let mut help = before.map(|help| alloc::format!("{help}; ")).unwrap_or_default();
                help.push_str("answers that hang on it are unknown, others are not touched");
                finding.help = Some(help);
            }
            let place = self.values.get(finding.at.first().copied().unwrap_or_default() as usize);
            let place = place.and_then(|value| {
                let source = texts.get(value.text as usize)?;
                let at = source.position(value.span.start);
                Some(alloc::format!(" ({}:{}:{})", source.name(), at.line, at.column))
            });
            problems.push(listed(&mut text, finding, &place.unwrap_or_default()));
        }
        body.prepend(text);
        let mut keys = alloc::vec![String::new(); self.keys.len()];
        for (key, number) in self.keys {
            if let Some(place) = keys.get_mut(number as usize) {
                *place = key.replace('~', "~0").replace('/', "~1");
            }
        }
        let (text, stretches) = body.into_parts();
        let made = MadeFrom { texts, keys, values: self.values, positions: Vec::new(), stretches, problems };
        Ok(Source::new(name, text)?.made_from(made))
    }
}

/// Writes a finding as a comment, and makes a problem of it that stands there.
fn listed(text: &mut Text, finding: Finding, place: &str) -> Problem {
    let Finding { code, severity, mut message, help, at, count, .. } = finding;
    if count > 1 {
        message.push_str(&alloc::format!(" ({count} times)"));
    }
    let mut said = one_line(&message);
    said.push_str(&one_line(place));
    let (sign, said) = match severity {
        // As the statement has it that may take its place.
        Severity::Error => (MadeFrom::ERROR, written_name(&said)),
        Severity::Warning => (NOTE, said),
    };
    let mut places = at.iter().enumerate().map(|(index, &value)| {
        text.from(value);
        let start = text.length();
        if index == 0 {
            text.push(sign);
            text.push(&said);
        } else {
            text.push("# also here");
        }
        let span = Span { start, end: text.length() };
        text.push("\n");
        Location { source: SourceId(0), span }
    });
    let nowhere = Location { source: SourceId(0), span: Span { start: 0, end: 0 } };
    let first = places.next().unwrap_or(nowhere);
    let others: Vec<Location> = places.collect();
    let problem = Problem { severity, help, ..Problem::error(code, first, message) };
    others.into_iter().fold(problem, |problem, other| problem.related(other, "also here"))
}
