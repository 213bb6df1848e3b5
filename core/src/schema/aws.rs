//! The words of AWS. Sources are sections of the cloud's semantics, part 1.

use super::{Denotes, Later, LinkRow, Many, Mark, Name, Row, Shape, Type, Values};
use crate::syntax::LinkWord;

const SUBNET: Values = Values::one(&[Type::Ref(&["subnet"])]);
const PEERS: Values = Values::some(&[Type::Prefix, Type::Ref(&["security-group"]), Type::Word(&["self"])]);
const PREFIXES: Values = Values::some(&[Type::Prefix]);

const OBJECT: Row =
    Row { parents: &["vpc"], shape: Shape::Object, name: Name::Required, mark: Mark::Verified, ..Row::BLANK };
const PROPERTY: Row = Row { shape: Shape::Value, mark: Mark::Verified, ..Row::BLANK };
const GROUP_RULE: Row = Row {
    parents: &["security-group"],
    shape: Shape::Rule { number: None, actions: &[] },
    values: Values::some(&[Type::Service]),
    default: "what no rule allows is dropped",
    doc: "a rule of a stateful list: any rule that matches allows",
    source: "1.2",
    mark: Mark::Verified,
    refused: &[
        ("deny", "a security group only allows; deny in a network ACL"),
        ("allow", "a security group only allows; leave `allow` out"),
    ],
    ..Row::BLANK
};
const ACL_RULE: Row = Row {
    parents: &["network-acl"],
    shape: Shape::Rule { number: Some((1, 32766)), actions: &["allow", "deny"] },
    values: Values::some(&[Type::Service]),
    default: "what no numbered rule matches is dropped by the last rule, `*`",
    doc: "a rule of a stateless list: the lowest number that matches decides",
    source: "1.3",
    mark: Mark::Verified,
    ..Row::BLANK
};

pub(super) const ROWS: &[Row] = &[
    Row {
        word: "vpc",
        parents: &["network"],
        values: PREFIXES,
        denotes: Denotes::Members,
        doc: "a virtual network",
        source: "1.4",
        ..OBJECT
    },
    Row {
        word: "internet-gateway",
        many: Many::AtMostOne,
        doc: "the two-way way to the internet",
        source: "1.5",
        ..OBJECT
    },
    Row {
        word: "egress-only-internet-gateway",
        many: Many::AtMostOne,
        doc: "the way to the internet for IPv6 that lets only replies back in",
        source: "1.5",
        ..OBJECT
    },
    Row {
        word: "nat-gateway",
        links: &[LinkRow::required(LinkWord::In, SUBNET)],
        doc: "address translation on the way out, for IPv4",
        source: "1.6",
        ..OBJECT
    },
    Row {
        word: "public-ip",
        parents: &["nat-gateway"],
        values: Values::some(&[Type::Address]),
        default: "none: a private NAT gateway",
        doc: "its Elastic IPs",
        source: "1.6",
        ..PROPERTY
    },
    Row {
        word: "ip",
        parents: &["nat-gateway"],
        values: Values::one(&[Type::Address]),
        many: Many::AtMostOne,
        default: "any free address of its subnet",
        doc: "its private address",
        source: "1.6",
        ..PROPERTY
    },
    Row { word: "route-table", doc: "the routes of subnets", source: "1.4", ..OBJECT },
    Row {
        word: "main",
        parents: &["route-table"],
        values: Values::one(&[Type::Flag]),
        many: Many::AtMostOne,
        default: "no",
        doc: "whether it serves the subnets that name no table",
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "",
        id: "route",
        parents: &["route-table"],
        shape: Shape::Route,
        values: Values::one(&[Type::Prefix]),
        links: &[LinkRow::required(
            LinkWord::Arrow,
            Values::one(&[
                Type::Word(&["local", "blackhole"]),
                Type::Ref(&[
                    "internet-gateway",
                    "egress-only-internet-gateway",
                    "nat-gateway",
                    "instance",
                    "interface",
                ]),
            ]),
        )],
        default: "one local route for each range of the VPC",
        doc: "where packets to these destinations go; the longest prefix wins",
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "network-acl",
        default: "allows everything",
        doc: "a stateless filter at the edge of subnets",
        source: "1.3",
        ..OBJECT
    },
    Row { word: "ingress", links: &[LinkRow::required(LinkWord::From, PREFIXES)], ..ACL_RULE },
    Row { word: "egress", links: &[LinkRow::required(LinkWord::To, PREFIXES)], ..ACL_RULE },
    Row {
        word: "subnet",
        values: PREFIXES,
        links: &[LinkRow::optional(LinkWord::In, Values::one(&[Type::Text]))],
        denotes: Denotes::Members,
        doc: "a range of the VPC in one zone",
        source: "1.4",
        ..OBJECT
    },
    Row {
        word: "route-table",
        id: "subnet's route-table",
        parents: &["subnet"],
        values: Values::one(&[Type::Ref(&["route-table"])]),
        many: Many::AtMostOne,
        default: "the VPC's main table",
        doc: "the routes of what leaves the subnet",
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "network-acl",
        id: "subnet's network-acl",
        parents: &["subnet"],
        values: Values::one(&[Type::Ref(&["network-acl"])]),
        many: Many::AtMostOne,
        default: "the VPC's default network ACL",
        doc: "the filter at the subnet's edge",
        source: "1.3",
        ..PROPERTY
    },
    Row {
        word: "security-group",
        denotes: Denotes::Carriers,
        doc: "a stateful list of what the interfaces that carry it may send and receive",
        source: "1.2",
        ..OBJECT
    },
    Row { word: "ingress", links: &[LinkRow::required(LinkWord::From, PEERS)], ..GROUP_RULE },
    Row { word: "egress", links: &[LinkRow::required(LinkWord::To, PEERS)], ..GROUP_RULE },
    Row {
        word: "instance",
        links: &[LinkRow::optional(LinkWord::In, SUBNET)],
        denotes: Denotes::Own,
        doc: "a machine",
        source: "1.1",
        ..OBJECT
    },
    Row {
        word: "interface",
        parents: &["instance"],
        links: &[LinkRow::required(LinkWord::In, SUBNET)],
        denotes: Denotes::Own,
        doc: "a network interface of the machine, beside the one that its own `ip` makes",
        source: "1.1",
        ..OBJECT
    },
    Row {
        word: "security-group",
        id: "carried security-group",
        parents: &["instance", "interface"],
        values: Values::some(&[Type::Ref(&["security-group"])]),
        default: "the VPC's default group",
        doc: "the groups that the interface carries",
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "ip",
        parents: &["instance", "interface"],
        values: Values::some(&[Type::Address]),
        doc: "private addresses; the first IPv4 address is the primary one",
        source: "1.5",
        ..PROPERTY
    },
    Row {
        word: "public-ip",
        parents: &["instance", "interface"],
        values: Values::one(&[Type::Address]),
        links: &[LinkRow::optional(LinkWord::Arrow, Values::one(&[Type::Address]))],
        doc: "a public IPv4 address, mapped one to one to the private address behind `->` or to the primary one",
        source: "1.5",
        ..PROPERTY
    },
    Row {
        word: "source-dest-check",
        parents: &["instance", "interface"],
        values: Values::one(&[Type::Flag]),
        many: Many::AtMostOne,
        default: "yes",
        doc: "whether the interface drops what is neither from nor for itself; with `no` it may send that on",
        source: "1.1",
        ..PROPERTY
    },
    Row {
        word: "client-ports",
        parents: &["instance"],
        values: Values::some(&[Type::Ports]),
        many: Many::AtMostOne,
        default: "1024-65535",
        doc: "the ports that its clients send from",
        source: "1.3",
        ..PROPERTY
    },
];

pub(super) const LATER: &[Later] = &[
    Later { parents: &["network"], words: &["transit-gateway", "prefix-list", "peering", "account"] },
    Later {
        parents: &["vpc"],
        words: &[
            "account",
            "vpn-gateway",
            "autoscaling-group",
            "endpoint",
            "gwlb-endpoint",
            "load-balancer",
            "target-group",
        ],
    },
    Later { parents: &["route-table"], words: &["propagate", "prefix-list"] },
];
