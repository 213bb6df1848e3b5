//! What is asked of alike machines once, and what of each.

use super::*;
use crate::answer::Progress;

/// Machines in one subnet with these addresses, and `more` beside its VPC.
fn machines(addresses: &[&str], more: &str) -> Analysis {
    let instances = addresses.iter().enumerate();
    let instances = instances.map(|(at, address)| format!("instance m{at} in s {{ ip {address} }}\n"));
    let instances: String = instances.collect();
    analysis(&format!("vpc a 10.0.0.0/16 {{ subnet s 10.0.1.0/24\n{instances} }}\n{more}"), "")
}

fn classes(analysis: &Analysis) -> Vec<usize> {
    let mut sizes: Vec<usize> = analysis.classes().iter().map(Vec::len).collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn machines_that_differ_by_address_alone_are_a_class() {
    let addresses = ["10.0.1.10", "10.0.1.11", "10.0.1.12", "10.0.1.13"];
    assert_eq!(classes(&machines(&addresses, "")), [4]);
}

#[test]
fn a_machine_whose_address_another_vpc_has_too_is_asked_by_itself() {
    let addresses = ["10.0.1.10", "10.0.1.11", "10.0.1.12", "10.0.1.13"];
    for shared in addresses {
        let other = format!(
            "vpc b 10.0.0.0/16 {{
               security-group left {{ egress tcp 22 to 0.0.0.0/0 }}
               security-group right {{ ingress tcp 22 from left }}
               subnet t 10.0.1.0/24
               instance client in t {{ ip {shared}; security-group left }}
               instance server in t {{ ip 10.0.1.99; security-group right }}
             }}"
        );
        let mut analysis = machines(&addresses, &other);
        for _ in 0..2 {
            assert_eq!(ask(&analysis, "client -> server : tcp 22").verdict, Verdict::Reachable, "{shared}");
            assert_eq!(ask(&analysis, "client -> server : tcp 23").verdict, Verdict::Blocked, "{shared}");
            assert_eq!(ask(&analysis, "m0 -> m3 : tcp 22").verdict, Verdict::Reachable, "{shared}");
            // Once more when all is known.
            analysis.step(u64::MAX);
        }
    }
}

#[test]
fn a_step_finds_as_much_as_its_work_allows() {
    let apart = "security-group g { egress any to 10.0.1.13/32 }";
    let addresses = ["10.0.1.10", "10.0.1.13", "10.0.1.14"];
    let estate = || machines(&addresses, &format!("vpc b 10.1.0.0/16 {{ {apart} }}"));
    let mut analysis = estate();
    let mut seen = Vec::new();
    while let Progress::Pending { found, of } = analysis.step(1) {
        assert!(of > 2, "{of} kins");
        seen.push(found);
    }
    // A kin takes more than one step, and none is left out.
    assert!(seen.iter().filter(|found| **found == 0).count() > 1, "{seen:?}");
    assert!(seen.windows(2).all(|two| two[1] - two[0] <= 1), "{seen:?}");
    let mut analysis = estate();
    assert!(matches!(analysis.step(1_000_000), Progress::Done { .. }));
}

#[test]
fn a_machine_whose_address_a_site_or_a_free_machine_of_another_vpc_may_have_is_asked_by_itself() {
    let addresses = ["10.0.1.10", "10.0.1.11", "10.0.1.12", "10.0.1.13"];
    let other = "vpc b 10.0.0.0/16 {
       security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
       subnet t 10.0.1.0/24
       instance client in t { ip 10.0.1.200; security-group open }
       autoscaling-group pool in t { security-group open }
     }";
    let free = machines(&addresses, other);
    let site = "vpc c 10.9.0.0/16 {
       vpn-gateway vgw
       route-table rt { main yes; 10.0.0.0/16 -> vgw }
       subnet u 10.9.1.0/24
       security-group open { ingress any from 0.0.0.0/0; egress any to 0.0.0.0/0 }
       instance client in u { ip 10.9.1.10; security-group open }
     }
     }
     site hq 10.0.0.0/16 { inbound allow any }
     vpn line between hq, vgw { announce 10.0.0.0/16 from hq }
     network more on aws {";
    let site = machines(&addresses, site);
    for address in addresses {
        let question = |to: &str| format!("client -> {to} & {address} : tcp 443");
        let answer = ask(&free, &question("pool"));
        assert_eq!(answer.verdict, Verdict::Reachable, "{address} is a machine's of the group, too");
        let answer = ask(&site, &question("hq"));
        assert_eq!(answer.verdict, Verdict::Reachable, "{address} is the site's, too");
    }
}
