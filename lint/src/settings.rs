//! What is looked for, and how much it weighs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::finding::Level;
use crate::rule::Rule;
use crate::rules::RULES;

/// What is looked for, and how much it weighs: everything as the rules have it, unless something else is said.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Later ones win.
    said: Vec<(&'static str, Option<Level>)>,
}

/// A code that no rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    code: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no lint has the code `{}`", self.code)
    }
}

impl core::error::Error for UnknownCode {}

impl Settings {
    /// The same, with findings of this code as heavy as `level`; without one they are left out.
    ///
    /// # Errors
    /// That no rule has the code.
    pub fn set(&mut self, code: &str, level: Option<Level>) -> Result<(), UnknownCode> {
        let rule = RULES.iter().find(|rule| rule.code == code);
        let rule = rule.ok_or_else(|| UnknownCode { code: String::from(code) })?;
        self.said.push((rule.code, level));
        Ok(())
    }

    /// How much findings of a rule weigh; `None` where they are left out.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        let said = self.said.iter().rev().find(|(code, _)| *code == rule.code);
        said.map_or(Some(rule.level), |(_, level)| *level)
    }
}
