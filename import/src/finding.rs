//! What is said of exports: every message, with what it weighs.
//!
//! An error is what may change an answer: while it stands, none counts as a pass.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use core::fmt::Display;

use ringfence::ProblemCode::{Assumed, BadExport, LeftOut, NotInExports, TooManyProblems};
use ringfence::{ProblemCode, Severity};

use crate::log::Finding;

fn error(code: ProblemCode, at: u32, message: impl Into<String>) -> Finding {
    // Names of the exports stand in it.
    let (severity, message) = (Severity::Error, crate::text::one_line(&message.into()));
    Finding { code, severity, message, help: None, at: vec![at], count: 1 }
}

fn warning(code: ProblemCode, at: u32, message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Warning, ..error(code, at, message) }
}

impl Finding {
    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// A text that is no JSON at a place.
pub(crate) fn no_json(at: u32, what: &str) -> Finding {
    error(BadExport, at, format!("this is no JSON: {what}"))
        .help("what stands behind it was not read: print the export again")
}

/// Values that stand in each other deeper than any cloud prints.
pub(crate) fn too_deep(at: u32, most: usize) -> Finding {
    error(BadExport, at, format!("values are nested deeper than {most} levels"))
        .help("what stands behind it was not read: print the export again")
}

/// A value of another type than `expected`.
pub(crate) fn wrong_type(at: u32, expected: &str) -> Finding {
    error(BadExport, at, format!("this is not {expected}")).help("the value is left out")
}

/// A member whose name the object had before.
pub(crate) fn doubled_member(at: u32, name: &str) -> Finding {
    error(BadExport, at, format!("the object has `{}` twice", short(name))).help("the first one counts")
}

/// A string of `length` bytes where at most `most` are read.
pub(crate) fn long_string(at: u32, length: usize, most: usize) -> Finding {
    error(BadExport, at, format!("a string of {length} bytes is too long, at most {most} are read"))
        .help("the value is left out")
}

/// A string that is not the `expected`.
pub(crate) fn not_a(at: u32, written: &str, expected: &str) -> Finding {
    error(BadExport, at, format!("`{}` is not {expected}", short(written)))
}

/// A thing of some kind without what it has to have.
pub(crate) fn without(at: u32, kind: &str, member: &str) -> Finding {
    error(BadExport, at, format!("{kind} has no `{member}`")).help("it is left out")
}

/// A top that is neither an object nor a list.
pub(crate) fn no_export(at: u32) -> Finding {
    error(BadExport, at, "an export is an object, or a list of objects")
}

/// A member of a `kind` that is not known; `decides` tells whether that may change what becomes of packets.
pub(crate) fn unknown_member(at: u32, kind: &str, member: &str, decides: bool) -> Finding {
    let message = format!("`{}` of {kind} is not known", short(member));
    let found = if decides { error(LeftOut, at, message) } else { warning(LeftOut, at, message) };
    found.help("it is left out: whether packets hang on it is not known")
}

/// A list at the top that is not known.
pub(crate) fn unknown_list(at: u32, name: &str) -> Finding {
    error(LeftOut, at, format!("`{}` is no list that is known", short(name)))
        .help("it is left out: whether what is in it carries packets is not known")
}

/// Things that carry packets and are not modelled yet.
pub(crate) fn carriers(at: u32, count: usize, called: &str) -> Finding {
    Finding { count, ..error(LeftOut, at, format!("{called} are not modelled yet")) }
        .help("what they carry is not in the answers")
}

/// A thing that the language has no form for yet.
pub(crate) fn no_form(at: u32, what: &str) -> Finding {
    error(LeftOut, at, format!("{what} is not modelled yet"))
}

/// A thing that takes no part in anything, and why.
pub(crate) fn idle(at: u32, what: &str) -> Finding {
    warning(LeftOut, at, format!("{what} is left out"))
}

/// A thing with the same id as another, and something else in it.
pub(crate) fn differs(at: u32, id: &str) -> Finding {
    error(LeftOut, at, format!("`{}` was printed twice, and not the same", short(id)))
        .help("the first one counts: print the exports at one time")
}

/// A rule that names a group across a peering that is gone.
pub(crate) fn stale(at: u32, state: &str) -> Finding {
    warning(LeftOut, at, format!("a rule names a group across a peering that is `{}`", short(state)))
        .help("such a reference matches nothing")
}

/// What has to be known, with `is` or `are`, and no export has.
pub(crate) fn missing_list(at: u32, what: &dyn Display, call: &str) -> Finding {
    error(NotInExports, at, format!("{what} not in the exports"))
        .help(format!("`{}` prints that; without, no answer is a proof", command(call)))
}

/// Something that is named and that no export has.
pub(crate) fn missing(at: u32, what: &str, id: &str, call: &str) -> Finding {
    error(NotInExports, at, format!("{what} `{}` is not in the exports", short(id)))
        .help(format!("`{}` prints it", command(call)))
}

/// A prefix list whose entries no export has.
pub(crate) fn missing_entries(at: u32, list: &str) -> Finding {
    error(NotInExports, at, format!("the entries of prefix list `{}` are not in the exports", short(list)))
        .help("`aws ec2 get-managed-prefix-list-entries` prints them")
}

/// A VPN gateway of which nobody knows what the other ends of its lines tell.
pub(crate) fn untold(at: u32, id: &str) -> Finding {
    let message =
        format!("what the other ends of the lines of `{}` tell it is not in the exports", short(id));
    error(NotInExports, at, message).help(
        "tables that take over the gateway's routes show it; without, no answer about these lines is a proof",
    )
}

/// A page with another behind it that no export has.
pub(crate) fn missing_page(at: u32, list: &str) -> Finding {
    error(NotInExports, at, format!("the last page of `{list}` is not in the exports"))
        .help("the token at its end says that another page follows")
}

/// A list of what belongs to one table of a transit gateway, and nothing tells to which.
pub(crate) fn which_table(at: u32) -> Finding {
    error(NotInExports, at, "nothing tells of which route table of a transit gateway this is")
        .help("the file is named by the table, as in `routes-tgw-rtb-0abc.json`")
}

/// Routes of a transit gateway that a call did not print.
pub(crate) fn more_routes(at: u32) -> Finding {
    error(NotInExports, at, "the transit gateway has more routes than were printed")
        .help("`aws ec2 search-transit-gateway-routes --max-results 1000` prints up to a thousand")
}

/// What is taken to be so.
pub(crate) fn assumed(at: u32, what: impl Into<String>) -> Finding {
    warning(Assumed, at, what)
}

/// So many more findings than are listed.
pub(crate) fn too_many(more: usize) -> Finding {
    error(TooManyProblems, 0, format!("{more} more findings in the exports are not listed"))
}

/// The command for a call, which names its service where that is none of EC2.
fn command(call: &str) -> String {
    let service = if call.contains(' ') { "" } else { "ec2 " };
    format!("aws {service}{call}")
}

/// A text of the export in a message, cut where it is long.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown: String = text.chars().take(MOST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    crate::text::one_line(&shown)
}
