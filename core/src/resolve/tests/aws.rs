//! AWS's own limits, in its own words.

use alloc::format;
use alloc::vec::Vec;

use super::{estate, expect, problems, read, vpc};
use crate::estate::aws::{
    AutoscalingGroupId, InstanceId, InterfaceOwner, LoadBalancerId, RouteTarget, TargetAt,
};

#[test]
fn ranges_of_vpcs() {
    expect(
        "network n on aws { vpc a 10.0.0.0/8; vpc b 10.0.0.0/16, 10.0.0.0/24; vpc c 2001:db8::/64 }",
        &[
            "error[not-in-this-cloud] at `10.0.0.0/8`: the IPv4 range of a VPC has a length from /16 to /28",
            "error[overlap] at `10.0.0.0/24`: `10.0.0.0/24` overlaps `10.0.0.0/16` [also `10.0.0.0/16`: the other is here]",
            "error[not-in-this-cloud] at `2001:db8::/64`: the IPv6 range of a VPC has a length from /44 to /60 \
             in steps of four, mostly /56",
        ],
    );
}

#[test]
fn ranges_that_the_internet_routes_are_of_one_vpc() {
    expect(
        "network n on aws { vpc a 10.0.0.0/16, 2001:db8::/56, fd00::/56\n vpc b 10.0.0.0/16, 2001:db8::/60, fd00::/56 }",
        &[
            "error[overlap] at `2001:db8::/60`: `2001:db8::/60` overlaps `2001:db8::/56` [also `2001:db8::/56`: the other is here]",
        ],
    );
}

#[test]
fn ranges_of_subnets() {
    expect(
        &vpc(
            "subnet a 10.1.0.0/24\nsubnet b 10.0.0.0/30\nsubnet c 2001:db8::/64\nsubnet f 10.0.2.0/24, 10.0.3.0/24",
        ),
        &[
            "error[outside] at `10.1.0.0/24`: `10.1.0.0/24` lies outside vpc `main`, 10.0.0.0/16 \
             [also `vpc main 10.0.0.0/16`: the ranges of the VPC]",
            "error[not-in-this-cloud] at `10.0.0.0/30`: an IPv4 subnet has a length from /16 to /28",
            "error[outside] at `2001:db8::/64`: vpc `main` has no IPv6 range for `2001:db8::/64` \
             [also `vpc main 10.0.0.0/16`: the ranges of the VPC]",
            "error[not-in-this-cloud] at `10.0.3.0/24`: a subnet has one IPv4 range, one IPv6 range or one of each \
             (help: write two subnets)",
        ],
    );
    expect(
        &vpc("subnet e 10.0.1.128/25\nsubnet d 10.0.1.0/24\nsubnet f 10.0.1.192/26\nsubnet g 10.0.2.0/24"),
        &[
            "error[overlap] at `10.0.1.0/24`: `10.0.1.0/24` overlaps `10.0.1.128/25` [also `10.0.1.128/25`: the other is here]",
            "error[overlap] at `10.0.1.192/26`: `10.0.1.192/26` overlaps `10.0.1.0/24` [also `10.0.1.0/24`: the other is here]",
        ],
    );
    expect(
        "network n on aws { vpc a 10.0.0.0/16, 2001:db8::/56 { subnet s 2001:db8::/60 } }",
        &["error[not-in-this-cloud] at `2001:db8::/60`: an IPv6 subnet has the length /64"],
    );
}

#[test]
fn two_vpcs_may_use_the_same_ranges() {
    let text = "network n on aws {
      vpc a 10.0.0.0/16 { subnet s 10.0.0.0/24; instance i in s { ip 10.0.0.9 } }
      vpc b 10.0.0.0/16 { subnet s 10.0.0.0/24; instance i in s { ip 10.0.0.9 } } }";
    let aws = estate(text).aws;
    assert_eq!((aws.subnets.len(), aws.interfaces.len()), (2, 2));
}

#[test]
fn private_addresses() {
    let say =
        |machine: &str, shown: &[&str]| expect(&vpc(&format!("subnet s 10.0.0.0/24\n{machine}")), shown);
    say(
        "instance a in s { ip 10.0.0.3 }",
        &[
            "error[reserved-address] at `10.0.0.3`: AWS keeps `10.0.0.3` for itself: the first four addresses and the last \
           of `10.0.0.0/24` (help: the first address that can be used is `10.0.0.4`)",
        ],
    );
    say(
        "instance a in s { ip 10.0.0.255 }",
        &[
            "error[reserved-address] at `10.0.0.255`: AWS keeps `10.0.0.255` for itself: the first four addresses and the \
           last of `10.0.0.0/24` (help: the first address that can be used is `10.0.0.4`)",
        ],
    );
    assert!(
        problems(&vpc(
            "subnet s 10.0.0.0/24\ninstance a in s { ip 10.0.0.4 }\ninstance b in s { ip 10.0.0.254 }"
        ))
        .is_empty()
    );
    say(
        "instance a in s { ip 10.0.1.10 }",
        &["error[outside] at `10.0.1.10`: `10.0.1.10` lies outside subnet `s`, 10.0.0.0/24 \
           [also `subnet s 10.0.0.0/24`: the ranges of the subnet]"],
    );
    say(
        "instance a in s { ip 2001:db8::5 }",
        &["error[outside] at `2001:db8::5`: subnet `s` has no IPv6 range for `2001:db8::5` \
           [also `subnet s 10.0.0.0/24`: the ranges of the subnet]"],
    );
    say(
        "nat-gateway n in s { ip 10.0.0.9 }\ninstance a in s { ip 10.0.0.8, 10.0.0.9, 10.0.0.8 }",
        &[
            "error[overlap] at `10.0.0.9`: `10.0.0.9` is taken in vpc `main` [also `10.0.0.9`: it is taken here]",
            "error[overlap] at `10.0.0.8`: `10.0.0.8` is taken in vpc `main` [also `10.0.0.8`: it is taken here]",
        ],
    );
    say(
        "instance a in s { ip 10.0.0.9/32 }",
        &["error[wrong-value] at `10.0.0.9/32`: an address is expected here, not `10.0.0.9/32`"],
    );
}

#[test]
fn reserved_addresses_of_ipv6() {
    let text = |address: &str| {
        format!(
            "network n on aws {{ vpc a 10.0.0.0/16, 2001:db8::/56 {{ subnet s 2001:db8::/64; instance i in s {{ ip {address} }} }} }}"
        )
    };
    for reserved in ["2001:db8::", "2001:db8::3", "2001:db8::ffff:ffff:ffff:ffff"] {
        assert!(problems(&text(reserved))[0].starts_with("error[reserved-address]"), "{reserved}");
    }
    assert!(problems(&text("2001:db8::4")).is_empty());
}

#[test]
fn public_addresses() {
    let say = |inside: &str, shown: &[&str]| {
        expect(
            &vpc(&format!(
                "subnet s 10.0.0.0/24\ninstance a in s {{ {inside} }}\nnat-gateway n in s {{ public-ip 198.51.100.1 }}"
            )),
            shown,
        );
    };
    say("ip 10.0.0.9; public-ip 198.51.100.2", &[]);
    say(
        "ip 10.0.0.9; public-ip 198.51.100.1",
        // Machines are read after the gateways that routes may name.
        &[
            "error[overlap] at `198.51.100.1`: the public address `198.51.100.1` is taken [also `198.51.100.1`: it is taken here]",
        ],
    );
    say(
        "ip 10.0.0.9; public-ip 10.0.0.7",
        &["error[not-in-this-cloud] at `10.0.0.7`: `10.0.0.7` is no address of the internet"],
    );
    say(
        "ip 10.0.0.9; public-ip 2001:db8::1",
        &["error[not-in-this-cloud] at `2001:db8::1`: the public address `2001:db8::1` is not IPv4 \
           (help: IPv6 addresses of a VPC are public by themselves)"],
    );
    say(
        "ip 10.0.0.8, 10.0.0.9; public-ip 198.51.100.2; public-ip 198.51.100.3",
        &["error[duplicate] at `198.51.100.3`: `10.0.0.8` has the public address `198.51.100.2` already \
           (help: name another private address: `public-ip 198.51.100.3 -> ADDRESS`) \
           [also `public-ip 198.51.100.2`: the first is here]"],
    );
    say("ip 10.0.0.8, 10.0.0.9; public-ip 198.51.100.2 -> 10.0.0.9; public-ip 198.51.100.3 -> 10.0.0.8", &[]);
    say(
        "ip 10.0.0.10; public-ip 198.51.100.4 -> 10.0.0.11",
        &["error[outside] at `10.0.0.11`: `10.0.0.11` is no IPv4 address of this interface"],
    );
}

#[test]
fn the_first_ipv4_address_is_primary() {
    let text = "network n on aws { vpc a 10.0.0.0/16, 2001:db8::/56 { subnet s 10.0.0.0/24, 2001:db8::/64
      instance i in s { ip 2001:db8::9, 10.0.0.9, 10.0.0.8; public-ip 198.51.100.4 } } }";
    assert_eq!(format!("{}", estate(text).aws.interfaces[0].public[0].private), "10.0.0.9");
    expect(
        "network n on aws { vpc a 10.0.0.0/16, 2001:db8::/56 { subnet s 2001:db8::/64
      instance i in s { ip 2001:db8::9; public-ip 198.51.100.4 } } }",
        &[
            "error[not-in-this-cloud] at `198.51.100.4`: the interface has no IPv4 address for `198.51.100.4` to stand for",
        ],
    );
}

#[test]
fn interfaces_check_source_and_destination_unless_they_say_no() {
    let inside = "subnet s 10.0.0.0/24
      instance a in s { ip 10.0.0.9 }
      instance b in s { ip 10.0.0.10; source-dest-check no }
      instance c in s { ip 10.0.0.11; source-dest-check no; interface x in s { ip 10.0.0.12; source-dest-check no } }
      instance d in s { ip 10.0.0.13; source-dest-check yes }";
    let checks = |interface: &crate::estate::aws::Interface| interface.source_dest_check;
    assert_eq!(
        estate(&vpc(inside)).aws.interfaces.iter().map(checks).collect::<Vec<_>>(),
        [true, false, false, false, true]
    );
    expect(
        &vpc(
            "subnet s 10.0.0.0/24\ninstance e in s { ip 10.0.0.9; interface x in s { ip 10.0.0.8; source-dest-check no } }",
        ),
        &[
            "error[not-modelled-yet] at `instance`: what instance `e` sends on by an interface with the source and \
           destination check is not modelled yet (help: write `source-dest-check no` at all of its interfaces, or at none)",
        ],
    );
    expect(
        &vpc("subnet s 10.0.0.0/24\ninstance d { interface x in s { ip 10.0.0.9 }; source-dest-check no }"),
        &[
            "error[wrong-shape] at `source-dest-check`: `source-dest-check` belongs to an interface, and the instance has no \
           `ip` of its own (help: write it in the block of an `interface`)",
        ],
    );
}

#[test]
fn machines_have_interfaces() {
    let say = |machine: &str, shown: &[&str]| {
        expect(&vpc(&format!("subnet s 10.0.0.0/24\nsecurity-group g\n{machine}")), shown)
    };
    say(
        "instance j in s",
        &["error[missing] at `j`: instance `j` has neither an `ip` nor an `interface` \
           (help: give it an address of its subnet: `ip ADDRESS`)"],
    );
    say(
        "instance k { ip 10.0.0.12 }",
        &["error[missing] at `instance`: an instance with an `ip` needs `in` and its subnet"],
    );
    say(
        "instance l { interface x in s { ip 10.0.0.13 }; security-group g }",
        &[
            "error[wrong-shape] at `security-group`: `security-group` belongs to an interface, and the instance has no `ip` \
           of its own (help: write it in the block of an `interface`)",
        ],
    );
    say(
        "instance m { interface x in s }",
        &[
            "error[missing] at `interface`: interface `x` has no address (help: give it an address of its subnet: `ip ADDRESS`)",
        ],
    );
    say(
        "instance q in s { ip 10.0.0.16; security-group g, g }",
        &["error[duplicate] at `g`: the interface carries this group already"],
    );
    say(
        "instance r in s { interface a in s { ip 10.0.0.9 }; interface b in s { ip 10.0.0.10; security-group g } }",
        &[],
    );
}

#[test]
fn a_machine_with_a_problem_is_left_out_whole() {
    let inside = "subnet s 10.0.0.0/24\nsecurity-group g\n\
                  instance a in s { ip 10.0.0.9; security-group nothing-like-it }\n\
                  instance b in s { ip 10.0.0.10; securty-group g }\n\
                  instance c in s { ip 10.0.0.11; interface x in s { ip 10.0.9.9 } }\n\
                  instance d in s { ip 10.0.0.12; source-dest-check perhaps }\n\
                  instance e in s { ip 10.0.0.13 }";
    let (estate, shown) =
        read(&[&(vpc(inside) + "deny internet -> b\ndeny internet -> x\ndeny internet -> e")]);
    assert_eq!(shown.len(), 4, "{shown:#?}");
    let names: Vec<&str> = estate
        .aws
        .instances
        .iter()
        .map(|instance| estate.object(instance.object).unwrap().name.as_str())
        .collect();
    assert_eq!(names, ["e"], "the default group, say, would be a guess");
    assert_eq!(estate.intents.len(), 1);
}

#[test]
fn nothing_reaches_over_to_another_vpc() {
    expect(
        "network n on aws {
  vpc a 10.0.0.0/16 { subnet s 10.0.0.0/24; security-group g; route-table r; internet-gateway igw; network-acl x }
  vpc b 10.1.0.0/16 {
    subnet t 10.1.0.0/24 { route-table r; network-acl x }
    subnet u 10.1.1.0/24
    security-group h { ingress any from g }
    instance i in s { ip 10.0.0.9 }
    instance j in u { ip 10.1.1.9; security-group g }
    nat-gateway nat in s
    route-table q { 0.0.0.0/0 -> igw }
  }
}",
        &[
            "error[not-in-this-cloud] at `r`: route-table `r` is in vpc `a`, not in vpc `b`",
            "error[not-in-this-cloud] at `x`: network-acl `x` is in vpc `a`, not in vpc `b`",
            "warning[stale-reference] at `g`: the rule matches nothing by security-group `g`: no active peering joins \
           vpc `b` and vpc `a` (help: such a reference is stale; a rule for the range of the VPC matches all the same)",
            "error[not-in-this-cloud] at `s`: subnet `s` is in vpc `a`, not in vpc `b`",
            "error[not-in-this-cloud] at `g`: security-group `g` is in vpc `a`, not in vpc `b`",
            "error[not-in-this-cloud] at `s`: subnet `s` is in vpc `a`, not in vpc `b`",
            "error[not-in-this-cloud] at `igw`: internet-gateway `igw` is in vpc `a`, not in vpc `b`",
        ],
    );
}

fn with_route(route: &str) -> alloc::string::String {
    vpc(&format!(
        "internet-gateway igw\negress-only-internet-gateway eigw\nsubnet s 10.0.0.0/24\nnat-gateway nat in s\n\
         instance i in s {{ ip 10.0.0.9; interface x in s {{ ip 10.0.0.10 }} }}\ninstance j in s {{ ip 10.0.0.11 }}\n\
         route-table a {{ {route} }}"
    ))
}

#[test]
fn routes_have_targets_of_their_family() {
    let say = |route: &str, shown: &str| expect(&with_route(route), &[shown]);
    say(
        "0.0.0.0/0 -> eigw",
        "error[not-in-this-cloud] at `eigw`: an egress-only internet gateway carries IPv6 only \
         (help: IPv4 leaves by an internet gateway or a NAT gateway)",
    );
    say(
        "::/0 -> nat",
        "error[not-in-this-cloud] at `nat`: a NAT gateway carries IPv4, and IPv6 to `64:ff9b::/96` only \
         (help: IPv6 to the internet leaves by an egress-only internet gateway or an internet gateway)",
    );
    say(
        "64:ff9b::/95 -> nat",
        "error[not-in-this-cloud] at `nat`: a NAT gateway carries IPv4, and IPv6 to `64:ff9b::/96` only \
         (help: IPv6 to the internet leaves by an egress-only internet gateway or an internet gateway)",
    );
    expect(&with_route("64:ff9b::/96 -> nat; 64:ff9b::a00:0/104 -> nat"), &[]);
    say(
        "1.0.0.0/8 -> i",
        "error[ambiguous-name] at `i`: instance `i` has several interfaces (help: a route leads to one of them: name the interface)",
    );
    say(
        "6.0.0.0/8 -> s",
        "error[wrong-kind] at `s`: `s` is a subnet; an internet-gateway, an egress-only-internet-gateway, a nat-gateway, \
         an instance, an interface, a vpn-gateway, a transit-gateway, a peering, an endpoint or a gwlb-endpoint is expected here",
    );
}

#[test]
fn routes_have_destinations_that_can_be() {
    let say = |route: &str, shown: &str| expect(&with_route(route), &[shown]);
    say(
        "0.0.0.0/0 -> igw; 0.0.0.0/0 -> nat",
        "error[duplicate] at `0.0.0.0/0`: the table has a route for `0.0.0.0/0` already [also `0.0.0.0/0`: the first is here]",
    );
    say(
        "10.0.0.0/17 -> local",
        "error[not-in-this-cloud] at `10.0.0.0/17`: a local route is for a whole range of vpc `main` \
         (help: its ranges are 10.0.0.0/16)",
    );
    say(
        "10.0.0.0/16 -> igw",
        "error[not-in-this-cloud] at `10.0.0.0/16`: the local route `10.0.0.0/16` cannot lead there (help: it leads to \
         `local`, a NAT gateway, an interface or the endpoint of a Gateway Load Balancer)",
    );
    say(
        "169.254.168.0/24 -> igw",
        "error[not-in-this-cloud] at `169.254.168.0/24`: a route inside `169.254.168.0/22` cannot be: AWS keeps that range \
         for its services",
    );
    say(
        "fd00:ec2::/64 -> eigw",
        "error[not-in-this-cloud] at `fd00:ec2::/64`: a route inside `fd00:ec2::/32` cannot be: AWS keeps that range \
         for its services",
    );
    say(
        "10.0.9.0/24 -> igw",
        "warning[not-in-this-cloud] at `10.0.9.0/24`: `10.0.9.0/24` lies in a range of vpc `main` and is no subnet's: \
         AWS refuses the route",
    );
    say(
        "igw -> 5.0.0.0/8",
        "error[wrong-shape] at `igw`: a route starts with its destination, and `igw` is no prefix (help: write `PREFIX -> TARGET`)",
    );
    say(
        "10.0.0.0/8, 11.0.0.0/8 -> igw",
        "error[wrong-value] at `11.0.0.0/8`: a route takes a prefix, not several (help: write two statements)",
    );
    say(
        "prefix-list x -> igw",
        "error[wrong-kind] at `x`: `x` is an interface; a prefix-list is expected here",
    );
}

#[test]
fn routes_lead_where_they_say() {
    let text = with_route(
        "main yes; 0.0.0.0/0 -> igw; ::/0 -> eigw; 1.0.0.0/8 -> nat; 2.0.0.0/8 -> i.x; 3.0.0.0/8 -> instance j; \
         4.0.0.0/8 -> blackhole; 10.0.0.0/16 -> local; 10.0.0.0/24 -> nat",
    );
    let aws = estate(&text).aws;
    let targets: Vec<RouteTarget> = aws.route_tables[0].routes.iter().map(|route| route.target).collect();
    let shown = format!("{targets:?}");
    assert_eq!(
        shown,
        "[InternetGateway(InternetGatewayId(0)), EgressOnlyGateway(EgressOnlyGatewayId(0)), NatGateway(NatGatewayId(0)), \
         Interface(InterfaceId(1)), Interface(InterfaceId(2)), Blackhole, Local, NatGateway(NatGatewayId(0))]"
    );
    assert!(aws.route_tables[0].main);
}

#[test]
fn tables_of_a_vpc() {
    expect(
        &vpc("route-table a { main yes }\nroute-table b { main yes }\nroute-table c { main no }\n\
             subnet t 10.0.1.0/24 { route-table a; route-table c }"),
        &[
            "error[duplicate] at `main yes`: vpc `main` has a main route table already [also `main yes`: the first is here]",
            "error[duplicate] at `route-table c`: a `subnet` has at most one `route-table` [also `route-table a`: the first is here]",
        ],
    );
}

#[test]
fn security_groups_only_allow() {
    let say = |rule: &str, shown: &str| expect(&vpc(&format!("security-group a {{ {rule} }}")), &[shown]);
    say(
        "ingress deny tcp 443 from 0.0.0.0/0",
        "error[not-in-this-cloud] at `deny`: a security group only allows; deny in a network ACL",
    );
    say(
        "ingress allow tcp 443 from 0.0.0.0/0",
        "error[not-in-this-cloud] at `allow`: a security group only allows; leave `allow` out",
    );
    say(
        "ingress 100 tcp 443 from 0.0.0.0/0",
        "error[not-in-this-cloud] at `100`: `100` does not belong here: these rules have no number and no order",
    );
    say(
        "ingress tcp 443 source-port 53 from a",
        "error[not-in-this-cloud] at `tcp 443 source-port 53`: rules of AWS match the destination port only; `source-port` \
         has no place in them",
    );
    say(
        "ingress tcp 443 except tcp 444 from a",
        "error[not-in-this-cloud] at `tcp 444`: a rule takes protocols and ports joined with commas, without `&` and `except`",
    );
    say("ingress (tcp 443) from a", "error[wrong-value] at `(tcp 443)`: `(tcp 443)` is no protocol or port");
    say(
        "ingress tcp 443 from any",
        "error[wrong-value] at `any`: a prefix, a security-group, a prefix-list, `self` or `unknown` is expected here, not `any` \
         (help: write `0.0.0.0/0` or `::/0`)",
    );
    say(
        "ingress tcp 443 from 10.0.0.5",
        "error[wrong-value] at `10.0.0.5`: `10.0.0.5` is an address; a prefix, a security-group, a prefix-list, `self` or `unknown` is expected here \
         (help: the prefix of this address alone is `10.0.0.5/32`) (fix: `10.0.0.5` becomes `10.0.0.5/32`)",
    );
}

#[test]
fn a_group_rule_takes_several_of_each() {
    let aws =
        estate(&vpc("security-group a { ingress tcp 80, 443, icmp 1-4 from 0.0.0.0/0, ::/0, a, self }")).aws;
    let rule = &aws.security_groups[0].ingress[0];
    assert_eq!((rule.traffic.len(), rule.peers.len()), (3, 4));
}

#[test]
fn network_acl_rules_are_numbered_and_single() {
    let say = |rule: &str, shown: &str| expect(&vpc(&format!("network-acl a {{ {rule} }}")), &[shown]);
    say(
        "ingress allow tcp 443 from 0.0.0.0/0",
        "error[missing] at `allow`: the rule needs its number (help: write `ingress NUMBER allow|deny ...` with a number \
         from 1 to 32766; the lowest that matches decides)",
    );
    say(
        "ingress 100 tcp 443 from 0.0.0.0/0",
        "error[missing] at `tcp`: the rule needs its action, `allow` or `deny`",
    );
    for number in ["0", "32767", "99999999999"] {
        let rule = format!("ingress {number} allow tcp 443 from 0.0.0.0/0");
        say(
            &rule,
            &format!(
                "error[out-of-range] at `{number}`: `{number}` is no rule number; they run from 1 to 32766"
            ),
        );
    }
    let single =
        "a network ACL rule has one protocol, one range of ports and one prefix (help: write two rules)";
    say(
        "ingress 100 allow tcp 443, 8443 from 0.0.0.0/0",
        &format!("error[not-in-this-cloud] at `8443`: {single}"),
    );
    say(
        "ingress 101 allow tcp 443 from 0.0.0.0/0, 10.0.0.0/8",
        &format!("error[not-in-this-cloud] at `10.0.0.0/8`: {single}"),
    );
    say(
        "ingress 102 allow tcp 443 from self",
        "error[wrong-value] at `self`: a prefix or `unknown` is expected here, not `self`",
    );
    say(
        "ingress 103 allow tcp 443 from 0.0.0.0/0; ingress 103 deny tcp 80 from 0.0.0.0/0; egress 103 allow any to ::/0",
        "error[duplicate] at `103`: the number 103 is taken: each ingress rule has its own \
         [also `103`: the first rule with this number]",
    );
    say(
        "ingress 104 allow icmp 1-4 from 0.0.0.0/0",
        "error[not-in-this-cloud] at `icmp 1-4`: a network ACL rule has one ICMP type or all of them \
         (help: write a rule for each type)",
    );
    say(
        "ingress 105 allow from 0.0.0.0/0",
        "error[missing] at `105 allow`: the rule needs a protocol (help: write `any` for every packet)",
    );
}

#[test]
fn nat_gateways_stand_in_ipv4_subnets() {
    expect(
        "network n on aws { vpc a 10.0.0.0/16, 2001:db8::/56 { subnet s 2001:db8::/64; nat-gateway nat in s } }",
        &["error[not-in-this-cloud] at `s`: a NAT gateway stands in a subnet with an IPv4 range"],
    );
    expect(
        &vpc("nat-gateway nat"),
        &["error[missing] at `nat-gateway`: `nat-gateway` needs `in` and a subnet \
             (help: one of the whole Region says `availability-mode regional`)"],
    );
}

/// Load balancers in a VPC with two subnets, two machines and a group.
fn balancers(lines: &str) -> alloc::string::String {
    vpc(&format!("subnet s 10.0.0.0/24\nsubnet t 10.0.1.0/24\ninstance a in s {{ ip 10.0.0.10 }}\n{lines}"))
}

#[test]
fn load_balancers() {
    let say = |lines: &str, expected: &[&str]| expect(&balancers(lines), expected);
    say(
        "load-balancer l in s { scheme internal }",
        &["error[missing] at `load-balancer`: load-balancer `l` needs its `type`"],
    );
    say(
        "load-balancer l in s { type network }",
        &["error[missing] at `load-balancer`: load-balancer `l` needs its `scheme`"],
    );
    say(
        "load-balancer l in s { type gateway; scheme internal; security-group default; listener tcp 80 -> g }\n\
         security-group default\ntarget-group g",
        &[
            "error[not-in-this-cloud] at `scheme`: a load balancer of the type `gateway` has no `scheme`",
            "error[not-in-this-cloud] at `security-group`: a load balancer of the type `gateway` has no `security-group`",
        ],
    );
    say(
        "load-balancer l in s { type gateway; listener tcp 80 -> g }\ntarget-group g",
        &[
            "error[not-in-this-cloud] at `listener`: a load balancer of the type `gateway` takes every packet \
         (help: write `listener any`)",
        ],
    );
    say(
        "load-balancer l in s { type classic; scheme internal; rules-on-private-link off }",
        &["error[wrong-value] at `off`: `yes` or `no` is expected here, not `off`"],
    );
    say(
        "load-balancer l in s { type classic; scheme internal; rules-on-private-link no }",
        &[
            "error[not-in-this-cloud] at `rules-on-private-link`: a load balancer of the type `classic` has no \
         `rules-on-private-link`",
        ],
    );
    say(
        "load-balancer l in s, s { type network; scheme internal }",
        &["error[duplicate] at `s`: the subnet stands here twice"],
    );
    say(
        "load-balancer l in s { type network; scheme internal; public-ip 198.51.100.1 }",
        &["error[not-in-this-cloud] at `198.51.100.1`: an internal load balancer has no public address \
         (help: write `scheme internet-facing`)"],
    );
    say(
        "load-balancer l in s { type network; scheme internet-facing; public-ip 198.51.100.1, 198.51.100.2 }",
        &[
            "error[not-in-this-cloud] at `198.51.100.2`: a load balancer has one public address for each of its subnets",
        ],
    );
    say(
        "load-balancer l in s { type network; scheme internal; ip 10.0.1.20 }",
        &["error[outside] at `10.0.1.20`: `10.0.1.20` lies outside subnet `s`, 10.0.0.0/24 \
         [also `subnet s 10.0.0.0/24`: the ranges of the subnet]"],
    );
    say(
        "load-balancer l in s { type network; scheme internal; listener tcp 80 -> redirect }",
        &["error[not-in-this-cloud] at `redirect`: only an application load balancer redirects \
         (help: name a target group)"],
    );
    say(
        "load-balancer l in s { type network; scheme internal }\ntarget-group g { target l : tcp 80 }",
        &[
            "error[not-in-this-cloud] at `l`: load-balancer `l` is no target: only an application load balancer can be one",
        ],
    );
    say(
        "target-group g { target a : tcp 80 source-port 5 }",
        &[
            "error[not-in-this-cloud] at `tcp 80 source-port 5`: rules of AWS match the destination port only; \
         `source-port` has no place in them",
        ],
    );
    say(
        "target-group g { target a : tcp 80 & tcp 81 }",
        &[
            "error[not-in-this-cloud] at `tcp 81`: a rule takes protocols and ports joined with commas, without `&` and `except`",
        ],
    );
}

#[test]
fn what_load_balancers_and_groups_of_machines_have() {
    let text = balancers(
        "autoscaling-group f in s, t { client-ports 32768-60999 }
         load-balancer l in s, t { type application; scheme internet-facing; ip 10.0.1.20; listener tcp 80, 443 -> g }
         target-group g { target f : tcp 8080; target a; target 10.0.0.10; preserve-client-ip yes }",
    );
    let aws = estate(&text).aws;
    let own = |owner| aws.interfaces.iter().filter(move |one| one.owner == owner);
    let of_group: Vec<_> = own(InterfaceOwner::AutoscalingGroup(AutoscalingGroupId(0))).collect();
    assert_eq!(of_group.len(), 2);
    assert!(of_group.iter().all(|one| one.addresses.is_empty() && aws.client_ports_of(one).len() == 1));
    let of_balancer: Vec<_> = own(InterfaceOwner::LoadBalancer(LoadBalancerId(0))).collect();
    let addresses: Vec<_> = of_balancer.iter().map(|one| one.addresses.len()).collect();
    assert_eq!(addresses, [0, 1]);
    let balancer = &aws.load_balancers[0];
    assert!(balancer.internet_facing && !balancer.dual_stack && balancer.listeners[0].traffic.len() == 2);
    let targets: Vec<_> =
        aws.target_groups[0].targets.iter().map(|one| (one.to, one.traffic.len())).collect();
    let address = TargetAt::Address("10.0.0.10".parse().unwrap());
    let expected = [
        (TargetAt::AutoscalingGroup(AutoscalingGroupId(0)), 1),
        (TargetAt::Instance(InstanceId(0)), 0),
        (address, 0),
    ];
    assert_eq!(targets, expected);
}
