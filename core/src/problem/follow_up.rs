//! What only follows from a problem: folded under it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Problem;
use crate::source::Location;

/// A name that is missed because a statement could not be read.
#[derive(Debug, Clone)]
pub(crate) struct FollowUp {
    /// The statement, its block included.
    pub(crate) of: Location,
    /// Where the name is missed.
    pub(crate) at: Location,
    /// The name as written, as messages quote it.
    pub(crate) name: String,
}

/// Folds them under the first problem of the statement that each follows from: one is shown, the others are counted. `problems`
/// are in the order of the texts.
pub(crate) fn fold(problems: &mut [Problem], follow_ups: Vec<FollowUp>) {
    let mut folded: Vec<(Option<FollowUp>, usize)> = alloc::vec![(None, 0); problems.len()];
    for follow_up in follow_ups {
        let of = follow_up.of;
        let is_before =
            |problem: &Problem| (problem.at.source, problem.at.span.start) < (of.source, of.span.start);
        let first = problems.partition_point(is_before);
        let Some((shown, more)) = folded.get_mut(first) else { continue };
        if !problems.get(first).is_some_and(|problem| is_within(problem.at, of)) {
            continue;
        }
        match shown {
            Some(_) => *more = more.saturating_add(1),
            None => *shown = Some(follow_up),
        }
    }
    for (problem, (follow_up, more)) in problems.iter_mut().zip(folded) {
        let Some(FollowUp { at, name, .. }) = follow_up else { continue };
        let more = if more > 0 { format!(", and of {more} more") } else { String::new() };
        problem.related.push((at, format!("so it is not known what {name} is{more}")));
    }
}

fn is_within(at: Location, of: Location) -> bool {
    at.source == of.source && of.span.start <= at.span.start && at.span.end <= of.span.end
}

#[cfg(test)]
mod tests {
    use crate::problem::ProblemCode::{Missing, UnknownWord};
    use crate::problem::shown::{expect, in_vpc, plain};

    #[test]
    fn what_follows_is_folded_under_the_first() {
        let cases = [
            (
                "security-grop app { ingress any from self }
                 instance a in web { ip 10.0.1.10; security-group app }",
                "error at `security-grop`: `security-grop` means nothing in a `vpc` (help: did you mean `security-group`?) \
                 (fix: `security-grop` becomes `security-group`) \
                 [also `app`: so it is not known what `app` is]",
            ),
            (
                "security-grop app { ingress any from self }
                 instance a in web { ip 10.0.1.10; security-group app }
                 instance b in web { ip 10.0.1.11; security-group app }
                 instance c in web { ip 10.0.1.12; security-group app }",
                "error at `security-grop`: `security-grop` means nothing in a `vpc` (help: did you mean `security-group`?) \
                 (fix: `security-grop` becomes `security-group`) \
                 [also `app`: so it is not known what `app` is, and of 2 more]",
            ),
        ];
        expect(UnknownWord, in_vpc, &cases);
    }

    #[test]
    fn what_the_parser_says_has_it_too() {
        let cases = [(
            "segment = 10.0.0.0/8
             deny app -> 10.1.0.0/16
             deny 10.1.0.0/16 -> app",
            "error at `segment`: a `segment` needs a name \
             [also `app`: so it is not known what `app` is, and of 1 more]",
        )];
        expect(Missing, plain, &cases);
    }
}
