//! Texts of any length from a seed, as policies are written: networks with what runs in them, and what must hold.

use std::fmt::Write;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// What kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As people write it.
    Plain,
    /// With a mistake in every tenth statement.
    Wrong,
    /// A network on a line.
    LongLines,
    /// With sets nested as deep as they may be.
    Deep,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Wrong, Self::LongLines, Self::Deep];

    /// How the report calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Wrong => "with problems",
            Self::LongLines => "long lines",
            Self::Deep => "nested",
        }
    }
}

const GROUPS: usize = 12;
const SUBNETS: usize = 4;
const MACHINES: usize = 40;
const INTENTS: usize = 20;
const PORTS: [u16; 8] = [22, 53, 80, 443, 5432, 6379, 8080, 9092];

/// Parentheses around parentheses: a few fewer than are read.
const DEPTH: usize = 60;

/// A text of at least `bytes` bytes: whole networks, the same for the same seed.
#[must_use]
pub fn text(seed: u64, kind: Kind, bytes: usize) -> String {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut text = String::with_capacity(bytes + 16_384);
    let mut number = 0;
    while text.len() < bytes {
        let network = network(&mut rng, number);
        match kind {
            Kind::Plain => text.push_str(&network),
            Kind::Wrong => text.push_str(&wrong(&network)),
            Kind::LongLines => text.push_str(&on_one_line(&network)),
            Kind::Deep => {
                text.push_str(&network);
                for set in 0..10 {
                    let (open, close) = ("(".repeat(DEPTH), ")".repeat(DEPTH));
                    writeln!(text, "segment deep-{number}-{set} = {open}any{close}").unwrap();
                }
            }
        }
        number += 1;
    }
    text
}

fn network(rng: &mut StdRng, number: usize) -> String {
    let mut text = String::new();
    let mut line = |line: std::fmt::Arguments<'_>| writeln!(text, "{line}").unwrap();
    line(format_args!("network n{number} on aws in eu-central-1 {{"));
    line(format_args!("  vpc v{number} 10.0.0.0/16 {{"));
    line(format_args!("    internet-gateway igw"));
    line(format_args!("    route-table public {{ 0.0.0.0/0 -> igw }}"));
    for subnet in 0..SUBNETS {
        line(format_args!(
            "    subnet s{subnet} 10.0.{}.0/18 in eu-central-1a {{ route-table public }}",
            subnet * 64
        ));
    }
    for group in 0..GROUPS {
        line(format_args!("    security-group g{group} {{"));
        for _ in 0..4 {
            let (port, peer) = (PORTS.choose(rng).unwrap(), rng.random_range(0..GROUPS));
            line(format_args!("      ingress tcp {port} from g{peer}  # asked for"));
        }
        line(format_args!("      egress any to 0.0.0.0/0"));
        line(format_args!("    }}"));
    }
    for machine in 0..MACHINES {
        let (subnet, group) = (machine % SUBNETS, rng.random_range(0..GROUPS));
        let tier = ["web", "app", "data"].choose(rng).unwrap();
        line(format_args!(
            "    instance m{machine} in s{subnet} {{ ip 10.0.{}.{}; security-group g{group}; tag tier={tier} }}",
            subnet * 64 + 1,
            machine + 10
        ));
    }
    line(format_args!("  }}"));
    line(format_args!("}}"));
    line(format_args!("segment data-{number} = tag tier=data & vpc v{number}"));
    for _ in 0..INTENTS {
        let [from, to] = [(); 2].map(|()| rng.random_range(0..MACHINES));
        let port = PORTS.choose(rng).unwrap();
        line(format_args!(
            "require v{number}.m{from} -> v{number}.m{to}, data-{number} : tcp {port} because \"they talk\""
        ));
    }
    text
}

/// The same with something left out, doubled or unknown in every tenth line.
fn wrong(network: &str) -> String {
    let lines = network.lines().enumerate().map(|(at, line)| match at % 40 {
        9 => format!("{line} @\n"),
        19 => format!("{}\n", line.replacen(" tcp", "", 1)),
        29 => format!("{}\n", line.replacen(" g", " nobody", 1)),
        39 => format!("{}\n", line.replacen("ip ", "ip ip ", 1)),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

fn on_one_line(network: &str) -> String {
    let mut joined = String::with_capacity(network.len());
    for line in network.lines().map(|line| line.split('#').next().unwrap().trim()) {
        joined.push_str(line);
        joined.push_str(if line.ends_with('{') { " " } else { "; " });
    }
    joined.push('\n');
    joined
}

#[cfg(test)]
mod tests {
    use ringfence::{Source, parse};

    use super::*;

    fn problems(kind: Kind) -> usize {
        parse(vec![Source::new("text", text(1, kind, 100_000)).unwrap()]).problems.len()
    }

    #[test]
    fn only_the_texts_with_problems_have_some() {
        for kind in Kind::ALL {
            assert_eq!(problems(kind) > 0, kind == Kind::Wrong, "{}", kind.name());
        }
    }
}
