// Bundles the editor: `node build.mjs [FOLDER]` writes FOLDER/editor.js and its other parts, beside them the licences of what is
// in them and the list of the parts that are loaded later, and prints what each weighs.

import { cp, readFile, rm, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { view } from "./view.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ? resolve(process.argv[2]) : resolve(here, "../../target/editor");

// A part of an older build has another name.
for (const name of await readdir(folder).catch(() => [])) {
  if (name.startsWith("editor")) await rm(join(folder, name));
}

/** A package as a module of its own, so that what only a later part needs of it is not in the first. */
const twice = {
  name: "twice",
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /^@.*\?\w+$/ }, async ({ path, ...from }) => {
      const [name, suffix] = path.split("?");
      return { ...(await resolve(name, { ...from })), suffix: `?${suffix}` };
    }),
};

// What is only asked for later: the language service and what reads exports, each a worker and the engine for it.
const npm = resolve(here, "../../target/npm/ringfence");
for (const [worker, engine] of [
  ["language", "editor"],
  ["exports", "import"],
]) {
  await build({
    entryPoints: [resolve(here, `../worker/${worker}.ts`)],
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    alias: { [`ringfence/${engine}`]: join(npm, engine, "web.js") },
    logLevel: "warning",
  });
  await cp(join(npm, engine, `${engine}.wasm`), join(folder, `${worker}.wasm`));
}

const { metafile } = await build({
  entryPoints: [join(here, "src/editor.ts")],
  outdir: folder,
  chunkNames: "editor-[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  plugins: [view, twice],
  metafile: true,
  logLevel: "warning",
});

const packages = Object.keys(metafile.inputs).flatMap((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
const licences = [...new Set(packages)].sort().map(async (path) => {
  const { name, version } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  return `${name} ${version}\n\n${await readFile(join(path, "LICENSE"), "utf8")}`;
});
await writeFile(join(folder, "editor.licences.txt"), (await Promise.all(licences)).join("\n\n"));

/** The parts that come with the entry. */
const first = new Set();
const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith("/editor.ts"));
const follow = (path) => {
  if (first.has(path)) return;
  first.add(path);
  for (const { path: other, kind } of metafile.outputs[path].imports) if (kind === "import-statement") follow(other);
};
follow(entry);
// What the page keeps for when there is no network only once it was used.
const later = Object.keys(metafile.outputs).filter((path) => !first.has(path)).map((path) => basename(path));
await writeFile(join(folder, "later.txt"), [...later, "language.js", "language.wasm", "exports.js", "exports.wasm", ""].join("\n"));

const parts = Object.keys(metafile.outputs).map(async (path) => {
  const bytes = await readFile(path);
  const when = first.has(path) ? "" : ", later";
  console.log(`${basename(path)}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip${when}`);
});
await Promise.all(parts);
