import { Analysis, check, reach, version } from "ringfence";
import { tour } from "./tour.mjs";

process.stdout.write(tour({ Analysis, check, reach, version }));
