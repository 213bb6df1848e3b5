//! What random texts are made of.

/// Whole architectures, which take their time.
pub(crate) const POLICIES: &[&str] = &[
    include_str!("../../../policies/aws/appliances.fence"),
    include_str!("../../../policies/aws/bastion.fence"),
    include_str!("../../../policies/aws/dual-stack.fence"),
    include_str!("../../../policies/aws/hub-and-spoke.fence"),
    include_str!("../../../policies/aws/hybrid.fence"),
    include_str!("../../../policies/aws/landing-zone.fence"),
    include_str!("../../../policies/aws/load-balancers.fence"),
    include_str!("../../../policies/aws/microsegments.fence"),
    include_str!("../../../policies/aws/nat.fence"),
    include_str!("../../../policies/aws/peering-mesh.fence"),
    include_str!("../../../policies/aws/private-endpoints.fence"),
    include_str!("../../../policies/aws/private-link.fence"),
    include_str!("../../../policies/aws/public-subnet.fence"),
    include_str!("../../../policies/aws/shared-services.fence"),
    include_str!("../../../policies/aws/three-tier.fence"),
    include_str!("../../../policies/broken/behind-a-firewall.fence"),
    include_str!("../../../policies/broken/lost-replies.fence"),
    include_str!("../../../policies/broken/open-database.fence"),
    include_str!("../../../policies/broken/open-elsewhere.fence"),
];

/// Texts that take less time; each way to write something stands in one of them.
pub(super) const TEXTS: &[&str] = &[include_str!("../../../docs/door.fence"), SMALL, SMALL, DAMAGED];

/// What the policies do not show.
const SMALL: &str = r#"
network n on aws { vpc main 10.0.0.0/16, 2001:db8:1::/56 {
  subnet s 10.0.0.0/24, 2001:db8:1:1::/64 in "zone a" { id subnet-0a1b }
  network-acl default { ingress 1 deny icmp 3/4 from 0.0.0.0/0; ingress 2 allow protocol 47 from ::/0 }
  route-table t { main yes; 10.1.0.0/16 -> blackhole; 2000::/3 -> router; 10.0.0.0/16 -> local }
  security-group "in" { ingress icmpv6 128/0, esp, tcp 1-2, 4 from self, g; egress any to 0.0.0.0/0 }
  security-group g
  instance router { interface eth0 in s { ip 10.0.0.9, 10.0.0.10, 2001:db8:1:1::9; public-ip 1.2.3.4 -> 10.0.0.10 } }
  instance b in s { ip 10.0.0.11; tag a=b, "c d"="e#f"; client-ports 1-2, 4 }
} }
segment one = (any, (internet & 10.0.0.0/8) except tag a), interface router.eth0
segment two = one, 10.0.0.4-10.0.0.9, instance "b" & main
service s = tcp 443 source-port 1-2, (udp except udp 53, icmp echo-request)
deny internet -> one : s because "no" { allow internet -> two : tcp 1 }
isolate router from b through router through b, router avoiding b
test "t" { blocked b -> 10.1.0.9 : s by blackhole at route-table t; partly router -> b
  allowed router -> b : tcp 1; denied b -> any; unstated internet -> router : esp }
"#;

/// What is wrong already.
pub(super) const DAMAGED: &str = "segment a = b\nsegment b = a\n\u{202e}\u{feff}\tvpc x 10.0.0.1/8 {\r\n \"\n}}\n(((\nallow a ->\n\
    network n on azure { }\ntcp 65536-1 99999999999999999999 1.2.3.4/33 ::1/129 /999999 fe80::1%eth0\n{ { a = = b";

/// Questions that are asked, some of them damaged.
pub(super) const QUESTIONS: &[&str] = &[
    "internet -> any : tcp 443",
    "any -> internet except 10.0.0.0/8 : icmp echo-request, udp 53",
    "tag tier=data, main -> subnet web & (internet, any) : any except tcp 22",
    "10.0.0.9 -> 2001:db8::10 : tcp 443 source-port 50000",
    "nothing -> frontend",
];

/// Words and signs that are put where they do not belong.
pub(super) const WORDS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\\",
    "'",
    "“",
    "->",
    "→",
    "-",
    "–",
    ":",
    "::",
    "=",
    ",",
    ";",
    "&",
    "#",
    ".",
    "/",
    "%",
    "@",
    "\n",
    "\n  ",
    "\r\n",
    "\t",
    " ",
    "\u{a0}",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "ß",
    "日",
    "\u{1f9e8}",
    "0",
    "1",
    "22",
    "443",
    "65535",
    "65536",
    "99999999999999999999",
    "32767",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/16",
    "10.0.0.4",
    "/33",
    "/129",
    "10.0.0.1/8",
    "255.255.255.255",
    "2001:db8::/32",
    "1.2.3",
    "8/0",
    "1-0",
    "a=b",
    "except",
    "from",
    "to",
    "in",
    "on",
    "between",
    "through",
    "avoiding",
    "by",
    "at",
    "because",
    "any",
    "internet",
    "self",
    "local",
    "blackhole",
    "yes",
    "tcp",
    "udp",
    "icmp",
    "protocol",
    "source-port",
    "network",
    "aws",
    "azure",
    "vpc",
    "subnet",
    "route-table",
    "main",
    "security-group",
    "ingress",
    "egress",
    "instance",
    "interface",
    "ip",
    "public-ip",
    "nat-gateway",
    "internet-gateway",
    "egress-only-internet-gateway",
    "network-acl",
    "allow",
    "deny",
    "require",
    "isolate",
    "segment",
    "service",
    "test",
    "reachable",
    "blocked",
    "tag",
    "id",
    "client-ports",
    "expect",
    "closed",
    "and",
    "or",
    "each",
    "unknown",
];

/// Every text that is damaged and was whole.
#[must_use]
pub fn whole_texts() -> Vec<&'static str> {
    let all = POLICIES.iter().chain(TEXTS).copied();
    all.filter(|text| *text != DAMAGED).collect()
}
