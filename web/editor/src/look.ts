// How it looks. Every colour and font is the page's own where it has one (`--rf-...`).

import { EditorView } from "@codemirror/view";

const LIGHT = {
  bg: "#ffffff",
  text: "#1f2733",
  muted: "#5f6979",
  accent: "#245fd6",
  error: "#c8262b",
  warning: "#9a6200",
  good: "#1a7f45",
  border: "#e1e5ec",
  panel: "#f6f8fb",
  head: "#1559b7",
  verb: "#7a3fc4",
  link: "#5b6577",
  number: "#0b6e63",
  address: "#96480a",
  pair: "#a3286d",
  string: "#256f2c",
  comment: "#667085",
};

const DARK: typeof LIGHT = {
  bg: "#12161d",
  text: "#d6dce6",
  muted: "#8591a5",
  accent: "#6ea8ff",
  error: "#ff7a76",
  warning: "#e8b34b",
  good: "#58c98a",
  border: "#262d39",
  panel: "#1a202a",
  head: "#7db6ff",
  verb: "#c8a4ff",
  link: "#97a3b6",
  number: "#62cdb8",
  address: "#efaf74",
  pair: "#f097c4",
  string: "#93cf8d",
  comment: "#7f8b9f",
};

/** The style of the element itself: names of colours, and what stands beside CodeMirror. */
export function sheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host {
      display: block; height: 100%; min-height: 0; overflow: hidden; color-scheme: light;
      --font: var(--rf-font, system-ui, sans-serif);
      --code: var(--rf-code-font, ui-monospace, "SF Mono", Menlo, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace);
      ${names(LIGHT)}
    }
    :host([theme="dark"]) { color-scheme: dark; ${names(DARK)} }
    :host([hidden]) { display: none; }
    :host([stale]) .rf-marks { opacity: .45; }
    .note { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @keyframes rf-flash { from { background-color: var(--flash); } 40% { background-color: var(--flash); } }
  `);
  return sheet;
}

function names(colours: typeof LIGHT): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: var(--rf-${name}, ${colour});`)
    .join(" ");
}

/** A colour of the page on a ground, in percent. */
export function mix(colour: string, percent: number, ground = "transparent"): string {
  return `color-mix(in srgb, var(--${colour}) ${percent}%, ${ground})`;
}

export const focus = { outline: "2px solid var(--accent)", outlineOffset: "1px" };

/** The style of a text. */
export const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--bg)", fontSize: "13.5px", "--flash": mix("accent", 38) },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--code)", lineHeight: "1.6", overscrollBehavior: "contain" },
  ".cm-content": { padding: "10px 0 96px", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 16px 0 6px" },

  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--text)", marginLeft: "-1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: mix("accent", 24) },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: mix("text", 4) },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": { backgroundColor: mix("accent", 16), boxShadow: `0 0 0 1px ${mix("accent", 45)}`, borderRadius: "2px" },
  "&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket": { backgroundColor: mix("error", 18), borderRadius: "2px" },
  ".cm-specialChar": { color: "var(--error)" },

  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--muted)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 4px", minWidth: "30px", fontSize: "12px", fontVariantNumeric: "tabular-nums", lineHeight: "21.6px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { backgroundColor: mix("text", 4), color: "var(--text)" },

  ".rf-marks": { width: "30px" },
  ".rf-marks .cm-gutterElement": { display: "flex", justifyContent: "center", overflow: "hidden" },
  ".rf-mark": { all: "unset", boxSizing: "border-box", width: "24px", display: "flex", alignItems: "center", justifyContent: "center", borderRadius: "6px", cursor: "pointer" },
  ".rf-mark:hover": { backgroundColor: mix("text", 9) },
  ".rf-mark:focus-visible": { ...focus, outlineOffset: "-2px" },
  ".rf-mark svg": { width: "14px", height: "14px" },
  ".rf-mark .shape": { fill: "currentColor" },
  ".rf-mark .stroke": { fill: "none", stroke: "currentColor", strokeWidth: "2", strokeLinecap: "round", strokeLinejoin: "round" },
  ".rf-mark .shape + .stroke": { stroke: "var(--bg)", strokeWidth: "1.7" },
  ".rf-holds": { color: "var(--good)" },
  ".rf-fails": { color: "var(--error)" },
  ".rf-unknown": { color: "var(--warning)" },
  ".rf-not-judged": { color: "var(--muted)" },

  ".cm-line.rf-path": { backgroundColor: mix("accent", 11), boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-gutterElement.rf-path": { color: "var(--accent)" },
  ".rf-flash": { animation: "rf-flash 1.4s ease-out", borderRadius: "3px" },
});
