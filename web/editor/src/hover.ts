// What a word means: by the pointer, and by a key for the word at the cursor.

import type { Extension, Text } from "@codemirror/state";
import { EditorView, type Tooltip, activateHover, closeHoverTooltips, hasHoverTooltips, hoverTooltip, keymap } from "@codemirror/view?later";
import type { Hover } from "ringfence/editor";
import { element, prose } from "./dom";
import { moved, note } from "./note";
import { type Scope, within } from "./scope";

export function hovering({ key, service }: Scope): Extension {
  const shown = (doc: Text, found: Hover): Tooltip => {
    const { from, to } = within(doc, found.place);
    return { pos: from, end: to, create: () => ({ dom: card(found) }) };
  };
  // What a key asked for is there before it is shown: any change of the view ends what is waited for.
  let asked: Tooltip | undefined;
  const tooltip = hoverTooltip(
    (view, pos) => {
      if (asked) return asked;
      const { doc } = view.state;
      const answer = service.ask("hover", { key, offset: pos });
      return answer.then((found) => (found && view.state.doc === doc ? shown(doc, found) : null));
    },
    { hideOn: moved },
  );
  const ask = async (view: EditorView): Promise<void> => {
    const { doc, selection } = view.state;
    const { head } = selection.main;
    const found = await service.ask("hover", { key, offset: head });
    if (view.state.doc !== doc || found === undefined) return;
    if (!found) return note(view, "nothing is known of what stands here");
    view.dispatch({ effects: EditorView.announce.of(said(found)) });
    asked = shown(doc, found);
    activateHover(view, head, 1, { tooltip, until: moved });
    asked = undefined;
  };
  return [
    tooltip,
    keymap.of([
      { key: "Mod-i", run: (view) => (void ask(view), true), preventDefault: true },
      {
        key: "Escape",
        run: (view) => {
          if (!hasHoverTooltips(view.state)) return false;
          view.dispatch({ effects: closeHoverTooltips });
          return true;
        },
      },
    ]),
  ];
}

function said({ title, doc, declaration }: Hover): string {
  return [title, doc, declaration].filter(Boolean).join(". ");
}

function card({ title, doc, declaration, default: otherwise, source }: Hover): HTMLElement {
  const card = element("div", "rf-card", element("p", "rf-title", element("code", "", title)));
  if (declaration) card.append(element("pre", "", declaration.trim()));
  if (doc) card.append(element("p", "rf-doc", prose(doc)));
  if (otherwise) card.append(element("p", "rf-doc", "Otherwise: ", prose(otherwise)));
  if (source) card.append(element("p", "rf-source", `rules of the cloud, section ${source}`));
  return card;
}
