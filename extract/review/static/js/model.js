// What the page knows: documents as loaded, the queue, and where the person is. Views listen to it.

import { get } from "./api.js";
import { Offsets } from "./offsets.js";
import { remember, remembered } from "./settings.js";

const KEPT = 8;

export class Model extends EventTarget {
  constructor(reviewer) {
    super();
    this.reviewer = remembered("reviewer", "") || reviewer || "—";
    this.blind = false;
    this.documents = new Map();
    this.details = new Map();
    this.filters = { scope: "document", show: "wanted", list: "", reason: "", rule: "", search: "" };
    this.queue = { entries: [], open: 0, wanted: 0, doubt: 0, calibrated: true };
    this.document = null;
    this.id = null;
    this.shownAt = performance.now();
  }

  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  get doc() {
    return this.documents.get(this.document);
  }

  get row() {
    return this.doc?.rows.get(this.id) ?? null;
  }

  /** Position of the current field in the queue, -1 where it is not in it. */
  get at() {
    return this.queue.entries.findIndex((entry) => entry.id === this.id && entry.document === this.document);
  }

  setReviewer(name) {
    this.reviewer = name.trim() || "—";
    remember("reviewer", this.reviewer);
  }

  /** Load a document, or return it where it is loaded. */
  async load(name, { anew = false } = {}) {
    if (!anew && this.documents.has(name)) return this.documents.get(name);
    const data = await get("/api/document", { document: name, ...(this.blind && { blind_as: this.reviewer }) });
    data.rows = new Map(data.rows.map((row) => [row.id, row]));
    data.known = new Set(data.rows.keys());
    data.offsets = new Offsets(data.text);
    this.documents.delete(name);
    this.documents.set(name, data);
    for (const old of [...this.documents.keys()].slice(0, -KEPT)) if (old !== this.document) this.documents.delete(old);
    return data;
  }

  async loadQueue() {
    if (this.blind) this.queue = blindQueue(this.doc);
    else {
      const { scope, ...filters } = this.filters;
      this.queue = await get("/api/queue", { ...filters, document: scope === "document" ? this.document : "" });
    }
    this.places = new Map(this.queue.entries.map((entry) => [`${entry.document}\n${entry.id}`, entry]));
    this.tell("queue");
  }

  entryOf(document, id) {
    return this.places?.get(`${document}\n${id}`);
  }

  /** Go to a field; its document is loaded first where it is another one. */
  async go(document, id, { scroll = true } = {}) {
    const changed = document !== this.document || !this.documents.has(document);
    this.busy = changed; // keys wait: they would mean the field that is still on the screen
    if (changed) await this.load(document).finally(() => { this.busy = false; });
    this.document = document;
    this.id = id;
    this.shownAt = performance.now();
    if (changed) this.tell("document");
    this.tell("field", { scroll });
  }

  /** Take in what a decision changed, as the server answers it. */
  apply(answer) {
    const doc = this.documents.get(answer.document);
    if (!doc) return;
    const moved = answer.rows.some((row) => String(doc.rows.get(row.id)?.span) !== String(row.span)) || answer.gone.length > 0;
    for (const row of answer.rows) {
      doc.rows.set(row.id, row);
      this.mark(answer.document, row);
    }
    for (const id of answer.gone) doc.rows.delete(id);
    for (const key of ["revision", "findings", "lists", "closed", "links", "conflicts"]) doc[key] = answer[key];
    this.tell("changed", { document: answer.document, moved, ids: answer.rows.map((row) => row.id) });
    if (answer.gone.length || answer.rows.some((row) => !doc.known.has(row.id))) this.loadQueue();
    for (const row of answer.rows) doc.known.add(row.id);
  }

  /** Keep the queue's line of a field like the field. */
  mark(document, row) {
    const entry = this.entryOf(document, row.id);
    if (!entry) return;
    const was = settled(entry);
    Object.assign(entry, { status: row.status, flagged: row.flagged, value: row.value.slice(0, 120), title: row.title });
    if (was !== settled(entry) && (this.blind || entry.hard || entry.doubtful || entry.audited)) {
      const step = was ? 1 : -1;
      this.queue.open += step;
      this.queue.doubt = Math.max(0, this.queue.doubt + step * entry.chance);
    }
  }

  /** Seconds since the field came on the screen. */
  get seconds() {
    return Math.min(600, Math.round((performance.now() - this.shownAt) / 100) / 10);
  }

  /** Candidates, rivals and history of a field, kept until the document changes. */
  async detail(document, id) {
    const doc = this.documents.get(document);
    const key = `${document}\n${id}\n${doc?.revision}`;
    if (!this.details.has(key)) {
      this.details.set(key, get("/api/field", { document, field: id }).catch((error) => {
        this.details.delete(key);
        throw error;
      }));
      if (this.details.size > 200) this.details.delete(this.details.keys().next().value);
    }
    return this.details.get(key);
  }
}

export function settled(entry) {
  return entry.status !== "open" && entry.status !== "deferred";
}

function blindQueue(doc) {
  const entries = [...doc.rows.values()].map((row) => ({ ...row, document: doc.document, reasons: [], rules: [] }));
  const open = entries.filter((entry) => !settled(entry)).length;
  return { entries, total: entries.length, wanted: entries.length, open, doubt: 0, rest: 0, calibrated: true };
}
