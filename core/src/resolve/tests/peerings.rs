//! Peerings, Regions, and groups of other VPCs.

use alloc::format;

use super::{estate, expect, read};
use crate::estate::aws::{Peer, PeeringStatus, RouteTarget, SecurityGroupId, VpcId};

const TWO: &str = "network a on aws in eu-west-1 {
  peering ab between main, b.main { id pcx-1; tag Name=ab }
  vpc main 10.1.0.0/16 {
    route-table r { 10.2.0.0/16 -> ab }
    security-group web { ingress tcp 22 from b.app, self; vpc b.main }
  }
}
network b on aws {
  vpc main 10.2.0.0/16 {
    subnet s 10.2.0.0/24
    route-table r { main yes; 10.1.0.0/16 -> peering ab }
    security-group app { ingress any from a.main.web }
    instance i in s { ip 10.2.0.9; security-group app, web }
  }
}
";

#[test]
fn peerings_join_vpcs_of_any_network() {
    let estate = estate(TWO);
    let [peering] = estate.aws.peerings.as_slice() else { panic!("one") };
    assert_eq!((peering.vpcs, peering.status), ([VpcId(0), VpcId(1)], PeeringStatus::Active));
    assert_eq!(peering.other_end(VpcId(1)), Some(VpcId(0)));
    assert_eq!(peering.other_end(VpcId(2)), None);
    assert_eq!(estate.path(peering.object), "a.ab");
    for table in &estate.aws.route_tables {
        assert!(matches!(table.routes[0].target, RouteTarget::Peering(_)));
    }
    let regions: alloc::vec::Vec<_> = estate.aws.vpcs.iter().map(|vpc| vpc.region.as_deref()).collect();
    assert_eq!(regions, [Some("eu-west-1"), None]);
    let [web, app] = estate.aws.security_groups.as_slice() else { panic!("two") };
    assert_eq!(web.ingress[0].peers, [Peer::Group(SecurityGroupId(1)), Peer::Itself]);
    assert_eq!(app.ingress[0].peers, [Peer::Group(SecurityGroupId(0))]);
    assert_eq!((web.used_in.as_slice(), app.used_in.len()), ([VpcId(1)].as_slice(), 0));
    assert_eq!(estate.aws.interfaces[0].groups, [SecurityGroupId(1), SecurityGroupId(0)]);
}

#[test]
fn one_that_is_deleted_forbids_nothing() {
    let gone = "network n on aws {
      vpc a 10.1.0.0/16
      vpc b 10.1.0.0/16
      peering old between a, b { status deleted }
      peering older between b, a { status deleted }
    }";
    let statuses = estate(gone).aws.peerings.into_iter().map(|peering| peering.status);
    assert!(statuses.eq([PeeringStatus::Deleted; 2]));
}

#[test]
fn what_has_a_problem_is_no_peering_and_routes_by_it_are_gone_without_another() {
    for (peering, problem) in [
        ("between a, c { status open }", "wrong-value"),
        ("between a, a", "not-in-this-cloud"),
        ("between a, overlapping", "overlap"),
        ("between a", "missing"),
    ] {
        let text = format!(
            "network n on aws {{\n  vpc a 10.1.0.0/16 {{ route-table r {{ 10.3.0.0/16 -> p }} }}\n  \
             vpc c 10.3.0.0/16\n  vpc overlapping 10.1.0.0/20\n  peering p {peering}\n}}"
        );
        let (estate, shown) = read(&[&text]);
        assert!(matches!(shown.as_slice(), [one] if one.contains(problem)), "{peering}: {shown:#?}");
        assert_eq!((estate.aws.peerings.len(), estate.aws.route_tables[0].routes.len()), (0, 0));
    }
}

#[test]
fn references_are_stale_where_nothing_joins_the_vpcs() {
    estate(&TWO.replace("network b on aws", "network b on aws in eu-west-1"));
    // A group that is used in the other VPC is known there by itself.
    let gone = TWO.replace("{ id pcx-1; tag Name=ab }", "{ status deleted }");
    estate(&gone);
    expect(
        &gone.replace("; vpc b.main", "").replace("security-group app, web", "security-group app"),
        &[
            "warning[stale-reference] at `b.app`: the rule matches nothing by security-group `app`: no active peering joins \
           vpc `main` and vpc `main` (help: such a reference is stale; a rule for the range of the VPC matches all the same)",
            "warning[stale-reference] at `a.main.web`: the rule matches nothing by security-group `web`: no active peering joins \
           vpc `main` and vpc `main` (help: such a reference is stale; a rule for the range of the VPC matches all the same)",
        ],
    );
}
