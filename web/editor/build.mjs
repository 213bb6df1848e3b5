// Bundles the editor: `node build.mjs [FOLDER]` writes FOLDER/editor.js and prints its size.

import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ? resolve(process.argv[2]) : resolve(here, "../../target/editor");
const outfile = join(folder, "editor.js");

await build({
  entryPoints: [join(here, "src/editor.ts")],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  // Names of licences and authors stay with the code that is theirs.
  legalComments: "eof",
  logLevel: "warning",
});

const bytes = await readFile(outfile);
console.log(`editor.js: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
