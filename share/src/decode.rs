//! From a link to a state.

use alloc::string::{String, ToString as _};
use core::fmt;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use percent_encoding::percent_decode_str;

use crate::inflate::inflate;
use crate::{FORM, LIMIT, State};

/// The state that a link carries. The link may be whole or only what stands behind its `#`, percent-encoded, broken into
/// lines, and with the signs around it that texts put around links.
///
/// # Errors
/// [`DecodeError`], for everything else. A link has no checksum: characters that were exchanged may pass as another text.
pub fn decode(link: &str) -> Result<State, DecodeError> {
    let packed = LETTERS.decode(payload(link)?).map_err(|_| DecodeError::CutOff)?;
    serde_json::from_slice(&inflate(&packed)?)
        .map_err(|error| DecodeError::NoState(error.to_string().chars().take(QUOTED).collect()))
}

/// Why a link cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// It is something else.
    NoLink,
    /// It has a form that this version does not know.
    Newer {
        /// The number of the form.
        form: u16,
    },
    /// It has a character that no link has.
    Character(char),
    /// Its end is missing.
    CutOff,
    /// Characters were changed, or something follows it.
    Damaged,
    /// It holds more than [`LIMIT`] bytes.
    TooLarge,
    /// It holds something else, and what about that is wrong.
    NoState(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLink => {
                write!(f, "this is no link of Ringfence, which has `#{FORM}.` and many letters behind it")
            }
            Self::Newer { form } => {
                write!(f, "a newer Ringfence made this link: its form is {form}, only {FORM} is known here")
            }
            Self::Character(c) => {
                let c = c.escape_debug();
                write!(f, "the link has `{c}` in it, as no link of Ringfence has: copy it again, and only it")
            }
            Self::CutOff => {
                f.write_str("the link is cut off: copy it again to its end, or ask for the files")
            }
            Self::Damaged => {
                f.write_str("the link is damaged, or something follows it: copy it again, and only it")
            }
            Self::TooLarge => write!(f, "the link holds more than {LIMIT} bytes, and no more are opened"),
            Self::NoState(why) => write!(f, "the link holds something else than files of Ringfence: {why}"),
        }
    }
}

impl core::error::Error for DecodeError {}

/// The letters of a link. The last one has bits to spare, and what they are says nothing.
const LETTERS: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

/// What texts put behind a link, and encoders too.
const BEHIND: &[char] = &['=', '>', ')', ']', '"', '\'', '`', '.', ',', ';'];

/// The most characters of a reason that are shown.
const QUOTED: usize = 160;

/// The letters of a link, all of them known.
fn payload(link: &str) -> Result<String, DecodeError> {
    let decoded = percent_decode_str(link).decode_utf8_lossy();
    let text: String = decoded.chars().filter(|c| !c.is_whitespace()).collect();
    let fragment = text.rsplit('#').next().unwrap_or_default();
    let (form, payload) = fragment.split_once('.').ok_or(DecodeError::NoLink)?;
    let digits = form.bytes().all(|byte| byte.is_ascii_digit());
    match form.parse().ok().filter(|_| digits) {
        None | Some(0) => return Err(DecodeError::NoLink),
        Some(FORM) => {}
        Some(form) => return Err(DecodeError::Newer { form }),
    }
    let payload = payload.trim_end_matches(BEHIND);
    match payload.chars().find(|&c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        Some(unknown) => Err(DecodeError::Character(unknown)),
        None => Ok(payload.into()),
    }
}
