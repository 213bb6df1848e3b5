//! A place in its text, underlined.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use ringfence::Place;

use super::sheet::clean;
use super::texts::Texts;

/// The place with its lines underlined; the place alone where the text is not at hand.
pub(super) fn elements<'a>(place: &'a Place, label: Option<String>, texts: &Texts<'a>) -> Vec<Element<'a>> {
    let file = place.file.as_str();
    let column = place.start.column as usize;
    let origin = Origin::path(file).line(place.start.line as usize).char_column(column);
    let Some(lines) = texts.lines(place) else { return vec![origin.into()] };
    let shown = lines.text.get(..lines.span.start).unwrap_or_default().chars().count().saturating_add(1);
    let annotation: Annotation<'_> = AnnotationKind::Primary.span(lines.span).label(label);
    let snippet = Snippet::source(lines.text).line_start(lines.first).annotation(annotation);
    let mut elements: Vec<Element<'a>> = if shown == column {
        vec![snippet.path(file).into()]
    } else {
        // The line is cut, or has characters that editors count as two columns: the place says which it is.
        vec![origin.into(), snippet.into()]
    };
    let pointer = place.pointer.iter().filter(|pointer| !pointer.is_empty());
    elements.extend(pointer.map(|pointer| Level::NOTE.with_name("pointer").message(clean(pointer)).into()));
    elements
}

/// The place with its lines underlined and `label` at it.
pub(super) fn underlined(place: &Place, label: &str, texts: &Texts<'_>) -> String {
    let group = Group::with_level(Level::ERROR).elements(elements(place, Some(clean(label)), texts));
    render(&[group])
}

/// The groups as text, with its line's end.
pub(super) fn render(groups: &[Group<'_>]) -> String {
    Renderer::styled().render(groups) + "\n"
}
