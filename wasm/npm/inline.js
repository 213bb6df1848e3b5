// For every host, with the engine in the text of the module: nothing is read and nothing awaited.
import { initSync } from "./ringfence.js";
import engine from "./ringfence.wasm";

initSync({ module: engine });

export { Analysis, check, reach, version } from "./ringfence.js";

/** Only for symmetry with other modules: there is nothing left to await. */
export default async function init() {}
