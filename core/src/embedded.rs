//! IPv4 addresses in IPv6 ones: 64:ff9b::/96, the well-known prefix (RFC 6052).

use core::net::IpAddr;

use crate::packet::{Family, address_number};
use crate::space::Values;

/// The lowest address of the prefix.
const FIRST: u128 = 0x0064_ff9b << 96;

/// What an echo reply of ICMPv6 has as its destination port in sets: type 129, code 0 (RFC 4443).
pub(crate) const ECHO_REPLY: u128 = 129 << 8;

/// The addresses of the prefix.
pub(crate) const fn prefix() -> Values {
    Values::range(FIRST, FIRST | Family::V4.last_address())
}

/// The IPv6 addresses that hold these IPv4 ones, as numbers.
#[must_use]
pub fn embed(values: &Values) -> Values {
    shifted(values, &Values::range(0, Family::V4.last_address()))
}

/// The IPv4 addresses that these IPv6 ones hold, as numbers: of those of the prefix.
pub(crate) fn extract(values: &Values) -> Values {
    shifted(values, &prefix())
}

/// Those within, from one family to the other: the prefix has no bit where an IPv4 address has some.
fn shifted(values: &Values, within: &Values) -> Values {
    values.intersect(within).ranges().iter().map(|&(first, last)| (first ^ FIRST, last ^ FIRST)).collect()
}

/// The addresses that those of a range hold, as numbers, where it lies in the prefix; of others `None`. Asks for no memory.
pub(crate) const fn extracted(first: u128, last: u128) -> Option<(u128, u128)> {
    if FIRST <= first && last <= FIRST | Family::V4.last_address() {
        Some((first ^ FIRST, last ^ FIRST))
    } else {
        None
    }
}

/// The IPv6 address that holds an IPv4 one; `None` for one that is IPv6 already.
pub(crate) fn holder(address: IpAddr) -> Option<IpAddr> {
    matches!(address, IpAddr::V4(_)).then(|| Family::V6.address(FIRST | address_number(address)))
}

/// The IPv4 address that an IPv6 one holds. Asks for no memory.
#[must_use]
pub fn held(address: IpAddr) -> Option<IpAddr> {
    let number = address_number(address);
    extracted(number, number).map(|(number, _)| Family::V4.address(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_what_the_standard_says() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        // RFC 6052, section 2.4.
        let (v4, v6) = (address("192.0.2.33"), address("64:ff9b::192.0.2.33"));
        assert_eq!((holder(v4), held(v6)), (Some(v6), Some(v4)));
        assert_eq!((holder(v6), held(v4)), (None, None));
        for beside in ["64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::1:0:0", "64:ff9b:1::"] {
            assert_eq!(held(address(beside)), None, "{beside}");
        }
    }

    #[test]
    fn sets_hold_what_their_addresses_do() {
        let v4: Values = [(5, 7), (0xffff_ffff, 0xffff_ffff)].into_iter().collect();
        assert_eq!(extract(&embed(&v4)), v4);
        assert_eq!(extract(&Values::all()), Values::range(0, 0xffff_ffff));
        assert_eq!(embed(&Values::all()), prefix());
        assert_eq!(extract(&v4), Values::empty());
    }
}
