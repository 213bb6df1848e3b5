import { Analysis, check, reach, version } from "ringfence/inline";
import { tour } from "./tour.mjs";

globalThis.toured = { text: tour({ Analysis, check, reach, version }) };
