//! Words, shapes, links and values: what the tables say.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{expect, problems, vpc};
use crate::schema::{self, Cloud, FILE};

#[test]
fn a_word_that_nothing_knows_has_a_help() {
    expect(
        &vpc("subnt web 10.0.0.0/24"),
        &["error[unknown-word] at `subnt`: `subnt` means nothing in a `vpc` (help: did you mean `subnet`?) \
           (fix: `subnt` becomes `subnet`)"],
    );
    expect(
        "web-1 -> db-1 : tcp 443",
        &["error[unknown-word] at `web-1`: `web-1` means nothing at the top of a text \
           (help: an intent starts with `allow`, `deny` or `require`)"],
    );
}

#[test]
fn a_word_at_the_wrong_place_says_where_it_stands() {
    expect(
        "vpc main 10.0.0.0/16",
        &[
            "error[unknown-word] at `vpc`: `vpc` means nothing at the top of a text (help: it stands in a `network` or in a `security-group`)",
        ],
    );
    expect(
        &vpc("ingress tcp 443 from 0.0.0.0/0"),
        &["error[unknown-word] at `ingress`: `ingress` means nothing in a `vpc` \
           (help: it stands in a `network-acl` or in a `security-group`)"],
    );
    expect(
        "deny any -> any : tcp 1 { require any -> any : tcp 443 }",
        &[
            "error[unknown-word] at `require`: `require` means nothing in a `deny` (help: it stands at the top)",
        ],
    );
}

#[test]
fn words_of_later_say_so() {
    expect(
        "network n on aws { vpc v 10.0.0.0/16 { account shop } }",
        &["error[not-modelled-yet] at `account`: `account` is not modelled yet"],
    );
    expect(
        "expect public-database at web-1",
        &["error[not-modelled-yet] at `expect`: `expect` is not modelled yet"],
    );
    expect(
        "test \"t\" { denied any -> any : tcp 1 avoiding internet }",
        &["error[not-modelled-yet] at `avoiding`: `avoiding` is not modelled yet"],
    );
    expect("deny any -> vnet hub", &["error[not-modelled-yet] at `vnet`: `vnet` is not modelled yet"]);
}

/// A text in which `inside` stands in a block of the row with this id, and what it must hold besides.
fn text_around(id: &str, inside: &str) -> Option<String> {
    if id == FILE {
        return Some(String::from(inside));
    }
    let every = || schema::table(None).chain(schema::table(Some(Cloud::Aws)));
    let row = every().find(|row| row.id() == id).filter(|row| row.modelled)?;
    let head = match row.word {
        "network" => "network n on aws",
        "vpc" => "vpc v 10.0.0.0/16",
        "subnet" => "subnet s 10.0.0.0/24",
        "nat-gateway" | "instance" | "interface" | "load-balancer" => "in s",
        "test" => "test t",
        "deny" => "deny any -> any",
        "isolate" => "isolate 10.0.0.1 from 10.0.0.2",
        _ => "x",
    };
    let head = if head.starts_with(row.word) { String::from(head) } else { format!("{} x {head}", row.word) };
    row.parents.iter().find_map(|parent| text_around(parent, &format!("{head} {{ {inside} }}")))
}

#[test]
fn every_word_that_is_not_modelled_is_refused_wherever_it_may_stand() {
    let mut seen = Vec::new();
    for row in schema::table(None).chain(schema::table(Some(Cloud::Aws))).filter(|row| !row.modelled) {
        for text in row.parents.iter().filter_map(|parent| text_around(parent, &format!("{} y", row.word))) {
            let word = row.word;
            let expected = format!("error[not-modelled-yet] at `{word}`: `{word}` is not modelled yet");
            let shown = problems(&text);
            assert!(shown.contains(&expected), "{text}\n{}", shown.join("\n"));
            seen.push(word);
        }
    }
    // Those of tests, of VPCs, and of things in VPCs.
    for word in ["expect", "account", "prefix"] {
        assert!(seen.contains(&word), "{word}");
    }
}

#[test]
fn links_and_targets_that_are_not_modelled_are_refused() {
    let mut seen = 0;
    for row in schema::table(None).filter(|row| row.modelled && row.parents.contains(&"test")) {
        for link in row.links.iter().filter(|link| !link.modelled) {
            let link = link.word.as_str();
            let text = format!("test t {{ {} 10.0.0.1 -> 10.0.0.2 : tcp 1 {link} any }}", row.word);
            let expected = format!("error[not-modelled-yet] at `{link}`: `{link}` is not modelled yet");
            assert_eq!(problems(&text), [expected], "{text}");
            seen += 1;
        }
    }
    assert_eq!(seen, 6, "two of each line about what is meant");
    expect(
        "allow any -> vnet hub : tcp 443",
        &["error[not-modelled-yet] at `vnet`: `vnet` is not modelled yet"],
    );
    // What is not modelled is no help.
    expect(
        &vpc("security-group g { ingress tcp 1 from 443 }"),
        &[
            "error[wrong-value] at `443`: a prefix, a security-group, a prefix-list, `self` or `unknown` is expected here, not `443`",
        ],
    );
}

#[test]
fn what_a_later_word_names_is_not_missed() {
    expect(
        "network n on azure { vnet v 10.0.0.0/16 }\nallow v -> internet : tcp 443",
        &["error[not-modelled-yet] at `azure`: `azure` is not modelled yet"],
    );
}

#[test]
fn a_cloud_that_nothing_knows_is_a_wrong_value() {
    expect(
        "network n on cloud9 { vpc v 10.0.0.0/16 }",
        &["error[wrong-value] at `cloud9`: `aws` is expected here, not `cloud9`"],
    );
    expect(
        "network n { vpc v 10.0.0.0/16 }",
        &["error[missing] at `network`: `network` needs `on` and `aws`"],
    );
}

#[test]
fn names_are_plain_and_there() {
    expect(&vpc("subnet 10.0.0.0/24"), &["error[missing] at `subnet`: a `subnet` needs a name"]);
    expect(
        &vpc("subnet 5 10.0.1.0/24"),
        &["error[name-starts-with-digit] at `5`: `5` is a number; a `subnet` needs a name \
           (help: quote a name that starts with a digit) (fix: `5` becomes `\"5\"`)"],
    );
    expect(
        &vpc("subnet a.b 10.0.2.0/24"),
        &["error[wrong-value] at `a.b`: a new name has no path, and `a.b` has a dot \
           (help: a name with a dot is quoted: `\"a.b\"`) (fix: `a.b` becomes `\"a.b\"`)"],
    );
}

#[test]
fn values_are_of_their_type() {
    expect(&vpc("subnet g x"), &["error[wrong-value] at `x`: a prefix is expected here, not `x`"]);
    expect(&vpc("subnet c"), &["error[missing] at `subnet`: `subnet` needs a prefix behind its name"]);
    expect(
        &vpc("route-table c { main maybe }"),
        &["error[wrong-value] at `maybe`: `yes` or `no` is expected here, not `maybe`"],
    );
    expect(
        &vpc("subnet d 10.0.3.0/24 10.0.4.0/24"),
        &["error[unexpected] at `10.0.4.0/24`: `10.0.4.0/24` does not belong here \
           (help: a prefix is expected, and several are joined with commas)"],
    );
    expect(
        &vpc("internet-gateway a 10.0.0.0/8"),
        &[
            "error[wrong-shape] at `10.0.0.0/8`: `10.0.0.0/8` does not belong behind the name of an `internet-gateway`",
        ],
    );
    expect(
        &vpc("subnet s 10.0.0.0/24\ninstance i in s { ip unknown }"),
        &["error[wrong-value] at `unknown`: an address is expected here, not `unknown` \
           (help: a rule may be about `unknown`, and a route may lead to `unknown`)"],
    );
}

#[test]
fn host_bits_have_the_prefix_that_was_meant() {
    expect(
        "network n on aws { vpc v 10.0.0.1/16 { subnet s 10.0.0.0/24 } }\nallow s -> internet : tcp 443",
        &["error[host-bits] at `10.0.0.1/16`: `10.0.0.1/16` has bits set past its length \
           (help: the prefix is `10.0.0.0/16`) (fix: `10.0.0.1/16` becomes `10.0.0.0/16`)"],
    );
    let both =
        problems(&(vpc("security-group g { ingress tcp 1 from 10.0.0.1/8 }") + "segment s = 2001:db8::1/64"));
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both.iter().all(|problem| problem.starts_with("error[host-bits]")), "{both:?}");
}

#[test]
fn links_are_the_ones_of_the_row() {
    expect(
        &vpc("subnet e 10.0.3.0/24 from x"),
        &["error[wrong-link] at `from`: `subnet` takes no `from` (help: it takes `in`)"],
    );
    expect(
        &vpc("subnet f 10.0.3.0/24 in a in b"),
        &["error[wrong-link] at `in`: `in` stands twice in one statement \
           (help: a comma does not reach over a link: write two statements)"],
    );
    expect(
        &vpc("security-group g { ingress tcp 443 to g; egress tcp 443 }"),
        &[
            "error[wrong-link] at `to`: `ingress` takes no `to` (help: it takes `from`)",
            "error[missing] at `egress`: `egress` needs `to` and a prefix, a security-group, a prefix-list, `self` or `unknown`",
        ],
    );
    expect("allow internet", &["error[missing] at `allow`: `allow` needs `->` and a set of points"]);
}

#[test]
fn tags_and_definitions_differ_in_their_blanks() {
    expect(
        &vpc("tag tier = front"),
        &["error[wrong-link] at `=`: `tag` takes no `=` (help: a tag has no blanks around its `=`) \
           (fix: ` = ` becomes `=`)"],
    );
    expect(
        "segment x=tag a=b\nallow x -> internet : tcp 443",
        &["error[wrong-shape] at `x=tag`: the definition of `x` needs blanks around its `=` \
           (help: write `x = tag`) (fix: `x=tag` becomes `x = tag`)"],
    );
}

#[test]
fn what_is_written_twice_is_said_once() {
    expect(
        &vpc("internet-gateway b\ninternet-gateway c"),
        &["error[duplicate] at `internet-gateway c`: a `vpc` has at most one `internet-gateway` \
           [also `internet-gateway b`: the first is here]"],
    );
    expect(&vpc("tag x=y, x=z"), &["error[duplicate] at `x=z`: the tag `x` stands here twice"]);
    expect(
        &vpc("security-group a { id sg-1 }\nsecurity-group b { id sg-1 }"),
        &["error[duplicate] at `sg-1`: the id `sg-1` is taken [also `sg-1`: it is taken here]"],
    );
}

#[test]
fn blocks_are_only_where_something_stands_in_them() {
    expect(
        "require any -> any : tcp 443 { allow any -> any }",
        &["error[wrong-shape] at `{ allow any -> any }`: `require` has no block"],
    );
    expect(
        &vpc("10.0.0.0/8 -> x"),
        &[
            "error[wrong-shape] at `10.0.0.0/8 -> x`: a statement starts with a word here (help: one of `id`, `tag`, \
           `public-access-exclusion`, `internet-gateway`, `egress-only-internet-gateway`, `nat-gateway`, `vpn-gateway`, `route-table`, `network-acl`, \
           `subnet`, `security-group`, `instance`, `autoscaling-group`, `interface`, `endpoint`, `gwlb-endpoint`, `endpoint-service`, `load-balancer` \
           or `target-group`)",
        ],
    );
}

#[test]
fn what_the_parser_said_is_not_said_again() {
    let shown = problems(
        &(vpc("subnet web 10.0.0.0/33\nsecurity-group g { ingress tcp 443 from 10.0.0.0/8, }\n\
         instance i in web { ip 10.0.0.300; security-group g }")
            + "segment s = web, i\nrequire s -> s : 443"),
    );
    let codes: alloc::vec::Vec<&str> = shown.iter().filter_map(|shown| shown.split(' ').next()).collect();
    assert_eq!(
        codes,
        ["error[bad-prefix-length]", "error[missing]", "error[bad-address]", "error[missing]"],
        "{shown:#?}"
    );
}

#[test]
fn long_texts_are_quoted_short() {
    let shown = problems(&alloc::format!("allow any -> {} : tcp 443", "x".repeat(100_000)));
    assert_eq!(shown.len(), 1);
    assert!(
        shown[0].contains("is named `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`"),
        "the message is short"
    );
}

#[test]
fn a_thousand_problems_are_enough() {
    let text = "expect a at b\n".repeat(5_000);
    let shown = problems(&text);
    assert_eq!(shown.len(), 1_001);
    let last =
        "more than 1000 problems, the rest is not listed (help: mend the problems before this place first)";
    assert!(shown.last().unwrap().ends_with(last));
}
