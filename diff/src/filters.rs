//! Whether two security groups, or two network ACLs, let the same packets pass.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::net::IpAddr;

use ringfence::answer::{FlowBox, Range, ShownPacket, TrafficBox};
use ringfence::estate::aws::{AclRule, Action, Aws, GroupRule, Peer, VpcId};
use ringfence::estate::{Expr, ObjectId, Selector, Traffic};
use ringfence::space::{Field, Space, Spaces, Values};
use ringfence::{Analysis, Family, Place, Prefix, address_number};
use serde::Serialize;

use crate::answer::Refused;
use crate::sets::Addresses;
use crate::witness;

/// What comparing two filters comes to: a difference, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ComparedFilters {
    /// How they differ.
    FilterDifference(Box<FilterDifference>),
    /// They were not compared.
    Refused(Refused),
}

/// How two filters differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterDifference {
    /// Whether both let the same packets pass, for sure.
    pub equal: bool,
    /// The first filter.
    pub first: Filter,
    /// The second.
    pub second: Filter,
    /// The packets by which they differ, as first packets of their flows.
    pub parts: Vec<FilterPart>,
}

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// `security-group` or `network-acl`.
    pub kind: String,
    /// Its full name.
    pub name: String,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Packets that two filters treat differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterPart {
    /// Which of their two lists of rules.
    pub direction: Direction,
    /// By which filter they pass.
    pub passes: Passes,
    /// The exact set, as boxes that share no packet.
    pub boxes: Vec<FilterBox>,
}

/// A list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// What comes in, by its source.
    Ingress,
    /// What goes out, by its destination.
    Egress,
}

/// By which filter packets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passes {
    /// By the first alone.
    FirstOnly,
    /// By the second alone.
    SecondOnly,
    /// By one it is not known: a rule does not say what it matches.
    Unknown,
}

/// Packets: any of these other ends with any of this traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterBox {
    /// The family of all addresses.
    pub family: Family,
    /// The sources of what comes in; the destinations of what goes out.
    pub peers: Vec<Range<IpAddr>>,
    /// Any of these.
    pub traffic: Vec<TrafficBox>,
    /// One of the packets; its own end is an address of the filter's network, or none where that has none of the family.
    pub packet: ShownPacket,
}

/// A filter of an estate.
struct Known<'a> {
    analysis: &'a Analysis,
    shown: Filter,
    object: ObjectId,
    vpc: VpcId,
    /// Its rules: those of what comes in, and those of what goes out.
    lists: [Rules<'a>; 2],
}

/// Rules of a filter.
#[derive(Clone, Copy)]
enum Rules<'a> {
    Acl(&'a [AclRule]),
    Group(&'a [GroupRule]),
}

/// A rule of which it is not known what it matches, as far as it is the same in both of two filters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared<'a> {
    Acl(u16, Action, &'a Traffic),
    Group(&'a [Traffic], &'a [Peer]),
}

/// Compares a filter of one estate with one of another, or of the same: by full name, last name or id.
///
/// # Errors
/// No such filter, or several; filters of two kinds; errors in the texts.
pub fn compare_filters(
    first: (&Analysis, &str),
    second: (&Analysis, &str),
) -> Result<FilterDifference, Refused> {
    let mut spaces = Spaces::new();
    let (one, other) = (known(first)?, known(second)?);
    if one.shown.kind != other.shown.kind {
        let message = format!(
            "`{}` is a {} and `{}` a {}: these keep replies apart, or do not",
            one.shown.name, one.shown.kind, other.shown.name, other.shown.kind
        );
        return Err(Refused { message, problems: Vec::new() });
    }
    let mut parts = Vec::new();
    let is_same = one.shown.name == other.shown.name;
    for (direction, (own, others)) in DIRECTIONS.into_iter().zip(one.lists.iter().zip(&other.lists)) {
        // Whatever a rule of a filter matches that it does not say, the same rule of the same filter matches, too.
        let mut shared = own.unknown();
        let (first, second) = (own.unknown(), others.unknown());
        let count = |all: &[Shared<'_>], rule: &Shared<'_>| all.iter().filter(|other| *other == rule).count();
        shared.retain(|rule| is_same && count(&first, rule) == count(&second, rule));
        let sides = [(&one, *own), (&other, *others)];
        let [first, second, open] = differing(&mut spaces, sides, direction, &shared);
        let sets = [(Passes::FirstOnly, first), (Passes::SecondOnly, second), (Passes::Unknown, open)];
        for (passes, set) in sets {
            if set.is_empty() {
                continue;
            }
            let side = if passes == Passes::SecondOnly { &other } else { &one };
            let boxes = boxes(&mut spaces, set, direction, own_ends(side.analysis, side.vpc));
            parts.push(FilterPart { direction, passes, boxes });
        }
    }
    Ok(FilterDifference { equal: parts.is_empty(), first: one.shown, second: other.shown, parts })
}

const DIRECTIONS: [Direction; 2] = [Direction::Ingress, Direction::Egress];

/// What surely passes the first only, what the second only, and of what it is not known.
fn differing<'a>(
    spaces: &mut Spaces,
    sides: [(&Known<'a>, Rules<'a>); 2],
    direction: Direction,
    shared: &[Shared<'a>],
) -> [Space; 3] {
    // Of shared rules that match a packet one decides, if any: so each packet fares as if one alone matched, or none.
    let cases = shared.iter().map(Some).chain([None]);
    let mut all: Option<[Space; 3]> = None;
    for matching in cases {
        let [[surely, maybe], [also, perhaps]] =
            sides.map(|(side, rules)| passing(spaces, side, rules, direction, (shared, matching.copied())));
        let open = [(maybe, surely), (perhaps, also)].map(|(most, least)| spaces.minus(most, least));
        // Of what is open on a side both may pass, and both may not.
        let open = spaces.union_all(open);
        let (first, second) = (spaces.minus(surely, perhaps), spaces.minus(also, maybe));
        all = Some(match all {
            None => [first, second, open],
            Some([first_before, second_before, open_before]) => {
                let firsts = [(first, first_before), (second, second_before)];
                let in_both = firsts.map(|(now, before)| spaces.intersect(now, before));
                let any = spaces.union_all([first, second, open, first_before, second_before, open_before]);
                let sure = spaces.union_all(in_both);
                let [first, second] = in_both;
                [first, second, spaces.minus(any, sure)]
            }
        });
    }
    all.unwrap_or([Space::EMPTY; 3])
}

/// What passes for sure, and what may; of the shared rules one matches whatever it may, and the others nothing.
fn passing<'a>(
    spaces: &mut Spaces,
    side: &Known<'a>,
    rules: Rules<'a>,
    direction: Direction,
    (shared, matching): (&[Shared<'a>], Option<Shared<'a>>),
) -> [Space; 2] {
    let end = match direction {
        Direction::Ingress => Field::Source,
        Direction::Egress => Field::Destination,
    };
    let case = |rule: Option<Shared<'a>>| match rule.filter(|rule| shared.contains(rule)) {
        None => Case::Own,
        rule if rule == matching => Case::Matches,
        Some(_) => Case::Aside,
    };
    match rules {
        Rules::Acl(rules) => of_acl(spaces, rules, end, case),
        Rules::Group(rules) => of_group(spaces, (side.analysis, side.object), rules, end, case),
    }
}

/// What is supposed of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Nothing.
    Own,
    /// That it matches whatever it may.
    Matches,
    /// That it matches nothing.
    Aside,
}

impl<'a> Rules<'a> {
    fn unknown(self) -> Vec<Shared<'a>> {
        match self {
            Self::Acl(rules) => rules.iter().filter_map(unknown_in_acl).collect(),
            Self::Group(rules) => rules.iter().filter_map(unknown_in_group).collect(),
        }
    }
}

fn unknown_in_acl(rule: &AclRule) -> Option<Shared<'_>> {
    rule.peer.is_none().then_some(Shared::Acl(rule.number, rule.action, &rule.traffic))
}

fn unknown_in_group(rule: &GroupRule) -> Option<Shared<'_>> {
    // What groups and lists stand for may be something else on the other side.
    let is_plain = |peer: &Peer| matches!(peer, Peer::Unknown | Peer::Prefix(_));
    let is_unknown = rule.peers.contains(&Peer::Unknown) && rule.peers.iter().all(is_plain);
    is_unknown.then_some(Shared::Group(&rule.traffic, &rule.peers))
}

/// The filter that a name stands for.
fn known<'a>((analysis, name): (&'a Analysis, &str)) -> Result<Known<'a>, Refused> {
    let refused = |message: String| Refused { message, problems: Vec::new() };
    if analysis.has_errors() {
        return Err(Refused {
            message: "there are errors in the texts".to_owned(),
            problems: analysis.problems(),
        });
    }
    let estate = analysis.estate();
    let aws = &estate.aws;
    let groups = aws.security_groups.iter().map(|group| group.object);
    let all: Vec<ObjectId> = groups.chain(aws.network_acls.iter().map(|acl| acl.object)).collect();
    let kind = |object: &ObjectId| estate.object(*object).map(|object| object.kind).unwrap_or_default();
    let is_called = |object: &ObjectId| {
        let path = estate.path(*object);
        path == name || format!("{} {path}", kind(object)) == name
    };
    let is_named = |object: &ObjectId| {
        let own = estate.object(*object);
        own.is_some_and(|own| own.name == name || own.id.as_deref() == Some(name))
    };
    let mut found: Vec<ObjectId> = all.iter().copied().filter(is_called).collect();
    if found.is_empty() {
        found = all.iter().copied().filter(is_named).collect();
    }
    let object = match found.as_slice() {
        [object] => *object,
        [] => {
            let known: Vec<String> = all.iter().map(|object| estate.path(*object)).collect();
            let known = if known.is_empty() {
                "there is none".to_owned()
            } else {
                format!("there are {}", known.join(", "))
            };
            return Err(refused(format!("no security group or network ACL is named `{name}`: {known}")));
        }
        several => {
            let full = |object: &ObjectId| format!("`{} {}`", kind(object), estate.path(*object));
            let names: Vec<String> = several.iter().map(full).collect();
            return Err(refused(format!("`{name}` may be each of {}", names.join(", "))));
        }
    };
    let kind = kind(&object);
    let place = estate
        .object(object)
        .and_then(|object| object.origin.location())
        .and_then(|at| Some(analysis.sources().get(at.source.0 as usize)?.place(at.span)));
    let shown = Filter { kind: kind.to_owned(), name: estate.path(object), place };
    if let Some(acl) = aws.network_acls.iter().find(|acl| acl.object == object) {
        let lists = [Rules::Acl(&acl.ingress), Rules::Acl(&acl.egress)];
        return Ok(Known { analysis, shown, object, vpc: acl.vpc, lists });
    }
    let Some(group) = aws.security_groups.iter().find(|group| group.object == object) else {
        return Err(refused(format!("`{name}` has no rules")));
    };
    let lists = [Rules::Group(&group.ingress), Rules::Group(&group.egress)];
    Ok(Known { analysis, shown, object, vpc: group.vpc, lists })
}

/// What rules let pass of which the lowest number that matches decides: for sure, and perhaps.
fn of_acl<'a>(
    spaces: &mut Spaces,
    rules: &'a [AclRule],
    end: Field,
    case: impl Fn(Option<Shared<'a>>) -> Case,
) -> [Space; 2] {
    let mut rules: Vec<&'a AclRule> = rules.iter().collect();
    rules.sort_by_key(|rule| rule.number);
    let mut passing = |unknown: Action| {
        let mut listed = Vec::new();
        for rule in &rules {
            // A rule of which it is not known what it matches does its worst, or its best.
            let is_aside = match case(unknown_in_acl(rule)) {
                Case::Own => rule.peer.is_none() && rule.action != unknown,
                case => case == Case::Aside,
            };
            if is_aside {
                continue;
            }
            let traffic = rule.traffic.packets(spaces);
            let peer = rule.peer.map_or(Space::ALL, |peer| of_prefix(peer).packets(spaces, end));
            listed.push((spaces.intersect(traffic, peer), rule.action == Action::Allow));
        }
        spaces.permitted(listed)
    };
    [Action::Deny, Action::Allow].map(&mut passing)
}

/// What rules let pass of which any may: for sure, and perhaps.
fn of_group<'a>(
    spaces: &mut Spaces,
    (analysis, own): (&Analysis, ObjectId),
    rules: &'a [GroupRule],
    end: Field,
    case: impl Fn(Option<Shared<'a>>) -> Case,
) -> [Space; 2] {
    let (mut surely, mut maybe) = (Vec::new(), Vec::new());
    for rule in rules {
        let traffic: Vec<Space> = rule.traffic.iter().map(|traffic| traffic.packets(spaces)).collect();
        let traffic = spaces.union_all(traffic);
        if rule.peers.contains(&Peer::Unknown) {
            match case(unknown_in_group(rule)) {
                Case::Own => maybe.push(traffic),
                Case::Matches => surely.push(traffic),
                Case::Aside => {}
            }
            continue;
        }
        let mut peers = Addresses::default();
        for peer in &rule.peers {
            peers = peers.union(&addresses(analysis, own, *peer));
        }
        let peers = peers.packets(spaces, end);
        surely.push(spaces.intersect(traffic, peers));
    }
    let surely = spaces.union_all(surely);
    maybe.push(surely);
    [surely, spaces.union_all(maybe)]
}

/// The addresses of a peer; a group stands for those of whatever carries it.
fn addresses(analysis: &Analysis, own: ObjectId, peer: Peer) -> Addresses {
    let estate = analysis.estate();
    let aws: &Aws = &estate.aws;
    match peer {
        Peer::Prefix(prefix) => of_prefix(prefix),
        Peer::List(list) => {
            let prefixes = aws.prefix_lists.get(list.0 as usize).into_iter().flat_map(|list| &list.prefixes);
            prefixes.fold(Addresses::default(), |all, prefix| all.union(&of_prefix(*prefix)))
        }
        Peer::Group(group) => {
            let object = aws.security_groups.get(group.0 as usize).map(|group| group.object);
            object.map(|object| carried(analysis, object)).unwrap_or_default()
        }
        Peer::Itself => carried(analysis, own),
        Peer::Unknown => Addresses::default(),
    }
}

fn carried(analysis: &Analysis, group: ObjectId) -> Addresses {
    let set = Expr { union: vec![vec![Selector::Object(group)]], except: Vec::new() };
    let mut all = Addresses::default();
    for stretch in analysis.points(&set) {
        all.add(stretch.family, &stretch.values);
    }
    all
}

fn of_prefix(prefix: Prefix) -> Addresses {
    let mut addresses = Addresses::default();
    let values = Values::range(address_number(prefix.first()), address_number(prefix.last()));
    addresses.add(prefix.family(), &values);
    addresses
}

/// The first address of a network in each family.
fn own_ends(analysis: &Analysis, vpc: VpcId) -> [IpAddr; 2] {
    let prefixes = analysis.estate().aws.vpcs.get(vpc.0 as usize).map(|vpc| vpc.prefixes.as_slice());
    [Family::V4, Family::V6].map(|family| {
        let mut own = prefixes.unwrap_or_default().iter().filter(|prefix| prefix.family() == family);
        own.next().map_or(family.address(0), Prefix::first)
    })
}

fn boxes(spaces: &mut Spaces, set: Space, direction: Direction, [v4, v6]: [IpAddr; 2]) -> Vec<FilterBox> {
    let boxes = FlowBox::all_of(spaces, set, "", "").into_iter().filter_map(|flows| {
        let (_, packet) = witness::pick(&flows)?;
        let own = if flows.family == Family::V4 { v4 } else { v6 };
        let peers = match direction {
            Direction::Ingress => flows.source.addresses,
            Direction::Egress => flows.destination.addresses,
        };
        let packet = match direction {
            Direction::Ingress => ShownPacket { destination: own, ..packet },
            Direction::Egress => ShownPacket { source: own, ..packet },
        };
        Some(FilterBox { family: flows.family, peers, traffic: flows.traffic, packet })
    });
    boxes.collect()
}
