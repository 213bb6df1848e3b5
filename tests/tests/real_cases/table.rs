//! The rows. What is expected is written down from the table's words, not from what comes out.

use ringfence::answer::Verdict::{self, Blocked, OneWay, Reachable, Unknown};

use crate::End::{Agrees, Differs, NotExpressible};
use crate::{Ask, End, Row};

const VPN: &str = "batfish/test-vpn-gateway/aws_configs";
const BASIC: &str = "np-guard/input_basic_config_with_sg.json";
const GROUPS: &str = "np-guard/input_aws_sg_1.json";
const LISTS: &str = "np-guard/input_aws_acl_1.json";
const MIXED: &str = "np-guard/input_aws_mixed.json";

const SUBNET: &str = "batfish/test-subnet/aws_configs";
const PUBLIC: &str = "batfish/test-public-subnet/aws_configs";
const PRIVATE: &str = "batfish/test-public-private-subnet/aws_configs";
const PEERING: &str = "batfish/test-vpc-peering/aws_configs";
const NAT: &str = "batfish/test-nat-gateway/aws_configs";
const GATEWAY_ENDPOINT: &str = "batfish/test-vpc-endpoint-gateway/aws_configs";
const INTERFACE_ENDPOINT: &str = "batfish/test-vpc-endpoint-interface/aws_configs";

const BALANCER: &str = "batfish/test-load-balancer/aws_configs";

/// From a machine over a transit gateway to one in another VPC.
const ACROSS: &[&str] = &[
    "security-group",
    "route-table",
    "transit-gateway",
    "attachment",
    "route-table",
    "subnet",
    "security-group",
];

const fn row(id: &'static str, exports: &'static str, end: End) -> Row {
    Row { id, exports, end }
}

const fn ask(question: &'static str, verdict: Verdict) -> Ask {
    Ask { question, verdict, blockers: &[], hops: &[] }
}

const fn stopped(question: &'static str, blockers: &'static [&'static str]) -> Ask {
    Ask { question, verdict: Blocked, blockers, hops: &[] }
}

const fn by_way_of(question: &'static str, verdict: Verdict, hops: &'static [&'static str]) -> Ask {
    Ask { question, verdict, blockers: &[], hops }
}

pub(crate) const ROWS: &[Row] = &[
    row("NG-01", BASIC, Agrees(&[ask("internet -> instance1", Reachable)])),
    row(
        "NG-02",
        BASIC,
        Agrees(&[ask("internet -> instance2", Blocked), ask("instance2 -> internet", Blocked)]),
    ),
    row(
        "NG-03",
        BASIC,
        Agrees(&[ask("instance1 -> instance2", Reachable), ask("instance2 -> instance1", Reachable)]),
    ),
    row(
        "NG-04",
        GROUPS,
        Agrees(&[
            ask("proxy -> app1 : tcp 9080", Reachable),
            ask("proxy -> app1 : tcp 0-9079, 9081-65535", Blocked),
            ask("proxy -> app1 : udp 0-65535, icmp 0-255", Blocked),
        ]),
    ),
    row(
        "NG-05",
        GROUPS,
        Agrees(&[
            ask("app1 -> mydb : tcp 0-65535", Reachable),
            ask("app1 -> mydb : udp 0-65535, icmp 0-255", Blocked),
        ]),
    ),
    row(
        "NG-06",
        GROUPS,
        Agrees(&[
            stopped("mydb -> app1", &["sg-no-rule"]),
            ask("mydb -> dashboard, proxy", Blocked),
            ask("mydb -> internet", Blocked),
        ]),
    ),
    row("NG-07", GROUPS, Agrees(&[ask("dashboard -> mydb", Reachable)])),
    row("NG-08", GROUPS, Agrees(&[stopped("app1 -> app2", &["sg-no-rule"])])),
    row(
        "NG-09",
        GROUPS,
        Agrees(&[
            ask("internet -> dashboard", Reachable),
            ask("internet -> proxy", Reachable),
            ask("internet -> app1, app2, mydb", Blocked),
        ]),
    ),
    row("NG-10", GROUPS, Agrees(&[stopped("app1 -> 161.26.0.0", &["no-route", "sg-no-rule"])])),
    row(
        "NG-12",
        GROUPS,
        Agrees(&[by_way_of(
            "proxy -> 161.26.0.0",
            Reachable,
            &["security-group", "network-acl", "internet-gateway", "internet"],
        )]),
    ),
    row(
        "NG-13",
        GROUPS,
        Agrees(&[by_way_of(
            "dashboard -> app2",
            Reachable,
            &[
                "security-group",
                "network-acl",
                "network-acl",
                "subnet eu-north-1.vpc0.application",
                "security-group",
            ],
        )]),
    ),
    row(
        "NG-14",
        LISTS,
        Agrees(&[
            ask("proxy1 -> proxy2 : tcp 0-65535 source-port 0-9079", OneWay),
            ask("proxy1 -> proxy2 : tcp 0-65535 source-port 9081-65535", OneWay),
            ask("proxy1 -> proxy2 : udp 0-65535, icmp 0-255", Blocked),
        ]),
    ),
    row("NG-15", LISTS, Agrees(&[ask("proxy1 -> proxy2 : tcp 0-65535 source-port 9080", Reachable)])),
    row(
        "NG-16",
        LISTS,
        Agrees(&[
            ask("proxy2 -> proxy1 : tcp 9080", Reachable),
            ask("proxy2 -> proxy1 : tcp 0-9079, 9081-65535", Blocked),
            ask("proxy2 -> proxy1 : udp 0-65535, icmp 0-255", Blocked),
        ]),
    ),
    row(
        "NG-17",
        LISTS,
        Agrees(&[
            ask("147.235.208.136 -> proxy1", Reachable),
            ask("internet except 147.235.208.136 -> proxy1", Blocked),
        ]),
    ),
    row("NG-18", LISTS, Agrees(&[ask("internet -> wl20", Reachable), ask("internet -> wl10", Blocked)])),
    row("NG-19", LISTS, Agrees(&[ask("wl10 -> wl11", Reachable)])),
    row("NG-20", LISTS, Agrees(&[stopped("wl10 -> proxy2", &["acl-deny", "acl-no-rule"])])),
    row(
        "NG-21",
        MIXED,
        Agrees(&[by_way_of("p2 -> q2", Blocked, &["network-acl eu-north-1.mixed.acl1 ingress"])]),
    ),
    row("NG-22", MIXED, Agrees(&[ask("r1 -> q2 : tcp 9080", Reachable)])),
    row(
        "NG-24",
        MIXED,
        Agrees(&[
            ask("q2 -> q1 : udp 0-65535", Reachable),
            ask("q2 -> q1 : tcp 0-65535, icmp 0-255", Blocked),
        ]),
    ),
    row("NG-29", MIXED, NotExpressible("which lists and groups nothing uses is no question about packets")),
    row("BF-01", SUBNET, Agrees(&[stopped("10.10.1.228 -> 10.10.1.44 : protocol 0", &["sg-no-rule"])])),
    row("BF-01d", SUBNET, Agrees(&[ask("10.10.1.228 -> 10.10.1.44 : tcp 22", Reachable)])),
    row("BF-02", SUBNET, Agrees(&[stopped("10.10.1.228 -> 10.10.0.1", &["no-such-address"])])),
    row(
        "BF-03",
        PUBLIC,
        Agrees(&[Ask {
            question: "8.8.8.8 -> 18.216.80.133 : tcp 80",
            verdict: Blocked,
            blockers: &["sg-no-rule"],
            hops: &["internet", "igw-0a409e562d251f766", "vpc", "subnet", "security-group"],
        }]),
    ),
    row("BF-03d", PUBLIC, Agrees(&[ask("8.8.8.8 -> 18.216.80.133 : tcp 22", Reachable)])),
    row("BF-04", PUBLIC, NotExpressible("flows from outside to outside are not asked about")),
    row(
        "BF-05",
        PUBLIC,
        NotExpressible("from outside, a private address names the machine: what is sent to its public one"),
    ),
    row(
        "BF-06",
        PUBLIC,
        Agrees(&[by_way_of(
            "i-06669a407b2ef3ae5 -> 8.8.8.8",
            Reachable,
            &["route-table", "network-acl", "igw-0a409e562d251f766", "internet"],
        )]),
    ),
    row(
        "BF-08",
        PRIVATE,
        Agrees(&[Ask {
            question: "10.0.1.204 -> 13.58.55.60",
            verdict: Blocked,
            blockers: &["no-line"],
            hops: &["route-table", "vgw-070087240d6fa2989"],
        }]),
    ),
    row("BF-09", PRIVATE, Agrees(&[stopped("10.0.1.204 -> 8.8.8.8", &["no-line"])])),
    row(
        "BF-10",
        PRIVATE,
        Agrees(&[
            by_way_of(
                "10.0.1.204 -> 10.0.0.47 : tcp 22",
                Reachable,
                &["vpc", "subnet", "i-094a9e5b545a4fde4"],
            ),
            stopped("10.0.1.204 -> 10.0.0.47 : protocol 0", &["sg-no-rule"]),
        ]),
    ),
    row(
        "BF-12",
        PRIVATE,
        Agrees(&[ask("site-of-vgw-070087240d6fa2989 -> 13.58.55.60 through vgw-070087240d6fa2989", Blocked)]),
    ),
    row(
        "BF-13",
        PRIVATE,
        Agrees(&[
            by_way_of("10.0.0.47 -> 19.168.0.1", Unknown, &["igw-0eac198308206c358", "site-of-vgw"]),
            by_way_of(
                "10.0.1.204 -> 19.168.0.1",
                Unknown,
                &["vgw-070087240d6fa2989", "vpn-05044757278685fd3", "site-of-vgw"],
            ),
        ]),
    ),
    row(
        "BF-14",
        NAT,
        Agrees(&[by_way_of(
            "i-0a128d26e59be60f3 -> 8.8.8.8 : tcp 80",
            Reachable,
            &["nat-07ab4846da51f4612", "internet-gateway", "internet"],
        )]),
    ),
    row("BF-16", NAT, Agrees(&[stopped("8.8.8.8 -> 3.135.127.225 : tcp 80", &["nat-unsolicited"])])),
    row(
        "BF-17",
        NAT,
        Agrees(&[stopped("i-0b31b509174d7f5de -> 10.1.250.210 : tcp 80", &["nat-unsolicited"])]),
    ),
    row("BF-18", NAT, Agrees(&[stopped("i-0a73a1a6021c03ddb -> 8.8.8.8", &["no-route"])])),
    row(
        "BF-19",
        PEERING,
        Agrees(&[
            Ask {
                question: "i-06ba034d88c84ef07 -> i-0b14080af811fda3d : protocol 0",
                verdict: Blocked,
                blockers: &["sg-no-rule"],
                hops: &["A-B", "VPC B", "subnet B", "security-group"],
            },
            by_way_of("i-06ba034d88c84ef07 -> i-0b14080af811fda3d : tcp 22", Reachable, &["A-B", "VPC B"]),
            stopped("i-0b14080af811fda3d -> i-06ba034d88c84ef07 : protocol 0", &["sg-no-rule"]),
            by_way_of("i-0b14080af811fda3d -> i-06ba034d88c84ef07 : tcp 22", Reachable, &["A-B", "VPC A"]),
        ]),
    ),
    row(
        "BF-21",
        PEERING,
        Agrees(&[
            stopped("i-0b14080af811fda3d -> 10.10.100.1", &["no-such-address"]),
            stopped("i-0b14080af811fda3d -> 10.10.10.11", &["no-such-address"]),
        ]),
    ),
    row(
        "BF-23",
        "batfish/test-transit-gateway/aws_configs",
        Agrees(&[
            by_way_of("10.10.10.157 -> 192.168.1.106 : tcp 22", Reachable, ACROSS),
            by_way_of("192.168.1.106 -> 10.10.10.157 : tcp 22", Reachable, ACROSS),
            stopped("10.10.10.157 -> 192.168.1.106 : protocol 0", &["sg-no-rule"]),
            stopped("192.168.1.106 -> 10.10.10.157 : protocol 0", &["sg-no-rule"]),
        ]),
    ),
    row(
        "BF-26",
        "batfish/test-transit-gateway-multi-table/aws_configs",
        Agrees(&[
            by_way_of("10.10.10.157 -> 192.168.1.106 : tcp 22", Reachable, ACROSS),
            by_way_of("192.168.1.106 -> 10.10.10.157 : tcp 22", Reachable, ACROSS),
            stopped("10.10.10.157 -> 192.168.1.106 : protocol 0", &["sg-no-rule"]),
            stopped("192.168.1.106 -> 10.10.10.157 : protocol 0", &["sg-no-rule"]),
        ]),
    ),
    row(
        "BF-27",
        "batfish/test-transit-gateway-multi-account/aws_configs",
        Differs(
            Unknown,
            "the exports have no network ACLs, and what is missing is neither a permission nor a refusal",
            &[
                by_way_of("10.1.1.100 -> 10.2.1.183 : tcp 22", Reachable, ACROSS),
                by_way_of("10.2.1.183 -> 10.1.1.100 : tcp 22", Reachable, ACROSS),
            ],
        ),
    ),
    row(
        "BF-32",
        GATEWAY_ENDPOINT,
        Agrees(&[by_way_of(
            "i-01c6c0647fdccc89e -> 52.216.237.77 : tcp 443",
            Reachable,
            &["route-table", "network-acl", "vpce-0b7357542bb7b83ec", "internet"],
        )]),
    ),
    row(
        "BF-33",
        GATEWAY_ENDPOINT,
        Agrees(&[
            stopped("i-01c6c0647fdccc89e -> 54.222.57.1 : tcp 443", &["no-route"]),
            by_way_of(
                "i-0464d440ca0ee9e34 -> 54.222.57.1 : tcp 443",
                Reachable,
                &["internet-gateway", "internet"],
            ),
        ]),
    ),
    row(
        "BF-35",
        INTERFACE_ENDPOINT,
        Agrees(&[
            by_way_of("10.1.101.63 -> 10.1.101.97 : tcp 443", Reachable, &["subnet", "security-group"]),
            by_way_of("10.1.1.88 -> 10.1.101.97 : tcp 443", Reachable, &["vpc", "subnet", "security-group"]),
        ]),
    ),
    row(
        "BF-36",
        BALANCER,
        Agrees(&[
            by_way_of(
                "10.1.250.112 -> 10.1.1.237 : tcp 80",
                Reachable,
                &["security-group", "network-acl", "load-balancer", "network-acl", "security-group"],
            ),
            ask("10.1.250.112 -> 10.1.20.123 : tcp 80", Reachable),
            ask("10.1.250.112 -> i-0f4af951d61a19245, i-055b0db7be365202c : tcp 22", Reachable),
        ]),
    ),
    row(
        "BF-37",
        BALANCER,
        Agrees(&[stopped("10.1.250.112 -> 10.1.1.237, 10.1.20.123 : tcp 81", &["no-listener"])]),
    ),
    row(
        "BF-38",
        VPN,
        Agrees(&[
            Ask {
                question: "site-of-vgw-0c09bd7fadac961bf -> 10.0.1.204 : protocol 0",
                verdict: Blocked,
                blockers: &["sg-no-rule"],
                hops: &["vpn-03701a53bba3c48b7", "vgw-0c09bd7fadac961bf", "vpc"],
            },
            stopped("site-of-vgw-0c09bd7fadac961bf -> 10.0.1.205", &["no-such-address"]),
            stopped("site-of-vgw-0c09bd7fadac961bf -> 10.0.2.1", &["no-such-address"]),
        ]),
    ),
    row(
        "BF-39",
        "batfish/test-direct-connect-gateway",
        NotExpressible(
            "what the router tells by BGP stands in its own configuration, which is no export of AWS",
        ),
    ),
];
