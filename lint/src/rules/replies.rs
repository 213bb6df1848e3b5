//! Replies that do not return.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::estate::ObjectId;
use ringfence::space::Space;
use ringfence::{LostReplies, Protocol, Reason};

use crate::job::Job;
use crate::packets::of_protocol;

/// TCP whose replies a network ACL drops.
pub(super) fn blocked(job: &mut Job<'_>) {
    let is_acl = |code: Reason| matches!(code, Reason::AclDeny | Reason::AclNoRule);
    for lost in of_tcp(job, &|lost| is_acl(lost.code)) {
        let Some((first, _)) = lost.first() else { continue };
        let (code, part) = (first.code, first.at.part.clone().unwrap_or_default());
        let by = match code {
            Reason::AclDeny => format!("{} of {} denies", part, acl(job, first)),
            _ => format!("no {} rule of {} allows", direction(&part), acl(job, first)),
        };
        let place = first.location.or_else(|| first.object.and_then(|object| job.place(object)));
        tell(
            job,
            place,
            &lost,
            &format!("{by} the replies"),
            "an ACL remembers no connection: what opens one \
             arrives, and whoever sent it waits for an answer that is dropped",
            "let the replies pass: to the ports that the \
             clients send from, 1024-65535 unless `client-ports` says less",
        );
    }
}

/// TCP whose replies are lost elsewhere.
pub(super) fn lost(job: &mut Job<'_>) {
    let is_acl = |code: Reason| matches!(code, Reason::AclDeny | Reason::AclNoRule);
    for lost in of_tcp(job, &|lost| !is_acl(lost.code)) {
        let Some((first, _)) = lost.first() else { continue };
        let what = format!("{} loses the replies (`{}`)", acl(job, first), first.code.as_str());
        let place = first.location.or_else(|| first.object.and_then(|object| job.place(object)));
        let why = format!(
            "the connection goes one way and its replies another, on which they die: {}",
            sentence(first.code)
        );
        tell(job, place, &lost, &what, &why, "lead the replies back by the way of their connection");
    }
}

/// What a reason means, within a sentence.
fn sentence(code: Reason) -> String {
    let mut text = String::from(code.summary().trim_end_matches('.'));
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

fn acl(job: &Job<'_>, lost: &LostReplies) -> String {
    lost.object.map(|object| job.name(object)).unwrap_or_else(|| format!("`{}`", lost.at.name))
}

fn direction(part: &str) -> &str {
    part.split_whitespace().next().unwrap_or_default()
}

/// What is lost of TCP, by what loses it.
fn of_tcp(job: &mut Job<'_>, counts: &dyn Fn(&LostReplies) -> bool) -> Vec<Vec<(LostReplies, Space)>> {
    let Some(usage) = &mut job.usage else { return Vec::new() };
    let tcp = of_protocol(&mut usage.spaces, Protocol::TCP);
    let mut groups: Vec<Vec<(LostReplies, Space)>> = Vec::new();
    for lost in usage.lost.iter().filter(|lost| counts(lost)) {
        let sent = usage.spaces.intersect(lost.sent, tcp);
        if sent.is_empty() {
            continue;
        }
        let is_same = |other: &LostReplies| {
            (other.code, other.location, other.object, &other.at.part)
                == (lost.code, lost.location, lost.object, &lost.at.part)
        };
        let one = (lost.clone(), sent);
        match groups.iter_mut().find(|group| group.first().is_some_and(|(other, _)| is_same(other))) {
            Some(group) => group.push(one),
            None => groups.push(alloc::vec![one]),
        }
    }
    groups
}

/// Tells of replies that are lost at one place, with one of the packets that they answer.
fn tell(
    job: &mut Job<'_>,
    place: Option<ringfence::Location>,
    lost: &[(LostReplies, Space)],
    what: &str,
    why: &str,
    help: &str,
) {
    let Some(usage) = &mut job.usage else { return };
    let mut samples = lost.iter().filter_map(|(lost, sent)| {
        let packet = Job::sample(&mut usage.spaces, *sent)?;
        Some((lost, packet))
    });
    let Some((first, packet)) = samples.next() else { return };
    let end =
        |object: Option<ObjectId>| object.map_or(String::from("the internet"), |object| job.name(object));
    let (from, to) = (end(first.from), end(first.to));
    let others = match lost.len().saturating_sub(1) {
        0 => String::new(),
        others => format!(", and of {others} more {}", if others == 1 { "pair" } else { "pairs" }),
    };
    let message = format!("{what} of TCP connections from {from} to {to}{others}");
    let shown = job.way_of(&packet, first.from, first.to);
    job.find(place, message, why, |_, found| found.seen(shown).help(help));
}
