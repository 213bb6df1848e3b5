import init, { Analysis, check, format, reach, version } from "ringfence";
import { tour } from "./tour.mjs";

let early;
try {
  check("");
} catch (error) {
  early = error.message;
}
await Promise.all([init(), init()]);
globalThis.toured = { early, text: tour({ Analysis, check, format, reach, version }) };
