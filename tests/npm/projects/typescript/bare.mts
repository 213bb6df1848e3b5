// No DOM, no Node: the declarations need the language alone.
import { check, type Report } from "ringfence";
import { format, type FormatResult } from "ringfence/editor";

export const report: Report = check("");
export const formatted: FormatResult = format("");
