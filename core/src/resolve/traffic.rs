//! Protocols, ports and ICMP types as rules and services write them.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::report::{Report, at};
use crate::estate::Traffic;
use crate::packet::{PortRange, Protocol};
use crate::problem::{missing, out_of_range, unexpected, unknown_name, wrong_value};
use crate::source::{SourceId, Span};
use crate::syntax::{Part, PartKind};

/// The words that begin a piece of traffic.
const PROTOCOLS: &[(&str, Written)] = &[
    ("any", Written::Any),
    ("tcp", Written::Ports(Protocol::TCP)),
    ("udp", Written::Ports(Protocol::UDP)),
    ("icmp", Written::Icmp(Protocol::ICMP)),
    ("icmpv6", Written::Icmp(Protocol::ICMPV6)),
    ("esp", Written::Whole(Protocol::ESP)),
    ("ah", Written::Whole(Protocol::AH)),
    ("gre", Written::Whole(Protocol::GRE)),
    ("protocol", Written::Number),
];

/// ICMP types with a name: the name, its type in ICMP and in ICMPv6 (RFC 792, RFC 4443).
const ICMP_TYPES: &[(&str, u8, u8)] = &[("echo-request", 8, 128), ("echo-reply", 0, 129)];

/// What stands before source ports.
pub(crate) const SOURCE_PORT: &str = "source-port";

/// A protocol as a word says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Any,
    Ports(Protocol),
    Icmp(Protocol),
    Whole(Protocol),
    /// `protocol 47`
    Number,
}

/// Reads the pieces of one list; a bare port keeps the protocol at its left.
pub(super) struct Ports<'r, 's> {
    report: &'r mut Report<'s>,
    source: SourceId,
    left: Option<(&'static str, Written)>,
}

/// The word of a protocol, when `word` is one.
fn protocol(word: &str) -> Option<(&'static str, Written)> {
    PROTOCOLS.iter().copied().find(|&(name, _)| name == word)
}

/// Whether `word` begins a piece of traffic.
pub(crate) fn is_protocol(word: &str) -> bool {
    protocol(word).is_some()
}

/// Whether `word` means something of its own in a service: a name that is such a word is in quotes.
pub(crate) fn is_traffic_word(word: &str) -> bool {
    is_protocol(word) || word == SOURCE_PORT || ICMP_TYPES.iter().any(|&(known, ..)| known == word)
}

/// The words that begin a piece of traffic.
pub(crate) fn protocols<'a>() -> impl Iterator<Item = &'a str> {
    PROTOCOLS.iter().map(|&(name, _)| name)
}

/// The words that may stand behind `protocol` in a piece of traffic.
pub(crate) fn words_behind(protocol: &str) -> Vec<&'static str> {
    match self::protocol(protocol) {
        Some((_, Written::Ports(_))) => vec![SOURCE_PORT],
        Some((_, Written::Icmp(_))) => ICMP_TYPES.iter().map(|&(name, ..)| name).collect(),
        _ => Vec::new(),
    }
}

impl<'r, 's> Ports<'r, 's> {
    pub(super) const fn new(report: &'r mut Report<'s>, source: SourceId) -> Self {
        Self { report, source, left: None }
    }

    pub(super) const fn report(&mut self) -> &mut Report<'s> {
        self.report
    }

    /// Forgets the protocol at the left: what follows must name its own.
    pub(super) const fn forget(&mut self) {
        self.left = None;
    }

    /// Whether a name alone is an ICMP type here.
    pub(super) fn is_icmp_type(&self, name: &str) -> bool {
        matches!(self.left, Some((_, Written::Icmp(_))))
            && ICMP_TYPES.iter().any(|&(known, ..)| known == name)
    }

    /// Reads `tcp 443 source-port 1024-65535`, or what may stand behind a comma. `None` when it has a problem,
    /// which is reported.
    pub(super) fn piece(&mut self, parts: &[Part<'_>]) -> Option<Traffic> {
        let (first, behind) = parts.split_first()?;
        let (word, written, rest) = match word(first).and_then(protocol) {
            Some((word, written)) => {
                self.left = Some((word, written));
                (word, written, behind)
            }
            None => {
                let Some((word, written)) = self.left else {
                    self.no_protocol(first);
                    return None;
                };
                (word, written, parts)
            }
        };
        match written {
            Written::Any | Written::Whole(_) => {
                if let Some(part) = rest.first() {
                    self.report.push(wrong_value::no_ports(at(self.source, part.span), word));
                    return None;
                }
                Some(if let Written::Whole(protocol) = written {
                    Traffic::Protocol(protocol)
                } else {
                    Traffic::Any
                })
            }
            Written::Number => self.number(first.span, rest),
            Written::Ports(protocol) => self.ports(word, protocol, rest),
            Written::Icmp(protocol) => self.icmp(word, protocol, rest),
        }
    }

    fn no_protocol(&mut self, first: &Part<'_>) {
        let here = at(self.source, first.span);
        let text = self.report.text(here);
        let problem = match &first.kind {
            PartKind::Number(_) | PartKind::Range(..) => missing::protocol(here, &text),
            PartKind::Code(..) => missing::icmp_protocol(here, &text),
            PartKind::Name(_) | PartKind::Path(_) => {
                let meant = self.report.meant(&text, protocols());
                unknown_name::protocol(here, &text, meant)
            }
            _ => wrong_value::protocol(here, &text),
        };
        self.report.push(problem);
    }

    fn number(&mut self, word: Span, rest: &[Part<'_>]) -> Option<Traffic> {
        let [Part { span, kind: PartKind::Number(digits), .. }] = rest else {
            let span = rest.first().map_or(word, |part| part.span);
            self.report.push(wrong_value::protocol_number(at(self.source, span)));
            return None;
        };
        let number = self.within(*span, digits, u32::from(u8::MAX), "protocol number")? as u8;
        let own = PROTOCOLS.iter().find_map(|&(name, written)| match written {
            // Only these say more than the number does: ports, or types.
            Written::Ports(protocol) | Written::Icmp(protocol) => (protocol.0 == number).then_some(name),
            Written::Whole(_) | Written::Any | Written::Number => None,
        });
        if let Some(name) = own {
            let here = at(self.source, word.to(*span));
            self.report.push(wrong_value::protocol_word(here, number, name));
            return None;
        }
        Some(Traffic::Protocol(Protocol(number)))
    }

    fn ports(&mut self, name: &str, protocol: Protocol, rest: &[Part<'_>]) -> Option<Traffic> {
        let source_word = rest.iter().position(|part| word(part) == Some(SOURCE_PORT));
        let (before, behind) = rest.split_at_checked(source_word.unwrap_or(rest.len()))?;
        let destination = match before {
            [] => PortRange::ALL,
            [part] => self.range(part)?,
            [_, extra, ..] => return self.two_ports(name, extra),
        };
        let source = match behind {
            [] => None,
            [_, part] => Some(self.range(part)?),
            [word] => {
                let here = at(self.source, word.span);
                self.report.push(missing::source_port(here));
                return None;
            }
            [_, _, extra, ..] => return self.two_ports(name, extra),
        };
        Some(Traffic::Ports { protocol, destination, source })
    }

    fn two_ports(&mut self, name: &str, extra: &Part<'_>) -> Option<Traffic> {
        let here = at(self.source, extra.span);
        let text = self.report.text(here);
        self.report.push(unexpected::behind_port(here, &text, name));
        None
    }

    fn range(&mut self, part: &Part<'_>) -> Option<PortRange> {
        self.port_range(part, "a port or a range of ports is expected here")
    }

    /// One port or a range of ports; `expected` says what else is wrong here.
    pub(super) fn port_range(&mut self, part: &Part<'_>, expected: &str) -> Option<PortRange> {
        let most = u32::from(u16::MAX);
        let (first, last) = match &part.kind {
            PartKind::Number(digits) => {
                let port = self.within(part.span, digits, most, "port")?;
                (port, port)
            }
            PartKind::Range([first, last]) => {
                let first = self.within(part.span, first, most, "port")?;
                (first, self.within(part.span, last, most, "port")?)
            }
            _ => {
                let here = at(self.source, part.span);
                let text = self.report.text(here);
                self.report.push(wrong_value::port(here, &text, expected));
                return None;
            }
        };
        self.in_order(part.span, first, last)?;
        PortRange::new(first as u16, last as u16)
    }

    fn icmp(&mut self, name: &str, protocol: Protocol, rest: &[Part<'_>]) -> Option<Traffic> {
        let (types, code) = match rest {
            [] => ((0, u8::MAX), None),
            [part] => self.icmp_types(name, protocol, part)?,
            [_, extra, ..] => {
                let here = at(self.source, extra.span);
                self.report.tell(here, wrong_value::behind_icmp);
                return None;
            }
        };
        Some(Traffic::Icmp { protocol, types, code })
    }

    fn icmp_types(
        &mut self,
        name: &str,
        protocol: Protocol,
        part: &Part<'_>,
    ) -> Option<((u8, u8), Option<u8>)> {
        let most = u32::from(u8::MAX);
        match &part.kind {
            PartKind::Number(digits) => {
                let kind = self.within(part.span, digits, most, "ICMP type")? as u8;
                Some(((kind, kind), None))
            }
            PartKind::Range([first, last]) => {
                let first = self.within(part.span, first, most, "ICMP type")?;
                let last = self.within(part.span, last, most, "ICMP type")?;
                self.in_order(part.span, first, last)?;
                Some(((first as u8, last as u8), None))
            }
            PartKind::Code([kind, code]) => {
                let kind = self.within(part.span, kind, most, "ICMP type")? as u8;
                let code = self.within(part.span, code, most, "ICMP code")? as u8;
                Some(((kind, kind), Some(code)))
            }
            _ => {
                let known = word(part).and_then(|text| ICMP_TYPES.iter().find(|&&(known, ..)| known == text));
                if let Some(&(_, v4, v6)) = known {
                    let kind = if protocol == Protocol::ICMP { v4 } else { v6 };
                    return Some(((kind, kind), None));
                }
                let here = at(self.source, part.span);
                let text = self.report.text(here);
                self.report.push(wrong_value::icmp(here, &text, name));
                None
            }
        }
    }

    /// `digits` as a number from 0 to `most`.
    fn within(&mut self, span: Span, digits: &str, most: u32, what: &str) -> Option<u32> {
        let number = number(digits).filter(|&number| number <= most);
        if number.is_none() {
            let here = at(self.source, span);
            self.report.push(out_of_range::number(here, digits, most, what));
        }
        number
    }

    fn in_order(&mut self, span: Span, first: u32, last: u32) -> Option<()> {
        if first <= last {
            return Some(());
        }
        let here = at(self.source, span);
        let text = self.report.text(here);
        let turned = format!("{last}-{first}");
        self.report.push(out_of_range::order(here, &text, turned));
        None
    }
}

/// Digits as a number; `None` past 2^32-1.
pub(super) fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

/// The text of a plain word: one segment, not in quotes.
pub(super) fn word<'t>(part: &'t Part<'_>) -> Option<&'t str> {
    match &part.kind {
        PartKind::Name(segment) if !segment.quoted => Some(segment.text),
        _ => None,
    }
}
