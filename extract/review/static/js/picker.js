// Pick a stretch of the report: what is selected already, or with keys alone.

const SENTENCE = /[^。；！？\n]*[。；！？\n]?/gu;

export class Picker {
  constructor(source, model) {
    this.source = source;
    this.model = model;
  }

  get open() {
    return Boolean(this.done);
  }

  /**
   * Return the picked range in code points, null where the person left.
   * @param {[number, number]|null} near where picking begins if nothing is selected.
   */
  pick(near) {
    const selected = this.source.selected();
    if (selected) {
      getSelection().removeAllRanges();
      return Promise.resolve(selected);
    }
    const { doc } = this.model;
    const [start, end] = near ? near.map((point) => doc.offsets.toUnits(point)) : this.firstInSight();
    this.range = [start, end];
    this.source.hint.hidden = false;
    this.source.element.focus({ preventScroll: true });
    this.show();
    return new Promise((resolve) => { this.done = resolve; });
  }

  firstInSight() {
    const frame = this.source.element.getBoundingClientRect();
    const first = [...this.source.body.querySelectorAll("[data-at]")].find((one) => one.getBoundingClientRect().bottom > frame.top + 40);
    return this.sentenceAt(Number(first?.dataset.at ?? 0));
  }

  /** Take a key while picking; return whether it was one of ours. */
  key(event) {
    const { shiftKey: begin } = event;
    const moves = {
      ArrowLeft: () => this.move(begin ? -1 : 0, begin ? 0 : -1),
      ArrowRight: () => this.move(begin ? 1 : 0, begin ? 0 : 1),
      ArrowUp: () => this.sentence(-1),
      ArrowDown: () => this.sentence(1),
      Enter: () => this.finish(this.source.selectedUnits() ?? this.range),
      s: () => this.finish(this.source.selectedUnits() ?? this.range),
      Escape: () => this.finish(null),
    };
    const move = moves[event.key];
    if (!move) return false;
    event.preventDefault();
    move();
    return true;
  }

  move(start, end) {
    this.range = this.source.selectedUnits() ?? this.range;
    const { length } = this.model.doc.text;
    const first = clamp(this.range[0] + start, 0, this.range[1] - 1);
    const last = clamp(this.range[1] + end, first + 1, length);
    this.range = [this.whole(first, start), this.whole(last, end)];
    this.show();
  }

  /** Do not stop between the two halves of a character. */
  whole(unit, by) {
    const code = this.model.doc.text.charCodeAt(unit);
    return code >= 0xdc00 && code <= 0xdfff ? unit + (by < 0 ? -1 : 1) : unit;
  }

  sentence(by) {
    const { text } = this.model.doc;
    let at = by < 0 ? this.sentenceAt(this.range[0])[0] - 1 : this.sentenceAt(this.range[1] - 1)[1];
    while (at >= 0 && at < text.length) {
      const [start, end] = this.sentenceAt(at);
      if (text.slice(start, end).trim()) {
        this.range = [start, end];
        this.show();
        return;
      }
      at = by < 0 ? start - 1 : end;
    }
  }

  /** Return the sentence around a place, white space at its ends left out. */
  sentenceAt(at) {
    const { text } = this.model.doc;
    const before = Math.max(...["。", "；", "！", "？", "\n"].map((end) => text.lastIndexOf(end, at - 1)), -1) + 1;
    SENTENCE.lastIndex = before;
    const said = SENTENCE.exec(text)?.[0] ?? "";
    const lead = said.length - said.trimStart().length;
    const start = said.trim() ? before + lead : before;
    return [start, Math.max(start + 1, before + (said.trim() ? said.trimEnd().length : said.length))];
  }

  show() {
    this.source.select(...this.range);
    this.source.elementAt(this.range[0])?.scrollIntoView({ block: "nearest" });
  }

  finish(range) {
    const { done } = this;
    this.done = null;
    this.source.hint.hidden = true;
    getSelection().removeAllRanges();
    done(range && range.map((unit) => this.model.doc.offsets.toPoints(unit)));
  }
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
