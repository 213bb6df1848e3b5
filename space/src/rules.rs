//! A list of rules that is edited: what it permits goes along.

use alloc::vec::Vec;

use super::list::Rule;
use super::nodes::{Id, Operation};
use super::{Cube, Field, Space, Spaces};

/// Rules in order, of which the first that matches decides, and the packets that they permit; what no rule matches is not
/// permitted. After an edit only what the edited rule matches is looked at.
///
/// Its sets stand in one store, which is to be given with every call.
///
/// ```
/// use ringfence_space::{Cube, Field, RuleList, Spaces, Values};
///
/// let to_port = |first, last| {
///     let tcp = Cube::all().with(Field::Protocol, Values::one(6));
///     tcp.with(Field::DestinationPort, Values::range(first, last))
/// };
/// let mut spaces = Spaces::new();
/// let mut list = RuleList::new(&mut spaces, [(to_port(0, 1023), false), (to_port(0, 65535), true)]);
/// let edited = list.insert(&mut spaces, 0, to_port(443, 443), true);
/// assert_eq!(edited.opened, spaces.cube(&to_port(443, 443)));
/// assert!(edited.closed.is_empty());
/// assert!(list.insert(&mut spaces, 2, to_port(80, 80), true).opened.is_empty());
/// ```
#[derive(Debug)]
pub struct RuleList {
    rules: Vec<Listed>,
    permitted: Space,
}

/// What an edit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    /// Packets that are permitted now, and were not.
    pub opened: Space,
    /// Packets that were permitted, and are not any more.
    pub closed: Space,
}

/// A rule.
#[derive(Debug, Clone, Copy)]
struct Listed {
    /// The first and last value of each field that it matches: most rules are told apart by these.
    bounds: [(u128, u128); Field::ALL.len()],
    packets: Space,
    permits: bool,
}

impl Listed {
    fn new(spaces: &mut Spaces, cube: &Cube, permits: bool) -> Self {
        let bounds = Field::ALL.map(|field| match cube.get(field).ranges() {
            [] => (1, 0),
            [(first, last)] => (*first, *last),
            [(first, _), .., (_, last)] => (*first, *last),
        });
        Self { bounds, packets: spaces.cube(cube), permits }
    }

    /// Whether a packet may match both.
    fn meets(&self, other: &Self) -> bool {
        let mut both = self.bounds.iter().zip(&other.bounds);
        both.all(|(one, other)| one.0 <= other.1 && other.0 <= one.1)
    }
}

impl RuleList {
    /// A list of rules: what each matches, and whether it permits that.
    pub fn new(spaces: &mut Spaces, rules: impl IntoIterator<Item = (Cube, bool)>) -> Self {
        let rules = rules.into_iter().map(|(cube, permits)| Listed::new(spaces, &cube, permits));
        let rules: Vec<Listed> = rules.collect();
        let permitted = spaces.permitted(rules.iter().map(|rule| (rule.packets, rule.permits)));
        Self { rules, permitted }
    }

    /// What the rules permit.
    #[must_use]
    pub const fn permitted(&self) -> Space {
        self.permitted
    }

    /// How many rules there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Puts a rule before the one with this number, or at the end where there are fewer.
    pub fn insert(&mut self, spaces: &mut Spaces, at: usize, cube: Cube, permits: bool) -> Edited {
        let at = at.min(self.rules.len());
        let rule = Listed::new(spaces, &cube, permits);
        self.rules.insert(at, rule);
        self.decide_again(spaces, at)
    }

    /// Takes a rule away; nothing changes where there is none with this number.
    pub fn remove(&mut self, spaces: &mut Spaces, at: usize) -> Edited {
        if at >= self.rules.len() {
            return Edited::NOTHING;
        }
        let rule = self.rules.remove(at);
        self.decide_about(spaces, &rule)
    }

    /// Puts a rule where another one is, which comes behind it when it moved up, and before it when it moved down.
    pub fn move_to(&mut self, spaces: &mut Spaces, from: usize, to: usize) -> Edited {
        if from.max(to) >= self.rules.len() {
            return Edited::NOTHING;
        }
        let rule = self.rules.remove(from);
        self.rules.insert(to, rule);
        self.decide_again(spaces, to)
    }

    /// Lets a rule permit what it refused, or refuse what it permitted.
    pub fn flip(&mut self, spaces: &mut Spaces, at: usize) -> Edited {
        let Some(rule) = self.rules.get_mut(at) else { return Edited::NOTHING };
        rule.permits = !rule.permits;
        self.decide_again(spaces, at)
    }

    fn decide_again(&mut self, spaces: &mut Spaces, at: usize) -> Edited {
        match self.rules.get(at) {
            Some(&rule) => self.decide_about(spaces, &rule),
            None => Edited::NOTHING,
        }
    }

    /// Decides again about what a rule matches.
    fn decide_about(&mut self, spaces: &mut Spaces, about: &Listed) -> Edited {
        let region = about.packets.0;
        let mut clipped = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.meets(about)) {
            let set = spaces.nodes.combine(Operation::And, rule.packets.0, region);
            let outcome = if rule.permits { Id::FULL } else { Id::NOTHING };
            if set != Id::EMPTY {
                clipped.push(Rule { set, outcome });
            }
            if set == region {
                break;
            }
        }
        clipped.push(Rule { set: region, outcome: Id::NOTHING });
        let decided = spaces.nodes.first_of(clipped);
        let before = self.permitted;
        self.permitted = Space(spaces.nodes.combine(Operation::Decide, decided, before.0));
        Edited { opened: spaces.minus(self.permitted, before), closed: spaces.minus(before, self.permitted) }
    }
}

impl Edited {
    const NOTHING: Self = Self { opened: Space::EMPTY, closed: Space::EMPTY };
}
