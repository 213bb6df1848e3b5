//! What no export has, or an export has no longer: answers that hang on it are unknown or none is a proof, and all others stay.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

mod made;

use ringfence_import::Export;
use serde_json::{Value, json};

use crate::made::{Made, exports, hub, with, without};

#[test]
fn all_is_known_of_a_whole_export() {
    let made = Made::of(&exports());
    assert_eq!(made.told, [""; 0], "{}", made.text);
    for (question, verdict) in [
        ("a -> b : tcp 443", "reachable"),
        ("a -> b : tcp 80", "blocked"),
        ("a -> c : tcp 443", "reachable"),
        ("c -> d : tcp 443", "reachable"),
    ] {
        assert_eq!(made.ask(question), verdict, "{question}");
    }
}

#[test]
fn a_list_that_is_absent_is_not_an_empty_one() {
    let (group, acl, table) = ("/SecurityGroups/0", "/NetworkAcls/0", "/RouteTables/0");
    let rule = format!("{group}/IpPermissions/0");
    let no_list = |list: &str| format!("warning {rule}: a rule of a security group has no `{list}`");
    for (member, told, line, question) in [
        (
            format!("{group}/IpPermissions"),
            format!("warning {group}: the `IpPermissions` of security group `sg-1` are not in the exports"),
            "ingress any from unknown",
            "a -> b : tcp 80",
        ),
        (
            format!("{group}/IpPermissionsEgress"),
            format!(
                "warning {group}: the `IpPermissionsEgress` of security group `sg-1` are not in the exports"
            ),
            "egress any to unknown",
            "a -> b : tcp 443",
        ),
        (
            format!("{rule}/IpRanges/0/CidrIp"),
            format!("warning {rule}/IpRanges/0: a peer of a rule has no `CidrIp` or `GroupId`"),
            "ingress any from unknown",
            "a -> b : tcp 443",
        ),
        (format!("{rule}/IpRanges"), no_list("IpRanges"), "ingress any from unknown", "a -> b : tcp 443"),
        (
            format!("{rule}/UserIdGroupPairs"),
            no_list("UserIdGroupPairs"),
            "ingress any from unknown",
            "a -> b : tcp 443",
        ),
        (
            format!("{rule}/FromPort"),
            format!("warning {rule}: a rule has no `range of ports`"),
            "ingress any from unknown",
            "a -> b : tcp 443",
        ),
        (
            format!("{acl}/Entries"),
            format!("warning {acl}: the rules of network ACL `acl-1` are not in the exports"),
            "ingress 1 allow any from unknown",
            "a -> b : tcp 443",
        ),
        (
            format!("{table}/Routes"),
            format!("warning {table}: the routes of route table `rtb-1` are not in the exports"),
            "0.0.0.0/0 -> unknown",
            "a -> c : tcp 443",
        ),
    ] {
        let made = Made::of(&without(exports(), &member));
        made.only(&told);
        made.has(line);
        assert_eq!(made.ask(question), "unknown", "{member}");
        assert_eq!(made.ask("c -> d : tcp 443"), "reachable", "{member}");
    }
    // A rule that may be of either direction cannot be said.
    let made = Made::of(&without(exports(), &format!("{acl}/Entries/0/Egress")));
    made.only(&format!("error {acl}/Entries/0: a rule of a network ACL has no `Egress`"));
}

#[test]
fn a_subnet_that_nothing_names_has_no_known_list_where_some_do_not_tell_theirs() {
    // A second table and a second ACL, which do not say whose they are.
    let mut value = exports();
    let second = |id: &str, list: &str| json!({id: "second", "VpcId": "vpc-1", list: []});
    value["RouteTables"].as_array_mut().unwrap().push(second("RouteTableId", "Routes"));
    let made = Made::of(&value);
    made.only("warning /Subnets/0: the route table of a subnet of VPC `vpc-1` is not in the exports");
    made.has("route-table not-in-exports");
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");

    // Every subnet is named at its ACL, at the default one, too.
    let made = Made::of(&without(exports(), "/NetworkAcls/0/Associations/0"));
    made.only("warning /Subnets/0: the network ACL of a subnet is not in the exports");
    made.has("network-acl not-in-exports");
    assert_eq!(made.ask("a -> b : tcp 443"), "unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
}

#[test]
fn members_that_may_hold_rules_or_routes_make_all_of_them_unknown() {
    let more = || json!({"Allow": "0.0.0.0/0"});
    for (at, called, line, question) in [
        ("/SecurityGroups/0", "a security group", "ingress any from unknown", "a -> b : tcp 80"),
        ("/NetworkAcls/0", "a network ACL", "egress 1 allow any to unknown", "a -> b : tcp 443"),
        ("/RouteTables/0", "a route table", "0.0.0.0/0 -> unknown", "a -> c : tcp 443"),
    ] {
        let member = format!("{at}/NewMember");
        let made = Made::of(&with(exports(), &member, more()));
        made.only(&format!("warning {member}: `NewMember` of {called} is not known"));
        made.has(line);
        assert_eq!(made.ask(question), "unknown", "{at}");
        assert_eq!(made.ask("c -> d : tcp 443"), "reachable", "{at}");
        // What is named or described there is told, and holds nothing.
        let made = Made::of(&with(exports(), &member, json!("arn:aws:ec2:...")));
        made.only(&format!("warning {member}: `NewMember` of {called} is not known"));
        assert_eq!(made.ask("a -> c : tcp 443"), "reachable", "{at}");
    }
    // Of a VPC and a subnet the language cannot say it.
    for (at, called) in [("/Vpcs/0", "a VPC"), ("/Subnets/0", "a subnet")] {
        let member = format!("{at}/NewMember");
        let made = Made::of(&with(exports(), &member, more()));
        made.only(&format!("error {member}: `NewMember` of {called} is not known"));
    }
}

#[test]
fn routes_by_what_no_export_has_lead_nobody_knows_where() {
    let route = "/RouteTables/0/Routes/0";
    let propagated = json!({"DestinationCidrBlock": "10.2.0.0/16", "GatewayId": "vgw-9", "Origin": "EnableVgwRoutePropagation",
                            "State": "active"});
    let missing = format!("warning {route}: VPN gateway `vgw-9` is not in the exports");
    // A table that names no gateway, and one that does.
    let made = Made::of(&with(exports(), route, propagated.clone()));
    made.only(&missing);
    made.has("10.2.0.0/16 -> unknown");
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    let named = with(exports(), "/RouteTables/0/PropagatingVgws", json!([{"GatewayId": "vgw-9"}]));
    let made = Made::of(&with(named, route, propagated));
    assert!(made.told.iter().all(|told| told.starts_with("warning ")), "{:?}", made.told);
    made.has("10.2.0.0/16 -> unknown");
    assert!(!made.text.contains("propagate"), "{}", made.text);
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    // A gateway of a kind that nobody knows, and one that is another VPC's.
    let by = |gateway: &str| json!({"DestinationCidrBlock": "10.2.0.0/16", "GatewayId": gateway, "State": "active"});
    let made = Made::of(&with(exports(), route, by("xgw-1")));
    made.only(&format!("warning {route}: a route to `xgw-1` is not modelled yet"));
    made.has("10.2.0.0/16 -> unknown");
    let gateways = json!([{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1"}]},
                          {"InternetGatewayId": "igw-2", "Attachments": [{"VpcId": "vpc-2"}]}]);
    let made = Made::of(&with(with(exports(), "/InternetGateways", gateways), route, by("igw-2")));
    made.only(&format!(
        "warning {route}: the attachment of internet gateway `igw-2` to VPC `vpc-1` is not in the exports"
    ));
    made.has("10.2.0.0/16 -> unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
}

#[test]
fn a_propagated_route_counts_where_the_table_does_not_say_from_where() {
    let gateway =
        json!([{"VpnGatewayId": "vgw-1", "VpcAttachments": [{"VpcId": "vpc-1", "State": "attached"}]}]);
    let line = json!([{"VpnConnectionId": "vpn-1", "VpnGatewayId": "vgw-1", "State": "available",
                       "Options": {"StaticRoutesOnly": false}, "Routes": []}]);
    let mut value = with(with(exports(), "/VpnGateways", gateway), "/VpnConnections", line);
    value["RouteTables"][0]["Routes"].as_array_mut().unwrap().push(json!({
        "DestinationCidrBlock": "10.7.0.0/16", "GatewayId": "vgw-1", "Origin": "EnableVgwRoutePropagation", "State": "active"
    }));
    let made = Made::of(&value);
    made.has("10.7.0.0/16 -> vgw-1");
    let made = Made::of(&with(value, "/RouteTables/0/PropagatingVgws", json!([{"GatewayId": "vgw-1"}])));
    made.has("propagate vgw-1");
    assert!(!made.text.contains("10.7.0.0/16 -> "), "{}", made.text);
}

#[test]
fn names_that_the_import_makes_up_are_nobodys() {
    // A table of that name, of which another one is missing; a group that is called as one that is missing.
    let tags = |name: &str| json!([{"Key": "Name", "Value": name}]);
    let mut value = exports();
    value["RouteTables"][0]["Tags"] = tags("not-in-exports");
    value["RouteTables"][0]["Associations"] = json!([{"SubnetId": "subnet-15"}]);
    value["NetworkAcls"][0]["Tags"] = tags("not-in-exports");
    value["SecurityGroups"][0]["Tags"] = tags("sg-9");
    value["NetworkInterfaces"][1]["Groups"] = json!([{"GroupId": "sg-9"}]);
    value["Reservations"][0]["Instances"][0]["Tags"] = tags("i-b");
    let made = Made::of(&without(value, "/Reservations/0/Instances/1"));
    assert!(made.told.iter().all(|told| told.starts_with("warning ")), "{:?}\n{}", made.told, made.text);
    for line in [
        "route-table rtb-1 {",
        "route-table not-in-exports {",
        "security-group sg-9 {",
        "instance i-b {",
        "instance i-a {",
    ] {
        made.has(line);
    }
    assert!(
        made.text.contains("security-group \"group 1\" {") || made.text.contains("security-group sg-1 {"),
        "{}",
        made.text
    );
}

#[test]
fn a_last_page_that_is_missing_touches_what_may_stand_on_it() {
    let cut = |list: &str| {
        let rest = without(exports(), &format!("/{list}"));
        let page = json!({list: exports()[list], "NextToken": "more"});
        Made::of_all(vec![
            Export::new("e.json", rest.to_string()),
            Export::new("page.json", page.to_string()),
        ])
    };
    let told = |severity: &str, list: &str| {
        format!("{severity} /NextToken: the last page of `{list}` is not in the exports")
    };
    for list in ["SecurityGroups", "NetworkAcls", "VpcPeeringConnections"] {
        let made = cut(list);
        made.only(&told("warning", list));
        assert_eq!(made.ask("a -> c : tcp 443"), "reachable", "{list}");
    }
    // A subnet that no table names may have one that stands there.
    let made = cut("RouteTables");
    assert!(made.told.contains(&told("warning", "RouteTables")), "{:?}", made.told);
    assert!(made.told.iter().all(|told| told.starts_with("warning ")), "{:?}", made.told);
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    assert_eq!(made.ask("a -> b : tcp 443"), "reachable");
    // What nothing names cannot be said to be missing.
    for list in ["Vpcs", "Subnets", "NetworkInterfaces"] {
        cut(list).only(&told("error", list));
    }
}

#[test]
fn a_prefix_list_of_which_a_page_is_missing_has_unknown_entries() {
    let list = json!([{"PrefixListId": "pl-1"}]);
    let mut value = exports();
    value["SecurityGroups"][0]["IpPermissions"][0]["PrefixListIds"] = list;
    let entries = |more: &str| format!(r#"{{"Entries": [{{"Cidr": "10.9.0.0/16"}}]{more}}}"#);
    let of = |entries: String| {
        Made::of_all(vec![
            Export::new("e.json", value.to_string()),
            Export::new("entries-pl-1.json", entries),
        ])
    };
    let made = of(entries(r#", "NextToken": "more""#));
    assert!(made.told.iter().all(|told| told.starts_with("warning ")), "{:?}", made.told);
    made.has("ingress tcp 443 from 10.0.0.0/8, unknown");
    assert_eq!(of(entries("")).told, [""; 0]);
}

#[test]
fn a_route_to_a_list_without_entries_may_take_what_others_have() {
    let endpoint = |kind: &str| {
        json!([{"VpcEndpointId": "vpce-1", "VpcEndpointType": kind, "VpcId": "vpc-1", "State": "available",
                "ServiceName": "com.amazonaws.eu-west-1.s3", "RouteTableIds": ["rtb-1"], "SubnetIds": ["subnet-15"]}])
    };
    let routes = json!([{"DestinationCidrBlock": "10.2.0.0/16", "VpcPeeringConnectionId": "pcx-1"},
                        {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"}]);
    let value = with(exports(), "/RouteTables/0/Routes", routes);
    let made = Made::of(&with(value.clone(), "/VpcEndpoints", endpoint("GatewayLoadBalancer")));
    made.only("warning /RouteTables/0/Routes/1: the entries of prefix list `pl-1` are not in the exports");
    made.has("0.0.0.0/0 -> unknown");
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
    // A list of AWS has no private address.
    let made = Made::of(&with(value, "/VpcEndpoints", endpoint("Gateway")));
    made.only("warning /RouteTables/0/Routes/1: the entries of prefix list `pl-1` are not in the exports");
    made.has("0.0.0.0/0 -> unknown");
    assert_eq!(made.ask("a -> c : tcp 443"), "reachable");
}

#[test]
fn a_table_of_a_transit_gateway_is_known_where_all_that_fills_it_is() {
    let made = Made::of(&hub());
    assert_eq!(made.told, [""; 0], "{}", made.text);
    assert_eq!(made.ask("a -> c : tcp 443"), "reachable");
    let static_routes = "/TransitGatewayStaticRoutes/0";
    let table = "/TransitGatewayRouteTables/0";
    let not_told = |what: &str| {
        format!(
            "warning {table}: the {what} of transit gateway route table `tgw-rtb-1` are not in the exports"
        )
    };
    for (value, told) in [
        (without(hub(), "/TransitGatewayPropagations"), not_told("propagations")),
        (without(hub(), &format!("{static_routes}/Routes")), not_told("routes")),
        (
            with(hub(), &format!("{static_routes}/AdditionalRoutesAvailable"), json!(true)),
            format!(
                "warning {static_routes}/AdditionalRoutesAvailable: the transit gateway has more routes than were printed"
            ),
        ),
        (
            with(hub(), &format!("{table}/NewMember"), json!([{"Allow": "0.0.0.0/0"}])),
            format!(
                "warning {table}/NewMember: `NewMember` of a route table of a transit gateway is not known"
            ),
        ),
    ] {
        let made = Made::of(&value);
        made.only(&told);
        made.has("0.0.0.0/0 -> unknown");
        assert_eq!(made.ask("a -> c : tcp 443"), "unknown", "{told}");
        assert_eq!(made.ask("c -> d : tcp 443"), "reachable", "{told}");
    }
}

#[test]
fn a_table_of_a_transit_gateway_of_which_a_page_is_missing_leads_nobody_knows_where() {
    let routes = hub()["TransitGatewayStaticRoutes"][0]["Routes"].clone();
    let rest = without(hub(), "/TransitGatewayStaticRoutes");
    let of = |more: Value| {
        let page = with(json!({"Routes": routes}), "/NextToken", more).to_string();
        let files = [("e.json", rest.to_string()), ("routes-tgw-rtb-1.json", page)];
        Made::of_all(files.map(|(name, text)| Export::new(name, text)).into())
    };
    let made = of(json!("more"));
    assert!(made.told.iter().all(|told| told.starts_with("warning ")), "{:?}", made.told);
    assert!(
        made.told.contains(&"warning /NextToken: the last page of `Routes` is not in the exports".to_owned())
    );
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    let made = of(Value::Null);
    assert_eq!((&made.told[..], made.ask("a -> c : tcp 443")), (&[][..], "reachable"));
}

#[test]
fn an_endpoint_or_service_that_is_not_whole_is_an_error() {
    let interface = json!({"NetworkInterfaceId": "eni-e", "VpcId": "vpc-1", "SubnetId": "subnet-15", "InterfaceType": "vpc_endpoint",
                           "PrivateIpAddresses": [{"PrivateIpAddress": "10.1.5.20"}], "Status": "in-use",
                           "Groups": [{"GroupId": "sg-1"}]});
    let mut value = exports();
    value["NetworkInterfaces"].as_array_mut().unwrap().push(interface);
    Made::of(&value)
        .only("error /NetworkInterfaces/4: the endpoint of a network interface is not in the exports");
    let endpoint = json!([{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1", "State": "available",
                           "NetworkInterfaceIds": ["eni-e"], "SubnetIds": ["subnet-15"]}]);
    let value = with(value, "/VpcEndpoints", endpoint);
    Made::of(&value).only("error /VpcEndpoints/0: an interface endpoint has no `ServiceName`");
    let value = with(value, "/VpcEndpoints/0/ServiceName", json!("com.amazonaws.eu-west-1.kms"));
    assert_eq!(Made::of(&value).told, [""; 0]);
    let service =
        json!([{"ServiceId": "vpce-svc-1", "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-1"}]);
    Made::of(&with(value, "/ServiceConfigurations", service))
        .only("error /ServiceConfigurations/0: an endpoint service has no `NetworkLoadBalancerArns`");
}
