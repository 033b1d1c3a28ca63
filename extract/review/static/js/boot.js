// What the server wrote into the page: language, words, secret of the session, names of the documents.

export const boot = JSON.parse(document.getElementById("boot").textContent);

/** Return a word or sentence in the page's language, `{name}` filled from `values`. */
export function t(key, values = {}) {
  return (boot.words?.[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
