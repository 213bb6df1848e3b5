// What a cloud printed, dropped on the page.

import { join } from "node:path";

/** Exports of a small shop. */
export const SHOP = join(import.meta.dirname, "../../../import/tests/fixtures/shop");

/** As the browser itself drops a folder of the machine. */
export async function dropFolder({ context, page }, folder) {
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 200, y: 20, data });
  }
}
