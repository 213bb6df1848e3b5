// For hosts that read files at once: Node, Deno, Bun. Loading the module loads the engine.
import { readFileSync } from "node:fs";
import { initSync } from "./import.js";

initSync({ module: readFileSync(new URL("./import.wasm", import.meta.url)) });

export { importExports, isExport, version } from "./import.js";

/** Only for symmetry with other hosts: there is nothing left to await. */
export default async function init() {}
