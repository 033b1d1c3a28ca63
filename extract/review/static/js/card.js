// The card of the current field: what was read, why to doubt it, where it stands, and everything that can be done.

import { boot, t } from "./boot.js";
import { button, fill, h } from "./dom.js";
import { actionBar } from "./bar.js";
import { mark } from "./queue.js";

const CONTEXT = 60;
const LOW = 0.7;
const LONG = 24;

export class CardView {
  constructor(element, model, actions) {
    this.element = element;
    this.model = model;
    this.actions = actions;
    this.candidates = [];
    model.addEventListener("field", () => this.draw());
    model.addEventListener("changed", (event) => this.changed(event.detail));
  }

  changed({ document: name, ids }) {
    if (name !== this.model.document || this.element.querySelector("form.editor")) return;
    if (ids.includes(this.model.id) || !ids.length) this.draw();
  }

  draw() {
    const { row, doc } = this.model;
    this.candidates = [];
    if (!row || !doc) return fill(this.element, this.finished());
    this.beside = h("div", { class: "beside" });
    fill(
      this.element,
      h("div", { class: "badges" }, mark(row), h("span", { class: "quiet" }, t(`status_${row.status}`)), row.page && h("span", { class: "quiet" }, t("page", { page: row.page })), row.page && doc.pictures && button(t("see_page"), "", () => this.showPage(row.page))),
      h("h2", {}, row.title),
      h("p", { class: `said ${row.status} ${row.value.length > LONG ? "long" : ""}` }, row.value || t(row.blind ? "not_answered" : "nothing")),
      row.blind ? null : this.why(row, doc),
      this.evidence(row, doc),
      this.attributes(row, doc),
      this.links(row, doc),
      this.beside,
      actionBar(this.model, this.actions),
    );
    if (!row.blind) this.later(row);
    return undefined;
  }

  /** Show the page of the file that the field stands on; its module is loaded when it is first asked for. */
  async showPage(number) {
    const { showPage } = await import("./page.js");
    await showPage(this.model.document, number);
  }

  /** What comes next when a queue is done. */
  finished() {
    const next = () => document.dispatchEvent(new CustomEvent("gouji-document", { detail: 1 }));
    return h("div", { class: "finished" }, h("h2", {}, t("done_title")), h("p", {}, t("done_text")),
      !this.model.blind && h("div", { class: "choices" },
        button(t("complete_title"), "m", () => this.actions.complete(), { class: "main" }),
        button(t("next_report"), "Shift+J", next),
        h("a", { href: `/export.xlsx?lang=${boot.lang}`, download: "gouji.xlsx" }, t("export"))));
  }

  /** Why a person should look; a failed check stands there with its sentence and its calculation. */
  why(row, doc) {
    const found = doc.findings.filter((finding) => row.findings.includes(finding.id));
    const reasons = row.reasons.filter((reason) => reason.code !== "check_failed" || !found.length).map((reason) => h("li", {}, reason.says));
    if (!reasons.length && !found.length && row.audited && row.status === "open") reasons.push(h("li", {}, t("why_audit")));
    if (!reasons.length && !found.length) return null;
    return h("div", { class: "why" }, h("h3", {}, t("why")), reasons.length > 0 && h("ul", {}, reasons),
      found.map((one) => findingBox(one, this.model, this.actions)), found.length > 0 && row.status === "open" && h("p", { class: "quiet" }, t("check_hint")));
  }

  evidence(row, doc) {
    if (row.absent || (row.blind && !row.span)) return null;
    if (!row.span) return h("p", { class: "evidence none" }, t("no_evidence"));
    const [start, end] = row.span.map((point) => doc.offsets.toUnits(point));
    const before = doc.text.slice(Math.max(0, start - CONTEXT), start).split("\n").at(-1);
    const after = doc.text.slice(end, end + CONTEXT).split("\n")[0];
    return h("div", { class: "evidence" }, h("h3", {}, t("evidence")), h("blockquote", {}, before, h("b", {}, doc.text.slice(start, end)), after));
  }

  attributes(row, doc) {
    const form = doc.forms[row.list === "profile" ? row.path : row.list] ?? [];
    const lines = form.filter((one) => one.name in row.data && !["value", "unit", "count"].includes(one.name)).map((one) => {
      const sure = row.fields[one.name];
      const doubt = sure !== undefined && sure < LOW && row.status === "open";
      return [h("dt", {}, one.label), h("dd", { class: doubt ? "low" : "" }, says(one, row.data[one.name]), doubt && h("small", {}, ` ${Math.round(sure * 100)}%`))];
    });
    const shown = row.confidence !== null && row.confidence !== undefined && [h("dt", {}, t("confidence")), h("dd", {}, `${Math.round(row.confidence * 100)}%`)];
    return lines.length || shown ? h("dl", { class: "attributes" }, lines, shown) : null;
  }

  links(row, doc) {
    const title = (id) => doc.rows.get(id);
    let ids = null;
    if (row.list === "improvements") ids = doc.links[row.id] ?? [];
    if (row.list === "problems") ids = Object.keys(doc.links).filter((id) => doc.links[id].includes(row.id));
    if (!ids) return null;
    const lines = ids.map(title).filter(Boolean).map((one) => h("li", {}, h("a", { href: "#", on: { click: (event) => { event.preventDefault(); this.model.go(this.model.document, one.id); } } }, one.value)));
    return h("div", {}, h("h3", {}, t(row.list === "problems" ? "linked_by" : "links")), lines.length ? h("ul", { class: "links" }, lines) : h("p", { class: "quiet" }, t("no_links")));
  }

  /** Fill in what the server has to work out, unless the person has gone on meanwhile. */
  async later(row) {
    const { beside } = this;
    const name = this.model.document;
    const detail = await this.model.detail(name, row.id).catch(() => null);
    if (!detail || beside !== this.beside) return;
    this.candidates = detail.candidates;
    fill(beside, this.rivals(detail), this.choices(detail), comments(detail), history(detail));
  }

  rivals(detail) {
    return detail.rivals.length ? h("div", { class: "rivals" }, h("h3", {}, t("rivals")), h("ul", {}, detail.rivals.map((one) => h("li", {}, one)))) : null;
  }

  choices(detail) {
    if (!detail.candidates.length) return null;
    return h("div", {}, h("h3", {}, t("candidates")), h("ol", { class: "candidates" }, detail.candidates.map((one, at) =>
      h("li", {}, button(one.shown, String(at + 1), () => this.actions.candidate(at)), h("small", { class: "quiet" }, ` ${one.why}`)))));
  }
}

/** A finding with its calculation; its places can be visited. */
export function findingBox(finding, model, actions) {
  return h("div", { class: `finding ${finding.severity}` },
    h("p", {}, finding.says),
    finding.steps.length > 0 && h("pre", { "aria-label": t("calculation") }, finding.steps.join("\n")),
    h("p", { class: "places" }, finding.spans.slice(0, 12).map(([start, end]) => button(snippet(model.doc, start, end), "", () => actions.visit(start, end), { class: "place" }))));
}

function snippet(doc, start, end) {
  const said = doc.text.slice(doc.offsets.toUnits(start), doc.offsets.toUnits(end)).replace(/\s+/g, "");
  return said.length > 14 ? `${said.slice(0, 13)}…` : said;
}

function comments(detail) {
  return detail.comments.length ? h("div", {}, h("h3", {}, t("comments")), h("ul", {}, detail.comments.map((one) => h("li", {}, one)))) : null;
}

function history(detail) {
  if (!detail.history.length) return null;
  return h("details", {}, h("summary", {}, `${t("history")}（${detail.history.length}）`), h("ol", { class: "history" }, detail.history.map((event) =>
    h("li", { class: event.stands ? "" : "undone" }, `${t(`done_${event.action}`)} · ${event.reviewer} · ${new Date(event.time).toLocaleString()}`, !event.stands && ` · ${t("taken_back")}`, event.comment && ` · ${event.comment}`))));
}

function says(input, value) {
  if (value === null || value === undefined || value === "") return t("nothing");
  if (input.kind === "change") {
    const direction = input.options.find(([key]) => key === value.direction)?.[1] ?? value.direction;
    return [direction, value.value && `${value.value}${value.unit ?? ""}`, value.rate && `${value.rate}%`, value.base_value && `${t("base")} ${value.base_value}`].filter(Boolean).join(" ");
  }
  return input.options.find(([key]) => key === value)?.[1] ?? value;
}
