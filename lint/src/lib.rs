//! Finds what is dead, redundant, exposed or fragile in an estate.
//!
//! A text may mean what it says and still not be what anybody wants: a rule that never decides, a door that is open to everyone, a
//! connection whose replies die. Each kind of such a finding is a [`Rule`] of the [`RULES`]; what can be asked of the
//! engine is asked of it and not read from the words, and comes with a packet and its way.
//!
//! ```
//! use ringfence::{Analysis, Source, parse};
//! use ringfence_lint::{Settings, lint};
//!
//! let text = r#"
//! network shop on aws {
//!   vpc main 10.0.0.0/16 {
//!     subnet web 10.0.1.0/24
//!     security-group web { ingress tcp 443, 8443 from 10.0.0.0/16; ingress tcp 443 from 10.0.1.0/24 }
//!     instance a in web { ip 10.0.1.10; security-group web }
//!     instance b in web { ip 10.0.1.11; security-group web }
//!   }
//! }
//! "#;
//!
//! let analysis = Analysis::new(parse(vec![Source::new("shop.fence", text)?]));
//! let report = lint(&analysis, &Settings::default());
//! assert!(report.findings.iter().any(|finding| finding.code == "implied-group-rule"));
//! # Ok::<(), ringfence::SourceTooLong>(())
//! ```

#![no_std]

extern crate alloc;

mod finding;
mod job;
mod names;
mod packets;
mod rule;
mod rules;
mod settings;
mod suppression;

use alloc::vec::Vec;

use ringfence::Analysis;
use ringfence::answer::ShownProblem;
use serde::Serialize;

pub use finding::{Finding, Level, Summary};
pub use rule::{Group, Rule};
pub use rules::RULES;
pub use settings::{Settings, UnknownCode};

use crate::job::Job;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many there are of each level.
    pub summary: Summary,
    /// The findings, in the order of the texts.
    pub findings: Vec<Finding>,
    /// What is wrong with the texts. With an error among them, what was found is not all there is.
    pub problems: Vec<ShownProblem>,
}

/// Looks for everything that `settings` do not leave out.
#[must_use]
pub fn lint(analysis: &Analysis, settings: &Settings) -> Report {
    let mut job = Job::new(analysis);
    for rule in RULES.iter().filter(|rule| settings.level(rule).is_some()) {
        job.run(rule);
    }
    let Job { found, problems, .. } = job;
    let found = suppression::applied(analysis, settings, found);
    let findings: Vec<Finding> =
        found.into_iter().filter_map(|found| found.shown(analysis, settings)).collect();
    let mut shown = analysis.problems();
    shown.extend(problems);
    Report { summary: Summary::of(&findings), findings, problems: shown }
}
