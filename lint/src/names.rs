//! How things are called in findings.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::estate::ObjectId;
use ringfence::{Location, Origin};

use crate::job::Job;

/// The most names that one sentence lists.
const MOST: usize = 3;

/// `a`, `a and b`, `a, b, c and 4 more`.
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= MOST => format!("{} and {last}", first.join(", ")),
        [..] => {
            let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
            format!("{} and {} more", shown.join(", "), names.len().saturating_sub(MOST))
        }
    }
}

/// `1 rule`, `2 rules`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

impl Job<'_> {
    /// A thing with its kind and full name, in backticks.
    pub(crate) fn name(&self, object: ObjectId) -> String {
        format!("`{}`", self.selector(object))
    }

    /// A thing as questions write it.
    pub(crate) fn selector(&self, object: ObjectId) -> String {
        let kind = self.estate.object(object).map(|object| object.kind).unwrap_or_default();
        format!("{kind} {}", self.estate.path(object))
    }

    /// Where a thing is written.
    pub(crate) fn place(&self, object: ObjectId) -> Option<Location> {
        self.estate.object(object).and_then(|object| object.origin.location())
    }

    /// What is written at a place, on one line, in backticks.
    pub(crate) fn written(&self, origin: &Origin) -> String {
        let text = origin.location().and_then(|at| {
            let source = self.analysis.sources().get(at.source.0 as usize)?;
            Some(source.slice(at.span).split_whitespace().collect::<Vec<_>>().join(" "))
        });
        text.map(|text| format!("`{text}`")).unwrap_or_else(|| "what the cloud adds".to_string())
    }
}
