// Small elements. Everything that is shown is text: no markup is read from what is given.

/** An element of a class that holds these. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A message, with what it quotes in backticks set as code. */
export function prose(message: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  message.split(/`([^`]+)`/).forEach((part, index) => {
    fragment.append(index % 2 ? element("code", "", part) : part);
  });
  return fragment;
}
