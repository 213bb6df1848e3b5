// The text that is shown, with its blanks where they belong.

import type { EditorState, Text, TransactionSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Service } from "./service";
import { toDoc, toText } from "./text";

/** What `format` needs: the text, whether it is still shown, and who knows how it should be. */
interface Task {
  key: string;
  shown: () => boolean;
  service: Service;
}

/** Writes it as if it had been typed, so that undo takes it back. Where it cannot, it returns why. */
export async function format(view: EditorView, { key, shown, service }: Task): Promise<string | undefined> {
  // One that did not start before is tried again.
  service.start();
  while (shown() && !view.state.readOnly) {
    const answer = await service.ask("format", { key });
    if (!shown()) break;
    if (!answer) {
      return service.off
        ? "the text is not formatted: the language service could not be loaded; try again once there is a network"
        : "the text is not formatted: the language service broke down at it, or took too long";
    }
    // Somebody wrote in the meantime.
    if (toText(view.state.doc) !== answer.was) continue;
    if (answer.type === "refused") return "a text with errors is not formatted: mend what is underlined first";
    view.dispatch(rewriting(view.state, toDoc(answer.text)));
    return undefined;
  }
  return undefined;
}

/** What makes another document of the one there is: only what lies between its first and last other line changes. */
function rewriting({ doc, selection }: EditorState, to: Text): TransactionSpec {
  if (doc.eq(to)) return {};
  const line = (of: Text, number: number) => of.line(number).text;
  const most = Math.min(doc.lines, to.lines);
  let before = 0;
  while (before < most && line(doc, before + 1) === line(to, before + 1)) before++;
  let behind = 0;
  while (behind < most - before && line(doc, doc.lines - behind) === line(to, to.lines - behind)) behind++;
  // From the end of the last same line, or from the start of the text, to the end of the last other one.
  const start = before > 0 ? doc.line(before).to : 0;
  const from = { from: start, to: behind > 0 ? doc.line(doc.lines - behind + 1).from : doc.length };
  const insert = to.slice(before > 0 ? to.line(before).to : 0, behind > 0 ? to.line(to.lines - behind + 1).from : to.length);
  const cursor = doc.lineAt(selection.main.head);
  const target = to.line(Math.min(cursor.number, to.lines));
  const column = Math.min(selection.main.head - cursor.from, target.length);
  return { changes: { ...from, insert }, selection: { anchor: target.from + column }, userEvent: "input" };
}
