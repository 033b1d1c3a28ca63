// The buttons below a field, each with its key.

import { t } from "./boot.js";
import { button, h } from "./dom.js";

/** Return the buttons that make sense for the current field. */
export function actionBar(model, actions) {
  const { row } = model;
  if (row.blind) {
    return h("div", { class: "bar-actions sticky" }, h("div", {},
      button(t("point"), "s", () => actions.anchor(), { class: "main" }),
      button(t("reject"), "x", () => actions.reject()),
      button(t("defer"), "d", () => actions.defer()),
      button(t("comment"), "c", () => actions.comment())));
  }
  const passage = "text" in row.data;
  return h("div", { class: "bar-actions sticky" },
    h("div", {},
      button(t(row.absent ? "confirm_absent" : "accept"), "a", () => actions.accept(), { class: "main" }),
      button(t(row.absent ? "state" : "edit"), "e", () => actions.edit()),
      !row.absent && button(t("reject"), "x", () => actions.reject()),
      button(t("anchor"), "s", () => actions.anchor())),
    h("div", {},
      button(t("defer"), "d", () => actions.defer()),
      button(t("add"), "n", () => actions.add()),
      ["improvements", "problems"].includes(row.list) && button(t("link"), "l", () => actions.link()),
      row.span && button(t("split"), "p", () => actions.split()),
      passage && button(t("merge"), "g", () => actions.merge()),
      button(t(row.flagged ? "unflag" : "flag"), "f", () => actions.flag()),
      button(t("comment"), "c", () => actions.comment())));
}
