// The entry of editor.js: makes `<fence-editor>` known.

import { FenceEditor } from "./element";

if (!customElements.get("fence-editor")) customElements.define("fence-editor", FenceEditor);
