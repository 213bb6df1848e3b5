import { Analysis, check, format, reach, version } from "ringfence";
import { tour } from "./tour.mjs";

process.stdout.write(tour({ Analysis, check, format, reach, version }));
