//! A network from a seed, as a policy writes it: VPCs of services that talk to some others.

use std::fmt::Write;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// How large a network is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// VPCs, at most 200.
    pub vpcs: usize,
    /// Services of each VPC: each has a security group and machines in one subnet.
    pub services: usize,
    /// Rules of each security group.
    pub rules: usize,
    /// Machines of all services together.
    pub machines: usize,
}

impl Size {
    /// A fifth of [`Size::LARGE`].
    pub const SMALL: Self = Self { vpcs: 4, machines: 196, ..Self::LARGE };

    /// 1,000 interfaces of 420 classes with 10,000 rules in 20 VPCs.
    pub const LARGE: Self = Self { vpcs: 20, services: 20, rules: 25, machines: 980 };

    /// The same services with ten times the machines.
    #[must_use]
    pub const fn ten_times(self) -> Self {
        Self { machines: 10 * self.machines, ..self }
    }
}

const PORTS: [u16; 12] = [22, 53, 80, 443, 3306, 5432, 6379, 8080, 8443, 9092, 9200, 11211];
const SUBNETS: usize = 4;

/// The text of a network: the same for the same seed and size, but for the number of machines.
#[must_use]
pub fn text(seed: u64, size: Size) -> String {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut text = "network bench on aws in eu-central-1 {\n".to_owned();
    let services = size.vpcs * size.services;
    for vpc in 0..size.vpcs {
        let mut line = |line: std::fmt::Arguments<'_>| writeln!(text, "{line}").unwrap();
        line(format_args!("vpc v{vpc} 10.{vpc}.0.0/16 {{"));
        line(format_args!("internet-gateway igw"));
        line(format_args!("nat-gateway nat in s0 {{ ip 10.{vpc}.0.5; public-ip 198.51.100.{vpc} }}"));
        line(format_args!("route-table public {{ 0.0.0.0/0 -> igw }}"));
        line(format_args!("route-table private {{ 0.0.0.0/0 -> nat }}"));
        line(format_args!("network-acl edge {{"));
        line(format_args!("ingress 90 deny any from 192.0.2.0/24"));
        line(format_args!("ingress 100 allow any from 0.0.0.0/0"));
        line(format_args!("egress 100 allow any to 0.0.0.0/0 }}"));
        for subnet in 0..SUBNETS {
            let table = if subnet == 0 { "public" } else { "private" };
            let first = subnet * 64;
            line(format_args!(
                "subnet s{subnet} 10.{vpc}.{first}.0/18 {{ route-table {table}; network-acl edge }}"
            ));
        }
        for service in 0..size.services {
            let rules: Vec<String> = (0..size.rules).map(|_| rule(&mut rng, size, vpc, service)).collect();
            line(format_args!("security-group g{service} {{ {} }}", rules.join("; ")));
        }
        line(format_args!(
            "instance front in s0 {{ ip 10.{vpc}.0.9; public-ip 203.0.113.{vpc}; security-group g0 }}"
        ));
        for service in 0..size.services {
            let all = vpc * size.services + service;
            let machines = (all + 1) * size.machines / services - all * size.machines / services;
            for machine in 0..machines {
                let (subnet, number) = (service % SUBNETS, (service / SUBNETS) * 1024 + machine + 16);
                line(format_args!(
                    "instance m{service}-{machine} in s{subnet} {{ ip 10.{vpc}.{}.{}; security-group g{service} }}",
                    subnet * 64 + number / 256,
                    number % 256,
                ));
            }
        }
        line(format_args!("}}"));
    }
    text.push_str("}\n");
    text
}

/// A rule of a service: mostly from or to another group of its VPC, else a range.
fn rule(rng: &mut StdRng, size: Size, vpc: usize, service: usize) -> String {
    let port = PORTS.choose(rng).unwrap();
    let traffic = match rng.random_range(0..10) {
        0..7 => format!("tcp {port}"),
        7 => format!("tcp {}-{}", port, u32::from(*port) + rng.random_range(1..2000)),
        8 => format!("udp {port}"),
        _ => "icmp".to_owned(),
    };
    let peer = match rng.random_range(0..10) {
        0..5 => format!("g{}", rng.random_range(0..size.services)),
        5 => "self".to_owned(),
        6 => format!("10.{vpc}.{}.0/18", rng.random_range(0..SUBNETS) * 64),
        7 => format!("10.{vpc}.{}.0/24", rng.random_range(0..4) * 64 + 63),
        8 if service == 0 => "0.0.0.0/0".to_owned(),
        _ => format!("{}.{}.0.0/16", rng.random_range(11..100), rng.random_range(0..256)),
    };
    if rng.random_bool(0.5) {
        format!("ingress {traffic} from {peer}")
    } else {
        format!("egress {traffic} to {peer}")
    }
}

/// A change of a network's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A rule is about another port.
    Rule,
    /// A rule is about another group.
    Peer,
    /// A route table has a route more.
    Route,
    /// A machine has another group.
    Attachment,
}

impl Edit {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Rule, Self::Peer, Self::Route, Self::Attachment];

    /// What stands in its place, and what comes there.
    const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Rule => ["gress tcp 443 ", "gress tcp 444 "],
            Self::Peer => [" g7;", " g8;"],
            Self::Route => ["-> nat }", "-> nat; 20.0.0.0/8 -> igw }"],
            Self::Attachment => ["security-group g5 }", "security-group g6 }"],
        }
    }

    /// The text after the edit, at a place that the seed chooses.
    #[must_use]
    pub fn apply(self, seed: u64, text: &str) -> String {
        let [old, new] = self.words();
        let places: Vec<usize> = text.match_indices(old).map(|(at, _)| at).collect();
        let at = *places.choose(&mut StdRng::seed_from_u64(seed)).unwrap();
        let mut edited = text.to_owned();
        edited.replace_range(at..at + old.len(), new);
        edited
    }
}
