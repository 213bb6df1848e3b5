//! Words that every cloud shares: networks, definitions, intents and tests.

use super::{Denotes, EVERY_OBJECT, FILE, Later, LinkRow, Many, Name, Row, Shape, Type, Values};
use crate::syntax::LinkWord;

const CLOUDS: &[Type] = &[Type::Word(&["aws"]), Type::Later(&["azure", "gcp", "otc"])];
const SET: Values = Values::one(&[Type::Set]);
const SERVICE: LinkRow = LinkRow::optional(LinkWord::Colon, Values::one(&[Type::Service]));
const BECAUSE: LinkRow = LinkRow::optional(LinkWord::Because, Values::one(&[Type::Sentence]));
const TO: LinkRow = LinkRow::required(LinkWord::Arrow, SET);
const BY: LinkRow = LinkRow::optional(LinkWord::By, Values::one(&[Type::Reason]));
const AT: LinkRow = LinkRow::optional(LinkWord::At, Values::one(&[Type::Place]));

/// Things that send on what is for others.
const WAYPOINTS: Values = Values::some(&[Type::Ref(&[
    "internet-gateway",
    "egress-only-internet-gateway",
    "nat-gateway",
    "instance",
    "interface",
])]);
const THROUGH: LinkRow = LinkRow::optional(LinkWord::Through, WAYPOINTS);
const AVOIDING: LinkRow = LinkRow::optional(LinkWord::Avoiding, WAYPOINTS);

const FLOW: Row = Row { shape: Shape::Flow, values: SET, source: "design 3", ..Row::BLANK };
const INTENT: Row = Row { parents: &[FILE], links: &[TO, SERVICE, THROUGH, AVOIDING, BECAUSE], ..FLOW };
/// A verdict that names what stops the flow, where something does.
const STOPPED: Row = Row { parents: &["test"], links: &[TO, SERVICE, THROUGH, AVOIDING, BY, AT], ..FLOW };
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
            LinkRow::optional(LinkWord::In, Values::one(&[Type::Text])),
        ],
        denotes: Denotes::Members,
        doc: "everything that one account, subscription, project or tenant holds on one cloud",
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "id",
        parents: &[EVERY_OBJECT],
        values: Values::one(&[Type::Text]),
        many: Many::AtMostOne,
        doc: "the cloud's own name of the thing; references may use it",
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "tag",
        parents: &[EVERY_OBJECT],
        values: Values::some(&[Type::Pair]),
        doc: "labels: `tag key=value` is the set of what carries one",
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "segment",
        links: &[LinkRow::required(LinkWord::Equals, SET)],
        denotes: Denotes::Set,
        doc: "a named set of points",
        ..DEFINITION
    },
    Row {
        word: "service",
        links: &[LinkRow::required(LinkWord::Equals, Values::one(&[Type::Service]))],
        doc: "a named set of protocols and ports",
        ..DEFINITION
    },
    Row { word: "allow", doc: "what may be open; it never fails", ..INTENT },
    Row { word: "deny", doc: "what must not be delivered", ..INTENT },
    Row { word: "require", doc: "what must be delivered and answered", ..INTENT },
    Row {
        word: "closed",
        values: Values::at_most_one(&[Type::Set]),
        links: &[TO, SERVICE, BECAUSE],
        doc: "nothing is delivered that no `allow` or `require` covers; alone it is about everything",
        ..INTENT
    },
    Row {
        word: "isolate",
        links: &[LinkRow::required(LinkWord::From, SET), SERVICE, BECAUSE],
        doc: "nothing is delivered either way",
        instead: &[("each", &ISOLATE_EACH)],
        ..INTENT
    },
    Row {
        word: "allow",
        parents: &["deny", "isolate", "isolate each"],
        links: &[TO, SERVICE, BECAUSE],
        doc: "an exception to the statement around it",
        ..FLOW
    },
    Row {
        word: "test",
        parents: &[FILE],
        shape: Shape::Test,
        name: Name::Required,
        doc: "questions with expected verdicts",
        source: "design 3",
        ..Row::BLANK
    },
    Row {
        word: "reachable",
        parents: &["test"],
        links: &[TO, SERVICE, THROUGH, AVOIDING],
        doc: "every flow from the clients' ports is delivered and answered",
        ..FLOW
    },
    Row { word: "partly", doc: "some flow is answered, but not every one", ..STOPPED },
    Row { word: "one-way", doc: "some flow is delivered and none is answered", ..STOPPED },
    Row { word: "blocked", doc: "no flow is delivered", ..STOPPED },
    Row {
        word: "unknown",
        parents: &["test"],
        links: &[TO, SERVICE, THROUGH, AVOIDING],
        doc: "more than one verdict is possible",
        ..FLOW
    },
];

/// `isolate each tag key`
static ISOLATE_EACH: Row = Row {
    word: "isolate",
    id: "isolate each",
    values: Values::one(&[Type::Categories]),
    links: &[SERVICE, BECAUSE],
    doc: "nothing is delivered between things whose values of a tag differ",
    ..INTENT
};

/// What a question is: the links of `allow` without a reason, and no word.
pub(super) static QUESTION: Row =
    Row { links: &[TO, SERVICE, THROUGH, AVOIDING], doc: "flows that are asked about", ..FLOW };

pub(super) const LATER: &[Later] = &[
    Later { parents: &[FILE], words: &["site", "vpn", "direct-line", "expect"] },
    Later { parents: &["test"], words: &["allowed", "denied"] },
    // Kinds of other clouds: without their networks they can stand in a set only.
    Later {
        parents: &[],
        words: &[
            "asg",
            "attachment",
            "cloud-nat",
            "direct-connect",
            "ecs",
            "enterprise-router",
            "firewall",
            "firewall-policy",
            "folder",
            "gateway",
            "host",
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
        ],
    },
];
