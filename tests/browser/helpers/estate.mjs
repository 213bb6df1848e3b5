// An estate of any size that could be somebody's: five tiers over some zones, two roles in each, NAT, ACLs at the edge and
// round the data, and intents that all hold.

const TIERS = {
  edge: ["web", "proxy"],
  app: ["api", "admin"],
  work: ["orders", "billing"],
  data: ["db", "cache"],
  ops: ["batch", "monitor"],
};

const ROLES = Object.values(TIERS).flat();

/** Who opens connections to whom, on which port. */
const FLOWS = [
  ["web", "api", 8080],
  ["proxy", "admin", 8443],
  ["api", "orders", 8081],
  ["api", "billing", 8082],
  ["admin", "orders", 8081],
  ["orders", "db", 5432],
  ["billing", "db", 5432],
  ["batch", "db", 5432],
  ["orders", "cache", 6379],
  ...ROLES.filter((role) => role !== "monitor").map((role) => ["monitor", role, 9100]),
];


/**
 * `machines` interfaces, spread evenly; `zones` times five subnets. Those of a role in a subnet are alike, unless each is
 * to have a tag of its own.
 */
export function estate({ machines, zones = 2, alike = true }) {
  const subnets = Object.entries(TIERS).flatMap(([tier, roles], row) =>
    Array.from({ length: zones }, (_, zone) => ({
      tier,
      roles,
      zone: `eu-central-1${"abcdef"[zone]}`,
      name: `${tier}-${"abcdef"[zone]}`,
      net: `10.0.${row * 16 + zone}`,
    })),
  );
  const lines = subnets.map(({ tier, name, net, zone }) => {
    const table = tier === "edge" ? "public" : tier === "data" ? "quiet" : "private";
    const acl = { edge: "; network-acl edge", data: "; network-acl vault" }[tier] ?? "";
    return `    subnet ${name} ${net}.0/24 in ${zone} { route-table ${table}${acl} }`;
  });
  const groups = ROLES.map((role) => {
    const ingress = FLOWS.filter(([, to]) => to === role).map(([from, , port]) => `ingress tcp ${port} from ${from}`);
    const egress = FLOWS.filter(([from]) => from === role).map(([, to, port]) => `egress tcp ${port} to ${to}`);
    if (role === "web") ingress.unshift(`ingress tcp 443 from 0.0.0.0/0`);
    if (role === "billing") egress.push("egress tcp 443 to 0.0.0.0/0");
    return `    security-group ${role} {\n      ${[...ingress, ...egress].join("\n      ")}\n    }`;
  });
  const instances = Array.from({ length: machines }, (_, index) => {
    const { roles, name, net } = subnets[index % subnets.length];
    const within = Math.floor(index / subnets.length);
    const role = roles[within % roles.length];
    const front = role === "web" ? `; public-ip 198.51.${100 + Math.floor(index / 250)}.${(index % 250) + 1}` : "";
    const own = alike ? "" : `; tag unit=${index + 1}`;
    return `    instance ${role}-${index + 1} in ${name} { ip ${net}.${within + 10}${front}; security-group ${role}; tag role=${role}${own} }`;
  });
  return `# ${machines} interfaces in ${subnets.length} subnets.
network shop on aws in eu-central-1 {
  vpc main 10.0.0.0/16 {
    internet-gateway igw
    nat-gateway nat in edge-a { public-ip 203.0.113.20; ip 10.0.0.5 }

    route-table public  { 0.0.0.0/0 -> igw }
    route-table private { 0.0.0.0/0 -> nat }
    route-table quiet   { main yes }

    network-acl edge {
      ingress  90 deny  any            from 192.0.2.0/24
      ingress 100 allow tcp 443        from 0.0.0.0/0
      ingress 110 allow tcp 1024-65535 from 0.0.0.0/0
      egress  100 allow any            to   0.0.0.0/0
    }
    network-acl vault {
      ingress 100 allow tcp 1024-65535 from 10.0.0.0/16
      egress  100 allow tcp 1024-65535 to   10.0.0.0/16
    }

${lines.join("\n")}

${groups.join("\n")}

${instances.join("\n")}
  }
}

segment front   = tag role=web
segment apis    = tag role=api
segment workers = tag role=orders, tag role=billing
segment data    = tag role=db, tag role=cache
segment watch   = tag role=monitor
segment scanner = 192.0.2.0/24
service https    = tcp 443
service postgres = tcp 5432
service metrics  = tcp 9100

require internet except scanner -> front : https
require front   -> apis : tcp 8080
require apis    -> tag role=orders : tcp 8081
require apis    -> tag role=billing : tcp 8082
require workers -> tag role=db : postgres
require tag role=orders -> tag role=cache : tcp 6379
require tag role=billing -> internet except scanner : https because "the payment provider"
require watch   -> data, workers, apis : metrics
deny    internet -> any except front
deny    scanner -> any
deny    internet -> any : tcp 22, 3389
deny    data    -> any because "the data only answers"
deny    any except workers, watch, tag role=batch -> data
deny    front   -> workers, data : any
deny    any     -> tag role=db : any {
  allow workers, tag role=batch -> tag role=db : postgres
  allow watch -> tag role=db : metrics
}
isolate front from data
`;
}
