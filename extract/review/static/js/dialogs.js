// Dialogs: each is a native <dialog>, so that focus stays inside and Esc leaves.

import { t } from "./boot.js";
import { findingBox } from "./card.js";
import { button, fill, h } from "./dom.js";

/** Open a dialog and return what `close(value)` was given; Esc gives null. */
export function ask(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    let answer = null;
    const close = (value = null) => { answer = value; dialog.close(); };
    const dialog = h("dialog", { class: wide ? "wide" : "", "aria-label": title, on: { close: () => { dialog.remove(); document.getElementById("card")?.focus({ preventScroll: true }); resolve(answer); } } });
    fill(dialog, h("h2", {}, title), build(close, dialog), h("form", { method: "dialog", class: "closing" }, h("button", { class: "close", value: "" }, t("close"), h("kbd", {}, "Esc"))));
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[autofocus]")?.focus();
  });
}

/** Let digits choose among buttons. */
function digits(dialog, choose) {
  dialog.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.target.matches("input:not([type=checkbox]), textarea")) return;
    const at = "123456789abcdefghijklmnop".indexOf(e.key);
    if (at >= 0 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      choose(at);
    }
  });
}

const SIGNS = "123456789abcdefghijklmnop";

/** Let the person choose one of several with a key, the mouse or Tab and Enter. */
function choose(title, options, before = null) {
  return ask(title, (close, dialog) => {
    digits(dialog, (at) => at < options.length && close(options[at].value));
    return [before, h("div", { class: `choices ${options.length > 9 ? "many" : ""}` }, options.map((one, at) => button(one.says, SIGNS[at] ?? "", () => close(one.value), { autofocus: at === 0 })))];
  });
}

export function askComment() {
  return ask(t("comment"), (close) => {
    const text = h("textarea", { rows: "4", maxlength: "4000", autofocus: true, on: { keydown: (e) => {
      if (e.isComposing || e.keyCode === 229) return;
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) close(text.value.trim());
    } } });
    return [text, h("div", { class: "bar-actions" }, button(t("save"), "Ctrl+Enter", () => close(text.value.trim()), { class: "main" }))];
  });
}

const NESTED = { measures: "measures.actions", problems: "problems.details", improvements: "improvements.steps" };

/** Ask to which list a selection belongs; for a part of an item, to which item. */
export async function chooseList(model, [start, end]) {
  const { doc } = model;
  const said = doc.text.slice(doc.offsets.toUnits(start), doc.offsets.toUnits(end));
  const quoted = h("blockquote", {}, said.length > 120 ? `${said.slice(0, 120)}…` : said);
  const scalars = [...doc.rows.values()].filter((row) => row.absent).map((row) => ({ value: { target: row.path }, says: row.title }));
  const lists = doc.lists.filter((one) => one.name !== "profile").flatMap((one) => [
    { value: { target: one.name }, says: one.says },
    ...(NESTED[one.name] && one.count ? [{ value: { target: NESTED[one.name], head: one.name }, says: `${one.says} ▸ ${t(NESTED[one.name])}` }] : []),
  ]);
  const list = await choose(t("choose_list"), [...lists, ...scalars], quoted);
  if (!list?.head) return list;
  const heads = [...doc.rows.values()].filter((row) => row.list === list.head && row.status !== "rejected");
  const parent = await choose(t("choose_parent"), heads.map((row) => ({ value: row.id, says: row.value })));
  return parent && { target: list.target, parent };
}

export function confirmPieces(pieces) {
  return ask(t("split_title", { count: pieces.length }), (close) => [
    h("ol", { class: "pieces" }, pieces.map((one) => h("li", {}, one.text))),
    h("div", { class: "bar-actions" }, button(t("split"), "Enter", () => close(true), { class: "main", autofocus: true })),
  ]);
}

/** Ask with which item of the same list a passage is merged; the nearest ones come first. */
export function chooseNeighbour(model, row) {
  const shape = (path) => path.replace(/\[(\d+)\]$/, "");
  const alike = [...model.doc.rows.values()].filter((one) => one.id !== row.id && one.span && one.status !== "rejected" && shape(one.path) === shape(row.path));
  const far = (one) => Math.min(Math.abs(one.span[0] - row.span[1]), Math.abs(row.span[0] - one.span[1]));
  alike.sort((one, two) => far(one) - far(two));
  return choose(t("merge_title"), alike.slice(0, 9).map((one) => ({ value: one.id, says: one.value })), h("blockquote", {}, row.value));
}

/** Switch links of an improvement on and off, or those of a problem to improvements. */
export function chooseLinks(model, row, toggle) {
  const { doc } = model;
  const forward = row.list === "improvements";
  const others = [...doc.rows.values()].filter((one) => one.list === (forward ? "problems" : "improvements") && one.status !== "rejected");
  const linked = (other) => (forward ? doc.links[row.id] ?? [] : doc.links[other.id] ?? []).includes(forward ? other.id : row.id);
  return ask(t(forward ? "link_title" : "linked_by"), (close, dialog) => {
    if (!others.length) return h("p", {}, t("no_problems"));
    const boxes = others.map((other) => h("input", { type: "checkbox", checked: linked(other), on: { change: (event) => toggle(forward ? row.id : other.id, forward ? other.id : row.id, event.target.checked) } }));
    digits(dialog, (at) => boxes[at]?.click());
    return [h("blockquote", {}, row.value), h("div", { class: "choices" }, others.map((other, at) => h("label", {}, boxes[at], h("kbd", {}, SIGNS[at] ?? ""), other.value)))];
  });
}

/** Say list by list that nothing is missing. */
export function completeLists(model, toggle) {
  return ask(t("complete_title"), (close, dialog) => {
    const boxes = model.doc.lists.map((one) => h("input", { type: "checkbox", checked: one.complete, on: { change: (event) => toggle(one.name, event.target.checked) } }));
    digits(dialog, (at) => boxes[at]?.click());
    return [h("p", {}, t("complete_text")), h("div", { class: "choices two" }, model.doc.lists.map((one, at) => h("label", {}, boxes[at], h("kbd", {}, SIGNS[at]), `${one.says}（${one.count}）`)))];
  });
}

export function showFindings(model, actions) {
  return ask(t("findings"), (close) => (model.doc.findings.length
    ? model.doc.findings.map((one) => findingBox(one, model, { visit: (start, end) => { close(); actions.visit(start, end); } }))
    : h("p", {}, t("no_findings"))), { wide: true });
}

/** Show decisions that no longer fit the record; none is dropped, each can be taken back or made anew. */
export function showConflicts(model, takeBack) {
  return ask(t("conflicts"), (close) => [
    h("p", {}, t("conflict_text")),
    model.doc.conflicts.map(({ reason, event, now }) => h("div", { class: "finding error" },
      h("p", {}, `${t(`done_${event.action}`)} · ${event.reviewer} · ${t(`conflict_${reason}`)}`),
      h("pre", {}, `${t("conflict_then")}：${brief(event.new ?? event.old)}\n${t("conflict_now")}：${brief(now)}`),
      model.doc.rows.has(event.target) && button(t("go_there"), "", () => { close(); model.go(model.document, event.target); }),
      button(t("take_back"), "", () => { takeBack(event); close(); }))),
  ], { wide: true });
}

/** Show two versions of a field side by side; return true for one's own. */
export function showClash(body, titleOf) {
  const theirs = body.theirs.at(-1);
  return ask(t("clash_title"), (close) => h("div", { class: "versus" },
    h("div", {}, h("h3", {}, `${t("clash_theirs")}（${theirs.reviewer}）`), h("p", {}, t(`done_${theirs.action}`)), h("p", { class: "said" }, body.now?.value ?? ""), button(t("keep_theirs"), "", () => close(false), { autofocus: true })),
    h("div", {}, h("h3", {}, t("clash_mine")), h("p", {}, t(`done_${body.mine.action}`)), h("p", { class: "said" }, brief(body.mine.new) || titleOf(body.mine.target)), button(t("use_mine"), "", () => close(true)))));
}

function brief(data) {
  if (!data) return "";
  const { text, value, unit } = data;
  if (text || value) return `${text ?? ""}${value ?? ""}${unit ?? ""}`;
  return Object.entries(data).map(([key, held]) => `${key} = ${typeof held === "object" ? JSON.stringify(held) : held}`).join("，").slice(0, 300);
}

export function help(single, toggle) {
  const keys = [["j / k", "key_jk"], ["Shift+J / Shift+K", "key_JK"], ["a", "accept"], ["e", "edit"], ["x", "reject"], ["X", "delete"], ["1–9", "key_digits"], ["s", "anchor"], ["n", "add"], ["l", "link"], ["p", "split"], ["g", "merge"], ["d", "defer"], ["f", "flag"], ["c", "comment"], ["u / Ctrl+Z", "undo"], ["U / Ctrl+Y", "redo"], ["Ctrl+Enter", "save_next"], ["m", "key_m"], ["v", "key_v"], ["/", "key_search"], ["Esc", "key_esc"]];
  return ask(t("keys_title"), () => [
    h("dl", { class: "keys" }, keys.map(([key, says]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(says))])),
    h("label", {}, h("input", { type: "checkbox", checked: single, on: { change: (event) => toggle(event.target.checked) } }), ` ${t("keys_single")}`),
  ]);
}
