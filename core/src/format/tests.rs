use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::gallery;
use crate::syntax::token::{TokenKind, slice};

fn formatted(text: &str) -> String {
    format(&Source::new("a.fence", text).unwrap()).unwrap()
}

/// The words and signs of a text and its comments; a separator, however it is written, as `;`.
fn meaning(text: &str) -> (Vec<String>, Vec<String>) {
    let (tokens, comments) = syntax::tokens(text);
    let mut words: Vec<String> = Vec::new();
    for token in tokens {
        let ends = matches!(token.kind, TokenKind::Separator | TokenKind::CloseBrace);
        if ends && words.last().is_some_and(|last| last == ";") {
            words.pop();
        }
        match token.kind {
            TokenKind::Separator if words.last().is_none_or(|last| last == "{" || last == "}") => {}
            TokenKind::Separator => words.push(";".to_string()),
            _ => words.push(slice(text, token.span).to_string()),
        }
    }
    let comments = comments.iter().map(|comment| slice(text, *comment).trim_end().to_string());
    (words, comments.collect())
}

fn assert_kept(text: &str) {
    let once = formatted(text);
    let ended = |text: &str| meaning(&(text.to_string() + "\n;"));
    assert_eq!(ended(&once), ended(text), "{text}\n---\n{once}");
    assert_eq!(formatted(&once), once, "{text}");
}

#[test]
fn statements_stand_one_below_the_other() {
    let text = "allow internet->frontend : https
require backend -> data: tcp 5432 because \"orders\"   # a reason
deny internet -> data, (backend&subnet app-a)
isolate frontend from data : tcp 22 # two

segment a = web
segment long   =    tag tier=b
network n on aws {
vpc main 10.0.0.0/16 { network-acl edge {
ingress 90 deny any from 192.0.2.0/24
egress 100 allow tcp 443,8443 to 0.0.0.0/0 }
subnet a 10.0.0.0/24 in z ; subnet app-long 10.0.10.0/24 in z


instance web in a { ip 10.0.0.10; security-group web }
instance app-1 in a {ip 10.0.0.110 ; security-group app;tag tier=b}}
}
";
    let expected = "allow   internet -> frontend : https
require backend  -> data     : tcp 5432 because \"orders\"  # a reason
deny    internet -> data, (backend & subnet app-a)
isolate frontend from data   : tcp 22                     # two

segment a    = web
segment long = tag tier=b
network n on aws {
  vpc main 10.0.0.0/16 {
    network-acl edge {
      ingress  90 deny  any           from 192.0.2.0/24
      egress  100 allow tcp 443, 8443 to   0.0.0.0/0
    }
    subnet a        10.0.0.0/24  in z
    subnet app-long 10.0.10.0/24 in z

    instance web   in a { ip 10.0.0.10;  security-group web }
    instance app-1 in a { ip 10.0.0.110; security-group app; tag tier=b }
  }
}
";
    assert_eq!(formatted(text), expected);
    assert_kept(text);
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let text = "# first

allow a, # of a
      # and more
      b -> c # of c
  { # of the block
# of nothing

}   # behind
# last";
    let expected = "# first

allow a,  # of a
  # and more
  b -> c  # of c
  {  # of the block
  # of nothing
}  # behind
# last
";
    assert_eq!(formatted(text), expected);
    assert_kept(text);
}

#[test]
fn a_comment_may_be_glued_to_what_it_is_about() {
    assert_eq!(
        formatted("allow a -> b#c\nvpc v{#d\nid x}#e"),
        "allow a -> b  # c\nvpc v {  # d\n  id x\n}  # e\n".replace("# ", "#")
    );
}

#[test]
fn a_second_comment_behind_a_statement_has_a_line_of_its_own() {
    let text = "vpc v {\n} # one\n ; # two\nallow a -> b";
    assert_eq!(formatted(text), "vpc v {\n}  # one\n# two\nallow a -> b\n");
    assert_kept(text);
}

#[test]
fn what_is_too_long_is_broken_where_a_line_may_go_on() {
    let names: Vec<String> = (0..30).map(|n| alloc::format!("a-long-name-{n}")).collect();
    let text = alloc::format!("deny {} -> {} : tcp 22", names.join(","), names.join(", "));
    let once = formatted(&text);
    assert!(once.lines().count() > 5 && once.lines().all(|line| line.len() <= WIDTH), "{once}");
    assert_kept(&text);
    let long = alloc::format!("allow {} -> b {{ allow c -> d }}", names[..9].join(", "));
    assert_kept(&long);
}

#[test]
fn line_ends_and_nothing_stay_as_they_are() {
    assert_eq!(formatted("allow a->b\r\n\r\n\r\nallow c -> d"), "allow a -> b\r\n\r\nallow c -> d\r\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n;;\n"), "");
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let source = Source::new("a.fence", "allow a ->\nallow b -> c").unwrap();
    let problems = format(&source).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].place.start.line, 1);
}

#[test]
fn every_policy_means_what_it_meant() {
    for (_, analysis) in gallery::analyses() {
        analysis.sources().iter().for_each(|source| assert_kept(source.text()));
    }
}
