//! What an edit does: nothing when it is taken back, and one rule more lets more through.

use std::collections::BTreeSet;
use std::ops::Range;

use ringfence::answer::MatrixBy;
use ringfence::estate::aws::{
    AclRule, Action, Aws, GroupRule, LoadBalancerKind, Peer, SecurityGroupId, VpcId,
};
use ringfence::estate::{Estate, Traffic};
use ringfence::space::{Cube, Field, Space, Values};
use ringfence::{Analysis, Protocol, Question};

use super::sample::Boxes;
use super::sets::{ANSWERED, Answer, Common, DELIVERED, NAMES, difference, has_flows};
use super::{Tally, analysis, any_estate, finish, place};
use crate::edits::parsed;
use crate::estates::{Dice, Rules, edited_estates, peer, random_estate, traffic};
use crate::oracle::{Oracle, is_described};
use crate::question::any_to_any;
use crate::seeds::Seeds;

/// What is said after an edit was taken back is what was said before it, byte for byte: an edit of one rule, or of anything.
/// What would be told: the answer between the two.
///
/// # Errors
/// The first difference.
pub fn forgets(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let mut dice = Dice::new(seed);
        let pair =
            if dice.percent(50) { edit_of_rule(seed, &mut dice) } else { edit_of_any(seed, &mut dice) };
        let Some((estate, other)) = pair else { continue };
        let before = analysis(&estate, &mut dice);
        let expected = said(&before);
        let mut between = before.edited(parsed(&other));
        between.step(dice.below(200_000) as u64);
        let told = said(&between) != expected;
        let mut after = between.edited(parsed(&estate));
        for when in ["at once", "when all is known"] {
            if said(&after) != expected {
                return Err(format!("seed {seed}, edited, and taken back, {when}: not as before"));
            }
            finish(&mut after);
        }
        tally.count(told);
    }
    Ok(tally)
}

/// An estate, and the same with a rule more or less.
fn edit_of_rule(seed: u64, dice: &mut Dice) -> Option<(Estate, Estate)> {
    let estate = any_estate(seed);
    let Edit { less, more, .. } = Edit::draw(&estate, dice)?;
    Some(if more == estate { (more, less) } else { (less, more) })
}

/// An estate, and the same after some other change.
fn edit_of_any(seed: u64, dice: &mut Dice) -> Option<(Estate, Estate)> {
    let mut estates = edited_estates(seed).skip(dice.below(10));
    let estate = estates.next()?;
    let other = estates.find(|other| *other != estate)?;
    Some((estate, other))
}

/// Everything that is said, in bytes.
fn said(analysis: &Analysis) -> String {
    let answer = analysis.reach(&Question::new(any_to_any()));
    let row = analysis.matrix_row(MatrixBy::Subnet, 0, None);
    format!("{answer:?} {row:?} {:?} {:?}", analysis.check(), analysis.classes())
}

/// With a rule more that allows, or one less that denies, no flow is lost: what an edit opens, and what it closes, is all
/// that tells the answers before and after it apart. What it opens, the oracle says of both estates as well; a rule
/// of a group opens flows of its own traffic, at interfaces that carry the group. What would be told: the other way round.
///
/// # Errors
/// The first flow that should not be there, or should.
pub fn grows(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let (mut dice, mut estate) = (Dice::new(seed), any_estate(seed));
        if shares_free(&estate.aws) {
            estate = random_estate(seed);
        }
        // What is drawn first may be nothing that this estate has.
        let edit = (0..3).find_map(|_| Edit::draw(&estate, &mut dice));
        let Some(edit) = edit else { continue };
        let failed = |what: String| format!("seed {seed}, {}: {what}", edit.what);
        let mut common = Common::default();
        let grows = dice.percent(50);
        let (from, to) = if grows { (&edit.less, &edit.more) } else { (&edit.more, &edit.less) };
        let before = analysis(from, &mut dice);
        let first = common.everything(&before).map_err(failed)?;
        let second = common.everything(&before.edited(parsed(to))).map_err(failed)?;
        let (less, more) = if grows { (first, second) } else { (second, first) };
        if let Some(what) = lost(&common.minus(&less, &more)) {
            return Err(failed(format!("loses what is {what}")));
        }
        let opened = common.minus(&more, &less);
        if let Some(what) = difference(&more, &common.both(&less, &opened, |s, a, b| s.union(a, b))) {
            return Err(failed(what));
        }
        // What appliances and sites do with packets is not the oracle's to say, nor where those end.
        let checks = estate.aws.interfaces.iter().all(|interface| interface.source_dest_check);
        if checks && estate.sites.iter().all(is_described) {
            if !passes_on(&estate.aws) {
                edit.check_scope(&mut common, &opened).map_err(failed)?;
            }
            check_by_oracle(&edit, &common, &opened, &mut dice).map_err(failed)?;
        }
        tally.count(has_flows(&opened));
    }
    Ok(tally)
}

/// Whether what carries a group gets packets at other ports than they were sent to, or is at addresses that nobody wrote.
fn passes_on(aws: &Aws) -> bool {
    let mut balancers = aws.load_balancers.iter();
    balancers.any(|balancer| balancer.kind == LoadBalancerKind::Network)
        || aws.interfaces.iter().any(|one| one.addresses.is_empty())
}

/// Whether some things share the free addresses of a subnet: a rule that names a part of these changes what each of them has.
fn shares_free(aws: &Aws) -> bool {
    let free = aws.interfaces.iter().filter(|one| one.addresses.is_empty()).map(|one| one.subnet);
    let nats = aws.nat_gateways.iter().filter(|nat| nat.address.is_none()).map(|nat| nat.subnet);
    let mut known = BTreeSet::new();
    free.chain(nats).any(|subnet| !known.insert(subnet))
}

/// A set in which some flow is.
fn lost(answer: &Answer) -> Option<String> {
    answer.iter().find_map(|(pair, sets)| {
        let at = (0..NAMES.len()).find(|&at| !sets[at].is_empty())?;
        Some(format!("{} from {} to {}", NAMES[at], pair.0, pair.1))
    })
}

/// Some flows of what was opened, at the edges of its boxes: the oracle must see each with the rule and not without it.
fn check_by_oracle(edit: &Edit, common: &Common, opened: &Answer, dice: &mut Dice) -> Result<(), String> {
    let [less, more] = [&edit.less, &edit.more].map(Oracle::new);
    for (pair, sets) in opened {
        for at in [DELIVERED, ANSWERED] {
            let boxes = Boxes::of(&common.spaces, sets[at], pair);
            for flow in boxes.flows(&less, dice) {
                let seen = [&less, &more].map(|oracle| {
                    let answer = oracle.flow(&flow);
                    if at == DELIVERED { answer.delivered } else { answer.answered }
                });
                if seen != [false, true] {
                    return Err(format!("{} opened: {flow:?}, of which the oracle says {seen:?}", NAMES[at]));
                }
            }
        }
    }
    Ok(())
}

/// Two estates, of which the second lets more through by one rule.
struct Edit {
    what: &'static str,
    less: Estate,
    more: Estate,
    /// The rule, where it is a group's.
    rule: Option<(SecurityGroupId, Rules, Vec<Traffic>)>,
}

impl Edit {
    /// An edit of `estate`, which is one of the two.
    fn draw(estate: &Estate, dice: &mut Dice) -> Option<Self> {
        if dice.percent(60) { Self::of_group(estate, dice) } else { Self::of_acl(estate, dice) }
    }

    fn of_group(estate: &Estate, dice: &mut Dice) -> Option<Self> {
        let carried: Vec<_> = estate.aws.interfaces.iter().flat_map(|one| &one.groups).copied().collect();
        let id = dice.pick(&carried)?;
        let direction = if dice.percent(50) { Rules::Ingress } else { Rules::Egress };
        let mut other = estate.clone();
        let group = &mut other.aws.security_groups[id.0 as usize];
        let vpc = group.vpc;
        let rules = if direction == Rules::Ingress { &mut group.ingress } else { &mut group.egress };
        if let Some(at) = dice.index(rules).filter(|_| dice.percent(50)) {
            let rule = Some((id, direction, rules.remove(at).traffic));
            return Some(Self { what: "a rule of a group less", less: other, more: estate.clone(), rule });
        }
        let peer = match dice.below(4) {
            0 => Peer::Itself,
            1 => dice.pick(&carried).map_or(Peer::Itself, Peer::Group),
            _ => Peer::Prefix(peer(dice, &estate.aws, vpc)),
        };
        let traffic = vec![traffic(dice)];
        rules.push(GroupRule { traffic: traffic.clone(), peers: vec![peer], origin: place(0) });
        let rule = Some((id, direction, traffic));
        Some(Self { what: "a rule of a group more", less: estate.clone(), more: other, rule })
    }

    fn of_acl(estate: &Estate, dice: &mut Dice) -> Option<Self> {
        let mut other = estate.clone();
        let at = dice.index(&other.aws.network_acls)?;
        let acl = &mut other.aws.network_acls[at];
        let vpc = acl.vpc;
        let rules = if dice.percent(50) { &mut acl.ingress } else { &mut acl.egress };
        if let Some(at) = dice.index(rules).filter(|_| dice.percent(50)) {
            let rule = rules.remove(at);
            return Some(Self::by_action("a rule of an ACL less", estate.clone(), other, rule.action));
        }
        let number = dice.between(1, 300) as u16;
        if rules.iter().any(|rule| rule.number == number) {
            return None;
        }
        let action = if dice.percent(50) { Action::Allow } else { Action::Deny };
        let (traffic, peer) = (traffic(dice), peer(dice, &estate.aws, vpc));
        rules.push(AclRule { number, action, traffic, peer: Some(peer), origin: place(0) });
        Some(Self::by_action("a rule of an ACL more", other, estate.clone(), action))
    }

    /// Two estates, of which the first has a rule more, that does this.
    fn by_action(what: &'static str, with: Estate, without: Estate, action: Action) -> Self {
        let (less, more) = if action == Action::Allow { (without, with) } else { (with, without) };
        Self { what, less, more, rule: None }
    }

    /// Whether what is delivered more is of the traffic of a group's rule, and at an end that carries the group.
    fn check_scope(&self, common: &mut Common, opened: &Answer) -> Result<(), String> {
        let Some((id, direction, traffic)) = &self.rule else { return Ok(()) };
        let aws = &self.less.aws;
        let vpc = home(&self.less, *id);
        let used_in = aws.security_groups[id.0 as usize].used_in.iter().chain([&vpc]);
        let networks: Vec<String> =
            used_in.map(|vpc| self.less.path(aws.vpcs[vpc.0 as usize].object)).collect();
        let is_default =
            self.less.objects[aws.security_groups[id.0 as usize].object.0 as usize].name == "default";
        let carriers = aws.interfaces.iter().filter(|interface| {
            // Who names no group has the VPC's default one.
            let by_default = is_default && aws.subnets[interface.subnet.0 as usize].vpc == vpc;
            interface.groups.contains(id) || interface.groups.is_empty() && by_default
        });
        let addresses = carriers.flat_map(|interface| &interface.addresses).copied();
        let field = if *direction == Rules::Ingress { Field::Destination } else { Field::Source };
        let ends = common.with_address(field, addresses);
        let traffic = traffic.iter().flat_map(|&traffic| boxes(traffic));
        let traffic: Vec<Space> = traffic.map(|cube| common.spaces.cube(&cube)).collect();
        let traffic = common.spaces.union_all(traffic);
        let scope = common.spaces.intersect(ends, traffic);
        for ((source, destination), sets) in opened {
            let end = if *direction == Rules::Ingress { destination } else { source };
            let scope = if networks.contains(end) { scope } else { Space::EMPTY };
            if !common.spaces.is_subset(sets[DELIVERED], scope) {
                return Err(format!("opens what the rule is not about, from {source} to {destination}"));
            }
        }
        Ok(())
    }
}

/// The VPC of a group.
fn home(estate: &Estate, group: SecurityGroupId) -> VpcId {
    estate.aws.security_groups[group.0 as usize].vpc
}

/// Traffic as boxes.
fn boxes(traffic: Traffic) -> Vec<Cube> {
    let of = |protocol: Protocol| Cube::all().with(Field::Protocol, Values::one(protocol.0.into()));
    match traffic {
        Traffic::Any => vec![Cube::all()],
        Traffic::Protocol(protocol) => vec![of(protocol)],
        Traffic::Ports { protocol, destination, .. } => {
            let ports = Values::range(destination.first().into(), destination.last().into());
            vec![of(protocol).with(Field::DestinationPort, ports)]
        }
        Traffic::Icmp { protocol, types, code } => {
            let codes = code.map_or(0..=255, |code| code..=code);
            let numbers = (types.0..=types.1).map(|kind| {
                let number = |code: u8| u128::from(kind) * 256 + u128::from(code);
                (number(*codes.start()), number(*codes.end()))
            });
            let family = Values::one(u128::from(protocol == Protocol::ICMPV6));
            let numbers = numbers.collect();
            vec![of(protocol).with(Field::Family, family).with(Field::DestinationPort, numbers)]
        }
    }
}
