// For browsers, workers and bundlers, which fetch the engine: await `init()` before the first call.
import { loading } from "../loading.js";
import load, * as engine from "./import.js";

const { init: loaded, ready } = loading(load, engine, "ringfence/import");

export default function init(wasm = new URL("./import.wasm", import.meta.url)) {
  return loaded(wasm);
}

export function importExports(exports) {
  return ready().importExports(exports);
}

export function isExport(text) {
  return ready().isExport(text);
}

export function version() {
  return ready().version();
}
