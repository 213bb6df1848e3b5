//! Load balancers, their targets, and groups of machines that come and go.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::{Builder, Placed, Said};
use crate::estate::aws::{
    AutoscalingGroup, AutoscalingGroupId, Interface, InterfaceOwner, Listener, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, SecurityGroupId, SubnetId, Target, TargetAt, TargetGroup, TargetGroupId, VpcId,
};
use crate::estate::{ObjectId, Traffic};
use crate::origin::Origin;
use crate::problem::{duplicate, missing, not_in_this_cloud};
use crate::resolve::value::Value;
use crate::syntax::LinkWord;

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    pub(super) fn autoscaling_groups(&mut self) {
        for said in self.in_vpcs("autoscaling-group") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let (subnets, groups) = (self.subnets_of(said, vpc), self.groups(said, vpc));
            let (Some(subnets), Some(groups)) = (subnets, groups) else { continue };
            if self.input.in_doubt(said.node) {
                continue;
            }
            let client_ports = self.client_ports(said);
            let id = AutoscalingGroupId(self.aws.autoscaling_groups.len() as u32);
            self.aws.autoscaling_groups.push(AutoscalingGroup { object, vpc, client_ports });
            self.placed.insert(object, Placed::AutoscalingGroup(id));
            for subnet in subnets {
                let owner = InterfaceOwner::AutoscalingGroup(id);
                self.aws.interfaces.push(plain(object, owner, subnet, Vec::new(), groups.clone()));
            }
        }
    }

    /// The load balancers, without their listeners: those name target groups, which name load balancers.
    pub(super) fn load_balancers(&mut self) {
        for said in self.in_vpcs("load-balancer") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = LoadBalancerId(self.aws.load_balancers.len() as u32);
            let Some((balancer, interfaces)) = self.load_balancer(said, object, vpc, id) else { continue };
            self.aws.load_balancers.push(balancer);
            self.aws.interfaces.extend(interfaces);
            self.placed.insert(object, Placed::LoadBalancer(id));
        }
    }

    fn load_balancer(
        &mut self,
        said: Said<'n, 't>,
        object: ObjectId,
        vpc: VpcId,
        id: LoadBalancerId,
    ) -> Option<(LoadBalancer, Vec<Interface>)> {
        let mut valid = !self.input.in_doubt(said.node);
        let (subnets, groups) = (self.subnets_of(said, vpc), self.groups(said, vpc));
        let kind = self.word(said, "type").map(|word| match word {
            "network" => LoadBalancerKind::Network,
            "classic" => LoadBalancerKind::Classic,
            "gateway" => LoadBalancerKind::Gateway,
            _ => LoadBalancerKind::Application,
        });
        let mut internet_facing = self.word(said, "scheme").map(|word| word == "internet-facing");
        let others: &[&'static str] = match kind {
            Some(LoadBalancerKind::Gateway) => {
                internet_facing = Some(false);
                &["scheme", "public-ip", "security-group", "rules-on-private-link"]
            }
            Some(LoadBalancerKind::Application | LoadBalancerKind::Classic) => &["rules-on-private-link"],
            _ => &[],
        };
        valid &=
            self.has_none_of(said, others, "a load balancer", self.word(said, "type").unwrap_or_default());
        let written = [("type", kind.is_some()), ("scheme", internet_facing.is_some())];
        for (word, _) in written.into_iter().filter(|(_, is_written)| valid && !is_written) {
            self.report.push(missing::property(said.node.head(), &self.called(object), word));
        }
        let subnets = subnets?;
        let mut addresses: Vec<Vec<IpAddr>> = subnets.iter().map(|_| Vec::new()).collect();
        for property in self.input.inside(said.node, "ip") {
            for read in property.filled.values() {
                let Some(address) = read.value.address() else { continue };
                let holds = |subnet: &SubnetId| {
                    let subnet = self.aws.subnet(*subnet);
                    subnet.is_some_and(|one| one.prefixes.iter().any(|prefix| prefix.contains(address)))
                };
                let at = subnets.iter().position(holds).unwrap_or(0);
                let subnet = subnets.get(at).copied()?;
                valid &= self.take_private(address, subnet, property.at(read));
                if let Some(own) = addresses.get_mut(at) {
                    own.push(address);
                }
            }
        }
        let mut public = Vec::new();
        for property in self.input.inside(said.node, "public-ip") {
            for read in property.filled.values() {
                let Some(address) = read.value.address() else { continue };
                let here = property.at(read);
                if internet_facing == Some(false) {
                    self.report.push(not_in_this_cloud::public_internal(here));
                    valid = false;
                } else if public.len() == subnets.len() {
                    self.report.push(not_in_this_cloud::public_for_subnets(here));
                    valid = false;
                }
                valid &= self.take_public(address, here);
                public.push(address);
            }
        }
        let (groups, kind, internet_facing) = (groups?, kind?, internet_facing?);
        let interfaces = subnets.iter().zip(addresses).map(|(subnet, addresses)| {
            plain(object, InterfaceOwner::LoadBalancer(id), *subnet, addresses, groups.clone())
        });
        let interfaces = interfaces.collect();
        let dual_stack = self.word(said, "ip-address-type") == Some("dualstack");
        let balancer = LoadBalancer {
            object,
            vpc,
            kind,
            internet_facing,
            dual_stack,
            subnets,
            public,
            listeners: Vec::new(),
            cross_zone: self.flag(said, "cross-zone"),
            rules_on_private_link: self.flag(said, "rules-on-private-link") != Some(false),
        };
        valid.then_some((balancer, interfaces))
    }

    pub(super) fn target_groups(&mut self) {
        for said in self.in_vpcs("target-group") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let mut valid = !self.input.in_doubt(said.node);
            let mut targets = Vec::new();
            for property in self.input.inside(said.node, "target") {
                match self.target_of(property, vpc) {
                    Some(target) => targets.push(target),
                    None => valid = false,
                }
            }
            if valid {
                let preserve_client_ip = self.flag(said, "preserve-client-ip");
                let id = TargetGroupId(self.aws.target_groups.len() as u32);
                self.aws.target_groups.push(TargetGroup { object, vpc, targets, preserve_client_ip });
                self.placed.insert(object, Placed::TargetGroup(id));
            }
        }
    }

    fn target_of(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<Target> {
        let read = said.filled.values().first()?;
        let to = match read.value {
            Value::Address(address) => TargetAt::Address(address),
            _ => {
                let (to, theirs, object) = match self.target(read)? {
                    Placed::Instance(id) => {
                        let machine = self.aws.instance(id)?;
                        (TargetAt::Instance(id), machine.vpc, machine.object)
                    }
                    Placed::AutoscalingGroup(id) => {
                        let group = self.aws.autoscaling_group(id)?;
                        (TargetAt::AutoscalingGroup(id), group.vpc, group.object)
                    }
                    Placed::LoadBalancer(id) => {
                        let balancer = self.aws.load_balancer(id)?;
                        if balancer.kind != LoadBalancerKind::Application {
                            let name = self.called(balancer.object);
                            self.report.push(not_in_this_cloud::target(said.at(read), &name));
                            return None;
                        }
                        (TargetAt::LoadBalancer(id), balancer.vpc, balancer.object)
                    }
                    _ => return None,
                };
                self.same_vpc(vpc, theirs, object, said.at(read)).then_some(to)?
            }
        };
        Some(Target { to, traffic: self.traffic(said)?, origin: Origin::Written(said.node.at()) })
    }

    /// What load balancers take, now that all target groups are known.
    pub(super) fn listeners(&mut self) {
        for said in self.in_vpcs("load-balancer") {
            let placed = said.node.object.and_then(|object| self.placed.get(object)).copied();
            let Some(Placed::LoadBalancer(id)) = placed else { continue };
            let mut listeners = Vec::new();
            for property in self.input.inside(said.node, "listener") {
                listeners.extend(self.listener(property, id));
            }
            if let Some(balancer) = self.aws.load_balancers.get_mut(id.0 as usize) {
                balancer.listeners = listeners;
            }
        }
    }

    fn listener(&mut self, said: Said<'_, '_>, id: LoadBalancerId) -> Option<Listener> {
        let traffic = self.traffic(said)?;
        let read = said.filled.link(LinkWord::Arrow).first()?;
        let balancer = self.aws.load_balancer(id)?;
        let (vpc, kind) = (balancer.vpc, balancer.kind);
        if kind == LoadBalancerKind::Gateway && traffic != [Traffic::Any] {
            self.report.push(not_in_this_cloud::gateway_listener(said.node.head()));
            return None;
        }
        let targets = match read.value {
            Value::Word(_) if kind == LoadBalancerKind::Application => None,
            Value::Word(_) => {
                self.report.push(not_in_this_cloud::redirect(said.at(read)));
                return None;
            }
            _ => {
                let Placed::TargetGroup(group) = self.target(read)? else { return None };
                let found = self.aws.target_group(group)?;
                let (theirs, object) = (found.vpc, found.object);
                Some(self.same_vpc(vpc, theirs, object, said.at(read)).then_some(group)?)
            }
        };
        Some(Listener { traffic, targets, origin: Origin::Written(said.node.at()) })
    }

    /// The traffic of a statement; `None` when it names a source port, which is reported.
    fn traffic(&mut self, said: Said<'_, '_>) -> Option<Vec<Traffic>> {
        let mut traffic = Vec::new();
        for &(one, span) in said.filled.rule.traffic {
            let here = crate::resolve::report::at(said.node.source, span);
            traffic.extend(self.without_source_port(one, here).then_some(one));
        }
        (traffic.len() == said.filled.rule.traffic.len()).then_some(traffic)
    }

    /// The subnets that a thing is in, each once; `None` when one is not certain.
    fn subnets_of(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<Vec<SubnetId>> {
        let mut subnets: Vec<SubnetId> = Vec::new();
        let mut valid = true;
        for read in said.filled.link(LinkWord::In) {
            let here = said.at(read);
            let Some(Placed::Subnet(id)) = self.target(read) else { return None };
            let subnet = self.aws.subnet(id)?;
            let (theirs, object) = (subnet.vpc, subnet.object);
            valid &= self.same_vpc(vpc, theirs, object, here);
            if subnets.contains(&id) {
                self.report.push(duplicate::subnet(here));
                valid = false;
            }
            subnets.push(id);
        }
        valid.then_some(subnets)
    }

    /// The word of a property.
    fn word(&self, said: Said<'n, 't>, property: &'static str) -> Option<&'static str> {
        let mut values = self.input.inside(said.node, property).flat_map(|one| one.filled.values());
        values.find_map(|read| if let Value::Word(word) = read.value { Some(word) } else { None })
    }

    /// Yes or no, where a property says it.
    pub(super) fn flag(&self, said: Said<'n, 't>, property: &'static str) -> Option<bool> {
        let mut values = self.input.inside(said.node, property).flat_map(|one| one.filled.values());
        values.find_map(|read| if let Value::Flag(flag) = read.value { Some(flag) } else { None })
    }
}

/// An interface without a public address of its own.
fn plain(
    object: ObjectId,
    owner: InterfaceOwner,
    subnet: SubnetId,
    addresses: Vec<IpAddr>,
    groups: Vec<SecurityGroupId>,
) -> Interface {
    Interface {
        object,
        owner,
        subnet,
        addresses,
        groups,
        public: Vec::new(),
        source_dest_check: true,
        denies_internet: false,
    }
}
