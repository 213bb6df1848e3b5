// No bundler: a worker has no import map, so the file is named as it is served.
import init, { Analysis, check, reach, version } from "./node_modules/ringfence/web.js";
import { tour } from "./tour.mjs";

await init();
postMessage({ text: tour({ Analysis, check, reach, version }) });
