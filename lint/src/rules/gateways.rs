//! Gateways, peerings and addresses that nothing goes by, and endpoints that are passed by.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::address_number;
use ringfence::estate::ObjectId;
use ringfence::estate::aws::{EndpointKind, PeeringStatus, RouteTableId, RouteTarget, SubnetId};
use ringfence::space::{Space, Values};

use crate::job::Job;
use crate::packets::{Direction, with_prefix};

/// Tells of those that no packet comes to.
fn unmet(job: &mut Job<'_>, objects: &[ObjectId], help: &str) {
    let Some(usage) = &job.usage else { return };
    let unmet: Vec<ObjectId> =
        objects.iter().filter(|object| !usage.passed.contains(object)).copied().collect();
    for object in unmet {
        let message = format!("nothing goes by {}", job.name(object));
        let why = "of everything that is sent in the estate, and of all replies, nothing comes to it";
        job.find(job.place(object), message, why, |_, found| found.help(help));
    }
}

pub(super) fn nat(job: &mut Job<'_>) {
    let zonal = job.aws.nat_gateways.iter().map(|gateway| gateway.object);
    let all: Vec<ObjectId> =
        zonal.chain(job.aws.regional_nat_gateways.iter().map(|gateway| gateway.object)).collect();
    unmet(job, &all, "lead a route of subnets with machines to it, or take it out: it costs by the hour");
}

pub(super) fn internet(job: &mut Job<'_>) {
    let gateways = job.aws.internet_gateways.iter().chain(&job.aws.egress_only_gateways);
    let all: Vec<ObjectId> = gateways.map(|gateway| gateway.object).collect();
    unmet(job, &all, "take it out: a VPC without one cannot be opened by a slip in a route");
}

pub(super) fn peerings(job: &mut Job<'_>) {
    let active = job.aws.peerings.iter().filter(|peering| peering.status == PeeringStatus::Active);
    let all: Vec<ObjectId> = active.map(|peering| peering.object).collect();
    unmet(job, &all, "write routes to it at both ends, or take it out");
}

/// Public addresses of interfaces by which nothing comes in or goes out.
pub(super) fn addresses(job: &mut Job<'_>) {
    let with_public = job.aws.interfaces.iter().filter(|interface| !interface.public.is_empty());
    for interface in with_public {
        let name = job.selector(interface.object);
        let reaches = [format!("internet -> {name}"), format!("{name} -> internet")];
        if reaches.iter().any(|question| job.may_be_delivered(question)) {
            continue;
        }
        for public in &interface.public {
            let message = format!("nothing uses the public address {}", public.public);
            let why = "neither does the internet reach its interface, nor does that reach the internet: no route leads to an internet \
                       gateway, or the groups and ACLs let nothing pass";
            job.find(public.origin.location(), message, why, |_, found| {
                found.help("take it out: whoever opens a group later opens it to everyone")
            });
        }
    }
}

impl Job<'_> {
    /// Whether some flow of a question may be delivered.
    fn may_be_delivered(&self, question: &str) -> bool {
        let flows = self.analysis.question(question).and_then(|question| self.analysis.exact(&question));
        flows.is_ok_and(|flows| flows.between.iter().any(|between| !between.delivered.possibly.is_empty()))
    }
}

/// Traffic to the service of a gateway endpoint that goes by the internet all the same.
pub(super) fn bypassed(job: &mut Job<'_>) {
    for endpoint in &job.aws.endpoints {
        let EndpointKind::Gateway { list: Some(list), tables } = &endpoint.kind else { continue };
        let Some(prefixes) = job.aws.prefix_list(*list).map(|list| &list.prefixes) else { continue };
        for (id, table) in (0..).map(RouteTableId).zip(&job.aws.route_tables) {
            let has_own = table.list_routes.iter().any(|route| route.list == *list);
            if table.vpc != endpoint.vpc || tables.contains(&id) || has_own {
                continue;
            }
            // What a NAT gateway sends on is not what its own table is to be blamed for.
            let own = senders(job, id);
            for route in &table.routes {
                let out = matches!(
                    route.target,
                    RouteTarget::InternetGateway(_)
                        | RouteTarget::NatGateway(_)
                        | RouteTarget::RegionalNatGateway(_)
                );
                let decided = route.origin.location().filter(|_| out).and_then(|at| job.decided(at));
                let (Some(decided), Some(usage)) = (decided, &mut job.usage) else { continue };
                let spaces = &mut usage.spaces;
                let mut service: Vec<Space> = Vec::new();
                for prefix in prefixes {
                    service.push(with_prefix(spaces, Direction::Egress.end(), prefix));
                }
                let service = spaces.union_all(service);
                let service = spaces.limit(service, Direction::Ingress.end(), &own);
                if spaces.intersect(decided, service).is_empty() {
                    continue;
                }
                let message =
                    format!("packets to the service of {} go by this route", job.name(endpoint.object));
                let why = "the endpoint is there for other route tables of the VPC: from here the same service is reached by the internet, \
                           which costs more, and past what the endpoint allows";
                job.find(route.origin.location(), message, why, |job, found| {
                    let help = format!(
                        "give the endpoint this table, too: `route-table {}`",
                        table_name(job, table.object)
                    );
                    found.related(job.place(endpoint.object), "the endpoint").help(help)
                });
            }
        }
    }
}

/// The addresses of the interfaces in subnets that ask a table.
fn senders(job: &Job<'_>, id: RouteTableId) -> Values {
    let asks = |subnet: &SubnetId| {
        let subnet = job.aws.subnet(*subnet);
        subnet.is_some_and(|subnet| match subnet.route_table {
            Some(table) => table == id,
            None => job.aws.route_table(id).is_some_and(|table| table.main && table.vpc == subnet.vpc),
        })
    };
    let interfaces = job.aws.interfaces.iter().filter(|interface| asks(&interface.subnet));
    let addresses = interfaces.flat_map(|interface| &interface.addresses);
    addresses.map(|address| (address_number(*address), address_number(*address))).collect()
}

fn table_name(job: &Job<'_>, table: ObjectId) -> String {
    job.estate.object(table).map(|object| object.name.clone()).unwrap_or_default()
}

/// Subnets in which nothing stands.
pub(super) fn empty_subnets(job: &mut Job<'_>) {
    use ringfence::estate::aws::Attached;
    for (id, subnet) in (0..).map(SubnetId).zip(&job.aws.subnets) {
        let attached = job.aws.transit_attachments.iter().any(|attachment| match &attachment.to {
            Attached::Vpc { subnets, .. } => subnets.contains(&id),
            Attached::TransitGateway(_) | Attached::Line(_) => false,
        });
        let nat = job.aws.nat_gateways.iter().any(|gateway| gateway.subnet == id);
        let gwlb = job.aws.gwlb_endpoints.iter().any(|endpoint| endpoint.subnet == id);
        let machines = job.aws.interfaces.iter().any(|interface| interface.subnet == id);
        if attached || nat || gwlb || machines {
            continue;
        }
        let message = format!("nothing stands in {}", job.name(subnet.object));
        let why = "what is proven of the estate says nothing about it: sets of its machines are empty";
        job.find(job.place(subnet.object), message, why, |_, found| {
            found.help("take it out, or write an `autoscaling-group` in it where machines come and go")
        });
    }
}
