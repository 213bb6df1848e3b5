// Pictures of the editor, to be looked at: `node screenshots.mjs FOLDER`.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { start } from "./browser.mjs";
import { example, find, marks, path, problems } from "./example.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });

const browser = await start();
for (const theme of ["light", "dark"]) {
  for (const [size, options] of [
    ["wide", { viewport: { width: 900, height: 720 }, deviceScaleFactor: 2 }],
    ["phone", { viewport: { width: 390, height: 720 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }],
  ]) {
    const { page, close } = await browser.open({ ...options, colorScheme: theme });
    const shot = (name) => page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`) });
    await page.evaluate(
      ([theme, text, problems, marks, path]) => {
        const editor = document.querySelector("fence-editor");
        editor.setAttribute("theme", theme);
        editor.setDocument("three-tier.fence", text);
        editor.setProblems("three-tier.fence", problems);
        editor.setMarks("three-tier.fence", marks);
        editor.highlight("three-tier.fence", path);
        editor.focus();
      },
      [theme, example, problems, marks, path],
    );
    await shot("top");
    await page.keyboard.press("F8");
    await page.locator(".cm-tooltip-lint").waitFor();
    await page.keyboard.press("F8");
    await page.locator(".rf-message", { hasText: "nothing is named" }).waitFor();
    await shot("problem");
    await page.keyboard.press("Escape");
    await page.evaluate(
      ({ from, to }) => document.querySelector("fence-editor").reveal("three-tier.fence", from, to),
      find("deny    internet"),
    );
    await page.locator(".rf-flash").waitFor();
    await shot("intents");
    await page.keyboard.press("Control+f");
    await page.locator(".cm-search").waitFor();
    await page.keyboard.type("tcp");
    await shot("search");
    await close();
  }
}
await browser.close();
