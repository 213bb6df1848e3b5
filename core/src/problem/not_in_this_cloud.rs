//! What is well formed and what the cloud cannot express or would refuse.

use alloc::format;
use core::net::IpAddr;

use super::words::short;
use super::{Problem, ProblemCode};
use crate::packet::{Family, Prefix};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::NotInThisCloud;

fn plain(at: Location, message: &'static str) -> Problem {
    Problem::error(CODE, at, message)
}

/// A word that the rules of this list do not have, with what the cloud says to it.
pub(crate) fn refused(at: Location, refusal: &'static str) -> Problem {
    plain(at, refusal)
}

/// The number of a rule whose list has no order.
pub(crate) fn rule_number(at: Location, digits: &str) -> Problem {
    let digits = short(digits);
    let message = format!("`{digits}` does not belong here: these rules have no number and no order");
    Problem::error(CODE, at, message)
}

/// A rule whose traffic is joined as sets are.
pub(crate) fn set_in_rule(at: Location) -> Problem {
    plain(at, "a rule takes protocols and ports joined with commas, without `&` and `except`")
}

/// A second protocol or range in a rule of a network ACL.
pub(crate) fn one_each(at: Location) -> Problem {
    plain(at, "a network ACL rule has one protocol, one range of ports and one prefix")
        .help("write two rules")
}

/// Some of all ICMP types in a rule of a network ACL.
pub(crate) fn icmp_types(at: Location) -> Problem {
    plain(at, "a network ACL rule has one ICMP type or all of them").help("write a rule for each type")
}

/// A source port in a rule.
pub(crate) fn source_port(at: Location) -> Problem {
    plain(at, "rules of AWS match the destination port only; `source-port` has no place in them")
}

/// An entry of a prefix list that is not of the family of the first.
pub(crate) fn families_of_list(at: Location) -> Problem {
    plain(at, "a prefix list has entries of one address family").help("write two lists")
}

/// A range of a VPC of a length that it cannot have.
pub(crate) fn vpc_length(at: Location, family: Family) -> Problem {
    plain(
        at,
        match family {
            Family::V4 => "the IPv4 range of a VPC has a length from /16 to /28",
            Family::V6 => "the IPv6 range of a VPC has a length from /44 to /60 in steps of four, mostly /56",
        },
    )
}

/// A range of a subnet of a length that it cannot have.
pub(crate) fn subnet_length(at: Location, family: Family) -> Problem {
    plain(
        at,
        match family {
            Family::V4 => "an IPv4 subnet has a length from /16 to /28",
            Family::V6 => "an IPv6 subnet has the length /64",
        },
    )
}

/// A second range of one family.
pub(crate) fn second_range(at: Location) -> Problem {
    plain(at, "a subnet has one IPv4 range, one IPv6 range or one of each").help("write two subnets")
}

/// A public address that is not of IPv4.
pub(crate) fn public_ipv6(at: Location, address: IpAddr) -> Problem {
    Problem::error(CODE, at, format!("the public address `{address}` is not IPv4"))
        .help("IPv6 addresses of a VPC are public by themselves")
}

/// A public address that the internet does not route.
pub(crate) fn no_internet_address(at: Location, address: IpAddr) -> Problem {
    Problem::error(CODE, at, format!("`{address}` is no address of the internet"))
}

/// A public address at an interface that has no IPv4 address.
pub(crate) fn public_without_private(at: Location, public: IpAddr) -> Problem {
    Problem::error(CODE, at, format!("the interface has no IPv4 address for `{public}` to stand for"))
}

/// A NAT gateway in a subnet without IPv4.
pub(crate) fn nat_subnet(at: Location) -> Problem {
    plain(at, "a NAT gateway stands in a subnet with an IPv4 range")
}

/// An address of a NAT gateway that is not of IPv4.
pub(crate) fn nat_address(at: Location) -> Problem {
    plain(at, "the private address of a NAT gateway is IPv4")
}

/// A word that a NAT gateway of a Region does not have.
pub(crate) fn regional_nat(at: Location, word: &str) -> Problem {
    Problem::error(
        CODE,
        at,
        format!("a NAT gateway of the whole Region has no `{word}`: it stands in no subnet"),
    )
}

/// A route of IPv4 by an egress-only gateway.
pub(crate) fn ipv4_egress_only(at: Location) -> Problem {
    plain(at, "an egress-only internet gateway carries IPv6 only")
        .help("IPv4 leaves by an internet gateway or a NAT gateway")
}

/// A route of IPv6 by a NAT gateway.
pub(crate) fn ipv6_nat(at: Location) -> Problem {
    plain(at, "a NAT gateway carries IPv4, and IPv6 to `64:ff9b::/96` only")
        .help("IPv6 to the internet leaves by an egress-only internet gateway or an internet gateway")
}

/// A route inside `range`, which is the cloud's own.
pub(crate) fn kept_range(at: Location, range: Prefix) -> Problem {
    let message = format!("a route inside `{range}` cannot be: AWS keeps that range for its services");
    Problem::error(CODE, at, message)
}

/// A local route to a part of the VPC called `vpc`, which has these `ranges`.
pub(crate) fn local_route(at: Location, vpc: &str, ranges: &str) -> Problem {
    Problem::error(CODE, at, format!("a local route is for a whole range of {vpc}"))
        .help(format!("its ranges are {ranges}"))
}

/// A route to a whole range of the VPC by what leads out of it.
pub(crate) fn local_target(at: Location, range: Prefix) -> Problem {
    Problem::error(CODE, at, format!("the local route `{range}` cannot lead there"))
        .help("it leads to `local`, a NAT gateway, an interface or the endpoint of a Gateway Load Balancer")
}

/// A route that the table of a gateway cannot have.
pub(crate) fn edge_route(at: Location) -> Problem {
    plain(
        at,
        "the table of an internet gateway routes a whole range of the VPC or of a subnet, to `local`, an interface or a Gateway \
         Load Balancer endpoint",
    )
}

/// A local route for a prefix list.
pub(crate) fn list_to_local(at: Location) -> Problem {
    plain(at, "a local route is for a whole range of the VPC, not for a prefix list")
}

/// A route to an endpoint that is not for a prefix list, or not to a gateway endpoint.
pub(crate) fn route_to_endpoint(at: Location) -> Problem {
    plain(at, "a route to an endpoint is one for a prefix list, to a gateway endpoint")
        .help("an interface endpoint is reached at its addresses")
}

/// A word that a thing of this type does not have.
pub(crate) fn of_other_type(at: Location, what: &str, word: &str, type_of: &str) -> Problem {
    Problem::error(CODE, at, format!("{what} of the type `{type_of}` has no `{word}`"))
}

/// A load balancer that no endpoint service can have, or not beside the others.
pub(crate) fn behind_service(at: Location) -> Problem {
    plain(at, "an endpoint service has network load balancers, or load balancers of the type `gateway`")
}

/// An endpoint that cannot lead to this service.
pub(crate) fn leads_to_service(at: Location) -> Problem {
    plain(
        at,
        "an interface endpoint leads to a service of network load balancers, a `gwlb-endpoint` to one of the type `gateway`",
    )
}

/// A route to a part of the VPC called `vpc` that is no subnet's range: a warning, since it says what it does.
pub(crate) fn inner_route(at: Location, destination: Prefix, vpc: &str) -> Problem {
    let message =
        format!("`{destination}` lies in a range of {vpc} and is no subnet's: AWS refuses the route");
    Problem::warning(CODE, at, message)
}

/// A thing called `name` of one VPC in another.
pub(crate) fn other_vpc(at: Location, name: &str, theirs: &str, ours: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} is in {theirs}, not in {ours}"))
}

/// A thing called `name` that is not of the site called `site`.
pub(crate) fn other_site(at: Location, name: &str, site: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} is not in {site}"))
}

/// A line whose ends it cannot have.
pub(crate) fn line_ends(at: Location, same: bool) -> Problem {
    if same {
        return plain(at, "both ends of the line are the same thing");
    }
    plain(at, "a line between two gateways of clouds cannot be: each takes one to a site")
        .help("a site stands for what is between them")
}

/// An end behind `from` that is none of the line called `line`.
pub(crate) fn other_end(at: Location, line: &str) -> Problem {
    Problem::error(CODE, at, format!("that is no end of {line}"))
        .help("a line tells what its own two ends announce to each other")
}

/// A peering whose two ends are one VPC.
pub(crate) fn peering_with_itself(at: Location) -> Problem {
    plain(at, "a peering joins two VPCs, not one with itself")
}

/// A route of the VPC called `vpc` by a peering called `name`, which ends elsewhere.
pub(crate) fn ends_elsewhere(at: Location, name: &str, vpc: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} does not end in {vpc}"))
}

/// A default group that is used in another VPC.
pub(crate) fn default_group_elsewhere(at: Location) -> Problem {
    plain(at, "the default group of a VPC is used in no other")
}

/// A group that is used in a VPC of another Region.
pub(crate) fn group_in_other_region(at: Location) -> Problem {
    plain(at, "a security group is used in VPCs of its own Region only")
}

/// A public address of a load balancer that is internal.
pub(crate) fn public_internal(at: Location) -> Problem {
    plain(at, "an internal load balancer has no public address").help("write `scheme internet-facing`")
}

/// More public addresses of a load balancer than it has subnets.
pub(crate) fn public_for_subnets(at: Location) -> Problem {
    plain(at, "a load balancer has one public address for each of its subnets")
}

/// A listener that answers by itself, where the load balancer cannot.
pub(crate) fn redirect(at: Location) -> Problem {
    plain(at, "only an application load balancer redirects").help("name a target group")
}

/// A listener for some packets of a load balancer that gives all of them to appliances.
pub(crate) fn gateway_listener(at: Location) -> Problem {
    plain(at, "a load balancer of the type `gateway` takes every packet").help("write `listener any`")
}

/// A load balancer called `name` as a target that can be none.
pub(crate) fn target(at: Location, name: &str) -> Problem {
    Problem::error(CODE, at, format!("{name} is no target: only an application load balancer can be one"))
}

/// A peering of a transit gateway with itself.
pub(crate) fn peered_with_itself(at: Location) -> Problem {
    plain(at, "a transit gateway is not attached to itself")
}

/// A word that an attachment to a VPC has alone.
pub(crate) fn of_a_vpc(at: Location, word: &str) -> Problem {
    Problem::error(CODE, at, format!("`{word}` is for an attachment to a VPC"))
}

/// The peering of transit gateways as one whose ranges become routes.
pub(crate) fn peering_propagates(at: Location) -> Problem {
    plain(at, "an attachment to another transit gateway propagates nothing")
        .help("write a route to each range behind it")
}

/// A route of a VPC by a transit gateway that it is not attached to.
pub(crate) fn not_attached(at: Location, vpc: &str, gateway: &str) -> Problem {
    Problem::error(CODE, at, format!("{vpc} is not attached to {gateway}"))
        .help("write an `attachment` to it in the transit gateway")
}

#[cfg(test)]
mod tests;
