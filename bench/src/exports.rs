//! How long exports take to be read, beside `serde_json`, which makes a tree of the same bytes and nothing else of it.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ringfence_import::{Export, read};
use serde_json::Value;

/// Runs of each side in turns, of which the best counts.
const RUNS: usize = 5;

/// Reads exports of several kinds and prints a line for each: small ones when `quick`.
pub fn measure(quick: bool) {
    println!("{:<22} {:>8} {:>12} {:>10} {:>7}", "exports", "MB", "serde_json ms", "import ms", "ratio");
    let part = if quick { 20 } else { 1 };
    for (name, text) in [
        ("100,000 interfaces", interfaces(100_000 / part, true)),
        ("the same on one line", interfaces(100_000 / part, false)),
        ("1,000,000 rules", rules(1_000_000 / part)),
    ] {
        let (mut peer, mut ours) = (Duration::MAX, Duration::MAX);
        for _ in 0..RUNS {
            let start = Instant::now();
            let tree: Value = serde_json::from_slice(text.as_bytes()).unwrap();
            peer = peer.min(start.elapsed());
            drop(black_box(tree));
            let exports = vec![Export::new("export.json", text.clone())];
            let start = Instant::now();
            let estate = read("estate", exports).unwrap();
            ours = ours.min(start.elapsed());
            drop(black_box(estate));
        }
        println!(
            "{name:<22} {:>8.1} {:>12.0} {:>10.0} {:>7.2}",
            text.len() as f64 / 1e6,
            peer.as_secs_f64() * 1e3,
            ours.as_secs_f64() * 1e3,
            peer.as_secs_f64() / ours.as_secs_f64(),
        );
    }
}

/// Interfaces of as many instances, with everything that the cloud prints of each.
fn interfaces(count: u32, pretty: bool) -> String {
    let mut text =
        String::from(r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/8"}], "NetworkInterfaces": ["#);
    for number in 0..count {
        let [_, a, b, c] = number.to_be_bytes();
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"Attachment": {{"AttachTime": "2026-01-01T00:00:00+00:00", "AttachmentId": "eni-attach-{number:017x}", "DeleteOnTermination": true, "DeviceIndex": 0, "InstanceId": "i-{number:017x}", "InstanceOwnerId": "111122223333", "Status": "attached"}}, "AvailabilityZone": "eu-central-1a", "Description": "", "Groups": [{{"GroupId": "sg-1", "GroupName": "web"}}], "InterfaceType": "interface", "Ipv6Addresses": [], "MacAddress": "0a:00:00:{a:02x}:{b:02x}:{c:02x}", "NetworkInterfaceId": "eni-{number:017x}", "OwnerId": "111122223333", "PrivateIpAddress": "10.{a}.{b}.{c}", "PrivateIpAddresses": [{{"Primary": true, "PrivateIpAddress": "10.{a}.{b}.{c}"}}], "RequesterManaged": false, "SourceDestCheck": true, "Status": "in-use", "SubnetId": "subnet-1", "TagSet": [], "VpcId": "vpc-1"}}"#
        )
        .unwrap();
    }
    text.push_str("]}");
    if pretty {
        let tree: Value = serde_json::from_str(&text).unwrap();
        return serde_json::to_string_pretty(&tree).unwrap();
    }
    text
}

/// A group with as many rules, on one line.
fn rules(count: u32) -> String {
    let mut text = String::from(
        r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}], "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1", "IpPermissions": ["#,
    );
    for number in 0..count {
        let [_, a, b, c] = number.to_be_bytes();
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"FromPort": 443, "ToPort": 443, "IpProtocol": "tcp", "IpRanges": [{{"CidrIp": "{}.{b}.{c}.0/24"}}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}}"#,
            a.saturating_add(11)
        )
        .unwrap();
    }
    text + "]}]}"
}
