// Put the page together and open the first document.

import { Actions } from "./actions.js";
import { boot, t } from "./boot.js";
import { CardView } from "./card.js";
import { showClash } from "./dialogs.js";
import { button, fill, h } from "./dom.js";
import { listen } from "./keys.js";
import { Model } from "./model.js";
import { Outbox } from "./outbox.js";
import { Picker } from "./picker.js";
import { QueueView } from "./queue.js";
import { remember, remembered } from "./settings.js";
import { SourceView } from "./source.js";

const byId = (id) => document.getElementById(id);
const model = new Model(boot.reviewer);
const source = new SourceView(byId("source"), model);
const queueView = new QueueView(byId("queue"), model);
const outbox = new Outbox({
  change: (answer) => model.apply(answer),
  unfit: async (code, letter) => {
    toast(t(`unfit_${code}`), true);
    await refresh(letter.document);
  },
  clash: async (body, letter) => {
    const mine = await showClash(body, (id) => model.documents.get(letter.document)?.rows.get(id)?.value ?? "");
    outbox.resolve(mine ? body.revision : null);
    await refresh(letter.document);
  },
  status: (state, count) => {
    byId("saved").textContent = t(state, { count });
    byId("saved").dataset.state = state;
  },
});
const picker = new Picker(source, model);
const actions = new Actions(model, outbox, { source, toast, picker });
const card = new CardView(byId("card"), model, actions);
actions.card = card;

/** Show the truth again after a decision was not taken. */
async function refresh(name) {
  await model.load(name, { anew: true });
  await model.loadQueue();
  if (name === model.document) {
    model.tell("document");
    if (model.id && !model.row) model.id = null;
    model.tell("field", { scroll: false });
  }
}

model.addEventListener("document", () => {
  const says = model.doc?.unread ?? "";
  byId("unread").textContent = says;
  byId("unread").hidden = !says;
});

let fading = 0;
function toast(says, bad = false) {
  const element = byId("toast");
  element.textContent = says;
  element.className = `toast shown ${bad ? "bad" : ""}`;
  clearTimeout(fading);
  fading = setTimeout(() => { element.className = "toast"; }, bad ? 5000 : 1500);
}

function drawLeft() {
  const { queue, doc, blind } = model;
  const doubt = queue.doubt.toFixed(1);
  fill(byId("left"),
    blind ? `${queue.entries.length - queue.open} / ${queue.entries.length}`
      : h("span", { title: queue.calibrated ? "" : t("left_uncalibrated") }, t("left", { open: queue.open, wanted: queue.wanted, doubt })),
    doc && !blind && button(`${t("findings")} ${doc.findings.length}`, "v", () => actions.showFindings(), { class: "chip" }),
    doc?.conflicts.length > 0 && button(`${t("conflicts")} ${doc.conflicts.length}`, "", () => actions.showConflicts(), { class: "chip bad" }),
    doc && !blind && !doc.closed && button(`${t("complete_title")} ${doc.lists.filter((one) => one.complete).length}/${doc.lists.length}`, "m", () => actions.complete(), { class: "chip" }),
    doc?.closed && h("span", { class: "chip good" }, t("document_closed")));
}

function drawDocuments() {
  fill(byId("document"), boot.documents.map((name) => h("option", { value: name, selected: name === model.document }, name)));
}

function stepDocument(by) {
  const at = boot.documents.indexOf(model.document) + by;
  if (at >= 0 && at < boot.documents.length) open(boot.documents[at]);
}

async function open(name) {
  remember("document", name);
  await actions.openDocument(name);
  drawDocuments();
}

function welcome() {
  if (remembered("welcomed", false)) return;
  const note = h("div", { class: "welcome", role: "note" }, h("strong", {}, t("welcome_title")), h("span", {}, t("welcome")), button(t("welcome_ok"), "", () => { remember("welcomed", true); note.remove(); }));
  document.querySelector("header").after(note);
}

for (const type of ["queue", "changed", "document"]) model.addEventListener(type, drawLeft);
model.addEventListener("document", drawDocuments);
document.addEventListener("gouji-document", (event) => stepDocument(event.detail));
byId("document").addEventListener("change", (event) => { event.target.blur(); open(event.target.value); });
byId("help").addEventListener("click", () => actions.help());
byId("undo").addEventListener("click", () => actions.undo());
byId("menu").addEventListener("click", () => document.body.classList.toggle("queue-open"));
byId("reviewer").value = model.reviewer;
byId("reviewer").addEventListener("change", (event) => {
  model.setReviewer(event.target.value);
  if (model.blind) open(model.document);
});
byId("blind").addEventListener("change", (event) => {
  event.target.blur();
  model.blind = event.target.checked;
  model.documents.clear();
  document.body.classList.toggle("is-blind", model.blind);
  open(model.document);
});
window.addEventListener("online", () => outbox.flush());
listen(actions, picker, queueView);
welcome();

await outbox.settled().catch(() => {}); // what an earlier page could not send goes first
const last = remembered("document", "");
await open(boot.documents.includes(last) ? last : boot.documents[0]);
document.body.dataset.ready = "yes";
