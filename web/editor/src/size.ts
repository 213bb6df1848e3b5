// A text so large that the editor only shows it: colours would come late and cost memory.

import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import { reading } from "./language";

/** In UTF-16 code units. */
const LARGE = 2_000_000;

const NONE: Extension = [];

const compartment = new Compartment();

export function isLarge(doc: Text): boolean {
  return doc.length > LARGE;
}

function fitting(doc: Text): Extension {
  return isLarge(doc) ? NONE : reading;
}

/** Reads a text as long as it is not large, also when it grows or shrinks. */
export function readingOf(doc: Text): Extension {
  return [
    compartment.of(fitting(doc)),
    EditorState.transactionExtender.of((tr) => {
      if (!tr.docChanged) return null;
      const fits = fitting(tr.newDoc);
      return fits === compartment.get(tr.startState) ? null : { effects: compartment.reconfigure(fits) };
    }),
  ];
}
