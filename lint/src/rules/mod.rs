//! The rules, each in the file of the thing that it looks at.

mod dead;
mod defaults;
mod exposed;
mod gateways;
mod implied;
mod mtu;
mod overlap;
mod range;
mod redundant;
mod replies;
mod routes;
mod shadowed;
mod split;
mod statements;
mod unattached;

use crate::finding::Level::{Note, Warning};
use crate::rule::Group::{Dead, Exposed, Fragile, Hygiene, Redundant};
use crate::rule::Rule;
use crate::suppression;

/// Every rule. Codes are stable: they are never renamed and never mean something else.
pub static RULES: &[Rule] = &[
    Rule {
        code: "unattached-acl",
        group: Dead,
        level: Warning,
        summary: "A network ACL that no subnet has.",
        find: unattached::acls,
    },
    Rule {
        code: "unattached-group",
        group: Dead,
        level: Warning,
        summary: "A security group that no interface has.",
        find: unattached::groups,
    },
    Rule {
        code: "acl-rule-out-of-range",
        group: Dead,
        level: Warning,
        summary: "A rule of a network ACL about addresses that nothing has which could come there.",
        find: range::acls,
    },
    Rule {
        code: "group-rule-out-of-range",
        group: Dead,
        level: Warning,
        summary: "A rule of a security group about addresses that nothing has which could come there.",
        find: range::groups,
    },
    Rule {
        code: "dead-rule",
        group: Dead,
        level: Warning,
        summary: "A rule that allows packets of which none ever comes to it.",
        find: dead::rules,
    },
    Rule {
        code: "dead-route",
        group: Dead,
        level: Warning,
        summary: "A route that never wins, since longer prefixes or local routes match all of its addresses.",
        find: routes::never_win,
    },
    Rule {
        code: "blackhole-route",
        group: Dead,
        level: Warning,
        summary: "A route to what is gone, or to what drops everything that it is handed.",
        find: routes::blackholes,
    },
    Rule {
        code: "unused-route",
        group: Dead,
        level: Note,
        summary: "A route by which nothing goes that is sent in the estate.",
        find: routes::unused,
    },
    Rule {
        code: "unused-route-table",
        group: Dead,
        level: Warning,
        summary: "A route table that no subnet and no gateway has.",
        find: routes::unused_tables,
    },
    Rule {
        code: "unused-nat-gateway",
        group: Dead,
        level: Warning,
        summary: "A NAT gateway that no packet comes to.",
        find: gateways::nat,
    },
    Rule {
        code: "unused-internet-gateway",
        group: Dead,
        level: Warning,
        summary: "An internet gateway, or an egress-only one, that no packet comes to.",
        find: gateways::internet,
    },
    Rule {
        code: "unused-peering",
        group: Dead,
        level: Warning,
        summary: "A peering that no packet comes to.",
        find: gateways::peerings,
    },
    Rule {
        code: "unused-address",
        group: Dead,
        level: Warning,
        summary: "A public address of an interface that neither the internet reaches nor reaches the internet.",
        find: gateways::addresses,
    },
    Rule {
        code: "unused-prefix-list",
        group: Dead,
        level: Note,
        summary: "A prefix list that no rule, route or endpoint names.",
        find: statements::unused_lists,
    },
    Rule {
        code: "shadowed-acl-rule",
        group: Redundant,
        level: Warning,
        summary: "A rule of a network ACL that decides about no packet, since earlier ones match all of its packets.",
        find: shadowed::in_acls,
    },
    Rule {
        code: "implied-group-rule",
        group: Redundant,
        level: Warning,
        summary: "A rule of a security group that allows nothing which the others do not allow.",
        find: implied::in_groups,
    },
    Rule {
        code: "redundant-acl-rule",
        group: Redundant,
        level: Note,
        summary: "A rule of a network ACL without which the ACL lets through the same.",
        find: redundant::in_acls,
    },
    Rule {
        code: "duplicate-statement",
        group: Redundant,
        level: Warning,
        summary: "An intent or a test line that is written twice.",
        find: statements::duplicates,
    },
    Rule {
        code: "public-administration",
        group: Exposed,
        level: Warning,
        summary: "A machine at whose ports for administration the internet arrives and gets answers.",
        find: exposed::administration,
    },
    Rule {
        code: "public-database",
        group: Exposed,
        level: Warning,
        summary: "A machine at whose ports of a database the internet arrives and gets answers.",
        find: exposed::databases,
    },
    Rule {
        code: "public-service",
        group: Exposed,
        level: Note,
        summary: "A machine at whose other ports the internet arrives and gets answers.",
        find: exposed::services,
    },
    Rule {
        code: "wide-egress",
        group: Exposed,
        level: Note,
        summary: "A machine that reaches every TCP port of nearly all of the internet.",
        find: exposed::wide_egress,
    },
    Rule {
        code: "group-open-to-itself",
        group: Exposed,
        level: Note,
        summary: "A security group whose members may send each other everything.",
        find: defaults::open_to_itself,
    },
    Rule {
        code: "acl-splits-subnet",
        group: Fragile,
        level: Warning,
        summary: "A rule of a network ACL that covers a part of a subnet only, so that its machines are treated differently.",
        find: split::acls,
    },
    Rule {
        code: "group-splits-subnet",
        group: Fragile,
        level: Note,
        summary: "A rule of a security group that covers a part of a subnet only, so that its machines are treated differently.",
        find: split::groups,
    },
    Rule {
        code: "overlapping-ranges",
        group: Fragile,
        level: Warning,
        summary: "Two VPCs, or a VPC and a site, that are joined and have the same addresses.",
        find: overlap::joined,
    },
    Rule {
        code: "blocked-reply",
        group: Fragile,
        level: Warning,
        summary: "A network ACL that lets TCP connections in or out and drops the replies.",
        find: replies::blocked,
    },
    Rule {
        code: "lost-reply",
        group: Fragile,
        level: Warning,
        summary: "Something other than a network ACL that loses the replies of TCP connections which arrive.",
        find: replies::lost,
    },
    Rule {
        code: "blocked-path-mtu",
        group: Fragile,
        level: Warning,
        summary: "A network ACL that lets TCP in from the internet and drops what tells that packets are too big.",
        find: mtu::blocked,
    },
    Rule {
        code: "bypassed-endpoint",
        group: Fragile,
        level: Warning,
        summary: "A route by which packets to the service of a gateway endpoint go past it.",
        find: gateways::bypassed,
    },
    Rule {
        code: "default-group-in-use",
        group: Hygiene,
        level: Warning,
        summary: "Interfaces that have the default security group of their VPC.",
        find: defaults::groups,
    },
    Rule {
        code: "default-acl-in-use",
        group: Hygiene,
        level: Note,
        summary: "Subnets that have the default network ACL of their VPC.",
        find: defaults::acls,
    },
    Rule {
        code: "empty-subnet",
        group: Hygiene,
        level: Note,
        summary: "A subnet in which nothing stands.",
        find: gateways::empty_subnets,
    },
    Rule {
        code: "unused-allow",
        group: Hygiene,
        level: Note,
        summary: "An `allow`, or an exception, of which nothing is ever delivered.",
        find: statements::unused_allows,
    },
    Rule {
        code: "unused-definition",
        group: Hygiene,
        level: Note,
        summary: "A segment or service that no statement names.",
        find: statements::unused_definitions,
    },
    Rule {
        code: "unused-suppression",
        group: Hygiene,
        level: Warning,
        summary: "A comment that allows a finding which is not there.",
        find: suppression::nothing,
    },
    Rule {
        code: "bad-suppression",
        group: Hygiene,
        level: Warning,
        summary: "A comment about lints that is not written as one, or gives no reason.",
        find: suppression::nothing,
    },
];
