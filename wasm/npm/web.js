// For browsers, workers and bundlers, which fetch the engine: await `init()` before the first call.
import { loading } from "./loading.js";
import load, * as engine from "./ringfence.js";

const { init: loaded, ready } = loading(load, engine, "ringfence");

export default function init(wasm = new URL("./ringfence.wasm", import.meta.url)) {
  return loaded(wasm);
}

export function check(texts) {
  return ready().check(texts);
}

export function reach(texts, question) {
  return ready().reach(texts, question);
}

export function version() {
  return ready().version();
}

export class Analysis extends engine.Analysis {
  constructor(texts) {
    ready();
    super(texts);
  }
}
