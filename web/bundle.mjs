// What Trunk runs first: bundles the editor with its language service, the worker and the style sheet into target/page/app, and puts the
// engines of the npm package beside them, which has to be there: `cargo xtask page` builds it.

import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const npm = resolve(web, "../target/npm/ringfence");
const out = resolve(web, "../target/page/app");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
execFileSync(process.execPath, [resolve(web, "editor/build.mjs"), out], { stdio: "inherit" });
await build({
  entryPoints: [resolve(web, "worker/worker.ts"), resolve(web, "style/page.css")],
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  alias: { ringfence: resolve(npm, "web.js") },
  define: { BUILD: JSON.stringify(process.env.RINGFENCE_BUILD ?? "development") },
  legalComments: "eof",
  logLevel: "warning",
});
await cp(resolve(npm, "ringfence.wasm"), resolve(out, "ringfence.wasm"));

// The examples, by their paths: loaded when one is wanted.
const policies = resolve(web, "../policies");
const paths = (await readdir(policies, { recursive: true })).filter((path) => path.endsWith(".fence")).sort();
const texts = paths.map(async (path) => [path.split(sep).join("/"), await readFile(resolve(policies, path), "utf8")]);
await writeFile(resolve(out, "examples.json"), JSON.stringify(Object.fromEntries(await Promise.all(texts))));
await appendFile(resolve(out, "later.txt"), "examples.json\n");
