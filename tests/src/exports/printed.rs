//! What exports say, read as JSON and nothing else.

mod balancer;

use std::collections::BTreeSet;

use ringfence_import::Export;
use serde_json::Value;

use super::{Facts, lists, range};

/// What may be attached to a transit gateway.
const ATTACHED: [&str; 4] = ["vpc", "peering", "vpn", "direct-connect-gateway"];

/// Interfaces that stand for something else than a machine.
const NO_MACHINES: [&str; 3] = ["nat_gateway", "transit_gateway", "natGateway"];

/// Every fact that has to stand in the estate.
///
/// # Panics
/// Where a text is no JSON, or not as the cloud prints it.
#[must_use]
pub fn printed(exports: &[Export]) -> Facts {
    let parsed = |export: &Export| (export.name.clone(), serde_json::from_str(&export.text).expect("JSON"));
    let texts: Vec<(String, Value)> = exports.iter().map(parsed).collect();
    let mut facts = Printed { texts: &texts, facts: Facts::new() };
    facts.networks();
    facts.tables();
    facts.acls();
    facts.groups();
    facts.gateways();
    facts.peerings();
    facts.interfaces();
    facts.prefix_lists();
    facts.balancers();
    facts.services();
    facts.transit_gateways();
    facts.facts
}

struct Printed<'v> {
    texts: &'v [(String, Value)],
    facts: Facts,
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn elements(value: &Value) -> impl Iterator<Item = (usize, &Value)> {
    value.as_array().into_iter().flatten().enumerate()
}

impl<'v> Printed<'v> {
    fn tell(&mut self, file: &str, pointer: &str, fact: String) {
        self.facts.entry(fact).or_default().insert((file.to_owned(), pointer.to_owned()));
    }

    fn networks(&mut self) {
        for (names, id) in [(["Vpcs", "vpcs"], "VpcId"), (["Subnets", "subnets"], "SubnetId")] {
            for (file, pointer, thing) in lists(self.texts, &names) {
                let mut ranges: BTreeSet<&str> = [text(&thing["CidrBlock"])].into();
                for (list, member, state) in [
                    ("CidrBlockAssociationSet", "CidrBlock", "CidrBlockState"),
                    ("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState"),
                ] {
                    let used = elements(&thing[list]).filter(|(_, one)| one[state]["State"] == "associated");
                    ranges.extend(used.map(|(_, one)| text(&one[member])));
                }
                for one in ranges {
                    self.tell(file, &pointer, format!("{} has {}", text(&thing[id]), range(one)));
                }
            }
        }
        // The subnets that a table or an ACL names.
        let subnets = lists(self.texts, &["Subnets", "subnets"]);
        for (names, id) in [
            (["RouteTables", "route_tables"], "RouteTableId"),
            (["NetworkAcls", "network_acls"], "NetworkAclId"),
        ] {
            for (_, _, thing) in lists(self.texts, &names) {
                for (_, association) in elements(&thing["Associations"]) {
                    let own = |one: &&(&str, String, &Value)| one.2["SubnetId"] == association["SubnetId"];
                    if let Some((file, pointer, subnet)) = subnets.iter().find(own) {
                        let fact = format!("{} by {}", text(&subnet["SubnetId"]), text(&thing[id]));
                        self.tell(file, pointer, fact);
                    }
                }
            }
        }
    }

    fn tables(&mut self) {
        for (file, pointer, table) in lists(self.texts, &["RouteTables", "route_tables"]) {
            let id = text(&table["RouteTableId"]);
            if elements(&table["Associations"]).any(|(_, one)| one["Main"] == true) {
                self.tell(file, &pointer, format!("{id} is main"));
            }
            for (_, gateway) in elements(&table["PropagatingVgws"]) {
                let fact = format!("{id} takes over from {}", text(&gateway["GatewayId"]));
                self.tell(file, &pointer, fact);
            }
            for (index, route) in elements(&table["Routes"]) {
                if route["Origin"] == "EnableVgwRoutePropagation" {
                    continue;
                }
                let member = |name: &str| route[name].as_str();
                let Some(destination) = member("DestinationCidrBlock")
                    .or_else(|| member("DestinationIpv6CidrBlock"))
                    .map(range)
                    .or_else(|| {
                        member("DestinationPrefixListId")
                            .filter(|list| self.has_entries(list))
                            .map(str::to_owned)
                    })
                else {
                    continue;
                };
                let targets = [
                    "GatewayId",
                    "NatGatewayId",
                    "EgressOnlyInternetGatewayId",
                    "NetworkInterfaceId",
                    "TransitGatewayId",
                    "VpcPeeringConnectionId",
                ];
                let target = targets.into_iter().find_map(member).expect("a target");
                let lost = route["State"] == "blackhole" || self.lost_peerings().contains(target);
                let target = if lost { "blackhole" } else { target };
                let target = if self.is_untold(target) { "unknown" } else { target };
                let pointer = format!("{pointer}/Routes/{index}");
                self.tell(file, &pointer, format!("{id} {destination} -> {target}"));
            }
        }
    }

    /// Whether a VPN gateway has lines that learn by BGP, and no table takes over its routes: nobody knows where it leads.
    fn is_untold(&self, gateway: &str) -> bool {
        let tables = lists(self.texts, &["RouteTables"]);
        let takes_over = |table: &Value| {
            let learnt = elements(&table["Routes"]).any(|(_, route)| {
                route["GatewayId"] == gateway && route["Origin"] == "EnableVgwRoutePropagation"
            });
            learnt || elements(&table["PropagatingVgws"]).any(|(_, one)| one["GatewayId"] == gateway)
        };
        let taken_over = tables.iter().any(|(.., table)| takes_over(table));
        let lines = lists(self.texts, &["VpnConnections"]);
        let by_vpn = lines
            .iter()
            .any(|(.., line)| line["VpnGatewayId"] == gateway && line["Options"]["StaticRoutesOnly"] != true);
        let behind = ["directConnectGatewayAssociations", "DirectConnectGatewayAssociations"];
        let behind = lists(self.texts, &behind);
        let direct = behind
            .iter()
            .any(|(.., one)| one["associatedGateway"]["id"] == gateway || one["virtualGatewayId"] == gateway);
        gateway.starts_with("vgw-") && (by_vpn || direct) && !taken_over
    }

    fn acls(&mut self) {
        for (file, pointer, acl) in lists(self.texts, &["NetworkAcls", "network_acls"]) {
            for (index, entry) in elements(&acl["Entries"]) {
                let number = entry["RuleNumber"].as_u64().expect("a number");
                if number > 32_766 {
                    continue;
                }
                let direction = if entry["Egress"] == true { "egress" } else { "ingress" };
                let peer = entry["CidrBlock"].as_str().or(entry["Ipv6CidrBlock"].as_str()).expect("a range");
                let ports = &entry["PortRange"];
                let icmp = &entry["IcmpTypeCode"];
                let traffic = match text(&entry["Protocol"]) {
                    "6" | "17" => traffic(&entry["Protocol"], &ports["From"], &ports["To"]),
                    _ => traffic(&entry["Protocol"], &icmp["Type"], &icmp["Code"]),
                };
                let id = text(&acl["NetworkAclId"]);
                let action = text(&entry["RuleAction"]);
                let fact = format!("{id} {direction} {number} {action} {traffic} {}", range(peer));
                self.tell(file, &format!("{pointer}/Entries/{index}"), fact);
            }
        }
    }

    fn groups(&mut self) {
        let known = self.known(&["SecurityGroups", "security_groups"], "GroupId");
        let mut stale = BTreeSet::new();
        for (_, _, group) in lists(self.texts, &["StaleSecurityGroupSet"]) {
            for rules in ["StaleIpPermissions", "StaleIpPermissionsEgress"] {
                for (_, rule) in elements(&group[rules]) {
                    let pairs = elements(&rule["UserIdGroupPairs"]);
                    stale.extend(pairs.map(|(_, one)| (text(&group["GroupId"]), text(&one["GroupId"]))));
                }
            }
        }
        for (file, pointer, group) in lists(self.texts, &["SecurityGroups", "security_groups"]) {
            let id = text(&group["GroupId"]);
            self.tell(file, &pointer, format!("{id} is a group"));
            for (_, _, used) in lists(self.texts, &["SecurityGroupVpcAssociations"]) {
                if used["GroupId"] == id && used["State"] == "associated" {
                    self.tell(file, &pointer, format!("{id} is used in {}", text(&used["VpcId"])));
                }
            }
            for (direction, list) in [("ingress", "IpPermissions"), ("egress", "IpPermissionsEgress")] {
                for (index, rule) in elements(&group[list]) {
                    let traffic = traffic(&rule["IpProtocol"], &rule["FromPort"], &rule["ToPort"]);
                    let ranges = [("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6")];
                    let ranges = ranges.into_iter().flat_map(|(list, member)| {
                        elements(&rule[list]).map(move |(_, one)| range(text(&one[member])))
                    });
                    let groups = elements(&rule["UserIdGroupPairs"]).filter(|(_, one)| {
                        let peer = text(&one["GroupId"]);
                        !stale.contains(&(id, peer))
                            && (one["PeeringStatus"].is_null() || one["PeeringStatus"] == "active")
                    });
                    let lists = elements(&rule["PrefixListIds"]).map(|(_, one)| text(&one["PrefixListId"]));
                    let lists =
                        lists.map(|list| if self.has_entries(list) { list } else { "unknown" }.to_owned());
                    let groups = groups.map(|(_, one)| text(&one["GroupId"]));
                    let groups = groups.map(|peer| if known.contains(peer) { peer } else { "unknown" });
                    let peers: Vec<String> = ranges.chain(groups.map(str::to_owned)).chain(lists).collect();
                    for peer in peers {
                        let pointer = format!("{pointer}/{list}/{index}");
                        self.tell(file, &pointer, format!("{id} {direction} {traffic} {peer}"));
                    }
                }
            }
        }
    }

    fn gateways(&mut self) {
        for (names, id) in [
            (&["InternetGateways", "internet_gateways"][..], "InternetGatewayId"),
            (&["EgressOnlyInternetGateways"], "EgressOnlyInternetGatewayId"),
            (&["VpnGateways"], "VpnGatewayId"),
        ] {
            for (file, pointer, gateway) in lists(self.texts, names) {
                let attached = [&gateway["Attachments"], &gateway["VpcAttachments"]];
                for (_, attachment) in attached.into_iter().flat_map(elements) {
                    let fact = format!("{} at {}", text(&gateway[id]), text(&attachment["VpcId"]));
                    self.tell(file, &pointer, fact);
                }
            }
        }
        let gateways: BTreeSet<&str> = lists(self.texts, &["VpnGateways"])
            .into_iter()
            .filter(|(_, _, gateway)| elements(&gateway["VpcAttachments"]).next().is_some())
            .map(|(_, _, gateway)| text(&gateway["VpnGatewayId"]))
            .chain(self.known(&["TransitGateways"], "TransitGatewayId"))
            .collect();
        for (file, pointer, line) in lists(self.texts, &["VpnConnections"]) {
            let gateway = line["VpnGatewayId"].as_str().unwrap_or_else(|| text(&line["TransitGatewayId"]));
            if line["State"] != "available" || !gateways.contains(gateway) {
                continue;
            }
            let id = text(&line["VpnConnectionId"]);
            self.tell(file, &pointer, format!("{id} to {gateway}"));
            for (index, route) in elements(&line["Routes"]).filter(|(_, one)| one["State"] == "available") {
                let fact = format!("{id} tells {}", range(text(&route["DestinationCidrBlock"])));
                self.tell(file, &format!("{pointer}/Routes/{index}"), fact);
            }
        }
        for (file, pointer, nat) in lists(self.texts, &["NatGateways"]) {
            if nat["State"] != "available" {
                continue;
            }
            let id = text(&nat["NatGatewayId"]);
            self.tell(file, &pointer, format!("{id} at {}", text(&nat["SubnetId"])));
            for (_, address) in elements(&nat["NatGatewayAddresses"]) {
                for member in ["PrivateIp", "PublicIp"] {
                    self.tell(file, &pointer, format!("{id} has {}", text(&address[member])));
                }
            }
        }
    }

    fn known(&self, names: &[&str], id: &str) -> BTreeSet<&'v str> {
        lists(self.texts, names).into_iter().map(|(_, _, thing)| text(&thing[id])).collect()
    }

    /// The VPCs that only an active peering with one of the printed ones tells of, where it tells of their ranges.
    fn strangers(&self) -> Vec<(&'v str, String, &'v Value)> {
        let known = self.known(&["Vpcs", "vpcs"], "VpcId");
        let mut strangers = Vec::new();
        for (file, pointer, peering) in lists(self.texts, &["VpcPeeringConnections"]) {
            let ends = [&peering["RequesterVpcInfo"], &peering["AccepterVpcInfo"]];
            let is_known = |end: &Value| known.contains(text(&end["VpcId"]));
            if peering["Status"]["Code"] == "active" && ends.iter().any(|end| is_known(end)) {
                let unknown = ends.into_iter().filter(|end| !is_known(end) && !end["CidrBlockSet"].is_null());
                strangers.extend(unknown.map(|end| (file, pointer.clone(), end)));
            }
        }
        strangers
    }

    /// The VPCs of which something is known.
    fn told_vpcs(&self) -> BTreeSet<&'v str> {
        let strangers = self.strangers().into_iter().map(|(_, _, end)| text(&end["VpcId"]));
        self.known(&["Vpcs", "vpcs"], "VpcId").into_iter().chain(strangers).collect()
    }

    /// The peerings that lead to VPCs of which nothing is known.
    fn lost_peerings(&self) -> BTreeSet<&'v str> {
        let known = self.told_vpcs();
        let lost = lists(self.texts, &["VpcPeeringConnections"]).into_iter().filter(|(_, _, peering)| {
            ["RequesterVpcInfo", "AccepterVpcInfo"]
                .iter()
                .any(|end| !known.contains(text(&peering[end]["VpcId"])))
        });
        lost.map(|(_, _, peering)| text(&peering["VpcPeeringConnectionId"])).collect()
    }

    fn peerings(&mut self) {
        let mut facts = Vec::new();
        for (file, pointer, end) in self.strangers() {
            for (_, one) in elements(&end["CidrBlockSet"]) {
                let range = range(text(&one["CidrBlock"]));
                facts.push((file, pointer.clone(), format!("{} has {range}", text(&end["VpcId"]))));
            }
        }
        let lost = self.lost_peerings();
        for (file, pointer, peering) in lists(self.texts, &["VpcPeeringConnections"]) {
            let id = text(&peering["VpcPeeringConnectionId"]);
            if lost.contains(id) {
                continue;
            }
            let status = match text(&peering["Status"]["Code"]) {
                "active" => "Active",
                "pending-acceptance" => "Pending",
                _ => "Deleted",
            };
            let [one, other] =
                ["RequesterVpcInfo", "AccepterVpcInfo"].map(|end| text(&peering[end]["VpcId"]));
            facts.push((file, pointer, format!("{id} {one} - {other} {status}")));
        }
        for (file, pointer, fact) in facts {
            self.tell(file, &pointer, fact);
        }
    }

    fn transit_gateways(&mut self) {
        let there = |one: &Value| matches!(text(&one["State"]), "available" | "modifying");
        let attachments = lists(self.texts, &["TransitGatewayAttachments", "TransitGatewayVpcAttachments"]);
        let is_known = |one: &Value| one["ResourceType"].as_str().is_none_or(|kind| ATTACHED.contains(&kind));
        for (file, pointer, one) in attachments.iter().filter(|(_, _, one)| there(one) && is_known(one)) {
            let id = text(&one["TransitGatewayAttachmentId"]);
            // Each call tells something of it, and its place may be in either.
            let mut places: Vec<(&str, &str)> = vec![(file, pointer)];
            let same = attachments.iter().filter(|(_, _, other)| other["TransitGatewayAttachmentId"] == id);
            places.extend(same.map(|(file, pointer, _)| (*file, pointer.as_str())));
            let mut facts = Vec::new();
            if one["ResourceType"] == "peering" {
                let (gateway, other) = (text(&one["TransitGatewayId"]), text(&one["ResourceId"]));
                facts.push(format!("{id} of {gateway} to {other}"));
                let peerings = lists(self.texts, &["TransitGatewayPeeringAttachments"]);
                for (file, pointer, _) in
                    peerings.iter().filter(|(_, _, other)| other["TransitGatewayAttachmentId"] == id)
                {
                    // Its place may be there.
                    let asks =
                        format!("{id} asks {}", text(&one["Association"]["TransitGatewayRouteTableId"]));
                    self.tell(file, pointer, asks);
                    self.tell(file, pointer, format!("{id} of {gateway} to {other}"));
                }
            }
            let resource = text(&one["ResourceId"]);
            let line = match one["ResourceType"].as_str() {
                Some("vpn") => Some(resource),
                Some("direct-connect-gateway") => {
                    let interfaces = lists(self.texts, &["virtualInterfaces", "VirtualInterfaces"]);
                    let mut own = interfaces.iter().filter_map(|(_, _, one)| {
                        let gateways = [&one["directConnectGatewayId"], &one["DirectConnectGatewayId"]];
                        let id = one["virtualInterfaceId"].as_str().or(one["VirtualInterfaceId"].as_str());
                        id.filter(|_| gateways.into_iter().any(|gateway| gateway == resource))
                    });
                    Some(own.next().expect("a virtual interface"))
                }
                _ => None,
            };
            facts.extend(line.map(|line| format!("{id} of {} to {line}", text(&one["TransitGatewayId"]))));
            if let Some(vpc) = one["VpcId"].as_str() {
                facts.push(format!("{id} of {} to {vpc}", text(&one["TransitGatewayId"])));
                let subnets = elements(&one["SubnetIds"]).map(|(_, one)| text(one));
                facts.extend(subnets.map(|subnet| format!("{id} in {subnet}")));
                for (member, what, default) in [
                    ("ApplianceModeSupport", "appliance", "disable"),
                    ("SecurityGroupReferencingSupport", "references", "enable"),
                ] {
                    let says = one["Options"][member].as_str().unwrap_or(default);
                    facts.push(format!("{id} {what} {says}"));
                }
            }
            let association = &one["Association"];
            if association["State"] == "associated" {
                facts.push(format!("{id} asks {}", text(&association["TransitGatewayRouteTableId"])));
            }
            for fact in facts {
                places.iter().for_each(|(file, pointer)| self.tell(file, pointer, fact.clone()));
            }
        }
        // For one table, which the file's name has, or for each.
        let named =
            |file: &str| file.find("tgw-rtb-").map(|at| file[at..].trim_end_matches(".json").to_owned());
        let of_files = self.texts.iter().filter(|(_, value)| value["Routes"].is_array());
        let mut told: Vec<String> = of_files.filter_map(|(file, _)| named(file)).collect();
        let of_lists = lists(self.texts, &["TransitGatewayStaticRoutes"]);
        told.extend(of_lists.iter().map(|(.., one)| text(&one["TransitGatewayRouteTableId"]).to_owned()));
        for (file, pointer, table) in lists(self.texts, &["TransitGatewayRouteTables"]) {
            let id = text(&table["TransitGatewayRouteTableId"]);
            for anywhere in ["0.0.0.0/0", "::/0"].iter().filter(|_| !told.iter().any(|told| told == id)) {
                self.tell(file, &pointer, format!("{id} {anywhere} -> unknown"));
            }
            let fact = format!(
                "{} of {}",
                text(&table["TransitGatewayRouteTableId"]),
                text(&table["TransitGatewayId"])
            );
            self.tell(file, &pointer, fact);
        }
        for (file, value) in self.texts {
            let one = [("Routes", value), ("TransitGatewayRouteTablePropagations", value)];
            for (member, value) in one.into_iter().filter(|(member, value)| value[*member].is_array()) {
                let table = named(file).expect("a table");
                self.transit_table(file, "", member, &table, value);
            }
        }
        for (list, member) in [
            ("TransitGatewayStaticRoutes", "Routes"),
            ("TransitGatewayPropagations", "TransitGatewayRouteTablePropagations"),
        ] {
            for (file, pointer, value) in lists(self.texts, &[list]) {
                let table = text(&value["TransitGatewayRouteTableId"]);
                // Where the routes of a table are not told, none of it is known to lead anywhere.
                if told.iter().any(|told| told == table) {
                    self.transit_table(file, &pointer, member, table, value);
                }
            }
        }
    }

    fn is_modelled(&self, attachment: &str) -> bool {
        let all = lists(self.texts, &["TransitGatewayAttachments", "TransitGatewayVpcAttachments"]);
        let mut own = all.iter().filter(|(_, _, one)| one["TransitGatewayAttachmentId"] == attachment);
        own.all(|(_, _, one)| one["ResourceType"].as_str().is_none_or(|kind| ATTACHED.contains(&kind)))
    }

    fn transit_table(&mut self, file: &str, around: &str, member: &str, table: &str, value: &Value) {
        for (index, one) in elements(&value[member]) {
            let pointer = format!("{around}/{member}/{index}");
            if member == "Routes" {
                if one["Type"] != "static" {
                    // What a VPN told, which is known by this alone.
                    let target = &one["TransitGatewayAttachments"][0];
                    if target["ResourceType"] == "vpn" {
                        let (vpn, told) = (text(&target["ResourceId"]), text(&one["DestinationCidrBlock"]));
                        self.tell(file, &pointer, format!("{vpn} tells {}", range(told)));
                    }
                    continue;
                }
                let target = one["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"].as_str();
                let target =
                    if one["State"] == "blackhole" { "blackhole" } else { target.expect("a target") };
                let is_known = target == "blackhole" || self.is_modelled(target);
                let target = if is_known { target } else { "unknown" };
                let destination = range(text(&one["DestinationCidrBlock"]));
                self.tell(file, &pointer, format!("{table} {destination} -> {target}"));
            } else if one["State"] == "enabled" {
                let attachment = text(&one["TransitGatewayAttachmentId"]);
                if !self.is_modelled(attachment) {
                    continue;
                }
                self.tell(file, &pointer, format!("{table} from {attachment}"));
            }
        }
    }

    fn interfaces(&mut self) {
        let mut known = BTreeSet::new();
        for (file, pointer, interface) in lists(self.texts, &["NetworkInterfaces"]) {
            known.insert(text(&interface["NetworkInterfaceId"]).to_owned());
            let machine = interface["Attachment"]["InstanceId"].as_str();
            let alone = machine.is_none();
            let kind = text(&interface["InterfaceType"]);
            let nothing = interface["Status"] == "available" || NO_MACHINES.contains(&kind);
            let is_balanced = text(&interface["Description"]).strip_prefix("ELB ").is_some_and(|of| {
                let balancers = lists(self.texts, &["LoadBalancers"]);
                let end = format!(":loadbalancer/{of}");
                let classic = lists(self.texts, &["LoadBalancerDescriptions"]);
                balancers.iter().any(|(_, _, one)| text(&one["LoadBalancerArn"]).ends_with(&end))
                    || classic.iter().any(|(_, _, one)| {
                        one["LoadBalancerName"] == of && one["VPCId"] == interface["VpcId"]
                    })
            });
            if alone && (nothing || is_balanced || elements(&interface["Groups"]).next().is_none()) {
                continue;
            }
            let id = text(&interface["NetworkInterfaceId"]);
            let endpoints = lists(self.texts, &["VpcEndpoints"]);
            let endpoint = endpoints.iter().find(|(_, _, endpoint)| {
                elements(&endpoint["NetworkInterfaceIds"]).any(|(_, interface)| interface == id)
            });
            let endpoint = endpoint.map(|(_, _, endpoint)| text(&endpoint["VpcEndpointId"]));
            let machine = machine.or(endpoint).unwrap_or(id);
            self.interface(file, &pointer, interface, machine);
        }
        let mut machines = Vec::new();
        for (file, pointer, reservation) in lists(self.texts, &["Reservations"]) {
            for (index, machine) in elements(&reservation["Instances"]) {
                machines.push((file, format!("{pointer}/Instances/{index}"), machine));
            }
        }
        machines.extend(lists(self.texts, &["instances"]));
        for (file, pointer, machine) in machines {
            for (index, interface) in elements(&machine["NetworkInterfaces"]) {
                if known.insert(text(&interface["NetworkInterfaceId"]).to_owned()) {
                    let pointer = format!("{pointer}/NetworkInterfaces/{index}");
                    self.interface(file, &pointer, interface, text(&machine["InstanceId"]));
                }
            }
        }
    }

    /// Whether the entries of a list are there.
    fn has_entries(&self, list: &str) -> bool {
        lists(self.texts, &["PrefixLists"])
            .iter()
            .any(|(_, _, one)| one["PrefixListId"] == list && elements(&one["Cidrs"]).next().is_some())
    }

    /// The lists that a rule or a route names, and what of their entries is printed.
    fn prefix_lists(&mut self) {
        let named: BTreeSet<String> = self.facts.keys().cloned().collect();
        for (file, pointer, list) in lists(self.texts, &["PrefixLists"]) {
            let id = text(&list["PrefixListId"]);
            if named.iter().any(|fact| fact.split(' ').any(|word| word == id)) {
                for (_, entry) in elements(&list["Cidrs"]) {
                    self.tell(file, &pointer, format!("{id} has {}", range(text(entry))));
                }
            }
        }
    }

    fn interface(&mut self, file: &str, pointer: &str, interface: &Value, machine: &str) {
        let id = text(&interface["NetworkInterfaceId"]);
        self.tell(file, pointer, format!("{id} at {}", text(&interface["SubnetId"])));
        self.tell(file, pointer, format!("{id} of {machine}"));
        for (index, address) in elements(&interface["PrivateIpAddresses"]) {
            let private = text(&address["PrivateIpAddress"]);
            self.tell(file, pointer, format!("{id} has {private}"));
            if let Some(public) = address["Association"]["PublicIp"].as_str() {
                let pointer = format!("{pointer}/PrivateIpAddresses/{index}");
                self.tell(file, &pointer, format!("{id} {public} -> {private}"));
            }
        }
        for (_, address) in elements(&interface["Ipv6Addresses"]) {
            self.tell(file, pointer, format!("{id} has {}", text(&address["Ipv6Address"])));
        }
        for (_, group) in elements(&interface["Groups"]) {
            self.tell(file, pointer, format!("{id} carries {}", text(&group["GroupId"])));
        }
        if interface["SourceDestCheck"] == false {
            self.tell(file, pointer, format!("{id} sends on"));
        }
    }
}

/// Traffic by protocol number and ports, or type and code: -1 and nothing are all of them.
fn traffic(protocol: &Value, first: &Value, last: &Value) -> String {
    let number = match text(protocol) {
        "-1" => return "any".to_owned(),
        "tcp" => "6",
        "udp" => "17",
        "icmp" => "1",
        "icmpv6" => "58",
        number => number,
    };
    let read = |value: &Value| value.as_i64().filter(|number| *number >= 0);
    match number {
        "6" | "17" => format!("{number} {}-{}", read(first).unwrap_or(0), read(last).unwrap_or(65_535)),
        "1" | "58" => match (read(first), read(last)) {
            (None, _) => format!("{number} *"),
            (Some(kind), None) => format!("{number} {kind}/*"),
            (Some(kind), Some(code)) => format!("{number} {kind}/{code}"),
        },
        number => number.to_owned(),
    }
}
