import init, { Analysis, check, reach, version } from "ringfence";
import load, * as editor from "ringfence/editor";
import { tour } from "./tour.mjs";

const early = [() => check(""), () => editor.format("")].map((call) => {
  try {
    return call();
  } catch (error) {
    return error.message;
  }
});
await Promise.all([init(), init(), load(), load()]);
globalThis.toured = { early, text: tour({ Analysis, check, reach, version }, editor) };
