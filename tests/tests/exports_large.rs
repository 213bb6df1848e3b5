//! Large exports: read whole, in bounded memory.

use std::fmt::Write as _;

use allocation_counter::measure;
use ringfence_import::{Export, read};

/// Interfaces of as many instances, as the cloud prints them on one line.
fn interfaces(count: u32) -> String {
    let mut text = String::from(
        r#"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/8"}],"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","CidrBlock":"10.0.0.0/8"}],"NetworkInterfaces":["#,
    );
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let [_, a, b, c] = number.to_be_bytes();
        write!(
            text,
            r#"{comma}{{"Attachment":{{"InstanceId":"i-{number:017x}","Status":"attached"}},"Groups":[{{"GroupId":"sg-1","GroupName":"web"}}],"InterfaceType":"interface","NetworkInterfaceId":"eni-{number:017x}","PrivateIpAddresses":[{{"Primary":true,"PrivateIpAddress":"10.{a}.{b}.{c}"}}],"SourceDestCheck":true,"Status":"in-use","SubnetId":"subnet-1","TagSet":[],"VpcId":"vpc-1"}}"#
        )
        .expect("a string grows");
    }
    text + "]}"
}

/// A group with as many rules.
fn rules(count: u32) -> String {
    let mut text = String::from(
        r#"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16"}],"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","VpcId":"vpc-1","IpPermissions":["#,
    );
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let [_, a, b, c] = number.to_be_bytes();
        write!(
            text,
            r#"{comma}{{"FromPort":443,"ToPort":443,"IpProtocol":"tcp","IpRanges":[{{"CidrIp":"{}.{b}.{c}.0/24"}}],"Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}}"#,
            a + 11
        )
        .expect("a string grows");
    }
    text + "]}]}"
}

#[test]
fn every_interface_and_rule_is_read_in_four_times_the_room_of_the_text() {
    for (text, statement, count) in [
        (interfaces(100_000), "\n      interface ", 100_000),
        (rules(1_000_000), "\n      ingress ", 1_000_000),
    ] {
        let size = text.len() as u64;
        let mut read_whole = 0;
        // The text itself is given, so it is not counted again.
        let used = measure(|| {
            let source = read("estate", vec![Export::new("e.json", text)]).expect("not too long");
            read_whole = source.text().matches(statement).count();
        });
        assert_eq!(read_whole, count);
        let all = used.bytes_max + size;
        assert!(all <= 4 * size, "{all} bytes for {size}");
    }
}
