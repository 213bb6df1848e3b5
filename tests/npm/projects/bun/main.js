import { Analysis, check, reach, version } from "ringfence";
import * as editor from "ringfence/editor";
import { tour } from "./tour.mjs";

console.log(tour({ Analysis, check, reach, version }, editor));
