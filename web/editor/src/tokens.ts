// What each word of a text is. As in the grammar, no kind of any cloud is known here.

import type { StringStream } from "@codemirror/language";

export type Token =
  | "comment"
  | "string"
  | "head"
  | "verb"
  | "definition"
  | "name"
  | "link"
  | "except"
  | "number"
  | "address"
  | "pair"
  | "brace"
  | "sign";

/** What has to be remembered between two words. */
export interface Place {
  /** Whether a statement may start here. */
  start: boolean;
  /** Whether the word before is a head that a name may follow. */
  named: boolean;
  /** Whether the word before is a comma: the statement goes on on a deeper line. */
  comma: boolean;
  /** Columns before the first word of the statement's first line. */
  indent: number;
  /** Braces and parentheses that are open. */
  depth: number;
}

export function beginning(): Place {
  return { start: true, named: false, comma: false, indent: 0, depth: 0 };
}

/** Heads of what must hold. Flows follow the first, a name the others. */
const FLOWS = new Set(["allow", "deny", "require", "isolate", "closed"]);
const NAMED = new Set(["test", "segment", "service"]);
const LINKS = new Set(["from", "to", "in", "on", "between", "through", "avoiding", "by", "at", "because"]);

const WORD = String.raw`[\p{XID_Start}_](?:\p{XID_Continue}|-(?=\p{XID_Continue}))*`;
const STRING = String.raw`"(?:[^"\\]|\\.)*"?`;
const SEGMENT = `(?:${WORD}|${STRING})`;
const IP4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const GROUPS = String.raw`[\da-fA-F]{1,4}(?::[\da-fA-F]{1,4})*`;
const IP6 = String.raw`(?:(?:${GROUPS})?::(?:${GROUPS})?|[\da-fA-F]{1,4}(?::[\da-fA-F]{1,4}){5,7})(?:(?<=:\d{1,3})(?:\.\d{1,3}){3})?`;
const IP = `(?:${IP6}|${IP4})`;
const VALUE = String.raw`[^\s;,{}()&="#]+`;
/** What follows a number or an address looks like no part of it. */
const EDGE = String.raw`(?![\p{XID_Continue}./%]|-(?!>))`;

/** The first that fits, each as long as it goes. */
const PAIR = new RegExp(`^${SEGMENT}=(?:${STRING}|${VALUE})`, "u");
const ADDRESS = new RegExp(String.raw`^${IP}(?:/\d{1,3}|-${IP})?${EDGE}`, "u");
const NUMBER = new RegExp(String.raw`^\d+(?:[-/]\d+)?${EDGE}`, "u");
const NAME = new RegExp(String.raw`^${SEGMENT}(?:\.${SEGMENT})*`, "u");
/** What only looks like a number or an address: `10.0.0.1.5`. */
const UNREADABLE = /^\d[\p{XID_Continue}./%-]*/u;
const PLAIN = new RegExp(`^${WORD}$`, "u");

/** How a statement goes on behind a word that it gives as a name: `subnet web-a 10.0.0.0/24 in zone {`. */
const DEFINES = /^\s*(?:=\s|(?:in|on)\s|[^;#{}]*\{)/;

/** Reads the next word, or the blanks before it. */
export function token(stream: StringStream, place: Place): Token | null {
  if (stream.sol()) {
    place.start = !(place.comma && stream.indentation() > place.indent);
    if (place.start) place.indent = stream.indentation();
  }
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return "comment";

  const { start, named } = place;
  place.start = place.named = place.comma = false;

  if (stream.match(PAIR)) return "pair";
  if (stream.match(ADDRESS)) return "address";
  if (stream.match(NUMBER)) return "number";
  const from = stream.pos;
  if (stream.match(NAME)) {
    const name = stream.string.slice(from, stream.pos);
    if (LINKS.has(name)) return "link";
    if (name === "except") return "except";
    if (start && PLAIN.test(name)) {
      place.named = !FLOWS.has(name);
      return FLOWS.has(name) || NAMED.has(name) ? "verb" : "head";
    }
    if (name.startsWith('"')) return "string";
    return named && DEFINES.test(stream.string.slice(stream.pos)) ? "definition" : "name";
  }
  if (stream.match("->")) return "link";
  if (stream.match(UNREADABLE)) return null;
  return sign(stream.next() ?? "", place);
}

function sign(sign: string, place: Place): Token | null {
  switch (sign) {
    case "{":
    case "(":
      place.depth += 1;
      place.start = sign === "{";
      return "brace";
    case "}":
    case ")":
      place.depth = Math.max(0, place.depth - 1);
      place.start = sign === "}";
      return "brace";
    case ";":
      place.start = true;
      return "sign";
    case ",":
      place.comma = true;
      return "sign";
    case "&":
      return "sign";
    case ":":
    case "=":
      return "link";
    default:
      return null;
  }
}
