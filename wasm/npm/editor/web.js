// For browsers, workers and bundlers, which fetch the engine: await `init()` before the first call.
import { loading } from "../loading.js";
import load, * as engine from "./editor.js";

const { init: loaded, ready } = loading(load, engine, "ringfence/editor");

export default function init(wasm = new URL("./editor.wasm", import.meta.url)) {
  return loaded(wasm);
}

export function complete(texts, file, offset) {
  return ready().complete(texts, file, offset);
}

export function definition(texts, file, offset) {
  return ready().definition(texts, file, offset);
}

export function format(text) {
  return ready().format(text);
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
