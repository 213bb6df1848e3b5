//! Answers: one set of types for every surface. What is here is data; the engine fills it, surfaces show it.

pub(crate) mod addresses;

mod matrix;
mod progress;
mod show;
#[cfg(feature = "serde")]
mod tagged;
mod topology;

#[cfg(feature = "typescript")]
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;
use core::net::IpAddr;

pub use matrix::{Matrix, MatrixBy, MatrixEnd, MatrixRow};
pub use progress::Progress;
pub use topology::{Area, Gateway, Machine, Machines, Named, Topology};

use crate::origin::Owner;
use crate::packet::Family;
use crate::problem::{Fix, Problem, Severity};
use crate::source::{Location, Place, Source, SourceId};

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Verdict {
    /// Every flow from the clients' ports is delivered, and answered by every path.
    Reachable,
    /// Some flow is answered, but not every one by every path.
    Partly,
    /// Some flow is delivered and none is answered.
    OneWay,
    /// No flow is delivered.
    Blocked,
    /// More than one of these is possible: it hangs on what the estate does not say.
    Unknown,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [Self::Reachable, Self::Partly, Self::OneWay, Self::Blocked, Self::Unknown];

    /// The verdict as it is written in texts and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reachable => "reachable",
            Self::Partly => "partly",
            Self::OneWay => "one-way",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }

    /// What the verdict means, in a sentence.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Reachable => "Every flow from the clients' ports is delivered, and answered by every path.",
            Self::Partly => "Some flows are answered, but not every one by every path.",
            Self::OneWay => "Some flows are delivered and none is answered.",
            Self::Blocked => "No flow is delivered.",
            Self::Unknown => "It hangs on what the estate does not say.",
        }
    }
}

/// What the intents alone say of packets, whatever is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum PolicyVerdict {
    /// They are meant.
    Allowed,
    /// They are not meant.
    Denied,
    /// No intent is about them.
    Unstated,
    /// Some ways that they may go are allowed, denied or not stated, and others are not. No test line can expect it.
    HangsOnWay,
}

impl PolicyVerdict {
    /// Those that a test line can expect.
    pub const EXPECTED: [Self; 3] = [Self::Allowed, Self::Denied, Self::Unstated];

    /// The verdict as it is written in texts and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unstated => "unstated",
            Self::HangsOnWay => "hangs-on-way",
        }
    }
}

/// What a test line expects: of what is deployed, or of the intents alone. Written as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(untagged))]
#[cfg_attr(feature = "serde", serde(into = "&'static str", try_from = "tagged::Word"))]
pub enum Expected {
    /// The verdict of a question.
    Verdict(Verdict),
    /// What the intents say of every packet.
    Policy(PolicyVerdict),
}

impl Expected {
    /// What this word expects; `None` where a test line cannot start with it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let verdicts = Verdict::ALL.into_iter().map(Self::Verdict);
        let mut all = verdicts.chain(PolicyVerdict::EXPECTED.into_iter().map(Self::Policy));
        all.find(|expected| expected.as_str() == word)
    }

    /// The word that it is written as.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verdict(verdict) => verdict.as_str(),
            Self::Policy(verdict) => verdict.as_str(),
        }
    }
}

impl From<Expected> for &'static str {
    fn from(expected: Expected) -> Self {
        expected.as_str()
    }
}

/// What `reach` and `explain` answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Answer {
    /// The question, as it was asked.
    pub question: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Where the verdict is `unknown`, those that are possible; else none.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Verdict>>"))]
    pub possible: Vec<Verdict>,
    /// Flows that some path delivers.
    pub delivered: Bounds,
    /// Flows that some path delivers and answers.
    pub answered: Bounds,
    /// One packet that shows the verdict, as its sender sends it; where that is `unknown` one that may be delivered. None
    /// when nothing could be sent at all.
    pub witness: Option<Witness>,
    /// The way of the witness, there and back.
    pub path: Option<Path>,
    /// What to change so that the witness's flow is delivered and answered by every path: alternatives, each a
    /// set that is enough. Empty when nothing stops it.
    pub blockers: Vec<Blocker>,
    /// What the answer rests on besides the text.
    pub assumptions: Vec<Assumption>,
    /// What is wrong with the texts.
    pub problems: Vec<ShownProblem>,
}

/// What a question comes to: an answer, or why it could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "kebab-case"))]
pub enum ReachResult {
    /// The answer.
    Answer(Box<Answer>),
    /// It could not be asked.
    Refused(Refusal),
}

impl ReachResult {
    /// What is wrong with the texts and, where it could not be asked, with the question.
    #[must_use]
    pub fn problems(&self) -> &[ShownProblem] {
        match self {
            Self::Answer(answer) => &answer.problems,
            Self::Refused(refusal) => &refusal.problems,
        }
    }
}

/// Why a question could not be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Refusal {
    /// What is wrong with the texts and with the question; places in the question name the file `question`.
    pub problems: Vec<ShownProblem>,
}

/// A set of flows as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Bounds {
    /// Flows that are in it whatever the estate leaves open.
    pub surely: Flows,
    /// Flows that may be in it; equal to `surely` where nothing is left open.
    pub possibly: Flows,
}

/// An exact set of flows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Flows {
    /// How many, in decimal: counts pass what JSON numbers can hold.
    pub count: String,
    /// The set as a union of boxes that share no flow.
    pub boxes: Vec<FlowBox>,
}

/// The product of some sources, some destinations and some traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FlowBox {
    /// The family of all addresses.
    pub family: Family,
    /// Sources as sent.
    pub source: Ends,
    /// Destinations as delivered; as sent where a public address was asked about.
    pub destination: Ends,
    /// Any of these.
    pub traffic: Vec<TrafficBox>,
}

/// Addresses at one end of a box.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Ends {
    /// Where the addresses are: the name of a virtual network, or `outside`.
    pub network: String,
    /// One name for exactly these addresses, where there is one: `internet`, or the name of an interface.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub name: Option<String>,
    /// The addresses, ascending.
    pub addresses: Vec<Range<IpAddr>>,
}

/// Values from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Range<T> {
    /// The lowest.
    pub first: T,
    /// The highest.
    pub last: T,
}

/// Some traffic of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "serde",
    serde(
        tag = "type",
        rename_all = "kebab-case",
        rename_all_fields = "camelCase",
        try_from = "tagged::Traffic"
    )
)]
pub enum TrafficBox {
    /// Every packet.
    Any,
    /// TCP, UDP or both.
    Ports {
        /// `tcp`, `udp`.
        protocols: Vec<String>,
        /// Source ports, ascending.
        source_ports: Vec<Range<u16>>,
        /// Destination ports, ascending.
        destination_ports: Vec<Range<u16>>,
    },
    /// ICMP or ICMPv6, as the box's family says.
    Icmp {
        /// Types, ascending.
        types: Vec<Range<u8>>,
        /// Codes, ascending.
        codes: Vec<Range<u8>>,
    },
    /// Other protocols, by number.
    Protocols {
        /// The numbers, ascending.
        numbers: Vec<Range<u8>>,
    },
}

/// One concrete packet, as its sender sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Witness {
    /// Who sends it: the name of an interface, or `internet`.
    pub from: String,
    /// Who it is for: the name of an interface, of what a public address stands for, or `internet`.
    pub to: String,
    /// The packet.
    pub packet: ShownPacket,
}

/// The fields of a packet that its protocol has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct ShownPacket {
    /// Source address.
    pub source: IpAddr,
    /// Destination address.
    pub destination: IpAddr,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, or the protocol's number.
    pub protocol: String,
    /// TCP, UDP.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub source_port: Option<u16>,
    /// TCP, UDP.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub destination_port: Option<u16>,
    /// ICMP, ICMPv6.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub icmp_type: Option<u8>,
    /// ICMP, ICMPv6.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub icmp_code: Option<u8>,
}

/// The way of a packet and of its reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Path {
    /// From the sender on, hop by hop. Goes on past a filter's drop, as far as there is a next hop.
    pub forward: Vec<Step>,
    /// From the receiver back; empty when nothing is delivered or nothing answers.
    pub reply: Vec<Step>,
}

/// What one hop does with a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Step {
    /// The hop.
    pub hop: Thing,
    /// What it does.
    pub action: StepAction,
    /// What decides: the rule or route, where it is written or implied.
    pub by: Thing,
    /// The packet as it comes to the hop.
    pub packet: ShownPacket,
}

/// What a hop does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "kebab-case", try_from = "tagged::Action"))]
pub enum StepAction {
    /// A filter lets it pass.
    Allow,
    /// A stateful filter lets it pass as the reply of a flow that it let pass.
    Tracked,
    /// A router sends it on.
    Forward,
    /// Fields are rewritten.
    Translate,
    /// An appliance does with it what the estate does not say: it may be sent on as the next step shows, or be dropped. What
    /// follows is possible, not certain.
    MayForward,
    /// It arrives.
    Deliver,
    /// It is stopped.
    Stop {
        /// Why.
        code: crate::reason::Reason,
    },
}

/// A thing of the estate, or one that the cloud adds, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Thing {
    /// What it is: `security-group`, `network-acl`, `route-table`, `instance`, `internet`.
    pub kind: String,
    /// Its full name; the implied thing's owner's name where the cloud adds it.
    pub name: String,
    /// Which part of it: `ingress`, `egress`, `ingress 100`, `0.0.0.0/0`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub part: Option<String>,
    /// Where it is written.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub place: Option<Place>,
    /// The rule that implies it, where nobody wrote it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub implied: Option<String>,
    /// Who can change it.
    pub owner: Owner,
}

/// One way to let the witness's flow through: all of these changes together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Blocker {
    /// The changes; at least one.
    pub changes: Vec<Change>,
}

/// One thing that stops a packet, and so has to change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Change {
    /// Why it stops the packet.
    pub code: crate::reason::Reason,
    /// The thing; for a missing rule the list it is missing from.
    pub place: Thing,
}

/// What an answer rests on besides the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Assumption {
    /// Stable code.
    pub code: String,
    /// The assumption as a sentence.
    pub text: String,
    /// The thing it is about.
    pub place: Thing,
}

/// A problem of a text, with its places resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ShownProblem {
    /// Stable code.
    pub code: crate::problem::ProblemCode,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What to do about it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub help: Option<String>,
    /// The edit that mends it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub fix: Option<ShownFix>,
}

impl ShownProblem {
    /// What was wrong with the exports that a text was made from, at its places in them.
    #[must_use]
    pub fn of_exports(made: &Source) -> Vec<Self> {
        let alone = core::slice::from_ref(made);
        made.problems(SourceId(0)).filter_map(|problem| Self::of(&problem, alone)).collect()
    }

    /// A problem of `sources`, with its places resolved; `None` when it stands in none of them.
    pub(crate) fn of(problem: &Problem, sources: &[Source]) -> Option<Self> {
        let place = |location: Location| location.place(sources);
        let related = problem
            .related
            .iter()
            .filter_map(|(location, note)| Some(Related { place: place(*location)?, note: note.clone() }));
        // An edit of a text that was made is none of the one that somebody has.
        let shown_fix = |fix: &Fix| {
            let place = place(fix.at).filter(|place| place.pointer.is_none())?;
            Some(ShownFix { place, text: fix.text.clone() })
        };
        Some(Self {
            code: problem.code,
            severity: problem.severity,
            message: problem.message.clone(),
            place: place(problem.at)?,
            related: related.collect(),
            help: problem.help.clone(),
            fix: problem.fix.as_ref().and_then(shown_fix),
        })
    }
}

/// Another place that matters for a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What it shows.
    pub note: String,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ShownFix {
    /// What is replaced; empty to insert.
    pub place: Place,
    /// The text to put there.
    pub text: String,
}

/// What `check` answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Report {
    /// How the intents and test lines came out.
    pub summary: Summary,
    /// Every intent, in the order written.
    pub intents: Vec<IntentResult>,
    /// Every test, in the order written.
    pub tests: Vec<TestResult>,
    /// What is wrong with the texts.
    pub problems: Vec<ShownProblem>,
}

/// Counts of results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Summary {
    /// Intents and test lines that hold.
    pub hold: u32,
    /// Those that fail.
    pub fail: u32,
    /// Those that hang on what the estate does not say, or could not be judged. Intents are not among them where nothing is
    /// deployed and test lines ask what they say.
    pub unknown: u32,
}

/// How something that must hold came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// It holds, in every world that the estate leaves open.
    Holds,
    /// It fails.
    Fails,
    /// It hangs on what the estate does not say.
    Unknown,
    /// It could not be judged: its text has problems, or nothing is deployed.
    NotJudged,
}

/// How an intent came out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct IntentResult {
    /// The intent as it is written, on one line.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// Why it must hold.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub because: Option<String>,
    /// How it came out.
    pub outcome: Outcome,
    /// Every flow that breaks it: delivered ones for `deny`, `isolate` and `closed`, for `require` those that are not
    /// delivered, or not answered by every path. Empty unless it fails.
    pub violations: Flows,
    /// One of them, with its path, and for `require` what stops it. Where it is unknown whether it fails, a packet that it
    /// hangs on, with a path that it may take.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub shown: Option<Shown>,
    /// What the result rests on besides the text.
    pub assumptions: Vec<Assumption>,
}

/// One packet that breaks an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Shown {
    /// The packet, as its sender sends it.
    pub witness: Witness,
    /// Its way.
    pub path: Path,
    /// What to change so that it is delivered and answered; empty for `deny`, `isolate` and `closed`.
    pub blockers: Vec<Blocker>,
}

/// How a test came out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TestResult {
    /// Its name.
    pub name: String,
    /// Its lines.
    pub lines: Vec<TestLine>,
}

/// How one line of a test came out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TestLine {
    /// The line as it is written.
    pub text: String,
    /// Where it is written.
    pub place: Place,
    /// `holds` when the verdict, and the reason where one is named, are the expected ones.
    pub outcome: Outcome,
    /// What it expects.
    pub expected: Expected,
    /// The answer; none when it could not be asked.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub answer: Option<Answer>,
    /// Why it does not hold, where the verdict does not say it already.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub note: Option<String>,
    /// Of a line about the intents alone that fails: a packet that shows it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub said: Option<Said>,
}

/// What the intents alone say of one packet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Said {
    /// The packet, with its destination as delivered, or as sent to a public address that was asked about.
    pub witness: Witness,
    /// What they say.
    pub verdict: PolicyVerdict,
    /// The statement that says it; none where no statement is about the packet.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub by: Option<SaidBy>,
}

/// The statement that says what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SaidBy {
    /// As it is written, on one line.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}
