import init, { Analysis, check, reach, version } from "ringfence";
import type { Answer, MatrixRowResult, ReachResult, Report, ShownProblem, Source, Texts, Topology, Verdict } from "ringfence";
import load, { complete, format, hover, outline, rename, tokens } from "ringfence/editor";
import type { FormatResult, Hover } from "ringfence/editor";
import * as inlineEditor from "ringfence/editor/inline";
import * as inline from "ringfence/inline";

const sources: readonly Source[] = [{ name: "a.fence", text: "" }] as const;
const texts: Texts = sources;
const report: Report = check(texts);
const holds: number = report.summary.hold;
const loaded: Promise<void> = init(new URL("https://example.com/ringfence.wasm"));
const both: Promise<void[]> = Promise.all([loaded, load(new URL("https://example.com/editor.wasm"))]);
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
const told: Hover | null = hover(texts, "a.fence", 0);
const title: string | undefined = told?.title;
const formatted: FormatResult = format("");
const renamed = rename(texts, "a.fence", 0, "b");
const why: string = renamed.type === "renamed" ? renamed.edits.length.toString() : renamed.why;
console.log(offers, title, why, outline("")[0]?.children, tokens("")[0]?.class === "kind");

// The other builds have the same types.
const same: typeof check = inline.check;
const alike: typeof format = inlineEditor.format;
verdict(inline.reach("", "internet -> any"));

// What must not be: each of these is an error.
// @ts-expect-error
check(5);
// @ts-expect-error
check([{ name: "a.fence" }]);
// @ts-expect-error
reach("");
// @ts-expect-error
format([{ name: "a.fence", text: "" }]);
// @ts-expect-error
inline.format("");
// @ts-expect-error
new Analysis();
// @ts-expect-error
new Analysis("").matrix("zone");
// @ts-expect-error
reach("", "a -> b").verdict;
// @ts-expect-error
report.summary.hold = "many";

console.log(holds, both, named, same, formatted, alike);
