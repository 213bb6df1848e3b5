//! Comments that allow findings: `# lint: allow CODE because "reason"`, behind what is allowed or on the line above.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::{Ground, parse};
use ringfence::{Analysis, Location, SourceId, Span};

use crate::finding::Found;
use crate::job::Job;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::settings::Settings;

/// What rules about suppressions look for: nothing before it is known what everything else finds.
pub(crate) fn nothing(_: &mut Job<'_>) {}

/// How a comment about lints starts, and how it is written.
const START: &str = "lint:";
const FORM: &str =
    "write `# lint: allow CODE because \"reason\"` behind what is allowed, or on the line above";

/// A comment about lints.
struct Comment<'a> {
    at: Location,
    /// The line that it is about, counted from 1.
    line: u32,
    /// What is wrong with it.
    wrong: Option<String>,
    rule: Option<&'a Rule>,
}

/// The codes of what is found about comments.
const UNUSED: &str = "unused-suppression";
const BAD: &str = "bad-suppression";

/// The findings that no comment allows, and what is wrong with comments.
pub(crate) fn applied(analysis: &Analysis, settings: &Settings, mut found: Vec<Found>) -> Vec<Found> {
    let comments = comments(analysis);
    found.extend(comments.iter().filter_map(bad));
    // What allows comments that allow nothing is judged behind those.
    let is_about_unused = |comment: &&Comment<'_>| comment.rule.is_some_and(|rule| rule.code == UNUSED);
    for about_unused in [false, true] {
        let judged = comments.iter().filter(|comment| is_about_unused(comment) == about_unused);
        // What is not looked for is not missed.
        let looked_for =
            judged.filter(|comment| comment.rule.is_some_and(|own| settings.level(own).is_some()));
        let is_unused = |comment: &&Comment<'_>| !found.iter().any(|found| comment.allows(analysis, found));
        let unused: Vec<Found> = looked_for.filter(is_unused).filter_map(unused).collect();
        found.extend(unused);
    }
    found.retain(|found| !comments.iter().any(|comment| comment.allows(analysis, found)));
    found.sort_by_key(|found| found.at);
    found
}

impl Comment<'_> {
    fn allows(&self, analysis: &Analysis, found: &Found) -> bool {
        let source = analysis.sources().get(found.at.source.0 as usize);
        let line = source.map(|source| source.position(found.at.span.start).line);
        self.rule.is_some_and(|rule| rule.code == found.rule.code)
            && (self.at.source, Some(self.line)) == (found.at.source, line)
            && self.at != found.at
    }
}

fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

fn bad(comment: &Comment<'_>) -> Option<Found> {
    let why =
        "whoever reads it later has to know why it was right, and a comment that is not read allows nothing";
    Some(Found::new(rule(BAD)?, comment.at, comment.wrong.clone()?, String::from(why)).help(FORM))
}

fn unused(comment: &Comment<'_>) -> Option<Found> {
    let message = format!("there is no `{}` here to be allowed", comment.rule?.code);
    let why =
        "what it was written for is mended or stands elsewhere, and one day it would hide something new";
    Some(Found::new(rule(UNUSED)?, comment.at, message, String::from(why)).help("take the comment out"))
}

/// The comments about lints in all texts that somebody wrote.
fn comments(analysis: &Analysis) -> Vec<Comment<'static>> {
    let mut comments = Vec::new();
    for (id, source) in (0..).map(SourceId).zip(analysis.sources()) {
        if !source.originals().is_empty() {
            continue;
        }
        let ground = Ground::new();
        let (tree, _) = parse(&ground, id, source.text());
        let spans: Vec<Span> = tree.comments.to_vec();
        for span in &spans {
            let text = source.slice(*span).trim_start_matches('#').trim();
            let Some(said) = text.strip_prefix(START) else { continue };
            let start = span.start as usize;
            let own = source.text().get(..start).and_then(|text| text.rsplit('\n').next());
            let alone = own.is_some_and(|before| before.trim().is_empty());
            let line = source.position(span.start).line;
            let below = || next_line(source.text(), source.position(span.end).offset, line);
            let (rule, wrong) = read(said.trim());
            let line = if alone { below() } else { line };
            comments.push(Comment { at: Location { source: id, span: *span }, line, wrong, rule });
        }
    }
    comments
}

/// The line of the first text behind a comment that stands alone: several comments may stand above one line.
fn next_line(text: &str, end: u32, line: u32) -> u32 {
    let rest = text.get(end as usize..).unwrap_or_default();
    let skipped = rest.lines().skip(1).take_while(|line| line.trim_start().starts_with('#')).count();
    line.saturating_add(1).saturating_add(skipped as u32)
}

/// The rule that a comment allows, and what is wrong with it.
fn read(said: &str) -> (Option<&'static Rule>, Option<String>) {
    let Some(said) = said.strip_prefix("allow").filter(|said| said.starts_with([' ', '\t'])) else {
        return (None, Some(format!("`lint:` is followed by `allow`, not by `{said}`")));
    };
    let said = said.trim();
    let (code, reason) = said.split_once([' ', '\t']).unwrap_or((said, ""));
    let Some(rule) = rule(code) else {
        return (None, Some(format!("no lint has the code `{code}`")));
    };
    let quoted = reason.trim().strip_prefix("because").map(str::trim);
    let quoted = quoted.and_then(|reason| reason.strip_prefix('"')?.strip_suffix('"'));
    let wrong = quoted.is_none_or(|reason| reason.trim().is_empty());
    (Some(rule), wrong.then(|| format!("it gives no reason why `{code}` is allowed")))
}
