// What the package takes for reading a network, its class matrix, a question and an edit: the best of so many runs each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [path, runs] = process.argv.slice(1);
const { Analysis } = await import(pathToFileURL(path).href);
const [before, after] = readFileSync(0, "utf8").split("\0");

const find = (analysis) => {
  while (analysis.step(1_000_000).type === "pending");
};

const best = [Infinity, Infinity, Infinity, Infinity];
for (let run = 0; run < Number(runs); run += 1) {
  let analysis;
  const parts = [
    () => (analysis = new Analysis(before)),
    () => find(analysis),
    () => analysis.reach("any -> any : tcp 443"),
    () => {
      analysis.update(after);
      find(analysis);
    },
  ];
  parts.forEach((part, index) => {
    const started = performance.now();
    part();
    best[index] = Math.min(best[index], performance.now() - started);
  });
  analysis.free();
}
console.log(best.join(" "));
