//! Ranges that two joined networks have.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::Prefix;
use ringfence::estate::ObjectId;
use ringfence::estate::aws::{SubnetId, VpcId};

use crate::job::Job;
use crate::names::listed;

const HELP: &str = "give one of them other ranges, or keep them apart";

pub(super) fn joined(job: &mut Job<'_>) {
    for (id, vpc) in (0..).map(VpcId).zip(&job.aws.vpcs) {
        for other in job.joined(id).into_iter().filter(|other| *other < id) {
            let Some(first) = job.aws.vpc(other) else { continue };
            let subnets = [id, other].map(|vpc| subnets_of(job, vpc));
            overlapping(job, (vpc.object, &vpc.prefixes), (first.object, &first.prefixes), Some(&subnets));
        }
        for site in &job.estate.sites {
            if job.estate.lines.is_empty() {
                continue;
            }
            overlapping(job, (vpc.object, &vpc.prefixes), (site.object, &site.prefixes), None);
        }
    }
}

type Named = Vec<(ObjectId, Vec<Prefix>)>;

fn subnets_of(job: &Job<'_>, vpc: VpcId) -> Named {
    let subnets = (0..).map(SubnetId).zip(&job.aws.subnets).filter(|(_, subnet)| subnet.vpc == vpc);
    subnets.map(|(_, subnet)| (subnet.object, subnet.prefixes.clone())).collect()
}

fn overlapping(
    job: &mut Job<'_>,
    (own, own_ranges): (ObjectId, &[Prefix]),
    (other, ranges): (ObjectId, &[Prefix]),
    subnets: Option<&[Named; 2]>,
) {
    let shared = own_ranges.iter().filter(|own| ranges.iter().any(|other| own.overlaps(other)));
    let shared: Vec<String> = shared.map(ToString::to_string).collect();
    if shared.is_empty() {
        return;
    }
    let message = format!(
        "{} and {} are joined and share addresses of {}",
        job.name(own),
        job.name(other),
        listed(&shared)
    );
    let both = subnets.map(|[own, other]| {
        let overlaps =
            |own: &[Prefix], other: &[Prefix]| own.iter().any(|a| other.iter().any(|b| a.overlaps(b)));
        let pairs = own.iter().flat_map(|own| other.iter().map(move |other| (own, other)));
        let pairs = pairs.filter(|(own, other)| overlaps(&own.1, &other.1));
        let names = pairs.map(|(own, other)| format!("{} with {}", job.name(own.0), job.name(other.0)));
        names.collect::<Vec<String>>()
    });
    let why = match both.filter(|both| !both.is_empty()) {
        Some(both) => {
            format!("a route can lead to one of them only; their subnets overlap: {}", listed(&both))
        }
        None => "a route can lead to one of them only".to_string(),
    };
    job.find(job.place(own), message, why, |job, found| {
        found.related(job.place(other), "it has them, too").help(HELP)
    });
}
