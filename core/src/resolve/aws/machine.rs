//! NAT gateways, instances and their interfaces.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::{Builder, Placed, Said};
use crate::estate::ObjectId;
use crate::estate::aws::{
    Instance, InstanceId, Interface, InterfaceId, InterfaceOwner, NatGateway, NatGatewayId, PublicAddress,
    RegionalNatGateway, RegionalNatGatewayId, SecurityGroupId, SubnetId, VpcId,
};
use crate::ordered::Hashed;
use crate::origin::Origin;
use crate::packet::{Family, PortRange};
use crate::problem::{duplicate, missing, not_in_this_cloud, not_modelled_yet, outside, wrong_shape};
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

impl<'n, 't> Builder<'_, '_, 'n, 't> {
    pub(super) fn nat_gateways(&mut self) {
        for said in self.in_vpcs("nat-gateway") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let mode = self.input.inside(said.node, "availability-mode").next();
            let mode = mode.and_then(|property| property.filled.values().first()).map(|read| read.value);
            if mode == Some(Value::Word("regional")) {
                if let Some(gateway) = self.regional_nat_gateway(said, object, vpc) {
                    let id = RegionalNatGatewayId(self.aws.regional_nat_gateways.len() as u32);
                    self.aws.regional_nat_gateways.push(gateway);
                    self.placed.insert(object, Placed::RegionalNatGateway(id));
                }
                continue;
            }
            if said.filled.link(LinkWord::In).is_empty() {
                self.report.push(missing::nat_subnet(said.node.head()));
                continue;
            }
            if let Some(gateway) = self.nat_gateway(said, object, vpc) {
                let id = NatGatewayId(self.aws.nat_gateways.len() as u32);
                self.aws.nat_gateways.push(gateway);
                self.placed.insert(object, Placed::NatGateway(id));
            }
        }
    }

    /// One that stands in no subnet, and so has no private address there.
    fn regional_nat_gateway(
        &mut self,
        said: Said<'_, '_>,
        object: ObjectId,
        vpc: VpcId,
    ) -> Option<RegionalNatGateway> {
        let mut valid = !self.input.in_doubt(said.node);
        let inside = said.filled.link(LinkWord::In).first().map(|read| (said.at(read), "in"));
        let address = self.input.inside(said.node, "ip").next().map(|property| (property.node.head(), "ip"));
        for (here, word) in inside.into_iter().chain(address) {
            self.report.push(not_in_this_cloud::regional_nat(here, word));
            valid = false;
        }
        let public = self.elastic_addresses(said, &mut valid);
        if public.is_empty() && valid {
            self.report.push(missing::regional_nat_address(said.node.head()));
        }
        (valid && !public.is_empty()).then_some(RegionalNatGateway { object, vpc, public })
    }

    fn nat_gateway(&mut self, said: Said<'_, '_>, object: ObjectId, vpc: VpcId) -> Option<NatGateway> {
        let subnet = self.subnet_of(said, vpc)?;
        let mut valid = !self.input.in_doubt(said.node);
        let prefixes = self.aws.subnet(subnet).map_or(&[][..], |subnet| subnet.prefixes.as_slice());
        if !prefixes.iter().any(|prefix| prefix.family() == Family::V4) {
            let here =
                said.filled.link(LinkWord::In).first().map_or_else(|| said.node.head(), |read| said.at(read));
            self.report.push(not_in_this_cloud::nat_subnet(here));
            valid = false;
        }
        let mut address = None;
        for property in self.input.inside(said.node, "ip") {
            for read in property.filled.values() {
                let Some(written) = read.value.address() else { continue };
                if Family::of(written) == Family::V6 {
                    self.report.push(not_in_this_cloud::nat_address(property.at(read)));
                    valid = false;
                } else {
                    valid &= self.take_private(written, subnet, property.at(read));
                    address = Some(written);
                }
            }
        }
        let public = self.elastic_addresses(said, &mut valid);
        valid.then_some(NatGateway { object, subnet, address, public })
    }

    /// The public addresses of a NAT gateway; whether they can be goes to `valid`.
    fn elastic_addresses(&mut self, said: Said<'_, '_>, valid: &mut bool) -> Vec<IpAddr> {
        let mut public = Vec::new();
        for property in self.input.inside(said.node, "public-ip") {
            for read in property.filled.values() {
                let Some(written) = read.value.address() else { continue };
                *valid &= self.take_public(written, property.at(read));
                public.push(written);
            }
        }
        public
    }

    pub(super) fn instances(&mut self) {
        for said in self.in_vpcs("instance") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = InstanceId(self.aws.instances.len() as u32);
            // All of it or nothing: a machine without one of its interfaces is another machine.
            let Some(interfaces) = self.interfaces(said, object, vpc, InterfaceOwner::Instance(id)) else {
                continue;
            };
            let client_ports = self.client_ports(said);
            self.aws.instances.push(Instance { object, vpc, client_ports });
            self.placed.insert(object, Placed::Instance(id));
            for interface in interfaces {
                let id = InterfaceId(self.aws.interfaces.len() as u32);
                if interface.object != object {
                    self.placed.insert(interface.object, Placed::Interface(id));
                }
                self.aws.interfaces.push(interface);
            }
        }
    }

    pub(super) fn client_ports(&self, said: Said<'_, '_>) -> Vec<PortRange> {
        let properties = self.input.inside(said.node, "client-ports");
        let values = properties.flat_map(|property| property.filled.values().iter());
        let ports =
            values.filter_map(|read| if let Value::Ports(ports) = read.value { Some(ports) } else { None });
        ports.collect()
    }

    /// The interfaces of an instance: the one of its own `ip`, then those in its block.
    fn interfaces(
        &mut self,
        said: Said<'n, 't>,
        object: ObjectId,
        vpc: VpcId,
        owner: InterfaceOwner,
    ) -> Option<Vec<Interface>> {
        let input = self.input;
        let mut valid = !input.in_doubt(said.node);
        let own_address = input.inside(said.node, "ip").next().is_some();
        let written: Vec<Said<'n, 't>> = input.inside(said.node, "interface").collect();
        let every = input.forest.children(said.node);
        let interfaces_written = every.filter(|child| child.row.word == "interface").count();
        valid &= written.len() == interfaces_written;

        let mut interfaces = Vec::new();
        if own_address {
            if said.filled.link(LinkWord::In).is_empty() {
                self.report.push(missing::subnet(said.node.head()));
                valid = false;
            } else {
                match self.interface(said, object, vpc, owner) {
                    Some(interface) => interfaces.push(interface),
                    None => valid = false,
                }
            }
        } else {
            valid &= self.nothing_without_an_address(said);
            if interfaces_written == 0 && valid {
                let name =
                    said.node.pieces.name.map_or(said.node.head(), |name| {
                        crate::resolve::report::at(said.node.source, name.span)
                    });
                self.report.push(missing::interface(name, &self.called(object)));
                valid = false;
            }
        }
        for said in written {
            let Some(object) = said.node.object else { continue };
            match self.interface(said, object, vpc, owner) {
                Some(interface) if !self.input.in_doubt(said.node) => interfaces.push(interface),
                _ => valid = false,
            }
        }
        valid &= self.checks_alike(said, object, &interfaces);
        valid.then_some(interfaces)
    }

    /// Whether all interfaces of a machine check source and destination, or none does. One that sends packets on may do so by an
    /// interface with the check, too, from that one's own address, which passes it: else that would not be seen.
    fn checks_alike(&mut self, said: Said<'_, '_>, object: ObjectId, interfaces: &[Interface]) -> bool {
        let checks = interfaces.iter().filter(|interface| interface.source_dest_check).count();
        if checks == 0 || checks == interfaces.len() {
            return true;
        }
        self.report.push(not_modelled_yet::some_checks(said.node.head(), &self.called(object)));
        false
    }

    /// Whether an instance without an `ip` has nothing that belongs to an interface; else it is reported.
    fn nothing_without_an_address(&mut self, said: Said<'n, 't>) -> bool {
        let mut nothing = true;
        // Where the address was written badly, the rest is in doubt only.
        if self.input.in_doubt(said.node) {
            return true;
        }
        for word in ["public-ip", "security-group", "source-dest-check", "deny-all-igw-traffic"] {
            for property in self.input.inside(said.node, word) {
                self.report.push(wrong_shape::of_interface(property.node.head(), word));
                nothing = false;
            }
        }
        nothing
    }

    pub(super) fn interface(
        &mut self,
        said: Said<'_, '_>,
        object: ObjectId,
        vpc: VpcId,
        owner: InterfaceOwner,
    ) -> Option<Interface> {
        let subnet = self.subnet_of(said, vpc);
        let groups = self.groups(said, vpc);
        let subnet = subnet?;
        let (addresses, mut valid) = self.private_addresses(said, subnet);
        if addresses.is_empty() {
            if !self.input.in_doubt(said.node) {
                self.report.push(missing::address(said.node.head(), &self.called(object)));
            }
            valid = false;
        }
        let public = self.public_addresses(said, &addresses, valid);
        let (groups, public) = (groups?, public?);
        let source_dest_check = !self.says(said, "source-dest-check", false);
        let denies_internet = self.says(said, "deny-all-igw-traffic", true);
        valid.then_some(Interface {
            object,
            owner,
            subnet,
            addresses,
            groups,
            public,
            source_dest_check,
            denies_internet,
        })
    }

    /// Whether a property of a thing says this.
    fn says(&self, said: Said<'_, '_>, word: &'static str, flag: bool) -> bool {
        let mut properties = self.input.inside(said.node, word);
        properties.any(|property| property.filled.values().iter().any(|read| read.value == Value::Flag(flag)))
    }

    /// The subnet that a thing is in; `None` when that is not certain.
    pub(super) fn subnet_of(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<SubnetId> {
        let read = said.filled.link(LinkWord::In).first()?;
        let Some(Placed::Subnet(id)) = self.target(read) else { return None };
        let subnet = self.aws.subnet(id)?;
        let (theirs, object) = (subnet.vpc, subnet.object);
        self.same_vpc(vpc, theirs, object, said.at(read)).then_some(id)
    }

    /// The groups that an interface names; `None` when one of them is not certain.
    pub(super) fn groups(&mut self, said: Said<'_, '_>, vpc: VpcId) -> Option<Vec<SecurityGroupId>> {
        let mut groups = Vec::new();
        let mut carried = Taken::default();
        let mut valid = true;
        for property in self.input.inside(said.node, "security-group") {
            for read in property.filled.values() {
                let here = property.at(read);
                match self.group(property, read, vpc) {
                    Some(group) if carried.take(Once::Group(group), here).is_some() => {
                        self.report.push(duplicate::group(here));
                        valid = false;
                    }
                    Some(group) => groups.push(group),
                    None => valid = false,
                }
            }
        }
        valid.then_some(groups)
    }

    fn group(&mut self, said: Said<'_, '_>, read: &Read<'_>, vpc: VpcId) -> Option<SecurityGroupId> {
        let Some(Placed::SecurityGroup(id)) = self.target(read) else { return None };
        let group = self.aws.security_group(id)?;
        let (theirs, object) = (group.vpc, group.object);
        let used_here = group.used_in.contains(&vpc);
        (used_here || self.same_vpc(vpc, theirs, object, said.at(read))).then_some(id)
    }

    /// The private addresses of an interface, and whether all can be.
    fn private_addresses(&mut self, said: Said<'_, '_>, subnet: SubnetId) -> (Vec<IpAddr>, bool) {
        let mut addresses = Vec::new();
        let mut valid = true;
        for property in self.input.inside(said.node, "ip") {
            for read in property.filled.values() {
                let Some(address) = read.value.address() else { continue };
                valid &= self.take_private(address, subnet, property.at(read));
                addresses.push(address);
            }
        }
        (addresses, valid)
    }

    /// The public addresses of an interface; `None` when one cannot be. `certain` tells whether `addresses` are.
    fn public_addresses(
        &mut self,
        said: Said<'_, '_>,
        addresses: &[IpAddr],
        certain: bool,
    ) -> Option<Vec<PublicAddress>> {
        let mut mapped: Vec<PublicAddress> = Vec::new();
        let mut taken: Hashed<IpAddr, (IpAddr, Location)> = Hashed::new();
        let mut valid = true;
        let primary = addresses.iter().copied().find(|&address| Family::of(address) == Family::V4);
        for property in self.input.inside(said.node, "public-ip") {
            let Some(read) = property.filled.values().first() else { continue };
            let Some(public) = read.value.address() else { continue };
            valid &= self.take_public(public, property.at(read));
            let target = property.filled.link(LinkWord::Arrow).first();
            let private = target.map_or(primary, |read| read.value.address());
            let Some(private) = private else {
                if certain {
                    self.report.push(not_in_this_cloud::public_without_private(property.at(read), public));
                }
                valid = false;
                continue;
            };
            let here = target.map_or_else(|| property.at(read), |target| property.at(target));
            if !addresses.contains(&private) || Family::of(private) == Family::V6 {
                if certain {
                    self.report.push(outside::private(here, private));
                }
                valid = false;
                continue;
            }
            if let Some((other, first)) = taken.insert(private, (public, property.node.at())) {
                self.report.push(duplicate::public_address(here, private, other, public, first));
                valid = false;
                continue;
            }
            mapped.push(PublicAddress { public, private, origin: Origin::Written(property.node.at()) });
        }
        valid.then_some(mapped)
    }
}
