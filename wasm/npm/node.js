// For hosts that read files at once: Node, Deno, Bun. Loading the module loads the engine.
import { readFileSync } from "node:fs";
import { initSync } from "./ringfence.js";

initSync({ module: readFileSync(new URL("./ringfence.wasm", import.meta.url)) });

export { Analysis, check, reach, version } from "./ringfence.js";

/** Only for symmetry with other hosts: there is nothing left to await. */
export default async function init() {}
