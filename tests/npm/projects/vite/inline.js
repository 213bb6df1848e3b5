import { Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version } from "ringfence/inline";
import { tour } from "./tour.mjs";

globalThis.toured = { text: tour({ Analysis, check, complete, definition, format, hover, outline, reach, references, rename, tokens, version }) };
