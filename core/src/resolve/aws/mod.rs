//! From what was read to AWS's own types, with AWS's own limits.

mod address;
mod endpoint;
mod filter;
mod load_balancer;
mod machine;
mod network;
mod peering;
mod prefix_list;
mod quota;
mod route;
mod transit_gateway;

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::declare::{Forest, Node};
use super::fill::Filled;
use super::report::{Report, at};
use super::shape::shown;
use super::site;
use super::value::Read;
use crate::estate::aws::{
    AutoscalingGroupId, Aws, EgressOnlyGatewayId, EndpointId, EndpointServiceId, GwlbEndpointId, InstanceId,
    InterfaceId, InternetGatewayId, LoadBalancerId, NatGatewayId, NetworkAclId, PeeringId, PrefixListId,
    RegionalNatGatewayId, RouteTableId, SecurityGroupId, SubnetId, TargetGroupId, TransitAttachmentId,
    TransitGatewayId, VpcId, VpnGatewayId,
};
use crate::estate::{Line, ObjectId, Site};
use crate::ordered::{ById, Register};
use crate::packet::Prefix;
use crate::problem::not_in_this_cloud;
use crate::resolve::taken::Taken;
use crate::schema::{Cloud, Shape};
use crate::source::Location;

/// What was read of the texts.
#[derive(Clone, Copy)]
pub(super) struct Input<'n, 't> {
    pub(super) forest: &'n Forest<'t>,
    /// What each node says, by its index; `None` for one with a problem.
    pub(super) filled: &'n [Option<Filled<'t>>],
}

/// Everything on AWS, as far as it has no problem; and the sites and lines, which end at its gateways, while attachments of
/// transit gateways lead to lines.
pub(super) fn build(report: &mut Report<'_>, input: Input<'_, '_>) -> (Aws, Vec<Site>, Vec<Line>) {
    let in_vpcs = input.by_word();
    let mut builder = Builder {
        input,
        in_vpcs: &in_vpcs,
        report,
        aws: Aws::default(),
        placed: ById::default(),
        addresses: Taken::default(),
        ranges: Register::new(),
        lacks_attachments: false,
    };
    // In the order of need: what is named is there when the one that names it comes.
    builder.prefix_lists();
    builder.vpcs();
    builder.peerings();
    builder.route_tables();
    builder.network_acls();
    builder.security_groups();
    builder.gateways();
    builder.subnets();
    builder.nat_gateways();
    builder.instances();
    builder.service_interfaces();
    builder.endpoints();
    builder.gwlb_endpoints();
    builder.autoscaling_groups();
    builder.load_balancers();
    builder.target_groups();
    builder.listeners();
    builder.endpoint_services();
    builder.transit_gateways();
    let (sites, lines) = site::build(builder.report, input, &builder.aws);
    builder.attachments(&lines);
    builder.routes();
    builder.routes_of_endpoints();
    builder.edge_routes();
    builder.group_rules();
    builder.quotas();
    (builder.aws, sites, lines)
}

struct Builder<'r, 's, 'n, 't> {
    input: Input<'n, 't>,
    /// What stands in the VPCs, by its word.
    in_vpcs: &'n [(&'static str, Vec<Said<'n, 't>>)],
    report: &'r mut Report<'s>,
    aws: Aws,
    /// What has been built of each object.
    placed: ById<ObjectId, Placed>,
    /// The addresses written so far.
    addresses: Taken<'n>,
    /// The ranges of the VPCs by their first address; those of one VPC do not overlap.
    ranges: Register<(VpcId, IpAddr), Prefix>,
    /// Whether some attachment of a transit gateway has a problem: then it is not certain what is attached.
    lacks_attachments: bool,
}

/// A thing that stands in the estate.
#[derive(Debug, Clone, Copy)]
enum Placed {
    PrefixList(PrefixListId),
    Vpc(VpcId),
    Subnet(SubnetId),
    RouteTable(RouteTableId),
    NetworkAcl(NetworkAclId),
    SecurityGroup(SecurityGroupId),
    InternetGateway(InternetGatewayId),
    EgressOnlyGateway(EgressOnlyGatewayId),
    VpnGateway(VpnGatewayId),
    NatGateway(NatGatewayId),
    Peering(PeeringId),
    RegionalNatGateway(RegionalNatGatewayId),
    Instance(InstanceId),
    Interface(InterfaceId),
    Endpoint(EndpointId),
    GwlbEndpoint(GwlbEndpointId),
    AutoscalingGroup(AutoscalingGroupId),
    LoadBalancer(LoadBalancerId),
    TargetGroup(TargetGroupId),
    EndpointService(EndpointServiceId),
    TransitGateway(TransitGatewayId),
    TransitAttachment(TransitAttachmentId),
    /// By its place in the estate.
    Line(usize),
}

/// A statement and what it says.
#[derive(Clone, Copy)]
pub(super) struct Said<'n, 't> {
    pub(super) node: &'n Node<'t>,
    pub(super) filled: &'n Filled<'t>,
}

impl Said<'_, '_> {
    /// Where a value of the statement stands.
    pub(super) fn at(&self, read: &Read<'_>) -> Location {
        at(self.node.source, read.span)
    }
}

impl<'n, 't> Input<'n, 't> {
    /// The statements of `word` in the block of `node` that have no problem.
    pub(super) fn inside(self, node: &'n Node<'t>, word: &'static str) -> impl Iterator<Item = Said<'n, 't>> {
        self.forest.child_ids(node).filter_map(move |id| {
            let node = self.forest.node(id).filter(|child| child.row.word == word)?;
            Some(Said { node, filled: self.said(id)? })
        })
    }

    /// Every network's node, and what is said at it where that has no problem.
    fn networks(self) -> impl Iterator<Item = (&'n Node<'t>, Option<&'n Filled<'t>>)> {
        let nodes =
            self.forest.top.iter().filter_map(move |&id| Some((self.forest.node(id)?, self.said(id))));
        nodes.filter(|(node, _)| node.row.word == "network" && node.cloud == Some(Cloud::Aws))
    }

    /// The statements of `word` that stand in a network beside its VPCs, and these.
    fn in_networks(self, word: &'static str) -> impl Iterator<Item = Said<'n, 't>> {
        self.networks().flat_map(move |(network, _)| self.inside(network, word))
    }

    /// Every VPC's node.
    fn vpcs(self) -> impl Iterator<Item = Said<'n, 't>> {
        self.in_networks("vpc")
    }

    /// The statements in the VPCs that have no problem, by their words, in the order of the texts.
    fn by_word(self) -> Vec<(&'static str, Vec<Said<'n, 't>>)> {
        let mut by_word: Vec<(&'static str, Vec<Said<'n, 't>>)> = Vec::new();
        let ids = self.vpcs().flat_map(|vpc| self.forest.child_ids(vpc.node));
        for said in ids.filter_map(|id| Some(Said { node: self.forest.node(id)?, filled: self.said(id)? })) {
            let word = said.node.row.word;
            match by_word.iter_mut().find(|(known, _)| *known == word) {
                Some((_, all)) => all.push(said),
                None => by_word.push((word, vec![said])),
            }
        }
        by_word
    }

    /// Whether a property of `node` is in doubt: something in its block has a problem.
    pub(super) fn in_doubt(self, node: &Node<'_>) -> bool {
        let broken = |id| {
            let child = self.forest.node(id);
            let property = child.is_some_and(|child| child.row.shape == Shape::Value && !child.is_label());
            property && self.said(id).is_none()
        };
        node.incomplete || self.forest.child_ids(node).any(broken)
    }

    pub(super) fn said(self, id: super::declare::NodeId) -> Option<&'n Filled<'t>> {
        self.filled.get(id.index())?.as_ref()
    }
}

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    /// Every statement of `word` that stands in a VPC.
    fn in_vpcs(&self, word: &str) -> impl Iterator<Item = Said<'n, 't>> + use<'n, 't> {
        let all = self.in_vpcs.iter().find(|(known, _)| *known == word);
        all.map_or(&[][..], |(_, all)| all.as_slice()).iter().copied()
    }

    /// The VPC that `node` stands in, when it is part of the estate.
    fn vpc_of(&self, node: &Node<'_>) -> Option<VpcId> {
        let mut next = node.object;
        while let Some(object) = next {
            if let Some(Placed::Vpc(vpc)) = self.placed.get(object) {
                return Some(*vpc);
            }
            next = self.object(object).and_then(|object| object.parent);
        }
        None
    }

    fn object(&self, id: ObjectId) -> Option<&'n crate::estate::Object> {
        self.input.forest.objects.get(id.0 as usize)
    }

    /// The range of a VPC that holds `prefix`.
    fn range_around(&self, vpc: VpcId, prefix: Prefix) -> Option<Prefix> {
        let first = prefix.first();
        let &((known, _), range) = self.ranges.up_to(&(vpc, first))?;
        (known == vpc && range.covers(&prefix)).then_some(range)
    }

    /// What a reference leads to, when that is part of the estate.
    fn target(&self, read: &Read<'_>) -> Option<Placed> {
        read.value.object().and_then(|object| self.placed.get(object)).copied()
    }

    /// A thing as messages name it: ``subnet `web` ``.
    fn called(&self, id: ObjectId) -> String {
        self.object(id).map_or_else(String::new, |object| format!("{} {}", object.kind, shown(&object.name)))
    }

    fn called_vpc(&self, id: VpcId) -> String {
        self.aws.vpc(id).map_or_else(String::new, |vpc| self.called(vpc.object))
    }

    /// Where a thing is declared.
    fn declared(&self, id: ObjectId) -> Option<Location> {
        self.object(id).and_then(|object| object.origin.location())
    }

    /// Whether a thing of `theirs` may be used in `ours`; else it is reported.
    fn same_vpc(&mut self, ours: VpcId, theirs: VpcId, object: ObjectId, at: Location) -> bool {
        if ours != theirs {
            let [theirs, ours] = [theirs, ours].map(|vpc| self.called_vpc(vpc));
            self.report.push(not_in_this_cloud::other_vpc(at, &self.called(object), &theirs, &ours));
        }
        ours == theirs
    }
}
