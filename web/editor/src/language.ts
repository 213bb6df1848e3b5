// Colours and indentation of a text.

import { HighlightStyle, StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { type Place, type Token, beginning, token } from "./tokens";

const fence = StreamLanguage.define<Place>({
  name: "fence",
  startState: beginning,
  copyState: (place) => ({ ...place }),
  token,
  indent: (place, behind, { unit }) => {
    const closing = /^[})]/.test(behind) ? 1 : 0;
    return unit * Math.max(0, place.depth + (place.comma ? 1 : 0) - closing);
  },
  languageData: {
    commentTokens: { line: "#" },
    indentOnInput: /^\s*[})]$/,
    closeBrackets: { brackets: ["(", "{", '"'] },
  },
  tokenTable: {
    comment: tags.lineComment,
    string: tags.string,
    head: tags.keyword,
    verb: tags.controlKeyword,
    definition: tags.definition(tags.name),
    name: tags.name,
    link: tags.operatorKeyword,
    except: tags.logicOperator,
    number: tags.number,
    address: tags.literal,
    pair: tags.attributeValue,
    brace: tags.bracket,
    sign: tags.punctuation,
  } satisfies Record<Token, unknown>,
});

const colours = HighlightStyle.define([
  { tag: tags.lineComment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.keyword, color: "var(--head)" },
  { tag: tags.controlKeyword, color: "var(--verb)", fontWeight: "600" },
  { tag: tags.definition(tags.name), fontWeight: "600" },
  { tag: tags.operatorKeyword, color: "var(--link)" },
  { tag: tags.logicOperator, color: "var(--verb)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.literal, color: "var(--address)" },
  { tag: tags.attributeValue, color: "var(--pair)" },
  { tag: [tags.bracket, tags.punctuation], color: "var(--link)" },
]);

/** What is the same for every text. */
export const language: Extension = [indentUnit.of("  "), syntaxHighlighting(colours)];

/** What takes time in proportion to a text. */
export const reading: Extension = [fence, bracketMatching()];
