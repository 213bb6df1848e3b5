// For every host, with the engine in the text of the module: nothing is read and nothing awaited.
import { initSync } from "./import.js";
import engine from "./import.wasm";

initSync({ module: engine });

export { importExports, isExport, version } from "./import.js";

/** Only for symmetry with other modules: there is nothing left to await. */
export default async function init() {}
