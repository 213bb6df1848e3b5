use alloc::format;
use alloc::vec::Vec;

use super::{
    Cloud, Denotes, EVERY_OBJECT, FILE, Row, Shape, Type, Values, every_row, has_block, is_kind, is_later,
    is_later_kind, kind, parents_of, row, words,
};

/// The lists of values that a row has.
fn lists(row: &Row) -> impl Iterator<Item = Values> {
    row.links.iter().map(|link| link.values).chain([row.values])
}

#[test]
fn every_parent_is_a_row_or_a_place_of_its_own() {
    for entry in every_row() {
        for &parent in entry.parents {
            let known = parent == FILE || parent == EVERY_OBJECT || every_row().any(|row| row.id() == parent);
            assert!(known, "`{}` stands in `{parent}`, which is no row", entry.word);
        }
        assert!(!entry.parents.is_empty(), "`{}` stands nowhere", entry.word);
    }
}

#[test]
fn no_word_has_two_rows_in_one_parent() {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for entry in every_row() {
        for &parent in entry.parents {
            let id = if entry.id().starts_with(entry.word) { entry.id() } else { entry.word };
            assert!(!seen.contains(&(parent, id)), "`{id}` twice in `{parent}`");
            seen.push((parent, id));
        }
    }
}

#[test]
fn an_id_that_others_stand_in_is_of_one_row() {
    for entry in every_row() {
        let same = every_row().filter(|row| row.id() == entry.id()).count();
        let inside = every_row().any(|row| row.parents.contains(&entry.id()));
        assert!(same == 1 || !inside, "`{}` is the id of {same} rows", entry.id());
    }
}

#[test]
fn every_reference_is_to_a_kind() {
    for entry in every_row() {
        for types in lists(entry).map(|values| values.types) {
            for kinds in
                types.iter().filter_map(|ty| if let Type::Ref(kinds) = ty { Some(kinds) } else { None })
            {
                for word in *kinds {
                    let known = every_row().any(|row| row.word == *word && is_kind(row));
                    assert!(known, "`{}` refers to `{word}`, which is no kind", entry.word);
                }
            }
        }
    }
}

#[test]
fn what_is_modelled_can_be_written_without_what_is_not() {
    let says_something = |ty: &Type| match ty {
        Type::Later(_) => false,
        Type::Ref(kinds) => kinds.iter().any(|word| kind(word).is_some()),
        _ => true,
    };
    for entry in every_row().filter(|row| row.modelled) {
        let written = entry.parents.iter().any(|parent| {
            *parent == FILE
                || *parent == EVERY_OBJECT
                || every_row().any(|row| row.id() == *parent && row.modelled)
        });
        assert!(written, "`{}` stands in nothing that is modelled", entry.word);
        let lists = entry.modelled_links().map(|link| link.values).chain([entry.values]);
        for values in lists.filter(|values| values.least > 0) {
            assert!(values.types.iter().any(says_something), "`{}` has a list without values", entry.word);
        }
        assert!(entry.links.iter().all(|link| link.modelled || !link.required), "{}", entry.word);
    }
}

#[test]
fn no_word_stands_twice_in_one_list() {
    for entry in every_row() {
        for values in lists(entry) {
            let mut seen = Vec::new();
            for ty in values.types {
                let (Type::Word(words) | Type::Later(words) | Type::Ref(words)) = ty else { continue };
                for word in *words {
                    assert!(!seen.contains(word), "`{word}` twice at `{}`", entry.word);
                    seen.push(*word);
                }
            }
        }
        for (index, link) in entry.links.iter().enumerate() {
            assert!(entry.links[..index].iter().all(|before| before.word != link.word), "{}", entry.word);
        }
        for (word, says) in entry.refused {
            assert!(matches!(entry.shape, Shape::Rule { actions, .. } if !actions.contains(word)), "{word}");
            assert!(!says.is_empty());
        }
    }
}

#[test]
fn every_row_says_what_it_is_and_where_that_comes_from() {
    for entry in every_row() {
        assert!(!entry.doc.is_empty() && !entry.source.is_empty(), "`{}` has no doc or source", entry.word);
        assert!(!entry.doc.ends_with('.') && !entry.default.ends_with('.'), "{}", entry.doc);
        if entry.denotes != Denotes::Nothing {
            assert!(matches!(entry.shape, Shape::Object | Shape::Define), "`{}` denotes points", entry.word);
        }
    }
}

#[test]
fn the_same_word_is_another_row_under_another_parent() {
    let aws = Some(Cloud::Aws);
    assert_eq!(row(aws, "vpc", "security-group").map(|row| row.shape), Some(Shape::Object));
    assert_eq!(row(aws, "instance", "security-group").map(|row| row.shape), Some(Shape::Value));
    assert!(row(None, "vpc", "subnet").is_none(), "a word of a cloud needs its network");
    assert!(row(aws, "subnet", "tag").is_some(), "`tag` stands in every object");
    assert!(row(aws, "test", "tag").is_none(), "a test is no object");
    assert!(is_later(aws, "instance", "prefix"));
    assert!(!is_later(aws, "vpc", "prefix"));
}

#[test]
fn blocks_are_for_what_has_words_inside() {
    let aws = Some(Cloud::Aws);
    let block = |parent, word| has_block(aws, row(aws, parent, word).unwrap());
    assert!(block("vpc", "internet-gateway"), "`id` and `tag` stand in every object");
    assert!(block(FILE, "deny") && block(FILE, "isolate") && block(FILE, "test"));
    assert!(!block(FILE, "require") && !block("instance", "ip") && !block("deny", "allow"));
}

#[test]
fn words_are_those_of_the_place() {
    let in_test: Vec<_> = words(None, "test").collect();
    let verdicts = r#""reachable", "partly", "one-way", "blocked", "unknown""#;
    assert_eq!(format!("{in_test:?}"), format!(r#"[{verdicts}, "allowed", "denied", "unstated"]"#));
}

#[test]
fn what_is_not_modelled_is_no_row_of_any_place() {
    let aws = Some(Cloud::Aws);
    for entry in every_row().filter(|row| !row.modelled) {
        for parent in entry.parents {
            assert!(row(aws, parent, entry.word).is_none(), "`{}` in `{parent}`", entry.word);
            assert!(is_later(aws, parent, entry.word), "`{}` in `{parent}`", entry.word);
            assert!(words(aws, parent).all(|word| word != entry.word), "`{}` in `{parent}`", entry.word);
        }
    }
    assert!(is_later_kind("vnet") && !is_later_kind("subnet"));
    assert!(!is_later_kind("propagate"), "a property is no kind");
    let carriers: Vec<_> = parents_of("security-group").collect();
    let modelled = ["vpc", "instance", "interface", "autoscaling-group", "endpoint", "load-balancer"];
    assert_eq!(carriers, modelled, "help names only what is modelled");
}

#[test]
fn signatures_say_how_statements_are_written() {
    let aws = Some(Cloud::Aws);
    let signature = |parent, word| row(aws, parent, word).unwrap().signature();
    assert_eq!(signature(FILE, "network"), "network NAME on aws [in REGION] { ... }");
    assert_eq!(signature("vpc", "subnet"), "subnet NAME PREFIX, ... [in ZONE] { ... }");
    assert_eq!(
        signature("network-acl", "ingress"),
        "ingress NUMBER allow|deny TRAFFIC, ... from PREFIX|unknown, ..."
    );
    assert_eq!(signature("security-group", "egress"), "egress TRAFFIC, ... to PEER, ...");
    assert_eq!(signature("route-table", ""), "PREFIX -> TARGET");
    assert_eq!(signature("instance", "public-ip"), "public-ip ADDRESS [-> ADDRESS]");
    assert_eq!(signature("subnet", "network-acl"), "network-acl NETWORK-ACL");
    assert_eq!(
        signature(FILE, "closed"),
        "closed [SET -> SET] [: SERVICE] [through THING, ...]... [avoiding THING, ...] [because \"...\"]"
    );
    assert_eq!(
        signature(FILE, "deny"),
        "deny SET -> SET [: SERVICE] [through THING, ...]... [avoiding THING, ...] [because \"...\"] { ... }"
    );
    assert_eq!(
        signature(FILE, "isolate"),
        "isolate SET from SET [: SERVICE] [through THING, ...]... [avoiding THING, ...] [because \"...\"] { ... }"
    );
    assert_eq!(signature(FILE, "segment"), "segment NAME = SET");
    assert_eq!(signature(FILE, "test"), "test NAME { ... }");
    assert_eq!(
        signature("test", "blocked"),
        "blocked SET -> SET [: SERVICE] [through THING, ...]... [avoiding THING, ...] [by CODE] [at THING]"
    );
    assert_eq!(signature("network", "peering"), "peering NAME between VPC, VPC { ... }");
    assert_eq!(signature("vpc", "tag"), "tag KEY=VALUE, ...");
    assert_eq!(signature("target-group", "target"), "target TARGET [: TRAFFIC, ...]");
    assert_eq!(signature("load-balancer", "listener"), "listener TRAFFIC, ... -> TARGET");
    assert_eq!(
        signature("transit-gateway", "attachment"),
        "attachment NAME to VPC|TRANSIT-GATEWAY|VPN|DIRECT-LINE { ... }"
    );
    assert_eq!(
        signature("site", "inbound"),
        "inbound allow|deny TRAFFIC, ... [from PEER, ...] [to PEER, ...]"
    );
    assert_eq!(question_signature(), "SET -> SET [: SERVICE] [through THING, ...]... [avoiding THING, ...]");
}

fn question_signature() -> alloc::string::String {
    super::question().signature()
}

/// The draft of the language that was tried on whole architectures: each parent with the words that stood in it.
const DRAFT: &[(&str, &str)] = &[
    (FILE, "network site vpn direct-line segment service allow deny require closed isolate test expect"),
    ("deny", "allow"),
    ("isolate", "allow"),
    ("test", "reachable partly one-way blocked unknown allowed denied"),
    ("site", "gateway subnet host inbound outbound"),
    ("host", "ip"),
    ("vpn", "type announce"),
    (EVERY_OBJECT, "id tag"),
    ("network", "vpc transit-gateway prefix-list peering"),
    ("prefix-list", "owner"),
    ("peering", "status"),
    ("vpc", "account internet-gateway egress-only-internet-gateway nat-gateway vpn-gateway route-table"),
    ("vpc", "network-acl subnet security-group instance autoscaling-group endpoint gwlb-endpoint"),
    ("vpc", "load-balancer target-group"),
    ("nat-gateway", "public-ip"),
    ("route-table", "main propagate"),
    ("network-acl", "ingress egress"),
    ("subnet", "route-table network-acl"),
    ("security-group", "ingress egress"),
    ("instance", "security-group ip public-ip source-dest-check interface client-ports"),
    ("autoscaling-group", "security-group client-ports"),
    ("interface", "security-group ip public-ip"),
    ("endpoint", "security-group ip type service route-table"),
    ("gwlb-endpoint", "rules"),
    ("transit-gateway", "security-group-referencing attachment route-table"),
    ("attachment", "subnet appliance-mode"),
    ("tgw-route-table", "associate propagate"),
    ("load-balancer", "security-group public-ip type scheme listener"),
    ("target-group", "target preserve-client-ip"),
];

/// Statements of the draft that start with no word.
const WORDLESS: &[&str] = &["prefix-list", "route-table", "tgw-route-table"];

/// Links and ends that the draft had and the tables do not, each with the reason. Besides, prefixes of an interface were
/// written as its `ip`; they are `prefix`, since none of them is ever its primary address.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("vpc", "in", "a VPC is in the Region of its network"),
    ("vpn", "vpn-tunnel", "the end of a line in a cloud without a table"),
    ("direct-line", "direct-connect", "the end of a line in a cloud without a table"),
];

#[test]
fn the_tables_hold_every_row_of_the_draft() {
    let stands = |parent: &str, word: &str| {
        every_row().any(|row| row.word == word && row.parents.contains(&parent) && !row.doc.is_empty())
    };
    for (parent, written) in DRAFT {
        for word in written.split(' ') {
            assert!(stands(parent, word), "`{word}` in `{parent}`");
        }
    }
    assert!(WORDLESS.iter().all(|parent| stands(parent, "")));
    // What is left out is not there under another name.
    for (parent, written, reason) in LEFT_OUT {
        let row = every_row().find(|row| row.id() == *parent).unwrap();
        let has = row.links.iter().any(|link| link.word.as_str() == *written)
            || lists(row).any(|values| {
                values.types.iter().any(|ty| matches!(ty, Type::Ref(kinds) if kinds.contains(written)))
            });
        assert!(!has && !reason.is_empty(), "`{written}` at `{parent}`");
    }
}
