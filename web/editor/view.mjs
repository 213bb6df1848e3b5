// The package `@codemirror/view` in two: what only later parts of the bundle show stands in `@codemirror/view?later`, with all of the
// rest. It is one file, of which a bundler takes all that any part needs into the first one.

import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

/** From where to where tooltips, panels and dialogs are in the file. */
const FROM = "\nconst Outside = ";
const TO = "\n/**\nA gutter marker represents";

/** Packages that only later parts have. */
const LATER = /@codemirror\/(autocomplete|lint|search)\//;

export const view = {
  name: "view",
  setup: ({ onLoad, onResolve, resolve }) => {
    onResolve({ filter: /^@codemirror\/view$/ }, ({ path, importer, pluginData, ...from }) => {
      if (LATER.test(importer) && !pluginData) return resolve(`${path}?later`, { ...from, importer, pluginData: "later" });
    });
    onLoad({ filter: /@codemirror\/view\/dist\/index\.js$/ }, async ({ path, suffix }) => {
      const { first, later } = await halves(await readFile(path, "utf8"));
      return { contents: suffix ? later : first, resolveDir: path.replace(/[^/]+$/, "") };
    });
  },
};

async function halves(text) {
  const [start, end] = [text.indexOf(FROM), text.indexOf(TO)];
  const [, exported] = /^export \{ (.*) \};$/m.exec(text) ?? [];
  if (start < 0 || end < start || !exported) throw new Error("@codemirror/view has another layout: see web/editor/view.mjs");
  const part = text.slice(start, end);
  const rest = `${text.slice(0, start)}${text.slice(end).replace(/^export .*$/m, "")}`;
  const [here, there] = [part, rest].map((half) => [...half.matchAll(/^(?:class|function|const|let|var) ([\w$]+)/gm)].map(([, name]) => name));
  const own = exported.split(", ").filter((name) => here.includes(name));
  const others = exported.split(", ").filter((name) => !own.includes(name));
  const imports = text.match(/^import .*$/gm).join("\n");
  const shared = there.filter((name) => new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(part));
  const first = `${rest}\nexport { ${[...new Set([...others, ...shared])].join(", ")} };\n`;
  // A name that nothing declares would be found out by whoever uses the page.
  const missing = await transform(first, { define: Object.fromEntries(here.map((name) => [name, "MISSING"])) });
  if (/\bMISSING\b/.test(missing.code)) throw new Error("@codemirror/view needs tooltips or panels for more: see web/editor/view.mjs");
  const later = `${imports}\nimport { ${shared.join(", ")} } from "@codemirror/view";\n${part}
export * from "@codemirror/view";\nexport { ${own.join(", ")} };\n`;
  return { first, later };
}
