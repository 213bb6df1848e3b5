// Packages once more, for later parts of the bundle: of commands the first part has the history only, of the view what it shows itself.
declare module "@codemirror/commands?keys" {
  export * from "@codemirror/commands";
}

declare module "@codemirror/view?later" {
  export * from "@codemirror/view";
}
