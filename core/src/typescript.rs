//! The answer types as TypeScript declarations, made from the types and their serde attributes.

use std::string::{String, ToString as _};
use std::vec::Vec;

use ts_rs::{Config, TS};

use crate::answer::{
    Answer, Area, Assumption, Blocker, Bounds, Change, Ends, Expected, FlowBox, Flows, Gateway, IntentResult,
    Machine, Machines, Matrix, MatrixBy, MatrixEnd, MatrixRow, Named, Outcome, Path, PolicyVerdict, Progress,
    Range, ReachResult, Refusal, Related, Report, Said, SaidBy, Shown, ShownFix, ShownPacket, ShownProblem,
    Step, StepAction, Summary, TestLine, TestResult, Thing, Topology, TrafficBox, Verdict, Witness,
};
use crate::editor::{
    Completion, CompletionKind, Completions, Hover, OutlineItem, RenameFault, RenameRefusal, SemanticToken,
    TokenClass,
};
use crate::{Family, Owner, Place, Position, ProblemCode, Reason, Severity};

/// The declarations of every answer type, and of all that they consist of, as the text of a `.d.ts` file. Addresses are
/// strings; an optional key is left out where it has no value.
#[must_use]
pub fn declarations() -> String {
    macro_rules! declared {
        ($($name:ty),+ $(,)?) => { [$(declaration::<$name>()),+].join("\n") };
    }
    declared![
        // What a question comes to.
        ReachResult,
        Answer,
        Refusal,
        Verdict,
        Bounds,
        Flows,
        FlowBox,
        Ends,
        // Of any type: the declaration is generic.
        Range<u8>,
        TrafficBox,
        Witness,
        ShownPacket,
        Path,
        Step,
        StepAction,
        Thing,
        Blocker,
        Change,
        Assumption,
        // What a check comes to.
        Report,
        Summary,
        IntentResult,
        Shown,
        TestResult,
        TestLine,
        Expected,
        PolicyVerdict,
        Said,
        SaidBy,
        Outcome,
        // What is deployed, and who reaches whom.
        Topology,
        Area,
        Gateway,
        Machines,
        Machine,
        Named,
        Matrix,
        MatrixBy,
        MatrixEnd,
        MatrixRow,
        Progress,
        // What an editor asks.
        Completions,
        Completion,
        CompletionKind,
        Hover,
        RenameRefusal,
        RenameFault,
        OutlineItem,
        SemanticToken,
        TokenClass,
        // What is wrong with a text.
        ShownProblem,
        Related,
        ShownFix,
        Place,
        Position,
        Severity,
        ProblemCode,
        Reason,
        Owner,
        Family,
    ]
}

fn declaration<T: TS>() -> String {
    let docs = T::docs().unwrap_or_default();
    let declared = T::decl(&Config::new());
    // A closing brace has a line of its own where its fields have.
    let lines = declared.replace(", }", ",\n}");
    let lines: Vec<String> = lines.lines().map(|line| indented(line.trim_end())).collect();
    format!("{docs}export {}\n", lines.join("\n"))
}

/// A line of a declaration: fields and what is said about them stand inside.
fn indented(line: &str) -> String {
    if line.starts_with("type ") || line.starts_with('}') { line.to_string() } else { format!("  {line}") }
}

#[cfg(test)]
mod tests;
