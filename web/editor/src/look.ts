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

function mix(colour: string, percent: number, ground = "transparent"): string {
  return `color-mix(in srgb, var(--${colour}) ${percent}%, ${ground})`;
}

const WAVE =
  "url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%226%22 height=%224%22>" +
  "<path d=%22M0 2 Q1.5 -.4 3 2 T6 2%22 fill=%22none%22 stroke=%22black%22 stroke-width=%221.1%22/></svg>')";

/** A wave in a colour of the page. An underline of the text's own would lose its colour where it is selected. */
const wavy = (colour: string): Record<string, Record<string, string> | string> => ({
  position: "relative",
  backgroundImage: "none",
  paddingBottom: "0",
  "&:after": {
    content: '""',
    position: "absolute",
    left: "0",
    right: "0",
    bottom: "-3px",
    height: "4px",
    pointerEvents: "none",
    forcedColorAdjust: "none",
    backgroundColor: `var(--${colour})`,
    mask: `${WAVE} left / 6px 4px repeat-x`,
  },
});

const point = (colour: string): Record<string, string> => ({ borderBottomColor: `var(--${colour})` });

const button = {
  font: "500 12px/1.4 var(--font)",
  padding: "3px 9px",
  border: "1px solid var(--border)",
  borderRadius: "6px",
  background: "var(--bg)",
  color: "var(--text)",
  cursor: "pointer",
};

const focus = { outline: "2px solid var(--accent)", outlineOffset: "1px" };

/** The style of CodeMirror. */
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
  ".cm-searchMatch": { backgroundColor: mix("warning", 26), borderRadius: "2px" },
  ".cm-searchMatch-selected": { backgroundColor: mix("warning", 52) },
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

  ".cm-lintRange-error": wavy("error"),
  ".cm-lintRange-warning": wavy("warning"),
  ".cm-lintPoint:after": point("error"),
  ".cm-lintPoint-warning:after": point("warning"),

  ".cm-tooltip": { border: "1px solid var(--border)", borderRadius: "8px", backgroundColor: "var(--panel)", color: "var(--text)", boxShadow: "0 6px 24px rgb(0 0 0 / .16)", overflow: "hidden" },
  ".cm-tooltip-lint": { font: "13px/1.5 var(--font)", maxWidth: "min(34rem, calc(100vw - 2rem))" },
  ".cm-diagnostic": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px 8px", padding: "9px 12px 9px 11px", margin: "0", whiteSpace: "normal", overflowWrap: "anywhere" },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--border)" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--error)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warning)" },
  ".cm-diagnosticText": { flex: "1 0 100%" },
  ".cm-diagnosticSource": { order: "1", marginLeft: "auto", font: "11.5px/1.5 var(--code)", color: "var(--muted)", opacity: "1" },
  ".cm-diagnosticAction": { ...button, margin: "0", background: "var(--accent)", borderColor: "var(--accent)", color: "var(--bg)" },
  ".cm-diagnosticAction ~ .cm-diagnosticAction": { background: "var(--bg)", borderColor: "var(--border)", color: "var(--text)" },
  ".cm-diagnosticAction:hover": { filter: "brightness(1.08)" },
  ".cm-diagnosticAction:focus-visible, .rf-link:focus-visible": focus,
  ".rf-problem p, .rf-problem ul": { margin: "0", padding: "0", listStyle: "none" },
  ".rf-help, .rf-related": { color: "var(--muted)", marginTop: "2px !important" },
  ".rf-problem code": { font: ".93em var(--code)", padding: "0 3px", borderRadius: "4px", backgroundColor: mix("text", 8), color: "var(--text)" },
  ".rf-link": { all: "unset", color: "var(--accent)", cursor: "pointer" },
  ".rf-link:hover": { textDecoration: "underline" },

  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)", font: "13px/1.5 var(--font)", zIndex: "200" },
  ".cm-panels-top": { borderBottom: "1px solid var(--border)" },
  ".cm-panel.cm-search, .cm-panel.cm-dialog": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px", padding: "8px 44px 8px 12px", fontFamily: "var(--font)" },
  ".cm-panel.cm-search br": { display: "block", content: "''", flexBasis: "100%" },
  ".cm-panel.cm-search :is(input, button, label)": { margin: "0" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontSize: "12px", color: "var(--muted)" },
  ".cm-textfield": { flex: "0 1 20em", minWidth: "9em", font: "13px/1.4 var(--code)", verticalAlign: "middle", padding: "3px 8px", border: "1px solid var(--border)", borderRadius: "6px", backgroundColor: "var(--bg)", color: "var(--text)" },
  ".cm-button": { ...button, backgroundImage: "none", textTransform: "none" },
  ".cm-button:hover": { backgroundColor: mix("text", 6, "var(--bg)") },
  ".cm-panel input[type=checkbox]": { accentColor: "var(--accent)" },
  ".cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel [name=close]:focus-visible": focus,
  ".cm-panel.cm-search [name=close], .cm-panel.cm-dialog [name=close]": { top: "7px", right: "10px", width: "24px", height: "24px", fontSize: "18px", color: "var(--muted)", cursor: "pointer", borderRadius: "6px" },

  // Small fields make phones zoom in, small buttons are missed by fingers.
  "@media (pointer: coarse)": {
    ".cm-textfield": { fontSize: "16px" },
    ".cm-button, .cm-diagnosticAction": { padding: "8px 12px" },
  },
});
