// The case browser: a virtual list of leaves, and one leaf with gold, prediction and source side by side.
const ROW_HEIGHT = 52;
const KEPT_DOCUMENTS = 40;
const opened = new Map();
let listed = [];

function casesPanel() {
  const modes = [["fail", "mode_fail"], ["diff", "mode_diff"], ["all", "mode_all"]].map(([mode, key]) =>
    h("button", { type: "button", "aria-pressed": String(state.mode === mode), onclick: () => choose({ mode }) }, say(key)));
  const fields = picker("field", say("every_field"), DATA.fields.map((field) => [field, named(DATA.names.fields[field], field)]));
  const documents = picker("doc", say("every_document"), DATA.index.map((one) => [one.name, one.name]));
  const list = h("div", { class: "list", id: "list", tabindex: 0, role: "listbox", "aria-label": say("cases"), onscroll: () => drawRows(list), onkeydown: (event) => step(event, list) });
  const one = h("div", { class: "case", id: "case" });
  const count = h("span", { class: "count" });
  listed = matching();
  count.textContent = say("shown", listed.length.toLocaleString());
  const show = () => { drawRows(list); showCase(one); };
  requestAnimationFrame(show);
  onChoice("case", ["leaf", "at"], show);
  const note = typeof DecompressionStream === "undefined" ? say("old_browser") : "";
  return panel("cases", say("cases"), note, legend(), h("div", { class: "filters" }, modes, fields, documents, count), h("div", { class: "browser" }, list, one));
}

function picker(key, every, options) {
  const menu = h("select", { "aria-label": say(key === "doc" ? "documents" : "field"), onchange: () => choose({ [key]: menu.value }) },
    h("option", { value: "" }, every), options.map(([value, label]) => h("option", { value, selected: value === state[key] ? "" : null }, label)));
  return menu;
}

function matching() {
  const wanted = state.field ? DATA.fields.indexOf(state.field) : -1;
  const found = [];
  DATA.index.forEach((one, at) => {
    if (state.doc && one.name !== state.doc) return;
    for (let row = 0; row < one.states.length; row += 1) {
      if (wanted >= 0 && one.fields[row] !== wanted) continue;
      if (state.mode === "fail" && one.states[row] === "C") continue;
      if (state.mode === "diff" && one.different[row] === "0") continue;
      found.push([at, row]);
    }
  });
  return found;
}

async function details(at) {
  if (!opened.has(at)) {
    if (opened.size >= KEPT_DOCUMENTS) opened.delete(opened.keys().next().value);
    opened.set(at, unpack(DATA.details[at]));
  }
  return opened.get(at);
}

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const found = JSON.parse(await new Response(stream).text());
  found.characters = Array.from(found.text);
  return found;
}

function drawRows(list) {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - 4);
  const last = Math.min(listed.length, first + Math.ceil((list.clientHeight || 560) / ROW_HEIGHT) + 8);
  const rows = [h("div", { style: `height:${listed.length * ROW_HEIGHT}px` })];
  for (let at = first; at < last; at += 1) rows.push(rowOf(at, list));
  if (!listed.length) rows.push(h("p", { class: "muted", style: "padding:8px" }, say("none")));
  list.replaceChildren(...rows);
}

function rowOf(at, list) {
  const [document, row] = listed[at];
  const one = DATA.index[document];
  const field = DATA.fields[one.fields[row]];
  const what = h("div", { class: "what" }, "…");
  const element = h("div", { class: "row", role: "option", "data-at": at, style: `top:${at * ROW_HEIGHT}px`, onclick: () => { pick(at); list.focus(); } },
    h("div", {}, h("span", { class: `badge ${one.states[row]}` }, one.states[row]), `${named(DATA.names.fields[field], field)} — ${one.name}`), what);
  details(document).then((found) => {
    const [leaf, gold, predicted] = found.rows[row];
    if (state.leaf === leaf && state.at === one.name) { element.classList.add("chosen"); element.setAttribute("aria-selected", "true"); }
    what.textContent = gold === predicted ? inWords(gold) : `${inWords(gold)} → ${inWords(predicted)}`;
  }, () => { what.textContent = say("old_browser"); });
  return element;
}

async function pick(at) {
  const [document, row] = listed[at];
  const found = await details(document);
  choose({ leaf: found.rows[row][0], at: DATA.index[document].name });
}

async function step(event, list) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way || !listed.length) return;
  event.preventDefault();
  const now = await position();
  const next = Math.min(listed.length - 1, Math.max(0, now + way));
  const top = next * ROW_HEIGHT;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
  await pick(next);
}

async function position() {
  const document = DATA.index.findIndex((one) => one.name === state.at);
  if (document < 0) return -1;
  const found = await details(document);
  const row = found.rows.findIndex(([leaf]) => leaf === state.leaf);
  return listed.findIndex(([at, place]) => at === document && place === row);
}

async function showCase(pane) {
  const document = DATA.index.findIndex((one) => one.name === state.at);
  if (!state.leaf || document < 0) { pane.replaceChildren(h("p", { class: "muted" }, say("pick"))); return; }
  const found = await details(document);
  const row = found.rows.findIndex(([leaf]) => leaf === state.leaf);
  if (row < 0) return;
  const [leaf, gold, predicted, goldSpan, predictedSpan, why, reasons, confidence] = found.rows[row];
  const stateName = DATA.index[document].states[row];
  const closed = DATA.names.values[gold] || DATA.names.values[predicted];
  const [left, right] = closed ? [inWords(gold), inWords(predicted)] : difference(gold, predicted);
  const doubts = reasons.map(reasonText).join(state.lang === "en" ? "; " : "；");
  pane.replaceChildren(
    h("h3", {}, h("span", { class: `badge ${stateName}` }, stateName), `${named(DATA.names.fields[DATA.fields[DATA.index[document].fields[row]]])} — ${DATA.index[document].name}`, h("span", { class: "muted", style: "font-weight:400" }, ` ${leaf}`)),
    h("p", { class: "why" }, whyText(why, goldSpan, predictedSpan), confidence === null ? "" : ` ${say("confidence", fixed(confidence))}`, doubts ? h("span", { class: "muted" }, ` ${say("reasons")}: ${doubts}`) : null),
    h("div", { class: "sides" }, side("gold_side", gold, left, goldSpan), side("predicted_side", predicted, right, predictedSpan)),
    sourcePane(found, goldSpan, predictedSpan));
  const mark = pane.querySelector("mark");
  const source = pane.querySelector(".source");
  if (mark && source) source.scrollTop = Math.max(0, mark.offsetTop - source.offsetTop - 90);
}

function side(key, value, content, span) {
  return h("div", { class: "side" }, h("small", {}, say(key), span ? ` [${span[0]}, ${span[1]})` : ""), value === null ? h("span", { class: "muted" }, say("nothing")) : content);
}

// A member of a closed set by its name, anything else as it stands.
function inWords(value) {
  return value === null ? say("nothing") : named(DATA.names.values[value], value);
}

function reasonText(code) {
  const [name, attribute] = code.split(":");
  const words = named(DATA.names.reasons[name], name);
  return attribute ? `${attribute}: ${words}` : words;
}

function whyText(why, goldSpan, predictedSpan) {
  if (!why) return say(String(goldSpan) === String(predictedSpan) ? "right" : "moved");
  const [kind, detail] = why.split(":");
  if (kind === "number") return say("number_wrong", say(detail === "other" ? "other_number" : detail));
  if (kind === "overlap") return say("overlap", detail);
  return say(kind);
}

// Characters that only one side has, by the longest common subsequence; long texts are shown plain.
function difference(gold, predicted) {
  if (gold === null || predicted === null || gold === predicted) return [gold ?? "", predicted ?? ""];
  const a = Array.from(gold);
  const b = Array.from(predicted);
  if (a.length * b.length > 400000) return [gold, predicted];
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) {
    common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  }
  const left = [];
  const right = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { left.push([a[i], ""]); right.push([b[j], ""]); i += 1; j += 1; }
    else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) { left.push([a[i], "del"]); i += 1; }
    else { right.push([b[j], "ins"]); j += 1; }
  }
  return [runs(left), runs(right)];
}

function runs(characters) {
  const groups = [];
  for (const [char, tag] of characters) {
    if (groups.length && groups[groups.length - 1][1] === tag) groups[groups.length - 1][0] += char;
    else groups.push([char, tag]);
  }
  return groups.map(([text, tag]) => (tag ? h(tag, {}, text) : text));
}

const AROUND = 600;

function sourcePane(found, gold, predicted) {
  if (!found.characters.length) return h("p", { class: "muted" }, say("no_text"));
  const spans = [gold, predicted].filter(Boolean);
  if (!spans.length) return h("div", { class: "source" }, found.characters.slice(0, 2 * AROUND).join(""));
  const from = Math.max(0, Math.min(...spans.map((span) => span[0])) - AROUND);
  const to = Math.min(found.characters.length, Math.max(...spans.map((span) => span[1])) + AROUND);
  const cuts = [...new Set([from, to, ...spans.flat()])].sort((a, b) => a - b);
  const pieces = cuts.slice(0, -1).map((start, at) => {
    const text = found.characters.slice(start, cuts[at + 1]).join("");
    const inGold = gold && gold[0] <= start && start < gold[1];
    const inPredicted = predicted && predicted[0] <= start && start < predicted[1];
    return inGold || inPredicted ? h("mark", { class: `${inGold ? "g" : ""}${inPredicted ? "p" : ""}` }, text) : text;
  });
  const key = [["var(--gold)", "gold_side"], ["var(--predicted)", "predicted_side"]].map(([colour, name]) => h("span", {}, h("i", { style: `background:${colour}` }), say(name)));
  const both = h("span", {}, h("i", { style: "background:var(--both)" }), `${say("gold_side")} + ${say("predicted_side")}`);
  return h("div", {}, h("p", { class: "legend", style: "margin:10px 0 0" }, h("b", {}, say("source")), key, both),
    h("div", { class: "source" }, from > 0 ? "…" : "", pieces, to < found.characters.length ? "…" : ""));
}
