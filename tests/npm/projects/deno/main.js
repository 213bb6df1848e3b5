import { Analysis, check, format, reach, version } from "ringfence";
import { tour } from "./tour.mjs";

console.log(tour({ Analysis, check, format, reach, version }));
