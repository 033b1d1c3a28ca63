// The picture of a page, for fields read from a PDF.

import { t } from "./boot.js";
import { ask } from "./dialogs.js";
import { h } from "./dom.js";

/** Show a page of the document's file; what cannot be shown is said. */
export function showPage(document, number) {
  const query = new URLSearchParams({ document, number });
  return ask(t("page", { page: number }), () => {
    const frame = h("div", { class: "page-picture" });
    const missing = () => frame.replaceChildren(h("p", { class: "quiet" }, t("no_picture")));
    frame.append(h("img", { src: `/page.png?${query}`, alt: t("page", { page: number }), on: { error: missing } }));
    return frame;
  }, { wide: true });
}
