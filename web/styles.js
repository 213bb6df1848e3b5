/**
 * The rules of these style sheets of the page, as a text.
 * @param {string} names apart by blanks
 * @returns {string}
 */
export function rules(names) {
  const ours = (/** @type {CSSStyleSheet} */ sheet) => names.split(" ").some((name) => sheet.href?.includes(`/${name}-`));
  const sheets = [...document.styleSheets].filter(ours);
  return sheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n");
}
