// Small helpers: elements, SVG, numbers.
function h(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) element.append(child);
  return element;
}

function fixed(value, digits = 3) {
  return value === null || value === undefined ? "–" : value.toFixed(digits);
}

function percent(value) {
  return value === null || value === undefined ? "–" : `${(value * 100).toFixed(1)}%`;
}

function panel(id, title, note, ...content) {
  return h("section", { id }, h("h2", {}, title), note ? h("p", { class: "note" }, note) : null, ...content);
}

function table(columns, rows, leftFrom) {
  const head = h("tr", {}, columns.map((column, at) => h("th", { scope: "col", class: leftFrom !== undefined && at >= leftFrom ? "left" : null }, column)));
  const body = rows.map((cells) => h("tr", {}, cells.map((cell) => (cell instanceof Element && cell.tagName === "TD" ? cell : h("td", {}, cell)))));
  return h("div", { class: "scroll" }, h("table", {}, h("thead", {}, head), h("tbody", {}, body)));
}

function bar(counts) {
  const total = counts.C + counts.S + counts.O + counts.H;
  const parts = ["C", "S", "O", "H"].filter((name) => counts[name]);
  const label = ["C", "S", "O", "H"].map((name) => `${name} ${counts[name]}`).join(", ");
  return h("div", { class: "bar", role: "img", "aria-label": label, title: label },
    parts.map((name) => h("i", { class: name, style: `width:${(100 * counts[name]) / total}%` })));
}

// A square plot: points are given in 0..1 on both axes.
function plot(xLabel, yLabel, yTop, ...marks) {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.flatMap((at) => [
    svg("path", { class: "axis", d: `M${x(at)} ${y(0)}V${y(1)}M${x(0)} ${y(at)}H${x(1)}` }),
    svg("text", { x: x(at), y: y(0) + 17, "text-anchor": "middle" }, String(at)),
    svg("text", { x: x(0) - 7, y: y(at) + 4, "text-anchor": "end" }, yTop === 1 ? String(at) : String(Math.round(at * yTop))),
  ]);
  const labels = [
    svg("text", { x: x(0.5), y: y(0) + 37, "text-anchor": "middle" }, xLabel),
    svg("text", { x: x(0), y: y(1) - 9 }, yLabel),
  ];
  return svg("svg", { viewBox: "0 0 480 330", role: "img", "aria-label": `${xLabel} × ${yLabel}` }, grid, labels, marks);
}

const x = (share) => 48 + share * 416;
const y = (share) => 284 - share * 258;

function curve(points, colour, dashed) {
  const path = points.map(([a, b], at) => `${at ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
  return svg("path", { class: "line", d: path, stroke: colour, "stroke-dasharray": dashed ? "5 4" : null });
}
