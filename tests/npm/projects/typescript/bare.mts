// No DOM, no Node: the declarations need the language alone.
import { check, type Report } from "ringfence";

export const report: Report = check("");
