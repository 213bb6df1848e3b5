//! What has to change, where an address names several things.

use super::*;

/// Two networks of the same range: `a-1` and `b-1` share an address, and `a-2` and `b-2`.
const TWINS: &str = "
vpc a 10.0.0.0/16 {
  internet-gateway igw
  route-table public { 0.0.0.0/0 -> igw }
  subnet web 10.0.1.0/24 { route-table public }
  security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
  instance a-1 in web { ip 10.0.1.10; security-group open }
  instance a-2 in web { ip 10.0.1.12; security-group open }
  instance a-3 in web { ip 10.0.1.13; public-ip 198.51.100.1; security-group open }
}
vpc b 10.0.0.0/16 {
  internet-gateway igw
  route-table public { 0.0.0.0/0 -> igw }
  subnet web 10.0.1.0/24 { route-table public }
  security-group shut { egress any to 0.0.0.0/0 }
  instance b-1 in web { ip 10.0.1.10; security-group shut }
  instance b-2 in web { ip 10.0.1.12; public-ip 198.51.100.2; security-group shut }
  instance b-4 in web { ip 10.0.1.14; security-group shut }
}";

#[test]
fn a_machine_is_not_blamed_for_another_with_its_address() {
    let answer = ask(&analysis(TWINS, ""), "internet -> b-1 : tcp 443");
    assert_eq!(answer.verdict, Verdict::Blocked);
    assert_eq!(blockers(&answer), [["no-public-address instance n.b.b-1"]]);
    let by = answer.path.unwrap().forward.pop().unwrap().by;
    assert_eq!(by.name, "n.b.b-1");
}

#[test]
fn a_private_address_is_no_way_to_a_machine_that_has_a_public_one() {
    let answer = ask(&analysis(TWINS, ""), "internet -> b-2 : tcp 443");
    assert_eq!(blockers(&answer), [["sg-no-rule security-group n.b.shut ingress"]]);
}

#[test]
fn what_arrives_at_another_machine_with_the_address_has_not_arrived() {
    let analysis = analysis(TWINS, "");
    let answer = ask(&analysis, "a-3 -> b-1 : tcp 443");
    assert_eq!(answer.verdict, Verdict::Blocked);
    assert_eq!(blockers(&answer), [["not-forwarded vpc n.b"]]);
    let path = answer.path.unwrap();
    assert_eq!(path.forward.last().unwrap().action, StepAction::Stop { code: crate::Reason::NotForwarded });
    assert!(path.reply.is_empty(), "{:?}", path.reply);

    // Nor has what is lost where the address is looked for.
    assert_eq!(blockers(&ask(&analysis, "a-3 -> b-4 : tcp 443")), [["not-forwarded vpc n.b"]]);
}

#[test]
fn the_public_address_is_the_way_to_a_machine_of_a_network_with_the_same_range() {
    let answer = ask(&analysis(TWINS, ""), "a-3 -> b-2 : tcp 443");
    assert_eq!(blockers(&answer), [["sg-no-rule security-group n.b.shut ingress"]]);
    assert_eq!(answer.witness.unwrap().packet.destination.to_string(), "198.51.100.2");
}

/// The public address of each machine is the other's own.
const CROSSED: &str = "
vpc main 198.51.100.0/24 {
  internet-gateway igw
  route-table public { 0.0.0.0/0 -> igw }
  subnet web 198.51.100.0/25 { route-table public }
  security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
  instance one in web { ip 198.51.100.10; public-ip 198.51.100.11; security-group open }
  instance two in web { ip 198.51.100.11; public-ip 198.51.100.10; security-group open }
  instance three in web { ip 198.51.100.12; security-group open }
}";

#[test]
fn what_arrives_at_the_owner_of_a_public_address_has_not_reached_what_it_stands_for() {
    let analysis = analysis(CROSSED, "");
    // The address is asked about twice: as that of `two`, and as the public one of `one`.
    let answer = ask(&analysis, "three -> 198.51.100.11 : tcp 443 source-port 7");
    assert_eq!(answer.verdict, Verdict::Partly);
    assert_eq!(answer.delivered.surely.count, "1");
    assert_eq!(answer.delivered.surely.boxes[0].destination.name.as_deref(), Some("n.main.two"));
    assert_eq!(blockers(&answer), [["not-forwarded instance n.main.one"]]);
    // From outside it is the public one.
    let answer = ask(&analysis, "internet -> one : tcp 443");
    assert_eq!(answer.verdict, Verdict::Reachable);
    assert_eq!(answer.witness.unwrap().packet.destination.to_string(), "198.51.100.11");
}
