// Small things that a browser remembers; one that refuses to remember loses comfort only.

export function remembered(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`gouji-${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`gouji-${key}`, JSON.stringify(value));
  } catch {
    // private windows may have no storage
  }
}
