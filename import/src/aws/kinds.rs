//! The members of AWS's objects that say nothing about packets, so that the others are not overlooked.

/// A kind of object.
pub(crate) struct Kind {
    /// As a message names it.
    pub(crate) name: &'static str,
    /// Members that are not read.
    pub(crate) passed: &'static [&'static str],
    /// Whether it decides about packets: then what is not known of it may change the answer.
    pub(crate) decides: bool,
}

const fn kind(name: &'static str, passed: &'static [&'static str]) -> Kind {
    Kind { name, passed, decides: false }
}

const fn rule(name: &'static str, passed: &'static [&'static str]) -> Kind {
    Kind { name, passed, decides: true }
}

pub(crate) const VPC: Kind =
    kind("a VPC", &["DhcpOptionsId", "InstanceTenancy", "IsDefault", "State", "VpcArn", "EncryptionControl"]);
pub(crate) const SUBNET: Kind = kind(
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
pub(crate) const ROUTE_TABLE: Kind = kind("a route table", &["OwnerId"]);
pub(crate) const ROUTE: Kind = rule("a route", &["InstanceOwnerId"]);
pub(crate) const ACL: Kind = kind("a network ACL", &["OwnerId"]);
pub(crate) const ENTRY: Kind = rule("a rule of a network ACL", &[]);
pub(crate) const GROUP: Kind = kind("a security group", &["Description", "OwnerId", "SecurityGroupArn"]);
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
pub(crate) const TRANSIT_TABLE: Kind = kind(
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
        "VpcId",
        "AutoScalingIps",
        "AutoProvisionZones",
        "AttachedAppliances",
        "RouteTableId",
        "NatGatewayAttachedAppliances",
        "ConnectivityType",
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
pub(crate) const ENDPOINT: Kind = kind(
    "an endpoint",
    &[
        "CreationTimestamp",
        "DnsEntries",
        "DnsOptions",
        "Groups",
        "IpAddressType",
        "LastError",
        "NetworkInterfaceIds",
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
        "IpAddressType",
        "LoadBalancerName",
        "SecurityGroups",
        "State",
        "CustomerOwnedIpv4Pool",
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
    "CustomerGateways",
    "LoadBalancerAttributes",
    "TargetGroups",
    "LoadBalancerTargetHealth",
    "TargetHealthDescriptions",
    "Listeners",
    "LoadBalancerListeners",
    "SecurityGroupRules",
    "StaleSecurityGroupSet",
    "ResponseMetadata",
    "collector_version",
    "provider",
    // Of one prefix list, and nothing says of which; a rule or route that names one is an error as long as none is modelled.
    "Entries",
    "config-file-git-sha1",
    "Account",
    "UserId",
    "Arn",
];

/// Lists of what carries packets and is not modelled yet, with what each is called.
pub(crate) const CARRIERS: &[(&str, &str)] = &[
    ("VpnConnections", "VPN connections"),
    ("VirtualInterfaces", "Direct Connect virtual interfaces"),
    ("virtualInterfaces", "Direct Connect virtual interfaces"),
    ("DirectConnectGateways", "Direct Connect gateways"),
    ("directConnectGateways", "Direct Connect gateways"),
    ("DirectConnectGatewayAssociations", "Direct Connect gateway associations"),
    ("directConnectGatewayAssociations", "Direct Connect gateway associations"),
    ("LoadBalancerDescriptions", "classic load balancers"),
    ("CarrierGateways", "carrier gateways"),
    ("LocalGateways", "local gateways"),
    ("ClientVpnEndpoints", "client VPN endpoints"),
    ("CoreNetworks", "core networks"),
    ("Firewalls", "network firewalls"),
    ("RouteServers", "route servers"),
    ("VpcBlockPublicAccessExclusions", "exclusions from blocked public access"),
    ("SecurityGroupVpcAssociations", "groups that are used in other VPCs"),
];
