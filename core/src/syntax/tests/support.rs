//! Tests say what a reader of problems sees, and what a tree holds, as text.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{Ground, List, Meet, Part, PartKind, Segment, Statement, parse, parse_question};
use crate::problem::{Problem, ProblemCode};
use crate::source::{Source, SourceId, Span};

pub(super) const SOURCE: SourceId = SourceId(7);

/// Reads `text`, in which there must be exactly this problem: its code, the text it underlines, and a part
/// of its message.
pub(super) fn expect_problem(text: &str, code: ProblemCode, underlined: &str, message: &str) -> Expected {
    Expected::new(text, parse(&Ground::new(), SOURCE, text).1, code, underlined, message)
}

/// The same for a question.
pub(super) fn expect_problem_in_question(
    text: &str,
    code: ProblemCode,
    underlined: &str,
    message: &str,
) -> Expected {
    Expected::new(text, parse_question(&Ground::new(), SOURCE, text).1, code, underlined, message)
}

/// The one problem that was expected, for more to be asked of it.
pub(super) struct Expected {
    text: String,
    problem: Problem,
}

impl Expected {
    fn new(text: &str, problems: Vec<Problem>, code: ProblemCode, underlined: &str, message: &str) -> Self {
        let [problem] = problems.as_slice() else {
            panic!("one problem expected in {text:?}, not {problems:#?}");
        };
        assert_eq!(problem.code, code, "{text:?}: {problem:#?}");
        assert_eq!(problem.at.source, SOURCE);
        assert_eq!(slice(text, problem.at.span), underlined, "{text:?}: {problem:#?}");
        assert!(problem.message.contains(message), "{text:?}: {problem:#?}");
        Self { text: text.into(), problem: problem.clone() }
    }

    /// Its help has this part.
    #[track_caller]
    pub(super) fn help(self, part: &str) -> Self {
        assert!(self.problem.help.as_ref().is_some_and(|help| help.contains(part)), "{:#?}", self.problem);
        self
    }

    /// Its fix makes this text, in which there are no problems.
    #[track_caller]
    pub(super) fn fix(self, fixed: &str) -> Self {
        let fix = self.problem.fix.as_ref().expect("a fix");
        let mut text = self.text.clone();
        text.replace_range(fix.at.span.start as usize..fix.at.span.end as usize, &fix.text);
        assert_eq!(text, fixed);
        assert_eq!(parse(&Ground::new(), SOURCE, &text).1, []);
        self
    }

    /// It has no fix.
    #[track_caller]
    pub(super) fn no_fix(self) -> Self {
        assert_eq!(self.problem.fix, None);
        self
    }
}

pub(super) fn slice(text: &str, span: Span) -> String {
    Source::new("text", text).unwrap().slice(span).into()
}

/// The codes of the problems of a text, each with what it underlines.
pub(super) fn problems(text: &str) -> Vec<(ProblemCode, String)> {
    parse(&Ground::new(), SOURCE, text)
        .1
        .iter()
        .map(|problem| (problem.code, slice(text, problem.at.span)))
        .collect()
}

/// The tree of a text without problems.
#[track_caller]
pub(super) fn tree(text: &str) -> String {
    let ground = Ground::new();
    let (tree, problems) = parse(&ground, SOURCE, text);
    assert_eq!(problems, [], "{text:?}");
    statements(tree.statements)
}

/// The tree of a text with problems.
pub(super) fn damaged_tree(text: &str) -> String {
    let ground = Ground::new();
    let (tree, problems) = parse(&ground, SOURCE, text);
    assert_ne!(problems, [], "{text:?}");
    statements(tree.statements)
}

/// The tree of a question without problems.
#[track_caller]
pub(super) fn question(text: &str) -> String {
    let ground = Ground::new();
    let (asked, problems) = parse_question(&ground, SOURCE, text);
    assert_eq!(problems, [], "{text:?}");
    statement(&asked.unwrap())
}

/// `head! parts -> parts { statements }`; a damaged statement starts with `~`, an address with `@`.
pub(super) fn statements(statements: &[Statement<'_>]) -> String {
    statements.iter().map(statement).collect::<Vec<_>>().join("; ")
}

fn statement(statement: &Statement<'_>) -> String {
    let mut pieces = Vec::new();
    pieces.extend(statement.head.as_ref().map(|head| format!("{}!", head.text)));
    pieces.extend(statement.list.as_ref().map(list));
    for link in statement.links {
        pieces.push(link.word.as_str().into());
        pieces.extend(link.list.as_ref().map(list));
    }
    pieces.extend(statement.block.as_ref().map(|block| format!("{{{}}}", statements(block.statements))));
    format!("{}{}", if statement.damaged { "~" } else { "" }, pieces.join(" "))
}

fn list(list: &List<'_>) -> String {
    let union = meets(list.union());
    if list.has_except() { format!("{union} except {}", meets(list.except())) } else { union }
}

fn meets<'t>(meets: impl Iterator<Item = Meet<'t>>) -> String {
    let meet = |meet: Meet<'_>| meet.terms().map(term).collect::<Vec<_>>().join(" & ");
    meets.map(meet).collect::<Vec<_>>().join(", ")
}

fn term(parts: &[Part<'_>]) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join(" ")
}

fn part(part: &Part<'_>) -> String {
    match &part.kind {
        PartKind::Name(only) => segment(only),
        PartKind::Path(segments) => segments.iter().map(segment).collect::<Vec<_>>().join("."),
        PartKind::Number(digits) => (*digits).into(),
        PartKind::Range([low, high]) => format!("{low}-{high}"),
        PartKind::Code([kind, code]) => format!("{kind}/{code}"),
        PartKind::Address(address) => format!("@{address}"),
        PartKind::Prefix(prefix) => format!("@{prefix}"),
        PartKind::AddressRange([low, high]) => format!("@{low}-{high}"),
        PartKind::Pair(pair) => format!("<{}={}>", pair.key, pair.value),
        PartKind::Group(inner) => format!("({})", list(inner)),
    }
}

fn segment(segment: &Segment<'_>) -> String {
    if segment.quoted { format!("{:?}", segment.text) } else { segment.text.to_string() }
}
