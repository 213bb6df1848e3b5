//! Words that every cloud shares: networks, sites and the lines between them, definitions, intents and tests.

use super::aws::WAYPOINTS;
use super::{Denotes, EVERY_OBJECT, FILE, LinkRow, Many, Mark, Name, Row, Shape, Type, Values, said};
use crate::syntax::LinkWord;

const CLOUDS: &[Type] = &[Type::Word(&["aws"]), Type::Later(&["azure", "gcp", "otc"])];
const SET: Values = Values::one(&[Type::Set]);
const PREFIXES: Values = Values::some(&[Type::Prefix]);
const SERVICE: LinkRow = LinkRow::optional(LinkWord::Colon, Values::one(&[Type::Service]));
const BECAUSE: LinkRow = LinkRow::optional(LinkWord::Because, Values::one(&[Type::Sentence]));
const TO: LinkRow = LinkRow::required(LinkWord::Arrow, SET);
const BY: LinkRow = LinkRow::optional(LinkWord::By, Values::one(&[Type::Reason]));
const AT: LinkRow = LinkRow::optional(LinkWord::At, Values::one(&[Type::Place]));
const QUESTION_LINKS: &[LinkRow] = &[TO, SERVICE, THROUGH, AVOIDING];
const INTENT_LINKS: &[LinkRow] = &[TO, SERVICE, THROUGH, AVOIDING, BECAUSE];

/// Ends of lines: those of sites, and those of clouds.
const ENDS: &[Type] = &[Type::Ref(&["site", "gateway", "vpn-gateway", "transit-gateway"])];
const LINE: Row = Row {
    parents: &[FILE],
    shape: Shape::Object,
    name: Name::Required,
    links: &[LinkRow::required(LinkWord::Between, Values::two(ENDS).called("END"))],
    source: "1.9",
    mark: Mark::Verified,
    ..Row::BLANK
};
const ON_LINE: Row = Row { parents: &["vpn", "direct-line"], shape: Shape::Value, ..LINE };

const SITE: Row = Row { parents: &["site"], source: "design 3", ..Row::BLANK };
const SITE_RULE: Row = Row {
    shape: Shape::Rule { number: None, actions: &["allow", "deny"] },
    values: Values::some(&[Type::Service]).called("TRAFFIC"),
    links: &[LinkRow::optional(LinkWord::From, PEERS), LinkRow::optional(LinkWord::To, PEERS)],
    default: said("unknown what no line matches"),
    ..SITE
};
const PEERS: Values = Values::some(&[Type::Prefix, Type::Ref(&["subnet", "host"])]).called("PEER");

const THROUGH: LinkRow = LinkRow::optional(LinkWord::Through, WAYPOINTS).repeated();
const AVOIDING: LinkRow = LinkRow::optional(LinkWord::Avoiding, WAYPOINTS);

const THROUGH_LATER: LinkRow = LinkRow::later(LinkWord::Through, WAYPOINTS).repeated();
const AVOIDING_LATER: LinkRow = LinkRow::later(LinkWord::Avoiding, WAYPOINTS);

const FLOW: Row = Row { shape: Shape::Flow, values: SET, source: "design 3", ..Row::BLANK };
const INTENT: Row = Row { parents: &[FILE], links: INTENT_LINKS, ..FLOW };
/// A line of a test.
const EXPECTED: Row = Row { parents: &["test"], links: QUESTION_LINKS, ..FLOW };
/// A verdict that names what stops the flow, where something does.
const STOPPED: Row = Row { links: &[TO, SERVICE, THROUGH, AVOIDING, BY, AT], ..EXPECTED };
/// What the intents say of packets. What they say of some ways of these is not asked yet.
const MEANT: Row = Row { links: &[TO, SERVICE, THROUGH_LATER, AVOIDING_LATER], ..EXPECTED };
const DEFINITION: Row =
    Row { parents: &[FILE], shape: Shape::Define, name: Name::Required, source: "design 2", ..Row::BLANK };

pub(super) const ROWS: &[Row] = &[
    Row {
        word: "network",
        parents: &[FILE],
        shape: Shape::Object,
        name: Name::Required,
        links: &[
            LinkRow::required(LinkWord::On, Values::one(CLOUDS)),
            LinkRow::optional(LinkWord::In, Values::one(&[Type::Text]).called("REGION")),
        ],
        denotes: Denotes::Members,
        doc: said("everything that one account, subscription, project or tenant holds on one cloud"),
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "id",
        parents: &[EVERY_OBJECT],
        values: Values::one(&[Type::Text]).called("ID"),
        many: Many::AtMostOne,
        doc: said("the cloud's own name of the thing; references may use it"),
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "tag",
        parents: &[EVERY_OBJECT],
        values: Values::some(&[Type::Pair]),
        doc: said("labels: `tag key=value` is the set of what carries one"),
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "left-out",
        parents: &[FILE],
        values: Values::one(&[Type::Sentence]),
        doc: said(
            "something that is deployed, may change an answer and is not in the text: what is made of a cloud's exports says so",
        ),
        source: "design 3",
        modelled: false,
        ..Row::BLANK
    },
    Row {
        word: "site",
        parents: &[FILE],
        shape: Shape::Object,
        name: Name::Required,
        values: PREFIXES,
        default: said("unknown what is not said of it"),
        denotes: Denotes::Range,
        doc: said(
            "a place of one's own outside the clouds, and the addresses that are its own: they are not the internet's",
        ),
        ..SITE
    },
    Row {
        word: "gateway",
        shape: Shape::Object,
        name: Name::Required,
        values: Values::one(&[Type::Address]),
        doc: said("the end of the site's lines, with its public address"),
        ..SITE
    },
    Row {
        word: "subnet",
        id: "site's subnet",
        shape: Shape::Object,
        name: Name::Required,
        values: PREFIXES,
        denotes: Denotes::Range,
        doc: said("a range of the site"),
        ..SITE
    },
    Row {
        word: "host",
        shape: Shape::Object,
        name: Name::Required,
        links: &[LinkRow::optional(LinkWord::In, Values::one(&[Type::Ref(&["subnet"])]))],
        denotes: Denotes::Own,
        doc: said("a machine of the site"),
        ..SITE
    },
    Row {
        word: "ip",
        id: "host's ip",
        parents: &["host"],
        values: Values::some(&[Type::Address]),
        doc: said("the machine's addresses"),
        ..SITE
    },
    Row {
        word: "inbound",
        doc: said(
            "what the site's own firewall does with packets that come in: the first line that matches decides",
        ),
        ..SITE_RULE
    },
    Row {
        word: "outbound",
        doc: said(
            "what the site's own firewall does with packets that go out: the first line that matches decides",
        ),
        ..SITE_RULE
    },
    Row { word: "vpn", doc: said("an encrypted line between two ends"), ..LINE },
    Row { word: "direct-line", doc: said("a leased line between two ends"), ..LINE },
    Row {
        word: "type",
        id: "line's type",
        values: Values::one(&[Type::Word(&["static", "bgp"])]),
        links: &[],
        many: Many::AtMostOne,
        name: Name::Never,
        default: said("bgp"),
        doc: said("how the ends learn each other's routes"),
        ..ON_LINE
    },
    Row {
        word: "announce",
        values: PREFIXES,
        links: &[LinkRow::required(LinkWord::From, Values::one(ENDS).called("END"))],
        name: Name::Never,
        default: said(
            "a site tells the other end nothing, a VPN gateway the ranges of its VPC, a transit gateway the routes that its table has for the line",
        ),
        doc: said("prefixes that this end tells the other"),
        ..ON_LINE
    },
    Row {
        word: "segment",
        links: &[LinkRow::required(LinkWord::Equals, SET)],
        denotes: Denotes::Set,
        doc: said("a named set of points"),
        ..DEFINITION
    },
    Row {
        word: "service",
        links: &[LinkRow::required(LinkWord::Equals, Values::one(&[Type::Service]))],
        doc: said("a named set of protocols and ports"),
        ..DEFINITION
    },
    Row { word: "allow", doc: said("what may be open; it never fails"), ..INTENT },
    Row { word: "deny", doc: said("what must not be delivered"), ..INTENT },
    Row { word: "require", doc: said("what must be delivered and answered"), ..INTENT },
    Row {
        word: "closed",
        values: Values::at_most_one(&[Type::Set]),
        links: INTENT_LINKS,
        doc: said("nothing is delivered that no `allow` or `require` covers; alone it is about everything"),
        ..INTENT
    },
    Row {
        word: "isolate",
        links: &[LinkRow::required(LinkWord::From, SET), SERVICE, THROUGH, AVOIDING, BECAUSE],
        doc: said("nothing is delivered either way"),
        instead: &[("each", &ISOLATE_EACH)],
        ..INTENT
    },
    Row {
        word: "allow",
        id: "exception",
        parents: &["deny", "isolate", "isolate each"],
        doc: said("an exception to the statement around it"),
        ..INTENT
    },
    Row {
        word: "expect",
        parents: &[FILE],
        values: Values::one(&[Type::Text]).called("CODE"),
        links: &[LinkRow::required(LinkWord::At, Values::one(&[Type::Place])), BECAUSE],
        doc: said("a finding that is known and accepted"),
        source: "design 3",
        modelled: false,
        ..Row::BLANK
    },
    Row {
        word: "test",
        parents: &[FILE],
        shape: Shape::Test,
        name: Name::Required,
        doc: said("questions with expected verdicts"),
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "reachable",
        doc: said("every flow from the clients' ports is delivered and answered"),
        ..EXPECTED
    },
    Row { word: "partly", doc: said("some flow is answered, but not every one"), ..STOPPED },
    Row { word: "one-way", doc: said("some flow is delivered and none is answered"), ..STOPPED },
    Row { word: "blocked", doc: said("no flow is delivered"), ..STOPPED },
    Row { word: "unknown", doc: said("more than one verdict is possible"), ..EXPECTED },
    Row { word: "allowed", doc: said("the intents alone allow every packet, whatever is deployed"), ..MEANT },
    Row { word: "denied", doc: said("the intents alone deny every packet, whatever is deployed"), ..MEANT },
    Row { word: "unstated", doc: said("no intent is about any packet, whatever is deployed"), ..MEANT },
];

/// `isolate each tag key`
static ISOLATE_EACH: Row = Row {
    word: "isolate",
    id: "isolate each",
    values: Values::one(&[Type::Categories]),
    links: &[SERVICE, THROUGH, AVOIDING, BECAUSE],
    doc: said("nothing is delivered between things whose values of a tag differ"),
    ..INTENT
};

/// What a question is: the links of `allow` without a reason, and no word.
pub(super) static QUESTION: Row =
    Row { links: QUESTION_LINKS, doc: said("flows that are asked about"), ..FLOW };

/// Kinds of clouds that have no table: without their networks they can stand in a set only.
pub(super) const KINDS_OF_OTHER_CLOUDS: &[&str] = &[
    "asg",
    "cloud-nat",
    "direct-connect",
    "ecs",
    "enterprise-router",
    "firewall",
    "firewall-policy",
    "folder",
    "instance-group",
    "network-group",
    "nsg",
    "organization",
    "private-endpoint",
    "project",
    "psc-endpoint",
    "service-account",
    "service-attachment",
    "vip",
    "vm",
    "vm-scale-set",
    "vnet",
    "vpn-tunnel",
];
