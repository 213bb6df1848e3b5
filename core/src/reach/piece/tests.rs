use num_bigint::BigUint;

use super::*;

fn of(spaces: &mut Spaces, field: Field, first: u128, last: u128) -> Space {
    spaces.of(field, &Values::range(first, last))
}

/// Packets with values in both of two ranges.
fn both(
    spaces: &mut Spaces,
    (field, first, last): (Field, u128, u128),
    (other, low, high): (Field, u128, u128),
) -> Space {
    let packets = of(spaces, field, first, last);
    spaces.limit(packets, other, &Values::range(low, high))
}

/// TCP packets of IPv4 from addresses 1 to 4 to address 9, from ports 1000 to 1999 to ports 1 to 10.
fn sent(spaces: &mut Spaces) -> Space {
    let fields = [
        (Field::Family, 0, 0),
        (Field::Protocol, 6, 6),
        (Field::Source, 1, 4),
        (Field::Destination, 9, 9),
        (Field::SourcePort, 1000, 1999),
        (Field::DestinationPort, 1, 10),
    ];
    let with = |packets, &(field, first, last): &_| spaces.limit(packets, field, &Values::range(first, last));
    fields.iter().fold(Space::ALL, with)
}

/// The same, translated: the source is any of addresses 20 and 21, the source port any of 5000 to 5099.
fn translated(spaces: &mut Spaces) -> Piece {
    let mut piece = Piece::new(sent(spaces));
    piece.choose(Field::Source, Values::range(20, 21));
    piece.choose(Field::SourcePort, Values::range(5000, 5099));
    piece
}

/// How many packets as sent, each as often as the provider has choices.
fn weight(spaces: &Spaces, pieces: &[Piece]) -> BigUint {
    let size = |values: &Values| values.ranges().iter().map(|(first, last)| last - first + 1).sum::<u128>();
    let weight =
        |piece: &Piece| piece.choices.iter().map(size).fold(spaces.count(piece.sent), |all, one| all * one);
    pieces.iter().map(weight).sum()
}

fn all(spaces: &mut Spaces) -> BigUint {
    let piece = translated(spaces);
    weight(spaces, &[piece])
}

#[test]
fn a_condition_on_a_chosen_field_takes_choices_and_no_packets() {
    let spaces = &mut Spaces::new();
    let low = of(spaces, Field::SourcePort, 5000, 5009);
    let pieces = translated(spaces).within(spaces, low);
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0].sent, sent(spaces));
    assert_eq!(pieces[0].choices, [Values::range(20, 21), Values::range(5000, 5009)]);
}

#[test]
fn a_condition_on_a_field_that_was_replaced_is_not_about_the_packet_as_sent() {
    let spaces = &mut Spaces::new();
    for condition in [of(spaces, Field::SourcePort, 1000, 1999), of(spaces, Field::Source, 1, 4)] {
        assert!(translated(spaces).within(spaces, condition).is_empty());
    }
}

#[test]
fn a_condition_that_ties_a_choice_to_a_field_cuts_the_piece() {
    let spaces = &mut Spaces::new();
    let low = both(spaces, (Field::SourcePort, 0, 5049), (Field::DestinationPort, 1, 3));
    let high = both(spaces, (Field::SourcePort, 5050, 65_535), (Field::DestinationPort, 3, 10));
    let condition = spaces.union(low, high);
    let pieces = translated(spaces).within(spaces, condition);
    // Half of the choices with 3 of 10 ports, the other half with 8.
    assert_eq!(weight(spaces, &pieces) * 20u32, all(spaces) * 11u32);
    for piece in &pieces {
        // In a piece every combination occurs, so all of it meets the condition.
        let within = piece.within(spaces, condition);
        assert_eq!(weight(spaces, &within), weight(spaces, core::slice::from_ref(piece)));
    }
}

#[test]
fn a_condition_that_ties_two_choices_cuts_the_piece() {
    let spaces = &mut Spaces::new();
    let first = both(spaces, (Field::Source, 20, 20), (Field::SourcePort, 0, 5009));
    let second = both(spaces, (Field::Source, 21, 21), (Field::SourcePort, 5090, 65_535));
    let condition = spaces.union(first, second);
    let pieces = translated(spaces).within(spaces, condition);
    assert_eq!(weight(spaces, &pieces) * 10u32, all(spaces));
}

#[test]
fn a_condition_and_its_complement_are_the_whole_piece() {
    let spaces = &mut Spaces::new();
    let address = of(spaces, Field::Source, 20, 20);
    let port = of(spaces, Field::DestinationPort, 4, 4);
    let tied = both(spaces, (Field::Source, 20, 20), (Field::SourcePort, 5001, 5001));
    let conditions = [
        Space::EMPTY,
        Space::ALL,
        of(spaces, Field::SourcePort, 5050, 5060),
        spaces.union(address, port),
        spaces.complement(tied),
    ];
    for condition in conditions {
        let mut pieces = translated(spaces).within(spaces, condition);
        let other = spaces.complement(condition);
        pieces.extend(translated(spaces).within(spaces, other));
        assert_eq!(weight(spaces, &pieces), all(spaces), "{:?}", spaces.cubes(condition));
    }
}

#[test]
fn conditions_are_told_by_the_fields_that_values_come_from() {
    let spaces = &mut Spaces::new();
    let piece = Piece::new(sent(spaces));
    let swapped = piece.header().swapped(true);
    // Seen the other way, the destination is what was the source.
    let condition = of(spaces, Field::Destination, 2, 3);
    let pieces = piece.clone().seen_by(swapped).within(spaces, condition);
    assert_eq!(pieces.len(), 1);
    assert_eq!(pieces[0].sent, spaces.limit(piece.sent, Field::Source, &Values::range(2, 3)));
}

#[test]
fn equal_headers_are_told_from_others() {
    let spaces = &mut Spaces::new();
    let piece = translated(spaces);
    let translated = piece.header();
    // The same binding is equal whatever it stands for.
    let (same, other) = piece.clone().split_equal(spaces, translated, translated, true, true).unwrap();
    assert_eq!((same.len(), other.len()), (1, 0));
    // Sets without a common value are never equal.
    let (same, other) = piece.clone().split_equal(spaces, translated, Header::SENT, true, true).unwrap();
    assert_eq!((same.len(), weight(spaces, &other)), (0, all(spaces)));
    // Where one is a single value, the piece is cut at that.
    let sent = sent(spaces);
    let mut single = Piece::new(sent);
    single.choose(Field::Source, Values::one(3));
    let (same, other) =
        single.clone().split_equal(spaces, single.header(), Header::SENT, true, true).unwrap();
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].sent, spaces.limit(sent, Field::Source, &Values::one(3)));
    assert_eq!(weight(spaces, &same) * 3u32, weight(spaces, &other));
    // Two that vary apart and share values are equal on no product: that is said.
    let mut apart = Piece::new(sent);
    apart.choose(Field::Source, Values::range(3, 30));
    assert!(apart.clone().split_equal(spaces, apart.header(), Header::SENT, true, true).is_err());
    // Where it need not be exact, what may be the same is, and what may differ does.
    let (same, other) = apart.clone().split_equal(spaces, apart.header(), Header::SENT, true, false).unwrap();
    let (from, to) = (Values::range(3, 4), &other[0]);
    assert_eq!((same.len(), other.len()), (1, 1));
    assert_eq!(same[0].choices(), core::slice::from_ref(&from));
    assert_eq!(same[0].sent, spaces.limit(sent, Field::Source, &from));
    assert_eq!((to.sent, to.choices()), (sent, apart.choices()));
}

#[test]
fn pieces_join_to_every_combination_of_both() {
    let spaces = &mut Spaces::new();
    let piece = translated(spaces);
    let parts = [(20, 20, 1, 2), (21, 21, 3, 4)].map(|(first, last, low, high)| {
        let seen = of(spaces, Field::Source, first, last);
        let sent = of(spaces, Field::Source, low, high);
        piece.within(spaces, seen)[0].sent_within(spaces, sent).unwrap()
    });
    let [mut joined, other] = parts;
    joined.join(spaces, &other);
    assert_eq!(
        (joined.sent, joined.choices(), joined.header()),
        (piece.sent, piece.choices(), piece.header())
    );
}

#[test]
fn flows_have_the_source_as_sent_and_the_destination_as_seen() {
    let spaces = &mut Spaces::new();
    let mut piece = translated(spaces);
    piece.choose(Field::Destination, Values::range(30, 31));
    let anywhere = spaces.forget(piece.sent, Field::Destination);
    let expected = spaces.limit(anywhere, Field::Destination, &Values::range(30, 31));
    assert_eq!(piece.flows(spaces), expected);
}

#[test]
fn a_piece_repeats_where_its_choices_come_from_no_more_than_before() {
    let spaces = &mut Spaces::new();
    let piece = translated(spaces);
    let (header, choices) = (piece.header(), piece.choices().to_vec());
    assert!(piece.repeats(header, &choices));
    assert!(!piece.repeats(Header::SENT, &[]), "other fields were seen");
    let low = of(spaces, Field::SourcePort, 5000, 5009);
    let narrower = &piece.within(spaces, low)[0];
    assert!(narrower.repeats(header, &choices));
    assert!(!piece.repeats(header, narrower.choices()));
}

#[test]
fn an_example_is_one_packet_of_the_piece_by_every_header() {
    let spaces = &mut Spaces::new();
    let piece = translated(spaces);
    let seen = piece.example(spaces, &[Header::SENT, piece.header()]).unwrap();
    assert!(spaces.contains(piece.sent, &seen[0]));
    let expected = both(spaces, (Field::Source, 20, 21), (Field::SourcePort, 5000, 5099));
    assert!(spaces.contains(expected, &seen[1]), "{seen:?}");
}

/// Packets of IPv6 from address 1 to 64:ff9b::5 and the two behind it: TCP to port 443, and every ICMPv6, as IPv4 from address 20.
fn extracted(spaces: &mut Spaces) -> Piece {
    let v6 = of(spaces, Field::Family, 1, 1);
    let held = embedded::embed(&Values::range(5, 7));
    let sent = spaces.limit(v6, Field::Destination, &held);
    let sent = spaces.limit(sent, Field::Source, &Values::one(1));
    let tcp = both(spaces, (Field::Protocol, 6, 6), (Field::DestinationPort, 443, 443));
    let icmp = of(spaces, Field::Protocol, 58, 58);
    let protocols = spaces.union(tcp, icmp);
    let mut piece = Piece::new(spaces.intersect(sent, protocols));
    piece.extract();
    piece.choose(Field::Source, Values::one(20));
    piece
}

#[test]
fn what_holds_an_ipv4_address_is_seen_as_that() {
    let spaces = &mut Spaces::new();
    let piece = extracted(spaces);
    let all = spaces.count(piece.sent);
    let mut counted = |family, protocol, first, last| {
        let own = both(spaces, (Field::Family, family, family), (Field::Protocol, protocol, protocol));
        let to = spaces.limit(own, Field::Destination, &Values::range(first, last));
        let within = piece.within(spaces, to);
        within.iter().map(|piece| spaces.count(piece.sent)).sum::<BigUint>()
    };
    // A port there, all ports here; types and codes of ICMP.
    let (of_tcp, of_icmp) = (BigUint::from(65_536_u32), BigUint::from(65_536_u32));
    assert_eq!(counted(0, 6, 0, u128::MAX), &of_tcp * 3_u32);
    assert_eq!(counted(0, 6, 6, 6), of_tcp);
    assert_eq!(counted(0, 1, 0, u128::MAX), &of_icmp * 3_u32);
    assert_eq!(counted(0, 1, 7, 8), of_icmp);
    assert_eq!(all, (of_tcp + of_icmp) * 3_u32);
    for (family, protocol) in [(0, 58), (1, 58), (1, 6), (1, 1)] {
        assert_eq!(counted(family, protocol, 0, u128::MAX), BigUint::ZERO, "{family} {protocol}");
    }
}

#[test]
fn flows_of_extracted_packets_name_what_holds_their_destination() {
    let spaces = &mut Spaces::new();
    let mut piece = extracted(spaces);
    assert_eq!(piece.flows(spaces), piece.sent);
    // Behind a public address there is a private one.
    piece.choose(Field::Destination, Values::one(9));
    let flows = piece.flows(spaces);
    assert_eq!(spaces.values(flows, Field::Destination), embedded::embed(&Values::one(9)));
    assert_eq!(spaces.values(flows, Field::Family), Values::one(1));
    assert_eq!(spaces.count(flows) * 3_u32, spaces.count(piece.sent));
}

#[test]
fn an_example_of_extracted_packets_is_of_both_families() {
    let spaces = &mut Spaces::new();
    let piece = extracted(spaces);
    let seen = piece.example(spaces, &[Header::SENT, piece.header()]).unwrap();
    let ends: Vec<_> = seen.iter().map(|packet| (packet.source(), packet.destination())).collect();
    let address = |text: &str| text.parse::<core::net::IpAddr>().unwrap();
    let expected = [("::1", "64:ff9b::5"), ("0.0.0.20", "0.0.0.5")];
    assert_eq!(ends, expected.map(|(from, to)| (address(from), address(to))));
}

#[test]
fn an_echo_reply_gets_its_own_type_back() {
    let spaces = &mut Spaces::new();
    let mut piece = extracted(spaces);
    piece.restore(Header::SENT, false);
    let reply = of(spaces, Field::DestinationPort, 129 << 8, 129 << 8);
    let v6 = of(spaces, Field::Family, 1, 1);
    let expected = spaces.intersect(reply, v6);
    let within = piece.within(spaces, expected);
    assert_eq!(weight(spaces, &within), weight(spaces, core::slice::from_ref(&piece)));
}
