//! IPv4 reached from IPv6 where something else stands before the NAT gateway.

use super::*;

const VPC: &str = "
  internet-gateway igw
  nat-gateway nat in pub { public-ip 198.51.100.44; ip 10.0.1.5 }
  route-table public { 0.0.0.0/0 -> igw }
  route-table six { 64:ff9b::/96 -> nat }
  subnet pub 10.0.1.0/24 in z { route-table public }
  subnet far 10.0.9.0/24, 2001:db8:7:9::/64 in z { route-table six }
  subnet db 10.0.4.0/24 in z
  security-group six { ingress any from ::/0; egress any to ::/0 }
  security-group db { ingress tcp 5432 from 10.0.1.0/24 }
  instance db-1 in db { ip 10.0.4.10; security-group db }";

fn verdicts(analysis: &Analysis, question: &str) -> (Verdict, Vec<Verdict>) {
    let answer = ask(analysis, question);
    (answer.verdict, answer.possible)
}

use Verdict::{Blocked, OneWay, Partly, Reachable, Unknown};

#[test]
fn an_appliance_may_send_to_a_nat_gateway() {
    let more = "
      route-table by-fw { 64:ff9b::/96 -> fw }
      subnet c 2001:db8:7:3::/64 in z { route-table by-fw }
      instance fw in far { ip 2001:db8:7:9::10; security-group six; source-dest-check no }
      instance c-1 in c { ip 2001:db8:7:3::10; security-group six }";
    let network = format!("vpc v 10.0.0.0/16, 2001:db8:7::/56 {{ {VPC} {more} }}");
    let analysis = analysis(&network, "");
    let all = alloc::vec![Reachable, Partly, OneWay, Blocked];
    assert_eq!(verdicts(&analysis, "c-1 -> db-1 : tcp 5432"), (Unknown, all.clone()));
    assert_eq!(verdicts(&analysis, "c-1 -> internet & 0.0.0.0/0 : tcp 443"), (Unknown, all));
    // Whatever it does, the group lets no other port in.
    assert_eq!(verdicts(&analysis, "c-1 -> db-1 : tcp 22").0, Blocked);
    // From the appliance itself it is certain.
    assert_eq!(verdicts(&analysis, "fw -> db-1 : tcp 5432").0, Reachable);
}

#[test]
fn a_site_reaches_a_nat_gateway_by_a_transit_gateway() {
    let network = format!(
        "vpc v 10.0.0.0/16, 2001:db8:7::/56 {{
           {VPC}
           route-table back {{ main yes; 2001:db8:99::/48 -> hub }}
         }}
         transit-gateway hub {{
           attachment v to v {{ subnet v.far }}
           attachment line to line
           route-table all {{ associate v, line; propagate v, line; 64:ff9b::/96 -> v }}
         }}"
    )
    .replace(
        "route-table public { 0.0.0.0/0 -> igw }",
        "route-table public { 0.0.0.0/0 -> igw; 2001:db8:99::/48 -> hub }",
    );
    let site = "
site office 2001:db8:99::/48 { gateway g 203.0.113.9; host pc { ip 2001:db8:99::5 }; outbound allow any; inbound allow any }
direct-line line between g, hub { announce 64:ff9b::/96 from hub; announce 2001:db8:99::/48 from g }
deny pc -> db-1 : tcp 5432";
    let analysis = analysis(&network, site);
    assert_eq!(verdicts(&analysis, "pc -> db-1 : tcp 5432").0, Reachable);
    assert_eq!(verdicts(&analysis, "pc -> 64:ff9b::a00:40a : tcp 5432").0, Reachable);
    assert_eq!(verdicts(&analysis, "pc -> db-1 : tcp 22").0, Blocked);
    assert_eq!(analysis.check().summary.fail, 1);
}

#[test]
fn behind_a_route_to_unknown_there_may_be_a_nat_gateway() {
    let network = "vpc v 10.0.0.0/16, 2001:db8:7::/56 {
      route-table lost { 64:ff9b::/96 -> unknown }
      subnet u 2001:db8:7:5::/64 { route-table lost }
      subnet db 10.0.4.0/24
      security-group six { egress tcp 443, 5432 to ::/0 }
      security-group db { ingress tcp 5432 from 10.0.1.0/24 }
      instance u-1 in u { ip 2001:db8:7:5::10; security-group six }
      instance db-1 in db { ip 10.0.4.10; security-group db }
    }";
    let analysis = analysis(network, "deny u-1 -> internet & 0.0.0.0/0");
    assert_eq!(verdicts(&analysis, "u-1 -> db-1 : tcp 5432").0, Unknown);
    assert_eq!(verdicts(&analysis, "u-1 -> internet & 0.0.0.0/0 : tcp 443").0, Unknown);
    assert_eq!(verdicts(&analysis, "u-1 -> db-1 : tcp 22").0, Blocked);
    let summary = analysis.check().summary;
    assert_eq!((summary.hold, summary.unknown), (0, 1), "{summary:?}");
}

#[test]
fn what_has_one_family_is_isolated_from_what_has_the_other() {
    let more = "
      subnet s 2001:db8:7:3::/64 in z { route-table six }
      instance six-1 in s { ip 2001:db8:7:3::10; security-group six }";
    let network = format!("vpc v 10.0.0.0/16, 2001:db8:7::/56 {{ {VPC} {more} }}");
    // The way back has no packets: what has IPv4 alone sends no IPv6.
    let analysis = analysis(&network, "isolate six-1 from db-1");
    let report = analysis.check();
    assert_eq!((report.summary.fail, report.problems.len()), (1, 0), "{:#?}", report.problems);
}
