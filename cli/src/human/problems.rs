//! What is wrong with the texts.

use annotate_snippets::{Group, Level};
use ringfence::Severity;
use ringfence::answer::ShownProblem;

use super::excerpt::{elements, render};
use super::sheet::{BAD, HALF, Sheet, clean, counted, paint};
use super::texts::Texts;

/// The most other places that are shown with one problem.
const RELATED: usize = 4;

/// The problems, each with its line underlined; nothing when there are none.
pub(crate) fn problems(problems: &[ShownProblem], texts: &Texts<'_>) -> String {
    let mut sheet = Sheet::default();
    for problem in problems {
        sheet.block(0, &render(&groups(problem, texts)));
        sheet.gap();
    }
    sheet.into_text()
}

/// An error without a place.
pub(crate) fn error(message: &str) -> String {
    let mut sheet = Sheet::default();
    sheet.line(0, format_args!("{}: {}", paint(BAD, "error"), clean(message)));
    sheet.into_text()
}

/// A file of a folder that is not read.
pub(crate) fn passed(name: &str) -> String {
    let mut sheet = Sheet::default();
    let name = clean(name);
    sheet.line(
        0,
        format_args!("{}: `{name}` is neither an export nor a text: it is not read", paint(HALF, "note")),
    );
    sheet.into_text()
}

/// What has to stand with an answer that errors in the texts put in doubt: no answer is a pass then.
pub(super) fn notice(problems: &[ShownProblem]) -> Option<String> {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    (errors > 0).then(|| {
        let errors = counted(errors, "error", "errors");
        format!("not a pass: {errors} in the texts; this is what the rest of them says")
    })
}

fn groups<'a>(problem: &'a ShownProblem, texts: &Texts<'a>) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(problem.message.as_str()).id(problem.code.as_str());
    let mut main = title.elements(elements(&problem.place, None, texts));
    let fix = problem.fix.as_ref().filter(|fix| !fix.text.is_empty());
    let edit = || fix.map(|fix| format!("write `{}`", fix.text));
    if let Some(help) = problem.help.clone().or_else(edit) {
        main = main.element(Level::HELP.message(clean(help)));
    }
    let related = problem.related.iter().take(RELATED).map(|related| {
        let title = Level::NOTE.secondary_title(clean(&related.note));
        title.elements(elements(&related.place, None, texts))
    });
    std::iter::once(main).chain(related).collect()
}

#[cfg(test)]
mod tests;
