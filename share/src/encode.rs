//! From a state to a link.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;

use crate::{FORM, LIMIT, State};

/// How hard to look for repetitions: on texts of a few kilobytes the highest levels give the same.
const LEVEL: u8 = 9;

/// What stands behind the `#` of a link that carries `state`.
///
/// # Errors
/// [`EncodeError::TooLarge`] for more than [`LIMIT`] bytes of JSON, which [`decode`](crate::decode) would refuse.
pub fn encode(state: &State) -> Result<String, EncodeError> {
    let json = serde_json::to_vec(state).map_err(|error| EncodeError::NoJson(error.to_string()))?;
    if json.len() > LIMIT {
        return Err(EncodeError::TooLarge { bytes: json.len() });
    }
    Ok(format!("{FORM}.{}", URL_SAFE_NO_PAD.encode(compress_to_vec(&json, LEVEL))))
}

/// Why there is no link for a state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// The files are too large for a link.
    TooLarge {
        /// The length of the state's JSON.
        bytes: usize,
    },
    /// The state cannot be written as JSON. No state is known for which this happens.
    NoJson(String),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => {
                write!(f, "the files are too large for a link: {bytes} bytes, at most {LIMIT} fit")
            }
            Self::NoJson(why) => write!(f, "the files cannot be written as JSON: {why}"),
        }
    }
}

impl core::error::Error for EncodeError {}
