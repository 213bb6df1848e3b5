//! Who is meant by a name.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use super::{estate, expect, read, vpc};
use crate::estate::{Estate, Selector};

/// Two networks with the same names inside, and a third with one VPC of another name.
const TWINS: &str = "
network a on aws { vpc main 10.0.0.0/16 {
  subnet web 10.0.1.0/24
  subnet app 10.0.2.0/24
  security-group web
  instance one in app { ip 10.0.2.10; id i-0a1b; interface eth0 in web { ip 10.0.1.10 } }
  instance two in app { interface eth0 in web { ip 10.0.1.11 } }
} }
network b on aws { vpc main 10.0.0.0/16 { subnet web 10.0.1.0/24; subnet db 10.0.3.0/24 } }
network c on aws { vpc other 10.0.0.0/16 { subnet \"in\" 10.0.1.0/24; subnet \"x.y\" 10.0.2.0/24; subnet any 10.0.3.0/24 } }
";

/// The kind and path of an object, from the top.
fn path(estate: &Estate, selector: &Selector) -> String {
    let Selector::Object(id) = selector else { return format!("{selector:?}") };
    let object = estate.object(*id).unwrap();
    let mut names = vec![object.name.clone()];
    let mut next = object.parent;
    while let Some(parent) = next.and_then(|parent| estate.object(parent)) {
        names.push(parent.name.clone());
        next = parent.parent;
    }
    names.reverse();
    format!("{} {}", object.kind, names.join("."))
}

/// What `term` means at the top.
fn meaning(term: &str) -> String {
    let estate = estate(&format!("{TWINS}\nsegment asked = {term}"));
    path(&estate, &estate.segments[0].set.union[0][0])
}

#[test]
fn a_path_may_have_gaps() {
    assert_eq!(meaning("db"), "subnet b.main.db");
    assert_eq!(meaning("b.db"), "subnet b.main.db");
    assert_eq!(meaning("main.db"), "subnet b.main.db");
    assert_eq!(meaning("b.main.db"), "subnet b.main.db");
}

#[test]
fn a_kind_before_the_name_narrows() {
    assert_eq!(meaning("subnet a.web"), "subnet a.main.web");
    assert_eq!(meaning("security-group web"), "security-group a.main.web");
    assert_eq!(meaning("interface one.eth0"), "interface a.main.one.eth0");
    assert_eq!(meaning("two.eth0"), "interface a.main.two.eth0");
}

#[test]
fn ids_are_names() {
    assert_eq!(meaning("i-0a1b"), "instance a.main.one");
    assert_eq!(meaning("i-0a1b.eth0"), "interface a.main.one.eth0");
    assert_eq!(meaning("a.i-0a1b"), "instance a.main.one");
}

#[test]
fn quotes_end_all_magic() {
    assert_eq!(meaning("\"in\""), "subnet c.other.in");
    assert_eq!(meaning("\"x.y\""), "subnet c.other.x.y");
    assert_eq!(meaning("\"any\""), "subnet c.other.any");
    assert_eq!(meaning("any"), "Any");
    assert_eq!(meaning("c.any"), "subnet c.other.any");
}

#[test]
fn a_whole_path_beats_a_shortened_one() {
    let estate = estate(&format!(
        "{TWINS}\nsegment other = internet\nsegment web = other\nsegment asked = web, b.web"
    ));
    let asked = &estate.segments[2].set.union;
    assert_eq!(path(&estate, &asked[0][0]), "Segment(SegmentId(1))");
    assert_eq!(path(&estate, &asked[1][0]), "subnet b.main.web");
}

#[test]
fn the_nearest_scope_decides() {
    let text = "
network a on aws { vpc one 10.0.0.0/16 { security-group web; security-group app { ingress tcp 1 from web } }
                   vpc two 10.1.0.0/16 { security-group web; security-group app { ingress tcp 1 from web } } }";
    let estate = estate(text);
    let peers: Vec<String> = estate
        .aws
        .security_groups
        .iter()
        .flat_map(|group| &group.ingress)
        .map(|rule| format!("{:?}", rule.peers))
        .collect();
    assert_eq!(peers, ["[Group(SecurityGroupId(0))]", "[Group(SecurityGroupId(2))]"]);
}

#[test]
fn an_ambiguous_name_lists_the_ways_out() {
    let with = |term: &str| format!("{TWINS}\nsegment s = {term}");
    expect(
        &with("web"),
        &["error[ambiguous-name] at `web`: `web` can mean several things here \
           (help: write `subnet a.web`, `b.web` or `security-group web`)"],
    );
    expect(
        &with("subnet web"),
        &[
            "error[ambiguous-name] at `web`: `web` can mean several things here (help: write `a.web` or `b.web`)",
        ],
    );
    expect(
        &with("main"),
        &[
            "error[ambiguous-name] at `main`: `main` can mean several things here (help: write `a.main` or `b.main`)",
        ],
    );
    expect(
        &with("eth0"),
        &[
            "error[ambiguous-name] at `eth0`: `eth0` can mean several things here (help: write `one.eth0` or `two.eth0`)",
        ],
    );
}

#[test]
fn unknown_names_and_wrong_kinds() {
    let with = |inside: &str| vpc(&format!("subnet web 10.0.1.0/24\nroute-table quiet\n{inside}"));
    expect(
        &with("subnet app 10.0.2.0/24 { route-table web }"),
        &["error[wrong-kind] at `web`: `web` is a subnet; a route-table is expected here"],
    );
    expect(
        &with("subnet app 10.0.2.0/24 { route-table quite }"),
        &["error[unknown-name] at `quite`: no route-table is named `quite` (help: did you mean `quiet`?)"],
    );
    expect(
        &with("security-group g { ingress tcp 1 from subnet web }"),
        &[
            "error[wrong-kind] at `subnet`: a security-group or a prefix-list is expected here, not a `subnet`",
        ],
    );
    expect(
        &(with("") + "deny quiet -> route-table quiet\ndeny any -> Web, interet, main.wbe"),
        &[
            "error[wrong-kind] at `quiet`: `quiet` is a route-table, which stands for no points",
            "error[wrong-kind] at `route-table`: a `route-table` stands for no points",
            "error[unknown-name] at `Web`: nothing is named `Web` (help: did you mean `web`?)",
            "error[unknown-name] at `interet`: nothing is named `interet` (help: did you mean `internet`?)",
            "error[unknown-name] at `main.wbe`: nothing is named `main.wbe` (help: did you mean `web`?)",
        ],
    );
}

#[test]
fn everything_has_one_name() {
    expect(
        &(vpc("subnet a 10.0.1.0/24\nsecurity-group a\nsubnet a 10.0.2.0/24 { tag x=y }")
            + "segment a = any\nsegment a = any"),
        &[
            "error[duplicate] at `a`: the subnet `a` is declared twice [also `a`: first declared here]",
            "error[duplicate] at `a`: the segment `a` is declared twice [also `a`: first declared here]",
        ],
    );
}

#[test]
fn several_texts_are_one_scope() {
    let first =
        "network n on aws { vpc main 10.0.0.0/16 { subnet s 10.0.1.0/24 } }\nallow s -> web : tcp 443";
    let second = "network n on aws { vpc other 10.1.0.0/16 { subnet t 10.1.1.0/24 } }\nsegment web = t, s";
    let (estate, shown) = read(&[first, second]);
    assert!(shown.is_empty(), "{shown:?}");
    assert_eq!((estate.aws.vpcs.len(), estate.intents.len()), (2, 1));
    assert_eq!(
        estate.objects.iter().filter(|object| object.kind == "network").count(),
        1,
        "it was opened again"
    );

    let (_, shown) = read(&[first, "network n on aws { vpc main 10.2.0.0/16 }"]);
    assert_eq!(
        shown,
        [
            "error[unknown-name] at `web`: nothing is named `web`",
            "error[duplicate] at `main`: the vpc `main` is declared twice [also `main`: first declared here]"
        ]
    );
}

#[test]
fn a_network_is_opened_again_on_its_own_cloud() {
    expect(
        "network a on aws { vpc v 10.0.0.0/16 }\nnetwork a on azure { vnet v 10.0.0.0/16 }",
        &["error[not-modelled-yet] at `azure`: `azure` is not modelled yet"],
    );
}

#[test]
fn many_things_of_one_name_are_told_apart_by_their_paths() {
    let count = 2_000;
    let mut text = "network n on aws { vpc main 10.0.0.0/16 {\nsubnet s 10.0.0.0/16\n".to_string();
    for machine in 0..count {
        let address = format!("10.0.{}.{}", 1 + machine / 250, 1 + machine % 250);
        text.push_str(&format!("instance m-{machine} {{ interface eth0 in s {{ ip {address} }} }}\n"));
    }
    text.push_str("} }\n");
    for machine in 0..count {
        text.push_str(&format!("segment s-{machine} = m-{machine}.eth0\n"));
    }
    let estate = estate(&text);
    assert_eq!(estate.segments.len(), count);
    assert_eq!(path(&estate, &estate.segments[1_234].set.union[0][0]), "interface n.main.m-1234.eth0");
}
