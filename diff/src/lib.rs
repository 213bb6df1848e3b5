//! What changed between two estates: which flows opened, closed or lost their answer, exactly, and which edits did it.
//!
//! Flows are compared as exact sets, and told apart by their ends. An end is matched by its full name; one whose name is new by
//! its address. So a machine that only got another address or another name sends and receives what it did before.
//!
//! ```
//! use ringfence::{Analysis, Source, parse};
//! use ringfence_diff::{Kind, compare};
//!
//! let read = |port: u16| {
//!     let text = format!(
//!         "network shop on aws {{
//!            vpc main 10.0.0.0/16 {{
//!              subnet app 10.0.1.0/24
//!              security-group open {{ ingress tcp {port} from 10.0.0.0/16; egress any to 0.0.0.0/0 }}
//!              instance a in app {{ ip 10.0.1.10; security-group open }}
//!              instance b in app {{ ip 10.0.1.11; security-group open }}
//!            }}
//!          }}"
//!     );
//!     Analysis::new(parse(vec![Source::new("shop.fence", text).unwrap()]))
//! };
//! let difference = compare(&read(80), &read(443)).unwrap();
//! let kinds: Vec<Kind> = difference.changes.iter().map(|change| change.kind).collect();
//! assert_eq!(kinds, [Kind::Opened, Kind::Closed]);
//! ```

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;

mod answer;
pub mod baseline;
mod cause;
mod compare;
mod edits;
mod filters;
mod groups;
mod kinds;
mod machines;
mod matching;
mod sets;
mod state;
mod witness;

pub use answer::{
    Change, ChangedBox, Compared, Difference, Edit, EditKind, Group, Machine, MachineChange, Refused,
    Summary, Written,
};
pub use compare::compare;
pub use filters::{
    ComparedFilters, Direction, Filter, FilterBox, FilterDifference, FilterPart, Passes, compare_filters,
};
pub use kinds::Kind;
