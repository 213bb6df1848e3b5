//! The words of AWS. Sources are sections of the cloud's semantics, part 1.

use super::{Denotes, LinkRow, Many, Mark, Name, Row, Shape, Type, Values, said};
use crate::syntax::LinkWord;

const SUBNET: Values = Values::one(&[Type::Ref(&["subnet"])]);
const SUBNETS: Values = Values::some(&[Type::Ref(&["subnet"])]);
const GROUP_PEERS: Values = Values::some(&[
    Type::Prefix,
    Type::Ref(&["security-group", "prefix-list"]),
    Type::Word(&["self", "unknown"]),
])
.called("PEER");
const PREFIXES: Values = Values::some(&[Type::Prefix]);
const ACL_PEERS: Values = Values::some(&[Type::Prefix, Type::Word(&["unknown"])]);
const TRAFFIC: Values = Values::some(&[Type::Service]).called("TRAFFIC");
const FLAG: Values = Values::one(&[Type::Flag]);
const TABLE: Values = Values::one(&[Type::Ref(&["route-table"])]);

/// What packets of others pass: what `through` and `avoiding` take.
pub(super) const WAYPOINTS: Values = Values::some(&[Type::Ref(&[
    "internet-gateway",
    "egress-only-internet-gateway",
    "nat-gateway",
    "peering",
    "transit-gateway",
    "instance",
    "interface",
    "vpn-gateway",
    "vpn",
    "direct-line",
    "endpoint",
    "gwlb-endpoint",
    "endpoint-service",
    "load-balancer",
])])
.called("THING");

const OBJECT: Row =
    Row { parents: &["vpc"], shape: Shape::Object, name: Name::Required, mark: Mark::Verified, ..Row::BLANK };
const PROPERTY: Row = Row { shape: Shape::Value, mark: Mark::Verified, ..Row::BLANK };
const LATER: Row = Row { modelled: false, ..PROPERTY };
const GROUP_RULE: Row = Row {
    parents: &["security-group"],
    shape: Shape::Rule { number: None, actions: &[] },
    values: TRAFFIC,
    default: said("what no rule allows is dropped"),
    doc: said("a rule of a stateful list: any rule that matches allows"),
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
    values: TRAFFIC,
    default: said("what no numbered rule matches is dropped by the last rule, `*`"),
    doc: said("a rule of a stateless list: the lowest number that matches decides"),
    source: "1.3",
    mark: Mark::Verified,
    ..Row::BLANK
};
const ROUTE: Row = Row {
    parents: &["route-table"],
    shape: Shape::Route,
    links: &[LinkRow::required(
        LinkWord::Arrow,
        Values::one(&[
            Type::Word(&["local", "blackhole", "unknown"]),
            Type::Ref(&[
                "internet-gateway",
                "egress-only-internet-gateway",
                "nat-gateway",
                "instance",
                "interface",
                "vpn-gateway",
                "transit-gateway",
                "peering",
                "endpoint",
                "gwlb-endpoint",
            ]),
        ])
        .called("TARGET"),
    )],
    source: "1.4",
    ..PROPERTY
};
const TGW_ROUTE: Row = Row {
    parents: &["tgw-route-table"],
    links: &[LinkRow::required(
        LinkWord::Arrow,
        Values::one(&[Type::Word(&["blackhole", "unknown"]), Type::Ref(&["attachment"])]).called("TARGET"),
    )],
    source: "1.8",
    ..ROUTE
};
/// A route whose destinations a list of prefixes names: it starts with the word of the list's kind.
const LIST_ROUTE: Row = Row {
    word: "prefix-list",
    values: Values::one(&[Type::Ref(&["prefix-list"])]),
    doc: said("a route to every prefix of a list; a route to a prefix of the same length goes before it"),
    ..ROUTE
};

pub(super) const ROWS: &[Row] = &[
    Row {
        word: "vpc",
        parents: &["network"],
        values: PREFIXES,
        denotes: Denotes::Members,
        doc: said("a virtual network"),
        source: "1.4",
        ..OBJECT
    },
    Row {
        word: "account",
        parents: &["network", "vpc"],
        values: Values::one(&[Type::Text]).called("ACCOUNT"),
        many: Many::AtMostOne,
        default: said("in a VPC, that of the network"),
        doc: said("the number of the account that owns it"),
        source: "1.2",
        ..LATER
    },
    Row {
        word: "block-public-access",
        parents: &["network"],
        values: Values::one(&[Type::Word(&["off", "block-ingress", "block-bidirectional"])]),
        many: Many::AtMostOne,
        default: said("off"),
        doc: said("what of the internet gateways of all VPCs of the Region is shut"),
        source: "1.5",
        ..PROPERTY
    },
    Row {
        word: "public-access-exclusion",
        parents: &["vpc", "subnet"],
        values: Values::one(&[Type::Word(&["allow-bidirectional", "allow-egress"])]),
        many: Many::AtMostOne,
        default: said("none"),
        doc: said("what stays open here although public access is blocked"),
        source: "1.5",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "prefix-list",
        parents: &["network"],
        values: Values::at_most_one(&[Type::Later(&["unknown"])]),
        denotes: Denotes::Range,
        doc: said("a named list of prefixes of one address family"),
        source: "1.2",
        ..OBJECT
    },
    Row {
        word: "",
        id: "entry",
        parents: &["prefix-list"],
        values: Values::one(&[Type::Prefix]),
        doc: said("an entry of the list"),
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "owner",
        parents: &["prefix-list"],
        values: Values::one(&[Type::Word(&["aws", "self"])]),
        many: Many::AtMostOne,
        default: said("self"),
        doc: said("who keeps the entries"),
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "internet-gateway",
        many: Many::AtMostOne,
        doc: said("the two-way way to the internet"),
        source: "1.5",
        ..OBJECT
    },
    Row {
        word: "egress-only-internet-gateway",
        many: Many::AtMostOne,
        doc: said("the way to the internet for IPv6 that lets only replies back in"),
        source: "1.5",
        ..OBJECT
    },
    Row {
        word: "nat-gateway",
        links: &[LinkRow::optional(LinkWord::In, SUBNET)],
        doc: said("address translation on the way out, for IPv4, and from IPv6 to it (NAT64)"),
        source: "1.6",
        ..OBJECT
    },
    Row {
        word: "public-ip",
        parents: &["nat-gateway"],
        values: Values::some(&[Type::Address]),
        default: said("none: a private NAT gateway"),
        doc: said("its Elastic IPs"),
        source: "1.6",
        ..PROPERTY
    },
    Row {
        word: "ip",
        parents: &["nat-gateway"],
        values: Values::one(&[Type::Address]),
        many: Many::AtMostOne,
        default: said("any free address of its subnet"),
        doc: said("its private address"),
        source: "1.6",
        ..PROPERTY
    },
    Row {
        word: "availability-mode",
        parents: &["nat-gateway"],
        values: Values::one(&[Type::Word(&["zonal", "regional"])]),
        many: Many::AtMostOne,
        default: said("zonal"),
        doc: said("whether it stands in one subnet, which it names, or in every zone of the Region"),
        source: "1.6",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "vpn-gateway",
        many: Many::AtMostOne,
        doc: said("the VPC's end of VPN and Direct Connect lines"),
        source: "1.9",
        ..OBJECT
    },
    Row { word: "route-table", doc: said("the routes of subnets"), source: "1.4", ..OBJECT },
    Row {
        word: "main",
        parents: &["route-table"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("no"),
        doc: said("whether it serves the subnets that name no table"),
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "propagate",
        parents: &["route-table"],
        values: Values::some(&[Type::Ref(&["vpn-gateway"])]),
        default: said("none"),
        doc: said("takes over the routes that the gateway learns"),
        source: "1.4",
        ..PROPERTY
    },
    Row {
        id: "route",
        values: Values::one(&[Type::Prefix]),
        default: said("one local route for each range of the VPC"),
        doc: said("where packets to these destinations go; the longest prefix wins"),
        ..ROUTE
    },
    Row { id: "list route", ..LIST_ROUTE },
    Row {
        word: "route-table",
        id: "gateway's route-table",
        parents: &["internet-gateway"],
        values: TABLE,
        many: Many::AtMostOne,
        default: said("straight to the address"),
        doc: said("the routes of what comes into the VPC by the gateway"),
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "network-acl",
        default: said("allows everything"),
        doc: said("a stateless filter at the edge of subnets"),
        source: "1.3",
        ..OBJECT
    },
    Row { word: "ingress", links: &[LinkRow::required(LinkWord::From, ACL_PEERS)], ..ACL_RULE },
    Row { word: "egress", links: &[LinkRow::required(LinkWord::To, ACL_PEERS)], ..ACL_RULE },
    Row {
        word: "subnet",
        values: PREFIXES,
        links: &[LinkRow::optional(LinkWord::In, Values::one(&[Type::Text]).called("ZONE"))],
        denotes: Denotes::Members,
        doc: said("a range of the VPC in one zone"),
        source: "1.4",
        ..OBJECT
    },
    Row {
        word: "route-table",
        id: "subnet's route-table",
        parents: &["subnet"],
        values: TABLE,
        many: Many::AtMostOne,
        default: said("the VPC's main table"),
        doc: said("the routes of what leaves the subnet"),
        source: "1.4",
        ..PROPERTY
    },
    Row {
        word: "network-acl",
        id: "subnet's network-acl",
        parents: &["subnet"],
        values: Values::one(&[Type::Ref(&["network-acl"])]),
        many: Many::AtMostOne,
        default: said("the VPC's default network ACL"),
        doc: said("the filter at the subnet's edge"),
        source: "1.3",
        ..PROPERTY
    },
    Row {
        word: "security-group",
        denotes: Denotes::Carriers,
        doc: said("a stateful list of what the interfaces that carry it may send and receive"),
        source: "1.2",
        ..OBJECT
    },
    Row { word: "ingress", links: &[LinkRow::required(LinkWord::From, GROUP_PEERS)], ..GROUP_RULE },
    Row { word: "egress", links: &[LinkRow::required(LinkWord::To, GROUP_PEERS)], ..GROUP_RULE },
    Row {
        word: "vpc",
        id: "group's vpc",
        parents: &["security-group"],
        values: Values::some(&[Type::Ref(&["vpc"])]),
        default: said("its own VPC alone"),
        doc: said("other VPCs of the Region whose interfaces may carry the group"),
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "instance",
        links: &[LinkRow::optional(LinkWord::In, SUBNET)],
        denotes: Denotes::Own,
        doc: said("a machine"),
        source: "1.1",
        ..OBJECT
    },
    Row {
        word: "autoscaling-group",
        links: &[LinkRow::required(LinkWord::In, SUBNETS)],
        denotes: Denotes::Own,
        doc: said("machines at any free address of its subnets"),
        source: "1.1",
        mark: Mark::Known,
        ..OBJECT
    },
    Row {
        word: "interface",
        parents: &["instance", "endpoint", "vpc"],
        links: &[LinkRow::required(LinkWord::In, SUBNET)],
        denotes: Denotes::Own,
        doc: said(
            "a network interface of the machine, beside the one that its own `ip` makes; in an endpoint, one of its; in a VPC, one of a managed service",
        ),
        source: "1.1",
        ..OBJECT
    },
    Row {
        word: "security-group",
        id: "carried security-group",
        parents: &["instance", "interface", "autoscaling-group", "endpoint", "load-balancer"],
        values: Values::some(&[Type::Ref(&["security-group"])]),
        default: said("the VPC's default group"),
        doc: said("the groups that the interface carries"),
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "ip",
        parents: &["instance", "interface", "endpoint", "load-balancer"],
        values: Values::some(&[Type::Address]),
        doc: said("private addresses; the first IPv4 address is the primary one"),
        source: "1.5",
        ..PROPERTY
    },
    Row {
        word: "prefix",
        parents: &["instance", "interface"],
        values: PREFIXES,
        default: said("none"),
        doc: said("ranges all of whose addresses are the interface's"),
        source: "1.9",
        ..LATER
    },
    Row {
        word: "public-ip",
        parents: &["instance", "interface"],
        values: Values::one(&[Type::Address]),
        links: &[LinkRow::optional(LinkWord::Arrow, Values::one(&[Type::Address]))],
        doc: said(
            "a public IPv4 address, mapped one to one to the private address behind `->` or to the primary one",
        ),
        source: "1.5",
        ..PROPERTY
    },
    Row {
        word: "source-dest-check",
        parents: &["instance", "interface"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("yes"),
        doc: said(
            "whether the interface drops what is neither from nor for itself; with `no` it may send that on",
        ),
        source: "1.1",
        ..PROPERTY
    },
    Row {
        word: "deny-all-igw-traffic",
        parents: &["instance", "interface"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("no"),
        doc: said("whether nothing passes between the interface and an internet gateway"),
        source: "1.5",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "client-ports",
        parents: &["instance", "autoscaling-group"],
        values: Values::some(&[Type::Ports]),
        many: Many::AtMostOne,
        default: said("1024-65535"),
        doc: said("the ports that its clients send from"),
        source: "1.3",
        ..PROPERTY
    },
    Row {
        word: "peering",
        parents: &["network"],
        links: &[LinkRow::required(LinkWord::Between, Values::two(&[Type::Ref(&["vpc"])]))],
        doc: said("a line between two VPCs; nothing passes on from it to a third"),
        source: "1.7",
        ..OBJECT
    },
    Row {
        word: "status",
        parents: &["peering"],
        values: Values::one(&[Type::Word(&["active", "pending", "deleted"])]),
        many: Many::AtMostOne,
        default: said("active"),
        doc: said("only an active one forwards"),
        source: "1.7",
        ..PROPERTY
    },
    Row {
        word: "transit-gateway",
        parents: &["network"],
        doc: said("a router of the Region between VPCs and lines"),
        source: "1.8",
        ..OBJECT
    },
    Row {
        word: "security-group-referencing",
        parents: &["transit-gateway", "attachment"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("no at the transit gateway, yes at its attachments"),
        doc: said("whether rules may name groups of VPCs across it"),
        source: "1.2",
        ..PROPERTY
    },
    Row {
        word: "attachment",
        parents: &["transit-gateway"],
        links: &[LinkRow::required(
            LinkWord::To,
            Values::one(&[Type::Ref(&["vpc", "transit-gateway", "vpn", "direct-line"])]),
        )],
        doc: said("a port of the router"),
        source: "1.8",
        ..OBJECT
    },
    Row {
        word: "subnet",
        id: "attachment's subnet",
        parents: &["attachment"],
        values: SUBNETS,
        default: said("none: no way to the router from the VPC"),
        doc: said("where its interfaces are, one in each zone; zones without one have no way to the router"),
        source: "1.8",
        ..PROPERTY
    },
    Row {
        word: "appliance-mode",
        parents: &["attachment"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("no"),
        doc: said("whether both directions of a flow stay in one zone"),
        source: "1.8",
        ..PROPERTY
    },
    Row {
        word: "route-table",
        id: "tgw-route-table",
        parents: &["transit-gateway"],
        doc: said("the routes of what comes by the attachments that are associated with it"),
        source: "1.8",
        ..OBJECT
    },
    Row {
        word: "associate",
        parents: &["tgw-route-table"],
        values: Values::some(&[Type::Ref(&["attachment"])]),
        doc: said(
            "the attachments whose packets ask this table; each is associated with one table at the most",
        ),
        source: "1.8",
        ..PROPERTY
    },
    Row {
        word: "propagate",
        id: "attachment's propagate",
        parents: &["tgw-route-table"],
        values: Values::some(&[Type::Ref(&["attachment"])]),
        doc: said(
            "the attachments whose ranges become routes of this table; of a line, what its other end tells",
        ),
        source: "1.8",
        ..PROPERTY
    },
    Row {
        id: "tgw-route",
        values: Values::one(&[Type::Prefix]),
        doc: said(
            "where packets to these destinations go; the longest prefix wins, then a route that is written",
        ),
        ..TGW_ROUTE
    },
    Row {
        id: "tgw-list-route",
        parents: TGW_ROUTE.parents,
        links: TGW_ROUTE.links,
        source: "1.8",
        ..LIST_ROUTE
    },
    Row {
        word: "endpoint",
        links: &[LinkRow::optional(LinkWord::In, SUBNETS)],
        denotes: Denotes::Own,
        doc: said("a private door to a service: routes in tables, or interfaces in subnets"),
        source: "1.9",
        ..OBJECT
    },
    Row {
        word: "type",
        id: "endpoint's type",
        parents: &["endpoint"],
        values: Values::one(&[Type::Word(&["gateway", "interface"])]),
        many: Many::AtMostOne,
        default: said("none: it has to be written"),
        doc: said("which kind of endpoint"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "service",
        id: "endpoint's service",
        parents: &["endpoint", "gwlb-endpoint"],
        values: Values::one(&[Type::Ref(&["endpoint-service"]), Type::Text]).called("SERVICE"),
        many: Many::AtMostOne,
        default: said("none that is in the text"),
        doc: said(
            "the endpoint service that it leads to; any other name is one of a service that is not in the text",
        ),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "route-table",
        id: "endpoint's route-table",
        parents: &["endpoint"],
        values: Values::some(&[Type::Ref(&["route-table"])]),
        default: said("none"),
        doc: said(
            "the tables that a gateway endpoint adds its route to: of a list that it names, else of one that they route to it",
        ),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "prefix-list",
        id: "endpoint's prefix-list",
        parents: &["endpoint"],
        values: Values::one(&[Type::Ref(&["prefix-list"])]),
        many: Many::AtMostOne,
        default: said("the lists that tables route to it"),
        doc: said("the addresses of the service of a gateway endpoint"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "gwlb-endpoint",
        links: &[LinkRow::required(LinkWord::In, SUBNET)],
        denotes: Denotes::Own,
        doc: said(
            "the way to an appliance behind a Gateway Load Balancer: what it lets through goes on from here",
        ),
        source: "1.9",
        ..OBJECT
    },
    Row {
        word: "rules",
        parents: &["gwlb-endpoint"],
        values: Values::one(&[Type::Word(&["unknown"])]),
        many: Many::AtMostOne,
        default: said("unknown"),
        doc: said("what the appliance lets through"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "endpoint-service",
        doc: said("a service of one's own that endpoints of other VPCs lead to (PrivateLink)"),
        source: "1.9",
        mark: Mark::Known,
        ..OBJECT
    },
    Row {
        word: "load-balancer",
        id: "service's load-balancer",
        parents: &["endpoint-service"],
        values: Values::some(&[Type::Ref(&["load-balancer"])]),
        default: said("none: it has to be written"),
        doc: said("what takes the packets: network load balancers, or those of the type `gateway`"),
        source: "1.9",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "load-balancer",
        links: &[LinkRow::required(LinkWord::In, SUBNETS)],
        denotes: Denotes::Front,
        doc: said("gives connections to one of several targets"),
        source: "1.9",
        ..OBJECT
    },
    Row {
        word: "type",
        id: "load-balancer's type",
        parents: &["load-balancer"],
        values: Values::one(&[Type::Word(&["application", "network", "classic", "gateway"])]),
        many: Many::AtMostOne,
        default: said("none: it has to be written"),
        doc: said("whether it ends connections, passes them on, or gives every packet to appliances"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "scheme",
        parents: &["load-balancer"],
        values: Values::one(&[Type::Word(&["internet-facing", "internal"])]),
        many: Many::AtMostOne,
        default: said("none: it has to be written, but for the type `gateway`"),
        doc: said("whether it has public addresses"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "ip-address-type",
        parents: &["load-balancer"],
        values: Values::one(&[Type::Word(&["ipv4", "dualstack"])]),
        many: Many::AtMostOne,
        default: said("ipv4"),
        doc: said("whether it has IPv6 addresses, too, where its addresses are not written"),
        source: "1.9",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "public-ip",
        id: "load-balancer's public-ip",
        parents: &["load-balancer"],
        values: Values::some(&[Type::Address]),
        default: said("any public addresses, where it is internet-facing"),
        doc: said("its public addresses, one for each of its subnets"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "listener",
        parents: &["load-balancer"],
        values: TRAFFIC,
        links: &[LinkRow::required(
            LinkWord::Arrow,
            Values::one(&[Type::Word(&["redirect"]), Type::Ref(&["target-group"])]).called("TARGET"),
        )],
        doc: said("a port, and where its connections go; `redirect` answers by itself"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "cross-zone",
        parents: &["load-balancer"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("yes for an application load balancer, else no"),
        doc: said("whether the front of a zone uses targets of other zones"),
        source: "1.9",
        mark: Mark::Known,
        ..PROPERTY
    },
    Row {
        word: "rules-on-private-link",
        parents: &["load-balancer"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("yes"),
        doc: said("whether the groups of a network load balancer filter what comes by PrivateLink"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "target-group",
        doc: said("what a load balancer gives connections to"),
        source: "1.9",
        ..OBJECT
    },
    Row {
        word: "target",
        parents: &["target-group"],
        values: Values::one(&[Type::Address, Type::Ref(&["instance", "autoscaling-group", "load-balancer"])])
            .called("TARGET"),
        links: &[LinkRow::optional(LinkWord::Colon, TRAFFIC)],
        doc: said("a target and its port; without one, that of the listener"),
        source: "1.9",
        ..PROPERTY
    },
    Row {
        word: "preserve-client-ip",
        parents: &["target-group"],
        values: FLAG,
        many: Many::AtMostOne,
        default: said("yes for instances and for UDP, else no"),
        doc: said("whether targets see the client's address"),
        source: "1.9",
        mark: Mark::Known,
        ..PROPERTY
    },
];
