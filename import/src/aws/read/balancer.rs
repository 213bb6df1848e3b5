//! Load balancers of every type, their listeners and what these give connections to.

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::{inside, named, plain, text, texts};
use crate::aws::kinds;
use crate::aws::{Aws, Balancer, Listener, Mapped, Named, Target, TargetGroup};
use crate::finding;
use crate::json::{Read, Reader, Text};

pub(super) fn balancer<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<Balancer<'t>>> {
    let mut balancer = Balancer::default();
    let found = named(reader, &kinds::BALANCER, "LoadBalancerArn", |reader, key| {
        match key {
            "LoadBalancerName" => balancer.name = text(reader)?,
            "VpcId" => balancer.vpc = text(reader)?,
            "Type" => balancer.kind = text(reader)?,
            "Scheme" => balancer.scheme = text(reader)?,
            "IpAddressType" => balancer.dual_stack = text(reader)? == "dualstack",
            "SecurityGroups" => balancer.groups = texts(reader)?,
            "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic" => {
                balancer.private_link = text(reader)?;
            }
            "AvailabilityZones" => reader.list(|reader| zone(reader, &mut balancer))?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| Balancer { named, ..balancer }))
}

/// A subnet with the addresses there.
fn zone<'t>(reader: &mut Reader<'t, '_>, balancer: &mut Balancer<'t>) -> Read<()> {
    let mut subnet = Text::default();
    let mut addresses: Vec<Mapped<'t>> = Vec::new();
    reader.object(|reader, key| {
        match key {
            "SubnetId" => subnet = text(reader)?,
            "LoadBalancerAddresses" => reader.list(|reader| {
                let mut mapped = Mapped { at: reader.here(), ..Mapped::default() };
                let mut v6 = Text::default();
                reader.object(|reader, key| {
                    match key {
                        "IpAddress" => mapped.public = text(reader)?,
                        "PrivateIPv4Address" => mapped.private = text(reader)?,
                        "IPv6Address" => v6 = text(reader)?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
                if !v6.is_empty() {
                    addresses.push(Mapped { at: mapped.at, private: v6, public: Text::default() });
                }
                addresses.push(mapped);
                Ok(())
            })?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    balancer.subnets.push(subnet);
    balancer.addresses.push(addresses);
    Ok(())
}

/// A classic load balancer, which has its listeners and machines in itself: behind it stands a target group for each port of its
/// machines. Its name is one of its Region only, so its id says the VPC, too.
pub(super) fn classic<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut balancer = Balancer { kind: Text::from("classic"), ..Balancer::default() };
    let mut machines: Vec<(u32, Text<'t>)> = Vec::new();
    let mut ports: Vec<(u32, Option<i64>, Option<i64>)> = Vec::new();
    let found = named(reader, &kinds::CLASSIC_BALANCER, "LoadBalancerName", |reader, key| {
        match key {
            "VPCId" => balancer.vpc = text(reader)?,
            "Scheme" => balancer.scheme = text(reader)?,
            "Subnets" => balancer.subnets = texts(reader)?,
            "SecurityGroups" => balancer.groups = texts(reader)?,
            "Instances" => reader.list(|reader| {
                machines.push((reader.here(), inside(reader, "InstanceId")?));
                Ok(())
            })?,
            "ListenerDescriptions" => reader.list(|reader| {
                reader.object(|reader, key| {
                    if key == "Listener" {
                        ports.push(classic_listener(reader)?);
                        return Ok(());
                    }
                    reader.skip()
                })?;
                Ok(())
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(Named { at, id: name, tags }) = found else { return Ok(()) };
    let id: Text<'t> = format!("{}/{name}", balancer.vpc).into();
    let has = [ports.len(), machines.len()];
    // Of one that is printed twice the first counts.
    let is_new = aws.balancers.iter().all(|known| known.named.id != id);
    for (at, port, behind) in ports.into_iter().filter(|_| is_new) {
        let (Some(port), Some(behind)) = (port, behind) else { continue };
        let group: Text<'t> = format!("{id}:{behind}").into();
        aws.listeners.push(Listener {
            at,
            id: format!("{id} {port}").into(),
            balancer: id.clone(),
            protocol: Text::from("TCP"),
            port: Some(port),
            groups: vec![(at, group.clone())],
            told: true,
            last: false,
        });
        let targets = machines.iter().map(|(at, machine)| {
            let target = Target { at: *at, id: machine.clone(), port: Some(behind) };
            (group.clone(), target)
        });
        aws.targets.extend(targets);
        aws.target_groups.push(TargetGroup {
            named: Named { at, id: group, ..Named::default() },
            name: format!("{name}-{behind}").into(),
            vpc: balancer.vpc.clone(),
            kind: balancer.kind.clone(),
            protocol: Text::from("TCP"),
            port: Some(behind),
        });
    }
    aws.balancers.push(Balancer { name, named: Named { at, id, tags }, has, ..balancer });
    Ok(())
}

fn classic_listener(reader: &mut Reader<'_, '_>) -> Read<(u32, Option<i64>, Option<i64>)> {
    let (here, mut port, mut behind) = (reader.here(), None, None);
    reader.object(|reader, key| {
        match key {
            "LoadBalancerPort" => port = reader.number()?,
            "InstancePort" => behind = reader.number()?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok((here, port, behind))
}

/// A listener, or a list of those of one load balancer.
pub(super) fn listener<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut listener = Listener { at: reader.here(), ..Listener::default() };
    let mut found = false;
    plain(reader, &kinds::LISTENER, |reader, key| {
        match key {
            "Listeners" => reader.list(|reader| self::listener(aws, reader))?,
            "ListenerArn" => {
                listener.id = text(reader)?;
                found = true;
            }
            "LoadBalancerArn" => listener.balancer = text(reader)?,
            "Port" => listener.port = reader.number()?,
            "Protocol" => listener.protocol = text(reader)?,
            "DefaultActions" => {
                listener.told = true;
                actions(reader, &mut listener.groups)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    if found {
        if !listener.told {
            reader.log.find(finding::without(listener.at, kinds::LISTENER.name, "DefaultActions"));
        }
        aws.listeners.push(listener);
    }
    Ok(())
}

/// A rule of a listener: what it gives connections to beside what the listener does.
pub(super) fn rule<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut listener = Listener { at: reader.here(), ..Listener::default() };
    reader.object(|reader, key| {
        match key {
            "RuleArn" => listener.id = text(reader)?,
            "Actions" => {
                listener.told = true;
                actions(reader, &mut listener.groups)?;
            }
            "IsDefault" => listener.last = reader.flag()? == Some(true),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    // Other services have rules, too, which have neither.
    if listener.told == listener.id.is_empty() {
        let member = if listener.told { "RuleArn" } else { "Actions" };
        reader.log.find(finding::without(listener.at, "a rule of a listener", member));
    }
    aws.rules.push(listener);
    Ok(())
}

/// The target groups that actions name, each once.
fn actions<'t>(reader: &mut Reader<'t, '_>, groups: &mut Vec<(u32, Text<'t>)>) -> Read<()> {
    reader.list(|reader| {
        reader.object(|reader, key| {
            match key {
                "TargetGroupArn" => {
                    let here = reader.here();
                    add(groups, here, text(reader)?);
                }
                "ForwardConfig" => {
                    reader.object(|reader, key| {
                        if key != "TargetGroups" {
                            return reader.skip();
                        }
                        reader.list(|reader| {
                            let here = reader.here();
                            add(groups, here, inside(reader, "TargetGroupArn")?);
                            Ok(())
                        })
                    })?;
                }
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn add<'t>(groups: &mut Vec<(u32, Text<'t>)>, here: u32, id: Text<'t>) {
    if !id.is_empty() && groups.iter().all(|(_, known)| *known != id) {
        groups.push((here, id));
    }
}

pub(super) fn target_group<'t>(reader: &mut Reader<'t, '_>) -> Read<Option<TargetGroup<'t>>> {
    let mut group = TargetGroup::default();
    let found = named(reader, &kinds::TARGET_GROUP, "TargetGroupArn", |reader, key| {
        match key {
            "TargetGroupName" => group.name = text(reader)?,
            "VpcId" => group.vpc = text(reader)?,
            "TargetType" => group.kind = text(reader)?,
            "Protocol" => group.protocol = text(reader)?,
            "Port" => group.port = reader.number()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(found.map(|named| TargetGroup { named, ..group }))
}

/// The targets of one group.
pub(super) fn health<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut group = Text::default();
    let mut targets: Vec<Target<'t>> = Vec::new();
    let (here, mut told) = (reader.here(), false);
    let is_object = reader.object(|reader, key| {
        told |= key == "TargetHealthDescriptions";
        match key {
            "TargetGroupArn" => group = text(reader)?,
            "TargetHealthDescriptions" => reader.list(|reader| {
                let mut target = Target { at: reader.here(), ..Target::default() };
                reader.object(|reader, key| {
                    if key != "Target" {
                        return reader.skip();
                    }
                    reader.object(|reader, key| {
                        match key {
                            "Id" => target.id = text(reader)?,
                            "Port" => target.port = reader.number()?,
                            _ => reader.skip()?,
                        }
                        Ok(())
                    })?;
                    Ok(())
                })?;
                targets.push(target);
                Ok(())
            })?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    if group.is_empty() && is_object {
        reader.log.find(finding::without(here, "a list of targets", "TargetGroupArn"));
    }
    aws.targets.extend(targets.into_iter().map(|target| (group.clone(), target)));
    aws.targeting.extend(Some(group).filter(|_| told));
    Ok(())
}

/// The attributes of a load balancer or a target group that packets hang on.
pub(super) fn attributes<'t>(aws: &mut Aws<'t>, reader: &mut Reader<'t, '_>) -> Read<()> {
    let mut of = Text::default();
    let mut found: Vec<(&'static str, bool)> = Vec::new();
    reader.object(|reader, key| {
        match key {
            "LoadBalancerArn" | "TargetGroupArn" | "LoadBalancerName" => of = text(reader)?,
            "Attributes" => reader.list(|reader| {
                let (mut name, mut value) = (String::new(), Text::default());
                reader.object(|reader, key| {
                    match key {
                        "Key" => name = String::from(&*text(reader)?),
                        "Value" => value = text(reader)?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?;
                let known = [CROSS_ZONE, PRESERVE].into_iter().find(|known| *known == name);
                // What a target group leaves to its load balancer is not written there.
                found.extend(
                    known
                        .filter(|_| matches!(&*value, "true" | "false"))
                        .map(|known| (known, value == "true")),
                );
                Ok(())
            })?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    aws.attributes.extend(found.into_iter().map(|(name, is_on)| (of.clone(), name, is_on)));
    Ok(())
}

pub(crate) const CROSS_ZONE: &str = "load_balancing.cross_zone.enabled";
pub(crate) const PRESERVE: &str = "preserve_client_ip.enabled";
