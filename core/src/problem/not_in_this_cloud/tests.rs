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
                "security-group g { ingress deny any from 0.0.0.0/0 }",
                "error at `deny`: a security group only allows; deny in a network ACL",
            ),
            (
                "security-group g { ingress 100 tcp 80 from 0.0.0.0/0 }",
                "error at `100`: `100` does not belong here: these rules have no number and no order",
            ),
            (
                "network-acl a { ingress 100 allow tcp 1 & tcp 2 from 0.0.0.0/0 }",
                "error at `tcp 2`: a rule takes protocols and ports joined with commas, without `&` and `except`",
            ),
            (
                "network-acl a { ingress 100 allow tcp 80, 443 from 0.0.0.0/0 }",
                "error at `443`: a network ACL rule has one protocol, one range of ports and one prefix (help: write two rules)",
            ),
            (
                "network-acl a { ingress 100 allow icmp 3-8 from 0.0.0.0/0 }",
                "error at `icmp 3-8`: a network ACL rule has one ICMP type or all of them (help: write a rule for each type)",
            ),
            (
                "security-group g { ingress tcp 80 source-port 1 from 0.0.0.0/0 }",
                "error at `tcp 80 source-port 1`: rules of AWS match the destination port only; `source-port` has no place in them",
            ),
            ("subnet app 10.0.2.0/29", "error at `10.0.2.0/29`: an IPv4 subnet has a length from /16 to /28"),
            (
                "subnet app 10.0.2.0/24, 10.0.3.0/24",
                "error at `10.0.3.0/24`: a subnet has one IPv4 range, one IPv6 range or one of each (help: write two subnets)",
            ),
            (
                "instance i in web { ip 10.0.1.10; public-ip 2001:db8::1 }",
                "error at `2001:db8::1`: the public address `2001:db8::1` is not IPv4 (help: IPv6 addresses of a VPC are public by themselves)",
            ),
            (
                "instance i in web { ip 10.0.1.10; public-ip 10.0.0.9 }",
                "error at `10.0.0.9`: `10.0.0.9` is no address of the internet",
            ),
            (
                "nat-gateway nat in web { ip 2001:db8::1 }",
                "error at `2001:db8::1`: the private address of a NAT gateway is IPv4",
            ),
            (
                "egress-only-internet-gateway e\nroute-table r { 0.0.0.0/0 -> e }",
                "error at `e`: an egress-only internet gateway carries IPv6 only (help: IPv4 leaves by an internet gateway or a NAT gateway)",
            ),
            (
                "nat-gateway nat in web\nroute-table r { ::/0 -> nat }",
                "error at `nat`: a NAT gateway carries IPv4, and IPv6 to `64:ff9b::/96` only (help: IPv6 to the internet leaves by an egress-only internet gateway or an internet gateway)",
            ),
            (
                "internet-gateway g\nroute-table r { 169.254.169.0/24 -> g }",
                "error at `169.254.169.0/24`: a route inside `169.254.168.0/22` cannot be: AWS keeps that range for its services",
            ),
            (
                "internet-gateway g\nroute-table r { 10.0.0.0/16 -> g }",
                "error at `10.0.0.0/16`: the local route `10.0.0.0/16` cannot lead there (help: it leads to `local`, a NAT gateway, an interface or the endpoint of a Gateway Load Balancer)",
            ),
            (
                "route-table r { 10.0.1.0/24 -> local }",
                "error at `10.0.1.0/24`: a local route is for a whole range of vpc `main` (help: its ranges are 10.0.0.0/16)",
            ),
            (
                "internet-gateway g\nroute-table r { 10.0.9.0/24 -> g }",
                "warning at `10.0.9.0/24`: `10.0.9.0/24` lies in a range of vpc `main` and is no subnet's: AWS refuses the route",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "network n on aws { vpc v 10.0.0.0/8 }",
                "error at `10.0.0.0/8`: the IPv4 range of a VPC has a length from /16 to /28",
            ),
            (
                "network n on aws { vpc v 2001:db8::/32 }",
                "error at `2001:db8::/32`: the IPv6 range of a VPC has a length from /44 to /60 in steps of four, mostly /56",
            ),
            (
                "network n on aws { vpc v 10.0.0.0/16, 2001:db8::/56 { subnet s 2001:db8::/60 } }",
                "error at `2001:db8::/60`: an IPv6 subnet has the length /64",
            ),
            (
                "network n on aws { vpc v 2001:db8::/56 { subnet s 2001:db8::/64; nat-gateway nat in s } }",
                "error at `s`: a NAT gateway stands in a subnet with an IPv4 range",
            ),
            (
                "network n on aws { vpc v 2001:db8::/56 { subnet s 2001:db8::/64; instance i in s { ip 2001:db8::5; public-ip 198.51.100.9 } } }",
                "error at `198.51.100.9`: the interface has no IPv4 address for `198.51.100.9` to stand for",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16 { security-group g }; vpc b 10.1.0.0/16 { subnet s 10.1.0.0/24; instance i in s { ip 10.1.0.5; security-group a.g } } }",
                "error at `a.g`: security-group `g` is in vpc `a`, not in vpc `b`",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16; peering p between a, a }",
                "error at `a`: a peering joins two VPCs, not one with itself",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16 { route-table r { 10.2.0.0/16 -> p } }; vpc b 10.1.0.0/16; vpc c 10.2.0.0/16; peering p between b, c }",
                "error at `p`: peering `p` does not end in vpc `a`",
            ),
            (
                "network n on aws { vpc a 10.0.0.0/16 { security-group default { vpc b } }; vpc b 10.1.0.0/16 }",
                "error at `b`: the default group of a VPC is used in no other",
            ),
            (
                "network n on aws in r1 { vpc a 10.0.0.0/16 { security-group g { vpc b } } }\nnetwork m on aws in r2 { vpc b 10.1.0.0/16 }",
                "error at `b`: a security group is used in VPCs of its own Region only",
            ),
        ],
    );
}

#[test]
fn sites_and_lines_are_shown_so() {
    let site = |case: &str| {
        let gateway = "network n on aws { vpc main 10.0.0.0/16 { vpn-gateway v } \n vpc other 10.1.0.0/16 { vpn-gateway w } }";
        format!(
            "{gateway}\nsite hq 192.168.0.0/16 {{ gateway g 203.0.113.1; subnet s 192.168.1.0/24 }}\n{case}\n"
        )
    };
    expect(
        CODE,
        site,
        &[
            ("vpn a between hq, hq.g", "error at `hq.g`: both ends of the line are the same thing"),
            (
                "vpn a between n.v, n.w",
                "error at `n.w`: a line between two gateways of clouds cannot be: each takes one to a site (help: a site stands for what is between them)",
            ),
            (
                "vpn a between hq, n.v { announce 10.1.0.0/16 from n.w }",
                "error at `n.w`: that is no end of vpn `a` (help: a line tells what its own two ends announce to each other)",
            ),
            (
                "site b 10.0.0.0/8 { host h in hq.s { ip 10.0.0.1 } }",
                "error at `hq.s`: subnet `s` is not in site `b`",
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
            ("attachment self to hub", "error at `hub`: a transit gateway is not attached to itself"),
            (
                "attachment there to second { appliance-mode yes }",
                "error at `appliance-mode`: `appliance-mode` is for an attachment to a VPC",
            ),
            (
                "attachment there to second\nroute-table all { propagate there }",
                "error at `there`: an attachment to another transit gateway propagates nothing (help: write a route to each range behind it)",
            ),
            (
                "attachment line to l\n}\n}\nsite hq 192.168.0.0/16\nvpn l between hq, n.second\nnetwork n on aws {\ntransit-gateway third {",
                "error at `l`: vpn `l` does not end in transit-gateway `hub`",
            ),
            (
                "attachment line to l { appliance-mode no }\n}\n}\nsite hq 192.168.0.0/16\nvpn l between hq, n.hub\nnetwork n on aws {\ntransit-gateway third {",
                "error at `appliance-mode`: `appliance-mode` is for an attachment to a VPC",
            ),
            (
                "}\n}\nvpn l between n.hub, n.second\nnetwork n on aws {\ntransit-gateway third {",
                "error at `n.second`: a line between two gateways of clouds cannot be: each takes one to a site (help: a site stands for what is between them)",
            ),
            (
                "route-table all { associate other }",
                "error at `other`: attachment `other` is in transit-gateway `second`, not in transit-gateway `hub`",
            ),
            // What is attached by it is not said to be attached to nothing.
            (
                "attachment again to alone { subnet a }\nroute-table r { 10.3.0.0/16 -> again }",
                "error at `a`: subnet `a` is in vpc `main`, not in vpc `alone`",
            ),
            (
                "attachment of-alone to alone { subnet a }",
                "error at `a`: subnet `a` is in vpc `main`, not in vpc `alone`",
            ),
        ],
    );
    expect(
        CODE,
        plain,
        &[
            (
                "network n on aws { vpc main 10.0.0.0/16 { route-table r { 10.1.0.0/16 -> hub } }\ntransit-gateway hub }",
                "error at `hub`: vpc `main` is not attached to transit-gateway `hub` (help: write an `attachment` to it in the transit gateway)",
            ),
            (
                "network n on aws { vpc main 10.0.0.0/16 { subnet a 10.0.1.0/24 { route-table r } }\ntransit-gateway hub { route-table r } }",
                "error at `r`: route-table `r` is in transit-gateway `hub`, not in vpc `main`",
            ),
        ],
    );
}
