//! Names that nothing has.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::UnknownName;

/// `text`, where a thing of `kind` is meant, or of one of several kinds; `meant` is the name that it was probably meant to be.
pub(crate) fn thing(at: Location, text: &str, kind: Option<&str>, meant: Option<&str>) -> Problem {
    let problem = match kind {
        Some(kind) => Problem::error(CODE, at, format!("no {kind} is named `{text}`")),
        None => Problem::error(CODE, at, format!("nothing is named `{text}`")),
    };
    match meant {
        Some(meant) => problem.help(did_you_mean(meant)),
        None => problem,
    }
}

/// `text`, where a service or a protocol is meant.
pub(crate) fn service(at: Location, text: &str, meant: Option<&str>) -> Problem {
    let problem = Problem::error(CODE, at, format!("no service or protocol is named `{text}`"));
    match meant {
        Some(meant) => problem.help(did_you_mean(meant)),
        None => problem.help("a service is defined at the top: `service NAME = tcp 443`"),
    }
}

/// `text`, where a protocol is meant.
pub(crate) fn protocol(at: Location, text: &str, meant: Option<&str>) -> Problem {
    let problem = Problem::error(CODE, at, format!("`{text}` is no protocol"));
    match meant {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem.help("protocols are tcp, udp, icmp, icmpv6, esp, ah, gre, protocol NUMBER, any"),
    }
}

/// A question about something that has a problem where it is described.
pub(crate) fn broken(at: Location) -> Problem {
    Problem::error(CODE, at, "the question names something whose own text has a problem")
}

/// `meant` is in backticks.
fn did_you_mean(meant: &str) -> alloc::string::String {
    format!("did you mean {meant}?")
}

#[cfg(test)]
mod tests;
