//! Segments and services.

use alloc::string::ToString;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::{estate, expect, problems, read};
use crate::estate::{SegmentId, Selector, ServiceId, ServiceTerm, Traffic};
use crate::packet::{PortRange, Protocol};

fn traffic(text: &str) -> Vec<Traffic> {
    let estate = estate(&format!("service s = {text}"));
    let terms = estate.services[0].set.union.iter().flatten();
    terms
        .map(|term| if let ServiceTerm::Traffic(traffic) = term { *traffic } else { panic!("{term:?}") })
        .collect()
}

fn ports(protocol: Protocol, first: u16, last: u16) -> Traffic {
    Traffic::Ports { protocol, destination: PortRange::new(first, last).unwrap(), source: None }
}

fn icmp(protocol: Protocol, first: u8, last: u8, code: Option<u8>) -> Traffic {
    Traffic::Icmp { protocol, types: (first, last), code }
}

#[test]
fn a_bare_port_keeps_the_protocol_at_its_left() {
    assert_eq!(
        traffic("tcp 443, 8000-8099, udp 53, 123"),
        [
            ports(Protocol::TCP, 443, 443),
            ports(Protocol::TCP, 8000, 8099),
            ports(Protocol::UDP, 53, 53),
            ports(Protocol::UDP, 123, 123)
        ]
    );
    assert_eq!(traffic("tcp"), [ports(Protocol::TCP, 0, 65535)]);
}

#[test]
fn icmp_has_types_and_codes() {
    assert_eq!(
        traffic("icmp 8/0, 3, 1-4, echo-request, echo-reply, icmpv6 echo-request, echo-reply, icmp"),
        [
            icmp(Protocol::ICMP, 8, 8, Some(0)),
            icmp(Protocol::ICMP, 3, 3, None),
            icmp(Protocol::ICMP, 1, 4, None),
            icmp(Protocol::ICMP, 8, 8, None),
            icmp(Protocol::ICMP, 0, 0, None),
            icmp(Protocol::ICMPV6, 128, 128, None),
            icmp(Protocol::ICMPV6, 129, 129, None),
            icmp(Protocol::ICMP, 0, 255, None),
        ]
    );
}

#[test]
fn other_protocols_have_no_ports() {
    assert_eq!(
        traffic("esp, ah, gre, protocol 47, protocol 89, any"),
        [
            Traffic::Protocol(Protocol::ESP),
            Traffic::Protocol(Protocol::AH),
            Traffic::Protocol(Protocol::GRE),
            Traffic::Protocol(Protocol::GRE),
            Traffic::Protocol(Protocol(89)),
            Traffic::Any
        ]
    );
}

#[test]
fn source_ports_belong_to_one_piece() {
    let from = PortRange::new(1024, 65535);
    let one =
        |port, source| Traffic::Ports { protocol: Protocol::TCP, destination: PortRange::one(port), source };
    assert_eq!(traffic("tcp 443 source-port 1024-65535, 80"), [one(443, from), one(80, None)]);
    let any = Traffic::Ports {
        protocol: Protocol::UDP,
        destination: PortRange::ALL,
        source: Some(PortRange::one(53)),
    };
    assert_eq!(traffic("udp source-port 53"), [any]);
}

#[test]
fn wrong_traffic_says_what_is_right() {
    let say = |text: &str, shown: &str| expect(&format!("service s = {text}"), &[shown]);
    say(
        "443",
        "error[missing] at `443`: the port `443` needs its protocol (help: write `tcp 443` or `udp 443`)",
    );
    say(
        "8/0",
        "error[missing] at `8/0`: the ICMP type `8/0` needs its protocol (help: write `icmp 8/0` or `icmpv6 8/0`)",
    );
    say("tcp 65536", "error[out-of-range] at `65536`: `65536` is past 65535, the highest port");
    say(
        "tcp 99999999999999999999",
        "error[out-of-range] at `99999999999999999999`: `99999999999999999999` is past 65535, the highest port",
    );
    say(
        "tcp 90-80",
        "error[out-of-range] at `90-80`: the range `90-80` ends before it starts (help: write `80-90`) \
         (fix: `90-80` becomes `80-90`)",
    );
    say(
        "tcp 80 90",
        "error[unexpected] at `90`: `90` does not belong behind a port (help: ports are joined with commas: `tcp 80, 443`)",
    );
    say(
        "protocol 6",
        "error[wrong-value] at `protocol 6`: protocol 6 has a word of its own (help: write `tcp`) \
         (fix: `protocol 6` becomes `tcp`)",
    );
    say("protocol 256", "error[out-of-range] at `256`: `256` is past 255, the highest protocol number");
    say("any 443", "error[wrong-value] at `443`: `any` has no ports");
    say(
        "icmp echo",
        "error[wrong-value] at `echo`: `echo` is no ICMP type \
         (help: write a number as in `icmp 8` or `icmp 3/4`, `echo-request` or `echo-reply`)",
    );
    say(
        "tcp 8/0",
        "error[wrong-value] at `8/0`: `8/0` is no port; a port or a range of ports is expected here",
    );
    say("tpc 443", "error[unknown-name] at `tpc`: `tpc` is no protocol (help: did you mean `tcp`?)");
    say(
        "https",
        "error[unknown-name] at `https`: no service or protocol is named `https` \
         (help: a service is defined at the top: `service NAME = tcp 443`)",
    );
}

#[test]
fn services_have_the_operators_of_sets() {
    let estate = estate("service web = tcp 443\nservice s = web & (tcp 80, 443), udp except tcp 22, 23");
    let set = &estate.services[1].set;
    assert_eq!(set.union[0][0], ServiceTerm::Service(ServiceId(0)));
    let ServiceTerm::Group(group) = &set.union[0][1] else { panic!("{set:?}") };
    assert_eq!(group.union.len(), 2);
    assert_eq!(
        set.except,
        [
            vec![ServiceTerm::Traffic(ports(Protocol::TCP, 22, 22))],
            vec![ServiceTerm::Traffic(ports(Protocol::TCP, 23, 23))]
        ]
    );
    expect(
        "service s = tcp 443, (80)",
        &["error[missing] at `80`: the port `80` needs its protocol (help: write `tcp 80` or `udp 80`)"],
    );
}

#[test]
fn segments_have_addresses_tags_and_operators() {
    let text =
        "segment s = 10.0.0.0/8, 10.0.0.4-10.0.0.9 & tag env, tag \"a b\"=c except (internet, any), 10.1.2.3";
    let estate = estate(text);
    let set = &estate.segments[0].set;
    let shown = set.union.iter().flatten().chain(set.except.iter().flatten()).map(|term| match term {
        Selector::Addresses(range) => range.to_string(),
        other => format!("{other:?}"),
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown[0], "10.0.0.0-10.255.255.255");
    assert_eq!(shown[1], "10.0.0.4-10.0.0.9");
    assert_eq!(shown[2], "Tag { key: \"env\", value: None }");
    assert_eq!(shown[3], "Tag { key: \"a b\", value: Some(\"c\") }");
    assert!(shown[4].starts_with("Group(Expr { union: [[Internet], [Any]]"), "{}", shown[4]);
    assert_eq!(shown[5], "10.1.2.3");
}

#[test]
fn wrong_sets_say_what_is_right() {
    let say = |text: &str, shown: &str| expect(&format!("segment s = {text}"), &[shown]);
    say(
        "tier=web",
        "error[wrong-value] at `tier=web`: the tag `tier` needs the word `tag` before it (help: write `tag tier=web`) \
         (fix: `tier=web` becomes `tag tier=web`)",
    );
    say(
        "443",
        "error[wrong-value] at `443`: `443` is no set of points (help: ports stand behind a colon: `A -> B : tcp 443`)",
    );
    say("self", "error[wrong-value] at `self`: `self` is the group of a rule and means nothing here");
    say(
        "10.0.0.9-10.0.0.1",
        "error[out-of-range] at `10.0.0.9-10.0.0.1`: the range `10.0.0.9-10.0.0.1` ends before it starts \
         (help: write `10.0.0.1-10.0.0.9`) (fix: `10.0.0.9-10.0.0.1` becomes `10.0.0.1-10.0.0.9`)",
    );
    say(
        "10.0.0.1-::1",
        "error[out-of-range] at `10.0.0.1-::1`: the range `10.0.0.1-::1` mixes IPv4 and IPv6",
    );
    say(
        "tag a=b tag c=d",
        "error[unexpected] at `tag`: `tag` does not belong here (help: one tag at a time: `tag a=b & tag c=d`)",
    );
    say("tag 5", "error[wrong-value] at `5`: `5` is no tag; write `tag key=value`");
    say(
        "foo bar",
        "error[unexpected] at `bar`: `bar` does not belong here (help: `foo` is no kind; `,` joins sets, `&` is what is in both)",
    );
    say("subnet foo", "error[unknown-name] at `foo`: no subnet is named `foo`");
}

#[test]
fn circles_are_one_problem_each() {
    expect(
        "segment a = b\nsegment b = c, d\nsegment c = (internet & a)\nsegment d = internet\nsegment e = a\n\
         segment f = f\nservice x = y\nservice y = tcp 443, x\nallow e -> d : x\nallow d -> d : tcp 443",
        &[
            "error[cycle] at `a`: the segment `a` needs itself to say what it is \
             [also `b`: by way of `b`] [also `c`: by way of `c`]",
            "error[cycle] at `f`: the segment `f` needs itself to say what it is",
            "error[cycle] at `x`: the service `x` needs itself to say what it is [also `y`: by way of `y`]",
        ],
    );
}

#[test]
fn what_needs_something_broken_is_left_out_and_the_rest_is_numbered_anew() {
    let text = "segment bad = nothing-like-it\nsegment a = bad, internet\nsegment b = internet\nsegment c = b & (any, b)\n\
                allow a -> internet : tcp 1\nallow c -> b : tcp 2\ndeny any -> any : tcp 3 { allow a -> any : tcp 3 }\n\
                test \"t\" { blocked a -> b; blocked c -> b }";
    let (estate, shown) = read(&[text]);
    assert_eq!(shown, ["error[unknown-name] at `nothing-like-it`: nothing is named `nothing-like-it`"]);
    let names: Vec<&str> = estate.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["b", "c"]);
    assert_eq!(estate.segments[1].set.union[0][0], Selector::Segment(SegmentId(0)));
    let Selector::Group(group) = &estate.segments[1].set.union[0][1] else { panic!("no group") };
    assert_eq!(group.union[1], [Selector::Segment(SegmentId(0))]);
    assert_eq!(estate.intents.len(), 1, "a deny without one of its exceptions would be another deny");
    assert_eq!(estate.intents[0].flows[0].from.union, [vec![Selector::Segment(SegmentId(1))]]);
    assert_eq!(estate.tests[0].expectations.len(), 1);
}

#[test]
fn long_chains_need_no_stack() {
    let count = 10_000;
    let mut text = "segment s-0 = internet\n".to_string();
    for at in 1..count {
        text.push_str(&format!("segment s-{at} = s-{}\n", at - 1));
    }
    assert_eq!(estate(&text).segments.len(), count);
    // From the last to the first, and round.
    let mut text = format!("segment s-0 = s-{}\n", count - 1);
    for at in 1..count {
        text.push_str(&format!("segment s-{at} = s-{}\n", at - 1));
    }
    let shown = problems(&text);
    assert_eq!(shown.len(), 1);
    assert!(shown[0].starts_with("error[cycle] at `s-0`: the segment `s-0` needs itself to say what it is"));
}

#[test]
fn a_name_reads_the_same_in_any_order_of_the_text() {
    let forward = estate("segment a = internet\nsegment b = a");
    let backward = estate("segment b = a\nsegment a = internet");
    assert_eq!(forward.segments[1].set.union, [vec![Selector::Segment(SegmentId(0))]]);
    assert_eq!(backward.segments[0].set.union, [vec![Selector::Segment(SegmentId(1))]]);
}
