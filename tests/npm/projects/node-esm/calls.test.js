// What the calls give and refuse, in Node with `import`.
import assert from "node:assert/strict";
import { test } from "node:test";

import init, { Analysis, check, reach, version } from "ringfence";
import * as editor from "ringfence/editor";
import * as inlineEditor from "ringfence/editor/inline";
import * as imports from "ringfence/import";
import * as inline from "ringfence/inline";

import { INTENTS, SHOP, tour } from "./tour.mjs";

const { complete, definition, hover, outline, references, rename, tokens } = editor;

const TEXTS = [
  { name: "shop.fence", text: SHOP },
  { name: "intents.fence", text: INTENTS },
];

test("a check says what holds, in places of the texts", () => {
  const report = check(TEXTS);
  assert.deepEqual(report.summary, { hold: 2, fail: 1, unknown: 0 });
  assert.deepEqual(report.problems, []);
  assert.deepEqual(
    report.intents.map((intent) => intent.outcome),
    ["holds", "holds", "fails"],
  );
  assert.equal(report.intents[0].place.file, "intents.fence");
  assert.deepEqual(report.intents[0].place.start, { offset: 1, line: 2, column: 1 });
  assert.equal(report.intents[0].because, "the front door");
  assert.equal("because" in report.intents[1], false, "an optional key is left out");
});

test("an answer is tagged, and exact", () => {
  const answer = reach(SHOP, "internet -> web-1 : tcp 443");
  assert.equal(answer.type, "answer");
  assert.equal(answer.verdict, "reachable");
  assert.deepEqual(answer.witness.packet.destinationPort, 443);
  assert.equal(answer.path.forward.at(-1).action.type, "deliver");
  assert.match(answer.delivered.surely.count, /^\d+$/);
});

test("a question that cannot be asked is refused with a place in it", () => {
  const refused = reach(SHOP, "internet -> nowhere");
  assert.equal(refused.type, "refused");
  assert.equal(refused.problems[0].place.file, "question");
  assert.equal(refused.problems[0].severity, "error");
});

test("exports become a text, and what is wrong with them is told in them", () => {
  const vpc = { VpcId: "vpc-0a1", CidrBlock: "10.0.0.0/16", OwnerId: "111122223333" };
  const name = "describe-vpcs.json";
  const imported = imports.importExports([{ name, text: JSON.stringify({ Vpcs: [vpc] }) }]);
  const { text, problems } = imported;
  assert.deepEqual([problems, check(text).problems, check([imported]).problems], [[], [], []]);
  assert.match(text, /vpc vpc-0a1 10\.0\.0\.0\/16/);
  const broken = imports.importExports([{ name, text: `{"Vpcs": [{"VpcId": 7}]}` }]);
  assert.deepEqual([broken.problems[0].place.file, broken.problems[0].place.pointer], [name, "/Vpcs/0/VpcId"]);
  // Nothing passes on a text that lacks what could not be read.
  assert.equal(check(broken.text).problems[0].severity, "error");
  assert.deepEqual(check([broken]).problems, broken.problems);
  assert.deepEqual([imports.isExport("[]"), imports.isExport("network n on aws {}")], [true, false]);
  assert.throws(() => imports.importExports(7), TypeError);
});

test("a string alone is the text `policy.fence`", () => {
  const [problem] = check("network").problems;
  assert.equal(problem.place.file, "policy.fence");
});

test("an editor counts as strings do", () => {
  const before = `${SHOP}# \u{1f9e8} é\ndeny internet -> web`;
  const texts = [TEXTS[1], { name: "more.fence", text: `${before}-1` }];
  const { place, items, partial } = complete(texts, "more.fence", before.length);
  assert.deepEqual([place.end.column - place.start.column, partial], ["web-1".length, false]);
  const item = items.find((item) => item.text === "web-1");
  assert.deepEqual(item, {
    text: "web-1",
    kind: "name",
    detail: "instance shop.main.web-1",
    doc: "instance web-1 in web",
  });
  const told = hover(texts, "more.fence", before.length);
  assert.deepEqual([told.title, told.declaration, "default" in told], [item.detail, item.doc, false]);
  assert.equal(definition(texts, "intents.fence", INTENTS.indexOf("web-1")).file, "more.fence");
  assert.deepEqual(
    references(texts, "more.fence", before.length).map(({ file, start }) => [file, start.line]),
    [["intents.fence", 3], ["intents.fence", 4], ["more.fence", 8], ["more.fence", 13]],
  );
  const renamed = rename(texts, "more.fence", before.length, "front 1");
  assert.deepEqual(renamed.edits.map(({ text }) => text), Array(4).fill('"front 1"'));
  assert.deepEqual(rename(texts, "more.fence", 2, "x").why, "nothing-to-rename");
  assert.deepEqual(outline(SHOP).map(({ kind, name }) => `${kind} ${name}`), ["network shop", "segment café"]);
  assert.deepEqual(tokens("\u{1f9e8} deny")[1], { line: 1, column: 4, length: 4, class: "verb" });
  assert.equal(hover(texts, "more.fence", 0), null);
  assert.throws(() => hover(texts, "other.fence", 0), TypeError);
  assert.throws(() => hover(texts, "more.fence", -1), TypeError);
});

test("an analysis answers as the functions do", () => {
  const analysis = new Analysis(TEXTS);
  assert.deepEqual(analysis.problems(), []);
  assert.deepEqual(analysis.check(), check(TEXTS));
  assert.deepEqual(
    analysis.reach("internet -> web-1 : tcp 22"),
    reach(TEXTS, "internet -> web-1 : tcp 22"),
  );
  const { areas, segments } = analysis.topology();
  assert.deepEqual([areas[0].kind, segments[0].name], ["network", "café"]);
  const { by, ends } = analysis.matrix("segment");
  assert.equal(by, "segment");
  const internet = ends.findIndex((end) => end.kind === "internet");
  const cafe = ends.findIndex((end) => end.label === "café");
  const row = analysis.matrixRow("segment", internet, "tcp 443");
  assert.equal(row.type, "row");
  assert.equal(row.cells[cafe], "reachable");
  assert.equal(row.cells[internet], null);
  const refused = analysis.matrixRow("segment", internet, "tcp nothing");
  assert.equal(refused.type, "refused");
  assert.ok(refused.problems.length > 0);
  analysis.free();
});

test("what cannot be used throws a TypeError that names it", () => {
  const analysis = new Analysis(SHOP);
  const half = "caf\ud83d";
  const calls = [
    [() => check(), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => check(null), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => check(5), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => check({ name: "a", text: "" }), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => check(["a"]), "`texts[0]` must be an object with `name` and `text`"],
    [() => check([{ name: "a", text: "" }, null]), "`texts[1]` must be an object with `name` and `text`"],
    [() => check([{ name: "a" }]), "`texts[0].text` must be a string"],
    [() => check([{ text: "" }]), "`texts[0].name` must be a string"],
    [() => check([{ name: 1n, text: "" }]), "`texts[0].name` must be a string"],
    [() => check(half), "`texts` is no well-formed text: it has half a surrogate pair"],
    [() => check([{ name: "a", text: half }]), "`texts[0].text` is no well-formed text: it has half a surrogate pair"],
    [() => reach(SHOP), "`question` must be a string"],
    [() => reach(SHOP, half), "`question` is no well-formed text: it has half a surrogate pair"],
    [() => reach(Symbol("a"), "a"), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => new Analysis(undefined), "`texts` must be a string, or a list of objects with `name` and `text`"],
    [() => analysis.reach({}), "`question` must be a string"],
    [() => analysis.matrix("zone"), "`by` is `zone`; it must be `segment`, `subnet`, `machines` or `endpoint`"],
    [() => analysis.matrix(), "`by` must be a string"],
    [() => analysis.matrixRow("subnet", -1), "`row` must be a whole number from 0 on"],
    [() => analysis.matrixRow("subnet", 0.5), "`row` must be a whole number from 0 on"],
    [() => analysis.matrixRow("subnet", Number.NaN), "`row` must be a whole number from 0 on"],
    [() => analysis.matrixRow("subnet", 2 ** 40), "`row` must be a whole number from 0 on"],
    [() => analysis.matrixRow("subnet", "0"), "`row` must be a whole number from 0 on"],
    [() => analysis.matrixRow("subnet", 0, 443), "`service` must be a string"],
  ];
  for (const [call, message] of calls) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.equal(error.message, message);
      return true;
    });
  }
  // Nothing of it harms the engine.
  assert.equal(analysis.reach("internet -> web-1 : tcp 443").type, "answer");
});

test("an error of a getter comes out as it is", () => {
  const thrown = new RangeError("mine");
  const source = { name: "a", get text() { throw thrown; } };
  assert.throws(() => check([source]), (error) => error === thrown);
});

test("no text harms the engine", () => {
  const deep = "(".repeat(200_000);
  const texts = ["", "\0", "}".repeat(1000), deep, `deny ${deep}`, "a".repeat(2_000_000), "\ufeff# é 🧱\r\n", "test \"".repeat(500)];
  for (const text of texts) {
    assert.ok(Array.isArray(check(text).problems));
    assert.equal(typeof reach(SHOP, text).type, "string");
  }
  assert.deepEqual(check(TEXTS).summary, { hold: 2, fail: 1, unknown: 0 });
});

test("a column counts as JavaScript counts", () => {
  const text = '# 🧱\nnetwork 🧱 on aws {}';
  const { place } = check(text).problems[0];
  const line = text.split("\n")[place.start.line - 1];
  assert.ok(place.start.column - 1 <= line.length);
  assert.equal(line.slice(place.start.column - 1, place.start.column + 1), "🧱");
});

test("there is nothing to await, and awaiting it is no mistake", async () => {
  assert.equal(await init(), undefined);
  assert.equal(await inline.default(), undefined);
  assert.equal(await editor.default(), undefined);
  assert.equal(await inlineEditor.default(), undefined);
});

test("the inlined builds answer the same, by engines of their own", () => {
  assert.equal(tour(inline, inlineEditor), tour({ Analysis, check, reach, version }, editor));
  assert.notEqual(inline.Analysis, Analysis);
  assert.notEqual(inlineEditor.format, editor.format);
});

test("each engine has the calls that are its own", () => {
  const calls = (of) => Object.keys(of).filter((name) => name !== "default").sort();
  assert.deepEqual(calls(inline), ["Analysis", "check", "reach", "version"]);
  assert.deepEqual(calls(editor), ["complete", "definition", "format", "hover", "outline", "references", "rename", "tokens", "version"]);
});

test("the version is that of the package", async () => {
  const { default: manifest } = await import("ringfence/package.json", { with: { type: "json" } });
  assert.deepEqual([version(), editor.version()], [manifest.version, manifest.version]);
});

test("the bare wasm has an address", () => {
  assert.match(import.meta.resolve("ringfence/ringfence.wasm"), /\/ringfence\.wasm$/);
  assert.match(import.meta.resolve("ringfence/editor/editor.wasm"), /\/editor\.wasm$/);
});
