//! Services of one's own: what endpoints of other VPCs lead to.

use ringfence::estate::aws::{LoadBalancerKind, Peer, PeeringStatus, RouteTarget, SubnetId, TargetAt, VpcId};

use super::{from, serve, use_service};
use crate::estates::{Build, Rules, any, tcp, udp};

fn zoned<const N: usize>(b: &mut Build, vpc: VpcId, subnets: [(&str, &str, &str); N]) -> [SubnetId; N] {
    subnets.map(|(name, range, zone)| {
        let id = b.subnet(vpc, name, range);
        b.zone(id, zone);
        id
    })
}

fn instance(b: &Build, interface: ringfence::estate::aws::InterfaceId) -> TargetAt {
    TargetAt::Instance(b.estate.aws.interfaces[interface.0 as usize].owner.instance().expect("a machine"))
}

/// A provider with two services, a consumer whose ranges are the provider's own, and a peer of the provider.
pub(super) fn private_link() -> Build {
    let mut b = Build::default();
    let provider = b.vpc("provider", "10.0.0.0/16");
    let [front_a, front_b, app_a, app_b] = zoned(
        &mut b,
        provider,
        [
            ("front-a", "10.0.0.0/25", "a"),
            ("front-b", "10.0.0.128/25", "b"),
            ("app-a", "10.0.1.0/25", "a"),
            ("app-b", "10.0.1.128/25", "b"),
        ],
    );
    let [guard, pay] = ["guard", "pay"].map(|name| b.group(provider, name));
    b.group_rule(guard, Rules::Ingress, tcp(443), from("10.0.1.0/25"));
    b.group_rule(guard, Rules::Ingress, tcp(8080), Peer::Group(pay));
    b.group_rule(pay, Rules::Ingress, tcp(8443), Peer::Group(guard));
    b.group_rule(pay, Rules::Ingress, tcp(6000), from("10.0.0.0/25"));
    b.group_rule(pay, Rules::Egress, any(), from("0.0.0.0/0"));
    let acl = b.acl_for(app_b);
    serve(&mut b, acl, 100, 8443, "10.0.0.128/25");
    use_service(&mut b, acl, 110, 443, "10.0.0.0/24");
    let near = b.machine(app_a, "pay-1", "10.0.1.10", &[pay]);
    let far = b.machine(app_b, "pay-2", "10.0.1.150", &[pay]);
    let fleet = b.autoscaling_group("fleet", &[app_a], &[pay]);
    let subnets = [(front_a, "10.0.0.10", ""), (front_b, "10.0.0.140", "")];
    let guarded = b.load_balancer("guarded", LoadBalancerKind::Network, &subnets, &[guard]);
    let plain = b.load_balancer("plain", LoadBalancerKind::Network, &[(front_a, "10.0.0.11", "")], &[]);
    let targets = [near, far].map(|one| (instance(&b, one), Some(tcp(8443))));
    let both = b.target_group(provider, "both", &targets);
    let all = b.target_group(provider, "all", &[(TargetAt::AutoscalingGroup(fleet), Some(tcp(6000)))]);
    b.listener(guarded, tcp(443), Some(both));
    b.listener(guarded, tcp(8080), Some(both));
    b.listener(plain, tcp(6000), Some(all));
    b.listener(plain, udp(53), Some(both));
    let payments = b.endpoint_service("payments", &[guarded]);
    let logs = b.endpoint_service("logs", &[plain]);

    let consumer = b.vpc("consumer", "10.0.0.0/16");
    let [app, doors_a, doors_b] = zoned(
        &mut b,
        consumer,
        [("app", "10.0.1.0/24", "a"), ("doors-a", "10.0.2.0/25", "a"), ("doors-b", "10.0.2.128/25", "b")],
    );
    let [door, worker] = ["door", "worker"].map(|name| b.group(consumer, name));
    b.group_rule(door, Rules::Ingress, tcp(443), Peer::Group(worker));
    b.group_rule(door, Rules::Ingress, tcp(6000), from("10.0.1.0/24"));
    b.group_rule(worker, Rules::Egress, any(), from("10.0.0.0/16"));
    let acl = b.acl_for(doors_b);
    serve(&mut b, acl, 100, 443, "10.0.1.0/24");
    b.machine(app, "worker-1", "10.0.1.10", &[worker]);
    b.machine(app, "worker-2", "10.0.1.200", &[worker]);
    let pay = b.interface_endpoint("pay", &[(doors_a, "10.0.2.10"), (doors_b, "10.0.2.140")], &[door]);
    b.lead(pay, payments);
    let log = b.interface_endpoint("log", &[(doors_a, "10.0.2.11")], &[door]);
    b.lead(log, logs);

    let partner = b.vpc("partner", "10.1.0.0/16");
    let desks = b.subnet(partner, "desks", "10.1.1.0/24");
    let line = b.peering("partners", [provider, partner], PeeringStatus::Active);
    b.table_for(desks, "10.0.0.0/16", RouteTarget::Peering(line));
    b.table_for(front_a, "10.1.0.0/16", RouteTarget::Peering(line));
    let desk = b.group(partner, "desk");
    b.group_rule(desk, Rules::Egress, any(), from("10.0.0.0/8"));
    b.group_rule(desk, Rules::Ingress, tcp(443), Peer::Group(desk));
    b.group_rule(guard, Rules::Ingress, tcp(443), Peer::Group(desk));
    b.machine(desks, "desk-1", "10.1.1.10", &[desk]);
    let own = b.interface_endpoint("own", &[(desks, "10.1.1.20")], &[desk]);
    b.lead(own, payments);
    b
}

/// What goes out of one VPC passes the appliances of another, behind a Gateway Load Balancer.
pub(super) fn inspected() -> Build {
    let mut b = super::appliances::inspection();
    let vpc = b.vpc("security", "10.8.0.0/16");
    let [a, z] = zoned(&mut b, vpc, [("a", "10.8.1.0/24", "a"), ("b", "10.8.2.0/24", "b")]);
    let wall = b.open_group(vpc, "wall");
    let machine = b.machine(a, "firewall", "10.8.1.10", &[wall]);
    let walls = b.target_group(vpc, "walls", &[(instance(&b, machine), None)]);
    let subnets = [(a, "10.8.1.5", ""), (z, "10.8.2.5", "")];
    let balancer = b.load_balancer("inspection", LoadBalancerKind::Gateway, &subnets, &[]);
    b.listener(balancer, any(), Some(walls));
    let service = b.endpoint_service("inspection", &[balancer]);
    b.estate.aws.gwlb_endpoints[0].service = Some(service);
    b
}
