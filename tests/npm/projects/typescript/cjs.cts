import ringfence = require("ringfence");
import editor = require("ringfence/editor");
import inline = require("ringfence/inline");

const report: ringfence.Report = ringfence.check("");
const result = inline.reach("", "internet -> any");
if (result.type === "refused") {
  console.log(result.problems.map((problem) => problem.message));
}
const loaded: Promise<void> = ringfence.default();
// @ts-expect-error
ringfence.check(5);
const formatted: editor.FormatResult = editor.format("");
console.log(report, loaded, formatted);
