// The language worker: answers what an editor asks of the texts. One of its own, so that a busy engine delays no completion.

import init, { complete, definition, format, hover, outline, references, rename, tokens } from "ringfence/editor";
import type { SemanticToken, Source } from "ringfence/editor";
import type { Calls, Question, Reply } from "../editor/src/calls";

let texts: readonly Source[] = [];
/** The words of a text, which are asked for a few lines at a time. */
let words: { text: string; tokens: SemanticToken[] } | undefined;

function textOf(key: string): string {
  return texts.find(({ name }) => name === key)?.text ?? "";
}

function wordsOf(text: string): SemanticToken[] {
  if (words?.text !== text) words = { text, tokens: tokens(text) };
  return words.tokens;
}

const ANSWERS: { [Call in keyof Calls]: (asked: Calls[Call]["asked"]) => Calls[Call]["answer"] } = {
  complete: ({ key, offset }) => complete(texts, key, offset),
  hover: ({ key, offset }) => hover(texts, key, offset),
  definition: ({ key, offset }) => definition(texts, key, offset),
  references: ({ key, offset }) => references(texts, key, offset),
  rename: ({ key, offset, name }) => rename(texts, key, offset, name),
  format: ({ key }) => {
    const was = textOf(key);
    return { was, ...format(was) };
  },
  outline: ({ key }) => outline(textOf(key)),
  tokens: ({ key, from, to }) => wordsOf(textOf(key)).filter(({ line }) => from <= line && line <= to),
};

function answer<Call extends keyof Calls>({ call, asked }: Question<Call>): Calls[Call]["answer"] {
  return ANSWERS[call](asked);
}

function reply(reply: Reply): void {
  self.postMessage(reply);
}

self.addEventListener("message", ({ data }: MessageEvent<Question<keyof Calls>>) => {
  try {
    if (data.texts) texts = data.texts;
    reply({ answer: answer(data) });
  } catch (error) {
    reply({ failed: String(error) });
  }
});

// What is sent before this is lost, so the editor waits for it.
init(new URL("language.wasm", import.meta.url)).then(
  () => reply({ ready: true }),
  (error: unknown) => reply({ failed: String(error) }),
);
