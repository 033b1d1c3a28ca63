// The report: foldable sections, every span a mark that leads to its field, selections counted in code points.

import { t } from "./boot.js";
import { fill, h } from "./dom.js";

export class SourceView {
  constructor(element, model) {
    this.element = element;
    this.model = model;
    this.marks = new Map(); // id of a field → its elements
    this.body = h("div", { class: "text" });
    this.hint = h("p", { class: "pick", hidden: true, role: "status" }, t("pick_hint"));
    fill(element, this.hint, this.body);
    this.body.addEventListener("click", (event) => this.clicked(event));
    model.addEventListener("document", () => this.draw());
    model.addEventListener("field", (event) => this.show(event.detail.scroll));
    model.addEventListener("changed", (event) => this.changed(event.detail));
  }

  /** Draw the whole document anew. */
  draw() {
    const { doc } = this.model;
    const spans = [...doc.rows.values()].filter((row) => row.span && row.status !== "rejected");
    const segments = cut(doc, spans);
    this.marks.clear();
    const folded = new Set([...this.body.querySelectorAll("section.folded")].map((one) => one.dataset.start));
    fill(this.body, this.sections(doc, segments));
    for (const section of this.body.querySelectorAll("section")) {
      if (this.drawn === doc.document && folded.has(section.dataset.start)) fold(section, true);
    }
    this.drawn = doc.document;
    for (const id of this.marks.keys()) this.paint(id);
  }

  sections(doc, segments) {
    const units = (point) => doc.offsets.toUnits(point);
    const root = h("div", {});
    const open = [{ end: Infinity, body: root }];
    const heads = doc.sections.map((section) => ({ ...section, start: units(section.start), end: units(section.end), head: section.heading ? units(section.heading[1]) : units(section.start) }));
    let next = 0;
    for (const segment of segments) {
      while (open.at(-1).end <= segment.start) open.pop();
      while (next < heads.length && heads[next].start <= segment.start) {
        const section = heads[next];
        next += 1;
        if (section.end <= segment.start) continue;
        while (open.at(-1).end < section.end) open.pop();
        open.push(this.section(section, open.at(-1).body));
      }
      const at = open.at(-1);
      (at.title && segment.start < at.head ? at.title : at.body).append(this.segment(doc, segment));
    }
    return root;
  }

  section(section, parent) {
    const title = section.heading ? h("span", { class: "heading" }) : null;
    const body = h("div", { class: "body" });
    const toggle = title && h("button", { type: "button", class: "fold", "aria-expanded": "true", "aria-label": t("fold"), on: { click: (event) => fold(event.target.closest("section")) } }, "▾");
    parent.append(h("section", { class: `level${Math.min(section.level, 4)}`, data: { start: String(section.start) } }, toggle, title, body));
    return { end: section.end, head: section.head, title, body };
  }

  segment(doc, segment) {
    const made = h(segment.ids.length ? "mark" : "span", { data: { at: String(segment.start) } }, doc.text.slice(segment.start, segment.end));
    if (segment.ids.length) {
      made.dataset.ids = segment.ids.join(" ");
      for (const id of segment.ids) this.marks.set(id, [...(this.marks.get(id) ?? []), made]);
    }
    return made;
  }

  /** Colour the marks of a field by where it stands. */
  paint(id) {
    for (const element of this.marks.get(id) ?? []) {
      const rows = element.dataset.ids.split(" ").map((one) => this.model.doc.rows.get(one)).filter(Boolean);
      const waiting = rows.some((row) => (row.hard || row.doubtful) && (row.status === "open" || row.status === "deferred"));
      const done = rows.length > 0 && rows.every((row) => row.status !== "open" && row.status !== "deferred");
      element.className = waiting ? "waiting" : done ? "done" : "sure";
    }
  }

  show(scroll) {
    for (const element of this.body.querySelectorAll(".now")) element.classList.remove("now");
    const elements = this.marks.get(this.model.id) ?? [];
    for (const element of elements) {
      element.classList.add("now");
      for (let up = element.closest("section.folded"); up; up = up.parentElement.closest("section.folded")) fold(up, false);
    }
    if (scroll && elements.length) this.sight(elements[0]);
  }

  /** Scroll to a place only where it is not in sight already. */
  sight(element) {
    const box = element.getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    if (box.top < frame.top + 60 || box.bottom > frame.bottom - 60) element.scrollIntoView({ block: "center" });
  }

  /** Light up a range that is no field, as a finding's. */
  flash(start, end) {
    const units = [this.model.doc.offsets.toUnits(start), this.model.doc.offsets.toUnits(end)];
    this.select(...units);
    const at = this.elementAt(units[0]);
    if (at) {
      for (let up = at.closest("section.folded"); up; up = up.parentElement.closest("section.folded")) fold(up, false);
      at.scrollIntoView({ block: "center" });
    }
  }

  changed({ document: name, moved, ids }) {
    if (name !== this.model.document) return;
    if (moved) {
      this.draw();
      this.show(false);
    } else ids.forEach((id) => this.paint(id));
  }

  clicked(event) {
    const element = event.target.closest("mark");
    if (!element || !getSelection().isCollapsed) return;
    const rows = element.dataset.ids.split(" ").map((id) => this.model.doc.rows.get(id)).filter(Boolean);
    const [smallest] = rows.sort((one, two) => one.span[1] - one.span[0] - (two.span[1] - two.span[0]));
    if (smallest) this.model.go(this.model.document, smallest.id, { scroll: false });
  }

  /** Return the selected range in UTF-16 units, null where nothing of the report is selected. */
  selectedUnits() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.body.contains(range.startContainer) || !this.body.contains(range.endContainer)) return null;
    const start = this.unitsAt(range.startContainer, range.startOffset);
    const end = this.unitsAt(range.endContainer, range.endOffset);
    return start < end ? [start, end] : null;
  }

  /** Return the selected range in code points, as the server counts. */
  selected() {
    const units = this.selectedUnits();
    return units && units.map((unit) => this.model.doc.offsets.toPoints(unit));
  }

  unitsAt(node, offset) {
    if (node.nodeType === Node.TEXT_NODE && node.parentElement.dataset.at !== undefined) return Number(node.parentElement.dataset.at) + offset;
    // Between elements: where the next piece of the report begins, or the last one before ends.
    const after = document.createRange();
    after.setStart(node, offset);
    after.setEndAfter(this.body.lastChild);
    for (const element of this.body.querySelectorAll("[data-at]")) {
      if (after.comparePoint(element, 0) >= 0) return Number(element.dataset.at);
    }
    return this.model.doc.text.length;
  }

  elementAt(unit) {
    const all = this.body.querySelectorAll("[data-at]");
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (Number(all[middle].dataset.at) <= unit) low = middle;
      else high = middle - 1;
    }
    return all[low] ?? null;
  }

  /** Select a range given in UTF-16 units. */
  select(start, end) {
    const first = this.elementAt(start);
    const last = this.elementAt(Math.max(start, end - 1));
    if (!first || !last) return;
    const within = (element, unit) => Math.min(unit - Number(element.dataset.at), element.firstChild.length);
    getSelection().setBaseAndExtent(first.firstChild, within(first, start), last.firstChild, within(last, end));
  }
}

/** Cut the text where a span, a section or a heading begins or ends. */
function cut(doc, rows) {
  const units = (point) => doc.offsets.toUnits(point);
  const starts = new Map();
  const ends = new Map();
  const bounds = new Set([0, doc.text.length]);
  for (const row of rows) {
    const [start, end] = row.span.map(units);
    push(starts, start, row.id);
    push(ends, end, row.id);
    bounds.add(start).add(end);
  }
  for (const section of doc.sections) {
    for (const point of [section.start, section.end, ...(section.heading ?? [])]) bounds.add(units(point));
  }
  const sorted = [...bounds].sort((one, two) => one - two);
  const inside = new Set();
  const segments = [];
  for (let at = 0; at + 1 < sorted.length; at += 1) {
    for (const id of ends.get(sorted[at]) ?? []) inside.delete(id);
    for (const id of starts.get(sorted[at]) ?? []) inside.add(id);
    segments.push({ start: sorted[at], end: sorted[at + 1], ids: [...inside] });
  }
  return segments;
}

function push(map, key, value) {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function fold(section, folded = !section.classList.contains("folded")) {
  section.classList.toggle("folded", folded);
  section.querySelector(".fold")?.setAttribute("aria-expanded", String(!folded));
}
