//! What is wrong with a text: one model for every check, rendered elsewhere.
//!
//! Each code has a room of its own with what is said by it: whoever finds a problem calls that, so that nobody else writes
//! a message. What people read about a code is in `docs/codes/`. The messages about exports are those of the crate that reads them.

pub(crate) mod ambiguous_name;
pub(crate) mod bad_address;
pub(crate) mod bad_prefix_length;
pub(crate) mod bad_string;
pub(crate) mod bad_token;
pub(crate) mod contradiction;
pub(crate) mod cycle;
pub(crate) mod dead_allow;
pub(crate) mod duplicate;
pub(crate) mod empty_set;
pub(crate) mod follow_up;
pub(crate) mod host_bits;
pub(crate) mod missing;
pub(crate) mod name_starts_with_digit;
pub(crate) mod nested_too_deep;
pub(crate) mod not_in_this_cloud;
pub(crate) mod not_modelled_yet;
pub(crate) mod nothing_asked;
pub(crate) mod nothing_deployed;
pub(crate) mod out_of_range;
pub(crate) mod outside;
pub(crate) mod overlap;
pub(crate) mod quota_exceeded;
pub(crate) mod reserved_address;
pub(crate) mod sides_overlap;
pub(crate) mod stale_reference;
pub(crate) mod too_large;
pub(crate) mod too_many_problems;
pub(crate) mod unbalanced;
pub(crate) mod unexpected;
pub(crate) mod unknown_name;
pub(crate) mod unknown_word;
pub(crate) mod untagged;
pub(crate) mod wrong_kind;
pub(crate) mod wrong_link;
pub(crate) mod wrong_shape;
pub(crate) mod wrong_value;

pub(crate) mod words;

#[cfg(test)]
mod shown;

use alloc::format;
use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::catalogue::catalogue;
use crate::source::Location;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Severity {
    /// The text means what it says, but probably not what its writer wants.
    Warning,
    /// The text has no meaning here; no answer counts as a pass while it stands.
    Error,
}

/// One problem of a text.
///
/// The message stands alone, starts in lower case, ends without a stop and quotes the text in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub code: ProblemCode,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Location,
    /// Other places that matter, each with what it shows ("first declared here").
    pub related: Vec<(Location, String)>,
    /// What to do about it, where that is known.
    pub help: Option<String>,
    /// The edit that does it, where one is safe.
    pub fix: Option<Fix>,
}

/// An edit that mends a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; an empty span inserts.
    pub at: Location,
    /// The text to put there.
    pub text: String,
}

impl Problem {
    /// An error of kind `code` at `at`.
    #[must_use]
    pub fn error(code: ProblemCode, at: Location, message: impl Into<String>) -> Self {
        Self::new(code, at, message.into())
    }

    // It is made in many places.
    #[inline(never)]
    fn new(code: ProblemCode, at: Location, message: String) -> Self {
        Self { code, severity: Severity::Error, message, at, related: Vec::new(), help: None, fix: None }
    }

    /// A warning of kind `code` at `at`.
    #[must_use]
    pub fn warning(code: ProblemCode, at: Location, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// The same problem with `help`.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.set_help(help.into());
        self
    }

    // Many problems have one, and a copy of this for each would count in WebAssembly.
    #[inline(never)]
    fn set_help(&mut self, help: String) {
        self.help = Some(help);
    }

    /// The same problem with another place that matters.
    #[must_use]
    pub fn related(mut self, at: Location, note: impl Into<String>) -> Self {
        self.related.push((at, note.into()));
        self
    }

    /// The same problem with an edit that mends it.
    #[must_use]
    pub fn fix(mut self, at: Location, text: impl Into<String>) -> Self {
        self.set_fix(Fix { at, text: text.into() });
        self
    }

    // As above.
    #[inline(never)]
    fn set_fix(&mut self, fix: Fix) {
        self.fix = Some(fix);
    }

    /// The same problem of the word at `at`, which was probably meant to be `meant`.
    fn meant(self, at: Location, meant: &str) -> Self {
        self.help(format!("did you mean `{meant}`?")).fix(at, meant)
    }

    /// The same problem with all its places changed.
    pub(crate) fn moved(mut self, to: impl Fn(Location) -> Location) -> Self {
        self.at = to(self.at);
        self.related.iter_mut().for_each(|(at, _)| *at = to(*at));
        if let Some(fix) = &mut self.fix {
            fix.at = to(fix.at);
        }
        self
    }
}

/// What to write where one end of flows is meant.
const ONE_END: &str = "name one interface, a public address, or `internet`";

catalogue! {
    /// The kinds of problems a text can have. The catalogue is this list: each code is stable.
    ProblemCode {
        // Syntax.
        /// A character or a run of characters that begins no word of the language.
        BadToken = "bad-token",
        /// A string without its closing quote on the same line, or with an escape that does not exist.
        BadString = "bad-string",
        /// Digits and dots or colons that are no address.
        BadAddress = "bad-address",
        /// A prefix longer than its family allows, or without digits.
        BadPrefixLength = "bad-prefix-length",
        /// A prefix with bits set past its length.
        HostBits = "host-bits",
        /// A number or port that is out of range, or a range in the wrong order.
        OutOfRange = "out-of-range",
        /// A name that starts with a digit and is not in quotes.
        NameStartsWithDigit = "name-starts-with-digit",
        /// Something other than the grammar expects at this place.
        Unexpected = "unexpected",
        /// Something that the grammar needs at this place is not there.
        Missing = "missing",
        /// A brace or parenthesis without its partner.
        Unbalanced = "unbalanced",
        /// Braces and parentheses nested deeper than is read.
        NestedTooDeep = "nested-too-deep",
        /// More problems than are listed; the rest is left out.
        TooManyProblems = "too-many-problems",
        // Vocabulary.
        /// A word that is no kind, property or verb at this place.
        UnknownWord = "unknown-word",
        /// A word that the language has, but nothing that is modelled yet.
        NotModelledYet = "not-modelled-yet",
        /// A statement of a shape that its word does not have.
        WrongShape = "wrong-shape",
        /// A value of a type that its place does not take.
        WrongValue = "wrong-value",
        /// A link word that this statement does not take, or takes once only.
        WrongLink = "wrong-link",
        /// Something said twice that can be said once.
        Duplicate = "duplicate",
        // Names.
        /// A name that nothing has.
        UnknownName = "unknown-name",
        /// A name that several things have at this place.
        AmbiguousName = "ambiguous-name",
        /// A name of a thing of another kind than this place takes.
        WrongKind = "wrong-kind",
        /// Definitions that need each other.
        Cycle = "cycle",
        // Estates.
        /// An address or prefix outside the one it must lie in.
        Outside = "outside",
        /// Two prefixes or addresses that overlap where they must not.
        Overlap = "overlap",
        /// An address that the cloud keeps for itself.
        ReservedAddress = "reserved-address",
        /// More of something than the cloud allows by default, or at all.
        QuotaExceeded = "quota-exceeded",
        /// Something the cloud cannot express or would refuse.
        NotInThisCloud = "not-in-this-cloud",
        /// A rule that names a group and matches nothing by it.
        StaleReference = "stale-reference",
        // Intents and questions.
        /// A set with nothing in it where something is asked about it.
        EmptySet = "empty-set",
        /// A question about no flow at all.
        NothingAsked = "nothing-asked",
        /// The two sides of an `isolate` share points, or two categories of an `isolate each` do.
        SidesOverlap = "sides-overlap",
        /// Things without the tag whose values an `isolate each` keeps apart.
        Untagged = "untagged",
        /// Two intents that cannot both hold.
        Contradiction = "contradiction",
        /// An `allow` all of whose flows another intent refuses.
        DeadAllow = "dead-allow",
        /// Intents or questions about texts in which nothing is deployed: nothing is proven.
        NothingDeployed = "nothing-deployed",
        /// A question whose answer would take more work or room than an answer may.
        TooLarge = "too-large",
        // Exports of clouds.
        /// A text of JSON that cannot be read, or a value in one that is not what the cloud prints.
        BadExport = "bad-export",
        /// Something in the exports that is not in the estate made from them.
        LeftOut = "left-out",
        /// Something that has to be known and that the exports do not hold.
        NotInExports = "not-in-exports",
        /// Something that the exports do not say and that is taken to be so.
        Assumed = "assumed",
    }
}
