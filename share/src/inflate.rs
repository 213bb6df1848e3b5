//! Inflating what strangers packed.

use alloc::vec;
use alloc::vec::Vec;

use miniz_oxide::inflate::stream::{InflateState, inflate as step};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use crate::{DecodeError, LIMIT};

/// Bytes that are inflated at once.
const STEP: usize = 32 * 1024;

/// Inflates a raw deflate stream that is all of `packed`, to at most [`LIMIT`] bytes.
pub(crate) fn inflate(packed: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut state = InflateState::new_boxed(DataFormat::Raw);
    let mut piece = vec![0; STEP];
    let mut whole = Vec::new();
    let mut rest = packed;
    loop {
        let done = step(&mut state, rest, &mut piece, MZFlush::None);
        rest = rest.get(done.bytes_consumed..).unwrap_or_default();
        whole.extend(piece.iter().take(done.bytes_written));
        if whole.len() > LIMIT {
            return Err(DecodeError::TooLarge);
        }
        match done.status {
            Ok(MZStatus::StreamEnd) if rest.is_empty() => return Ok(whole),
            Ok(MZStatus::StreamEnd | MZStatus::NeedDict) => return Err(DecodeError::Damaged),
            Ok(MZStatus::Ok) => {}
            // No step is possible any more, as the input has ended.
            Err(MZError::Buf) => return Err(DecodeError::CutOff),
            Err(_) => return Err(DecodeError::Damaged),
        }
    }
}
