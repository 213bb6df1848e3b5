//! Ringfence proves what a cloud network lets through, exactly, for all packets.
//!
//! Texts say what is deployed and what must hold; [`parse`] reads them, [`Analysis`] makes the estate ready, and answers
//! questions about it with exact sets of flows, the path, the rules that decide, a packet that shows it, and what to change.
//!
//! ```
//! use ringfence::answer::{Outcome, Verdict};
//! use ringfence::{Analysis, Source, parse};
//!
//! let text = r#"
//! network shop on aws in eu-central-1 {
//!   vpc main 10.0.0.0/16 {
//!     internet-gateway igw
//!     route-table public { 0.0.0.0/0 -> igw }
//!     subnet web 10.0.1.0/24 { route-table public }
//!     security-group web { ingress tcp 443 from 0.0.0.0/0 }
//!     instance web-1 in web { ip 10.0.1.10; public-ip 198.51.100.10; security-group web }
//!   }
//! }
//! require internet -> web-1 : tcp 443
//! deny    internet -> web-1 : tcp 22
//! "#;
//!
//! let analysis = Analysis::new(parse(vec![Source::new("shop.fence", text)?]));
//! assert!(analysis.problems().is_empty());
//!
//! let question = analysis.question("internet -> web-1 : tcp 443").expect("the question names what is there");
//! let answer = analysis.reach(&question).expect("it asks about some flow");
//! assert_eq!(answer.verdict, Verdict::Reachable);
//!
//! let report = analysis.check();
//! assert!(report.intents.iter().all(|intent| intent.outcome == Outcome::Holds));
//! # Ok::<(), ringfence::SourceTooLong>(())
//! ```
//!
//! A server that asks about each request has [`Analysis::decide`]: the same for one packet, without allocation or lock.
//!
//! # The way of the data
//!
//! text → syntax → estate → fabric → reach → answers. `ARCHITECTURE.md` in the repository tells what stands in each room;
//! `docs/language.md` holds the meaning of sets, questions, verdicts and intents.
//!
//! # Features
//!
//! - `serde`: serialisation of the answer types. Without it the crate needs `core` and `alloc` only; with it, too.
//! - `javascript`: names are composed (NFC) by the host, for a program of `wasm32-unknown-unknown` that JavaScript runs: the
//!   tables would be a twentieth of it. On every other target it changes nothing.
//! - `typescript`: the answer types as TypeScript declarations. It is for the host that builds a package, never for the
//!   program that answers: what derives them needs the standard library. Implies `serde`, whose names they declare.

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;
// What `ts_rs` derives names the standard library; modules with such types import what it takes for granted.
#[cfg(feature = "typescript")]
#[macro_use]
extern crate std;

mod analysis;
pub mod answer;
mod catalogue;
mod decide;
pub mod editor;
mod embedded;
pub mod estate;
mod fabric;
mod format;
#[cfg(test)]
mod gallery;
mod intent;
mod internet;
mod lower;
mod origin;
mod policy;
mod problem;
mod propagation;
mod reach;
mod reason;
mod resolve;
pub mod schema;
mod source;
pub mod syntax;
mod topology;
mod traffic;
#[cfg(feature = "typescript")]
pub mod typescript;

pub use ringfence_space as space;
pub(crate) use ringfence_space::{ordered, packet};

pub use analysis::{
    Analysis, ExactFlows, Extent, FlowsBetween, LostReplies, Parsed, Question, RuleUsage, Stretch, Usage,
    parse,
};
pub use decide::{Decision, Endpoint, Stopped, Undecided};
pub use embedded::{embed, held};
pub use format::format;
pub use internet::global_unicast;
pub use origin::{Origin, Owner};
pub use packet::{
    AddressRange, Family, HostBits, Packet, PortRange, Prefix, Protocol, Transport, address_number,
};
pub use policy::{Stated, Statement};
pub use problem::{Fix, Problem, ProblemCode, Severity};
pub use reason::Reason;
pub use source::{
    Location, MadeFrom, Member, Original, Place, Position, Source, SourceId, SourceTooLong, Span,
};
