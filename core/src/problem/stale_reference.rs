//! Rules that name a group and can never match by it.

use alloc::format;

use super::{Problem, ProblemCode};
use crate::source::Location;

const CODE: ProblemCode = ProblemCode::StaleReference;

/// The group called `group` in a rule; the VPCs that the rule and the group are of, and whether these are in two Regions.
pub(crate) fn group(at: Location, group: &str, vpcs: &[alloc::string::String; 2], far: bool) -> Problem {
    let [ours, theirs] = vpcs;
    let why = if far {
        format!("{ours} and {theirs} are in two Regions")
    } else {
        format!("no active peering joins {ours} and {theirs}")
    };
    Problem::warning(CODE, at, format!("the rule matches nothing by {group}: {why}"))
        .help("such a reference is stale; a rule for the range of the VPC matches all the same")
}

#[cfg(test)]
mod tests {
    use super::CODE;
    use crate::problem::shown::expect;

    fn two(network: &str) -> alloc::string::String {
        alloc::format!(
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
            expect(CODE, two, &[(network, &alloc::format!("{by} {why} {help}"))]);
        }
    }
}
