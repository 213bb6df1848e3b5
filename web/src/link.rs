//! Links that carry the whole state, and the same kept in the tab.

use ringfence::answer::MatrixBy;
use ringfence_share as share;

use crate::browser;
use crate::state::{File, Load, State, View};

/// Where the tab keeps its state.
const KEPT: &str = "ringfence.state";

/// What a kept state may be long: browsers keep a few megabytes.
const KEPT_LIMIT: usize = 2_000_000;

/// The state as it stands behind `#` in a link.
pub(crate) fn encode(state: &State) -> Result<String, share::EncodeError> {
    let files = state
        .files
        .iter()
        .map(|file| share::File { name: file.name.to_string(), text: file.text.to_string() });
    share::encode(&share::State {
        files: files.collect(),
        question: state.question.to_string(),
        view: match state.view {
            View::Map => share::View::Map,
            View::Matrix => share::View::Matrix,
            View::Findings => share::View::Findings,
        },
        matrix: Some(match state.by {
            MatrixBy::Segment => share::MatrixBy::Segment,
            MatrixBy::Subnet => share::MatrixBy::Subnet,
            MatrixBy::Machines => share::MatrixBy::Machines,
            MatrixBy::Endpoint => share::MatrixBy::Endpoint,
        }),
        service: state.service.to_string(),
        active: state.active,
    })
}

/// What a link holds.
pub(crate) fn decode(fragment: &str) -> Result<Load, share::DecodeError> {
    let state = share::decode(fragment)?;
    let files = state.files.into_iter().map(|file| File { name: file.name.into(), text: file.text.into() });
    Ok(Load {
        files: files.collect(),
        active: state.active,
        question: state.question.into(),
        service: state.service.into(),
        view: Some(match state.view {
            share::View::Map => View::Map,
            share::View::Matrix => View::Matrix,
            share::View::Findings => View::Findings,
        }),
        by: state.matrix.map(|by| match by {
            share::MatrixBy::Segment => MatrixBy::Segment,
            share::MatrixBy::Subnet => MatrixBy::Subnet,
            share::MatrixBy::Machines => MatrixBy::Machines,
            share::MatrixBy::Endpoint => MatrixBy::Endpoint,
        }),
    })
}

/// Keeps the state until the tab is closed, so that a reload loses nothing. What is too large is not kept.
pub(crate) fn keep(state: &State) {
    let size: usize = state.files.iter().map(|file| file.text.len()).sum();
    let Some(storage) = browser::tab_storage() else { return };
    let kept = (size <= KEPT_LIMIT).then(|| encode(state).ok()).flatten();
    // A browser that is full or keeps nothing says so; there is nothing to lose yet.
    let _ = match kept {
        Some(text) => storage.set_item(KEPT, &text),
        None => storage.remove_item(KEPT),
    };
}

/// What the tab kept.
pub(crate) fn kept() -> Option<Load> {
    let text = browser::tab_storage()?.get_item(KEPT).ok()??;
    decode(&text).ok()
}
