import init, { Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version } from "ringfence";
import { tour } from "./tour.mjs";

let early;
try {
  check("");
} catch (error) {
  early = error.message;
}
await Promise.all([init(), init()]);
globalThis.toured = { early, text: tour({ Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version }) };
