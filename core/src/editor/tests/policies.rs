//! What holds for every policy of the repository.

use super::*;
use crate::answer::{Outcome, Verdict};
use crate::editor::meaning::Meaning;
use crate::editor::spot::Slot;
use crate::{Analysis, format as formatted, gallery, parse};

const HERE: SourceId = SourceId(0);

fn start(place: &Place) -> u32 {
    place.start.offset
}

#[test]
fn each_character_that_is_no_blank_stands_in_one_token() {
    for source in gallery::sources() {
        let lines: Vec<Vec<u16>> =
            source.text().split('\n').map(|line| line.encode_utf16().collect()).collect();
        let mut at = (1, 1);
        let blank = |from: (u32, u32), to: (u32, u32)| {
            assert!(from <= to, "{from:?} {to:?}");
            for (index, line) in lines.iter().enumerate() {
                let number = index as u32 + 1;
                let start = if number == from.0 { from.1 as usize - 1 } else { 0 };
                let end = if number == to.0 { to.1 as usize - 1 } else { line.len() };
                if (from.0..=to.0).contains(&number) {
                    let skipped = String::from_utf16(&line[start..end]).unwrap();
                    assert!(skipped.trim().is_empty(), "{}:{number}: {skipped}", source.name());
                }
            }
        };
        for token in tokens(&source) {
            assert!(token.length > 0 && token.class != TokenClass::Unknown, "{}: {token:?}", source.name());
            blank(at, (token.line, token.column));
            at = (token.line, token.column + token.length);
        }
        blank(at, (lines.len() as u32, lines[lines.len() - 1].len() as u32 + 1));
    }
}

#[test]
fn what_is_used_is_declared_and_what_is_declared_knows_its_uses() {
    for source in gallery::sources() {
        let sources = [source];
        let index = index(&sources);
        assert!(index.references.len() > 10 && index.declarations.len() > 5);
        for (to, known) in index.declarations.iter().enumerate() {
            let declared = known.at.place(&sources).unwrap();
            let all = references(&sources, HERE, start(&declared));
            assert!(all.contains(&declared));
            let used = index.references.iter().filter(|used| used.to == to);
            let used: Vec<Place> = used.map(|used| used.at.place(&sources).unwrap()).collect();
            assert_eq!(all.len(), used.len() + 1);
            for place in used {
                assert_eq!(definition(&sources, HERE, start(&place)), Some(declared.clone()));
                assert!(all.contains(&place) && start(&place) != start(&declared));
            }
        }
    }
}

/// What a policy comes to, names left out.
fn outcomes(source: &Source) -> (Vec<Outcome>, Vec<Option<Verdict>>, usize) {
    let report = Analysis::new(parse(vec![source.clone()])).check();
    let lines = report.tests.iter().flat_map(|test| &test.lines);
    let outcomes =
        report.intents.iter().map(|intent| intent.outcome).chain(lines.clone().map(|line| line.outcome));
    (
        outcomes.collect(),
        lines.map(|line| Some(line.answer.as_ref()?.verdict)).collect(),
        report.problems.len(),
    )
}

#[test]
fn with_every_name_changed_a_policy_says_the_same_and_changed_back_it_is_the_same() {
    for source in gallery::sources() {
        let names: Vec<String> =
            index(core::slice::from_ref(&source)).declarations.into_iter().map(|known| known.name).collect();
        let mut renamed = source.clone();
        let call = |text: &mut Source, at: usize, name: &str| {
            let place = index(core::slice::from_ref(text)).declarations[at].at;
            let edits = rename(core::slice::from_ref(text), HERE, place.span.start, name);
            *text = applied(
                text,
                &edits.unwrap_or_else(|refusal| panic!("{}: {name}: {}", text.name(), refusal.message)),
            );
        };
        for at in 0..names.len() {
            call(&mut renamed, at, &format!("fresh-{at}"));
        }
        let after: Vec<String> =
            index(core::slice::from_ref(&renamed)).declarations.into_iter().map(|known| known.name).collect();
        assert!(after.iter().all(|name| name.starts_with("fresh-")));
        assert_eq!(outcomes(&renamed), outcomes(&source));
        assert!(formatted(&renamed).is_ok());
        for (at, name) in names.iter().enumerate() {
            call(&mut renamed, at, name);
        }
        assert_eq!(renamed.text(), source.text());
    }
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let mut asked = 0;
    for source in gallery::sources() {
        let sources = [source];
        let index = index(&sources);
        for (at, known) in index.declarations.iter().enumerate() {
            for other in index.declarations[..at]
                .iter()
                .filter(|other| other.kind == known.kind && other.parent == known.parent)
            {
                let refused = rename(&sources, HERE, known.at.span.start, &other.name).unwrap_err();
                assert_eq!(refused.why, RenameFault::Taken);
                assert_eq!(refused.place, other.at.place(&sources));
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

/// Each word of a policy is taken out, and what may stand there is asked: the word is among it.
#[test]
fn what_stands_in_a_policy_is_offered_where_it_stands() {
    let (mut asked, mut longer, mut own) = (0, 0, 0);
    for source in gallery::sources() {
        let spots = spot::read(source.text());
        let index = index(core::slice::from_ref(&source));
        for (at, spot) in spots.all.iter().enumerate() {
            let meaning = spots.meaning(at);
            let free = matches!(meaning, Meaning::Sentence | Meaning::Number | Meaning::Address);
            if free || matches!(spot.slot, Slot::Sign | Slot::Name | Slot::Number) {
                continue;
            }
            asked += 1;
            let word = spots.written(spot.span);
            let mut without = String::from(source.text());
            without.replace_range(spot.span.start as usize..spot.span.end as usize, "");
            let without = Source::new(source.name(), without).unwrap();
            let offered = complete(&[without], HERE, spot.span.start).unwrap().items;
            if offered.iter().any(|item| item.text == word) {
                continue;
            }
            // Nobody knows a region, an id or a tag that stands nowhere else.
            if matches!(meaning, Meaning::Text | Meaning::Tag) {
                let same = |at: &usize| spots.written(spots.all[*at].span) == word;
                let free = |at: &usize| matches!(spots.meaning(*at), Meaning::Text | Meaning::Tag);
                assert_eq!((0..spots.all.len()).filter(same).filter(free).count(), 1, "{word}");
                own += 1;
                continue;
            }
            // A path that is longer than it needs to be, or the cloud's id: the same thing is offered by its name.
            let last = index.references.iter().find(|used| used.at.span.end == spot.span.end).expect(word);
            let full = format!("{} {}", index.declarations[last.to].kind, index.path(last.to));
            assert!(offered.iter().any(|item| item.detail == full), "{full}");
            assert!(word.contains('.') || last.by_id, "{word}");
            longer += 1;
        }
    }
    assert!(asked > 3_000, "{asked}");
    assert!((longer + own) * 100 < asked, "{longer} and {own} of {asked}");
}

#[test]
fn at_any_place_of_any_text_all_can_be_asked() {
    for (number, source) in gallery::sources().into_iter().enumerate() {
        let mut at = number;
        while at <= source.text().len() {
            let cut: String = source
                .text()
                .char_indices()
                .filter(|(here, _)| *here < at || *here > at + 40)
                .map(|(_, c)| c)
                .collect();
            for source in [source.clone(), Source::new("cut.fence", cut).unwrap()] {
                let sources = [source];
                let offset = at as u32;
                let _ =
                    (hover(&sources, HERE, offset), references(&sources, HERE, offset), outline(&sources[0]));
                let _ = rename(&sources, HERE, offset, "any");
                if let Some(found) = complete(&sources, HERE, offset) {
                    assert!(start(&found.place) <= offset && offset <= found.place.end.offset);
                }
                let tokens = tokens(&sources[0]);
                assert!(tokens.is_sorted_by(|a, b| (a.line, a.column + a.length) <= (b.line, b.column)));
            }
            at += 97;
        }
    }
}
