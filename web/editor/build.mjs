// Bundles the editor: `node build.mjs [FOLDER]` writes FOLDER/editor.js, prints its size, and writes beside it the
// licences of what is in it.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ? resolve(process.argv[2]) : resolve(here, "../../target/editor");
const outfile = join(folder, "editor.js");

const { metafile } = await build({
  entryPoints: [join(here, "src/editor.ts")],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  metafile: true,
  logLevel: "warning",
});

const packages = Object.keys(metafile.inputs).flatMap((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
const licences = [...new Set(packages)].sort().map(async (path) => {
  const { name, version } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  return `${name} ${version}\n\n${await readFile(join(path, "LICENSE"), "utf8")}`;
});
await writeFile(join(folder, "editor.licences.txt"), (await Promise.all(licences)).join("\n\n"));

const bytes = await readFile(outfile);
console.log(`editor.js: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
