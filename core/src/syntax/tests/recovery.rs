//! One mistake costs its own statement at most, and everything else keeps its meaning.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::super::{Ground, Meet, Statement, parse};
use super::support::{SOURCE, damaged_tree, problems, slice, statements, tree};
use crate::problem::ProblemCode::{BadAddress, BadToken, Missing, Unbalanced, Unexpected};

#[test]
fn every_problem_is_reported_in_the_order_of_the_text() {
    let text = "a 1.2.3 -> b\nc ->\nd (e\nf @@ # \u{202e}\ng }\nh";
    let expected = [
        (BadAddress, "1.2.3"),
        (Missing, "->"),
        (Unbalanced, "("),
        (BadToken, "@@"),
        (BadToken, "\u{202e}"),
        (Unbalanced, "}"),
    ];
    let expected = expected.map(|(code, underlined)| (code, underlined.into()));
    assert_eq!(problems(text), expected);
    assert_eq!(damaged_tree(text), "~a! -> b; ~c! ->; ~d! (e); ~f!; g!; h!");
}

#[test]
fn what_could_not_be_read_is_not_said_to_be_missing() {
    assert_eq!(problems("deny 1.2.3 -> 4.5.6 : 7.8.9").len(), 3);
    assert_eq!(problems("deny (1.2.3), 4.5.6 & 7.8.9 except 1.1").len(), 4);
    assert_eq!(damaged_tree("deny 1.2.3, a -> b"), "~deny! a -> b");
}

#[test]
fn damage_stays_with_its_statement() {
    assert_eq!(damaged_tree("a { b 1.2.3; c } d"), "a! {~b!; c!}; d!");
    assert_eq!(damaged_tree("a 1.2.3 { b; c } d"), "~a! {b!; c!}; d!");
    assert_eq!(damaged_tree("@ a; b"), "~a!; b!");
    assert_eq!(damaged_tree("a\u{a0}; b"), "a!; b!");
}

#[test]
fn signs_out_of_place_are_read_over() {
    assert_eq!(damaged_tree("deny a -> b { } : c; d"), "deny! a -> b {}; ~: c; d!");
    assert_eq!(problems("{ a }"), [(Missing, "{".into())]);
    assert_eq!(damaged_tree("{ a }\nb"), "~{a!}; b!");
    assert_eq!(damaged_tree("deny (a { b }) c"), "~deny! (a) {b!}; ~c");
    assert_eq!(problems("a b except, c"), [(Missing, ",".into())]);
    assert_eq!(problems("vpc a\n{\n}\n{\n}"), [(Unexpected, "{".into()), (Missing, "{".into())]);
}

#[test]
fn a_link_behind_a_semicolon_does_not_join_what_it_ends() {
    assert_eq!(damaged_tree("a { ip b; because c; d }"), "a! {ip! b; ~because c; d!}");
}

#[test]
fn a_brace_that_a_line_lacks_opens_the_block_of_its_first_statement() {
    assert_eq!(damaged_tree("a {\n  b c d; e; f }\n  g { h }\n}"), "a! {~b! c d {e!; f!}; g! {h!}}");
    assert_eq!(problems("a {\n  b c d; e; f }\n}"), [(Unbalanced, "}".into())]);
    // Where the line ends a block by its indentation, nothing is lacking.
    assert_eq!(tree("a {\n  b; c }\nd"), "a! {b!; c!}; d!");
}

#[test]
fn a_brace_that_no_statement_stands_before_opens_nothing() {
    assert_eq!(damaged_tree("a {\n  { b {\n    c\n  }\n  d\n}\ne"), "a! {b! {c!}; d!}; e!");
    assert_eq!(damaged_tree("a {\n  b { c; { d }\n}\ne"), "a! {b! {c!; d!}}; e!");
    assert_eq!(damaged_tree("a {\n  b { c { ; d }\n}\ne"), "a! {b! {c!; d!}}; e!");
    assert_eq!(damaged_tree("a {\n  b } c; d }\n}\ne"), "a! {~b! c {d!}}; e!");
}

#[test]
fn of_two_closing_braces_on_a_line_the_last_is_meant() {
    assert_eq!(damaged_tree("a {\n  b { c } d; e }\n  f\n}"), "a! {b! {c! d; e!}; f!}");
    assert_eq!(problems("a {\n  b { c } d; e }\n  f\n}"), [(Unbalanced, "}".into())]);
}

#[test]
fn spans_cover_what_was_written() {
    let text = "deny (a, b) & \"c\".d except 10.0.0.0/8 -> e : tcp 1 {\n  f\n}";
    let ground = Ground::new();
    let (tree, _) = parse(&ground, SOURCE, text);
    let statement = &tree.statements[0];
    let part = |span| slice(text, span);
    assert_eq!(part(statement.span), text);
    assert_eq!(part(statement.head.as_ref().unwrap().span), "deny");
    let list = statement.list.as_ref().unwrap();
    assert_eq!(part(list.span), "(a, b) & \"c\".d except 10.0.0.0/8");
    let spans = |meet: Meet<'_>| meet.terms().flatten().map(|one| part(one.span)).collect::<Vec<_>>();
    assert_eq!(list.union().map(spans).collect::<Vec<_>>(), [["(a, b)", "\"c\".d"]]);
    assert_eq!(list.except().map(spans).collect::<Vec<_>>(), [["10.0.0.0/8"]]);
    assert_eq!(part(statement.links[1].span), ":");
    assert_eq!(part(statement.links[1].list.as_ref().unwrap().span), "tcp 1");
    assert_eq!(part(statement.block.as_ref().unwrap().span), "{\n  f\n}");
}

const TEXT: &str = r#"network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16, 2001:db8::/56 {
    route-table public { 0.0.0.0/0 -> igw; ::/0 -> igw }
    network-acl edge {
      ingress 90  deny  any     from 192.0.2.0/24
      ingress 100 allow tcp 443 from 0.0.0.0/0
    }
    subnet web 10.0.0.0/24 in eu-central-1a { network-acl edge }
    subnet app 10.0.1.0/24
  }
}

segment data = tag tier=data & vpc main
deny any -> data
  : any
  because "nobody" {
  allow web -> data : tcp 5432
}
require web -> data : tcp 5432
"#;

/// Every word or sign deleted, one at a time: few mistakes may change a second statement.
#[test]
fn a_deleted_word_rarely_costs_another_statement() {
    let whole = flat(parse(&Ground::new(), SOURCE, TEXT).0.statements);
    let words = words(TEXT);
    let mut lost = 0;
    for &(start, end) in &words {
        let mut text = TEXT.to_owned();
        text.replace_range(start..end, "");
        let read = flat(parse(&Ground::new(), SOURCE, &text).0.statements);
        let missing = whole.iter().filter(|statement| !read.contains(statement)).count();
        // One statement is the one that holds the mistake.
        lost += usize::from(missing > 1);
    }
    assert!(lost * 100 <= words.len() * 3, "{lost} of {} mistakes", words.len());
}

/// Every statement by itself: the words of those around it, then its own, without its block.
fn flat(list: &[Statement]) -> Vec<alloc::string::String> {
    let mut flat = Vec::new();
    for statement in list {
        let mut own = *statement;
        let block = own.block.take();
        own.damaged = false;
        flat.push(statements(&[own]));
        flat.extend(block.into_iter().flat_map(|block| self::flat(block.statements)));
    }
    flat
}

/// Where each word or sign of a text without strings that hold blanks stands.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let alone = matches!(c, ',' | ';' | '{' | '}');
        if c.is_whitespace() || alone {
            words.extend(start.take().map(|start| (start, at)));
        } else if start.is_none() {
            start = Some(at);
        }
        if alone {
            words.push((at, at + 1));
        }
    }
    words
}

#[test]
fn the_text_of_these_tests_is_whole() {
    assert!(
        tree(TEXT)
            .starts_with("network! shop on aws in eu-central-1 {vpc! main @10.0.0.0/16, @2001:db8::/56 {")
    );
}
