//! Prefix lists and endpoints, in AWS's own words.

use alloc::format;

use super::{estate, expect, problems, vpc};

fn network(inside: &str) -> alloc::string::String {
    format!("network n on aws {{\n{inside}\n}}")
}

#[test]
fn a_list_has_entries_of_one_family_once() {
    expect(
        &network("prefix-list a { 10.0.0.0/8\n 10.0.0.0/8\n 2001:db8::/32\n 10.0.0.1/8 }"),
        &[
            "error[duplicate] at `10.0.0.0/8`: the list has the entry `10.0.0.0/8` already [also `10.0.0.0/8`: the first is here]",
            "error[not-in-this-cloud] at `2001:db8::/32`: a prefix list has entries of one address family (help: write two lists)",
            "error[host-bits] at `10.0.0.1/8`: `10.0.0.1/8` has bits set past its length (help: the prefix is `10.0.0.0/8`) (fix: `10.0.0.1/8` becomes `10.0.0.0/8`)",
        ],
    );
    assert_eq!(
        problems(&network("prefix-list a unknown { owner aws }")),
        ["error[not-modelled-yet] at `unknown`: `unknown` is not modelled yet"]
    );
}

#[test]
fn routes_to_lists() {
    let text = |routes: &str| {
        network(&format!(
            "prefix-list one {{ 192.0.2.0/24\n 203.0.113.0/24 }}\nprefix-list two {{ 203.0.113.0/24 }}\n\
             vpc main 10.0.0.0/16 {{ internet-gateway igw\n endpoint door {{ type gateway }}\n route-table r {{ {routes} }} }}"
        ))
    };
    for fine in [
        "prefix-list one -> door\n prefix-list two -> door",
        "prefix-list one -> door\n prefix-list two -> igw\n 203.0.113.0/24 -> igw",
    ] {
        estate(&text(fine));
    }
    expect(
        &text(
            "prefix-list one -> door\n prefix-list two -> igw\n prefix-list one -> igw\n prefix-list one -> local",
        ),
        &[
            "error[duplicate] at `two`: another list of the table has `203.0.113.0/24`, too: AWS takes either target, and does \
             not say which (help: write a route for the prefix itself, which goes before both: `203.0.113.0/24 -> TARGET`) \
             [also `prefix-list one -> door`: the first is here]",
            "error[duplicate] at `one`: the table has a route for this list already [also `prefix-list one -> door`: the first is here]",
            "error[not-in-this-cloud] at `local`: a local route is for a whole range of the VPC, not for a prefix list",
        ],
    );
    expect(
        &text("192.0.2.0/24 -> door"),
        &[
            "error[not-in-this-cloud] at `door`: a route to an endpoint is one for a prefix list, to a gateway endpoint \
             (help: an interface endpoint is reached at its addresses)",
        ],
    );
}

#[test]
fn endpoints_have_the_words_of_their_type() {
    expect(
        &vpc("subnet a 10.0.1.0/24\nroute-table r { main yes }\nendpoint x\nendpoint y { type interface }\n\
             endpoint z { type gateway\n ip 10.0.1.9 }\nendpoint w in a { type interface\n route-table r\n ip 10.0.1.9 }\n\
             endpoint v in a { type interface }\nendpoint u { type gateway\n route-table r }"),
        &[
            "error[missing] at `endpoint`: the endpoint needs its type (help: write `type gateway` or `type interface`)",
            "error[missing] at `endpoint`: an interface endpoint needs `in` and its subnets (help: it has an interface in each of them)",
            "error[not-in-this-cloud] at `ip`: an endpoint of the type `gateway` has no `ip`",
            "error[not-in-this-cloud] at `route-table`: an endpoint of the type `interface` has no `route-table`",
            "error[missing] at `endpoint`: endpoint `v` has no address in one of its subnets (help: give it one in each: `ip ADDRESS, ADDRESS`)",
            "error[missing] at `endpoint`: nothing says which addresses the table routes to the endpoint (help: name their list, here \
             with `prefix-list NAME` or in the table with `prefix-list NAME -> ENDPOINT`)",
        ],
    );
}

/// A provider with load balancers of three types, and a consumer.
fn services(lines: &str, endpoints: &str) -> alloc::string::String {
    network(&format!(
        "vpc provider 10.0.0.0/16 {{\nsubnet a 10.0.1.0/24\nload-balancer nlb in a {{ type network; scheme internal; ip 10.0.1.5 }}\n\
         load-balancer gwlb in a {{ type gateway; ip 10.0.1.6 }}\nload-balancer alb in a {{ type application; scheme internal }}\n\
         {lines}\n}}\nvpc consumer 10.1.0.0/16 {{\nsubnet a 10.1.1.0/24\n{endpoints}\n}}"
    ))
}

#[test]
fn endpoints_lead_to_services_by_name_or_id() {
    let lines = "endpoint-service pay { id vpce-svc-1; load-balancer nlb }\nendpoint-service walls { load-balancer gwlb }";
    for (name, leads) in [
        ("provider.pay", true),
        ("endpoint-service provider.pay", true),
        ("vpce-svc-1", true),
        ("com.amazonaws.eu-central-1.s3", false),
        ("\"com.amazonaws.vpce.eu-central-1.vpce-svc-2\"", false),
    ] {
        let endpoint = format!("endpoint e in a {{ type interface; ip 10.1.1.9; service {name} }}");
        let aws = estate(&services(lines, &endpoint)).aws;
        assert_eq!(aws.endpoints[0].service.map(|id| id.0), leads.then_some(0), "{name}");
    }
    let aws = estate(&services(lines, "gwlb-endpoint g in a { service provider.walls }")).aws;
    assert_eq!(aws.gwlb_endpoints[0].service.map(|id| id.0), Some(1));
}

#[test]
fn services_have_load_balancers_of_one_type_and_endpoints_of_theirs() {
    expect(
        &services(
            "endpoint-service none\nendpoint-service alone { load-balancer alb }\n\
             endpoint-service both { load-balancer nlb, gwlb }\nendpoint-service pay { load-balancer nlb }",
            "gwlb-endpoint g in a { service provider.pay }\nendpoint e { type gateway; service provider.pay }",
        ),
        &[
            "error[missing] at `endpoint-service`: endpoint-service `none` needs its `load-balancer`",
            "error[not-in-this-cloud] at `alb`: an endpoint service has network load balancers, or load balancers of the type `gateway`",
            "error[not-in-this-cloud] at `gwlb`: an endpoint service has network load balancers, or load balancers of the type `gateway`",
            "error[not-in-this-cloud] at `provider.pay`: an interface endpoint leads to a service of network load balancers, a \
             `gwlb-endpoint` to one of the type `gateway`",
            "error[not-in-this-cloud] at `provider.pay`: an interface endpoint leads to a service of network load balancers, a \
             `gwlb-endpoint` to one of the type `gateway`",
        ],
    );
}
