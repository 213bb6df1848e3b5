use super::*;

/// What is offered, a line each, behind the word that is replaced.
fn offered((source, offset): (Source, u32)) -> Vec<String> {
    let Some(found) = complete(core::slice::from_ref(&source), SourceId(0), offset) else {
        return Vec::new();
    };
    let replaced = written(&source, &found.place);
    assert!(!found.partial);
    let items = found.items.into_iter().map(|item| item.text);
    core::iter::once(format!("[{replaced}]")).chain(items).collect()
}

/// One offer with all that is said of it.
fn said((source, offset): (Source, u32), text: &str) -> String {
    let found = complete(&[source], SourceId(0), offset).unwrap();
    let item = found.items.into_iter().find(|item| item.text == text).expect(text);
    format!("{:?} | {} | {}", item.kind, item.detail, item.doc)
}

#[test]
fn an_empty_line_takes_the_words_of_its_block() {
    let top = [
        "[]",
        "network",
        "site",
        "vpn",
        "direct-line",
        "segment",
        "service",
        "allow",
        "deny",
        "require",
        "closed",
        "isolate",
        "test",
    ];
    assert_eq!(offered(marked("|")), top);
    assert_eq!(offered(marked("deny any -> any\n|\nallow any -> any")), top);
    let in_table = ["[]", "id", "tag", "main", "propagate", "prefix-list"];
    assert_eq!(offered(changed("{ 0.0.0.0/0 -> igw }", "{\n 0.0.0.0/0 -> igw\n |\n}")), in_table);
    assert_eq!(offered(changed("{ 0.0.0.0/0 -> igw }", "{|}")), in_table);
    assert_eq!(offered(changed("{ 0.0.0.0/0 -> igw }", "{ 0.0.0.0/0 -> igw; ma| }"))[0], "[ma]");
    let in_test =
        ["[]", "reachable", "partly", "one-way", "blocked", "unknown", "allowed", "denied", "unstated"];
    assert_eq!(offered(changed("\n  blocked internet", "\n  |\n  blocked internet")), in_test);
    assert_eq!(offered(changed("{ allow web-1 -> data : tcp 5432 }", "{ | }")), ["[]", "allow"]);
}

#[test]
fn a_word_is_offered_with_its_signature_and_sentence() {
    let at = || changed("    internet-gateway igw\n", "    internet-gateway igw\n    |\n");
    assert_eq!(
        said(at(), "subnet"),
        "Kind | subnet NAME PREFIX, ... [in ZONE] { ... } | a range of the VPC in one zone"
    );
    assert_eq!(
        said(at(), "nat-gateway"),
        "Kind | nat-gateway NAME [in SUBNET] { ... } | address translation on the way out, for IPv4, and from IPv6 to it (NAT64)"
    );
    let at = || changed("ingress 100 allow", "| ingress 100 allow");
    assert_eq!(
        said(at(), "ingress"),
        "Property | ingress NUMBER allow|deny TRAFFIC, ... from PREFIX|unknown, ... | \
         a rule of a stateless list: the lowest number that matches decides"
    );
    assert_eq!(
        said(marked("|"), "closed"),
        "Verb | closed [SET -> SET] [: SERVICE] [through THING, ...]... [avoiding THING, ...] [because \"...\"] | \
         nothing is delivered that no `allow` or `require` covers; alone it is about everything"
    );
    assert_eq!(
        said(changed("blocked internet", "| internet"), "blocked"),
        "Verb | blocked SET -> SET [: SERVICE] [through THING, ...]... [avoiding THING, ...] [by CODE] [at THING] | no flow is delivered"
    );
}

#[test]
fn behind_in_stand_the_subnets_that_are_near() {
    let subnets = ["[]", "web", "\"db a\""];
    assert_eq!(offered(changed("instance web-1 in web {", "instance web-1 in | {")), subnets);
    assert_eq!(offered(changed("instance web-1 in web {", "instance web-1 in |\n")), subnets);
    let half = ["[w]", "web", "\"db a\""];
    assert_eq!(offered(changed("instance web-1 in web {", "instance web-1 in w| {")), half);
    let quoted = ["[\"d]", "web", "\"db a\""];
    assert_eq!(offered(changed("instance web-1 in web {", "instance web-1 in \"d|\n")), quoted);
    assert_eq!(
        said(changed("instance web-1 in web {", "instance web-1 in | {"), "web"),
        "Name | subnet shop.main.web | subnet web 10.0.1.0/24 in eu-central-1a"
    );
}

#[test]
fn a_name_is_written_as_short_as_it_means_one_thing() {
    let other = "}\nnetwork back on aws { vpc main 10.1.0.0/16 { subnet web 10.1.1.0/24; subnet own 10.1.2.0/24; instance x in | } }";
    let found = offered(changed("}\nsegment data", &format!("{other}\nsegment data")));
    assert_eq!(found, ["[]", "shop.web", "\"db a\"", "web", "own"]);
}

#[test]
fn a_statement_takes_its_links_and_none_twice() {
    assert_eq!(offered(marked("deny any |")), ["[]", "except", "->", ":", "through", "avoiding", "because"]);
    // Things to pass may go on in order; those to avoid stand behind one word.
    assert_eq!(
        offered(marked("deny any -> any through igw avoiding igw |")),
        ["[]", ":", "through", "because"]
    );
    assert_eq!(offered(marked("deny any -> any |")), ["[]", "except", ":", "through", "avoiding", "because"]);
    assert_eq!(
        offered(marked("deny any -> any : tcp 443 |")),
        ["[]", "source-port", "except", "through", "avoiding", "because"]
    );
    assert_eq!(
        offered(marked("deny any be| -> any : tcp 443")),
        ["[be]", "except", "through", "avoiding", "because"]
    );
    assert_eq!(offered(marked("closed |"))[1..5], ["internet", "any", "network", "site"]);
    assert_eq!(offered(marked("segment a |")), ["[]", "="]);
    assert_eq!(offered(marked("network a |")), ["[]", "on", "in"]);
    assert_eq!(offered(marked("network a on |")), ["[]", "aws"]);
    let deeper = offered(marked("deny any\n  |"));
    assert_eq!(deeper[deeper.len() - 5..], ["->", ":", "through", "avoiding", "because"]);
    assert!(!offered(marked("deny any\n|")).contains(&String::from("->")));
}

#[test]
fn a_set_takes_everything_that_stands_for_points() {
    // `web` alone could be the subnet or the group.
    let set = "[] web-1 db-1 eth0 shop security-group web db data subnet web \"db a\" main internet any network site subnet host segment vpc \
               prefix-list security-group instance autoscaling-group interface endpoint gwlb-endpoint load-balancer tag tag tier=frontend";
    assert_eq!(offered(changed("require internet ->", "require | ->")).join(" "), set);
    assert_eq!(offered(changed("deny any ->", "deny (data & |) ->")).join(" "), set);
    assert_eq!(offered(changed("deny any ->", "deny any except | ->")).join(" "), set);
    assert_eq!(offered(changed("deny any ->", "deny subnet | ->")), ["[]", "web", "\"db a\""]);
    assert_eq!(offered(changed("deny any ->", "deny tag | ->")), ["[]", "tier=frontend", "tier"]);
    assert_eq!(offered(changed("deny any ->", "deny main.w| ->")).join(" ").replace("main.w", ""), set);
}

#[test]
fn values_of_every_type_are_offered() {
    assert_eq!(offered(changed("{ ip 10.0.1.10;", "{ source-dest-check |;")), ["[]", "yes", "no"]);
    assert_eq!(
        offered(changed("-> igw }", "-> | }")).join(" "),
        "[] local blackhole unknown web-1 db-1 eth0 igw internet-gateway egress-only-internet-gateway nat-gateway instance interface vpn-gateway transit-gateway peering endpoint gwlb-endpoint"
    );
    assert_eq!(
        offered(changed("from web, self", "from web, |")),
        ["[]", "web", "db", "security-group", "prefix-list", "self", "unknown"]
    );
    assert_eq!(offered(changed("100 allow tcp", "100 | tcp")), ["[]", "allow", "deny"]);
    assert_eq!(offered(changed("tag tier=frontend;", "tag t|;")), ["[t]"]);
    assert_eq!(offered(changed("in eu-central-1b", "in |")), ["[]", "eu-central-1a"]);
    assert_eq!(
        offered(changed("tcp 22 by no-public-address", "tcp 22 by no-|"))[..4],
        ["[no-]", "sg-no-rule", "acl-deny", "acl-no-rule"]
    );
    assert_eq!(
        said(changed("tcp 22 by no-public-address", "tcp 22 by |"), "sg-no-rule"),
        "Value |  | No rule of the security groups of the interface allows the packet."
    );
    assert_eq!(
        offered(changed(": tcp 22 by", ": | by")),
        ["[]", "https", "any", "tcp", "udp", "icmp", "icmpv6", "esp", "ah", "gre", "protocol"]
    );
    assert_eq!(
        offered(changed(": tcp 22 by", ": icmp | by")),
        ["[]", "echo-request", "echo-reply", "except", "through", "avoiding"]
    );
    assert_eq!(offered(changed("at subnet web", "at subnet |")), ["[]", "web", "\"db a\""]);
}

#[test]
fn nothing_is_offered_where_everything_or_nothing_may_stand() {
    for text in [
        "# the |",
        "deny any -> any because \"|\"",
        "instance |",
        "what is |",
        "deny any -> 10.0.0.0/8 {|}\n}",
    ] {
        let found = offered(marked(text));
        assert!(found.len() <= 1 || text.starts_with("deny any -> 10"), "{text}: {found:?}");
    }
    assert!(offered(changed("vpc main 10.0.0.0/16", "vpc main |")).len() == 1);
}

#[test]
fn words_that_are_not_modelled_are_not_offered() {
    for text in ["|", "isolate | from any", "network n on |", "network n on aws { | }"] {
        for word in ["expect", "each", "azure", "gcp", "account"] {
            assert!(!offered(marked(text)).contains(&String::from(word)), "{word} at {text}");
        }
    }
}

#[test]
fn a_name_that_is_a_word_of_the_language_is_offered_in_quotes() {
    let text =
        "segment any = 10.0.0.0/8\nsegment \"in\" = 10.0.0.0/8\nservice tcp = udp 1\ndeny | -> any : udp 1";
    let found = offered(marked(text));
    assert_eq!(found[1..5], ["\"any\"", "\"in\"", "internet", "any"]);
    let found = offered(marked(&text.replace("| -> any : udp 1", "any -> any : |")));
    assert_eq!(found[1..3], ["\"tcp\"", "any"]);
}

#[test]
fn isolate_each_is_offered_word_by_word() {
    assert_eq!(offered(marked("isolate |"))[1], "each");
    assert_eq!(
        said(marked("isolate ea|"), "each"),
        "Value | isolate each tag KEY [: SERVICE] [through THING, ...]... [avoiding THING, ...] [because \"...\"] { ... } | \
         nothing is delivered between things whose values of a tag differ"
    );
    assert!(offered(marked("isolate each |")).contains(&String::from("tag")));
    assert!(
        offered(changed("deny any ->", "isolate each tag |\ndeny any ->")).contains(&String::from("tier"))
    );
    assert_eq!(offered(marked("isolate each tag tier |")), ["[]", ":", "through", "avoiding", "because"]);
    assert!(!offered(marked("isolate any |")).contains(&String::from("each")));
}

#[test]
fn waypoints_are_things_that_send_on() {
    assert_eq!(
        offered(changed("deny any ->", "deny any -> internet avoiding |\ndeny any ->")).join(" "),
        "[] web-1 db-1 eth0 igw internet-gateway egress-only-internet-gateway nat-gateway peering transit-gateway instance interface vpn-gateway vpn direct-line endpoint gwlb-endpoint endpoint-service load-balancer"
    );
}
