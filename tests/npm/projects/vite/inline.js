import { Analysis, check, reach, version } from "ringfence/inline";
import * as editor from "ringfence/editor/inline";
import { tour } from "./tour.mjs";

globalThis.toured = { text: tour({ Analysis, check, reach, version }, editor) };
