// What the reader has chosen; it stands in the address, so that a view can be sent on.
const DEFAULTS = { lang: DATA.language, theme: "", mode: "fail", field: "", doc: "", leaf: "", at: "", sort: "", t: "0.7" };
const state = { ...DEFAULTS };
const listeners = new Map();

function readState() {
  const stated = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(DEFAULTS)) state[key] = stated.get(key) ?? DEFAULTS[key];
}

function choose(changes) {
  Object.assign(state, changes);
  const stated = new URLSearchParams();
  for (const key of Object.keys(DEFAULTS)) if (state[key] !== DEFAULTS[key]) stated.set(key, state[key]);
  const hash = stated.toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  const changed = Object.keys(changes);
  for (const [keys, act] of [...listeners.values()]) if (keys.some((key) => changed.includes(key))) act();
}

// Each part of the page listens under its own name; drawn again, it takes the place of its former self.
function onChoice(part, keys, act) {
  listeners.set(part, [keys, act]);
}
