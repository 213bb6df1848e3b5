// For hosts that read files at once: Node, Deno, Bun. Loading the module loads the engine.
import { readFileSync } from "node:fs";
import { initSync } from "./editor.js";

initSync({ module: readFileSync(new URL("./editor.wasm", import.meta.url)) });

export { complete, definition, format, hover, outline, references, rename, tokens, version } from "./editor.js";

/** Only for symmetry with other hosts: there is nothing left to await. */
export default async function init() {}
