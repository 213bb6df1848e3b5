//! The page about a cloud, `docs/clouds/aws.md`, from the table.

use std::fmt::Write as _;

use super::{Pair, Table};

/// The cloud's documentation behind each section of the semantics.
const SECTIONS: &[(&str, &str)] = &[
    ("1.1", "VPC user guide: `VPC_Route_Tables.md`, `VPC_NAT_Instance.md`"),
    (
        "1.2",
        "VPC user guide: `security-groups.md`, `security-group-rules.md`, `default-security-group.md`; EC2 user guide: `security-group-rules.md`, `security-group-connection-tracking.md`",
    ),
    ("1.3", "VPC user guide: `vpc-network-acls.md`, `amazon-vpc-limits.md`; transit gateways: `tgw-nacls`"),
    (
        "1.4",
        "VPC user guide: `VPC_Route_Tables.md`, `route-table-options.md`, `subnet-sizing.md`, `route-tables-priority`; Site-to-Site VPN: `vpn-route-priority`",
    ),
    (
        "1.5",
        "VPC user guide: `VPC_Internet_Gateway.md`, `egress-only-internet-gateway.md`; `VPCBlockPublicAccessOptions`",
    ),
    ("1.6", "VPC user guide: `vpc-nat-gateway.md`, `VPC_NAT_Instance.md`"),
    (
        "1.7",
        "VPC peering guide: `vpc-peering-basics.md`, `vpc-peering-security-groups.md`, `peering-configurations-partial-access.md`",
    ),
    ("1.8", "transit gateways: `tgw-route-tables`, `tgw-vpc-attachments`, `how-transit-gateways-work`"),
    (
        "1.9",
        "PrivateLink, Site-to-Site VPN, Direct Connect and Elastic Load Balancing guides: `load-balancer-security-groups` and others; the EC2 and ELB interfaces' own models",
    ),
    ("design", "no rule of the cloud: how this language is read"),
];

const HEAD: &str = "\
# AWS: what is modelled

<!-- Written from tests/rows/aws.toml by `UPDATE_DOCS=1 cargo test -p ringfence-tests --test rows`. -->

Every sentence here is tested by two estates that differ in that thing only and are answered differently, by the engine and
by an interpreter that shares no evaluation with it (`tests/src/oracle`); where both families can say it, as IPv6, too. The
estates stand in [tests/rows/aws.toml](../../tests/rows/aws.toml). What may be written is in [docs/reference/aws.md](../reference/aws.md), what
an export is read for in [docs/import/aws.md](../import/aws.md).
";

/// The page.
#[must_use]
pub fn page(table: &Table) -> String {
    let mut page = HEAD.to_owned();
    let mut rows: Vec<&str> = Vec::new();
    for pair in &table.pair {
        if !rows.contains(&pair.row.as_str()) {
            rows.push(&pair.row);
        }
    }
    for row in rows {
        let _ = write!(page, "\n## `{row}`\n\n");
        for pair in table.pair.iter().filter(|pair| pair.row == row) {
            let _ = writeln!(page, "- {} <sup>{}</sup><br>{}", pair.says, pair.source, differs(pair));
        }
    }
    page.push_str("\n## What is open\n\n");
    if table.open.is_empty() {
        page.push_str("Nothing.\n");
    }
    for open in &table.open {
        let _ = writeln!(
            page,
            "- `{}`: {} <sup>{}</sup><br>An answer shows it: {}.",
            open.row, open.says, open.source, open.shown
        );
    }
    if !table.silent.is_empty() {
        page.push_str("\n## What no packet hangs on\n\n");
        for silent in &table.silent {
            let _ = writeln!(page, "- `{}`: {}", silent.row, silent.why);
        }
    }
    page.push_str("\n## Sources\n\n| mark | documentation of AWS |\n|---|---|\n");
    for (section, documents) in SECTIONS {
        let _ = writeln!(page, "| {section} | {documents} |");
    }
    page
}

/// How the two estates of a pair are answered.
fn differs(pair: &Pair) -> String {
    let [first, second] = &pair.answers;
    let family = if pair.v4_only.is_some() { "" } else { ", and so with IPv6" };
    format!("`{}`: {first}; else {second}{family}.", pair.ask)
}
