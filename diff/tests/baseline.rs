//! Recorded states: what they say of addresses and estates without machines, and what they cannot say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics fails")]

use ringfence::{Analysis, Source, parse};
use ringfence_diff::baseline::{Baseline, Fares, RecordedFlows, RecordedSide, drift, record};

const NETWORK: &str = "network n on aws in eu-north-1 {
  vpc v 10.0.0.0/16, 2001:db8:7::/56 {
    internet-gateway igw
    nat-gateway nat in s { public-ip 198.51.100.44; ip 10.0.1.5 }
    route-table r { main yes; 0.0.0.0/0 -> igw; 64:ff9b::/96 -> nat }
    subnet s 10.0.1.0/24, 2001:db8:7:1::/64
    subnet six 2001:db8:7:2::/64
    security-group g { ingress tcp 22 from 0.0.0.0/0, ::/0; egress tcp 22 to ::/0 }
    instance i in s { ip 10.0.1.10; public-ip 198.51.100.1; security-group g }
    instance j in six { ip 2001:db8:7:2::10; security-group g }
  }
}
";

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(vec![Source::new("texts", text).unwrap()]))
}

fn without_machines() -> String {
    NETWORK.lines().filter(|line| !line.contains("instance")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn addresses_that_hold_others_are_no_ends_own() {
    let recorded = record(&analysis(NETWORK)).unwrap();
    let own: Vec<_> = recorded.ends.iter().filter(|end| end.kind == "instance").collect();
    let own: Vec<_> = own.iter().map(|end| (end.name.as_str(), end.addresses.clone())).collect();
    let addresses = |address: &str| vec![address.to_owned()];
    assert_eq!(own, [("n.v.i", addresses("10.0.1.10")), ("n.v.j", addresses("2001:db8:7:2::10"))]);
    let holds = |flows: &RecordedFlows| flows.to.addresses == ["64:ff9b::a00:10a"];
    assert!(recorded.flows.iter().any(holds), "{:?}", recorded.flows);
    assert!(!drift(&recorded, &analysis(NETWORK)).unwrap().is_drifted());
    let unrouted = NETWORK.replace("; 64:ff9b::/96 -> nat", "");
    let drift = drift(&recorded, &analysis(&unrouted)).unwrap();
    assert_eq!(drift.machines, []);
    assert!(drift.changes.iter().any(|change| change.to.name == "n.v.i"), "{:?}", drift.changes);
}

#[test]
fn an_estate_without_machines_is_recorded() {
    let recorded = record(&analysis(&without_machines())).unwrap();
    assert!(!drift(&recorded, &analysis(&without_machines())).unwrap().is_drifted());
    let first = drift(&recorded, &analysis(NETWORK)).unwrap();
    assert!(first.changes.iter().any(|change| change.to.name == "n.v.i"), "{:?}", first.changes);
    let last = drift(&record(&analysis(NETWORK)).unwrap(), &analysis(&without_machines())).unwrap();
    assert_eq!(last.summary.opened, 0);
    assert!(last.summary.closed > 0);
}

#[test]
fn what_no_estate_has_is_refused_with_its_place() {
    let good = record(&analysis(NETWORK)).unwrap();
    let named = good.flows.iter().position(|flows| flows.to.name.as_deref() == Some("n.v.i")).unwrap();
    let flows = good.flows.len();
    let wrong = |change: &dyn Fn(&mut Baseline)| {
        let mut changed = good.clone();
        change(&mut changed);
        drift(&changed, &analysis(NETWORK)).unwrap_err().message
    };
    let again =
        |state: Fares| wrong(&|all| all.flows.push(RecordedFlows { state, ..all.flows[named].clone() }));
    let shared = format!("`flows[{flows}]` has flows that `flows[{named}]` has, and each fares one way");
    assert_eq!([again(Fares::Open), again(Fares::OneWay)], [shared.clone(), shared]);
    let addresses = vec!["10.0.1.10".to_owned()];
    assert_eq!(
        wrong(&|all| all.flows[named].to.addresses = addresses.clone()),
        format!(
            "`flows[{named}]`: it has both the name `n.v.i` and addresses, of which one is to stand there"
        )
    );
    let side = |network: &str, address: &str| RecordedSide {
        network: network.to_owned(),
        name: None,
        addresses: vec![address.to_owned()],
    };
    let to = |side: RecordedSide| wrong(&|all| all.flows[named].to = side.clone());
    assert_eq!(
        to(side("n.v", "10.0.1.10-10.0.1.11")),
        format!("`flows[{named}]`: no end of the network `n.v` has `10.0.1.11`")
    );
    assert_eq!(to(side("zz", "10.0.1.10")), format!("`flows[{named}]`: no end is in the network `zz`"));
    assert_eq!(
        to(RecordedSide { addresses: Vec::new(), ..side("n.v", "") }),
        format!("`flows[{named}]`: a side has no address of its family")
    );
    assert_eq!(
        wrong(&|all| all.ends.push(all.ends[0].clone())),
        format!("`ends[{}]`: `n.v.i` is there twice in the network `n.v`", good.ends.len())
    );
    assert_eq!(wrong(&|all| all.ends[0].addresses.clear()), "`ends[0]`: `n.v.i` has no address");
    assert_eq!(
        wrong(&|all| all.ends[0].kind = "site".to_owned()),
        "`ends[0]`: `n.v.i` is no site: its resource is `instance n.v.i`"
    );
    assert_eq!(wrong(&|all| all.ends[0].kind = "internet".to_owned()), "`ends[0]`: `n.v.i` is no internet");
    assert_eq!(
        wrong(&|all| all.resources.push(all.resources[0].clone())),
        format!("`resources[{}]`: `{}` is there twice", good.resources.len(), good.resources[0].name)
    );
    assert_eq!(wrong(&|all| all.texts = "zz".to_owned()), "`texts`: `zz` is no digest");
    assert_eq!(
        wrong(&|all| all.resources[0].digest = "sha256:zz".to_owned()),
        "`resources[0]`: `sha256:zz` is no digest"
    );
}
