//! Members that AWS always prints, of a gateway, an interface, a load balancer and others, where an export does not have them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

mod made;

use ringfence_import::Export;
use serde_json::{Value, json};

use crate::made::{Made, exports, hub, with, without};

/// What `b` sends to the internet goes by a NAT gateway.
fn translated() -> Value {
    let mut value = exports();
    let to = |member: &str, target: &str| json!({"DestinationCidrBlock": "0.0.0.0/0", member: target});
    value["RouteTables"][0]["Routes"] = json!([to("NatGatewayId", "nat-1")]);
    value["RouteTables"]
        .as_array_mut()
        .unwrap()
        .push(json!({"RouteTableId": "rtb-3", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-15"}],
               "Routes": [to("GatewayId", "igw-1")]}));
    let gateway = json!([{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1"}]}]);
    let nat = json!([{"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-15", "State": "available",
                      "ConnectivityType": "public",
                      "NatGatewayAddresses": [{"PrivateIp": "10.1.5.9", "PublicIp": "198.51.100.9"}]}]);
    with(with(without(value, "/VpcPeeringConnections"), "/InternetGateways", gateway), "/NatGateways", nat)
}

#[test]
fn where_a_nat_gateway_leads_of_which_no_public_address_is_told_is_unknown() {
    let known = |value: &Value| {
        let made = Made::of(value);
        (made.told.clone(), made.ask("b -> internet : tcp 443"))
    };
    let nat = "/NatGateways/0";
    let told = format!("warning {nat}: the public addresses of NAT gateway `nat-1` are not in the exports");
    let routes = |value: Value| with(value, "/RouteTables/1/Routes", json!([]));
    let translated = || routes(translated());
    assert_eq!(known(&translated()), (vec![], "reachable"));
    // A public address tells that it is a public one, as exports from before there were private ones show it.
    assert_eq!(known(&without(translated(), &format!("{nat}/ConnectivityType"))), (vec![], "reachable"));
    let no_address = without(translated(), &format!("{nat}/NatGatewayAddresses/0/PublicIp"));
    for value in [
        without(translated(), &format!("{nat}/NatGatewayAddresses")),
        no_address.clone(),
        without(no_address.clone(), &format!("{nat}/ConnectivityType")),
    ] {
        let made = Made::of(&value);
        made.only(&told);
        made.has("0.0.0.0/0 -> unknown");
        assert_eq!(made.ask("b -> internet : tcp 443"), "unknown");
        assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
    }
    let private = with(no_address, &format!("{nat}/ConnectivityType"), json!("private"));
    assert_eq!(known(&private), (vec![], "blocked"));
    let assumed =
        format!("warning {nat}: a NAT gateway without a private address is taken to use any that is free");
    let untold = without(private, &format!("{nat}/NatGatewayAddresses"));
    assert_eq!(known(&untold), (vec![assumed], "blocked"));
}

#[test]
fn an_interface_of_which_nobody_says_what_it_is_attached_to_is_an_error() {
    let interface = "/NetworkInterfaces/0";
    let value = without(exports(), &format!("{interface}/Attachment"));
    let bare =
        "error /Reservations/0/Instances/0: the network interfaces of an instance are not in the exports";
    let lost = format!("error {interface}: what a network interface is attached to is not in the exports");
    let mut told = Made::of(&value).told;
    told.sort();
    assert_eq!(told, [lost, bare.to_owned()]);
    // Its instance may tell it.
    let own = json!([{"NetworkInterfaceId": "eni-a", "VpcId": "vpc-1", "SubnetId": "subnet-15"}]);
    let made = Made::of(&with(value.clone(), "/Reservations/0/Instances/0/NetworkInterfaces", own));
    assert_eq!(made.told, [""; 0], "{}", made.text);
    assert_eq!(made.ask("a -> b : tcp 443"), "reachable");
    // One that is attached to nothing has none.
    let mut told = Made::of(&with(value.clone(), &format!("{interface}/Status"), json!("available"))).told;
    told.sort();
    let idle = format!("warning {interface}: a network interface that is attached to nothing is left out");
    assert_eq!(told, [bare.to_owned(), idle]);
    // Of other types it is no instance's.
    Made::of(&with(value, &format!("{interface}/InterfaceType"), json!("lambda"))).only(bare);
}

#[test]
fn the_table_of_an_attachment_is_unknown_unless_whose_gateway_it_is_prints_none() {
    let one = "/TransitGatewayAttachments/0";
    let value = without(hub(), &format!("{one}/Association"));
    let of_account = |owner: &str| {
        let text = with(value.clone(), &format!("{one}/TransitGatewayOwnerId"), json!(owner)).to_string();
        Made::of_all(vec![Export::new("111122223333/eu-west-1/e.json", text)])
    };
    let none = "a transit gateway attachment without an `Association` is taken to ask no route table";
    for made in [Made::of(&value), of_account("111122223333")] {
        made.only(&format!("warning {one}: {none}"));
        assert_eq!(made.ask("a -> c : tcp 443"), "blocked");
    }
    let told = |at: &str| {
        format!("warning {at}: the route table that attachment `att-1` asks is not in the exports")
    };
    let made = of_account("444455556666");
    made.only(&told(one));
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    // The list of attachments has others.
    let made = Made::of(&without(hub(), one));
    made.only(&told("/TransitGatewayVpcAttachments/0"));
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
    // None is printed where the state says that there is none.
    let made = Made::of(&with(hub(), &format!("{one}/Association/State"), json!("disassociated")));
    assert_eq!((&made.told[..], made.ask("a -> c : tcp 443")), (&[][..], "blocked"));
}

#[test]
fn an_attachment_without_its_gateway_is_an_error_where_no_call_tells_it() {
    let value = without(hub(), "/TransitGatewayAttachments/0/TransitGatewayId");
    let made = Made::of(&value);
    assert_eq!((&made.told[..], made.ask("a -> c : tcp 443")), (&[][..], "reachable"));
    let made = Made::of(&without(value, "/TransitGatewayVpcAttachments/0/TransitGatewayId"));
    let told = "error /TransitGatewayAttachments/0: a transit gateway attachment has no `TransitGatewayId`";
    assert!(made.told.contains(&told.to_owned()), "{:#?}", made.told);
    assert!(made.told.iter().all(|told| !told.contains("``")), "{:#?}", made.told);
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
}

#[test]
fn a_route_of_a_transit_gateway_to_a_list_has_its_entries_or_may_take_any_packet() {
    let route = "/TransitGatewayStaticRoutes/0/Routes/1";
    let value = with(
        without(hub(), &format!("{route}/DestinationCidrBlock")),
        &format!("{route}/PrefixListId"),
        json!("pl-1"),
    );
    let lists = json!([{"PrefixListId": "pl-1", "Cidrs": ["10.2.0.0/16"]}]);
    let made = Made::of(&with(value.clone(), "/PrefixLists", lists));
    assert_eq!(made.told, [""; 0], "{}", made.text);
    assert_eq!(made.ask("a -> c : tcp 443"), "reachable");
    let made = Made::of(&value);
    made.only(&format!("warning {route}: the entries of prefix list `pl-1` are not in the exports"));
    made.has("0.0.0.0/0 -> unknown");
    assert_eq!(made.ask("a -> c : tcp 443"), "unknown");
    assert_eq!(made.ask("c -> d : tcp 443"), "reachable");
}

/// A network load balancer in the zone of `a` that gives to `b`.
fn balanced() -> Value {
    let [balancer, group, listener] =
        ["loadbalancer/net/front/1", "targetgroup/web/1", "listener/net/front/1/1"]
            .map(|end| format!("arn:aws:elasticloadbalancing:eu-west-1:111122223333:{end}"));
    let zones = json!([{"ZoneName": "eu-west-1a", "SubnetId": "subnet-15", "LoadBalancerAddresses": []}]);
    let more = [
        (
            "LoadBalancers",
            json!([{"LoadBalancerArn": balancer, "LoadBalancerName": "front", "VpcId": "vpc-1", "Type": "network",
                    "Scheme": "internal", "AvailabilityZones": zones, "SecurityGroups": ["sg-1"],
                    "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on"}]),
        ),
        (
            "Listeners",
            json!([{"ListenerArn": listener, "LoadBalancerArn": balancer, "Port": 443, "Protocol": "TCP",
                    "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}]}]),
        ),
        (
            "TargetGroups",
            json!([{"TargetGroupArn": group, "TargetGroupName": "web", "TargetType": "instance", "Protocol": "TCP",
                    "Port": 443, "VpcId": "vpc-1"}]),
        ),
        (
            "LoadBalancerTargetHealth",
            json!([{"TargetGroupArn": group, "TargetHealthDescriptions": [{"Target": {"Id": "i-b"}}]}]),
        ),
        (
            "LoadBalancerAttributes",
            json!([{"LoadBalancerArn": balancer,
                    "Attributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]}]),
        ),
    ];
    more.into_iter().fold(exports(), |value, (list, more)| with(value, &format!("/{list}"), more))
}

#[test]
fn what_a_load_balancer_does_not_say_is_an_error_or_its_default() {
    let made = Made::of(&balanced());
    assert_eq!(made.told, [""; 0], "{}", made.text);
    made.has("target b : tcp 443");
    let group = "/TargetGroups/0";
    for member in ["Protocol", "Port", "VpcId"] {
        let made = Made::of(&without(balanced(), &format!("{group}/{member}")));
        made.only(&format!("error {group}: a target group has no `{member}`"));
        assert!(!made.text.contains("target b"), "{}", made.text);
    }
    // A target may say its port itself.
    let port = "/LoadBalancerTargetHealth/0/TargetHealthDescriptions/0/Target/Port";
    let made = Made::of(&with(without(balanced(), &format!("{group}/Port")), port, json!(8443)));
    assert_eq!(made.told, [""; 0], "{}", made.text);
    made.has("target b : tcp 8443");
    let made = Made::of(&with(balanced(), &format!("{group}/Protocol"), json!("SCTP")));
    made.only(&format!("error {group}: a target group of the protocol `SCTP` is not modelled yet"));
    let actions = without(balanced(), "/Listeners/0/DefaultActions");
    Made::of(&actions).only("error /Listeners/0: a listener has no `DefaultActions`");

    let filters = "/LoadBalancers/0/EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
    let default =
        "the groups of a network load balancer are taken to filter what comes by PrivateLink, as by default";
    let old = without(balanced(), filters);
    Made::of(&old).only(&format!("warning /LoadBalancers/0: {default}"));
    // Without groups nothing filters, and AWS prints nothing of it.
    assert_eq!(Made::of(&without(old, "/LoadBalancers/0/SecurityGroups")).told, [""; 0]);
    Made::of(&with(balanced(), filters, json!("perhaps")))
        .only("error /LoadBalancers/0: `perhaps` is not `on` or `off`");
}

#[test]
fn the_zone_of_a_subnet_is_told_where_something_hangs_on_it() {
    let zone = "/Subnets/1/AvailabilityZone";
    assert_eq!(Made::of(&without(exports(), zone)).told, [""; 0]);
    // A load balancer that uses targets of all zones, and one that may not.
    let crossing = without(balanced(), zone);
    assert_eq!(Made::of(&crossing).told, [""; 0]);
    let lost = "error /Subnets/1: the zone of a subnet is not in the exports";
    Made::of(&without(crossing, "/LoadBalancerAttributes")).only(lost);
    let made = Made::of(&without(hub(), zone));
    made.only(
        "warning /Subnets/1: a subnet without a zone is taken to be in one in which its VPC is attached to transit gateways",
    );
    assert_eq!(made.ask("b -> c : tcp 443"), "reachable");
}
