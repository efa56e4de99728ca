// Small things this browser remembers; without storage they last as long as the page.
const memory = new Map();
const PREFIX = "phones.";

export function recall(key, fallback = null) {
  try {
    const kept = localStorage.getItem(PREFIX + key);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return memory.has(key) ? memory.get(key) : fallback;
  }
}

export function remember(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Private windows may keep nothing.
  }
}
