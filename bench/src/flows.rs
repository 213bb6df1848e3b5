//! How many decisions a second there are on estates, with what stops a packet and without.

use std::fmt::Write;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use ringfence::{Analysis, Decision, Endpoint, Packet, Source, Transport, parse};

/// So many decisions are measured together.
const FLOWS: usize = 1000;

/// Measures each kind of flow by itself and prints a line for it.
pub fn measure(quick: bool) {
    println!("{:<44} {:>12} {:>12}  decision", "flows of an estate", "a second", "with stops");
    for pairs in [1, 500] {
        let analysis = Analysis::new(parse(vec![Source::new("estate.fence", text(pairs)).unwrap()]));
        assert!(!analysis.has_errors(), "{:?}", analysis.problems());
        let internet = ("internet", Ipv4Addr::new(203, 0, 113, 7));
        let [web, app, db] = [(1, "web"), (2, "app"), (3, "db")].map(|(net, name)| {
            (name, pairs - 1, Ipv4Addr::from_bits(0x0a00_0000 + (net << 12) + 10 + pairs - 1))
        });
        let end = |name: &str, number: u32| analysis.endpoint(&format!("{name}-{number}")).unwrap();
        let machine = |(name, number, address): (&str, u32, Ipv4Addr)| (end(name, number), address);
        let [web, app, db] = [web, app, db].map(machine);
        let internet = (Endpoint::INTERNET, internet.1);
        let kinds = [
            ("internet -> web", internet, web, 443),
            ("internet -> web, wrong port", internet, web, 22),
            ("web -> app", web, app, 8080),
            ("app -> db, past network ACLs", app, db, 5432),
            ("web -> db", web, db, 5432),
            ("app -> internet, by NAT", app, internet, 443),
        ];
        for (what, from, to, port) in kinds {
            let flows: Vec<Packet> =
                (0..FLOWS as u16).map(|at| packet(from.1, to.1, 40_000 + at, port)).collect();
            let mut best = [Duration::MAX; 2];
            let mut decision = None;
            for _ in 0..if quick { 5 } else { 50 } {
                let start = Instant::now();
                for flow in &flows {
                    decision = Some(black_box(analysis.decide(from.0, to.0, black_box(flow))));
                }
                best[0] = best[0].min(start.elapsed());
                let mut stops = [None; 8];
                let start = Instant::now();
                for flow in &flows {
                    black_box(analysis.decide_with(from.0, to.0, black_box(flow), &mut stops));
                }
                best[1] = best[1].min(start.elapsed());
            }
            let [without, with] = best.map(|time| FLOWS as f64 / time.as_secs_f64());
            let decision: Decision = decision.unwrap();
            let what = format!("{} machines: {what}", pairs * 3);
            println!("{what:<44} {without:>12.0} {with:>12.0}  {decision:?}");
        }
    }
}

fn packet(source: Ipv4Addr, destination: Ipv4Addr, from: u16, to: u16) -> Packet {
    let transport = Transport::Tcp { source: from, destination: to };
    Packet::new(IpAddr::V4(source), IpAddr::V4(destination), transport).unwrap()
}

/// Three tiers, so many machines in each: those of the first with public addresses, the second behind a NAT gateway, the third
/// behind a network ACL.
fn text(machines: u32) -> String {
    let mut text = "network n on aws in eu-central-1 { vpc v 10.0.0.0/16 {
      internet-gateway igw
      nat-gateway nat in web { public-ip 198.51.100.1 }
      route-table public { 0.0.0.0/0 -> igw }
      route-table private { 0.0.0.0/0 -> nat }
      network-acl vault {
        ingress 100 allow tcp 5432 from 10.0.32.0/20
        egress 100 allow tcp 1024-65535 to 10.0.32.0/20
      }
      subnet web 10.0.16.0/20 { route-table public }
      subnet app 10.0.32.0/20 { route-table private }
      subnet db 10.0.48.0/20 { network-acl vault }
      security-group web { ingress tcp 443 from 0.0.0.0/0; egress tcp 8080 to app }
      security-group app { ingress tcp 8080 from web; egress tcp 5432 to db; egress tcp 443 to 0.0.0.0/0 }
      security-group db { ingress tcp 5432 from app }
"
    .to_owned();
    for at in 0..machines {
        let address = |net: u32| Ipv4Addr::from_bits(0x0a00_0000 + (net << 12) + 10 + at);
        let front = Ipv4Addr::from_bits(u32::from(Ipv4Addr::new(198, 51, 101, 0)) + at);
        let (web, app, db) = (address(1), address(2), address(3));
        writeln!(text, "instance web-{at} in web {{ ip {web}; public-ip {front}; security-group web }}")
            .unwrap();
        writeln!(text, "instance app-{at} in app {{ ip {app}; security-group app }}").unwrap();
        writeln!(text, "instance db-{at} in db {{ ip {db}; security-group db }}").unwrap();
    }
    text + "} }\n"
}
