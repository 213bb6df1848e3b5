//! Reads what clouds print of a deployed network: exports in, one `.fence` text out, with the place in the exports of
//! everything that is in it.
//!
//! The language is the common form. What a cloud's words mean, which of them nothing models yet, what is out of range or
//! named and not there: the core says all of that of the text, and shows it at the place in the export.
//!
//! ```
//! use ringfence_import::{Export, read};
//!
//! let text = r#"{"Vpcs": [{"VpcId": "vpc-0a1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333"}]}"#;
//! let estate = read("exports", vec![Export::new("vpcs.json", text)])?;
//! assert!(estate.text().contains("vpc vpc-0a1 10.0.0.0/16"));
//!
//! let analysis = ringfence::Analysis::new(ringfence::parse(vec![estate]));
//! assert_eq!(analysis.problems(), []);
//! # Ok::<(), ringfence::SourceTooLong>(())
//! ```

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;

mod aws;
mod finding;
mod json;
mod log;
mod text;

use alloc::string::String;
use alloc::vec::Vec;

use ringfence::{Source, SourceTooLong};

use crate::log::Log;

/// One text that a cloud printed.
#[derive(Debug, Clone)]
pub struct Export {
    /// Its name in messages. A path tells Region and account where the text does not, as folders do.
    pub name: String,
    /// What was printed.
    pub text: String,
}

impl Export {
    /// A text called `name`.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// Whether a text is an export: JSON, which no text of the language starts as.
#[must_use]
pub fn is_export(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// The estate that exports tell of together, as a text called `name`: places in it are shown in the exports, and what was wrong
/// with those, or could not be said in it, is among its problems.
///
/// # Errors
/// [`SourceTooLong`] for an export that is too long, or exports that are together.
pub fn read(name: &str, exports: Vec<Export>) -> Result<Source, SourceTooLong> {
    let sources = exports.into_iter().map(|export| Source::new(export.name, export.text));
    read_sources(name, sources.collect::<Result<_, _>>()?)
}

/// The same of texts that were read already.
///
/// # Errors
/// As [`read`].
pub fn read_sources(name: &str, sources: Vec<Source>) -> Result<Source, SourceTooLong> {
    let mut log = Log::default();
    let mut aws = aws::Aws::default();
    for (number, source) in sources.iter().enumerate() {
        aws::read(&mut aws, &mut log, number as u32, source);
    }
    log.read();
    let body = aws::write(aws, &mut log);
    log.finish(name, body, sources)
}
