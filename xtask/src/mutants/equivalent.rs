//! Mutants that no test can notice, each with its reason.

use super::Mutant;

/// A change of a line that changes no answer.
struct Equivalent {
    file: &'static str,
    /// The line as it is written: where it reads otherwise, the reason is to be thought of again.
    line: &'static str,
    column: usize,
    change: &'static str,
    reason: &'static str,
}

/// Why nothing can notice `mutant`, whose line reads so before; `None` where it is not known that nothing can.
pub(super) fn reason(mutant: &Mutant<'_>, line: &str) -> Option<&'static str> {
    let is_it = |known: &&Equivalent| {
        (known.file, known.line, known.column, known.change)
            == (mutant.file, line, mutant.column, mutant.change)
    };
    EQUIVALENT.iter().find(is_it).map(|known| known.reason)
}

const EQUIVALENT: &[Equivalent] = &[
    Equivalent {
        file: "core/src/reach/walk/appliance.rs",
        line: "let mut sent = Track { piece, certain: false, sent_on, ..track.clone() };",
        column: 63,
        change: "delete field sent_on from struct Track expression in Work<'_>::forward",
        reason: "It is for leaving out early what is not asked for, which is cut off in the end.",
    },
    Equivalent {
        file: "core/src/fabric/change.rs",
        line: "(known, before) => known == Some(&other) && before == Some(&one),",
        column: 54,
        change: "replace && with || in Compare<'_>::is_same_state",
        reason: "Both tables are filled together: one says so where the other does.",
    },
    Equivalent {
        file: "space/src/list.rs",
        line: "if length > SHORT && total > length.saturating_add(ranges).saturating_mul(SPREAD) {",
        column: 19,
        change: "replace > with < in Merge::merge_new",
        reason: "A list comes to the same diagram at once and by halves; which is faster hangs on it.",
    },
    Equivalent {
        file: "space/src/list.rs",
        line: "if at == 0 || self.rules.get(list.clone()) != self.rules.get(before) {",
        column: 19,
        change: "replace == with != in Merge::merge_new",
        reason: "What stands on the range before is merged again, to the same; before the first range nothing stands.",
    },
    Equivalent {
        file: "space/src/make.rs",
        line: "if first & low != 0 || (one == other && final_value & low != low) {",
        column: 41,
        change: "replace == with != in Spaces::ranges",
        reason: "A range that begins with a value of the level is cut at its end by the lines below, to the same parts.",
    },
    Equivalent {
        file: "space/src/make.rs",
        line: "if first & low != 0 || (one == other && final_value & low != low) {",
        column: 71,
        change: "replace != with == in Spaces::ranges",
        reason: "All below one value is one range below it, and comes to what follows; what is less the lines below cut off.",
    },
    Equivalent {
        file: "space/src/mask.rs",
        line: "let first = (value & mask) | bits;",
        column: 40,
        change: "replace | with ^ in Spaces::masked_level",
        reason: "No bit is on both sides: those on the right are free, so not of the mask.",
    },
    Equivalent {
        file: "space/src/mask.rs",
        line: "self.nodes.put(&mut row, first, first | low, rest);",
        column: 51,
        change: "replace | with ^ in Spaces::masked_level",
        reason: "No bit is on both sides: those on the right are below all of the mask and all that are free.",
    },
    Equivalent {
        file: "space/src/nodes.rs",
        line: "if self.level(id) < level && seen.is_first(id) {",
        column: 31,
        change: "replace < with <= in Nodes::looks_at",
        reason: "Where both are the same it has returned.",
    },
    Equivalent {
        file: "space/src/overlay.rs",
        line: "(Some(a), Some(b)) if a.0 < b.0 => (a.0, a.1.min(b.0.saturating_sub(1))),",
        column: 39,
        change: "replace < with <= in overlay",
        reason: "Where both are the same the line before has it.",
    },
    Equivalent {
        file: "space/src/nodes/combine.rs",
        line: "(Id::FULL, _) | (_, Id::FULL) => Ok(Id::FULL),",
        column: 13,
        change: "delete match arm (Id::FULL, _) |(_, Id::FULL) in settled",
        reason: "It is found below: at the ends of every path both are sets, equal or one of them empty.",
    },
    Equivalent {
        file: "space/src/nodes/combine.rs",
        line: "_ if left == right => Ok(left),",
        column: 18,
        change: "replace match guard left == right with false in settled",
        reason: "The same is found below: at the ends of every path another line has it.",
    },
    Equivalent {
        file: "space/src/nodes/combine.rs",
        line: "_ if left == Id::EMPTY || left == right || right.is_terminal() => Ok(Id::EMPTY),",
        column: 36,
        change: "replace || with && in settled",
        reason: "The same is found below: what is taken away ends every path, which is still looked at here.",
    },
    Equivalent {
        file: "space/src/nodes/combine.rs",
        line: "let hash = mix(operation as u64, (u64::from(left.0) << 32) | u64::from(right.0));",
        column: 64,
        change: "replace | with ^ in slot",
        reason: "No bit is on both sides: one has the upper half, the other the lower.",
    },
];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_reason_is_of_a_line_that_is_there() {
        for Equivalent { file, line, column, .. } in EQUIVALENT {
            let source = fs::read_to_string(format!("../{file}")).unwrap();
            let lines = source.lines().filter(|other| other.trim() == *line);
            let at =
                |other: &str| (other.len() - other.trim_start().len()..other.len()).contains(&(column - 1));
            assert!(lines.into_iter().any(at), "{file}: {line}");
        }
    }
}
