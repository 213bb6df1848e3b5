// No bundler: a worker has no import map, so the files are named as they are served.
import init, { Analysis, check, reach, version } from "./node_modules/ringfence/web.js";
import load, * as editor from "./node_modules/ringfence/editor/web.js";
import { tour } from "./tour.mjs";

await Promise.all([init(), load()]);
postMessage({ text: tour({ Analysis, check, reach, version }, editor) });
