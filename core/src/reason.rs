//! Why a packet is not delivered or its reply does not return: the one catalogue of reasons.

#[cfg(feature = "typescript")]
use alloc::string::{String, ToString};

use crate::catalogue::catalogue;

catalogue! {
    /// Why a packet is stopped. Each code is stable.
    Reason {
        /// No rule of the security groups of the interface allows the packet.
        SgNoRule = "sg-no-rule",
        /// A rule of the network ACL denies the packet.
        AclDeny = "acl-deny",
        /// No numbered rule of the network ACL matches the packet, so the last rule (`*`) denies it.
        AclNoRule = "acl-no-rule",
        /// The route table has no route to the destination.
        NoRoute = "no-route",
        /// The route to the destination leads nowhere.
        Blackhole = "blackhole",
        /// No interface has the address.
        NoSuchAddress = "no-such-address",
        /// The interface has no public address by which the internet could reach it or be reached.
        NoPublicAddress = "no-public-address",
        /// The public address belongs to a VPC without an internet gateway.
        NoInternetGateway = "no-internet-gateway",
        /// A private address was sent to where only public addresses are routed.
        PrivateDestination = "private-destination",
        /// An egress-only internet gateway lets in replies only.
        EgressOnlyGateway = "egress-only-gateway",
        /// A NAT gateway lets in replies to the flows it translated only.
        NatUnsolicited = "nat-unsolicited",
        /// A NAT gateway translates TCP, UDP and ICMP only.
        NatProtocol = "nat-protocol",
        /// No line of the VPN gateway leads to the destination.
        NoLine = "no-line",
        /// A VPN at a VPN gateway carries IPv4 only.
        VpnIpv4Only = "vpn-ipv4-only",
        /// A line of the site's own firewall denies the packet.
        SiteDeny = "site-deny",
        /// An interface that checks source and destination drops what is not its own.
        SourceDestCheck = "source-dest-check",
        /// The route leads to a peering that is not active.
        PeeringInactive = "peering-inactive",
        /// A peering carries what is for the VPC behind it only, not what would go on from there.
        BeyondPeering = "beyond-peering",
        /// Public access to the VPC is blocked in its Region.
        PublicAccessBlocked = "public-access-blocked",
        /// The interface denies all traffic of internet gateways.
        InternetTrafficDenied = "internet-traffic-denied",
        /// An interface endpoint sends replies only: no service opens connections by it.
        EndpointAnswersOnly = "endpoint-answers-only",
        /// A gateway endpoint carries what its own VPC sends only.
        EndpointFromElsewhere = "endpoint-from-elsewhere",
        /// No listener of the load balancer takes the packet.
        NoListener = "no-listener",
        /// The load balancer has no target that it could give the packet to.
        NoTarget = "no-target",
        /// A load balancer opens connections to its targets only.
        NotATarget = "not-a-target",
        /// The transit gateway has no attachment in the zone from which the packet comes.
        NoAttachmentInZone = "no-attachment-in-zone",
        /// No route table of the transit gateway is associated with the attachment.
        NoTgwRouteTable = "no-tgw-route-table",
        /// The packet comes back to where it has been.
        RouteLoop = "route-loop",
        /// The reply comes to a stateful hop that its flow did not cross.
        ReplyOtherPath = "reply-other-path",
        /// The reply comes back with other addresses or ports than the sender expects.
        ReplyMismatch = "reply-mismatch",
        /// The cloud does not carry this destination between machines.
        NotForwarded = "not-forwarded",
    }
}
