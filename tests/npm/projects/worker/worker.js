// No bundler: a worker has no import map, so the file is named as it is served.
import init, { Analysis, check, format, reach, version } from "./node_modules/ringfence/web.js";
import { tour } from "./tour.mjs";

await init();
postMessage({ text: tour({ Analysis, check, format, reach, version }) });
