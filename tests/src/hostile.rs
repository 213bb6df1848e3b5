//! Texts that try to break whoever reads them, of any size.
//!
//! Each of these is a way in which the work of a reader could grow faster than its input, or run out of stack.

use std::fmt::Write as _;

use ringfence::ProblemCode;

/// A text that grows with a number, and a name for it in reports.
pub struct Shape {
    /// The name.
    pub name: &'static str,
    /// The first error of the text and the start of what it underlines; `None` for a text without one.
    pub first: Option<(ProblemCode, &'static str)>,
    /// The text with so many of what makes it grow.
    pub text: fn(usize) -> String,
}

/// Every shape of text.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "one statement, repeated",
        first: Some((ProblemCode::Duplicate, "a")),
        text: |n| "segment a = internet\n".repeat(n),
    },
    Shape { name: "instances in one subnet", first: None, text: instances },
    Shape {
        name: "instances with one address",
        first: Some((ProblemCode::Overlap, "10.0.0.9")),
        text: same_address,
    },
    Shape { name: "rules in one group", first: None, text: rules },
    Shape { name: "numbered rules in one ACL", first: None, text: |n| vpc(&acl(n)) },
    Shape { name: "segments in a chain", first: None, text: chain },
    Shape { name: "segments in a chain that grows", first: None, text: growing_chain },
    Shape {
        name: "segments in a circle",
        first: Some((ProblemCode::Cycle, "s0")),
        text: |n| format!("{}segment s{n} = s0\n", chain_to(n)),
    },
    Shape {
        name: "segments in circles that overlap",
        first: Some((ProblemCode::Cycle, "s0")),
        text: overlapping_circles,
    },
    Shape { name: "services in a chain", first: None, text: services },
    Shape {
        name: "members of a segment",
        first: None,
        text: |n| format!("segment a = {}\n", addresses(n).join(", ")),
    },
    Shape {
        name: "intersections in a segment",
        first: None,
        text: |n| format!("segment a = any{}\n", " & any".repeat(n)),
    },
    Shape {
        name: "parts of a term",
        first: Some((ProblemCode::Unexpected, "x")),
        text: |n| format!("segment a = {}\n", "x ".repeat(n)),
    },
    Shape {
        name: "segments of a name",
        first: Some((ProblemCode::UnknownName, "x.x.x.x.x.x.x.x.x.x.x.x.")),
        text: |n| format!("segment a = x{}\n", ".x".repeat(n)),
    },
    Shape {
        name: "links of a statement",
        first: Some((ProblemCode::WrongLink, "->")),
        text: |n| format!("deny a{}\n", " -> a".repeat(n)),
    },
    Shape {
        name: "unknown kinds",
        first: Some((ProblemCode::UnknownWord, "segmnt")),
        text: |n| lines(n, |i| format!("segmnt a{i} = internet")),
    },
    Shape {
        name: "unknown kinds in a VPC",
        first: Some((ProblemCode::UnknownWord, "subnte")),
        text: |n| vpc(&lines(n, |i| format!("subnte a{i} 10.0.0.0/24"))),
    },
    Shape {
        name: "unknown names",
        first: Some((ProblemCode::UnknownName, "b0")),
        text: |n| lines(n, |i| format!("segment a{i} = b{i}")),
    },
    Shape {
        name: "unknown names beside other kinds",
        first: Some((ProblemCode::UnknownName, "s0")),
        text: unknown_beside_other_kinds,
    },
    Shape {
        name: "unknown names of services",
        first: Some((ProblemCode::UnknownName, "b0")),
        text: |n| lines(n, |i| format!("service a{i} = b{i}")),
    },
    Shape { name: "ambiguous names", first: Some((ProblemCode::AmbiguousName, "a")), text: ambiguous },
    Shape {
        name: "ambiguous paths",
        first: Some((ProblemCode::AmbiguousName, "v.a")),
        text: ambiguous_paths,
    },
    Shape { name: "one id for many things", first: Some((ProblemCode::Duplicate, "x")), text: one_id },
    Shape {
        name: "names of many things under another",
        first: Some((ProblemCode::UnknownName, "a.b")),
        text: under_another,
    },
    Shape {
        name: "networks",
        first: None,
        text: |n| lines(n, |i| format!("network n{i} on aws {{ vpc main 10.0.0.0/16 }}")),
    },
    Shape { name: "one network, opened again", first: None, text: |n| "network n on aws { }\n".repeat(n) },
    Shape { name: "ranges of a VPC", first: None, text: vpc_ranges },
    Shape {
        name: "ranges of a VPC and subnets outside",
        first: Some((ProblemCode::Outside, "10.0.0.0/24")),
        text: subnets_outside,
    },
    Shape {
        name: "ranges of a VPC and routes inside",
        first: Some((ProblemCode::NotInThisCloud, "20.0.0.1/32")),
        text: routes_inside,
    },
    Shape { name: "subnets", first: None, text: subnets },
    Shape {
        name: "subnets that overlap",
        first: Some((ProblemCode::Overlap, "10.0.0.0/17")),
        text: |n| vpc(&lines(n, |i| format!("subnet s{i} 10.0.0.0/{}", 16 + i % 13))),
    },
    Shape {
        name: "routes with one prefix",
        first: Some((ProblemCode::Duplicate, "1.0.0.0/8")),
        text: |n| table(&"1.0.0.0/8 -> blackhole\n".repeat(n)),
    },
    Shape {
        name: "routes",
        first: None,
        text: |n| table(&lines(n, |i| format!("{}/32 -> blackhole", public(i)))),
    },
    Shape {
        name: "route tables",
        first: Some((ProblemCode::Duplicate, "main yes")),
        text: |n| vpc(&lines(n, |i| format!("route-table t{i} {{ main yes }}"))),
    },
    Shape { name: "NAT gateways in one subnet", first: None, text: nats },
    Shape { name: "tags of one thing", first: None, text: |n| vpc(&lines(n, |i| format!("tag a{i}=b"))) },
    Shape {
        name: "one tag of many things",
        first: Some((ProblemCode::EmptySet, "deny tag a=b -> internet")),
        text: one_tag,
    },
    Shape {
        name: "groups of one interface",
        first: Some((ProblemCode::QuotaExceeded, "instance i in s")),
        text: groups_of_one,
    },
    Shape { name: "public addresses of one interface", first: None, text: public_addresses },
    Shape { name: "references between groups", first: None, text: group_references },
    Shape {
        name: "properties that stand once",
        first: Some((ProblemCode::Duplicate, "main yes")),
        text: |n| vpc(&format!("route-table t {{ {} }}", "main yes\n".repeat(n))),
    },
    Shape {
        name: "intents",
        first: None,
        text: |n| format!("segment a = 1.1.1.1\nsegment b = 2.2.2.2\n{}", "deny a -> b\n".repeat(n)),
    },
    Shape {
        name: "exceptions of an intent",
        first: None,
        text: |n| format!("deny internet -> any {{\n{}}}\n", "allow internet -> 1.1.1.1\n".repeat(n)),
    },
    Shape {
        name: "lines of a test",
        first: None,
        text: |n| format!("test \"a\" {{\n{}}}\n", "blocked internet -> 1.1.1.1\n".repeat(n)),
    },
    Shape {
        name: "intents that meet at the last",
        first: Some((ProblemCode::Contradiction, "require")),
        text: refused,
    },
    Shape { name: "closed everything", first: None, text: |n| "closed\n".repeat(n) },
    Shape { name: "open braces", first: Some((ProblemCode::Unbalanced, "{")), text: |n| "{".repeat(n) },
    Shape { name: "closed braces", first: Some((ProblemCode::Unbalanced, "}")), text: |n| "}".repeat(n) },
    Shape { name: "open blocks", first: Some((ProblemCode::UnknownWord, "a")), text: |n| "a {\n".repeat(n) },
    Shape {
        name: "indented open blocks",
        first: Some((ProblemCode::UnknownWord, "a")),
        text: |n| (0..n).map(|i| format!("{}a {{\n", " ".repeat(i % 200))).collect(),
    },
    Shape {
        name: "blocks in blocks",
        first: Some((ProblemCode::UnknownWord, "a")),
        text: |n| "a { ".repeat(n) + &"} ".repeat(n),
    },
    Shape {
        name: "open parentheses",
        first: Some((ProblemCode::NestedTooDeep, "(")),
        text: |n| "(".repeat(n),
    },
    Shape {
        name: "closed parentheses",
        first: Some((ProblemCode::Unbalanced, ")")),
        text: |n| ")".repeat(n),
    },
    Shape {
        name: "parentheses in parentheses",
        first: Some((ProblemCode::NestedTooDeep, "(")),
        text: |n| format!("segment a = {}internet{}", "(".repeat(n), ")".repeat(n)),
    },
    Shape {
        name: "groups side by side",
        first: Some((ProblemCode::Unexpected, "(internet)")),
        text: |n| format!("segment a = {}", "(internet) ".repeat(n)),
    },
    Shape {
        name: "quotes",
        first: Some((ProblemCode::WrongShape, "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"")),
        text: |n| "\"".repeat(n),
    },
    Shape {
        name: "foreign quotes", first: Some((ProblemCode::BadToken, "““")), text: |n| "“".repeat(n)
    },
    Shape {
        name: "both quotes in turn",
        first: Some((ProblemCode::BadToken, "'`'")),
        text: |n| "'`".repeat(n),
    },
    Shape { name: "commas", first: Some((ProblemCode::Missing, ",")), text: |n| ",".repeat(n) },
    Shape { name: "ampersands", first: Some((ProblemCode::Missing, "&")), text: |n| "&".repeat(n) },
    Shape { name: "hashes", first: None, text: |n| "#".repeat(n) },
    Shape { name: "comments", first: None, text: |n| "# a\n".repeat(n) },
    Shape { name: "semicolons", first: None, text: |n| ";".repeat(n) },
    Shape {
        name: "colons",
        first: Some((ProblemCode::BadAddress, "::::::::::::::::::::::::")),
        text: |n| ":".repeat(n),
    },
    Shape {
        name: "hyphens",
        first: Some((ProblemCode::BadToken, "------------------------")),
        text: |n| "-".repeat(n),
    },
    Shape {
        name: "letters and hyphens",
        first: Some((ProblemCode::BadToken, "a-a-a-a-a-a-a-a-a-a-a-a-")),
        text: |n| "a-".repeat(n),
    },
    Shape { name: "dots", first: Some((ProblemCode::BadToken, ".")), text: |n| ".".repeat(n) },
    Shape {
        name: "names and dots",
        first: Some((ProblemCode::Missing, "a.a.a.a.a.a.a.a.a.a.a.a.")),
        text: |n| "a.".repeat(n),
    },
    Shape {
        name: "slashes",
        first: Some((ProblemCode::BadToken, "////////////////////////")),
        text: |n| "/".repeat(n),
    },
    Shape {
        name: "blanks and slashes",
        first: Some((ProblemCode::BadToken, "/81.1.1.1")),
        text: |n| "1.1.1.1 /8".repeat(n),
    },
    Shape { name: "equals signs", first: Some((ProblemCode::Missing, "=")), text: |n| "a=".repeat(n) },
    Shape { name: "arrows", first: Some((ProblemCode::Missing, "->")), text: |n| "->".repeat(n) },
    Shape { name: "excepts", first: Some((ProblemCode::Missing, "except")), text: |n| "except ".repeat(n) },
    Shape {
        name: "digits",
        first: Some((ProblemCode::WrongShape, "111111111111111111111111")),
        text: |n| "1".repeat(n),
    },
    Shape {
        name: "groups of hexadecimal digits",
        first: Some((ProblemCode::BadAddress, "a:a:a:a:a:a:a:a:a:a:a:a:")),
        text: |n| "a:".repeat(n),
    },
    Shape {
        name: "bidirectional controls",
        first: Some((ProblemCode::BadToken, "\u{202e}")),
        text: |n| "\u{202e}".repeat(n),
    },
    Shape {
        name: "NULs",
        first: Some((ProblemCode::BadToken, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        text: |n| "\0".repeat(n),
    },
    Shape { name: "a long name", first: None, text: |n| format!("segment {} = internet", "a".repeat(n)) },
    Shape {
        name: "a long unknown name",
        first: Some((ProblemCode::UnknownName, "bbbbbbbbbbbbbbbbbbbbbbbb")),
        text: |n| format!("segment a = {}", "b".repeat(n)),
    },
    Shape {
        name: "a long string",
        first: None,
        text: |n| format!("segment \"{}\" = internet", "\\n".repeat(n)),
    },
    Shape {
        name: "a long line of statements",
        first: Some((ProblemCode::Duplicate, "a")),
        text: |n| "segment a = internet; ".repeat(n),
    },
    Shape {
        name: "composed letters",
        first: None,
        text: |n| format!("segment a{} = internet", "\u{301}\u{323}".repeat(n)),
    },
    Shape {
        name: "one line of problems",
        first: Some((ProblemCode::BadToken, "@")),
        text: |n| "@ a ".repeat(n),
    },
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
fn refused(n: usize) -> String {
    let denied = lines(n, |i| format!("deny 1.1.1.1 -> {}", public(i)));
    let required = lines(n, |i| format!("require 1.1.1.1 -> {} : tcp {}", public(n - 1), 1 + i % 65535));
    format!("{denied}\n{required}\n")
}

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
