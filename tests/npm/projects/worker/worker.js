// No bundler: a worker has no import map, so the file is named as it is served.
import init, { Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version } from "./node_modules/ringfence/web.js";
import { tour } from "./tour.mjs";

await init();
postMessage({ text: tour({ Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version }) });
