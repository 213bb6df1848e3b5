import { Analysis, check, reach, version } from "ringfence";
import { tour } from "./tour.mjs";

console.log(tour({ Analysis, check, reach, version }));
