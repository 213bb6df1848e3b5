import { Analysis, check, reach, version } from "ringfence";
import * as editor from "ringfence/editor";
import { tour } from "./tour.mjs";

process.stdout.write(tour({ Analysis, check, reach, version }, editor));
