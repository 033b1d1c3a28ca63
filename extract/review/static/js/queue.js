// The queue: only the lines on the screen are in the page, so that two thousand fields cost as much as twenty.

import { t } from "./boot.js";
import { fill, h } from "./dom.js";
import { settled } from "./model.js";

const LINE = 56;
const AROUND = 6;
const SHOWS = ["wanted", "open", "settled", "deferred", "flagged", "audited", "conflict", "all"];
const PAUSE = 200;

export class QueueView {
  constructor(element, model) {
    this.model = model;
    this.inner = h("div", { class: "lines" });
    this.list = h("div", { class: "scroll", role: "listbox", "aria-label": t("show"), tabindex: "0" }, this.inner);
    this.filters = h("form", { class: "filters", on: { submit: (event) => event.preventDefault() } });
    fill(element, this.filters, this.list);
    this.list.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.list);
    model.addEventListener("queue", () => { this.drawFilters(); this.reveal(); });
    model.addEventListener("field", () => this.reveal());
    model.addEventListener("changed", () => this.draw());
  }

  focusSearch() {
    this.filters.querySelector("[name=search]")?.focus();
  }

  drawFilters() {
    const { filters, queue, doc, blind } = this.model;
    if (blind) return fill(this.filters, h("p", { class: "hint" }, t("blind_hint")));
    if (this.filters.contains(document.activeElement)) return undefined; // somebody is choosing or typing
    const lists = (doc?.lists ?? []).map((one) => [one.name, one.says]);
    const reasons = unique(queue.entries.flatMap((entry) => entry.reasons.map((code) => code.split(":")[0])));
    const rules = unique(queue.entries.flatMap((entry) => entry.rules));
    const words = reasonWords(this.model);
    return fill(
      this.filters,
      this.select("scope", [["document", t("scope_document")], ["all", t("scope_all")]], filters.scope),
      this.select("show", SHOWS.map((one) => [one, t(`show_${one}`)]), filters.show),
      this.select("list", [["", t("any", { name: t("filter_list") })], ...lists], filters.list),
      this.select("reason", [["", t("any", { name: t("filter_reason") })], ...keep(reasons, filters.reason).map((code) => [code, words.get(code) ?? code])], filters.reason),
      this.select("rule", [["", t("any", { name: t("filter_rule") })], ...keep(rules, filters.rule).map((one) => [one, one.replaceAll("_", " ")])], filters.rule),
      h("input", { type: "search", name: "search", placeholder: t("search"), "aria-label": t("search"), value: filters.search, autocomplete: "off", on: { input: (event) => this.search(event) } }),
    );
  }

  select(name, options, chosen) {
    const made = h("select", { name, "aria-label": t(name === "scope" || name === "show" ? name : `filter_${name}`), on: { change: (event) => this.change(name, event.target.value) } },
      options.map(([value, says]) => h("option", { value, selected: value === chosen }, says)));
    return made;
  }

  search(event) {
    clearTimeout(this.waiting);
    const { value } = event.target;
    this.waiting = setTimeout(() => this.change("search", value), PAUSE);
  }

  change(name, value) {
    this.model.filters[name] = value;
    this.model.loadQueue();
  }

  /** Bring the current field's line into sight. */
  reveal() {
    const { at } = this.model;
    if (at >= 0) {
      const top = at * LINE;
      if (top < this.list.scrollTop) this.list.scrollTop = top;
      else if (top + LINE > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + LINE - this.list.clientHeight;
    }
    this.draw();
  }

  draw() {
    const { entries } = this.model.queue;
    this.inner.style.height = `${entries.length * LINE}px`;
    if (!entries.length) return fill(this.inner, h("p", { class: "hint" }, t("empty_queue")));
    const first = Math.max(0, Math.floor(this.list.scrollTop / LINE) - AROUND);
    const last = Math.min(entries.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / LINE) + AROUND);
    return fill(this.inner, entries.slice(first, last).map((entry, index) => this.line(entry, first + index)));
  }

  line(entry, at) {
    const current = entry.id === this.model.id && entry.document === this.model.document;
    const made = h("div", {
      class: `line ${settled(entry) ? "settled" : "unsettled"} ${entry.hard ? "hard" : ""} ${current ? "current" : ""}`,
      role: "option", "aria-selected": String(current), "aria-setsize": this.model.queue.entries.length, "aria-posinset": at + 1,
      on: { click: () => this.model.go(entry.document, entry.id) },
    },
    h("span", { class: "what" }, mark(entry), this.model.filters.scope === "all" ? `${entry.document} · ${entry.title}` : entry.title),
    h("span", { class: "value" }, entry.value || (entry.blind ? t("not_answered") : "")));
    made.style.top = `${at * LINE}px`;
    return made;
  }
}

/** The sign at the beginning of a line: where the field stands, else why it is here. */
export function mark(entry) {
  const signs = { accepted: "✓", edited: "✎", rejected: "✗", added: "＋", deferred: "…" };
  const sign = signs[entry.status];
  const why = entry.hard ? "hard" : entry.doubtful ? "doubtful" : entry.audited ? "audited" : "";
  return [
    sign ? h("span", { class: `sign ${entry.status}`, title: t(`status_${entry.status}`) }, sign)
      : why && h("span", { class: `badge ${why}` }, t(why)),
    entry.flagged && h("span", { class: "sign flag" }, "⚑"),
  ];
}

function reasonWords(model) {
  const words = new Map();
  for (const doc of model.documents.values()) {
    for (const row of doc.rows.values()) {
      for (const reason of row.reasons) {
        const [code, attribute] = reason.code.split(":");
        const says = attribute ? reason.says.replace(/^[^：:]*[：:]\s*/, "") : reason.says;
        words.set(code, says);
      }
    }
  }
  return words;
}

function unique(values) {
  return [...new Set(values)].sort();
}

/** A chosen value stays in the list of choices even where nothing has it any more. */
function keep(values, chosen) {
  return chosen && !values.includes(chosen) ? [chosen, ...values] : values;
}
