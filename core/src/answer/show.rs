//! Answers as short texts, the same on every surface. Sets and packets read as the language writes them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use super::{
    Expected, FlowBox, Flows, Outcome, PolicyVerdict, Range, ShownPacket, Thing, TrafficBox, Verdict, Witness,
};
use crate::packet::Family;
use crate::source::Place;

impl Flows {
    /// Whether no flow is in the set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// The count for reading: exact up to six digits (`64,512`), then its magnitude (`about 2.4e14`).
    #[must_use]
    pub fn count_text(&self) -> String {
        let digits = self.count.len();
        let part = |from, to| self.count.get(from..to).unwrap_or_default();
        match digits {
            0..=3 => self.count.clone(),
            4..=6 => {
                let thousands = digits.saturating_sub(3);
                format!("{},{}", part(0, thousands), part(thousands, digits))
            }
            _ => format!("about {}.{}e{}", part(0, 1), part(1, 2), digits.saturating_sub(1)),
        }
    }
}

impl FlowBox {
    /// The box as a line: `internet -> 10.0.1.10 (web-1) : tcp 443`. Of each list at most `limit` entries
    /// are spelled out.
    #[must_use]
    pub fn text(&self, limit: usize) -> String {
        let [source, destination] = [&self.source, &self.destination].map(|ends| ends.text(limit));
        format!("{source} -> {destination} : {}", self.traffic_text(limit))
    }

    /// The traffic alone: `tcp 443, icmp 8/0`. Ports, types and codes are named only where not all are in.
    #[must_use]
    pub fn traffic_text(&self, limit: usize) -> String {
        let texts: Vec<String> =
            self.traffic.iter().map(|traffic| traffic.text(self.family, limit)).collect();
        fold(&texts, limit)
    }
}

impl TrafficBox {
    fn text(&self, family: Family, limit: usize) -> String {
        match self {
            Self::Any => "any".to_string(),
            Self::Ports { protocols, source_ports, destination_ports } => {
                let mut ports = restricted(destination_ports, u16::MIN, u16::MAX, " ", limit);
                ports.push_str(&restricted(source_ports, u16::MIN, u16::MAX, " source-port ", limit));
                let texts: Vec<String> =
                    protocols.iter().map(|protocol| format!("{protocol}{ports}")).collect();
                fold(&texts, limit)
            }
            Self::Icmp { types, codes } => {
                let name = icmp_name(family);
                let types_text = restricted(types, u8::MIN, u8::MAX, " ", limit);
                let codes_text = restricted(codes, u8::MIN, u8::MAX, "/", limit);
                // A code needs a type before it.
                let any_type = if types_text.is_empty() && !codes_text.is_empty() { " 0-255" } else { "" };
                format!("{name}{types_text}{any_type}{codes_text}")
            }
            Self::Protocols { numbers } => {
                let texts: Vec<String> = numbers.iter().map(|range| protocols_text(*range)).collect();
                fold(&texts, limit)
            }
        }
    }
}

impl ShownPacket {
    /// What stands above the IP header: `tcp 443 source-port 50000`, `icmp 8/0`, `gre`.
    #[must_use]
    pub fn traffic_text(&self) -> String {
        let mut text = match self.protocol.parse() {
            Ok(number) => protocols_text(Range { first: number, last: number }),
            Err(_) => self.protocol.clone(),
        };
        if let Some(port) = self.destination_port {
            text.push_str(&format!(" {port}"));
        }
        if let Some(port) = self.source_port {
            text.push_str(&format!(" source-port {port}"));
        }
        if let (Some(kind), Some(code)) = (self.icmp_type, self.icmp_code) {
            text.push_str(&format!(" {kind}/{code}"));
        }
        text
    }
}

/// `203.0.113.9 -> 198.51.100.10 : tcp 443 source-port 50000`
impl fmt::Display for ShownPacket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} : {}", self.source, self.destination, self.traffic_text())
    }
}

/// `203.0.113.9 (internet) -> 198.51.100.10 (web-1) : tcp 443 source-port 50000`
impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, packet } = self;
        let (source, destination) = (packet.source, packet.destination);
        // Where nothing has an address, it is its own name.
        let end = |f: &mut fmt::Formatter<'_>, address: IpAddr, name: &str| {
            write!(f, "{address}")?;
            if name == address.to_string() { Ok(()) } else { write!(f, " ({name})") }
        };
        end(f, source, from)?;
        f.write_str(" -> ")?;
        end(f, destination, to)?;
        write!(f, " : {}", packet.traffic_text())
    }
}

/// `security-group main.web ingress`
impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if !self.name.is_empty() && self.name != self.kind {
            write!(f, " {}", self.name)?;
        }
        self.part.iter().try_for_each(|part| write!(f, " {part}"))
    }
}

/// `shop.fence:12:5`, as compilers write a place; in JSON with the pointer behind it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.start.line, self.start.column)?;
        self.pointer
            .iter()
            .filter(|pointer| !pointer.is_empty())
            .try_for_each(|pointer| write!(f, " {pointer}"))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for PolicyVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::HangsOnWay => "not one thing for every way",
            Self::Allowed | Self::Denied | Self::Unstated => self.as_str(),
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
            Self::NotJudged => "not judged",
        })
    }
}

/// One value, or `first-last`.
impl fmt::Display for Range<u16> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        values(f, self.first, self.last)
    }
}

/// One value, or `first-last`.
impl fmt::Display for Range<u8> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        values(f, self.first, self.last)
    }
}

fn values<T: fmt::Display + PartialEq>(f: &mut fmt::Formatter<'_>, first: T, last: T) -> fmt::Result {
    if first == last { write!(f, "{first}") } else { write!(f, "{first}-{last}") }
}

/// The entries joined by commas; past `limit` of them only how many more there are.
pub(super) fn fold<T: fmt::Display>(entries: &[T], limit: usize) -> String {
    // "and 1 more" is no shorter than the one.
    let shown = if entries.len() <= limit.saturating_add(1) { entries.len() } else { limit };
    let mut text = String::new();
    for (index, entry) in entries.iter().take(shown).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        text.push_str(&format!("{comma}{entry}"));
    }
    match entries.len().saturating_sub(shown) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// The ranges behind `lead`; nothing when they are all values there are.
fn restricted<T: Copy + PartialEq>(
    ranges: &[Range<T>],
    lowest: T,
    highest: T,
    lead: &str,
    limit: usize,
) -> String
where
    Range<T>: fmt::Display,
{
    match ranges {
        [all] if all.first == lowest && all.last == highest => String::new(),
        _ => format!("{lead}{}", fold(ranges, limit)),
    }
}

const fn icmp_name(family: Family) -> &'static str {
    match family {
        Family::V4 => "icmp",
        Family::V6 => "icmpv6",
    }
}

/// Protocol numbers; one that the language has a word for by that word.
fn protocols_text(numbers: Range<u8>) -> String {
    match (numbers.first, numbers.last) {
        (47, 47) => "gre".to_string(),
        (50, 50) => "esp".to_string(),
        (51, 51) => "ah".to_string(),
        _ => format!("protocol {numbers}"),
    }
}

#[cfg(test)]
mod tests;
