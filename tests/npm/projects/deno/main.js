import { Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version } from "ringfence";
import { tour } from "./tour.mjs";

console.log(tour({ Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version }));
