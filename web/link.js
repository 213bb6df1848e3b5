// Links that carry the state of the page: `1.`, then base64url of raw deflate of JSON. docs/share.md has the form; the crate
// `ringfence-share` makes and opens the same for the command line. Here the browser's own compression does it.

const FORM = "1";

// A few characters can stand for very many.
const LIMIT = 16 * 1024 * 1024;

/**
 * What stands behind the `#` of a link.
 * @param {string} json
 * @returns {Promise<string>}
 */
export async function encode(json) {
  const text = new Blob([json]);
  if (text.size > LIMIT) throw new Error("the texts hold more than 16 MiB");
  const packed = text.stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `${FORM}.${letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/**
 * The JSON in what stands behind the `#`; throws a sentence where there is none.
 * @param {string} fragment
 * @returns {Promise<string>}
 */
export async function decode(fragment) {
  const [, form, letters] = /^#?([0-9]+)\.([A-Za-z0-9_-]+)$/.exec(plain(fragment)) ?? [];
  if (form === undefined || letters === undefined) throw new Error("it is no link of Ringfence, or damaged");
  if (form !== FORM) throw new Error("it was made by a newer version of Ringfence");
  const bytes = Uint8Array.from(bytesOf(letters), (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(await inflated(bytes));
}

/**
 * Without what programs that pass links on do to them.
 * @param {string} fragment
 */
function plain(fragment) {
  const bare = (/** @type {string} */ text) => text.replace(/\s/g, "").replace(/[=>)\]"'`.,;]+$/, "");
  try {
    return bare(decodeURIComponent(fragment.replace(/\s/g, "")));
  } catch {
    return bare(fragment);
  }
}

/** @param {string} letters */
function bytesOf(letters) {
  try {
    return atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw cut();
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function inflated(bytes) {
  const parts = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw cut();
    });
    if (done) break;
    size += value.length;
    if (size > LIMIT) throw new Error("it holds more than 16 MiB");
    parts.push(value);
  }
  return new Blob(parts).arrayBuffer();
}

function cut() {
  return new Error("it is cut off or damaged: copy it again to its end");
}
