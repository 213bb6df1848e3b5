//! The core on estates that do not say everything: what appliances do, what a rule matches, where a route leads. What it says must be
//! true whatever that is.

use std::fmt;
use std::net::IpAddr;

use ringfence::answer::Verdict;
use ringfence::estate::Estate;
use ringfence::estate::aws::{
    Aws, GwlbEndpointId, InstanceId, InterfaceId, NetworkAclId, Peer, RouteTarget, SecurityGroupId,
    TransitTarget, VpcId,
};
use ringfence::{Decision, Packet, Transport};

use crate::compare::{Engine, Told};
use crate::engine::Core;
use crate::estates::{Dice, Sampler, appliance_estate, unknown_estate};
use crate::oracle::{
    Conduct, Destination, Direction, Flow, FlowAnswer, Forward, Lead, Oracle, Rule, SiteConduct, Takes,
    UnknownRoute, UnknownRule, World,
};
use crate::seeds::Seeds;
use crate::trace::{flow_line, write_answer};
use crate::witness::{Ports, packet, refuted};

/// Flows that are asked of each estate.
const FLOWS: usize = 40;

/// Worlds in which each flow is looked at, beside the one in which appliances send nothing on.
const WORLDS: usize = 10;

/// Of so many flows one is asked about alone.
const ONE_IN: usize = 2;

/// So many flows are looked at for one to which appliances make a difference, each in so many worlds.
const TRIES: usize = 8;
const GLANCES: usize = 4;

/// What a run was made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Worlds {
    /// Flows, each looked at in every world.
    pub flows: usize,
    /// Those that an appliance makes a difference to, in some world.
    pub hanging: usize,
    /// Questions about one flow or service.
    pub asked: usize,
    /// Those with a definite answer although packets come to an appliance in some world.
    pub settled: usize,
    /// Those whose answer is `unknown`.
    pub unknown: usize,
    /// Of these, those whose worlds differ.
    pub justified: usize,
    /// Of these, those whose packet is delivered in some world.
    pub shown: usize,
    /// Questions for which an appliance's packets are answered in some world.
    pub answered: usize,
}

impl Worlds {
    /// Adds the counts of another run.
    pub fn join(&mut self, other: Self) {
        self.flows += other.flows;
        self.hanging += other.hanging;
        self.asked += other.asked;
        self.settled += other.settled;
        self.unknown += other.unknown;
        self.justified += other.justified;
        self.shown += other.shown;
        self.answered += other.answered;
    }

    /// What there is too little of, or what is too weak: bounds that hold are easy where everything is unknown.
    #[must_use]
    pub fn lacking(&self) -> Vec<&'static str> {
        let checks = [
            ("flows that hang on appliances", self.hanging * 10 > self.flows),
            ("unknown answers", self.unknown * 10 > self.asked),
            ("settled answers", self.settled * 20 > self.asked),
            ("unknown answers that worlds justify", self.justified * 10 > self.unknown * 7),
            ("packets that may arrive", self.shown * 10 > self.unknown * 7),
            ("answers by way of appliances", self.answered * 50 > self.asked),
        ];
        checks.into_iter().filter(|(_, enough)| !enough).map(|(name, _)| name).collect()
    }
}

impl fmt::Display for Worlds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { flows, hanging, asked, settled, unknown, justified, shown, answered } = self;
        write!(
            f,
            "{flows} flows, {hanging} hang on appliances; {asked} asked alone: {unknown} unknown, of these "
        )?;
        write!(f, "{justified} differ between worlds and {shown} show a packet that may arrive; {settled} ")?;
        write!(
            f,
            "settled although packets come to an appliance, {answered} answered by way of one in some world"
        )
    }
}

/// Asks the core about so many estates, the first of this seed, the next of the next one.
///
/// # Errors
/// The first answer that is not true in some world.
pub fn compare_worlds(estates: u64, seed: u64) -> Result<Worlds, String> {
    let mut all = Worlds::default();
    for seed in Seeds::of("estates with appliances", seed..seed.saturating_add(estates)) {
        all.join(compare_one(seed).map_err(|difference| format!("seed {seed}: {difference}"))?);
    }
    Ok(all)
}

fn compare_one(seed: u64) -> Result<Worlds, String> {
    let estate = if seed.is_multiple_of(2) { appliance_estate(seed) } else { unknown_estate(seed) };
    compare_on(&estate, seed)
}

/// Asks the core about flows of one estate, drawn by this seed.
pub(crate) fn compare_on(estate: &Estate, seed: u64) -> Result<Worlds, String> {
    let mut oracle = Oracle::new(estate);
    let sampler = Sampler::new(&oracle);
    let core = Core::open(estate)?;
    let mut dice = Dice::new(seed);
    let mut counts = Worlds::default();
    for at in 0..FLOWS {
        let flow = draw(&mut oracle, &sampler, &mut dice);
        let mut worlds = vec![World::default()];
        worlds.extend((0..WORLDS).map(|_| draw_world(estate, &flow, &mut dice)));
        let ports = if at % (2 * ONE_IN) == 0 { Ports::Any } else { Ports::Own };
        let told = (at % ONE_IN == 0).then(|| match ports {
            Ports::Own => core.told(&flow),
            Ports::Any => core.told_of_service(&flow),
        });
        let decided = core.decided(&flow);
        let mut seen = Seen::default();
        for world in worlds {
            oracle.enter(world);
            let wrong = |what: &str, answer: &FlowAnswer| {
                format!("{}", Wrong { estate, flow: &flow, what, answer, told: &told, oracle: &oracle })
            };
            let answer = oracle.flow(&flow);
            seen.add(&answer);
            if let Some(what) = out_of_bounds(&core, &flow, &answer) {
                return Err(wrong(what, &answer));
            }
            if let Some(decision) = decided.filter(|decision| !is_so(*decision, &answer)) {
                return Err(wrong(&format!("it is decided to be {decision:?}"), &answer));
            }
            let Some(told) = &told else { continue };
            let verdict = match ports {
                Ports::Own => answer.verdict(),
                Ports::Any => oracle.service_verdict(&flow),
            };
            seen.verdicts.push(verdict);
            if told.verdict == Verdict::Unknown {
                if !told.possible.contains(&verdict) || told.possible.len() < 2 {
                    return Err(wrong("the verdict is none that is said to be possible", &answer));
                }
            } else if told.verdict != verdict {
                return Err(wrong("the verdict is another", &answer));
            } else if let Some(refuted) = refuted(&oracle, &flow, ports, verdict, told.witness.as_ref()) {
                return Err(wrong(&format!("it is shown by {refuted}"), &answer));
            }
            seen.shown |= is_delivered(&oracle, &flow, told);
        }
        seen.count(told.as_ref(), &mut counts);
    }
    Ok(counts)
}

/// Whether a decision is true in a world, as far as it says something.
fn is_so(decision: Decision, answer: &FlowAnswer) -> bool {
    let FlowAnswer { delivered, answered, fully_answered, .. } = *answer;
    match decision {
        Decision::Answered => fully_answered,
        Decision::SometimesAnswered => answered && !fully_answered,
        Decision::DeliveredOnly => delivered && !answered,
        Decision::Dropped => !delivered,
        Decision::Unknown | Decision::Undecided(_) | Decision::Stated(_) => true,
    }
}

/// A flow; three times of five one to which appliances make a difference, where one is found.
fn draw(oracle: &mut Oracle, sampler: &Sampler, dice: &mut Dice) -> Flow {
    let mut flow = sampler.flow(dice);
    let tries = if dice.percent(60) { TRIES } else { 0 };
    for _ in 0..tries {
        oracle.enter(World::default());
        let mut seen = Seen::default();
        seen.add(&oracle.flow(&flow));
        for _ in 0..GLANCES {
            oracle.enter(draw_world(oracle.estate(), &flow, dice));
            seen.add(&oracle.flow(&flow));
        }
        if seen.differs() {
            break;
        }
        flow = sampler.flow(dice);
    }
    flow
}

/// What was seen of a flow in all worlds.
#[derive(Default)]
struct Seen {
    outcomes: Vec<(bool, bool, bool)>,
    verdicts: Vec<Verdict>,
    /// Packets come to an appliance.
    meets: bool,
    /// They are answered beyond one.
    answered: bool,
    /// The packet that is shown is delivered.
    shown: bool,
}

impl Seen {
    fn add(&mut self, answer: &FlowAnswer) {
        self.outcomes.push((answer.delivered, answer.answered, answer.fully_answered));
        self.meets |= answer.facts.appliance;
        let outcomes = answer.sent.iter().flat_map(|(_, outcomes)| outcomes);
        self.answered |=
            answer.answered && outcomes.filter(|one| one.answered).any(|one| one.facts.appliance);
    }

    /// Whether the flow comes out differently in some world.
    fn differs(&self) -> bool {
        self.outcomes.iter().any(|outcome| *outcome != self.outcomes[0])
    }

    fn count(&self, told: Option<&Told>, counts: &mut Worlds) {
        counts.flows += 1;
        counts.hanging += usize::from(self.differs());
        let Some(told) = told else { return };
        counts.asked += 1;
        counts.answered += usize::from(self.answered);
        if told.verdict == Verdict::Unknown {
            counts.unknown += 1;
            counts.justified += usize::from(self.verdicts.iter().any(|verdict| *verdict != self.verdicts[0]));
            counts.shown += usize::from(self.shown);
        } else {
            counts.settled += usize::from(self.meets);
        }
    }
}

/// Which bound of the question about everything does not hold in this world.
fn out_of_bounds(core: &Core, flow: &Flow, answer: &FlowAnswer) -> Option<&'static str> {
    if !matches!(
        flow.destination,
        Destination::Interface(..) | Destination::Site(..) | Destination::Outside(_)
    ) {
        return None;
    }
    let wrong = [
        ("delivered surely", core.holds(&core.delivered.surely, flow) && !answer.delivered),
        ("not delivered possibly", !core.holds(&core.delivered.possibly, flow) && answer.delivered),
        ("answered surely", core.holds(&core.answered.surely, flow) && !answer.answered),
        ("not answered possibly", !core.holds(&core.answered.possibly, flow) && answer.answered),
    ];
    wrong.into_iter().find(|(_, wrong)| *wrong).map(|(what, _)| what)
}

/// Whether the packet that is shown is delivered as a flow of the question.
fn is_delivered(oracle: &Oracle, flow: &Flow, told: &Told) -> bool {
    let shown = told.witness.as_ref().and_then(|witness| packet(&witness.packet));
    shown.is_some_and(|shown: Packet| {
        let flow = Flow { transport: with_source_port(flow.transport, shown.transport()), ..*flow };
        oracle.sent(&flow, shown).delivered
    })
}

fn with_source_port(flow: Transport, shown: Transport) -> Transport {
    match (flow, shown) {
        (Transport::Tcp { destination, .. }, Transport::Tcp { source, .. }) => {
            Transport::Tcp { source, destination }
        }
        (Transport::Udp { destination, .. }, Transport::Udp { source, .. }) => {
            Transport::Udp { source, destination }
        }
        _ => flow,
    }
}

/// A world in which appliances do what may matter for `flow`.
pub(crate) fn draw_world(estate: &Estate, flow: &Flow, dice: &mut Dice) -> World {
    let aws = &estate.aws;
    let mut world = World::default();
    for at in 0..aws.instances.len() {
        let instance = InstanceId(at as u32);
        let legs = legs(aws, instance);
        if legs.is_empty() || dice.percent(5) {
            continue;
        }
        let own = aws.interfaces.iter().filter(|interface| interface.owner.instance() == Some(instance));
        let own = own.flat_map(|interface| interface.addresses.iter().copied()).collect::<Vec<_>>();
        let rules = (0..dice.one(&[1, 1, 2])).map(|_| draw_rule(aws, flow, &own, &legs, dice)).collect();
        let back_by = if dice.percent(70) { None } else { dice.pick(&legs) };
        let conduct = Conduct { rules, gives_back: dice.percent(80), back_by };
        world.machines.insert(instance, conduct);
    }
    for at in 0..aws.gwlb_endpoints.len() {
        if dice.percent(85) {
            let takes = if dice.percent(80) { Takes::All } else { Takes::Some };
            world.inspections.insert(GwlbEndpointId(at as u32), takes);
        }
    }
    for at in 0..estate.sites.len() {
        world.sites.insert(at, draw_conduct(estate, at, flow, dice));
    }
    world.matching =
        unknown_rules(aws).into_iter().filter_map(|rule| Some((rule, draw_takes(dice)?))).collect();
    world.leads =
        unknown_routes(aws).into_iter().filter_map(|route| Some((route, draw_lead(estate, dice)?))).collect();
    world.lures = draw_lures(estate, flow, dice);
    world
}

/// Whether the estate does not say what some rule matches, or where some route leads.
pub(crate) fn leaves_open(aws: &Aws) -> bool {
    !unknown_rules(aws).is_empty() || !unknown_routes(aws).is_empty()
}

/// The rules of which the estate does not say what they match.
fn unknown_rules(aws: &Aws) -> Vec<UnknownRule> {
    let mut rules = Vec::new();
    for (acl, id) in aws.network_acls.iter().zip(0..) {
        for (direction, list) in [(Direction::Ingress, &acl.ingress), (Direction::Egress, &acl.egress)] {
            let unknown = list.iter().enumerate().filter(|(_, rule)| rule.peer.is_none());
            rules.extend(unknown.map(|(at, _)| UnknownRule::Acl(NetworkAclId(id), direction, at)));
        }
    }
    for (group, id) in aws.security_groups.iter().zip(0..) {
        for (direction, list) in [(Direction::Ingress, &group.ingress), (Direction::Egress, &group.egress)] {
            let unknown = list.iter().enumerate().filter(|(_, rule)| rule.peers.contains(&Peer::Unknown));
            rules.extend(unknown.map(|(at, _)| UnknownRule::Group(SecurityGroupId(id), direction, at)));
        }
    }
    rules
}

/// The routes of which the estate does not say where they lead.
fn unknown_routes(aws: &Aws) -> Vec<UnknownRoute> {
    let mut routes = Vec::new();
    for (at, table) in aws.route_tables.iter().enumerate() {
        let unknown = table.routes.iter().filter(|route| route.target == RouteTarget::Unknown);
        routes.extend(unknown.map(|route| UnknownRoute::Vpc(at, route.destination)));
    }
    for (at, table) in aws.transit_tables.iter().enumerate() {
        let unknown = table.routes.iter().filter(|route| route.target == TransitTarget::Unknown);
        routes.extend(unknown.map(|route| UnknownRoute::Transit(at, route.destination)));
    }
    routes
}

fn draw_takes(dice: &mut Dice) -> Option<Takes> {
    match dice.below(10) {
        0..3 => None,
        3..7 => Some(Takes::All),
        _ => Some(Takes::Some),
    }
}

fn draw_lead(estate: &Estate, dice: &mut Dice) -> Option<Lead> {
    match dice.below(10) {
        0..2 => None,
        2..5 => Some(Lead::Out { source: draw_source(estate, dice), answered: dice.percent(70) }),
        5 => Some(Lead::Site { site: dice.index(&estate.sites)?, answered: dice.percent(70) }),
        _ => Some(Lead::Vpc {
            vpc: VpcId(dice.index(&estate.aws.vpcs)? as u32),
            source: draw_private(estate, dice),
            refers: dice.percent(50),
            answered: dice.percent(70),
        }),
    }
}

/// A private address that NAT gives: one that rules name, at times; at times none.
fn draw_private(estate: &Estate, dice: &mut Dice) -> Option<IpAddr> {
    let groups = estate.aws.security_groups.iter().flat_map(|group| &group.ingress);
    let named = groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
        Peer::Prefix(prefix) => Some(prefix.first()),
        _ => None,
    });
    let named = named.filter(IpAddr::is_ipv4).collect::<Vec<_>>();
    dice.pick(&named).filter(|_| dice.percent(40))
}

/// A public address: one that rules name, at times.
fn draw_source(estate: &Estate, dice: &mut Dice) -> IpAddr {
    let groups = estate.aws.security_groups.iter().flat_map(|group| &group.ingress);
    let named = groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
        Peer::Prefix(prefix) => Some(*prefix),
        _ => None,
    });
    let sites = estate.sites.iter().flat_map(|site| &site.inbound).flat_map(|rule| &rule.from);
    let sites = sites.filter_map(|peer| match peer {
        ringfence::estate::SitePeer::Prefix(prefix) => Some(*prefix),
        ringfence::estate::SitePeer::Object(_) => None,
    });
    let named = named.chain(sites).map(|prefix| prefix.first());
    let oracle = Oracle::new(estate);
    let public = |address: &IpAddr| address.is_ipv4() && oracle.is_internet(*address);
    let named = named.filter(public).collect::<Vec<_>>();
    let any = ["203.0.113.9", "8.8.8.8"].map(|text| text.parse().expect("an address"));
    dice.pick(&named).filter(|_| dice.percent(50)).unwrap_or_else(|| dice.one(&any))
}

/// What a site does with what its own rules leave open.
fn draw_conduct(estate: &Estate, at: usize, flow: &Flow, dice: &mut Dice) -> SiteConduct {
    let site = &estate.sites[at];
    let oracle = Oracle::new(estate);
    let is_public = |address: &IpAddr| oracle.is_internet(*address) || oracle.site_with(*address) == Some(at);
    let gateways = site.gateways.iter().map(|gateway| gateway.address);
    let public =
        gateways.chain(["203.0.113.9", "8.8.8.8", "2600::1"].map(|text| text.parse().expect("an address")));
    let public = public.filter(is_public).collect::<Vec<_>>();
    let out = public.into_iter().filter(|_| dice.percent(50)).collect();
    let wanted = match flow.destination {
        Destination::Site(_, address) => Some(address),
        _ => None,
    };
    let hosts = site.hosts.iter().flat_map(|host| host.addresses.iter().copied());
    let inside = hosts.chain(wanted).chain(site.prefixes.iter().map(ringfence::Prefix::first));
    let inside = inside.filter(|address| oracle.is_of_site(at, *address)).collect::<Vec<_>>();
    let forward = match dice.below(4) {
        0 => Forward::Nothing,
        1 => Forward::Unchanged,
        _ => match wanted.filter(|address| oracle.is_of_site(at, *address)).or_else(|| dice.pick(&inside)) {
            Some(address) => Forward::To(address, to_port(flow.transport).filter(|_| dice.percent(50))),
            None => Forward::Unchanged,
        },
    };
    let port = if dice.percent(20) { Some(40000) } else { None };
    SiteConduct {
        lets_in: dice.percent(75),
        lets_out: dice.percent(75),
        inside: dice.percent(50),
        out: (out, port),
        forward,
    }
}

fn draw_rule(aws: &Aws, flow: &Flow, own: &[IpAddr], legs: &[InterfaceId], dice: &mut Dice) -> Rule {
    let own = own.iter().copied().filter(|address| address.is_ipv4() == flow.source.is_ipv4());
    let own = own.collect::<Vec<_>>();
    let source = if dice.percent(45) { dice.pick(&own) } else { None };
    let port = to_port(flow.transport);
    let destination = match dice.below(10) {
        0..=4 => None,
        5..=7 => Some(wanted(aws, flow)),
        8 => dice.pick(&appliance_addresses(aws)),
        _ => dice
            .pick(&aws.interfaces.iter().flat_map(|one| one.addresses.iter().copied()).collect::<Vec<_>>()),
    };
    Rule {
        takes: dice.one(&[Takes::All, Takes::All, Takes::All, Takes::Addressed, Takes::Passing, Takes::Some]),
        source,
        destination,
        source_port: if dice.percent(15) { Some(dice.one(&[1024, 40000, 53])) } else { None },
        destination_port: if destination.is_some() && dice.percent(60) { port } else { None },
        by: if dice.percent(60) { None } else { dice.pick(legs) },
    }
}

/// What senders write besides: addresses of appliances, and some others that may be routed to one.
fn draw_lures(estate: &Estate, flow: &Flow, dice: &mut Dice) -> Vec<(IpAddr, u16)> {
    let aws = &estate.aws;
    let mut addresses = appliance_addresses(aws);
    addresses.extend(estate.sites.iter().flat_map(|site| &site.gateways).map(|gateway| gateway.address));
    let all = aws.interfaces.iter().flat_map(|interface| interface.addresses.iter().copied());
    let all = all.chain(["203.0.113.9", "2600::1"].map(|text| text.parse().expect("an address")));
    addresses.extend(dice.pick(&all.collect::<Vec<_>>()));
    let mut lures = Vec::new();
    for address in addresses {
        let ports = [to_port(flow.transport).unwrap_or(0), 443, 8080, 22];
        lures.push((address, dice.one(&ports)));
    }
    lures
}

/// The addresses of interfaces without the check, and the public ones that stand for them.
fn appliance_addresses(aws: &Aws) -> Vec<IpAddr> {
    let unchecked = aws.interfaces.iter().filter(|interface| !interface.source_dest_check);
    let addresses = unchecked.flat_map(|interface| {
        let public = interface.public.iter().map(|mapping| mapping.public);
        interface.addresses.iter().copied().chain(public)
    });
    addresses.collect()
}

/// The address that delivers the flow.
fn wanted(aws: &Aws, flow: &Flow) -> IpAddr {
    let address = flow.destination.address();
    let mut mappings = aws.interfaces.iter().flat_map(|interface| &interface.public);
    match flow.destination {
        Destination::Front(_) => {
            mappings.find(|mapping| mapping.public == address).map_or(address, |mapping| mapping.private)
        }
        _ => address,
    }
}

fn to_port(transport: Transport) -> Option<u16> {
    match transport {
        Transport::Tcp { destination, .. } | Transport::Udp { destination, .. } => Some(destination),
        Transport::Icmp { .. } | Transport::Other(_) => None,
    }
}

fn legs(aws: &Aws, instance: InstanceId) -> Vec<InterfaceId> {
    let interfaces = aws.interfaces.iter().enumerate();
    let own = interfaces.filter(|(_, one)| one.owner.instance() == Some(instance) && !one.source_dest_check);
    own.map(|(at, _)| InterfaceId(at as u32)).collect()
}

/// An answer that is not true in a world.
struct Wrong<'a> {
    estate: &'a Estate,
    flow: &'a Flow,
    what: &'a str,
    answer: &'a FlowAnswer,
    told: &'a Option<Told>,
    oracle: &'a Oracle<'a>,
}

impl fmt::Display for Wrong<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", flow_line(self.estate, self.flow), self.what)?;
        writeln!(f, "  the core says {:?}", self.told)?;
        writeln!(f, "  where {:?}", self.oracle.world())?;
        write_answer(f, self.estate, self.answer)
    }
}
