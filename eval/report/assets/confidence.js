// Can confidence be trusted, and what would review leave.
function confidencePanels() {
  const found = SCORE.confidence;
  if (!found) return panel("confidence", say("reliability"), say("no_confidence"));
  return h("div", { id: "confidence" }, h("div", { class: "pair" }, reliabilityPanel(found), reviewPanel(found)), byFieldPanel(found));
}

function byFieldPanel(found) {
  const rows = Object.entries(found.by_field).map(([field, [count, confidence, right]]) => [field, count, confidence, right, right - confidence]);
  rows.sort((a, b) => a[4] - b[4] || b[1] - a[1]);
  const cells = rows.map(([field, count, confidence, right, gap]) => [fieldName(field), count, fixed(confidence), fixed(right), (gap > 0 ? "+" : "") + fixed(gap)]);
  const columns = ["field", "count", "mean_confidence", "share_right", "gap"].map((key) => say(key));
  return panel("by-field", say("by_field"), say("by_field_note"), h("details", { open: rows.length <= 12 ? "" : null }, h("summary", {}, `${say("fields")} (${rows.length})`), table(columns, cells)));
}

// A field of the confidences: an item by its list, an attribute by its name, a change as one.
function fieldName(field) {
  const known = DATA.names.fields[field] || DATA.names.fields[`${field}.text`] || DATA.names.confidence[field];
  return named(known, field);
}

function reliabilityPanel(found) {
  const most = Math.max(...found.bins.map(([count]) => count));
  const marks = found.bins.map(([count, confidence, right]) => svg("circle", { cx: x(confidence), cy: y(right), r: 3 + 5 * Math.sqrt(count / most), fill: "var(--accent)", "fill-opacity": 0.75 },
    svg("title", {}, `${count}: ${fixed(confidence)} → ${fixed(right)}`)));
  const measures = `Brier ${fixed(found.brier)} · ECE ${fixed(found.ece)} · AUROC ${fixed(found.auroc)} · AUGRC ${fixed(found.augrc, 4)} · n ${found.leaves}`;
  const raw = SCORE.run.calibrations.includes("uncalibrated") ? h("p", { class: "note" }, say("uncalibrated")) : null;
  return panel("reliability", say("reliability"), say("reliability_note"), raw,
    plot(say("confidence_axis"), say("right_axis"), 1, curve([[0, 0], [1, 1]], "var(--soft)", true), curve(found.bins.map(([, c, r]) => [c, r]), "var(--accent)"), marks),
    h("p", { class: "note" }, measures));
}

function reviewPanel(found) {
  const top = Math.max(1, found.wrong + found.unreachable);
  const left = (count) => (count + found.unreachable) / top;
  const oracleAt = found.wrong / found.leaves;
  const marker = svg("g", {});
  const words = h("p", { class: "why", "aria-live": "polite" });
  const slider = h("input", { type: "range", min: 0, max: found.review.length - 1, step: 1, "aria-label": say("review"),
    oninput: () => { choose({ t: String(found.review[slider.value][0]) }); } });
  const show = () => {
    const wanted = Number(state.t);
    const at = Math.max(0, found.review.findIndex(([level]) => level >= wanted));
    const [level, reviewed, wrong] = found.review[at];
    slider.value = at;
    marker.replaceChildren(svg("path", { class: "axis", style: "stroke:var(--accent)", d: `M${x(reviewed)} ${y(0)}V${y(1)}` }), svg("circle", { cx: x(reviewed), cy: y(left(wrong)), r: 6, fill: "var(--accent)" }));
    words.textContent = say("at", level.toFixed(3), percent(reviewed), wrong, found.wrong, found.unreachable);
  };
  onChoice("review", ["t"], show);
  const drawing = plot(say("reviewed_axis"), say("left_axis"), top,
    curve([[0, left(found.wrong)], [1, left(0)]], "var(--soft)", true),
    curve([[0, left(found.wrong)], [oracleAt, left(0)], [1, left(0)]], "var(--C)", true),
    curve([[0, found.unreachable / top], [1, found.unreachable / top]], "var(--O)", true),
    curve(found.review.map(([, reviewed, wrong]) => [reviewed, left(wrong)]), "var(--accent)"), marker);
  const key = [["var(--accent)", "ours"], ["var(--soft)", "random"], ["var(--C)", "oracle"], ["var(--O)", "out_of_reach"]];
  const keys = h("p", { class: "legend" }, key.map(([colour, name]) => h("span", {}, h("i", { style: `background:${colour}` }), say(name))));
  show();
  return panel("review", say("review"), say("review_note"), keys, drawing, slider, words);
}
