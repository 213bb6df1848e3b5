/**
 * What a question comes to: an answer, or why it could not be asked.
 */
export type ReachResult = { "type": "answer" } & Answer | { "type": "refused" } & Refusal;

/**
 * What `reach` and `explain` answer.
 */
export type Answer = {
  /**
   * The question, as it was asked.
   */
  question: string,
  /**
   * The verdict.
   */
  verdict: Verdict,
  /**
   * Where the verdict is `unknown`, those that are possible; else none.
   */
  possible?: Array<Verdict>,
  /**
   * Flows that some path delivers.
   */
  delivered: Bounds,
  /**
   * Flows that some path delivers and answers.
   */
  answered: Bounds,
  /**
   * One packet that shows the verdict, as its sender sends it; where that is `unknown` one that may be delivered. None
   * when nothing could be sent at all.
   */
  witness: Witness | null,
  /**
   * The way of the witness, there and back.
   */
  path: Path | null,
  /**
   * What to change so that the witness's flow is delivered and answered by every path: alternatives, each a
   * set that is enough. Empty when nothing stops it.
   */
  blockers: Array<Blocker>,
  /**
   * What the answer rests on besides the text.
   */
  assumptions: Array<Assumption>,
  /**
   * What is wrong with the texts.
   */
  problems: Array<ShownProblem>,
};

/**
 * Why a question could not be asked.
 */
export type Refusal = {
  /**
   * What is wrong with the texts and with the question; places in the question name the file `question`.
   */
  problems: Array<ShownProblem>,
};

/**
 * The answer to a question.
 */
export type Verdict = "reachable" | "partly" | "one-way" | "blocked" | "unknown";

/**
 * A set of flows as far as it is known.
 */
export type Bounds = {
  /**
   * Flows that are in it whatever the estate leaves open.
   */
  surely: Flows,
  /**
   * Flows that may be in it; equal to `surely` where nothing is left open.
   */
  possibly: Flows,
};

/**
 * An exact set of flows.
 */
export type Flows = {
  /**
   * How many, in decimal: counts pass what JSON numbers can hold.
   */
  count: string,
  /**
   * The set as a union of boxes that share no flow.
   */
  boxes: Array<FlowBox>,
};

/**
 * The product of some sources, some destinations and some traffic.
 */
export type FlowBox = {
  /**
   * The family of all addresses.
   */
  family: Family,
  /**
   * Sources as sent.
   */
  source: Ends,
  /**
   * Destinations as delivered; as sent where a public address was asked about.
   */
  destination: Ends,
  /**
   * Any of these.
   */
  traffic: Array<TrafficBox>,
};

/**
 * Addresses at one end of a box.
 */
export type Ends = {
  /**
   * Where the addresses are: the name of a virtual network, or `outside`.
   */
  network: string,
  /**
   * One name for exactly these addresses, where there is one: `internet`, or the name of an interface.
   */
  name?: string,
  /**
   * The addresses, ascending.
   */
  addresses: Array<Range<string>>,
};

/**
 * Values from `first` to `last`, both included.
 */
export type Range<T> = {
  /**
   * The lowest.
   */
  first: T,
  /**
   * The highest.
   */
  last: T,
};

/**
 * Some traffic of a box.
 */
export type TrafficBox = { "type": "any" } | { "type": "ports",
  /**
   * `tcp`, `udp`.
   */
  protocols: Array<string>,
  /**
   * Source ports, ascending.
   */
  sourcePorts: Array<Range<number>>,
  /**
   * Destination ports, ascending.
   */
  destinationPorts: Array<Range<number>>,
} | { "type": "icmp",
  /**
   * Types, ascending.
   */
  types: Array<Range<number>>,
  /**
   * Codes, ascending.
   */
  codes: Array<Range<number>>,
} | { "type": "protocols",
  /**
   * The numbers, ascending.
   */
  numbers: Array<Range<number>>,
};

/**
 * One concrete packet, as its sender sends it.
 */
export type Witness = {
  /**
   * Who sends it: the name of an interface, or `internet`.
   */
  from: string,
  /**
   * Who it is for: the name of an interface, of what a public address stands for, or `internet`.
   */
  to: string,
  /**
   * The packet.
   */
  packet: ShownPacket,
};

/**
 * The fields of a packet that its protocol has.
 */
export type ShownPacket = {
  /**
   * Source address.
   */
  source: string,
  /**
   * Destination address.
   */
  destination: string,
  /**
   * `tcp`, `udp`, `icmp`, `icmpv6`, or the protocol's number.
   */
  protocol: string,
  /**
   * TCP, UDP.
   */
  sourcePort?: number,
  /**
   * TCP, UDP.
   */
  destinationPort?: number,
  /**
   * ICMP, ICMPv6.
   */
  icmpType?: number,
  /**
   * ICMP, ICMPv6.
   */
  icmpCode?: number,
};

/**
 * The way of a packet and of its reply.
 */
export type Path = {
  /**
   * From the sender on, hop by hop. Goes on past a filter's drop, as far as there is a next hop.
   */
  forward: Array<Step>,
  /**
   * From the receiver back; empty when nothing is delivered or nothing answers.
   */
  reply: Array<Step>,
};

/**
 * What one hop does with a packet.
 */
export type Step = {
  /**
   * The hop.
   */
  hop: Thing,
  /**
   * What it does.
   */
  action: StepAction,
  /**
   * What decides: the rule or route, where it is written or implied.
   */
  by: Thing,
  /**
   * The packet as it comes to the hop.
   */
  packet: ShownPacket,
};

/**
 * What a hop does with a packet.
 */
export type StepAction = { "type": "allow" } | { "type": "tracked" } | { "type": "forward" } | { "type": "translate" } | { "type": "may-forward" } | { "type": "deliver" } | { "type": "stop",
  /**
   * Why.
   */
  code: Reason,
};

/**
 * A thing of the estate, or one that the cloud adds, with its place.
 */
export type Thing = {
  /**
   * What it is: `security-group`, `network-acl`, `route-table`, `instance`, `internet`.
   */
  kind: string,
  /**
   * Its full name; the implied thing's owner's name where the cloud adds it.
   */
  name: string,
  /**
   * Which part of it: `ingress`, `egress`, `ingress 100`, `0.0.0.0/0`.
   */
  part?: string,
  /**
   * Where it is written.
   */
  place?: Place,
  /**
   * The rule that implies it, where nobody wrote it.
   */
  implied?: string,
  /**
   * Who can change it.
   */
  owner: Owner,
};

/**
 * One way to let the witness's flow through: all of these changes together.
 */
export type Blocker = {
  /**
   * The changes; at least one.
   */
  changes: Array<Change>,
};

/**
 * One thing that stops a packet, and so has to change.
 */
export type Change = {
  /**
   * Why it stops the packet.
   */
  code: Reason,
  /**
   * The thing; for a missing rule the list it is missing from.
   */
  place: Thing,
};

/**
 * What an answer rests on besides the text.
 */
export type Assumption = {
  /**
   * Stable code.
   */
  code: string,
  /**
   * The assumption as a sentence.
   */
  text: string,
  /**
   * The thing it is about.
   */
  place: Thing,
};

/**
 * What `check` answers.
 */
export type Report = {
  /**
   * How the intents and test lines came out.
   */
  summary: Summary,
  /**
   * Every intent, in the order written.
   */
  intents: Array<IntentResult>,
  /**
   * Every test, in the order written.
   */
  tests: Array<TestResult>,
  /**
   * What is wrong with the texts.
   */
  problems: Array<ShownProblem>,
};

/**
 * Counts of results.
 */
export type Summary = {
  /**
   * Intents and test lines that hold.
   */
  hold: number,
  /**
   * Those that fail.
   */
  fail: number,
  /**
   * Those that hang on what the estate does not say, or could not be judged. Intents are not among them where nothing is
   * deployed and test lines ask what they say.
   */
  unknown: number,
};

/**
 * How an intent came out.
 */
export type IntentResult = {
  /**
   * The intent as it is written, on one line.
   */
  text: string,
  /**
   * Where it is written.
   */
  place: Place,
  /**
   * Why it must hold.
   */
  because?: string,
  /**
   * How it came out.
   */
  outcome: Outcome,
  /**
   * Every flow that breaks it: delivered ones for `deny`, `isolate` and `closed`, for `require` those that are not
   * delivered, or not answered by every path. Empty unless it fails.
   */
  violations: Flows,
  /**
   * One of them, with its path, and for `require` what stops it. Where it is unknown whether it fails, a packet that it
   * hangs on, with a path that it may take.
   */
  shown?: Shown,
  /**
   * What the result rests on besides the text.
   */
  assumptions: Array<Assumption>,
};

/**
 * One packet that breaks an intent.
 */
export type Shown = {
  /**
   * The packet, as its sender sends it.
   */
  witness: Witness,
  /**
   * Its way.
   */
  path: Path,
  /**
   * What to change so that it is delivered and answered; empty for `deny`, `isolate` and `closed`.
   */
  blockers: Array<Blocker>,
};

/**
 * How a test came out.
 */
export type TestResult = {
  /**
   * Its name.
   */
  name: string,
  /**
   * Its lines.
   */
  lines: Array<TestLine>,
};

/**
 * How one line of a test came out.
 */
export type TestLine = {
  /**
   * The line as it is written.
   */
  text: string,
  /**
   * Where it is written.
   */
  place: Place,
  /**
   * `holds` when the verdict, and the reason where one is named, are the expected ones.
   */
  outcome: Outcome,
  /**
   * What it expects.
   */
  expected: Expected,
  /**
   * The answer; none when it could not be asked.
   */
  answer?: Answer,
  /**
   * Why it does not hold, where the verdict does not say it already.
   */
  note?: string,
  /**
   * Of a line about the intents alone that fails: a packet that shows it.
   */
  said?: Said,
};

/**
 * What a test line expects: of what is deployed, or of the intents alone. Written as one word.
 */
export type Expected = Verdict | PolicyVerdict;

/**
 * What the intents alone say of packets, whatever is deployed.
 */
export type PolicyVerdict = "allowed" | "denied" | "unstated" | "hangs-on-way";

/**
 * What the intents alone say of one packet.
 */
export type Said = {
  /**
   * The packet, with its destination as delivered, or as sent to a public address that was asked about.
   */
  witness: Witness,
  /**
   * What they say.
   */
  verdict: PolicyVerdict,
  /**
   * The statement that says it; none where no statement is about the packet.
   */
  by?: SaidBy,
};

/**
 * The statement that says what is meant.
 */
export type SaidBy = {
  /**
   * As it is written, on one line.
   */
  text: string,
  /**
   * Where it is written.
   */
  place: Place,
};

/**
 * How something that must hold came out.
 */
export type Outcome = "holds" | "fails" | "unknown" | "not-judged";

/**
 * What is deployed, in boxes, and the names that questions can use.
 */
export type Topology = {
  /**
   * The outermost boxes: networks, in the order written.
   */
  areas: Array<Area>,
  /**
   * Named sets of points, in the order written.
   */
  segments: Array<Named>,
  /**
   * Named services, in the order written.
   */
  services: Array<Named>,
};

/**
 * A box: a network, a virtual network, a zone, a subnet.
 */
export type Area = {
  /**
   * What it is, in the cloud's word: `network`, `vpc`, `zone`, `subnet`.
   */
  kind: string,
  /**
   * Its own name, to show.
   */
  label: string,
  /**
   * The text by which a question names everything in it; absent where no question can (a zone).
   */
  selector?: string,
  /**
   * Its ranges, as written.
   */
  prefixes: Array<string>,
  /**
   * Where it is written; absent for what only groups others (a zone).
   */
  place?: Place,
  /**
   * The boxes in it, in the order written; zones in the order first named.
   */
  areas: Array<Area>,
  /**
   * What stands on its edge and leads out of it, in the order written.
   */
  gateways: Array<Gateway>,
  /**
   * The machines in it; those that are alike are one entry.
   */
  machines: Array<Machines>,
};

/**
 * What leads out of a box: an internet gateway, a NAT gateway.
 */
export type Gateway = {
  /**
   * What it is, in the cloud's word: `internet-gateway`, `nat-gateway`.
   */
  kind: string,
  /**
   * Its own name, to show.
   */
  label: string,
  /**
   * Its public addresses, as written.
   */
  addresses: Array<string>,
  /**
   * Where it is written.
   */
  place: Place,
};

/**
 * Machines of one box that are alike: in the same groups, with the same tags and client ports, and with as many
 * addresses of each kind. What a rule or a question says about single addresses may still tell them apart.
 */
export type Machines = {
  /**
   * At least one, in the order written.
   */
  members: Array<Machine>,
  /**
   * The groups that all of them are in (security groups), by their own names.
   */
  groups: Array<string>,
  /**
   * The tags that all of them carry, as `key=value`.
   */
  tags: Array<string>,
};

/**
 * One interface of a machine, where it stands.
 */
export type Machine = {
  /**
   * What it is, in the cloud's word: `instance`, `interface`.
   */
  kind: string,
  /**
   * Its own name, to show; of an interface with the machine's name before it.
   */
  label: string,
  /**
   * The text by which a question names exactly it.
   */
  selector: string,
  /**
   * Its private addresses, as written.
   */
  addresses: Array<string>,
  /**
   * Its public addresses, as written.
   */
  public: Array<string>,
  /**
   * Where it is written.
   */
  place: Place,
};

/**
 * A name that a text gives.
 */
export type Named = {
  /**
   * The name, as a question writes it.
   */
  name: string,
  /**
   * Where it is written.
   */
  place: Place,
};

/**
 * A matrix without its cells, which come a row at a time.
 */
export type Matrix = {
  /**
   * What rows and columns are.
   */
  by: MatrixBy,
  /**
   * The rows, and in the same order the columns.
   */
  ends: Array<MatrixEnd>,
};

/**
 * What the rows and columns of a matrix are.
 */
export type MatrixBy = "segment" | "subnet" | "machines" | "endpoint";

/**
 * A row, and a column.
 */
export type MatrixEnd = {
  /**
   * What it is: `internet`, `segment`, or the cloud's word (`subnet`, `instance`).
   */
  kind: string,
  /**
   * To show.
   */
  label: string,
  /**
   * The text by which a question names it.
   */
  selector: string,
  /**
   * Where it is written; absent for the internet.
   */
  place?: Place,
};

/**
 * The answers of one row.
 */
export type MatrixRow = {
  /**
   * The verdict from this row to each column; none where there is no flow to ask about: from a machine to itself, from
   * the internet to the internet, or to and from an empty set.
   */
  cells: Array<Verdict | null>,
};

/**
 * How much is known of what becomes of everything that is sent. Places that are alike but for their own addresses are of one
 * kin: one of them is asked for all.
 */
export type Progress = { "type": "pending",
  /**
   * Kins that were looked at.
   */
  found: number,
  /**
   * All kins.
   */
  of: number,
} | { "type": "done",
  /**
   * All kins.
   */
  of: number,
};

/**
 * What may be written at a place.
 */
export type Completions = {
  /**
   * The word that is replaced; empty between words.
   */
  place: Place,
  /**
   * What may stand there, in an order that does not change, whatever was typed of the word already.
   */
  items: Array<Completion>,
  /**
   * Whether names are left out, as there are too many: then only those are here that hold the letters typed so far.
   */
  partial: boolean,
};

/**
 * Something that may be written.
 */
export type Completion = {
  /**
   * The text to put in the place.
   */
  text: string,
  /**
   * What it is.
   */
  kind: CompletionKind,
  /**
   * How the statement goes on, or the kind and full name of a thing; may be empty.
   */
  detail: string,
  /**
   * What it means, in a sentence, or where a name is declared; may be empty.
   */
  doc: string,
};

/**
 * What is offered.
 */
export type CompletionKind = "kind" | "property" | "verb" | "name" | "value" | "link";

/**
 * What a word means.
 */
export type Hover = {
  /**
   * The word.
   */
  place: Place,
  /**
   * How it is written, `subnet NAME PREFIX, ... [in TEXT]`, or, of a name, its kind and full name.
   */
  title: string,
  /**
   * What it is, in a sentence; may be empty.
   */
  doc: string,
  /**
   * Of a name, the first line of its declaration.
   */
  declaration?: string,
  /**
   * What holds when the statement is not written.
   */
  default?: string,
  /**
   * Which section of the cloud's rules it comes from.
   */
  source?: string,
};

/**
 * Why a name stays as it is.
 */
export type RenameRefusal = {
  /**
   * Why.
   */
  why: RenameFault,
  /**
   * Why, as a sentence.
   */
  message: string,
  /**
   * What is in the way.
   */
  place?: Place,
};

/**
 * Why a name stays as it is.
 */
export type RenameFault = "nothing-to-rename" | "no-name" | "taken" | "means-more" | "other-meaning";

/**
 * A statement that declares a thing, defines a name, or says what must hold, with those in its block.
 */
export type OutlineItem = {
  /**
   * Its word: a kind, the verb of an intent, the verdict of a test line.
   */
  kind: string,
  /**
   * Its name; of what has none, what stands behind its word, on one line.
   */
  name: string,
  /**
   * The whole statement with its block.
   */
  place: Place,
  /**
   * The name alone, or what stands for it.
   */
  namePlace: Place,
  /**
   * What stands in its block.
   */
  children: Array<OutlineItem>,
};

/**
 * A word, sign or comment, which stands on one line.
 */
export type SemanticToken = {
  /**
   * Line, from 1.
   */
  line: number,
  /**
   * Column of its first character in UTF-16 code units, from 1.
   */
  column: number,
  /**
   * UTF-16 code units.
   */
  length: number,
  /**
   * What it is.
   */
  class: TokenClass,
};

/**
 * What a word is.
 */
export type TokenClass = "kind" | "property" | "verb" | "declaration" | "reference" | "link" | "builtin" | "action" | "service" | "number" | "address" | "tag" | "text" | "string" | "sign" | "comment" | "unknown";

/**
 * A problem of a text, with its places resolved.
 */
export type ShownProblem = {
  /**
   * Stable code.
   */
  code: ProblemCode,
  /**
   * How much it weighs.
   */
  severity: Severity,
  /**
   * What is wrong.
   */
  message: string,
  /**
   * Where.
   */
  place: Place,
  /**
   * Other places that matter.
   */
  related: Array<Related>,
  /**
   * What to do about it.
   */
  help?: string,
  /**
   * The edit that mends it.
   */
  fix?: ShownFix,
};

/**
 * Another place that matters for a problem.
 */
export type Related = {
  /**
   * Where.
   */
  place: Place,
  /**
   * What it shows.
   */
  note: string,
};

/**
 * An edit.
 */
export type ShownFix = {
  /**
   * What is replaced; empty to insert.
   */
  place: Place,
  /**
   * The text to put there.
   */
  text: string,
};

/**
 * A stretch of a named text, as answers show it.
 */
export type Place = {
  /**
   * The name of the text, as it was given.
   */
  file: string,
  /**
   * Its first character.
   */
  start: Position,
  /**
   * Behind its last character.
   */
  end: Position,
  /**
   * In a text of JSON, which value it is (RFC 6901).
   */
  pointer?: string,
};

/**
 * One point of a text, on every surface in the same units.
 */
export type Position = {
  /**
   * Byte offset in UTF-8, from 0.
   */
  offset: number,
  /**
   * Line, from 1; lines end at `\n`.
   */
  line: number,
  /**
   * Column in UTF-16 code units, from 1, as editors count.
   */
  column: number,
};

/**
 * How much a problem weighs.
 */
export type Severity = "warning" | "error";

/**
 * The kinds of problems a text can have. The catalogue is this list: each code is stable.
 */
export type ProblemCode = "bad-token" | "bad-string" | "bad-address" | "bad-prefix-length" | "host-bits" | "out-of-range" | "name-starts-with-digit" | "unexpected" | "missing" | "unbalanced" | "nested-too-deep" | "too-many-problems" | "unknown-word" | "not-modelled-yet" | "wrong-shape" | "wrong-value" | "wrong-link" | "duplicate" | "unknown-name" | "ambiguous-name" | "wrong-kind" | "cycle" | "outside" | "overlap" | "reserved-address" | "quota-exceeded" | "not-in-this-cloud" | "stale-reference" | "empty-set" | "nothing-asked" | "sides-overlap" | "untagged" | "contradiction" | "dead-allow" | "nothing-deployed" | "too-large" | "bad-export" | "left-out" | "not-in-exports" | "assumed";

/**
 * Why a packet is stopped. Each code is stable.
 */
export type Reason = "sg-no-rule" | "acl-deny" | "acl-no-rule" | "no-route" | "blackhole" | "no-such-address" | "no-public-address" | "no-internet-gateway" | "private-destination" | "egress-only-gateway" | "nat-unsolicited" | "nat-protocol" | "no-line" | "vpn-ipv4-only" | "site-deny" | "source-dest-check" | "peering-inactive" | "beyond-peering" | "public-access-blocked" | "internet-traffic-denied" | "endpoint-answers-only" | "endpoint-from-elsewhere" | "no-listener" | "no-target" | "not-a-target" | "no-attachment-in-zone" | "no-tgw-route-table" | "route-loop" | "reply-other-path" | "reply-mismatch" | "not-forwarded";

/**
 * Who can change a thing.
 */
export type Owner = "customer" | "provider" | "shared";

/**
 * The address family of a packet.
 */
export type Family = "v4" | "v6";
