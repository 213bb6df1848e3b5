import { Analysis, check, format, reach, version } from "ringfence/inline";
import { tour } from "./tour.mjs";

globalThis.toured = { text: tour({ Analysis, check, format, reach, version }) };
