//! Where the list of problems stops.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::TooManyProblems;

/// How many problems of one text are listed, and how many of what all texts say together.
pub(crate) const LISTED: usize = 1_000;

/// The list ends at `at`.
pub(crate) fn rest(at: Location) -> Problem {
    Problem::error(CODE, at, format!("more than {LISTED} problems, the rest is not listed"))
        .help("mend the problems before this place first")
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::{CODE, LISTED};
    use crate::{Analysis, Source, parse};

    #[test]
    fn the_list_says_where_it_stops() {
        // One is found where words are looked up, the other where they are read.
        for line in ["colour blue\n", "€\n"] {
            let text = line.repeat(LISTED + 1);
            let analysis = Analysis::new(parse(vec![Source::new("text", text).unwrap()]));
            let problems = analysis.problems();
            assert_eq!(problems.len(), LISTED + 1);
            assert_eq!(problems.iter().filter(|problem| problem.code == CODE).count(), 1);
            let last = problems.last().unwrap();
            assert_eq!(last.message, "more than 1000 problems, the rest is not listed");
            assert_eq!(last.help.as_deref(), Some("mend the problems before this place first"));
            assert!(last.place.start.line >= 1_000, "{:?}", last.place);
        }
    }
}
