//! The same text in IPv6: every IPv4 address under another name.

/// `text` with every IPv4 address and prefix as one of IPv6: `a.b.c.d` is `2600:a:b:c::d`, the numbers as they are read.
///
/// # Panics
/// Where a prefix is of a length that has no such twin: only 0, 8, 16, 24 and 32 have.
#[must_use]
pub fn twin(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, word) = rest.split_at(start);
        out.push_str(before);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | ':' | '-' | '_');
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let tail = word.len() - word.trim_end_matches([':', '.']).len();
        let (word, tail) = word.split_at(word.len() - tail);
        out.push_str(&of_word(word));
        out.push_str(tail);
        rest = after;
    }
    out + rest
}

fn of_word(word: &str) -> String {
    if let Some((address, length)) = word.split_once('/') {
        let Some(octets) = octets(address) else { return word.to_owned() };
        let groups = octets.map(|octet| octet.to_string());
        let [a, b, c, _] = groups.each_ref();
        return match length {
            "0" => "::/0".to_owned(),
            "8" => format!("2600:{a}::/32"),
            "16" => format!("2600:{a}:{b}::/48"),
            "24" => format!("2600:{a}:{b}:{c}::/64"),
            "32" => format!("{}/128", address_of(octets)),
            _ => panic!("{word} has no twin"),
        };
    }
    match word {
        "icmp" => "icmpv6".to_owned(),
        _ => octets(word).map_or_else(|| word.to_owned(), address_of),
    }
}

fn address_of([a, b, c, d]: [u8; 4]) -> String {
    format!("2600:{a}:{b}:{c}::{d}")
}

fn octets(word: &str) -> Option<[u8; 4]> {
    word.parse::<std::net::Ipv4Addr>().ok().map(|address| address.octets())
}

#[cfg(test)]
mod tests {
    use super::twin;

    #[test]
    fn addresses_get_another_name_and_all_else_stays() {
        assert_eq!(
            twin("vpc main 10.0.0.0/16 { ingress icmp from 0.0.0.0/0, 10.1.0.0/24; ip 10.0.1.4 }"),
            "vpc main 2600:10:0::/48 { ingress icmpv6 from ::/0, 2600:10:1:0::/64; ip 2600:10:0:1::4 }"
        );
        assert_eq!(
            twin("203.0.113.9 -> a-1.b : tcp 1024-65535"),
            "2600:203:0:113::9 -> a-1.b : tcp 1024-65535"
        );
    }
}
