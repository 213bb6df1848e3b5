//! Where it counts what stands before what on the way of a packet.

use super::*;

/// A machine of `near` goes out by a NAT gateway in `far`.
const NAT: &str = "
vpc main 10.0.0.0/16 {
  internet-gateway igw
  route-table private { 0.0.0.0/0 -> nat }
  route-table public { 0.0.0.0/0 -> igw }
  network-acl near { ingress 1 allow any from 0.0.0.0/0; egress 1 allow any to 0.0.0.0/0 }
  network-acl far { ingress 1 allow any from 0.0.0.0/0; egress 1 allow any to 0.0.0.0/0 }
  subnet near 10.0.1.0/24 { route-table private; network-acl near }
  subnet far 10.0.2.0/24 { route-table public; network-acl far }
  nat-gateway nat in far { ip 10.0.2.10; public-ip 198.51.100.10 }
  instance a in near { ip 10.0.1.10 }
}";

#[test]
fn acls_stand_in_the_order_in_which_packets_leave_and_enter_subnets() {
    let path = ask(&analysis(NAT, ""), "a -> internet : tcp 443").path.unwrap();
    let acls = |steps: &[crate::answer::Step]| {
        let hops = steps.iter().map(|step| step.hop.to_string());
        hops.filter_map(|hop| Some(hop.strip_prefix("network-acl n.main.")?.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(acls(&path.forward), ["near egress", "far ingress", "far egress"]);
    assert_eq!(acls(&path.reply), ["far ingress", "far egress", "near ingress"]);
}

#[test]
fn a_public_address_in_the_range_of_another_network_is_the_way_to_its_machine() {
    let network = "
      vpc first 198.51.100.0/24 {
        subnet web 198.51.100.0/25
        instance one in web { ip 198.51.100.10 }
      }
      vpc second 10.0.0.0/16 {
        internet-gateway igw
        route-table public { 0.0.0.0/0 -> igw }
        subnet web 10.0.1.0/24 { route-table public }
        security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
        instance two in web { ip 10.0.1.10; public-ip 198.51.100.20; security-group open }
      }";
    let answer = ask(&analysis(network, ""), "internet -> two : tcp 443");
    assert_eq!(answer.verdict, Verdict::Reachable);
    assert_eq!(answer.witness.unwrap().packet.destination.to_string(), "198.51.100.20");
}
