// Files of the person's machine, chosen or dropped, folders with all that is in them; what a cloud printed among them becomes one text,
// made by an engine of its own that is loaded then. Nothing is sent anywhere.

// The most that they may hold together, in bytes: past this a page is no place for them.
const LIMIT = 64 * 1024 * 1024;

/**
 * The texts of the language among the files, each with a name, and what is to be said of the others; throws a sentence where nothing can
 * be opened.
 * @param {FileList | DataTransfer} given
 * @returns {Promise<{ texts: [string, string, string?][], notice: string }>} with what says where a text comes from that was made
 */
export async function read(given) {
  const [files, passed] = await text(given instanceof FileList ? [...given].map(named) : await dropped(given));
  const exports = files.filter((file) => isExport(file.text));
  const others = files.filter((file) => !isExport(file.text));
  /** @type {[string, string, string?][]} */
  const texts = others.map(({ name, text }) => [name.split("/").pop() ?? name, text]);
  if (exports.length > 0) texts.unshift(["estate.fence", ...(await imported(exports))]);
  if (texts.length === 0 && passed > 0) throw new Error("nothing in there is a text of the language or an export of a cloud");
  return { texts, notice: passed > 0 ? `${passed} other ${passed === 1 ? "file is" : "files are"} not read` : "" };
}

/** @typedef {{ name: string, file: File, wanted: boolean }} Found */

/** @param {File} file @returns {Found} */
const named = (file) => ({ name: file.webkitRelativePath || file.name, file, wanted: true });

/** @param {string} text JSON, which no text of the language starts as. */
const isExport = (text) => /^\uFEFF?\s*[[{]/.test(text);

/**
 * Their contents. In a folder, what is neither an export nor a text of the language is passed, and counted.
 * @param {Found[]} found
 * @returns {Promise<[{ name: string, text: string }[], number]>}
 */
async function text(found) {
  if (found.reduce((sum, { file }) => sum + file.size, 0) > LIMIT) {
    throw new Error("these files are larger than 64 MB: use the command line for them");
  }
  const files = [];
  for (const { name, file, wanted } of found) {
    const text = await file.text().catch(() => {
      // The others alone would be another estate.
      throw new Error(`nothing is opened: ${name} cannot be read`);
    });
    if (wanted || name.endsWith(".fence") || isExport(text)) files.push({ name, text });
  }
  return [files, found.length - files.length];
}

/**
 * @param {DataTransfer} transfer
 * @returns {Promise<Found[]>}
 */
async function dropped(transfer) {
  // Only at once: after the event there are no items.
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push(named(entry));
    else if (entry) found.push(...(await inside(entry, true)));
  }
  return found;
}

/**
 * Every file of a folder by name, but for hidden ones.
 * @param {FileSystemEntry} entry
 * @param {boolean} wanted
 * @returns {Promise<Found[]>}
 */
async function inside(entry, wanted) {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject)).catch(() => {
      throw new Error(`nothing is opened: ${name} cannot be read`);
    });
    return [{ name, file, wanted }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  for (;;) {
    // Some at a time, until there are none.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => {
      throw new Error(`nothing is opened: ${name} cannot be read`);
    });
    if (some.length === 0) break;
    entries.push(...some);
  }
  const found = [];
  for (const inner of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!inner.name.startsWith(".")) found.push(...(await inside(inner, false)));
  }
  return found;
}

/**
 * The estate that exports tell of, and where its text comes from.
 * @param {{ name: string, text: string }[]} exports
 * @returns {Promise<[string, string]>}
 */
function imported(exports) {
  // A script of our own that holds one `import`: unlike one that is started from its address, it is under the page's policy.
  const script = JSON.stringify(new URL("app/exports.js", document.baseURI).href);
  const address = URL.createObjectURL(new Blob([`import ${script};`], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  const failed = () => new Error("nothing is opened: what reads exports could not be loaded");
  /** @type {Promise<[string, string]>} */
  const made = new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(failed());
    });
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) worker.postMessage(exports);
      else if (data.text === undefined) reject(data.why ? new Error(`nothing is opened: ${data.why}`) : failed());
      else resolve([data.text, data.origins]);
    });
  });
  return made.finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}
