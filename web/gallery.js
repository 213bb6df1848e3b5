// The texts of the examples, which come when the first of them is wanted: one file, since together they compress best.

/** @type {Promise<Record<string, string>> | undefined} */
let texts;

/**
 * The text of an example, by its path.
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export async function example(path) {
  texts ??= fetched(new URL("app/examples.json", document.baseURI));
  try {
    const text = (await texts)[path];
    // From now on they are kept, like all that comes later.
    dispatchEvent(new Event("more"));
    return text;
  } catch (error) {
    // The next one tries again.
    texts = undefined;
    throw error;
  }
}

/** @param {URL} address */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.json();
}
