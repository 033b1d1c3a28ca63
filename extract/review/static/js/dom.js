// Make elements. Text always becomes a text node: nothing in a report can become markup.

/**
 * Return an element.
 * @param {string} tag
 * @param {object} attributes `on` holds listeners, `data` data attributes, true and false set and leave out.
 * @param {...(Node|string|number|null|false|Array)} children
 */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name === "value") made.value = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...nodes(children));
  return made;
}

function nodes(children) {
  return children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false)
    .map((one) => (one instanceof Node ? one : String(one)));
}

/** Put new children in the place of all old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** Return a button; `key` is shown as the key that does the same. */
export function button(label, key, onClick, attributes = {}) {
  return h("button", { type: "button", on: { click: onClick }, ...attributes }, label, key && h("kbd", {}, key));
}
