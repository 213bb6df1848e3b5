//! The members of AWS's objects that say nothing about packets, so that the others are not overlooked.

/// A kind of object.
pub(crate) struct Kind {
    /// As a message names it.
    pub(crate) name: &'static str,
    /// Members that are not read.
    pub(crate) passed: &'static [&'static str],
    /// Whether what is not known of it may change the answer.
    pub(crate) decides: Decides,
}

/// Which members that are not known decide about packets.
pub(crate) enum Decides {
    No,
    /// Those that hold something.
    Holding,
    Yes,
}

const fn kind(name: &'static str, passed: &'static [&'static str]) -> Kind {
    Kind { name, passed, decides: Decides::No }
}

/// What has rules, routes or ranges in it.
const fn holder(name: &'static str, passed: &'static [&'static str]) -> Kind {
    Kind { name, passed, decides: Decides::Holding }
}

const fn rule(name: &'static str, passed: &'static [&'static str]) -> Kind {
    Kind { name, passed, decides: Decides::Yes }
}

pub(crate) const VPC: Kind = holder(
    "a VPC",
    &["DhcpOptionsId", "InstanceTenancy", "IsDefault", "State", "VpcArn", "EncryptionControl"],
);
pub(crate) const SUBNET: Kind = holder(
    "a subnet",
    &[
        "AssignIpv6AddressOnCreation",
        "AvailabilityZoneId",
        "AvailableIpAddressCount",
        "CustomerOwnedIpv4Pool",
        "DefaultForAz",
        "EnableDns64",
        "EnableLniAtDeviceIndex",
        "Ipv6Native",
        "MapCustomerOwnedIpOnLaunch",
        "OutpostArn",
        "OwnerId",
        "PrivateDnsNameOptionsOnLaunch",
        "State",
        "SubnetArn",
        "BlockPublicAccessStates",
        "Type",
    ],
);
pub(crate) const ROUTE_TABLE: Kind = holder("a route table", &["OwnerId"]);
pub(crate) const ROUTE: Kind = rule("a route", &["InstanceOwnerId"]);
pub(crate) const ACL: Kind = holder("a network ACL", &["OwnerId"]);
pub(crate) const ENTRY: Kind = rule("a rule of a network ACL", &[]);
pub(crate) const GROUP: Kind = holder("a security group", &["Description", "OwnerId", "SecurityGroupArn"]);
pub(crate) const PERMISSION: Kind = rule("a rule of a security group", &[]);
pub(crate) const PEER: Kind =
    rule("a peer of a rule", &["Description", "UserId", "VpcId", "VpcPeeringConnectionId", "GroupName"]);
pub(crate) const TRANSIT_GATEWAY: Kind =
    kind("a transit gateway", &["TransitGatewayArn", "State", "OwnerId", "Description", "CreationTime"]);
pub(crate) const TRANSIT_ATTACHMENT: Kind = kind(
    "a transit gateway attachment",
    &[
        "TransitGatewayOwnerId",
        "ResourceOwnerId",
        "VpcOwnerId",
        "CreationTime",
        "Status",
        "Options",
        "AccepterTransitGatewayAttachmentId",
    ],
);
pub(crate) const TRANSIT_TABLE: Kind = holder(
    "a route table of a transit gateway",
    &["DefaultAssociationRouteTable", "DefaultPropagationRouteTable", "CreationTime"],
);
pub(crate) const TRANSIT_ROUTE: Kind =
    rule("a route of a transit gateway", &["TransitGatewayRouteTableAnnouncementId"]);
pub(crate) const TRANSIT_LINK: Kind = kind(
    "what asks or fills a route table of a transit gateway",
    &["ResourceId", "ResourceType", "TransitGatewayRouteTableAnnouncementId"],
);
pub(crate) const GATEWAY: Kind =
    kind("a gateway", &["OwnerId", "State", "Type", "AmazonSideAsn", "AvailabilityZone"]);
pub(crate) const NAT: Kind = kind(
    "a NAT gateway",
    &[
        "CreateTime",
        "DeleteTime",
        "FailureCode",
        "FailureMessage",
        "ProvisionedBandwidth",
        "AutoScalingIps",
        "AutoProvisionZones",
        "AttachedAppliances",
        "RouteTableId",
        "NatGatewayAttachedAppliances",
    ],
);
pub(crate) const NAT_ADDRESS: Kind = kind(
    "an address of a NAT gateway",
    &[
        "AllocationId",
        "NetworkInterfaceId",
        "IsPrimary",
        "AssociationId",
        "FailureMessage",
        "Status",
        "AvailabilityZone",
        "AvailabilityZoneId",
    ],
);
pub(crate) const ADDRESS: Kind = kind(
    "an Elastic IP",
    &[
        "AllocationId",
        "AssociationId",
        "Domain",
        "InstanceId",
        "NetworkInterfaceOwnerId",
        "PublicIpv4Pool",
        "NetworkBorderGroup",
        "CustomerOwnedIpv4Pool",
        "ServiceManaged",
        "SubnetId",
        "Tags",
    ],
);
pub(crate) const MACHINE: Kind = kind(
    "an instance",
    &[
        "AmiLaunchIndex",
        "Architecture",
        "BlockDeviceMappings",
        "BootMode",
        "CapacityReservationId",
        "CapacityReservationSpecification",
        "ClientToken",
        "CpuOptions",
        "CurrentInstanceBootMode",
        "EbsOptimized",
        "ElasticGpuAssociations",
        "ElasticInferenceAcceleratorAssociations",
        "EnaSupport",
        "EnclaveOptions",
        "HibernationOptions",
        "Hypervisor",
        "IamInstanceProfile",
        "ImageId",
        "InstanceLifecycle",
        "InstanceType",
        "Ipv6Address",
        "KernelId",
        "KeyName",
        "LaunchTime",
        "Licenses",
        "MaintenanceOptions",
        "MetadataOptions",
        "Monitoring",
        "NetworkPerformanceOptions",
        "Operator",
        "OutpostArn",
        "Placement",
        "Platform",
        "PlatformDetails",
        "PrivateDnsName",
        "PrivateDnsNameOptions",
        "ProductCodes",
        "PublicDnsName",
        "RamdiskId",
        "RootDeviceName",
        "RootDeviceType",
        "SpotInstanceRequestId",
        "SriovNetSupport",
        "StateReason",
        "StateTransitionReason",
        "TpmSupport",
        "UsageOperation",
        "UsageOperationUpdateTime",
        "VirtualizationType",
    ],
);
pub(crate) const INTERFACE: Kind = kind(
    "a network interface",
    &[
        "Association",
        "AvailabilityZone",
        "AvailabilityZoneId",
        "ConnectionTrackingConfiguration",
        "Ipv6Address",
        "Ipv6Native",
        "MacAddress",
        "NetworkInterfaceArn",
        "Operator",
        "OutpostArn",
        "OwnerId",
        "PrivateDnsName",
        "PublicDnsName",
        "PublicIpDnsNameOptions",
        "PrivateIpAddress",
        "RequesterId",
        "RequesterManaged",
        "AssociatedSubnets",
        "EnaSrdSpecification",
    ],
);
pub(crate) const ADDRESS_OF_INTERFACE: Kind = kind(
    "an address of a network interface",
    &["PrivateDnsName", "Primary", "IsPrimaryIpv6", "PublicIpv6DnsName"],
);
pub(crate) const ASSOCIATION: Kind = kind(
    "a public address",
    &["AllocationId", "AssociationId", "IpOwnerId", "PublicDnsName", "NetworkBorderGroup"],
);
pub(crate) const PEERING: Kind = kind("a peering", &["ExpirationTime"]);
pub(crate) const PEERING_END: Kind = kind("a VPC of a peering", &["CidrBlock", "PeeringOptions"]);
pub(crate) const USED_IN: Kind =
    kind("a group that is used in another VPC", &["VpcOwnerId", "GroupOwnerId", "StateReason"]);
pub(crate) const STALE_GROUP: Kind = kind("a group with stale rules", &["Description", "GroupName", "VpcId"]);
pub(crate) const ENDPOINT: Kind = kind(
    "an endpoint",
    &[
        "CreationTimestamp",
        "DnsEntries",
        "DnsOptions",
        "Groups",
        "IpAddressType",
        "LastError",
        "OwnerId",
        "PolicyDocument",
        "PrivateDnsEnabled",
        "RequesterManaged",
        "Ipv4Prefixes",
        "Ipv6Prefixes",
        "FailureReason",
        "ServiceNetworkArn",
        "ResourceConfigurationArn",
        "ServiceRegion",
    ],
);
pub(crate) const SERVICE: Kind = kind(
    "an endpoint service",
    &[
        "ServiceType",
        "AvailabilityZones",
        "AvailabilityZoneIds",
        "AcceptanceRequired",
        "ManagesVpcEndpoints",
        "SupportedIpAddressTypes",
        "BaseEndpointDnsNames",
        "PrivateDnsName",
        "PrivateDnsNameConfiguration",
        "PayerResponsibility",
        "SupportedRegions",
        "RemoteAccessEnabled",
    ],
);
pub(crate) const EXCLUSION: Kind = kind(
    "an exclusion from blocked public access",
    &["ExclusionId", "Reason", "CreationTimestamp", "DeletionTimestamp", "LastUpdateTimestamp", "Tags"],
);
pub(crate) const PREFIX_LIST: Kind = kind(
    "a prefix list",
    &["AddressFamily", "MaxEntries", "OwnerId", "PrefixListArn", "State", "StateMessage", "Version"],
);
pub(crate) const BALANCER: Kind = kind(
    "a load balancer",
    &[
        "CanonicalHostedZoneId",
        "CreatedTime",
        "DNSName",
        "State",
        "CustomerOwnedIpv4Pool",
        "EnablePrefixForIpv6SourceNat",
        "IpamPools",
    ],
);
pub(crate) const CLASSIC_BALANCER: Kind = kind(
    "a classic load balancer",
    &[
        "DNSName",
        "CanonicalHostedZoneName",
        "CanonicalHostedZoneNameID",
        "Policies",
        "BackendServerDescriptions",
        "AvailabilityZones",
        "HealthCheck",
        "SourceSecurityGroup",
        "CreatedTime",
    ],
);
pub(crate) const LISTENER: Kind =
    kind("a listener", &["Certificates", "SslPolicy", "AlpnPolicy", "MutualAuthentication", "Attributes"]);
pub(crate) const TARGET_GROUP: Kind = kind(
    "a target group",
    &[
        "HealthCheckEnabled",
        "HealthCheckIntervalSeconds",
        "HealthCheckPath",
        "HealthCheckPort",
        "HealthCheckProtocol",
        "HealthCheckTimeoutSeconds",
        "HealthyThresholdCount",
        "UnhealthyThresholdCount",
        "LoadBalancerArns",
        "Matcher",
        "ProtocolVersion",
        "IpAddressType",
        "TargetControlPort",
    ],
);

pub(crate) const CONNECTION: Kind = kind(
    "a VPN connection",
    &[
        "Category",
        "CustomerGatewayConfiguration",
        "GatewayAssociationState",
        "CoreNetworkArn",
        "CoreNetworkAttachmentArn",
        "PreSharedKeyArn",
        "Type",
        "VgwTelemetry",
        "VpnConcentratorId",
    ],
);
pub(crate) const CUSTOMER: Kind = kind(
    "a customer gateway",
    &["BgpAsn", "BgpAsnExtended", "CertificateArn", "DeviceName", "State", "Type"],
);
pub(crate) const VIRTUAL_INTERFACE: Kind = kind(
    "a virtual interface",
    &[
        "AddressFamily",
        "AmazonAddress",
        "AmazonSideAsn",
        "Asn",
        "AsnLong",
        "AuthKey",
        "AwsDeviceV2",
        "AwsLogicalDeviceId",
        "BgpPeers",
        "ConnectionId",
        "CustomerAddress",
        "CustomerRouterConfig",
        "JumboFrameCapable",
        "Location",
        "Mtu",
        "OwnerAccount",
        "Region",
        "RouteFilterPrefixes",
        "SiteLinkEnabled",
        "VirtualInterfaceName",
        "Vlan",
        "addressFamily",
        "amazonAddress",
        "amazonSideAsn",
        "asn",
        "asnLong",
        "authKey",
        "awsDeviceV2",
        "awsLogicalDeviceId",
        "bgpPeers",
        "connectionId",
        "customerAddress",
        "customerRouterConfig",
        "jumboFrameCapable",
        "location",
        "mtu",
        "ownerAccount",
        "region",
        "routeFilterPrefixes",
        "siteLinkEnabled",
        "tags",
        "virtualInterfaceName",
        "vlan",
    ],
);
pub(crate) const GATEWAY_ASSOCIATION: Kind = kind(
    "an association of a Direct Connect gateway",
    &[
        "AssociationId",
        "DirectConnectGatewayOwnerAccount",
        "StateChangeError",
        "VirtualGatewayOwnerAccount",
        "VirtualGatewayRegion",
        "associationId",
        "directConnectGatewayOwnerAccount",
        "stateChangeError",
        "virtualGatewayOwnerAccount",
        "virtualGatewayRegion",
    ],
);

/// Lists and other members at the top of exports that no packet hangs on: what machines run and store, what is offered, and
/// what belongs to things that have a list of their own.
pub(crate) const PASSED: &[&str] = &[
    "AvailabilityZones",
    "Regions",
    "Snapshots",
    "Images",
    "KeyPairs",
    "Volumes",
    "Tags",
    "FlowLogs",
    "DhcpOptions",
    "ServiceNames",
    "ServiceDetails",
    "DBInstances",
    "DBClusters",
    "DomainStatusList",
    // What is behind them tell their associations.
    "DirectConnectGateways",
    "directConnectGateways",
    "SecurityGroupRules",
    "ResponseMetadata",
    "collector_version",
    "provider",
    // Of one prefix list, and nothing says of which where the name of the text does not; a rule or route that names a list whose
    // entries are not there is an error.
    "Entries",
    // What services there are to lead to; of one's own another call tells what is behind them.
    "ServiceNames",
    "ServiceDetails",
    // What a firewall lets through is not known; its endpoints are printed with the others.
    "Firewalls",
    "config-file-git-sha1",
    "Account",
    "UserId",
    "Arn",
];

/// Lists of what carries packets and is not modelled yet, with what each is called.
pub(crate) const CARRIERS: &[(&str, &str)] = &[
    ("TargetHealthDescriptions", "targets of which nothing says of what they are"),
    ("CarrierGateways", "carrier gateways"),
    ("LocalGateways", "local gateways"),
    ("ClientVpnEndpoints", "client VPN endpoints"),
    ("CoreNetworks", "core networks"),
    ("RouteServers", "route servers"),
];
