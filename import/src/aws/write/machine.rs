//! Instances, and interfaces that stand by themselves.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all};
use crate::aws::{Interface, Machine, Vpc};
use crate::finding;

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn machines(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let machines: Vec<_> = all(&self.index.machines, id).to_vec();
        for machine in machines {
            self.machine(machine);
        }
        let alone: Vec<_> = all(&self.index.alone, id).to_vec();
        for interface in alone {
            self.alone(interface);
        }
        self.unknown_machines(id);
    }

    fn machine(&mut self, machine: &'a Machine<'t>) {
        let at = machine.named.at;
        if machine.is_gone() {
            return;
        }
        let interfaces: Vec<_> = all(&self.index.interfaces, &machine.named.id).to_vec();
        if interfaces.is_empty() {
            return self.bare_machine(machine);
        }
        self.open(at, &format!("instance {}", self.name(&machine.named.id)));
        self.labels(&machine.named);
        for interface in interfaces {
            self.interface(interface);
        }
        self.close(at);
    }

    /// A machine without interfaces: its primary one is printed with it, too.
    fn bare_machine(&mut self, machine: &'a Machine<'t>) {
        let at = machine.named.at;
        if machine.subnet.is_empty() || machine.address.is_empty() || machine.groups.is_empty() {
            let what = "the network interfaces of an instance are";
            return self.log.find(finding::missing_list(at, &what, "describe-network-interfaces"));
        }
        let message =
            "an instance that is printed without its interfaces is taken to have its primary one only";
        self.log.find(finding::assumed(at, message));
        let subnet = self.reference(&machine.subnet, &machine.vpc);
        self.open(at, &format!("instance {} in {subnet}", self.name(&machine.named.id)));
        self.labels(&machine.named);
        if let Some(address) = self.address(at, &machine.address) {
            self.text.line(at, &format!("ip {address}"));
        }
        if !machine.public.is_empty()
            && let Some(public) = self.address(at, &machine.public)
        {
            self.text.line(at, &format!("public-ip {public}"));
        }
        let groups = self.references(&machine.groups, &machine.vpc);
        self.text.line(at, &format!("security-group {groups}"));
        if machine.unchecked {
            self.text.line(at, "source-dest-check no");
        }
        self.close(at);
    }

    /// Machines of a VPC that are known by their interfaces only.
    fn unknown_machines(&mut self, vpc: &str) {
        let unknown = self.index.interfaces.iter().filter(|(id, interfaces)| {
            !self.index.machines_by_id.contains(**id)
                && interfaces.iter().any(|interface| interface.vpc == vpc)
        });
        let unknown: Vec<(&str, Vec<&Interface<'t>>)> = unknown.map(|(id, all)| (*id, all.clone())).collect();
        for (id, interfaces) in unknown {
            let Some(first) = interfaces.first().map(|interface| interface.named.at) else { continue };
            self.open(first, &format!("instance {}", written_name(id)));
            self.text.line(first, &format!("id {}", written_name(id)));
            for interface in interfaces {
                self.interface(interface);
            }
            self.close(first);
            let message =
                "an instance that is known by its interfaces only is taken to have no name and no tags";
            self.log.find(finding::assumed(first, message));
        }
    }

    pub(super) fn interface(&mut self, interface: &'a Interface<'t>) {
        let subnet = self.reference(&interface.subnet, &interface.vpc);
        let head = format!("interface {} in {subnet}", self.name(&interface.named.id));
        self.open(interface.named.at, &head);
        self.inside(interface);
        self.close(interface.named.at);
    }

    /// An interface of neither machine nor endpoint: of a managed service, for most.
    fn alone(&mut self, interface: &'a Interface<'t>) {
        let at = interface.named.at;
        match &*interface.kind {
            // They stand with the gateways that they belong to.
            "natGateway" | "nat_gateway" => return,
            _ if self.is_balanced(interface) => return,
            "transit_gateway" => {
                let mut attached = self.aws.transit.attachments.iter().filter_map(|one| one.vpc.as_ref());
                if !attached.any(|vpc| vpc.subnets.contains(&interface.subnet)) {
                    let what = "the transit gateway attachment of a network interface is";
                    let call = "describe-transit-gateway-vpc-attachments";
                    self.log.find(finding::missing_list(at, &what, call));
                }
                return;
            }
            kind @ ("gateway_load_balancer_endpoint" | "vpc_endpoint") => {
                let what = "the endpoint of a network interface is";
                self.log.find(finding::missing_list(at, &what, "describe-vpc-endpoints"));
                // Of an interface endpoint at least it is known who may call it.
                if kind != "vpc_endpoint" {
                    return;
                }
            }
            kind @ "gateway_load_balancer" => {
                return self.log.find(finding::no_form(at, &format!("an interface of the type `{kind}`")));
            }
            _ => {}
        }
        if interface.idle {
            return self.log.find(finding::idle(at, "a network interface that is attached to nothing"));
        }
        let kind = if interface.kind.is_empty() { "interface" } else { &*interface.kind };
        if interface.groups.is_empty() {
            let what = format!("an interface of the type `{kind}` without security groups");
            return self.log.find(finding::no_form(at, &what));
        }
        let subnet = self.reference(&interface.subnet, &interface.vpc);
        self.open(at, &format!("interface {} in {subnet}", self.name(&interface.named.id)));
        self.inside(interface);
        self.close(at);
        // Of other types it is a service's in any case.
        if !interface.attached && matches!(kind, "interface" | "efa" | "efa-only" | "trunk") {
            let what = "what a network interface is attached to is";
            self.log.find(finding::missing_list(at, &what, "describe-network-interfaces"));
        }
        if interface.balances {
            self.log
                .find(finding::no_form(at, "what an interface of a load balancer passes on to its targets"));
        }
    }

    /// What both have in their blocks.
    fn inside(&mut self, interface: &'a Interface<'t>) {
        let at = interface.named.at;
        self.labels(&interface.named);
        let private = interface.addresses.iter().map(|mapped| &mapped.private).chain(&interface.v6);
        let private: Vec<String> = private.filter_map(|address| self.address(at, address)).collect();
        if !private.is_empty() {
            self.text.line(at, &format!("ip {}", private.join(", ")));
        }
        let prefixes = self.ranges(at, &interface.prefixes);
        if !prefixes.is_empty() {
            self.text.line(at, &format!("prefix {}", prefixes.join(", ")));
        }
        self.public(interface);
        let groups = interface.groups.iter();
        let groups: Vec<(u32, String)> =
            groups.map(|(at, group)| (*at, self.reference(group, &interface.vpc))).collect();
        for (index, (group_at, group)) in groups.iter().enumerate() {
            if index == 0 {
                self.text.start(at);
                self.text.push("security-group ");
            } else {
                self.text.from(at);
                self.text.push(", ");
            }
            self.text.from(*group_at);
            self.text.push(group);
        }
        if groups.is_empty() {
            let what = "the security groups of a network interface are";
            self.log.find(finding::missing_list(at, &what, "describe-network-interfaces"));
        } else {
            self.text.push("\n");
        }
        if !interface.checks {
            self.text.line(at, "source-dest-check no");
        }
        if interface.shut {
            self.text.line(at, "deny-all-igw-traffic yes");
        }
    }

    /// The public addresses of an interface: those printed with it, and Elastic IPs that name it.
    fn public(&mut self, interface: &'a Interface<'t>) {
        let at = interface.named.at;
        let printed = interface.addresses.iter().filter(|mapped| !mapped.public.is_empty());
        let mut mapped: Vec<(u32, &str, &str)> =
            printed.map(|mapped| (mapped.at, &*mapped.private, &*mapped.public)).collect();
        for address in all(&self.index.addresses, &interface.named.id) {
            if !address.public.is_empty() && mapped.iter().all(|(_, _, known)| *known != address.public) {
                mapped.push((address.at, &address.private, &address.public));
            }
        }
        for (from, private, public) in mapped {
            let Some(public) = self.address(from, public) else { continue };
            let private = if private.is_empty() { None } else { self.address(from, private) };
            let private = private.map(|private| format!(" -> {private}")).unwrap_or_default();
            self.text.line(from, &format!("public-ip {public}{private}"));
        }
        self.text.from(at);
    }

    /// What stands in no VPC: gateways that are attached to none, instances that are gone, and Elastic IPs of interfaces that no
    /// export has.
    pub(super) fn leftovers(&mut self) {
        let interfaces: BTreeSet<&str> = self.aws.interfaces.iter().map(|one| &*one.named.id).collect();
        for address in &self.aws.addresses {
            if !address.interface.is_empty() && !interfaces.contains(&*address.interface) {
                let (at, id) = (address.at, &address.interface);
                self.log.find(finding::missing(at, "network interface", id, "describe-network-interfaces"));
            }
        }
        for gateway in self.aws.gateways.iter().filter(|gateway| gateway.vpcs.is_empty()) {
            let what = format!("{} that is attached to no VPC", with_article(gateway.word));
            self.log.find(finding::idle(gateway.named.at, &what));
        }
        for machine in self.aws.machines.iter().filter(|machine| machine.is_gone()) {
            let what = format!("an instance that is `{}`", machine.state);
            self.log.find(finding::idle(machine.named.at, &what));
        }
    }
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['e', 'i']) { "an" } else { "a" };
    format!("{article} {}", word.replace('-', " "))
}
