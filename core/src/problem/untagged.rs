//! Things that are in none of the categories that an `isolate each` keeps apart.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::Untagged;

/// Interfaces, by their names, without the tag `key`.
pub(crate) fn interfaces(at: Location, key: &str, names: &str) -> Problem {
    Problem::warning(CODE, at, format!("no tag `{key}` is on {names}, of which this says nothing"))
        .help(format!("write `tag {key}=...` there, or say what holds for it in an intent of its own"))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::CODE;
    use crate::problem::shown::expect;

    #[test]
    fn they_are_shown_so() {
        let machines = |intents: &str| {
            let machine = |at: u32| {
                format!("instance m-{at} in s {{ ip 10.0.0.{at}; tag tier={} }}", ["a", "b"][at as usize % 2])
            };
            let bare = |at: u32| format!("instance m-{at} in s {{ ip 10.0.0.{at} }}");
            let all: alloc::vec::Vec<_> = (4..6).map(machine).chain((6..10).map(bare)).collect();
            format!(
                "network n on aws in r {{ vpc v 10.0.0.0/16 {{ subnet s 10.0.0.0/24\n{}\n}} }}\n{intents}",
                all.join("\n")
            )
        };
        expect(
            CODE,
            machines,
            &[(
                "isolate each tag tier",
                "warning at `isolate each tag tier`: no tag `tier` is on `n.v.m-6`, `n.v.m-7`, `n.v.m-8` and 1 more, of which this says nothing (help: write `tag tier=...` there, or say what holds for it in an intent of its own)",
            )],
        );
    }
}
