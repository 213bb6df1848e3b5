//! Load balancers with what they give connections to.

use ringfence::estate::aws::{LoadBalancerKind, Peer, RouteTarget, SubnetId, TargetAt, VpcId};

use super::{from, serve, use_service};
use crate::estates::{Build, Rules, any, tcp, udp};

fn two_zones(b: &mut Build) -> (VpcId, [SubnetId; 2], [SubnetId; 2]) {
    let vpc = b.vpc("shop", "10.9.0.0/16");
    let gateway = b.internet_gateway(vpc);
    let front = [("front-a", "10.9.0.0/25", "a"), ("front-b", "10.9.0.128/25", "b")];
    let back = [("app-a", "10.9.2.0/25", "a"), ("app-b", "10.9.2.128/25", "b")];
    let mut subnet = |(name, range, zone): (&str, &str, &str)| {
        let id = b.subnet(vpc, name, range);
        b.estate.aws.subnets[id.0 as usize].zone = Some(zone.to_owned());
        id
    };
    let (front, back) = (front.map(&mut subnet), back.map(&mut subnet));
    for subnet in front {
        b.table_for(subnet, "0.0.0.0/0", RouteTarget::InternetGateway(gateway));
    }
    (vpc, front, back)
}

fn instance(b: &Build, interface: ringfence::estate::aws::InterfaceId) -> TargetAt {
    TargetAt::Instance(b.estate.aws.interfaces[interface.0 as usize].owner.instance().expect("a machine"))
}

pub(super) fn application() -> Build {
    let mut b = Build::default();
    let (vpc, front, app) = two_zones(&mut b);
    let [alb, shop, workers] = ["alb", "shop", "workers"].map(|name| b.group(vpc, name));
    b.group_rule(alb, Rules::Ingress, tcp(443), from("0.0.0.0/0"));
    b.group_rule(alb, Rules::Egress, tcp(8080), Peer::Group(shop));
    b.group_rule(alb, Rules::Egress, tcp(8080), Peer::Group(workers));
    b.group_rule(shop, Rules::Ingress, tcp(8080), Peer::Group(alb));
    b.group_rule(shop, Rules::Egress, any(), from("0.0.0.0/0"));
    b.group_rule(workers, Rules::Ingress, tcp(8080), Peer::Group(alb));
    b.group_rule(workers, Rules::Egress, tcp(8080), from("10.9.0.0/16"));
    let acl = b.acl_for(app[0]);
    serve(&mut b, acl, 100, 8080, "10.9.0.0/16");
    use_service(&mut b, acl, 110, 443, "0.0.0.0/0");
    let machine = b.machine(app[0], "app-1", "10.9.2.10", &[shop]);
    let fleet = b.autoscaling_group("fleet", &app, &[workers]);
    let subnets = [(front[0], "10.9.0.10", "198.51.100.60"), (front[1], "10.9.0.140", "198.51.100.61")];
    let balancer = b.load_balancer("front", LoadBalancerKind::Application, &subnets, &[alb]);
    let targets =
        [(instance(&b, machine), Some(tcp(8080))), (TargetAt::AutoscalingGroup(fleet), Some(tcp(8080)))];
    let group = b.target_group(vpc, "shop", &targets);
    b.listener(balancer, tcp(443), Some(group));
    b.listener(balancer, tcp(80), None);
    b
}

pub(super) fn network() -> Build {
    let mut b = Build::default();
    let (vpc, front, app) = two_zones(&mut b);
    let [guard, mqtt, relay, client] = ["guard", "mqtt", "relay", "client"].map(|name| b.group(vpc, name));
    b.group_rule(guard, Rules::Ingress, tcp(853), from("10.9.0.0/16"));
    b.group_rule(mqtt, Rules::Ingress, tcp(8883), from("203.0.113.0/24"));
    b.group_rule(mqtt, Rules::Ingress, tcp(9443), Peer::Group(guard));
    b.group_rule(relay, Rules::Ingress, tcp(6000), from("10.9.0.0/24"));
    b.group_rule(relay, Rules::Ingress, udp(53), from("0.0.0.0/0"));
    b.group_rule(client, Rules::Egress, any(), from("0.0.0.0/0"));
    let m = b.machine(app[0], "m-1", "10.9.2.20", &[mqtt]);
    let r = b.machine(app[1], "r-1", "10.9.2.150", &[relay]);
    b.machine(app[0], "client", "10.9.2.40", &[client]);
    let fleet = b.autoscaling_group("fleet", &app[1..], &[mqtt]);
    let subnets = [(front[0], "10.9.0.10", "198.51.100.60"), (front[1], "10.9.0.140", "198.51.100.61")];
    let iot = b.load_balancer("iot", LoadBalancerKind::Network, &subnets, &[]);
    let guarded =
        b.load_balancer("guarded", LoadBalancerKind::Network, &[(front[0], "10.9.0.20", "")], &[guard]);
    let mqtt =
        b.target_group(vpc, "mqtt", &[(instance(&b, m), None), (TargetAt::AutoscalingGroup(fleet), None)]);
    let relay = b.target_group(vpc, "relay", &[(instance(&b, r), Some(tcp(6000)))]);
    b.estate.aws.target_groups[relay.0 as usize].preserve_client_ip = Some(false);
    let names = b.target_group(vpc, "names", &[(instance(&b, r), None)]);
    let dot = b.target_group(vpc, "dot", &[(instance(&b, m), Some(tcp(9443)))]);
    b.listener(iot, tcp(8883), Some(mqtt));
    b.listener(iot, tcp(80), Some(relay));
    b.listener(iot, udp(53), Some(names));
    b.listener(guarded, tcp(853), Some(dot));
    b
}

pub(super) fn classic() -> Build {
    let mut b = Build::default();
    let (vpc, front, app) = two_zones(&mut b);
    let [elb, web] = ["elb", "web"].map(|name| b.group(vpc, name));
    b.group_rule(elb, Rules::Ingress, tcp(80), from("0.0.0.0/0"));
    b.group_rule(elb, Rules::Egress, any(), from("10.9.0.0/16"));
    b.group_rule(web, Rules::Ingress, tcp(8080), Peer::Group(elb));
    b.group_rule(web, Rules::Egress, any(), from("0.0.0.0/0"));
    let acl = b.acl_for(front[0]);
    serve(&mut b, acl, 100, 80, "0.0.0.0/0");
    use_service(&mut b, acl, 110, 8080, "10.9.0.0/16");
    let near = b.machine(front[0], "web-1", "10.9.0.30", &[web]);
    let far = b.machine(app[1], "web-2", "10.9.2.150", &[web]);
    let subnets = [(front[0], "10.9.0.10", "198.51.100.60"), (front[1], "10.9.0.140", "198.51.100.61")];
    let balancer = b.load_balancer("old", LoadBalancerKind::Classic, &subnets, &[elb]);
    let targets = [near, far].map(|one| (instance(&b, one), Some(tcp(8080))));
    let group = b.target_group(vpc, "web", &targets);
    b.listener(balancer, tcp(80), Some(group));
    b
}
