// An example of the gallery, as the page would show it after some slips of its writer.

import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../../../policies/aws/three-tier.fence", import.meta.url), "utf8");

const SLIPS = [
  ["subnet app-b 10.0.17.0/24", "subnet app-b 10.0.17.5/24"],
  ["security-group app; tag tier=backend; client-ports 32768-60999 }\n    instance app-2", "security-group ap; tag tier=backend; client-ports 32768-60999 }\n    instance app-2"],
];

export const example = SLIPS.reduce((text, [right, slip]) => {
  if (!text.includes(right)) throw new Error(`the example has no ${right}`);
  return text.replace(right, slip);
}, text);

const lines = example.split("\n");

/** The place of the first occurrence of a text. */
export function find(what) {
  const line = lines.findIndex((line) => line.includes(what));
  if (line < 0) throw new Error(`the example has no ${what}`);
  const column = lines[line].indexOf(what) + 1;
  return { from: { line: line + 1, column }, to: { line: line + 1, column: column + what.length } };
}

const group = { from: find("security-group ap;").from, to: find("security-group ap;").to };
const ap = { from: { ...group.from, column: group.to.column - 3 }, to: { ...group.to, column: group.to.column - 1 } };

export const problems = [
  {
    ...find("10.0.17.5/24"),
    severity: "error",
    code: "host-bits",
    message: "`10.0.17.5/24` has bits set past its length",
    help: "the prefix that holds it is `10.0.17.0/24`",
    fixes: [{ ...find("10.0.17.5/24"), label: "Write 10.0.17.0/24", text: "10.0.17.0/24" }],
  },
  {
    ...ap,
    severity: "error",
    code: "unknown-name",
    message: "nothing is named `ap`",
    help: "did you mean `app`?",
    related: [{ ...find("security-group app {"), note: "`app` is declared here" }],
    fixes: [
      { ...ap, label: "Write app", text: "app" },
      { ...ap, label: "Write db", text: "db" },
    ],
  },
  {
    ...find("scanner  = 192.0.2.0/24"),
    severity: "warning",
    code: "documentation-range",
    message: "`192.0.2.0/24` is kept for documentation",
  },
];

const HEADS = /^(allow|deny|require|isolate|test)\b/;
const states = { "deny    internet": "fails", "isolate frontend": "unknown", 'test "the database': "not-judged" };

export const marks = lines.flatMap((text, index) => {
  if (!HEADS.test(text)) return [];
  const [, state] = Object.entries(states).find(([start]) => text.startsWith(start)) ?? [undefined, "holds"];
  return [{ line: index + 1, state, title: text.replace(/\s+/g, " ") }];
});

export const path = [find("egress  tcp 443  to   0.0.0.0/0"), find("ingress 100 allow tcp 443")];
