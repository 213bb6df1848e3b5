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

#[test]
fn that_nothing_is_a_target_hangs_on_the_zones_that_a_balancer_uses() {
    let codes = |more: &str, zone: &str| {
        let network = format!(
            "vpc main 10.0.0.0/16 {{
               subnet edge 10.0.1.0/24 in a
               subnet far 10.0.3.0/24 in {zone}
               security-group open {{ ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }}
               instance client in edge {{ ip 10.0.1.30; security-group open }}
               instance app in far {{ ip 10.0.3.10; security-group open }}
               target-group web {{ target app : tcp 8080 }}
               target-group none
               load-balancer lb in edge {{
                 type network; scheme internal; ip 10.0.1.20; listener tcp 443 -> web; listener tcp 80 -> none{more}
               }}
             }}"
        );
        let analysis = analysis(&network, "");
        ["client -> lb : tcp 443", "client -> lb : tcp 80"].map(|question| {
            let answer = ask(&analysis, question);
            let codes = answer.assumptions.iter().map(|one| one.code.clone());
            (answer.verdict, codes.filter(|code| code == "load-balancer-cross-zone").count())
        })
    };
    use Verdict::{Blocked, Reachable};
    assert_eq!(codes("", "b"), [(Blocked, 1), (Blocked, 0)]);
    assert_eq!(codes("; cross-zone no", "b"), [(Blocked, 0), (Blocked, 0)]);
    assert_eq!(codes("; cross-zone yes", "b"), [(Reachable, 0), (Blocked, 0)]);
    assert_eq!(codes("", "a"), [(Reachable, 0), (Blocked, 0)]);
}

#[test]
fn that_no_appliance_is_a_target_hangs_on_the_zones_that_a_balancer_uses() {
    let codes = |more: &str| {
        let network = format!(
            "vpc security 10.8.0.0/16 {{
               subnet walls 10.8.1.0/24 in zone-a
               subnet far 10.8.2.0/24 in zone-b
               load-balancer inspection in walls, far {{ type gateway; ip 10.8.1.5, 10.8.2.5; listener any -> walls{more} }}
               target-group walls {{ target wall }}
               instance wall in walls {{ ip 10.8.1.10; security-group shut }}
               security-group shut
               endpoint-service inspection {{ load-balancer inspection }}
             }}
             vpc main 10.0.0.0/16 {{
               internet-gateway igw
               route-table r {{ main yes; 0.0.0.0/0 -> door }}
               route-table out {{ 0.0.0.0/0 -> igw }}
               subnet a 10.0.1.0/24
               subnet doors 10.0.2.0/24 in zone-b {{ route-table out }}
               gwlb-endpoint door in doors {{ service security.inspection }}
               security-group open {{ ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }}
               instance web in a {{ ip 10.0.1.10; public-ip 198.51.100.10; security-group open }}
             }}"
        );
        let answer = ask(&analysis(&network, ""), "web -> 203.0.113.9 : tcp 443");
        let codes = answer.assumptions.iter().map(|one| one.code.clone());
        (answer.verdict, codes.filter(|code| code == "load-balancer-cross-zone").count())
    };
    assert_eq!(codes(""), (Verdict::Blocked, 1));
    assert_eq!(codes("; cross-zone no"), (Verdict::Blocked, 0));
}
