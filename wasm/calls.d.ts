/// <reference lib="esnext.disposable" />

/** A text with the name under which answers show its places. */
export interface Source {
  name: string;
  text: string;
  /** Of a text that was made of exports, where it comes from, as `importExports` gives it: answers show places there. */
  origins?: string;
}

/** Texts that are read as one estate; a plain string is one text named `policy.fence`. */
export type Texts = string | readonly Source[];

/** A text with its blanks where they belong, or why it stays as it is. */
export type FormatResult = { type: "formatted"; text: string } | ({ type: "refused" } & Refusal);

/** The edits that give a name, in the order of the texts, or why it stays as it is. */
export type RenameResult = { type: "renamed"; edits: ShownFix[] } | ({ type: "refused" } & RenameRefusal);

/** A text of the language that was made of exports, one of the texts of an estate; and what was wrong with those: places are in them. */
export interface Imported extends Source {
  /** For the text as it is: of one that was changed it says nothing. It may be kept with it, and means something to this version only. */
  origins: string;
  problems: ShownProblem[];
}

/** A row of a matrix, or why it could not be asked for. */
export type MatrixRowResult = ({ type: "row" } & MatrixRow) | ({ type: "refused" } & Refusal);

/**
 * Loads the engine; further calls await the same. Where the engine is there at once (Node, Deno, Bun, and
 * what ends in `/inline` everywhere) there is no need for it, and it does nothing.
 *
 * `wasm` says where the file of the engine is when it is not beside the module: its address, a response with it, its bytes, or
 * the compiled module.
 */
export default function init(wasm?: string | object): Promise<void>;
