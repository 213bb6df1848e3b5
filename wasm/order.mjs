// Puts the functions of a wasm file into an order in which alike ones are near each other: gzip finds again only what was within the
// last 32 KB. `node order.mjs FROM TO`.

import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** How long a stretch is that two functions have in common. */
const STRETCH = 6;
/** What gzip looks back on. */
const WINDOW = 32 * 1024;

const [IMPORTS, CODE, FUNCTION] = [2, 10, 0];

const OPTIMISER = resolve(fileURLToPath(import.meta.url), "../node_modules/.bin/wasm-opt");

/** Reads a wasm file, from its head on. */
function reader(bytes) {
  let at = 8;
  const number = () => {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      result += (byte & 127) * 2 ** shift;
      if (byte < 128) return result;
    }
  };
  const take = (length) => bytes.subarray(at, (at += length));
  return { byte: () => bytes[at++], number, take, done: () => at >= bytes.length };
}

/** How many functions are imported, and the code of the others. */
function functionsOf(bytes) {
  let [imported, bodies] = [0, []];
  for (const file = reader(bytes); !file.done(); ) {
    const [id, content] = [file.byte(), file.take(file.number())];
    const section = reader(Buffer.concat([Buffer.alloc(8), content]));
    if (id === IMPORTS) imported = importedBy(section);
    if (id === CODE) bodies = Array.from({ length: section.number() }, () => section.take(section.number()));
  }
  return { imported, bodies };
}

function importedBy(section) {
  let functions = 0;
  for (let count = section.number(); count > 0; count -= 1) {
    section.take(section.number());
    section.take(section.number());
    if (section.byte() !== FUNCTION) throw new Error("something else than functions is imported");
    section.number();
    functions += 1;
  }
  return functions;
}

/** The indices of the bodies: the largest first, then always the one that has most in common with those just before. */
export function order(bodies) {
  const stretches = bodies.map((body) => {
    const found = new Set();
    for (let at = 0; at + STRETCH <= body.length; at += 1) found.add(body.readUIntBE(at, STRETCH));
    return found;
  });
  const users = new Map();
  stretches.forEach((found, index) => {
    for (const stretch of found) users.set(stretch, [...(users.get(stretch) ?? []), index]);
  });
  const [common, recent, held] = [new Float64Array(bodies.length), [], new Map()];
  let size = 0;
  const hold = (index, by) => {
    size += by * bodies[index].length;
    for (const stretch of stretches[index]) {
      const count = (held.get(stretch) ?? 0) + by;
      held.set(stretch, count);
      // What many have in common says less.
      const among = users.get(stretch);
      if (count === (by > 0 ? 1 : 0)) for (const other of among) common[other] += by / Math.sqrt(among.length);
    }
  };
  const left = new Set(bodies.keys());
  const best = (of) => [...left].reduce((best, index) => (of(index) > of(best) ? index : best));
  const result = [];
  for (let next = best((index) => bodies[index].length); ; next = best((index) => common[index] / (stretches[index].size + 1))) {
    result.push(next);
    left.delete(next);
    if (left.size === 0) return result;
    hold(next, 1);
    recent.push(next);
    while (size > WINDOW && recent.length > 1) hold(recent.shift(), -1);
  }
}

/** A section of names for functions, so that they are in order by them. */
function names({ imported, bodies }) {
  const ranks = new Map(order(bodies).map((index, rank) => [index, rank]));
  const entries = bodies.map((_, index) => [...number(imported + index), ...text(String(ranks.get(index)).padStart(6, "0"))]);
  const list = [...number(entries.length), ...entries.flat()];
  const content = [...text("name"), 1, ...number(list.length), ...list];
  return Buffer.from([0, ...number(content.length), ...content]);
}

const text = (text) => [text.length, ...Buffer.from(text, "latin1")];

function number(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))];
}

/** Writes the file `from`, in order, to `to`. */
export async function put(from, to) {
  const bytes = await readFile(from);
  const named = `${to}.named`;
  await writeFile(named, Buffer.concat([bytes, names(functionsOf(bytes))]));
  // The levels run nothing; they only say how it is written.
  const how = ["--optimize-level=2", "--shrink-level=2", "--reorder-functions-by-name"];
  execFileSync(OPTIMISER, [named, ...how, "-o", to], { stdio: "inherit" });
  await rm(named);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await put(process.argv[2], process.argv[3]);
