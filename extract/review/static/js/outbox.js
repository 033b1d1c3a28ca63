// Decisions on their way to the server. Each is written to the browser's storage before anything else happens, goes out
// in order, and leaves the storage only when the server has it; sent twice it counts once, for the page makes its id.

import { Away, Refused, post } from "./api.js";

const PREFIX = "gouji-outbox:";
const RETRY = 2000;
const OWN_KEPT = 1000;

export class Outbox {
  /**
   * @param {object} on `change(answer)` after each success, `clash(body, letter)`, `unfit(code, letter)`,
   *   `status(state, count)` with state saved, saving or offline.
   */
  constructor(on) {
    this.on = on;
    this.key = PREFIX + crypto.randomUUID();
    this.busy = false;
    this.held = false;
    this.letters = adopt(this.key);
    this.own = this.letters.map((letter) => letter.decision.id);
    this.idle = [];
  }

  get count() {
    return this.letters.length;
  }

  /** Keep a decision and send it: `{document, after, reviewer, blind, decision}`. */
  put(letter) {
    this.letters.push(letter);
    this.own.push(letter.decision.id);
    this.store();
    this.flush();
  }

  /** Resolve when everything is saved, reject when the server is away. */
  settled() {
    if (!this.letters.length) return Promise.resolve();
    this.flush();
    return new Promise((resolve, reject) => this.idle.push({ resolve, reject }));
  }

  async flush() {
    if (this.busy || this.held || !this.letters.length) return;
    this.busy = true;
    this.on.status("saving", this.count);
    const batch = this.batch();
    try {
      const answer = await post("/api/decide", {
        document: batch[0].document,
        after: batch[0].after,
        reviewer: batch[0].reviewer,
        blind: batch[0].blind,
        own: this.own.slice(-OWN_KEPT),
        decisions: batch.map((letter) => letter.decision),
      });
      this.done(batch.length);
      this.on.change(answer);
    } catch (error) {
      this.failed(error, batch);
    }
    this.busy = false;
    if (!this.count) this.finish((one) => one.resolve());
    else if (!this.held && !this.timer) this.flush();
  }

  /** Return the first letters that can go together: one document, one person; a retried one goes alone. */
  batch() {
    const [first] = this.letters;
    if (first.alone) return [first];
    const same = (one) => one.document === first.document && one.reviewer === first.reviewer && one.blind === first.blind;
    let end = 0;
    while (end < this.letters.length && end < 100 && same(this.letters[end]) && !this.letters[end].alone) end += 1;
    return this.letters.slice(0, end);
  }

  failed(error, batch) {
    if (error instanceof Away) {
      this.on.status("offline", this.count);
      this.timer = setTimeout(() => { this.timer = null; this.flush(); }, RETRY);
      this.finish((one) => one.reject(error));
    } else if (!(error instanceof Refused)) {
      throw error;
    } else if (batch.length > 1) {
      for (const letter of batch) letter.alone = true; // find the one that is refused
    } else if (error.status === 423) {
      this.held = true; // nothing can be stored there; the decisions wait in this browser
      this.on.unfit(error.body.code, batch[0]);
    } else if (error.status === 409) {
      this.held = true;
      this.on.clash(error.body, batch[0]);
    } else {
      this.done(1);
      this.on.unfit(error.body.code ?? "invalid", batch[0]);
    }
  }

  /** After a clash: send the held decision on what stands there now, or let it go. */
  resolve(revision) {
    if (revision === null) this.done(1);
    else this.letters[0].after = revision;
    this.held = false;
    this.flush();
  }

  done(count) {
    this.letters.splice(0, count);
    this.store();
    if (!this.letters.length) this.on.status("saved", 0);
  }

  finish(how) {
    const waiting = this.idle;
    this.idle = [];
    waiting.forEach(how);
  }

  store() {
    try {
      if (this.letters.length) localStorage.setItem(this.key, JSON.stringify(this.letters));
      else localStorage.removeItem(this.key);
    } catch {
      // without storage a reload in the middle of sending could lose what the server did not get
    }
  }
}

/** Take over what an earlier page of this browser could not send. */
function adopt(key) {
  const letters = [];
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      letters.push(...JSON.parse(localStorage.getItem(name)));
      localStorage.removeItem(name);
    }
    if (letters.length) localStorage.setItem(key, JSON.stringify(letters));
  } catch {
    return letters;
  }
  return letters;
}
