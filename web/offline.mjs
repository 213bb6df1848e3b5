// What Trunk runs last: makes the scripts small that nobody bundled, and the names by which scripts and wasm know each other, puts the
// functions of the page's wasm in order, and writes the service worker that keeps every file of the page, so that it works offline
// once loaded. What is loaded later is kept once it was used.

import { createHash } from "node:crypto";
import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { put } from "../wasm/order.mjs";

const web = dirname(fileURLToPath(import.meta.url));
const page = process.env.TRUNK_STAGING_DIR ?? resolve(web, "../target/page/dist");

const entries = await readdir(page, { recursive: true, withFileTypes: true });
const paths = entries
  // What nothing loads is not kept.
  .filter((entry) => entry.isFile() && entry.name !== "offline.js" && !entry.name.endsWith(".txt"))
  .map((entry) => relative(page, join(entry.parentPath, entry.name)).split(sep).join("/"))
  .sort();

for (const path of paths.filter((path) => path.endsWith(".js") && !path.startsWith("app/"))) {
  const { code } = await transform(await readFile(join(page, path), "utf8"), { minify: true, format: "esm", target: "es2022" });
  await writeFile(join(page, path), code);
}

// The engines are in order already.
for (const path of paths.filter((path) => path.endsWith(".wasm") && !path.startsWith("app/"))) {
  const ordered = join(page, "..", "ordered.wasm");
  await put(join(page, path), ordered);
  await rename(ordered, join(page, path));
}

// wasm-bindgen has a hash in the name of each function that a script has for its wasm: 16 digits that nothing makes smaller, twice.
// Another name is as long, so that the wasm stays whole, and counted for each pair by itself, so that only what changes it changes both.
const pairs = [
  ["app/language.js", "app/language.wasm"],
  ["app/exports.js", "app/exports.wasm"],
  ["app/worker.js", "app/ringfence.wasm"],
  paths.filter((path) => path.startsWith("ringfence-web-")),
];
for (const pair of pairs) {
  const names = new Map();
  const another = (name) => {
    if (!names.has(name)) names.set(name, `f${names.size}`.padEnd(name.length, "_"));
    return names.get(name);
  };
  for (const path of pair) {
    const bytes = await readFile(join(page, path), "latin1");
    await writeFile(join(page, path), bytes.replace(/__wbg_\w+_[0-9a-f]{16}/g, another), "latin1");
  }
}

const hash = createHash("sha256");
for (const path of paths) hash.update(path).update(await readFile(join(page, path)));
const version = hash.digest("hex").slice(0, 16);

const list = await readFile(join(page, "app/later.txt"), "utf8");
const later = list.trim().split("\n").map((name) => `app/${name}`);
// The page is asked for by its folder.
const files = ["./", ...paths.filter((path) => path !== "index.html" && !later.includes(path))];
const template = await readFile(join(web, "offline.js"), "utf8");
const script = template
  .replace('"VERSION"', JSON.stringify(version))
  .replace('["FILES"]', JSON.stringify(files))
  .replace('["LATER"]', JSON.stringify(later));
await writeFile(join(page, "offline.js"), script);
