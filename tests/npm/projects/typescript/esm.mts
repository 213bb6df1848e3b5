import init, { Analysis, check, complete, hover, outline, reach, rename, tokens, version } from "ringfence";
import type { Answer, MatrixRowResult, ReachResult, Report, ShownProblem, Source, Texts, Topology, Verdict } from "ringfence";
import * as inline from "ringfence/inline";

const sources: readonly Source[] = [{ name: "a.fence", text: "" }] as const;
const texts: Texts = sources;
const report: Report = check(texts);
const holds: number = report.summary.hold;
const loaded: Promise<void> = init(new URL("https://example.com/ringfence.wasm"));
const named: string = version();

export function verdict(result: ReachResult): Verdict | readonly ShownProblem[] {
  switch (result.type) {
    case "answer": {
      const answer: Answer = result;
      return answer.verdict;
    }
    case "refused":
      return result.problems;
  }
}

export function cells(row: MatrixRowResult): number {
  return row.type === "row" ? row.cells.filter((cell) => cell === "one-way").length : row.problems.length;
}

{
  using analysis = new Analysis("");
  const topology: Topology = analysis.topology();
  for (const step of topology.areas) console.log(step.kind, step.selector?.length);
  cells(analysis.matrixRow(analysis.matrix("segment").by, 0, "tcp 443"));
  cells(analysis.matrixRow("endpoint", 1));
}

const offers: readonly string[] = complete(texts, "a.fence", 0)?.items.map(({ text }) => text) ?? [];
const title: string | undefined = hover(texts, "a.fence", 0)?.title;
const renamed = rename(texts, "a.fence", 0, "b");
const why: string = renamed.type === "renamed" ? renamed.edits.length.toString() : renamed.why;
console.log(offers, title, why, outline("")[0]?.children, tokens("")[0]?.class === "kind");

// The other build has the same types.
const same: typeof check = inline.check;
verdict(inline.reach("", "internet -> any"));

// What must not be: each of these is an error.
// @ts-expect-error
check(5);
// @ts-expect-error
check([{ name: "a.fence" }]);
// @ts-expect-error
reach("");
// @ts-expect-error
new Analysis();
// @ts-expect-error
new Analysis("").matrix("zone");
// @ts-expect-error
reach("", "a -> b").verdict;
// @ts-expect-error
report.summary.hold = "many";

console.log(holds, loaded, named, same);
