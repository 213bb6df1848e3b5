//! Load balancers, as questions and decisions see them.

use super::*;
use crate::Decision;
use crate::packet::{Packet, Transport};
use crate::reason::Reason;

/// A machine that is a target of the load balancer it asks.
const ITSELF: &str = "
vpc main 10.9.0.0/16 {
  subnet front 10.9.0.0/25 in a
  security-group elb { ingress tcp 80 from 0.0.0.0/0; egress any to 10.9.0.0/16 }
  security-group web { ingress tcp 8080 from elb; egress any to 0.0.0.0/0 }
  load-balancer old in front {
    type network; scheme internal; ip 10.9.0.10
    security-group elb
    listener tcp 80 -> web
  }
  target-group web { target web-1 : tcp 8080 }
  instance web-1 in front { ip 10.9.0.30, 10.9.0.14; security-group web }
}";

#[test]
fn a_target_asks_its_own_load_balancer_from_another_address_only() {
    let analysis = analysis(ITSELF, "");
    let decide = |source: &str| {
        let [from, to] = ["web-1", "old"].map(|name| analysis.endpoint(name).unwrap());
        let transport = Transport::Tcp { source: 40000, destination: 80 };
        let packet = Packet::new(source.parse().unwrap(), "10.9.0.10".parse().unwrap(), transport).unwrap();
        let mut stops = [None; 8];
        let decision = analysis.decide_with(from, to, &packet, &mut stops);
        (decision, stops.iter().flatten().map(|stop| stop.reason).collect::<Vec<_>>())
    };
    assert_eq!(decide("10.9.0.14"), (Decision::Answered, Vec::new()));
    assert_eq!(decide("10.9.0.30"), (Decision::Dropped, alloc::vec![Reason::NotForwarded]));
}
