// What a person can do. A decision shows at once, is kept by the outbox, and what the server makes of it follows.

import { Away, Refused, post } from "./api.js";
import { t } from "./boot.js";
import * as dialogs from "./dialogs.js";
import { openEditor } from "./editor.js";
import { settled } from "./model.js";
import { remember, remembered } from "./settings.js";

const AFTERWARDS = { accept: "accepted", edit: "edited", reanchor: "edited", reject: "rejected", delete: "rejected", defer: "deferred" };

export class Actions {
  constructor(model, outbox, { source, toast, picker }) {
    Object.assign(this, { model, outbox, source, toast, picker });
  }

  // ---- deciding

  /** Decide on a field (or a list): show it, keep it, send it. */
  decide(action, target, { next = null, comment = null, advance = false } = {}) {
    const { model } = this;
    const row = model.doc.rows.get(target);
    const decision = { id: crypto.randomUUID(), action, target, new: next, comment, seconds: row ? model.seconds : null };
    this.outbox.put({ document: model.document, after: model.doc.revision, reviewer: model.reviewer, blind: model.blind, decision });
    if (row && AFTERWARDS[action]) {
      model.doc.rows.set(target, { ...row, status: AFTERWARDS[action] });
      model.mark(model.document, model.doc.rows.get(target));
      model.tell("changed", { document: model.document, moved: false, ids: [target] });
    }
    this.toast(t(`done_${action}`));
    if (advance) this.advance();
  }

  accept() {
    if (this.model.row && !this.model.row.blind) this.decide("accept", this.model.id, { advance: true });
  }

  reject() {
    const { row } = this.model;
    if (!row) return;
    if (row.absent && !row.blind) this.accept();
    else this.decide("reject", row.id, { advance: true });
  }

  remove() {
    if (this.model.row && !this.model.row.absent) this.decide("delete", this.model.id, { advance: true });
  }

  defer() {
    if (this.model.row) this.decide("defer", this.model.id, { advance: true });
  }

  flag() {
    const { model } = this;
    if (!model.row) return;
    const row = { ...model.row, flagged: !model.row.flagged };
    model.doc.rows.set(row.id, row);
    model.mark(model.document, row);
    this.decide("flag", row.id);
  }

  async candidate(at) {
    const { row } = this.model;
    const found = this.card?.candidates[at];
    if (!row || !found) return;
    if (found.action === "add") this.decide("add", row.path, { next: found.new, advance: true });
    else this.decide(found.action, row.id, { next: found.new, advance: true });
  }

  // ---- with more to say

  edit() {
    const { row, doc } = this.model;
    if (!row || row.blind) return undefined;
    if (row.absent) return this.anchor();
    const form = doc.forms[row.list === "profile" ? row.path : row.list];
    if (!form) return this.anchor();
    return openEditor({ card: this.card, form, row, title: t("edit"), model: this.model, save: (changes, go) => {
      if (Object.keys(changes).length) this.decide("edit", row.id, { next: changes, advance: go });
      else this.decide("accept", row.id, { advance: go });
    } });
  }

  /** Take the selected characters as evidence; without a selection the person picks them first, with keys or mouse. */
  async anchor() {
    const { row } = this.model;
    if (!row) return;
    const span = await this.picker.pick(row.span);
    if (!span) return;
    const next = { span };
    if (row.absent && !row.blind) this.decide("add", row.path, { next, advance: true });
    else this.decide("reanchor", row.id, { next, advance: true });
  }

  async add() {
    const { model } = this;
    if (model.blind || !model.doc) return;
    const span = await this.picker.pick(model.row?.span);
    if (!span) return;
    const list = await dialogs.chooseList(model, span);
    if (!list) return;
    const form = model.doc.forms[list.target];
    const save = (changes) => this.decide("add", list.target, { next: { span, ...changes, ...(list.parent && { parent: list.parent }) } });
    if (!form) {
      save({});
      return;
    }
    try {
      const { item } = await post("/api/propose", { document: model.document, span, list: list.target });
      const head = item.title ?? item.statement;
      const row = { list: list.target, path: list.target, data: { topic: "other", ...item }, value: head?.text ?? "", reasons: [], fields: {} };
      openEditor({ card: this.card, form, row, title: t("add"), model, save, fresh: true });
    } catch (error) {
      this.explain(error);
    }
  }

  async comment() {
    const { model } = this;
    if (!model.row) return;
    const { id } = model;
    const comment = await dialogs.askComment();
    if (comment) this.decide("comment", id, { comment });
  }

  async split() {
    const { model } = this;
    const { row } = model;
    if (!row?.span || row.blind) return;
    const selected = this.source.selected();
    try {
      const { pieces } = await post("/api/propose", { document: model.document, field: row.id, span: selected ?? [0, 0] });
      if (await dialogs.confirmPieces(pieces)) this.decide("split", row.id, { next: { spans: pieces.map((one) => one.span) }, advance: true });
    } catch (error) {
      this.explain(error);
    }
  }

  async merge() {
    const { row } = this.model;
    if (!row?.span || row.blind || !("text" in row.data)) return;
    const other = await dialogs.chooseNeighbour(this.model, row);
    if (other) this.decide("merge", row.id, { next: { others: [other] }, advance: true });
  }

  async link() {
    const { model } = this;
    const { row } = model;
    if (!row || !["improvements", "problems"].includes(row.list)) {
      if (row) this.toast(t("only_improvements"));
      return;
    }
    await dialogs.chooseLinks(model, row, (improvement, problem, linked) => this.decide(linked ? "link" : "unlink", improvement, { next: { problem } }));
  }

  complete() {
    if (this.model.doc && !this.model.blind) dialogs.completeLists(this.model, (name, complete) => this.decide(complete ? "complete" : "reopen", name));
  }

  showFindings() {
    if (this.model.doc) dialogs.showFindings(this.model, this);
  }

  showConflicts() {
    if (this.model.doc) dialogs.showConflicts(this.model, (event) => this.decide("undo", event.id));
  }

  help() {
    dialogs.help(remembered("single-keys", true), (on) => remember("single-keys", on));
  }

  visit(start, end) {
    this.source.flash(start, end);
  }

  // ---- back and forth

  async undo() {
    await this.turn("undo");
  }

  async redo() {
    await this.turn("redo");
  }

  async turn(which) {
    const { model } = this;
    try {
      await this.outbox.settled();
      const id = crypto.randomUUID();
      this.outbox.own.push(id);
      const answer = await post(`/api/${which}`, { id, reviewer: model.reviewer, blind: model.blind });
      if (model.documents.has(answer.document)) model.apply(answer);
      await model.load(answer.document);
      if (model.documents.get(answer.document).rows.has(answer.target)) await model.go(answer.document, answer.target);
      else model.tell("field", {});
      this.toast(t(`done_${which}`));
    } catch (error) {
      this.explain(error);
    }
  }

  // ---- moving

  step(by) {
    const { queue, at } = this.model;
    const next = at < 0 ? 0 : at + by;
    if (next >= 0 && next < queue.entries.length) this.goTo(queue.entries[next]);
  }

  /** Go to the next field that nobody has settled; at the end of the queue look at its beginning. */
  advance() {
    const { queue, at } = this.model;
    const order = [...queue.entries.slice(at + 1), ...queue.entries.slice(0, Math.max(0, at))];
    const next = order.find((entry) => entry.status === "open");
    if (next) this.goTo(next);
    else {
      this.model.id = null;
      this.model.tell("field", {});
    }
  }

  goTo(entry) {
    this.model.go(entry.document, entry.id).then(() => this.foresee()).catch((error) => this.explain(error));
  }

  /** Load what the next card will show. */
  foresee() {
    const { queue, at, blind } = this.model;
    const next = queue.entries.slice(at + 1).find((entry) => !settled(entry));
    if (!next || blind) return;
    this.model.load(next.document).then(() => this.model.detail(next.document, next.id)).catch(() => {});
  }

  async openDocument(name) {
    try {
      const { model } = this;
      model.document = name;
      await model.load(name);
      await model.loadQueue();
      const first = model.queue.entries.find((entry) => entry.status === "open");
      model.id = null;
      model.tell("document");
      if (first) await model.go(first.document, first.id);
      else model.tell("field", {});
      this.foresee();
    } catch (error) {
      this.explain(error);
    }
  }

  /** Say what went wrong in words. */
  explain(error) {
    if (error instanceof Refused) this.toast(t(`unfit_${error.body.code ?? "invalid"}`), true);
    else if (error instanceof Away) this.toast(t("offline", { count: this.outbox.count }), true);
    else throw error;
  }
}
