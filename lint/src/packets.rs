//! Rules' words as sets of packets.

use alloc::vec::Vec;

use ringfence::estate::Traffic;
use ringfence::estate::aws::{AclRule, Aws, NetworkAcl, Peer, SecurityGroup};
use ringfence::space::{Cube, Field, Space, Spaces, Values};
use ringfence::{Family, Prefix, Protocol, address_number};

/// Which way a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    pub(crate) const BOTH: [Self; 2] = [Self::Ingress, Self::Egress];

    /// The end that rules of it name.
    pub(crate) const fn end(self) -> Field {
        match self {
            Self::Ingress => Field::Source,
            Self::Egress => Field::Destination,
        }
    }
}

/// The rules of an ACL in the order in which they are asked.
pub(crate) fn acl_rules(acl: &NetworkAcl, direction: Direction) -> Vec<&AclRule> {
    let rules = match direction {
        Direction::Ingress => &acl.ingress,
        Direction::Egress => &acl.egress,
    };
    let mut rules: Vec<&AclRule> = rules.iter().collect();
    rules.sort_by_key(|rule| rule.number);
    rules
}

/// The rules of a group.
pub(crate) fn group_rules(
    group: &SecurityGroup,
    direction: Direction,
) -> &[ringfence::estate::aws::GroupRule] {
    match direction {
        Direction::Ingress => &group.ingress,
        Direction::Egress => &group.egress,
    }
}

/// The addresses of a prefix, as numbers.
pub(crate) fn addresses(prefix: &Prefix) -> Values {
    Values::range(address_number(prefix.first()), address_number(prefix.last()))
}

/// Packets with an address of `prefix` at one end.
pub(crate) fn with_prefix(spaces: &mut Spaces, end: Field, prefix: &Prefix) -> Space {
    with_addresses(spaces, end, prefix.family(), addresses(prefix))
}

/// Packets with one of these addresses at one end.
pub(crate) fn with_addresses(spaces: &mut Spaces, end: Field, family: Family, addresses: Values) -> Space {
    let family = Values::one(family as u128);
    spaces.cube(&Cube::all().with(Field::Family, family).with(end, addresses))
}

/// Packets of a protocol.
pub(crate) fn of_protocol(spaces: &mut Spaces, protocol: Protocol) -> Space {
    spaces.of(Field::Protocol, &Values::one(u128::from(protocol.0)))
}

/// Any of some traffic.
pub(crate) fn any_of(spaces: &mut Spaces, traffic: &[Traffic]) -> Space {
    let all: Vec<Space> = traffic.iter().map(|traffic| traffic.packets(spaces)).collect();
    spaces.union_all(all)
}

/// What a rule of an ACL matches; `None` where the text does not say.
pub(crate) fn of_acl_rule(spaces: &mut Spaces, rule: &AclRule, direction: Direction) -> Option<Space> {
    let peer = with_prefix(spaces, direction.end(), rule.peer.as_ref()?);
    let traffic = rule.traffic.packets(spaces);
    Some(spaces.intersect(traffic, peer))
}

/// The prefixes that a peer of a group's rule names: none for groups.
pub(crate) fn prefixes(aws: &Aws, peer: Peer) -> Vec<Prefix> {
    match peer {
        Peer::Prefix(prefix) => alloc::vec![prefix],
        Peer::List(list) => aws.prefix_list(list).map(|list| list.prefixes.clone()).unwrap_or_default(),
        Peer::Group(_) | Peer::Itself | Peer::Unknown => Vec::new(),
    }
}
