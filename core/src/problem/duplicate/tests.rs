//! What is said by this code.

use alloc::format;

use super::CODE;
use crate::problem::shown::{expect, in_vpc, plain, with_hub};

#[test]
fn they_are_shown_so() {
    expect(
        CODE,
        in_vpc,
        &[
            (
                "subnet web 10.0.2.0/24",
                "error at `web`: the subnet `web` is declared twice [also `web`: first declared here]",
            ),
            (
                "internet-gateway a\ninternet-gateway b",
                "error at `internet-gateway b`: a `vpc` has at most one `internet-gateway` [also `internet-gateway a`: the first is here]",
            ),
            (
                "subnet app 10.0.2.0/24 { id x }\nsubnet db 10.0.3.0/24 { id x }",
                "error at `x`: the id `x` is taken [also `x`: it is taken here]",
            ),
            ("subnet app 10.0.2.0/24 { tag a=1, a=2 }", "error at `a=2`: the tag `a` stands here twice"),
            (
                "route-table a { main yes }\nroute-table b { main yes }",
                "error at `main yes`: vpc `main` has a main route table already [also `main yes`: the first is here]",
            ),
            (
                "route-table r { 0.0.0.0/0 -> blackhole; 0.0.0.0/0 -> blackhole }",
                "error at `0.0.0.0/0`: the table has a route for `0.0.0.0/0` already [also `0.0.0.0/0`: the first is here]",
            ),
            (
                "network-acl a { ingress 100 allow any from 0.0.0.0/0; ingress 100 deny any from 10.0.0.0/8 }",
                "error at `100`: the number 100 is taken: each ingress rule has its own [also `100`: the first rule with this number]",
            ),
            (
                "security-group g\ninstance i in web { ip 10.0.1.10; security-group g, g }",
                "error at `g`: the interface carries this group already",
            ),
            (
                "instance i in web { ip 10.0.1.10; public-ip 198.51.100.8; public-ip 198.51.100.9 }",
                "error at `198.51.100.9`: `10.0.1.10` has the public address `198.51.100.8` already (help: name another private address: `public-ip 198.51.100.9 -> ADDRESS`) [also `public-ip 198.51.100.8`: the first is here]",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "network n on aws { vpc a 10.0.0.0/16; vpc b 10.1.0.0/16; peering p between a, b; peering q between b, a { status pending } }",
                "error at `peering q between b, a`: a peering joins vpc `b` and vpc `a` already [also `peering p between a, b`: the first is here]",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16 { security-group g { vpc b, b } }; vpc b 10.1.0.0/16 }",
                "error at `b`: the group is used in vpc `b` already [also `b`: the first is here]",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16 { security-group g { vpc a } } }",
                "error at `a`: the group is used in vpc `a` already [also `security-group g`: the first is here]",
            ),
            (
                "network n on aws in r1 { vpc a 10.0.0.0/16 }\nnetwork n on aws in r2 { vpc b 10.1.0.0/16 }",
                "error at `network n on aws in r2`: a network is in the Region that stands where it is opened first [also `network n on aws in r1`: first opened here]",
            ),
        ],
    );
}

#[test]
fn those_of_transit_gateways_are_shown_so() {
    expect(
        CODE,
        with_hub,
        &[
            (
                "attachment again to main",
                "error at `main`: this is attached to the transit gateway already [also `main`: the first is here]",
            ),
            (
                "attachment there to second\nattachment again to second",
                "error at `second`: this is attached to the transit gateway already [also `second`: the first is here]",
            ),
            (
                "attachment line to l\nattachment again to l\n}\n}\nsite hq 192.168.0.0/16\nvpn l between hq, n.hub\nnetwork n on aws {\ntransit-gateway third {",
                "error at `l`: this is attached to the transit gateway already [also `l`: the first is here]",
            ),
            (
                "route-table r { associate to-main }\nroute-table s { associate to-twin, to-main }",
                "error at `to-main`: the attachment is associated with a route table already [also `to-main`: the first is here]",
            ),
            (
                "route-table r { propagate to-main, to-main }",
                "error at `to-main`: the table has the ranges of this attachment already [also `to-main`: the first is here]",
            ),
            (
                "route-table r { 10.9.0.0/16 -> blackhole; 10.9.0.0/16 -> to-main }",
                "error at `10.9.0.0/16`: the table has a route for `10.9.0.0/16` already [also `10.9.0.0/16`: the first is here]",
            ),
        ],
    );
    let zones = |subnets: &str| {
        let vpc = "vpc main 10.0.0.0/16 { subnet a 10.0.1.0/24 in z; subnet b 10.0.2.0/24 in z; subnet c 10.0.3.0/24 }";
        format!(
            "network n on aws {{ {vpc}\ntransit-gateway hub {{ attachment x to main {{ subnet {subnets} }} }} }}\n"
        )
    };
    expect(
        CODE,
        plain,
        &[
            (
                &zones("a, b"),
                "error at `b`: the attachment has a subnet in zone `z` already [also `a`: the first is here]",
            ),
            (
                &zones("c, c"),
                "error at `c`: the attachment has this subnet already [also `c`: the first is here]",
            ),
        ],
    );
}
