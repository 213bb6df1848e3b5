use alloc::vec;

use super::*;

fn range(first: &str, last: &str) -> Range<IpAddr> {
    Range { first: first.parse().unwrap(), last: last.parse().unwrap() }
}

fn ends(network: &str, name: Option<&str>, addresses: Vec<Range<IpAddr>>) -> Ends {
    Ends { network: network.into(), name: name.map(Into::into), addresses }
}

/// The internet without some ranges, given ascending.
fn internet_without(holes: &[(&str, &str)]) -> Vec<Range<IpAddr>> {
    let holes = holes.iter().map(|(first, last)| range(first, last).numbers()).collect();
    ranges(Family::V4, &global_unicast(Family::V4).minus(&holes))
}

#[test]
fn a_range_is_written_as_a_prefix_exactly_where_it_is_one() {
    for (first, last, text) in [
        ("10.0.0.1", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.0", "10.0.0.1", "10.0.0.0/31"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.1-10.0.0.2"),
        ("10.0.0.0", "10.0.0.2", "10.0.0.0-10.0.0.2"),
        ("10.0.4.0", "10.0.7.255", "10.0.4.0/22"),
        ("10.0.2.0", "10.0.5.255", "10.0.2.0-10.0.5.255"),
        ("0.0.0.0", "255.255.255.255", "0.0.0.0/0"),
        ("2001:db8::", "2001:db8::ffff:ffff:ffff:ffff", "2001:db8::/64"),
        ("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::1"),
    ] {
        assert_eq!(range(first, last).to_string(), text);
    }
}

#[test]
fn a_range_in_the_wrong_order_is_no_prefix() {
    assert_eq!(range("10.0.0.1", "10.0.0.0").prefix(), None);
}

#[test]
fn addresses_inside_carry_their_name_or_network() {
    let one = vec![range("10.0.1.10", "10.0.1.10")];
    assert_eq!(ends("main", Some("web-1"), one.clone()).text(4), "10.0.1.10 (web-1)");
    assert_eq!(ends("main", None, one).text(4), "10.0.1.10 in main");
}

#[test]
fn outside_is_the_internet() {
    assert_eq!(
        ends("outside", Some("internet"), internet_without(&[("8.8.8.8", "8.8.8.8")])).text(4),
        "internet"
    );
    assert_eq!(ends("outside", None, internet_without(&[])).text(4), "internet");
    assert_eq!(
        ends("outside", None, internet_without(&[("8.8.8.8", "8.8.8.8"), ("192.0.2.0", "192.0.2.255")]))
            .text(4),
        "internet except 8.8.8.8, 192.0.2.0/24"
    );
    assert_eq!(
        ends("outside", None, vec![range("203.0.113.9", "203.0.113.9")]).text(4),
        "203.0.113.9 (internet)"
    );
    assert_eq!(
        ends("outside", None, vec![range("2000::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]).text(4),
        "internet"
    );
}

#[test]
fn what_is_no_internet_is_never_called_the_internet_with_holes() {
    let mut addresses = vec![range("0.0.0.1", "0.0.0.1")];
    addresses.extend(internet_without(&[]));
    let text = ends("outside", None, addresses).text(2);
    assert_eq!(text, "0.0.0.1, 1.0.0.0-9.255.255.255 and 8 more (internet)");
}

#[test]
fn internet_is_what_the_design_says() {
    let texts: Vec<String> =
        ranges(Family::V4, &global_unicast(Family::V4)).iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "1.0.0.0-9.255.255.255",
            "11.0.0.0-100.63.255.255",
            "100.128.0.0-126.255.255.255",
            "128.0.0.0-169.253.255.255",
            "169.255.0.0-172.15.255.255",
            "172.32.0.0-191.255.255.255",
            "192.0.1.0-192.167.255.255",
            "192.169.0.0-198.17.255.255",
            "198.20.0.0-223.255.255.255",
        ]
    );
}
