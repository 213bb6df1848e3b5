// Another name for what stands at the cursor, in all texts.

import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, type Tooltip, keymap, showTooltip } from "@codemirror/view?later";
import { element, prose } from "./dom";
import { moved, note } from "./note";
import { type Scope, within } from "./scope";

export function renaming(scope: Scope): Extension {
  return [field, keymap.of([{ key: "F2", run: (view) => (void open(view, scope), true) }])];
}

const set = StateEffect.define<Tooltip | null>();

const field = StateField.define<Tooltip | null>({
  create: () => null,
  update: (tooltip, tr) => {
    const found = tr.effects.find((effect) => effect.is(set));
    if (found) return found.value;
    return moved(tr) ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

async function open(view: EditorView, scope: Scope): Promise<void> {
  const { key, service, texts } = scope;
  if (view.state.readOnly) return;
  const before = texts();
  const offset = view.state.selection.main.head;
  const found = await service.ask("references", { key, offset });
  if (found === undefined || texts() !== before) return;
  const own = found.filter(({ file }) => file === key).map((place) => within(view.state.doc, place));
  const here = own.find(({ from, to }) => from <= offset && offset <= to);
  if (!here) {
    const answer = await service.ask("rename", { key, offset, name: "name" });
    if (answer?.type === "refused") note(view, answer.message);
    return;
  }
  const name = lastOf(view.state.sliceDoc(here.from, here.to));
  const tooltip: Tooltip = {
    pos: here.from,
    create: () => {
      const { dom, input } = box(view, name, found.length, (name) => rename(view, scope, offset, name));
      return {
        dom,
        mount: () => {
          input.focus();
          input.select();
        },
      };
    },
  };
  view.dispatch({ effects: set.of(tooltip) });
}

/** The name alone, without the path before it and without quotes. */
function lastOf(written: string): string {
  const last = /(?:"((?:[^"\\]|\\.)*)"|([^".]+))$/.exec(written);
  return last?.[1]?.replace(/\\(.)/g, "$1") ?? last?.[2] ?? written;
}

function box(view: EditorView, name: string, count: number, rename: (name: string) => Promise<string>) {
  const input = element("input", "cm-textfield");
  input.value = name;
  input.spellcheck = false;
  input.setAttribute("aria-label", `new name of ${name}`);
  const places = count === 1 ? "1 place" : `${count} places`;
  const why = element("p", "rf-why");
  why.setAttribute("role", "alert");
  const dom = element("div", "rf-card rf-rename", input, element("p", "rf-doc", `Enter renames ${places}, Esc leaves it.`), why);
  const close = (): void => {
    view.dispatch({ effects: set.of(null) });
    view.focus();
  };
  input.addEventListener("input", () => why.replaceChildren());
  dom.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && input.value === name) close();
    else if (event.key === "Enter") {
      event.preventDefault();
      const refused = await rename(input.value);
      why.replaceChildren(prose(refused));
      if (!refused) close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { dom, input };
}

/** Why the name stays; empty when it was changed. */
async function rename(view: EditorView, { key, service, texts, apply }: Scope, offset: number, name: string): Promise<string> {
  const before = texts();
  const answer = await service.ask("rename", { key, offset, name });
  if (answer === undefined || texts() !== before) return "the texts have changed, or the language service is gone: try again";
  if (answer.type === "refused") return answer.message;
  apply(answer.edits);
  const files = new Set(answer.edits.map(({ place }) => place.file)).size;
  const where = files > 1 ? ` in ${files} texts` : "";
  view.dispatch({ effects: EditorView.announce.of(`renamed ${answer.edits.length} places${where}`) });
  return "";
}
