use num_bigint::BigUint;

use super::*;

fn of(field: Field, first: u128, last: u128) -> Space {
    Space::of(field, &Values::range(first, last))
}

/// TCP packets of IPv4 from addresses 1 to 4 to address 9, from ports 1000 to 1999 to ports 1 to 10.
fn sent() -> Space {
    of(Field::Family, 0, 0)
        .intersect(&of(Field::Protocol, 6, 6))
        .intersect(&of(Field::Source, 1, 4))
        .intersect(&of(Field::Destination, 9, 9))
        .intersect(&of(Field::SourcePort, 1000, 1999))
        .intersect(&of(Field::DestinationPort, 1, 10))
}

/// The same, translated: the source is any of addresses 20 and 21, the source port any of 5000 to 5099.
fn translated() -> Piece {
    let mut piece = Piece::new(sent());
    piece.choose(Field::Source, Values::range(20, 21));
    piece.choose(Field::SourcePort, Values::range(5000, 5099));
    piece
}

/// How many packets as sent, each as often as the provider has choices.
fn weight(pieces: &[Piece]) -> BigUint {
    let size = |values: &Values| values.ranges().iter().map(|(first, last)| last - first + 1).sum::<u128>();
    let weight =
        |piece: &Piece| piece.choices.iter().map(size).fold(piece.sent.count(), |all, one| all * one);
    pieces.iter().map(weight).sum()
}

fn all() -> BigUint {
    weight(&[translated()])
}

#[test]
fn a_condition_on_a_chosen_field_takes_choices_and_no_packets() {
    let pieces = translated().within(&of(Field::SourcePort, 5000, 5009));
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0].sent, sent());
    assert_eq!(pieces[0].choices, [Values::range(20, 21), Values::range(5000, 5009)]);
}

#[test]
fn a_condition_on_a_field_that_was_replaced_is_not_about_the_packet_as_sent() {
    assert!(translated().within(&of(Field::SourcePort, 1000, 1999)).is_empty());
    assert!(translated().within(&of(Field::Source, 1, 4)).is_empty());
}

#[test]
fn a_condition_that_ties_a_choice_to_a_field_cuts_the_piece() {
    let low = of(Field::SourcePort, 0, 5049).intersect(&of(Field::DestinationPort, 1, 3));
    let high = of(Field::SourcePort, 5050, 65_535).intersect(&of(Field::DestinationPort, 3, 10));
    let condition = low.union(&high);
    let pieces = translated().within(&condition);
    // Half of the choices with 3 of 10 ports, the other half with 8.
    assert_eq!(weight(&pieces) * 20u32, all() * 11u32);
    for piece in &pieces {
        // In a piece every combination occurs, so all of it meets the condition.
        assert_eq!(weight(&piece.within(&condition)), weight(core::slice::from_ref(piece)));
    }
}

#[test]
fn a_condition_that_ties_two_choices_cuts_the_piece() {
    let first = of(Field::Source, 20, 20).intersect(&of(Field::SourcePort, 0, 5009));
    let second = of(Field::Source, 21, 21).intersect(&of(Field::SourcePort, 5090, 65_535));
    assert_eq!(weight(&translated().within(&first.union(&second))) * 10u32, all());
}

#[test]
fn a_condition_and_its_complement_are_the_whole_piece() {
    let conditions = [
        Space::empty(),
        Space::all(),
        of(Field::SourcePort, 5050, 5060),
        of(Field::Source, 20, 20).union(&of(Field::DestinationPort, 4, 4)),
        of(Field::Source, 20, 20).intersect(&of(Field::SourcePort, 5001, 5001)).complement(),
    ];
    for condition in conditions {
        let mut pieces = translated().within(&condition);
        pieces.extend(translated().within(&condition.complement()));
        assert_eq!(weight(&pieces), all(), "{condition:?}");
    }
}

#[test]
fn conditions_are_told_by_the_fields_that_values_come_from() {
    let piece = Piece::new(sent());
    let swapped = piece.header().swapped(true);
    // Seen the other way, the destination is what was the source.
    let pieces = piece.seen_by(swapped).within(&of(Field::Destination, 2, 3));
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0].sent, sent().intersect(&of(Field::Source, 2, 3)));
}

#[test]
fn equal_headers_are_told_from_others() {
    let piece = translated();
    let translated = piece.header();
    // The same binding is equal whatever it stands for.
    let (same, other) = piece.clone().split_equal(translated, translated, true).unwrap();
    assert_eq!((same.len(), other.len()), (1, 0));
    // Sets without a common value are never equal.
    let (same, other) = piece.clone().split_equal(translated, Header::SENT, true).unwrap();
    assert_eq!((same.len(), weight(&other)), (0, all()));
    // Where one is a single value, the piece is cut at that.
    let mut single = Piece::new(sent());
    single.choose(Field::Source, Values::one(3));
    let (same, other) = single.clone().split_equal(single.header(), Header::SENT, true).unwrap();
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].sent, sent().intersect(&of(Field::Source, 3, 3)));
    assert_eq!(weight(&same) * 3u32, weight(&other));
    // Two that vary apart and share values are equal on no product: that is said.
    let mut apart = Piece::new(sent());
    apart.choose(Field::Source, Values::range(3, 30));
    assert!(apart.clone().split_equal(apart.header(), Header::SENT, true).is_err());
}

#[test]
fn flows_have_the_source_as_sent_and_the_destination_as_seen() {
    let mut piece = translated();
    piece.choose(Field::Destination, Values::range(30, 31));
    let expected = sent().forget(Field::Destination).intersect(&of(Field::Destination, 30, 31));
    assert_eq!(piece.flows(), expected);
}

#[test]
fn a_piece_repeats_where_its_choices_come_from_no_more_than_before() {
    let piece = translated();
    let (header, choices) = (piece.header(), piece.choices().to_vec());
    assert!(piece.repeats(header, &choices));
    assert!(!piece.repeats(Header::SENT, &[]), "other fields were seen");
    let narrower = &piece.within(&of(Field::SourcePort, 5000, 5009))[0];
    assert!(narrower.repeats(header, &choices));
    assert!(!piece.repeats(header, narrower.choices()));
}

#[test]
fn an_example_is_one_packet_of_the_piece_by_every_header() {
    let piece = translated();
    let seen = piece.example(&[Header::SENT, piece.header()]).unwrap();
    assert!(sent().contains(&seen[0]));
    let expected = of(Field::Source, 20, 21).intersect(&of(Field::SourcePort, 5000, 5099));
    assert!(expected.contains(&seen[1]), "{seen:?}");
}
