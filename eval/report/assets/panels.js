// Everything above the cases: what was scored, the headline, fields, items, links, numbers, findings, support.
function banner() {
  const { gold, run } = SCORE;
  const count = run.documents;
  const lines = [named([gold.note.zh, gold.note.en])];
  if (gold.fitted.length) lines.push(say("fitted", count, gold.fitted.length));
  if (count < 20) lines.push(say("few", count));
  if (gold.without_record.length) lines.push(say("missing", some(gold.without_record)));
  if (SCORE.ceiling) lines.push(say("ceiling_note", named([SCORE.ceiling.note.zh, SCORE.ceiling.note.en])));
  if (gold.carried.length) lines.push(say("carried", some(gold.carried)));
  const used = run.calls ? say("calls", run.calls, run.prompt_tokens, run.completion_tokens) + (run.cost.length ? ` · ${run.cost.join(", ")}` : "") : say("no_calls");
  const facts = [
    ["documents", some(DATA.index.map((one) => one.name), 8)], ["reader", run.readers.join(", ")], ["model", run.models.join(", ")],
    ["prompts", run.prompts.join(", ")], ["schema", run.schemas.join(", ")], ["calibration", run.calibrations.join(", ")],
    ["version", run.versions.join(", ") || run.scored_with], ["runs", some(run.runs, 4)], ["cost", used],
    ["gold", some(Object.entries(gold.sha256).map(([name, hash]) => `${name} ${hash.slice(0, 12)}`), 8)],
  ];
  return h("section", { id: "banner", class: "banner" }, lines.map((line) => h("strong", {}, line)),
    h("dl", { class: "facts" }, facts.filter(([, value]) => value).map(([key, value]) => [h("dt", {}, say(key)), h("dd", {}, value)])));
}

function some(names, most = 6) {
  return names.slice(0, most).join(", ") + (names.length > most ? ` … (${names.length})` : "");
}

function limit(key) {
  return SCORE.ceiling ? SCORE.ceiling.measures[key] : undefined;
}

function card(title, key, value, more) {
  const within = SCORE.intervals[key];
  const lines = [within ? say("interval", within.low.toFixed(2), within.high.toFixed(2)) : say("no_interval")];
  lines.push(limit(key) === undefined ? say("no_ceiling") : say("ceiling", fixed(limit(key))));
  if (more) lines.push(more);
  return h("div", { class: "card" }, h("span", {}, title), h("b", {}, value), (key ? lines : more).map((line) => h("span", {}, line)));
}

function cards() {
  const one = SCORE.headline;
  const measures = SCORE.document_measures;
  return h("div", { class: "cards", id: "headline" },
    card(say("accuracy"), "headline.accuracy", fixed(one.accuracy), say("macro", fixed(SCORE.macro.accuracy))), card(say("leaf_f1"), "headline.f1", fixed(one.f1)),
    card(say("item_f1"), "items.micro.f1", fixed(SCORE.items.micro.f1)), card(say("precision"), "headline.precision", fixed(one.precision)),
    card(say("recall"), "headline.recall", fixed(one.recall)),
    card(say("edits"), "", fixed(measures.edits_per_document, 1), [`${say("exact")} ${percent(measures.exact)}`, say("critical", percent(measures.critical_exact))]));
}

function legend() {
  return h("p", { class: "legend" }, ["C", "S", "O", "H"].map((name) => h("span", {}, h("i", { class: name }), say(name))));
}

const FIELD_COLUMNS = [
  ["field", (row) => row.name], ["count", (row) => row.total], ["acc", (row) => row.accuracy],
  ["precision", (row) => row.precision], ["recall", (row) => row.recall], ["states", (row) => row.S + row.O + row.H],
];

function fieldTable() {
  const rows = DATA.fields.map((field) => {
    const one = SCORE.fields[field];
    return { ...one, field, name: named(DATA.names.fields[field], field), total: one.C + one.S + one.O + one.H };
  }).filter((row) => row.total);
  const [key, direction] = state.sort.split(":");
  const column = FIELD_COLUMNS.find(([name]) => name === key);
  if (column) rows.sort((a, b) => compareValues(column[1](a), column[1](b)) * (direction === "down" ? -1 : 1));
  const head = FIELD_COLUMNS.map(([name]) => h("th", { scope: "col", class: name === "states" ? "left" : null, "aria-sort": name === key ? (direction === "down" ? "descending" : "ascending") : "none" },
    h("button", { type: "button", onclick: () => choose({ sort: `${name}:${name === key && direction !== "down" ? "down" : "up"}` }) }, say(name))));
  const body = rows.map((row) => h("tr", { class: `pick${row.field === state.field ? " chosen" : ""}`, onclick: () => pickField(row.field) },
    h("td", {}, h("button", { type: "button", style: "border:0;background:none;padding:0;text-align:left" }, row.name)), h("td", {}, row.total), h("td", {}, fixed(row.accuracy)),
    h("td", {}, fixed(row.precision)), h("td", {}, fixed(row.recall)), h("td", {}, bar(row))));
  return panel("fields", say("fields"), say("fields_note"), legend(), h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body))));
}

function compareValues(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "string" ? a.localeCompare(b, state.lang) : a - b;
}

function pickField(field) {
  choose({ field: state.field === field ? "" : field, mode: "all" });
  document.getElementById("cases").scrollIntoView({ behavior: "smooth" });
}

function listTable() {
  const rows = Object.entries(SCORE.items.lists).map(([name, one]) => {
    const within = SCORE.intervals[`items.${name}.f1`];
    const cuts = SCORE.splits_and_merges[name];
    const inside = Object.entries(one.attributes).filter(([key]) => key !== "text" && !key.startsWith("change."));
    return [named(DATA.names.lists[name], name), fixed(one.precision), fixed(one.recall), fixed(one.f1),
      within ? `${within.low.toFixed(2)}–${within.high.toFixed(2)}` : "–", limit(`items.${name}.f1`) === undefined ? "–" : fixed(limit(`items.${name}.f1`)),
      `${one.matched} / ${one.gold} / ${one.predicted}`, cuts ? cuts.splits : "", cuts ? cuts.merges : "",
      h("td", { class: "left" }, name === "profile" ? "" : inside.map(([key, value]) => `${leafName(name, key)} ${fixed(value.accuracy, 2)}`).join("　"))];
  });
  const columns = ["list", "precision", "recall", "F1", "95%", "limit", "hits", "splits", "merges", "inside"].map((key) => say(key));
  return panel("lists", say("lists"), say("lists_note"), table(columns, rows, 9));
}

function leafName(list, leaf) {
  const whole = named(DATA.names.fields[`${list}.${leaf}`], leaf);
  return whole.split(" · ").pop();
}

function linkTable() {
  const rows = Object.entries(SCORE.links).map(([kind, one]) => [named(DATA.names.links[kind], kind), fixed(one.end_to_end.precision), fixed(one.end_to_end.recall),
    fixed(one.end_to_end.f1), fixed(one.given_ends.f1), `${one.end_to_end.matched} / ${one.end_to_end.gold} / ${one.end_to_end.predicted}`]);
  return panel("links", say("links"), "", table(["links", "precision", "recall", "whole", "given", "hits"].map((key) => say(key)), rows));
}

function numberPanel() {
  const { compared, equal, errors } = SCORE.numbers;
  const most = Math.max(1, ...Object.values(errors));
  const rows = Object.entries(errors).map(([kind, count]) => [say(kind === "other" ? "other_number" : kind), count,
    h("td", {}, h("div", { class: "bar" }, h("i", { class: "S", style: `width:${(100 * count) / most}%` })))]);
  const note = rows.length ? say("numbers_note", compared, equal, SCORE.numbers.equal_or_rounded) : say("numbers_right", compared);
  return panel("numbers", say("numbers"), note, rows.length ? table(["", "", ""], rows, 2) : null);
}

function textPanel() {
  const rows = Object.entries(SCORE.texts).filter(([, one]) => one.compared).map(([name, one]) => [named(DATA.names.lists[name], name), one.compared,
    fixed(one.soft), fixed(one.iou), percent(one.iou_half), percent(one.exact)]);
  return panel("texts", say("close"), "", table(["list", "count", "soft", "iou", "half", "exactly"].map((key) => say(key)), rows));
}

function findingPanel() {
  const found = SCORE.findings;
  if (!found) return panel("findings", say("findings"), say("no_findings"));
  const rows = Object.entries(found.rules).map(([rule, one]) => [h("td", { class: "left", title: rule }, named(DATA.names.rules[rule], rule)), fixed(one.precision), fixed(one.recall), `${one.matched} / ${one.gold} / ${one.predicted}`]);
  const note = found.false_alarms.length ? say("alarms", found.false_alarms.join(", ")) : "";
  return panel("findings", say("findings"), note, table(["rule", "precision", "recall", "hits"].map((key) => say(key)), rows));
}

function supportPanel() {
  const found = SCORE.support;
  if (!found) return null;
  const cells = ["unsupported", "misgrounded", "altered"].map((key) => h("div", { class: "card" }, h("span", {}, say(key)), h("b", {}, String(found[key]))));
  return panel("support", say("support"), say("support_note", found.checked), h("div", { class: "cards", style: "margin:0" }, cells));
}
