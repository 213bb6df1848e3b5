// For browsers, workers and bundlers, which fetch the engine: await `init()` before the first call.
import load, * as engine from "./ringfence.js";

let loading;
let loaded = false;

export default function init(wasm = new URL("./ringfence.wasm", import.meta.url)) {
  loading ??= load({ module_or_path: wasm }).then(
    () => {
      loaded = true;
    },
    (error) => {
      // The next call tries again.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

export function check(texts) {
  return ready().check(texts);
}

export function reach(texts, question) {
  return ready().reach(texts, question);
}

export function format(text) {
  return ready().format(text);
}

export function complete(texts, file, offset) {
  return ready().complete(texts, file, offset);
}

export function definition(texts, file, offset) {
  return ready().definition(texts, file, offset);
}

export function hover(texts, file, offset) {
  return ready().hover(texts, file, offset);
}

export function outline(text) {
  return ready().outline(text);
}

export function references(texts, file, offset) {
  return ready().references(texts, file, offset);
}

export function rename(texts, file, offset, name) {
  return ready().rename(texts, file, offset, name);
}

export function tokens(text) {
  return ready().tokens(text);
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

function ready() {
  if (!loaded) {
    throw new Error("ringfence is not loaded yet: `await init()` first (its default export), or import `ringfence/inline`");
  }
  return engine;
}
