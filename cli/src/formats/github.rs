//! Annotations of GitHub Actions (docs.github.com: workflow commands for GitHub Actions, setting a message).

use std::fmt::Write as _;

use super::{Case, Grade};

/// A line for each finding, which the runner shows at its place in the change.
pub(crate) fn github(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let Some(grade) = case.state.grade() else { continue };
        let word = match grade {
            Grade::Error => "error",
            Grade::Warning => "warning",
            Grade::Note => "notice",
        };
        let (start, end) = (&case.place.start, &case.place.end);
        let file = property(&case.place.file);
        let title = property(&format!("ringfence: {}", case.rule));
        let mut lines = vec![case.name.clone()];
        lines.extend((case.message != case.name).then(|| case.message.clone()));
        // Long messages are cut: the way of a packet is in the log.
        lines.extend(
            case.path.is_empty().then(|| case.detail.trim_end().to_owned()).filter(|text| !text.is_empty()),
        );
        let message = data(&lines.join("\n"));
        // Columns are of one line only.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        // A text that was written cannot fail.
        let _ = writeln!(
            text,
            "::{word} file={file},line={},endLine={}{columns},title={title}::{message}",
            start.line, end.line
        );
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
