// Put the page together; draw it again when the language changes.
function top() {
  return [
    h("h1", {}, say("title")),
    h("button", { type: "button", id: "language", onclick: () => choose({ lang: state.lang === "en" ? "zh" : "en" }) }, say("other")),
    h("button", { type: "button", id: "theme", onclick: () => choose({ theme: isDark() ? "light" : "dark" }) }, say("theme")),
  ];
}

function isDark() {
  return state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function dress() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  document.documentElement.lang = state.lang === "en" ? "en" : "zh-CN";
  document.title = say("title");
}

function draw() {
  wire();
  dress();
  document.getElementById("top").replaceChildren(...top());
  document.getElementById("main").replaceChildren(...[
    banner(), cards(), fieldTable(), listTable(), h("div", { class: "pair" }, linkTable(), numberPanel()), confidencePanels(),
    h("div", { class: "pair" }, textPanel(), findingPanel()), supportPanel(), casesPanel(),
  ].filter(Boolean));
}

function wire() {
  onChoice("page", ["lang"], draw);
  onChoice("theme", ["theme"], dress);
  onChoice("fields", ["sort", "field"], () => document.getElementById("fields").replaceWith(fieldTable()));
  onChoice("cases", ["mode", "field", "doc"], () => document.getElementById("cases").replaceWith(casesPanel()));
}

addEventListener("hashchange", () => { readState(); draw(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
readState();
draw();
