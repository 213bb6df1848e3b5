//! Links that their statement does not take, or takes once.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::WrongLink;

/// A link for the second time.
pub(crate) fn twice(at: Location, link: &str) -> Problem {
    let help = if link == "avoiding" {
        "write everything that ways avoid behind one, with commas"
    } else {
        "a comma does not reach over a link: write two statements"
    };
    Problem::error(CODE, at, format!("`{link}` stands twice in one statement")).help(help)
}

/// A link that `subject` does not take; it takes `known`, which is empty where it takes none.
pub(crate) fn unknown(at: Location, subject: &str, link: &str, known: &str) -> Problem {
    let problem = not_taken(at, subject, link);
    if known.is_empty() {
        problem.help("nothing may follow its values")
    } else {
        problem.help(format!("it takes {known}"))
    }
}

/// `tag tier = frontend`; `sign` is the `=` with its blanks, where both sides are there.
pub(crate) fn spaced_tag(at: Location, sign: Option<Location>) -> Problem {
    let problem = not_taken(at, "`tag`", "=").help("a tag has no blanks around its `=`");
    match sign {
        Some(sign) => problem.fix(sign, "="),
        None => problem,
    }
}

fn not_taken(at: Location, subject: &str, link: &str) -> Problem {
    Problem::error(CODE, at, format!("{subject} takes no `{link}`"))
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::{expect, in_vpc};

    #[test]
    fn they_are_shown_so() {
        expect(
            CODE,
            in_vpc,
            &[
                (
                    "security-group g { ingress tcp 443 to 0.0.0.0/0 }",
                    "error at `to`: `ingress` takes no `to` (help: it takes `from`)",
                ),
                (
                    "security-group g { ingress tcp 443 from 0.0.0.0/0 from 10.0.0.0/8 }",
                    "error at `from`: `from` stands twice in one statement (help: a comma does not reach over a link: write two statements)",
                ),
                (
                    "route-table r { main yes in web }",
                    "error at `in`: `main` takes no `in` (help: nothing may follow its values)",
                ),
                (
                    "instance i in web { ip 10.0.1.10; tag tier = web }",
                    "error at `=`: `tag` takes no `=` (help: a tag has no blanks around its `=`) (fix: ` = ` becomes `=`)",
                ),
            ],
        );
    }
}
