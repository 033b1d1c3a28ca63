// Edit a field in its card: what is typed is read by the server at once, and the checks are run on it before it is saved.

import { post } from "./api.js";
import { t } from "./boot.js";
import { button, fill, h } from "./dom.js";

const PAUSE = 150;

/**
 * Put a form into the card.
 * @param {object} given `form` the inputs, `row` the field, `save(changes, next)` takes what changed; `fresh` for an
 *   item that is not in the record yet.
 */
export function openEditor(given) {
  const { card, row, title } = given;
  const editor = new Editor(given);
  fill(card.element, h("h2", {}, `${title}：${row.title ?? ""}`), row.value && h("p", { class: "said" }, row.value), editor.element);
  editor.focus();
}

class Editor {
  constructor({ card, form, row, model, save, fresh = false }) {
    Object.assign(this, { card, row, model, save, fresh });
    this.values = {}; // attribute → value, as far as it was changed and could be read
    this.unread = new Set();
    this.checks = h("div", { class: "checks", role: "status" });
    this.inputs = form.filter((one) => one.name !== "unit" || !form.some((other) => other.kind === "quantity"));
    this.element = h("form", { class: "editor", on: { submit: (event) => { event.preventDefault(); this.finish(false); }, keydown: (event) => this.key(event) } },
      this.inputs.map((one) => this.field(one)), this.checks,
      h("div", { class: "bar-actions sticky" }, h("div", {},
        button(t("save_next"), "Ctrl+Enter", () => this.finish(true), { class: "main" }),
        h("button", { type: "submit" }, t("save"), h("kbd", {}, "Enter")),
        button(t("cancel"), "Esc", () => this.close()))));
  }

  focus() {
    const asked = this.row.reasons.map((reason) => reason.code.split(":")[1]).find(Boolean);
    const element = this.element.querySelector(`[name="${asked}"]`) ?? this.element.querySelector("input, select");
    element?.focus();
    element?.select?.();
  }

  field(input) {
    const held = this.row.data[input.name] ?? null;
    const state = h("output", { class: "read" });
    return h("label", { class: `input of-${input.kind}` }, h("span", {}, input.label), this.control(input, held, state), state);
  }

  control(input, held, state) {
    if (input.kind === "change") return this.change(input, held);
    if (input.options.length) {
      return h("select", { name: input.name, on: { change: (event) => this.set(input.name, event.target.value || null) } },
        input.optional && h("option", { value: "", selected: held === null }, t("nothing")),
        input.options.map(([key, says]) => h("option", { value: key, selected: key === held }, says)));
    }
    const shown = input.kind === "quantity" && held !== null ? `${held}${this.row.data.unit ?? ""}` : held ?? "";
    return h("input", { name: input.name, value: shown, autocomplete: "off", spellcheck: "false", on: {
      input: (event) => !event.isComposing && this.typed(input, event, state), // letters of an input method are no value yet
      compositionend: (event) => this.typed(input, event, state),
    } });
  }

  change(input, held) {
    const now = { direction: "", value: null, unit: null, base_value: null, rate: null, ...held };
    const put = (key, value) => {
      now[key] = value || null;
      this.set(input.name, now.direction ? { ...now } : null);
    };
    const text = (key, says) => h("label", {}, h("span", {}, says), h("input", { name: `change-${key}`, value: now[key] ?? "", size: "7", autocomplete: "off", on: { input: (event) => put(key, event.target.value.trim()) } }));
    return h("span", { class: "parts" },
      h("select", { name: "change", "aria-label": t("direction"), on: { change: (event) => put("direction", event.target.value) } },
        h("option", { value: "", selected: !held }, t("nothing")),
        input.options.map(([key, says]) => h("option", { value: key, selected: key === now.direction }, says))),
      text("value", t("amount")), text("unit", t("unit")), text("base_value", t("base")), text("rate", t("rate")));
  }

  typed(input, event, state) {
    clearTimeout(this.reading);
    this.unread.add(input.name);
    this.reading = setTimeout(() => this.read(input, event.target.value, state), PAUSE);
  }

  /** Let the server read a text; what it cannot read is not saved. */
  async read(input, text, state) {
    const list = this.row.list === "profile" ? this.row.path : this.row.list;
    const answer = await post("/api/parse", { list, attribute: input.name, text }).catch(() => null);
    if (!answer) return;
    state.textContent = !answer.ok ? t("cannot_read") : answer.shown === text.trim() ? "" : answer.shown;
    state.classList.toggle("bad", !answer.ok);
    if (!answer.ok) return;
    this.unread.delete(input.name);
    for (const [name, value] of Object.entries(answer.new)) this.set(name, value);
  }

  set(name, value) {
    if (!this.fresh && JSON.stringify(this.row.data[name] ?? null) === JSON.stringify(value)) delete this.values[name];
    else this.values[name] = value;
    this.recheck();
  }

  /** Show what the checks would say. */
  async recheck() {
    const changes = { ...this.values };
    if (this.fresh) return;
    if (!Object.keys(changes).length) {
      fill(this.checks);
      return;
    }
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const decision = { id: crypto.randomUUID(), target: this.row.id, action: "edit", new: changes };
    const found = await post("/api/preview", { document: this.model.document, reviewer: this.model.reviewer, decision }).catch(() => null);
    if (!found || asked !== this.asked) return;
    const lines = [
      found.stated && h("p", { class: "differs" }, t("differs", { stated: found.stated })),
      ...found.mended.map((one) => h("p", { class: "mended" }, `✓ ${t("mended")}：${one.says}`)),
      ...found.brought.map((one) => h("p", { class: "brought" }, `! ${t("brought")}：${one.says}`)),
    ].filter(Boolean);
    fill(this.checks, lines.length ? lines : h("p", { class: "quiet" }, t("no_change_in_checks")));
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.finish(true);
    } else if (event.key === "Enter" && event.target.tagName === "SELECT" && !isOpen(event.target)) {
      event.preventDefault();
      this.finish(false);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  /** Save once everything typed has been read; what cannot be read keeps the form open. */
  async finish(next) {
    clearTimeout(this.reading);
    for (const name of [...this.unread]) {
      const element = this.element.querySelector(`[name="${name}"]`);
      const input = this.inputs.find((one) => one.name === name);
      await this.read(input, element.value, element.parentElement.querySelector("output"));
    }
    if (this.unread.size) {
      this.element.querySelector(`[name="${[...this.unread][0]}"]`)?.focus();
      return;
    }
    this.element.remove();
    this.save(this.values, next);
    if (!next) this.close();
  }

  close() {
    this.element.remove();
    this.card.draw();
    this.card.element.focus();
  }
}

/** Whether a list of choices is unfolded; a browser that cannot tell keeps Enter for the list. */
function isOpen(select) {
  try {
    return select.matches(":open");
  } catch {
    return true;
  }
}
