// The package of commands once more: the bundle's first part has its history only, a later one has the keys.
declare module "@codemirror/commands?keys" {
  export * from "@codemirror/commands";
}
