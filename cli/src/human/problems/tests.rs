use ringfence::{Source, Span};

use super::*;
use crate::human::samples;

fn shown(of: &[ShownProblem], texts: &Texts<'_>) -> String {
    anstream::adapter::strip_str(&problems(of, texts)).to_string()
}

#[test]
fn a_problem_underlines_its_place_and_says_what_to_write() {
    let expected = "\
error[host-bits]: the prefix `10.0.1.0/24` has bits set past its length
 --> door.fence:6:16
  |
6 |     subnet web 10.0.1.0/24 { route-table public }
  |                ^^^^^^^^^^^
  |
  = help: write `10.0.1.0/25`
note: it has to lie in this one
 --> door.fence:3:12
  |
3 |   vpc main 10.0.0.0/16 {
  |            ^^^^^^^^^^^

";
    let door = samples::door();
    assert_eq!(shown(&[samples::problem(Severity::Error)], &Texts::of([&door])), expected);
}

#[test]
fn a_problem_of_a_text_that_is_not_at_hand_still_says_where() {
    let text = shown(&[samples::problem(Severity::Warning)], &Texts::of([]));
    assert!(text.starts_with("warning[host-bits]: the prefix"), "{text}");
    assert!(text.contains("--> door.fence:6:16\n"), "{text}");
}

#[test]
fn columns_are_those_of_the_place_whatever_stands_before_it() {
    // 𝒳 counts as two columns; a long line is cut before its place.
    for before in ["𝒳 ".to_owned(), "x".repeat(1_000)] {
        let source = Source::new("door.fence", format!("{before}10.0.1.0/24")).unwrap();
        let start = before.len() as u32;
        let mut problem = samples::problem(Severity::Error);
        problem.place = source.place(Span { start, end: start + 11 });
        let column = problem.place.start.column;
        problem.related.clear();
        let text = shown(&[problem], &Texts::of([&source]));
        assert!(text.contains(&format!("--> door.fence:1:{column}\n")), "{text}");
        assert!(text.contains("^^^^^^^^^^^\n"), "{text}");
    }
}

#[test]
fn only_errors_take_the_pass_away() {
    assert_eq!(notice(&[samples::problem(Severity::Warning)]), None);
    let errors = [samples::problem(Severity::Error), samples::problem(Severity::Error)];
    assert!(notice(&errors).unwrap().contains("2 errors"));
}

#[test]
fn every_place_of_a_nasty_text_can_be_shown() {
    let text = "\u{feff}a\tb\r\n\u{202e}𝒳 e\u{301}\u{0}\u{1b}[2J日本\r\r\n\n\tend";
    let source = Source::new("door.fence", text).unwrap();
    let texts = Texts::of([&source]);
    let length = text.len() as u32;
    for start in 0..=length + 1 {
        for end in 0..=length + 1 {
            let mut problem = samples::problem(Severity::Error);
            problem.place = source.place(Span { start, end });
            problem.related.clear();
            let shown = shown(&[problem], &texts);
            assert!(shown.contains("--> door.fence:"), "{start}..{end}: {shown}");
            assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{start}..{end}: {shown:?}");
        }
    }
}
