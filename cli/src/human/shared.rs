//! What a link holds, and what became of it.

use std::path::PathBuf;

use ringfence_share::State;

use super::sheet::{DIM, HALF, Sheet, clean, paint};

/// The files of a link one below the other, which together are a text again: what is said about them are comments.
pub(crate) fn opened(state: &State) -> String {
    let mut sheet = Sheet::default();
    let comment = |sheet: &mut Sheet, text: &str| {
        sheet.gap();
        sheet.line(0, paint(DIM, format!("# {}", clean(text))));
    };
    if !state.question.is_empty() {
        comment(&mut sheet, &format!("question: {}", state.question));
    }
    for file in &state.files {
        comment(&mut sheet, &file.name);
        for line in file.text.lines() {
            sheet.line(0, clean(line));
        }
    }
    sheet.into_text()
}

/// The files that were written, and the question that came with them.
pub(crate) fn written(paths: &[PathBuf], question: &str) -> String {
    let mut sheet = Sheet::default();
    for path in paths {
        sheet.item("wrote", clean(path.display()));
    }
    if !question.is_empty() {
        sheet.item("question", clean(question));
    }
    sheet.into_text()
}

/// That a link may not arrive whole.
pub(crate) fn long_link(length: usize, safe: usize) -> String {
    let mut sheet = Sheet::default();
    let warning = paint(HALF, "warning");
    sheet.line(
        0,
        format_args!(
            "{warning}: the link has {length} characters: some programs cut links longer than {safe}"
        ),
    );
    sheet.into_text()
}
