//! The filter sets of ClassBench (Taylor, Turner 2007).
//!
//! A line is `@source/length destination/length first : last first : last protocol/mask`, source port before destination
//! port. The format has no actions: every third rule denies.

use std::fs;
use std::net::Ipv4Addr;

use crate::list::{Action, List, Match, Rule};

/// The access list that is measured, where the shared data lies beside the workspace.
pub const ACL1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/classbench/acl1_seed_1.rules");

/// The list of the file `path`; `None` when it is not there.
#[must_use]
pub fn read(path: &str) -> Option<List> {
    Some(parse(&fs::read_to_string(path).ok()?))
}

/// The list of `text`.
///
/// Protocols are kept as they stand, ICMP among them: only packets of TCP and UDP are counted.
#[must_use]
pub fn parse(text: &str) -> List {
    text.lines()
        .filter(|line| line.starts_with('@'))
        .enumerate()
        .map(|(index, line)| rule(index, line))
        .collect()
}

fn rule(index: usize, line: &str) -> Rule {
    let words: Vec<_> = line.trim_start_matches('@').split_whitespace().filter(|word| *word != ":").collect();
    let ports = |at: usize| (words[at].parse().unwrap(), words[at + 1].parse().unwrap());
    Rule {
        action: if index % 3 == 2 { Action::Deny } else { Action::Allow },
        source: prefix(words[0]),
        destination: prefix(words[1]),
        source_port: ports(2),
        destination_port: ports(4),
        protocol: protocol(words[6]),
    }
}

fn prefix(word: &str) -> Match {
    let (address, length) = word.split_once('/').unwrap();
    Match::prefix(address.parse::<Ipv4Addr>().unwrap().to_bits(), length.parse().unwrap())
}

fn protocol(word: &str) -> Option<u8> {
    let (number, mask) = word.split_once('/').unwrap();
    let byte = |hex: &str| u8::from_str_radix(hex.trim_start_matches("0x"), 16).unwrap();
    (byte(mask) == u8::MAX).then(|| byte(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::ANY_PORT;

    #[test]
    fn a_line_is_a_rule() {
        let list = parse(
            "@10.1.0.0/16\t0.0.0.0/0\t0 : 65535\t80 : 81\t0x06/0xFF\r\n@0.0.0.0/0 10.0.0.1/32 1 : 2 0 : 65535 0x00/0x00\n",
        );
        assert_eq!(
            list,
            [
                Rule {
                    action: Action::Allow,
                    source: Match { value: 0x0a01_0000, mask: 0xffff_0000 },
                    destination: Match::ANY,
                    source_port: ANY_PORT,
                    destination_port: (80, 81),
                    protocol: Some(6),
                },
                Rule {
                    action: Action::Allow,
                    source: Match::ANY,
                    destination: Match { value: 0x0a00_0001, mask: u32::MAX },
                    source_port: (1, 2),
                    destination_port: ANY_PORT,
                    protocol: None,
                },
            ]
        );
    }
}
