//! Depth, number and length have bounds, and what is past them is one problem.

use super::super::{Ground, MAX_DEPTH, parse};
use super::support::{SOURCE, expect_problem, problems, slice};
use crate::problem::ProblemCode::{self, BadToken, NestedTooDeep, TooManyProblems, Unbalanced};

#[test]
fn braces_nest_to_a_depth() {
    let nested = |depth: usize| alloc::format!("{}b{}; c", "a {".repeat(depth), "}".repeat(depth));
    assert_eq!(problems(&nested(MAX_DEPTH)), []);
    for depth in [MAX_DEPTH + 1, 10_000] {
        let text = nested(depth);
        let too_deep = expect_problem(&text, NestedTooDeep, "{", "nested deeper than 64 levels");
        too_deep.help("is not read");
        let ground = Ground::new();
        let (tree, read) = parse(&ground, SOURCE, &text);
        assert_eq!(read[0].at.span.start as usize, MAX_DEPTH * 3 + 2);
        // What stands behind is read.
        assert_eq!(tree.statements.len(), 2);
    }
}

#[test]
fn parentheses_nest_to_a_depth() {
    let nested = |depth: usize| alloc::format!("a {}b{} -> c; d", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(problems(&nested(MAX_DEPTH)), []);
    for depth in [MAX_DEPTH + 1, 10_000] {
        let text = nested(depth);
        expect_problem(&text, NestedTooDeep, "(", "nested deeper than 64 levels");
        let ground = Ground::new();
        let (tree, _) = parse(&ground, SOURCE, &text);
        assert_eq!(tree.statements.len(), 2);
        assert_eq!(tree.statements[0].links.len(), 1);
    }
}

#[test]
fn braces_and_parentheses_count_together() {
    let text =
        alloc::format!("{}b {}c{}{}", "a {".repeat(40), "(".repeat(25), ")".repeat(25), "}".repeat(40));
    expect_problem(&text, NestedTooDeep, "(", "nested deeper than 64 levels");
}

#[test]
fn what_is_open_at_the_end_is_bounded() {
    assert_eq!(problems(&"(".repeat(10_000)), [(NestedTooDeep, "(".into())]);
    let codes = |text: &str| -> alloc::vec::Vec<ProblemCode> {
        parse(&Ground::new(), SOURCE, text).1.iter().map(|problem| problem.code).collect()
    };
    let open = codes(&"a {".repeat(10_000));
    assert_eq!(open.iter().filter(|&&code| code == Unbalanced).count(), MAX_DEPTH);
    assert_eq!(open.iter().filter(|&&code| code == NestedTooDeep).count(), 1);
}

#[test]
fn the_list_of_problems_ends() {
    let text = |count: usize| "@\n".repeat(count);
    assert_eq!(problems(&text(1000)).len(), 1000);
    for count in [1001, 50_000] {
        let text = text(count);
        let ground = Ground::new();
        let (_, problems) = parse(&ground, SOURCE, &text);
        assert_eq!(problems.len(), 1001);
        assert_eq!(problems[999].code, BadToken);
        let last = &problems[1000];
        assert_eq!((last.code, last.at.span.start), (TooManyProblems, 2000));
        assert_eq!(slice(&text, last.at.span), "@");
        assert_eq!(last.message, "more than 1000 problems, the rest is not listed");
        assert!(last.help.is_some());
    }
}

/// Problems are found in several passes: the first thousand of the text are listed, not of a pass.
#[test]
fn the_first_problems_are_listed_whatever_finds_them() {
    let text = alloc::format!("{}{}", "a ->\n".repeat(600), "@\n".repeat(600));
    let ground = Ground::new();
    let (_, problems) = parse(&ground, SOURCE, &text);
    assert_eq!(problems.len(), 1001);
    assert_eq!(problems[1000].at.span.start, 600 * 5 + 400 * 2);
}

#[test]
fn messages_quote_long_words_in_part() {
    let word = alloc::format!("1{}", "x".repeat(100_000));
    let ground = Ground::new();
    let (_, problems) = parse(&ground, SOURCE, &word);
    assert!(problems[0].message.len() < 200, "{}", problems[0].message.len());
}
