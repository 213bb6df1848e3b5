// For every host, with the engine in the text of the module: nothing is read and nothing awaited.
import { initSync } from "./editor.js";
import engine from "./editor.wasm";

initSync({ module: engine });

export { complete, definition, format, hover, outline, references, rename, tokens, version } from "./editor.js";

/** Only for symmetry with other modules: there is nothing left to await. */
export default async function init() {}
