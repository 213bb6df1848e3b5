//! What the internet really reaches, and what really reaches it: asked of the engine.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::estate::ObjectId;
use ringfence::space::{Cube, Field, Space, Spaces, Values};
use ringfence::{ExactFlows, Family, Protocol, global_unicast};

use crate::job::Job;
use crate::names::listed;
use crate::packets::of_protocol;

/// Ports by which machines are run, by protocol, with their names.
const ADMINISTRATION: &[(Protocol, u16, u16, &str)] = &[
    (Protocol::TCP, 22, 22, "SSH"),
    (Protocol::TCP, 23, 23, "Telnet"),
    (Protocol::TCP, 135, 135, "RPC"),
    (Protocol::TCP, 139, 139, "NetBIOS"),
    (Protocol::UDP, 161, 161, "SNMP"),
    (Protocol::TCP, 445, 445, "SMB"),
    (Protocol::UDP, 623, 623, "IPMI"),
    (Protocol::TCP, 2375, 2376, "Docker"),
    (Protocol::TCP, 3389, 3389, "RDP"),
    (Protocol::TCP, 5900, 5901, "VNC"),
    (Protocol::TCP, 5985, 5986, "WinRM"),
    (Protocol::TCP, 6443, 6443, "Kubernetes"),
    (Protocol::TCP, 10250, 10250, "kubelet"),
];

/// Ports by which data is read and written.
const DATABASES: &[(Protocol, u16, u16, &str)] = &[
    (Protocol::TCP, 1433, 1433, "SQL Server"),
    (Protocol::UDP, 1434, 1434, "SQL Server"),
    (Protocol::TCP, 1521, 1521, "Oracle"),
    (Protocol::TCP, 2379, 2380, "etcd"),
    (Protocol::TCP, 3306, 3306, "MySQL"),
    (Protocol::TCP, 5432, 5432, "PostgreSQL"),
    (Protocol::TCP, 5439, 5439, "Redshift"),
    (Protocol::TCP, 5984, 5984, "CouchDB"),
    (Protocol::TCP, 6379, 6379, "Redis"),
    (Protocol::TCP, 7687, 7687, "Neo4j"),
    (Protocol::TCP, 8086, 8086, "InfluxDB"),
    (Protocol::TCP, 9042, 9042, "Cassandra"),
    (Protocol::TCP, 9200, 9300, "Elasticsearch"),
    (Protocol::TCP, 11211, 11211, "Memcached"),
    (Protocol::UDP, 11211, 11211, "Memcached"),
    (Protocol::TCP, 27017, 27019, "MongoDB"),
];

/// The part of all addresses of the internet that counts as everyone, as a power of two: more than any one user has.
const EVERYONE: u32 = 8;

pub(super) fn administration(job: &mut Job<'_>) {
    let why = "whoever is on the internet may try passwords and known holes of what runs machines";
    by_port(
        job,
        ADMINISTRATION,
        why,
        "let it in from the addresses of those who need it, or by a VPN or a session service",
    );
}

pub(super) fn databases(job: &mut Job<'_>) {
    let why = "whoever is on the internet may try passwords and known holes of what keeps data";
    by_port(
        job,
        DATABASES,
        why,
        "take its public address or its route to the internet, and let in the machines that use it",
    );
}

fn by_port(job: &mut Job<'_>, ports: &[(Protocol, u16, u16, &str)], why: &str, help: &str) {
    for (alike, first, mut flows) in reached(job, Toward::Machines) {
        let mut open = Vec::new();
        let mut sample = None;
        for (protocol, low, high, name) in ports {
            let wanted = of_ports(&mut flows.spaces, *protocol, *low, *high);
            let Some(found) = from_everyone(&mut flows, wanted) else { continue };
            sample = sample.or_else(|| Job::sample(&mut flows.spaces, found));
            open.push(format!("{name} ({} {low})", protocol_name(*protocol)));
        }
        if !open.is_empty() {
            tell(job, &alike, first, &listed(&open), why, help, sample);
        }
    }
}

pub(super) fn services(job: &mut Job<'_>) {
    for (alike, first, mut flows) in reached(job, Toward::Machines) {
        let mut known = Vec::new();
        for (protocol, low, high, _) in ADMINISTRATION.iter().chain(DATABASES) {
            known.push(of_ports(&mut flows.spaces, *protocol, *low, *high));
        }
        let known = flows.spaces.union_all(known);
        let other = flows.spaces.complement(known);
        let Some(found) = from_everyone(&mut flows, other) else { continue };
        let spaces = &mut flows.spaces;
        let mut open = Vec::new();
        for protocol in [Protocol::TCP, Protocol::UDP] {
            let own = of_protocol(spaces, protocol);
            let own = spaces.intersect(found, own);
            open.extend(ports_text(spaces, own).map(|ports| format!("{} {ports}", protocol_name(protocol))));
        }
        let ported = [Protocol::TCP, Protocol::UDP].map(|protocol| of_protocol(spaces, protocol));
        let ported = spaces.union_all(ported);
        if !spaces.minus(found, ported).is_empty() {
            open.push(String::from("other protocols"));
        }
        let sample = Job::sample(spaces, found);
        let why = "it may be meant: then say so by a `require` or `allow`, and everything that is not is left for `closed`";
        tell(job, &alike, first, &listed(&open), why, "close what is not meant", sample);
    }
}

fn tell(
    job: &mut Job<'_>,
    alike: &[ObjectId],
    first: ObjectId,
    what: &str,
    why: &str,
    help: &str,
    sample: Option<ringfence::Packet>,
) {
    let names: Vec<String> = alike.iter().map(|object| job.name(*object)).collect();
    let message = format!("the internet reaches {} of {}", what, listed(&names));
    let shown = sample.and_then(|packet| job.way_of(&packet, None, Some(first)));
    job.find(job.place(first), message, why, |_, found| found.seen(shown).help(help));
}

/// Machines that may open connections to everyone, at every port.
pub(super) fn wide_egress(job: &mut Job<'_>) {
    for (alike, first, mut flows) in reached(job, Toward::Internet) {
        let Some(between) = flows.between.iter().find(|between| !between.answered.surely.is_empty()).cloned()
        else {
            continue;
        };
        let spaces = &mut flows.spaces;
        let tcp = of_protocol(spaces, Protocol::TCP);
        let answered = spaces.intersect(between.answered.surely, tcp);
        // From a port that all clients have, and to all but few addresses.
        let ports = spaces.values(answered, Field::SourcePort);
        let asked = spaces.intersect(between.asked, tcp);
        let asked = spaces.limit(asked, Field::SourcePort, &ports);
        let sources = spaces.values(answered, Field::Source);
        let asked = spaces.limit(asked, Field::Source, &sources);
        let missing = spaces.minus(asked, answered);
        let closed = spaces.values(missing, Field::Destination);
        let open = spaces.values(answered, Field::Destination).minus(&closed);
        if !is_everyone(&open) {
            continue;
        }
        let sample = Job::sample(spaces, answered);
        let names: Vec<String> = alike.iter().map(|object| job.name(*object)).collect();
        let verb = if alike.len() == 1 { "reaches" } else { "reach" };
        let message = format!("{} {verb} every TCP port of the internet", listed(&names));
        let why =
            "whoever takes over such a machine may send what it holds anywhere, and load whatever is wanted";
        let shown = sample.and_then(|packet| job.way_of(&packet, Some(first), None));
        job.find(job.place(first), message, why, |_, found| {
            found.seen(shown).help("allow the ports that it needs, best by a proxy or endpoints")
        });
    }
}

/// Which way is asked about.
#[derive(Clone, Copy)]
enum Toward {
    Machines,
    Internet,
}

/// The interfaces that the internet reaches, or that reach it, with the flows: of those that are alike one is asked.
fn reached<'a>(job: &Job<'a>, toward: Toward) -> Vec<(Vec<ObjectId>, ObjectId, ExactFlows<'a>)> {
    let own: Vec<ObjectId> = job.aws.interfaces.iter().map(|interface| interface.object).collect();
    let mut all = Vec::new();
    for mut alike in job.analysis.classes() {
        alike.retain(|object| own.contains(object));
        let Some(&first) = alike.first() else { continue };
        let name = job.selector(first);
        let question = match toward {
            Toward::Machines => format!("internet -> {name}"),
            Toward::Internet => format!("{name} -> internet"),
        };
        let flows = job.analysis.question(&question).and_then(|question| job.analysis.exact(&question));
        let Ok(flows) = flows else { continue };
        if flows.between.iter().any(|between| !between.answered.surely.is_empty()) {
            all.push((alike, first, flows));
        }
    }
    all
}

/// What of `wanted` is answered to everyone; `None` where it is to few or nobody.
fn from_everyone(flows: &mut ExactFlows<'_>, wanted: Space) -> Option<Space> {
    let spaces = &mut flows.spaces;
    flows.between.iter().find_map(|between| {
        let found = spaces.intersect(between.answered.surely, wanted);
        let families = [Family::V4, Family::V6].map(|family| {
            let own = spaces.cube(&Cube::all().with(Field::Family, Values::one(family as u128)));
            let own = spaces.intersect(found, own);
            (spaces.values(own, Field::Source), family)
        });
        families.iter().any(|(sources, family)| is_most(sources, *family)).then_some(found)
    })
}

/// Whether these are more of the addresses of a family than any one user has.
fn is_most(addresses: &Values, family: Family) -> bool {
    count(addresses) > count(&global_unicast(family)) >> EVERYONE
}

fn is_everyone(addresses: &Values) -> bool {
    // Numbers of IPv4 are lower than those of every address of IPv6 that the internet routes.
    let split = |family: Family| addresses.intersect(&global_unicast(family));
    [Family::V4, Family::V6].into_iter().any(|family| is_most(&split(family), family))
}

fn count(addresses: &Values) -> u128 {
    let widths = addresses.ranges().iter().map(|(first, last)| last.saturating_sub(*first).saturating_add(1));
    widths.fold(0, u128::saturating_add)
}

fn of_ports(spaces: &mut Spaces, protocol: Protocol, low: u16, high: u16) -> Space {
    let own = of_protocol(spaces, protocol);
    spaces.limit(own, Field::DestinationPort, &Values::range(u128::from(low), u128::from(high)))
}

fn protocol_name(protocol: Protocol) -> &'static str {
    if protocol == Protocol::TCP { "tcp" } else { "udp" }
}

/// `443, 8000-8099`.
fn ports_text(spaces: &Spaces, packets: Space) -> Option<String> {
    let ports = spaces.values(packets, Field::DestinationPort);
    let texts = ports.ranges().iter().map(|(first, last)| match first == last {
        true => format!("{first}"),
        false => format!("{first}-{last}"),
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| listed(&texts))
}
