//! Which security groups interfaces carry.

use ringfence::estate::ObjectId;
use ringfence::estate::aws::SecurityGroupId;

use crate::estates::{Build, Dice};

pub(super) fn join(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = super::single_interface(aws, dice)?;
    let vpc = aws.subnets[aws.interfaces[at].subnet.0 as usize].vpc;
    let is_here = |at: &usize| {
        let group = &aws.security_groups[*at];
        group.vpc == vpc || group.used_in.contains(&vpc)
    };
    let groups = (0..aws.security_groups.len()).filter(is_here);
    let group = dice.pick(&groups.map(|at| SecurityGroupId(at as u32)).collect::<Vec<_>>())?;
    let carried = &mut aws.interfaces[at].groups;
    if !carried.contains(&group) {
        carried.push(group);
    }
    Some(())
}

/// An interface loses a group; without any it has the default one.
pub(super) fn leave(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = super::single_interface(aws, dice)?;
    let which = dice.index(&aws.interfaces[at].groups)?;
    aws.interfaces[at].groups.remove(which);
    Some(())
}

/// A group becomes the default one of its VPC, or no longer is.
pub(super) fn rename_default(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let groups = &build.estate.aws.security_groups;
    let at = dice.index(groups)?;
    // A default group is used in its own VPC alone.
    if !groups[at].used_in.is_empty() {
        return None;
    }
    let of_vpc = groups.iter().filter(|group| group.vpc == groups[at].vpc).map(|group| group.object);
    let of_vpc = of_vpc.collect::<Vec<_>>();
    swap_default(build, &of_vpc, groups[at].object);
    Some(())
}

/// Of things of one kind in one VPC, takes the name `default` from the one that has it; else gives it to `chosen`.
pub(super) fn swap_default(build: &mut Build, things: &[ObjectId], chosen: ObjectId) {
    let fresh = format!("once-default-{}", build.estate.objects.len());
    let objects = &mut build.estate.objects;
    match things.iter().find(|id| objects[id.0 as usize].name == "default") {
        Some(default) => objects[default.0 as usize].name = format!("{fresh}-{}", default.0),
        None => objects[chosen.0 as usize].name = "default".to_owned(),
    }
}
