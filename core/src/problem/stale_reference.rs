//! Rules that name a group and can never match by it.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::StaleReference;

/// Why.
#[derive(Clone, Copy)]
pub(crate) enum Stale {
    /// The VPCs are in two Regions.
    Far,
    /// Nothing joins them.
    Apart,
    /// A transit gateway joins them that carries no references.
    NotCarried,
    /// A transit gateway joins them that carries references of rules that let in, and the rule lets out.
    Outbound,
}

/// The group called `group` in a rule, and the VPCs that the rule and the group are of.
pub(crate) fn group(at: Location, group: &str, vpcs: &[alloc::string::String; 2], why: Stale) -> Problem {
    let [ours, theirs] = vpcs;
    let why = match why {
        Stale::Far => format!("{ours} and {theirs} are in two Regions"),
        Stale::Apart => format!("no active peering joins {ours} and {theirs}"),
        Stale::NotCarried => {
            "the transit gateway or an attachment does not carry references (`security-group-referencing`)"
                .into()
        }
        Stale::Outbound => "across a transit gateway only inbound rules name groups".into(),
    };
    Problem::warning(CODE, at, format!("the rule matches nothing by {group}: {why}"))
        .help("such a reference is stale; a rule for the range of the VPC matches all the same")
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};

    use super::CODE;
    use crate::problem::shown::expect;

    fn two(network: &str) -> String {
        format!(
            "network a on aws in eu-west-1 {{\n  vpc a 10.1.0.0/16 {{ security-group web {{ ingress tcp 22 from b.app }} }}\n\
             {network} vpc b 10.2.0.0/16 {{ security-group app }} }}"
        )
    }

    #[test]
    fn they_are_shown_so() {
        let help = "(help: such a reference is stale; a rule for the range of the VPC matches all the same)";
        let by = "warning at `b.app`: the rule matches nothing by security-group `app`:";
        for (network, why) in [
            ("", "no active peering joins vpc `a` and vpc `b`"),
            ("peering ab between a, b { status pending }\n", "no active peering joins vpc `a` and vpc `b`"),
            (
                "peering ab between a, b.b }\nnetwork b on aws in us-east-1 {",
                "vpc `a` and vpc `b` are in two Regions",
            ),
        ] {
            expect(CODE, two, &[(network, &format!("{by} {why} {help}"))]);
        }
    }

    #[test]
    fn those_across_transit_gateways_are_shown_so() {
        let group = |referencing: &str, case: &str| {
            let main = "vpc main 10.0.0.0/16 { security-group g }";
            let other = format!("vpc other 10.1.0.0/16 {{ security-group h {{ {case} }} }}");
            let hub = format!(
                "transit-gateway hub {{ {referencing}\nattachment a to main\nattachment b to other }}"
            );
            format!("network n on aws {{ {main}\n{other}\n{hub} }}\n")
        };
        let help = "(help: such a reference is stale; a rule for the range of the VPC matches all the same)";
        let by = "warning at `main.g`: the rule matches nothing by security-group `g`:";
        for (case, why) in [
            (
                group("", "ingress any from main.g"),
                "the transit gateway or an attachment does not carry references (`security-group-referencing`)",
            ),
            (
                group("security-group-referencing yes", "egress any to main.g"),
                "across a transit gateway only inbound rules name groups",
            ),
        ] {
            expect(CODE, ToString::to_string, &[(&case, &format!("{by} {why} {help}"))]);
        }
    }
}
