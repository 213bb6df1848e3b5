//! VPCs, subnets and gateways: what address space there is.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Builder, Placed, Said};
use crate::estate::ObjectId;
use crate::estate::aws::{
    EgressOnlyGatewayId, Exclusion, Gateway, InternetGatewayId, NetworkAclId, PublicAccess, RouteTableId,
    Subnet, SubnetId, Vpc, VpcId, VpnGatewayId,
};
use crate::internet::global_unicast;
use crate::ordered;
use crate::packet::{Family, Prefix, address_number};
use crate::problem::{not_in_this_cloud, outside, overlap};
use crate::resolve::fill::Filled;
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

/// Lengths of a VPC's IPv4 ranges and of IPv4 subnets (AWS, VPC CIDR blocks).
const V4_LENGTHS: core::ops::RangeInclusive<u8> = 16..=28;
/// Lengths of a VPC's IPv6 ranges, in steps of four.
const VPC_V6_LENGTHS: core::ops::RangeInclusive<u8> = 44..=60;
/// Length of an IPv6 subnet.
const SUBNET_V6_LENGTH: u8 = 64;

/// Some prefixes, for a message.
pub(super) fn listed<'p>(prefixes: impl Iterator<Item = &'p Prefix>) -> String {
    /// More than this tell nobody more.
    const SHOWN: usize = 4;
    let mut prefixes = prefixes;
    let mut shown: Vec<String> = prefixes.by_ref().take(SHOWN).map(ToString::to_string).collect();
    shown.extend(prefixes.next().map(|_| String::from("…")));
    shown.join(", ")
}

/// The text behind a link: a Region, a zone.
fn text_behind<'t>(filled: &Filled<'t>, link: LinkWord) -> Option<&'t str> {
    filled
        .link(link)
        .iter()
        .find_map(|read| if let Value::Text(text) = read.value { Some(text) } else { None })
}

impl Builder<'_, '_, '_, '_> {
    pub(super) fn vpcs(&mut self) {
        // Addresses that the internet routes are of one VPC alone; private ranges may come again.
        let routed = global_unicast(Family::V6);
        let mut global: Vec<(VpcId, Prefix, Location)> = Vec::new();
        let networks = self.input.networks().flat_map(|(network, filled)| {
            let region = filled.and_then(|filled| text_behind(filled, LinkWord::In));
            self.input.inside(network, "vpc").map(move |said| (said, region))
        });
        let said: Vec<(Said<'_, '_>, Option<&str>)> = ordered::listed(networks);
        for (said, region) in said {
            let Some(object) = said.node.object else { continue };
            let Some(prefixes) = self.vpc_prefixes(said) else { continue };
            let region = region.map(ToString::to_string);
            let read =
                said.filled.values().iter().filter_map(|read| Some((read.value.prefix()?, said.at(read))));
            global.extend(
                read.filter(|(prefix, _)| {
                    prefix.family() == Family::V6 && routed.contains(address_number(prefix.first()))
                })
                .map(|(prefix, at)| (VpcId(0), prefix, at)),
            );
            let id = VpcId(self.aws.vpcs.len() as u32);
            for &prefix in &prefixes {
                self.ranges.insert((id, prefix.first()), prefix);
            }
            let blocked = self.blocked(object);
            let exclusion = self.exclusion(said);
            self.aws.vpcs.push(Vpc { object, prefixes, region, blocked, exclusion });
            self.placed.insert(object, Placed::Vpc(id));
        }
        self.overlaps(global);
    }

    /// What the network of a VPC blocks.
    fn blocked(&self, vpc: ObjectId) -> Option<(ObjectId, PublicAccess)> {
        let network = self.object(vpc)?.parent?;
        let mut properties = self.input.in_networks("block-public-access");
        let own = properties.find(|said| said.node.object == Some(network))?;
        match own.filled.values().first()?.value {
            Value::Word("block-ingress") => Some((network, PublicAccess::Ingress)),
            Value::Word("block-bidirectional") => Some((network, PublicAccess::Bidirectional)),
            _ => None,
        }
    }

    fn exclusion(&self, said: Said<'_, '_>) -> Option<Exclusion> {
        let property = self.input.inside(said.node, "public-access-exclusion").next()?;
        match property.filled.values().first()?.value {
            Value::Word("allow-egress") => Some(Exclusion::Egress),
            _ => Some(Exclusion::Bidirectional),
        }
    }

    pub(super) fn gateways(&mut self) {
        for said in self.in_vpcs("internet-gateway") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = InternetGatewayId(self.aws.internet_gateways.len() as u32);
            let Some(route_table) = self.subnet_table(said, vpc) else { continue };
            self.aws.internet_gateways.push(Gateway { object, vpc, route_table });
            self.placed.insert(object, Placed::InternetGateway(id));
        }
        for said in self.in_vpcs("egress-only-internet-gateway") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = EgressOnlyGatewayId(self.aws.egress_only_gateways.len() as u32);
            self.aws.egress_only_gateways.push(Gateway { object, vpc, route_table: None });
            self.placed.insert(object, Placed::EgressOnlyGateway(id));
        }
        for said in self.in_vpcs("vpn-gateway") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = VpnGatewayId(self.aws.vpn_gateways.len() as u32);
            self.aws.vpn_gateways.push(Gateway { object, vpc, route_table: None });
            self.placed.insert(object, Placed::VpnGateway(id));
        }
    }

    pub(super) fn subnets(&mut self) {
        // Every subnet prefix of a VPC, for the overlaps.
        let mut taken: Vec<(VpcId, Prefix, Location)> = Vec::new();
        for said in self.in_vpcs("subnet") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let prefixes = self.subnet_prefixes(said, vpc, &mut taken);
            let table = self.subnet_table(said, vpc);
            let acl = self.subnet_acl(said, vpc);
            let (Some(prefixes), Some(route_table), Some(network_acl)) = (prefixes, table, acl) else {
                continue;
            };
            if self.input.in_doubt(said.node) {
                continue;
            }
            let zone = text_behind(said.filled, LinkWord::In).map(ToString::to_string);
            let id = SubnetId(self.aws.subnets.len() as u32);
            let exclusion = self.exclusion(said);
            self.aws.subnets.push(Subnet {
                object,
                vpc,
                prefixes,
                zone,
                route_table,
                network_acl,
                exclusion,
            });
            self.placed.insert(object, Placed::Subnet(id));
        }
        self.overlaps(taken);
    }

    fn vpc_prefixes(&mut self, said: Said<'_, '_>) -> Option<Vec<Prefix>> {
        let mut prefixes = Vec::new();
        let mut valid = true;
        for read in said.filled.values() {
            let Some(prefix) = read.value.prefix() else { continue };
            let here = said.at(read);
            let length = prefix.length();
            let fits = match prefix.family() {
                Family::V4 => V4_LENGTHS.contains(&length),
                Family::V6 => VPC_V6_LENGTHS.contains(&length) && length % 4 == 0,
            };
            if !fits {
                self.report.push(not_in_this_cloud::vpc_length(here, prefix.family()));
                valid = false;
            }
            prefixes.push((VpcId(0), prefix, here));
        }
        let plain: Vec<Prefix> = prefixes.iter().map(|&(_, prefix, _)| prefix).collect();
        valid &= self.overlaps(prefixes);
        valid.then_some(plain)
    }

    fn subnet_prefixes(
        &mut self,
        said: Said<'_, '_>,
        vpc: VpcId,
        taken: &mut Vec<(VpcId, Prefix, Location)>,
    ) -> Option<Vec<Prefix>> {
        let mut prefixes: Vec<Prefix> = Vec::new();
        let mut valid = true;
        for read in said.filled.values() {
            let Some(prefix) = read.value.prefix() else { continue };
            let here = said.at(read);
            let length = prefix.length();
            let wrong_length = match prefix.family() {
                Family::V4 => !V4_LENGTHS.contains(&length),
                Family::V6 => length != SUBNET_V6_LENGTH,
            };
            if wrong_length {
                self.report.push(not_in_this_cloud::subnet_length(here, prefix.family()));
                valid = false;
            }
            if prefixes.iter().any(|known| known.family() == prefix.family()) {
                self.report.push(not_in_this_cloud::second_range(here));
                valid = false;
            }
            if self.inside_vpc(prefix, vpc, here) {
                taken.push((vpc, prefix, here));
            } else {
                valid = false;
            }
            prefixes.push(prefix);
        }
        valid.then_some(prefixes)
    }

    /// Whether `prefix` lies in a range of `vpc`; else it is reported.
    fn inside_vpc(&mut self, prefix: Prefix, id: VpcId, here: Location) -> bool {
        if self.range_around(id, prefix).is_some() {
            return true;
        }
        let Some(vpc) = self.aws.vpc(id) else { return false };
        let object = vpc.object;
        let name = self.called(object);
        let same_family = vpc.prefixes.iter().filter(|range| range.family() == prefix.family());
        let ranges = listed(same_family);
        let mut problem = outside::range(here, &prefix, prefix.family(), &name, &ranges);
        if let Some(declared) = self.declared(object) {
            problem = problem.related(declared, "the ranges of the VPC");
        }
        self.report.push(problem);
        false
    }

    /// Reports prefixes under the same id that share addresses; whether there are none.
    fn overlaps(&mut self, mut prefixes: Vec<(VpcId, Prefix, Location)>) -> bool {
        // Two prefixes share addresses only when one holds the other, so in this order the last wide one tells.
        ordered::sort_by_key(&mut prefixes, |&(vpc, prefix, at)| (vpc, prefix.first(), prefix.length(), at));
        let mut none = true;
        let mut wide: Option<(VpcId, Prefix, Location)> = None;
        for (vpc, prefix, at) in prefixes {
            match wide {
                Some((known, holder, holder_at)) if known == vpc && holder.covers(&prefix) => {
                    none = false;
                    let (first, second) = (at.min(holder_at), at.max(holder_at));
                    let (one, other) = if second == at { (prefix, holder) } else { (holder, prefix) };
                    self.report.push(overlap::ranges(second, one, other, first));
                }
                _ => wide = Some((vpc, prefix, at)),
            }
        }
        none
    }

    /// The table that a subnet or a gateway names; the outer `None` when it names one that is not certain.
    fn subnet_table(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<Option<RouteTableId>> {
        let Some(property) = self.input.inside(said.node, "route-table").next() else { return Some(None) };
        let read = property.filled.values().first()?;
        let Some(Placed::RouteTable(id)) = self.target(read) else {
            self.table_of_a_gateway(property, read, vpc);
            return None;
        };
        let table = self.aws.route_table(id)?;
        let (theirs, object) = (table.vpc, table.object);
        self.same_vpc(vpc, theirs, object, property.at(read)).then_some(Some(id))
    }

    /// The network ACL that a subnet names; the outer `None` when it names one that is not certain.
    fn subnet_acl(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<Option<NetworkAclId>> {
        let Some(property) = self.input.inside(said.node, "network-acl").next() else { return Some(None) };
        let read = property.filled.values().first()?;
        let Some(Placed::NetworkAcl(id)) = self.target(read) else { return None };
        let acl = self.aws.network_acl(id)?;
        let (theirs, object) = (acl.vpc, acl.object);
        self.same_vpc(vpc, theirs, object, property.at(read)).then_some(Some(id))
    }

    /// Reports the table of a transit gateway, which no subnet can have.
    fn table_of_a_gateway(&mut self, said: Said<'_, '_>, read: &Read<'_>, vpc: VpcId) {
        let named = read.value.object().and_then(|id| Some((id, self.object(id)?.parent?)));
        let Some((table, parent)) = named else { return };
        if self.object(parent).is_some_and(|parent| parent.kind == "transit-gateway") {
            let (theirs, ours) = (self.called(parent), self.called_vpc(vpc));
            let problem = not_in_this_cloud::other_vpc(said.at(read), &self.called(table), &theirs, &ours);
            self.report.push(problem);
        }
    }
}
