// The keyboard. Letters of an input method are never taken for keys, and Backspace does nothing.

import { remembered } from "./settings.js";

/** Listen for keys on the whole page. */
export function listen(actions, picker, queueView) {
  const single = {
    j: () => actions.step(1),
    k: () => actions.step(-1),
    J: () => document.dispatchEvent(new CustomEvent("gouji-document", { detail: 1 })),
    K: () => document.dispatchEvent(new CustomEvent("gouji-document", { detail: -1 })),
    a: () => actions.accept(),
    e: () => actions.edit(),
    x: () => actions.reject(),
    X: () => actions.remove(),
    s: () => actions.anchor(),
    n: () => actions.add(),
    l: () => actions.link(),
    p: () => actions.split(),
    g: () => actions.merge(),
    d: () => actions.defer(),
    f: () => actions.flag(),
    c: () => actions.comment(),
    u: () => actions.undo(),
    U: () => actions.redo(),
    m: () => actions.complete(),
    v: () => actions.showFindings(),
    "/": () => queueView.focusSearch(),
    "?": () => actions.help(),
  };
  for (let digit = 1; digit <= 9; digit += 1) single[digit] = () => actions.candidate(digit - 1);

  document.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    if (document.querySelector("dialog[open]")) return; // a dialog has its own keys
    if (inControl(e.target)) {
      leaveSearch(e);
      return;
    }
    if (picker.open) {
      picker.key(e);
      return;
    }
    const found = e.ctrlKey || e.metaKey ? withControl(e, actions) : !e.altKey && single[e.key];
    if (!found || (!e.ctrlKey && !e.metaKey && !remembered("single-keys", true))) return;
    e.preventDefault();
    if (!actions.model.busy) found();
  });
}

function withControl(e, actions) {
  if (e.key === "Enter") return () => actions.accept();
  if (e.key.toLowerCase() === "z") return () => (e.shiftKey ? actions.redo() : actions.undo());
  if (e.key.toLowerCase() === "y") return () => actions.redo();
  return null;
}

function inControl(target) {
  return target instanceof HTMLElement && target.closest("input, textarea, select, form.editor") !== null && target.type !== "checkbox";
}

/** Enter and Esc lead from a filter back to the field. */
function leaveSearch(e) {
  if ((e.key === "Escape" || e.key === "Enter") && e.target.closest(".filters, .bar")) {
    e.target.blur();
    document.getElementById("card").focus({ preventScroll: true });
  }
}
