//! The question of a pair, put to the oracle.

use std::net::IpAddr;

use ringfence::answer::Verdict;
use ringfence::estate::Estate;
use ringfence::estate::aws::InterfaceId;
use ringfence::{Family, Protocol, Transport};

use crate::oracle::{Destination, Flow, Oracle, Sender, held};

/// A port that clients send from.
const CLIENT: u16 = 40_000;

/// What the oracle says to `A -> B : tcp 443`.
pub(super) fn told_by_oracle(estate: &Estate, ask: &str) -> Result<Verdict, String> {
    let oracle = Oracle::new(estate);
    let (from, rest) = ask.split_once(" -> ").ok_or("no arrow")?;
    let (to, service) = rest.split_once(" : ").ok_or("no service")?;
    // An address at one end says the family of both.
    let wanted = [from, to].into_iter().find_map(|name| name.parse::<IpAddr>().ok()).map(Family::of);
    let mut to = end(&oracle, to, wanted)?;
    let from = match (end(&oracle, from, Some(Family::of(to.address()))), to.held()) {
        // A machine with IPv6 alone writes an address that holds that of IPv4.
        (Err(_), Some(held)) => {
            to = held;
            end(&oracle, from, Some(Family::V6))?
        }
        (from, _) => from?,
    };
    let family = Family::of(to.address());
    let transport = transport(service, family).ok_or_else(|| format!("no such service: {service}"))?;
    let (sender, source) = match from {
        Destination::Interface(id, address) => (Sender::Interface(id), address),
        Destination::Site(site, address) => (Sender::Site(site), address),
        other => (Sender::Outside, other.address()),
    };
    let flow = Flow { sender, source, destination: to, transport };
    Ok(oracle.service_verdict(&flow))
}

/// An end by its address, or the first address of the machine with this name.
fn end(oracle: &Oracle, name: &str, family: Option<Family>) -> Result<Destination, String> {
    let estate = oracle.estate();
    if let Ok(address) = name.parse::<IpAddr>() {
        if let Some(held) = held(address) {
            let there = end(oracle, &held.to_string(), Some(Family::V4))?;
            return Ok(there.held().unwrap_or(there));
        }
        let mut interfaces = (0..estate.aws.interfaces.len()).map(|at| InterfaceId(at as u32));
        if let Some(id) = interfaces.find(|id| oracle.has_address(*id, address)) {
            return Ok(Destination::Interface(id, address));
        }
        if let Some(site) = (0..estate.sites.len()).find(|site| oracle.is_of_site(*site, address)) {
            return Ok(Destination::Site(site, address));
        }
        return Ok(if oracle.is_front(address) {
            Destination::Front(address)
        } else if oracle.is_internet(address) {
            Destination::Outside(address)
        } else {
            Destination::Nobody(address)
        });
    }
    let found = estate.aws.interfaces.iter().enumerate().find_map(|(at, interface)| {
        let path = estate.path(interface.object);
        let named = path == name || path.ends_with(&format!(".{name}"));
        let address = interface
            .addresses
            .iter()
            .find(|&&address| family.is_none_or(|family| Family::of(address) == family));
        named.then_some(Destination::Interface(InterfaceId(at as u32), *address?))
    });
    found.ok_or_else(|| format!("the oracle knows no {name}"))
}

fn transport(service: &str, family: Family) -> Option<Transport> {
    let (word, number) = service.split_once(' ')?;
    let number = number.parse::<u16>().ok()?;
    match word {
        "tcp" => Some(Transport::Tcp { source: CLIENT, destination: number }),
        "udp" => Some(Transport::Udp { source: CLIENT, destination: number }),
        "icmp" | "icmpv6" => Some(Transport::Icmp { kind: u8::try_from(number).ok()?, code: 0 }),
        "protocol" => {
            let protocol = Protocol(u8::try_from(number).ok()?);
            (protocol != family.icmp()).then_some(Transport::Other(protocol))
        }
        _ => None,
    }
}
