//! Texts that try to break whoever reads them, of any size.
//!
//! Each of these is a way in which the work of a reader could grow faster than its input, or run out of stack.

use std::fmt::Write as _;

/// A text that grows with a number, and a name for it in reports.
pub struct Shape {
    /// The name.
    pub name: &'static str,
    /// The text with `count` of what makes it grow.
    pub text: fn(usize) -> String,
}

/// Every shape of text.
pub const SHAPES: &[Shape] = &[
    Shape { name: "one statement, repeated", text: |n| "segment a = internet\n".repeat(n) },
    Shape { name: "instances in one subnet", text: instances },
    Shape { name: "instances with one address", text: same_address },
    Shape { name: "rules in one group", text: rules },
    Shape { name: "numbered rules in one ACL", text: |n| vpc(&acl(n)) },
    Shape { name: "segments in a chain", text: chain },
    Shape { name: "segments in a chain that grows", text: growing_chain },
    Shape { name: "segments in a circle", text: |n| format!("{}segment s{n} = s0\n", chain_to(n)) },
    Shape { name: "segments in circles that overlap", text: overlapping_circles },
    Shape { name: "services in a chain", text: services },
    Shape { name: "members of a segment", text: |n| format!("segment a = {}\n", addresses(n).join(", ")) },
    Shape {
        name: "intersections in a segment",
        text: |n| format!("segment a = any{}\n", " & any".repeat(n)),
    },
    Shape { name: "parts of a term", text: |n| format!("segment a = {}\n", "x ".repeat(n)) },
    Shape { name: "segments of a name", text: |n| format!("segment a = x{}\n", ".x".repeat(n)) },
    Shape { name: "links of a statement", text: |n| format!("deny a{}\n", " -> a".repeat(n)) },
    Shape { name: "unknown kinds", text: |n| lines(n, |i| format!("segmnt a{i} = internet")) },
    Shape {
        name: "unknown kinds in a VPC",
        text: |n| vpc(&lines(n, |i| format!("subnte a{i} 10.0.0.0/24"))),
    },
    Shape { name: "unknown names", text: |n| lines(n, |i| format!("segment a{i} = b{i}")) },
    Shape { name: "unknown names beside other kinds", text: unknown_beside_other_kinds },
    Shape { name: "unknown names of services", text: |n| lines(n, |i| format!("service a{i} = b{i}")) },
    Shape { name: "ambiguous names", text: ambiguous },
    Shape { name: "ambiguous paths", text: ambiguous_paths },
    Shape { name: "one id for many things", text: one_id },
    Shape { name: "names of many things under another", text: under_another },
    Shape {
        name: "networks",
        text: |n| lines(n, |i| format!("network n{i} on aws {{ vpc main 10.0.0.0/16 }}")),
    },
    Shape { name: "one network, opened again", text: |n| "network n on aws { }\n".repeat(n) },
    Shape { name: "ranges of a VPC", text: vpc_ranges },
    Shape { name: "ranges of a VPC and subnets outside", text: subnets_outside },
    Shape { name: "ranges of a VPC and routes inside", text: routes_inside },
    Shape { name: "subnets", text: subnets },
    Shape {
        name: "subnets that overlap",
        text: |n| vpc(&lines(n, |i| format!("subnet s{i} 10.0.0.0/{}", 16 + i % 13))),
    },
    Shape { name: "routes with one prefix", text: |n| table(&"1.0.0.0/8 -> blackhole\n".repeat(n)) },
    Shape { name: "routes", text: |n| table(&lines(n, |i| format!("{}/32 -> blackhole", public(i)))) },
    Shape { name: "route tables", text: |n| vpc(&lines(n, |i| format!("route-table t{i} {{ main yes }}"))) },
    Shape { name: "NAT gateways in one subnet", text: nats },
    Shape { name: "tags of one thing", text: |n| vpc(&lines(n, |i| format!("tag a{i}=b"))) },
    Shape { name: "one tag of many things", text: one_tag },
    Shape { name: "groups of one interface", text: groups_of_one },
    Shape { name: "public addresses of one interface", text: public_addresses },
    Shape { name: "references between groups", text: group_references },
    Shape {
        name: "properties that stand once",
        text: |n| vpc(&format!("route-table t {{ {} }}", "main yes\n".repeat(n))),
    },
    Shape {
        name: "intents",
        text: |n| format!("segment a = 1.1.1.1\nsegment b = 2.2.2.2\n{}", "deny a -> b\n".repeat(n)),
    },
    Shape {
        name: "exceptions of an intent",
        text: |n| format!("deny internet -> any {{\n{}}}\n", "allow internet -> 1.1.1.1\n".repeat(n)),
    },
    Shape {
        name: "lines of a test",
        text: |n| format!("test \"a\" {{\n{}}}\n", "blocked internet -> 1.1.1.1\n".repeat(n)),
    },
    Shape { name: "open braces", text: |n| "{".repeat(n) },
    Shape { name: "closed braces", text: |n| "}".repeat(n) },
    Shape { name: "open blocks", text: |n| "a {\n".repeat(n) },
    Shape {
        name: "indented open blocks",
        text: |n| (0..n).map(|i| format!("{}a {{\n", " ".repeat(i % 200))).collect(),
    },
    Shape { name: "blocks in blocks", text: |n| "a { ".repeat(n) + &"} ".repeat(n) },
    Shape { name: "open parentheses", text: |n| "(".repeat(n) },
    Shape { name: "closed parentheses", text: |n| ")".repeat(n) },
    Shape {
        name: "parentheses in parentheses",
        text: |n| format!("segment a = {}internet{}", "(".repeat(n), ")".repeat(n)),
    },
    Shape { name: "groups side by side", text: |n| format!("segment a = {}", "(internet) ".repeat(n)) },
    Shape { name: "quotes", text: |n| "\"".repeat(n) },
    Shape { name: "foreign quotes", text: |n| "“".repeat(n) },
    Shape { name: "both quotes in turn", text: |n| "'`".repeat(n) },
    Shape { name: "commas", text: |n| ",".repeat(n) },
    Shape { name: "ampersands", text: |n| "&".repeat(n) },
    Shape { name: "hashes", text: |n| "#".repeat(n) },
    Shape { name: "comments", text: |n| "# a\n".repeat(n) },
    Shape { name: "semicolons", text: |n| ";".repeat(n) },
    Shape { name: "colons", text: |n| ":".repeat(n) },
    Shape { name: "hyphens", text: |n| "-".repeat(n) },
    Shape { name: "letters and hyphens", text: |n| "a-".repeat(n) },
    Shape { name: "dots", text: |n| ".".repeat(n) },
    Shape { name: "names and dots", text: |n| "a.".repeat(n) },
    Shape { name: "slashes", text: |n| "/".repeat(n) },
    Shape { name: "blanks and slashes", text: |n| "1.1.1.1 /8".repeat(n) },
    Shape { name: "equals signs", text: |n| "a=".repeat(n) },
    Shape { name: "arrows", text: |n| "->".repeat(n) },
    Shape { name: "excepts", text: |n| "except ".repeat(n) },
    Shape { name: "digits", text: |n| "1".repeat(n) },
    Shape { name: "groups of hexadecimal digits", text: |n| "a:".repeat(n) },
    Shape { name: "bidirectional controls", text: |n| "\u{202e}".repeat(n) },
    Shape { name: "NULs", text: |n| "\0".repeat(n) },
    Shape { name: "a long name", text: |n| format!("segment {} = internet", "a".repeat(n)) },
    Shape { name: "a long unknown name", text: |n| format!("segment a = {}", "b".repeat(n)) },
    Shape { name: "a long string", text: |n| format!("segment \"{}\" = internet", "\\n".repeat(n)) },
    Shape { name: "a long line of statements", text: |n| "segment a = internet; ".repeat(n) },
    Shape {
        name: "composed letters",
        text: |n| format!("segment a{} = internet", "\u{301}\u{323}".repeat(n)),
    },
    Shape { name: "one line of problems", text: |n| "@ a ".repeat(n) },
];

/// `count` lines.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        let _ = writeln!(text, "{}", line(i));
        text
    })
}

/// A VPC with a subnet as large as it and `inside` in it.
pub fn vpc(inside: &str) -> String {
    format!("network n on aws {{ vpc main 10.0.0.0/16 {{\n{inside}}} }}\n")
}

fn table(routes: &str) -> String {
    vpc(&format!("route-table t {{\n{routes}}}\n"))
}

/// The `i`th of the addresses that AWS does not keep in 10.0.0.0/16.
fn private(i: usize) -> String {
    let number = i + 4;
    format!("10.{}.{}.{}", number >> 16, (number >> 8) & 255, number & 255)
}

/// The `i`th of many public addresses.
fn public(i: usize) -> String {
    format!("{}.{}.{}.{}", 20 + (i >> 24), (i >> 16) & 255, (i >> 8) & 255, i & 255)
}

fn addresses(count: usize) -> Vec<String> {
    (0..count).map(|i| public(2 * i)).collect()
}

/// As many machines as fit get addresses of one subnet; the others are outside of it.
pub fn instances(count: usize) -> String {
    let machine = |i| format!("instance i{i} in s {{ ip {}; security-group g }}", private(i));
    vpc(&format!(
        "internet-gateway igw\nroute-table t {{ main yes; 0.0.0.0/0 -> igw }}\nsubnet s 10.0.0.0/16\n\
         security-group g {{ ingress tcp 443 from 0.0.0.0/0, self; egress any to 0.0.0.0/0 }}\n{}",
        lines(count, machine)
    ))
}

fn same_address(count: usize) -> String {
    vpc(&format!(
        "subnet s 10.0.0.0/16\n{}",
        lines(count, |i| format!("instance i{i} in s {{ ip 10.0.0.9 }}"))
    ))
}

fn rules(count: usize) -> String {
    let rule = |i| format!("ingress tcp {} from {}/32", i % 65_536, public(i));
    vpc(&format!(
        "subnet s 10.0.0.0/16\ninstance i in s {{ ip 10.0.0.9; security-group g }}\nsecurity-group g {{\n{}}}\n",
        lines(count, rule)
    ))
}

fn acl(count: usize) -> String {
    let rule = |i| format!("ingress {} allow tcp 443 from {}/32", i + 1, public(i));
    format!("subnet s 10.0.0.0/16 {{ network-acl a }}\nnetwork-acl a {{\n{}}}\n", lines(count, rule))
}

fn chain_to(count: usize) -> String {
    lines(count, |i| format!("segment s{i} = s{}", i + 1))
}

fn chain(count: usize) -> String {
    format!("{}segment s{count} = internet\n", chain_to(count))
}

fn growing_chain(count: usize) -> String {
    format!(
        "{}segment s{count} = internet\n",
        lines(count, |i| format!("segment s{i} = s{}, {}", i + 1, public(2 * i)))
    )
}

fn overlapping_circles(count: usize) -> String {
    lines(count, |i| format!("segment s{i} = s{}, s{}, s0", (i + 1) % count.max(1), i / 2))
}

fn services(count: usize) -> String {
    format!("{}service s{count} = tcp 443\n", lines(count, |i| format!("service s{i} = s{}", i + 1)))
}

fn unknown_beside_other_kinds(count: usize) -> String {
    let group = |i| format!("security-group g{i} {{ ingress tcp 1 from 0.0.0.0/0 }}");
    let instance = |i| format!("instance i{i} in s{i} {{ ip 10.0.0.9 }}");
    vpc(&(lines(count, group) + &lines(count, instance)))
}

fn ambiguous(count: usize) -> String {
    let estate = vpc("subnet a 10.0.0.0/24\nsecurity-group a { }\n");
    format!("{estate}{}", lines(count, |i| format!("segment s{i} = a")))
}

fn ambiguous_paths(count: usize) -> String {
    let half = count / 2;
    let network = |i| format!("network n{i} on aws {{ vpc v 10.0.0.0/16 {{ subnet a 10.0.0.0/24 }} }}");
    format!("{}{}", lines(half, network), lines(half, |i| format!("segment s{i} = v.a")))
}

fn one_id(count: usize) -> String {
    let half = count / 2;
    let group = |i| format!("security-group g{i} {{ id x }}");
    vpc(&lines(half, group)) + &lines(half, |i| format!("segment s{i} = x"))
}

fn under_another(count: usize) -> String {
    let part = count / 2;
    let network =
        |i| format!("network n{i} on aws {{ vpc v 10.0.0.0/16 {{ security-group a; security-group b }} }}");
    format!("{}{}", lines(part, network), lines(part, |i| format!("segment s{i} = a.b")))
}

fn vpc_ranges(count: usize) -> String {
    let ranges: Vec<String> = (0..count).map(|i| format!("{}/28", public(16 * i))).collect();
    format!("network n on aws {{ vpc main {} }}\n", ranges.join(", "))
}

fn subnets_outside(count: usize) -> String {
    let half = count / 2;
    let ranges: Vec<String> = (0..half).map(|i| format!("{}/28", public(16 * i))).collect();
    let subnet = |i: usize| format!("subnet s{i} 10.{}.{}.0/24", (i >> 8) & 255, i & 255);
    format!("network n on aws {{ vpc main {} {{\n{}}} }}\n", ranges.join(", "), lines(half, subnet))
}

fn routes_inside(count: usize) -> String {
    let half = count / 2;
    let ranges: Vec<String> = (0..half).map(|i| format!("{}/28", public(16 * i))).collect();
    let route = |i| format!("{}/32 -> local", public(16 * i + 1));
    let routes = lines(half, route);
    format!("network n on aws {{ vpc main {} {{ route-table t {{\n{routes}}} }} }}\n", ranges.join(", "))
}

/// As many subnets as fit stand side by side; the others overlap them.
fn subnets(count: usize) -> String {
    let subnet = |i: usize| format!("subnet s{i} 10.0.{}.{}/28", (i >> 4) & 255, (i & 15) << 4);
    vpc(&lines(count, subnet))
}

fn nats(count: usize) -> String {
    vpc(&format!("subnet s 10.0.0.0/16\n{}", lines(count, |i| format!("nat-gateway n{i} in s"))))
}

fn one_tag(count: usize) -> String {
    vpc(&lines(count, |i| format!("security-group g{i} {{ tag a=b }}"))) + "deny tag a=b -> internet\n"
}

fn groups_of_one(count: usize) -> String {
    let groups: Vec<String> = (0..count).map(|i| format!("g{i}")).collect();
    vpc(&format!(
        "subnet s 10.0.0.0/16\ninstance i in s {{ ip 10.0.0.9; security-group {} }}\n{}",
        groups.join(", "),
        lines(count, |i| format!("security-group g{i}"))
    ))
}

fn public_addresses(count: usize) -> String {
    let own: Vec<String> = (0..count).map(private).collect();
    let public = |i| format!("public-ip {} -> {}", public(i), private(i));
    vpc(&format!(
        "subnet s 10.0.0.0/16\ninstance i in s {{ ip {}\n{}}}\n",
        own.join(", "),
        lines(count, public)
    ))
}

fn group_references(count: usize) -> String {
    let group = |i| format!("security-group g{i} {{ ingress tcp 1 from g{} }}", (i + 1) % count.max(1));
    vpc(&format!(
        "subnet s 10.0.0.0/16\ninstance i in s {{ ip 10.0.0.9; security-group g0 }}\n{}",
        lines(count, group)
    ))
}
