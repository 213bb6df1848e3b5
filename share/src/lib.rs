//! Links that carry the whole state of Ringfence's page: `https://…/#1.…`.
//!
//! What stands behind the `#` never leaves the browser, so a link is shared without a server that keeps it. Its form is
//! described in `docs/share.md`; [`encode`] makes it and [`decode`] reads it, the same on every platform.
//!
//! ```
//! use ringfence_share::{File, State, decode, encode};
//!
//! let file = File { name: "shop.fence".into(), text: "segment office = 203.0.113.0/24\n".into() };
//! let state = State { files: vec![file], question: "office -> internet".into(), ..State::default() };
//! let link = format!("{}#{}", ringfence_share::PAGE, encode(&state).unwrap());
//! assert_eq!(decode(&link).unwrap(), state);
//! ```

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;

mod decode;
mod encode;
mod inflate;
mod names;
mod state;

pub use decode::{DecodeError, decode};
pub use encode::{EncodeError, encode};
pub use names::NameError;
pub use state::{File, MatrixBy, State, View};

/// Where the page stands.
pub const PAGE: &str = "https://ringfence.github.io/ringfence/";

/// The most bytes of JSON that a link may hold, 16 MiB. A few characters can stand for very many, so a limit is needed.
pub const LIMIT: usize = 16 * 1024 * 1024;

/// The form of links, the number at their start.
const FORM: u16 = 1;

#[cfg(test)]
mod tests;
