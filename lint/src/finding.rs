//! What was found: as a rule says it, and as every surface shows it.

use alloc::string::String;
use alloc::vec::Vec;

use ringfence::answer::{Path, Related, ShownFix, Witness};
use ringfence::{Analysis, Fix, Location, Place, Span};
use serde::Serialize;

use crate::rule::{Group, Rule};
use crate::settings::Settings;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Note,
    /// Probably not what its writer wants.
    Warning,
    /// Not to be left so.
    Error,
}

impl Level {
    /// The level as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Summary {
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        Self { errors: count(Level::Error), warnings: count(Level::Warning), notes: count(Level::Note) }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code of its rule.
    pub code: &'static str,
    /// The group of its rule.
    pub group: Group,
    /// How much it weighs.
    pub level: Level,
    /// What was found.
    pub message: String,
    /// Why that is worth telling.
    pub why: String,
    /// Where.
    pub place: Place,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// A packet that shows it, where it is about packets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// The way of that packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The edit that mends it, where one is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<ShownFix>,
}

/// A finding as a rule tells it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) rule: &'static Rule,
    pub(crate) at: Location,
    message: String,
    why: String,
    related: Vec<(Location, String)>,
    shown: Option<(Witness, Path)>,
    help: Option<String>,
    fix: Option<Fix>,
}

impl Found {
    pub(crate) const fn new(rule: &'static Rule, at: Location, message: String, why: String) -> Self {
        Self { rule, at, message, why, related: Vec::new(), shown: None, help: None, fix: None }
    }

    /// Whether both say the same of the same place.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.rule.code, self.at, &self.message) == (other.rule.code, other.at, &other.message)
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, at: Option<Location>, note: &str) -> Self {
        self.related.extend(at.map(|at| (at, String::from(note))));
        self
    }

    pub(crate) fn shown(self, analysis: &Analysis, settings: &Settings) -> Option<Finding> {
        let sources = analysis.sources();
        let place = |at: Location| sources.get(at.source.0 as usize).map(|source| source.place(at.span));
        let related = self.related.into_iter();
        let related = related.filter_map(|(at, note)| Some(Related { place: place(at)?, note }));
        // An edit of a text that was made is none of the one that somebody has.
        let shown_fix = |fix: Fix| {
            let place = place(fix.at).filter(|place| place.pointer.is_none())?;
            Some(ShownFix { place, text: fix.text })
        };
        let (witness, path) = self.shown.unzip();
        Some(Finding {
            code: self.rule.code,
            group: self.rule.group,
            level: settings.level(self.rule)?,
            message: self.message,
            why: self.why,
            place: place(self.at)?,
            related: related.collect(),
            witness,
            path,
            help: self.help,
            fix: self.fix.and_then(shown_fix),
        })
    }

    /// The same with the edit that takes the statement at `at` out of its text.
    pub(crate) fn without(mut self, analysis: &Analysis, at: Location) -> Self {
        let text = analysis.sources().get(at.source.0 as usize).map(|source| source.text());
        let span = text.and_then(|text| statement(text, at.span));
        self.fix = span.map(|span| Fix { at: Location { span, ..at }, text: String::new() });
        self
    }

    pub(crate) fn seen(mut self, shown: Option<(Witness, Path)>) -> Self {
        self.shown = shown;
        self
    }
}

/// A statement with what goes when it goes: its line, if it has one for itself, else the `;` behind or before it.
fn statement(text: &str, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let (before, behind) = (text.get(..start)?, text.get(end..)?);
    let is_blank = |c: char| c == ' ' || c == '\t';
    let line = before.trim_end_matches(is_blank);
    let rest = behind.trim_start_matches(is_blank);
    let ends_line = rest.starts_with(['\n', '\r']) || rest.is_empty();
    let width = |text: &str| text.len() as u32;
    if ends_line && (line.is_empty() || line.ends_with('\n')) {
        let end = rest.find('\n').map_or(rest.len(), |at| at.saturating_add(1));
        let end = width(text).saturating_sub(width(rest)).saturating_add(width(rest.get(..end)?));
        return Some(Span { start: width(line), end });
    }
    if let Some(next) = rest.strip_prefix(';') {
        let next = next.trim_start_matches(is_blank);
        return Some(Span { end: width(text).saturating_sub(width(next)), ..span });
    }
    let own = line.strip_suffix(';').map_or(line, |line| line.trim_end_matches(is_blank));
    let start = if own.len() < line.len() { width(own) } else { span.start };
    Some(Span { start, ..span })
}
