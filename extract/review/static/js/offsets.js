// Code points to UTF-16 and back. The server counts code points, the browser UTF-16 units; they part at characters
// beyond the basic plane (rare ideographs, emoji), whose positions are all that has to be remembered.

export class Offsets {
  /** @param {string} text the report exactly as the spans index it. */
  constructor(text) {
    this.pairs = []; // code point offsets of the characters that take two units
    let points = 0;
    for (let at = 0; at < text.length; at += 1, points += 1) {
      if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
        this.pairs.push(points);
        at += 1;
      }
    }
    this.points = points;
  }

  /** Return the UTF-16 offset of a code point offset. */
  toUnits(point) {
    return point + lowerBound(this.pairs.length, (i) => this.pairs[i] < point);
  }

  /** Return the code point offset of a UTF-16 offset; within a pair, that of the pair. */
  toPoints(unit) {
    return unit - lowerBound(this.pairs.length, (i) => this.pairs[i] + i < unit);
  }
}

function isHigh(code) {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code) {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Return how many of the first `count` indices `holds` is true of; it is true of a beginning of them. */
function lowerBound(count, holds) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
