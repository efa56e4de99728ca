// The messages of one chat on one phone; changes only what changed, and keeps the reader's place.
import { h, iconButton } from "./dom.js";
import { bubble } from "./bubble.js";
import { day, dayKey } from "./moments.js";
import { t } from "./words.js";

const NEAR = 80; // pixels from the end within which the reader follows

export class Log {
  constructor(deeds) {
    this.deeds = { ...deeds, find: (id) => this.known.get(id), show: (id) => this.show(id) };
    this.known = new Map();
    this.shown = new Map();
    this.list = h("div", { class: "log-list" });
    this.older = h("button", { type: "button", class: "older", hidden: true, onclick: deeds.older }, t("older"));
    this.element = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": t("messages"), "aria-live": "off" }, this.older, this.list);
    this.down = iconButton("down", t("to_newest"), () => this.toEnd("smooth"), { class: "icon-button to-newest", hidden: true });
    this.element.addEventListener("scroll", () => { this.down.hidden = this.atEnd(); }, { passive: true });
    this.element.addEventListener("keydown", (event) => this.walk(event));
    // Pictures that load late must not push the newest message out of sight.
    this.list.addEventListener("load", () => { if (this.following) this.toEnd(); }, true);
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(this.element);
    this.following = true;
    this.element.addEventListener("wheel", () => queueMicrotask(() => { this.following = this.atEnd(); }), { passive: true });
    this.element.addEventListener("scroll", () => { this.following = this.atEnd(); }, { passive: true });
  }

  // Draw what a screen says; `person` is the phone's owner.
  draw(screen, person) {
    const follow = this.following;
    this.known = new Map(screen.messages.map((one) => [one.message_id, one]));
    const items = grouped(screen, person);
    const keep = new Set(items.map((item) => item.key));
    for (const [key, old] of this.shown) {
      if (keep.has(key)) continue;
      old.element.remove();
      this.shown.delete(key);
    }
    let before = null;
    for (const item of items) {
      const element = this.element_of(item);
      const place = before ? before.nextSibling : this.list.firstChild;
      if (element !== place) this.list.insertBefore(element, place);
      before = element;
    }
    const first = screen.messages[0]?.message_id ?? 0;
    this.older.hidden = !first || first <= screen.first;
    if (follow) this.toEnd();
    this.down.hidden = this.atEnd();
  }

  element_of(item) {
    const text = JSON.stringify(item);
    const old = this.shown.get(item.key);
    if (old?.text === text) return old.element;
    const element = item.day ? h("p", { class: "day" }, h("span", {}, day(item.day))) : bubble(item, this.deeds);
    if (old) {
      const focused = [...old.element.querySelectorAll("button")].indexOf(document.activeElement);
      const self = document.activeElement === old.element;
      old.element.replaceWith(element);
      if (self) element.focus({ preventScroll: true });
      else if (focused >= 0) (element.querySelectorAll("button")[focused] ?? element).focus({ preventScroll: true });
    }
    this.shown.set(item.key, { element, text });
    return element;
  }

  // Up and down go from bubble to bubble, Enter opens its menu.
  walk(event) {
    const bubbles = [...this.list.querySelectorAll(".bubble")];
    const at = bubbles.indexOf(document.activeElement);
    if (event.target !== this.element && at < 0) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      const next = at < 0 ? bubbles.at(-1) : bubbles[Math.min(Math.max(at + step, 0), bubbles.length - 1)];
      next?.focus();
    } else if (event.key === "Enter" && at >= 0) bubbles[at].querySelector(".bubble-menu")?.click();
    else return;
    event.preventDefault();
  }

  show(id) {
    const found = this.list.querySelector(`[data-id="${id}"]`);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.classList.remove("flash");
    requestAnimationFrame(() => found.classList.add("flash"));
  }

  atEnd() {
    return this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < NEAR;
  }

  toEnd(behavior = "instant") {
    this.element.scrollTo({ top: this.element.scrollHeight, behavior });
  }
}

// Messages as items to draw: a line for each day, albums together, names where they change.
function grouped(screen, person) {
  const items = [];
  const waiting = new Set(screen.waiting);
  let last = null;
  for (const message of screen.messages) {
    const today = dayKey(message.date);
    if (!last || dayKey(last.date) !== today) items.push({ key: `day ${today}`, day: message.date });
    const album = items.at(-1);
    if (message.media_group_id && message.media_group_id === album?.album) {
      album.messages.push(message);
      album.waiting ||= waiting.has(message.message_id);
    } else items.push(item(message, last, screen, person, waiting));
    last = message;
  }
  return items;
}

function item(message, last, screen, person, waiting) {
  const own = message.from_id === person;
  const spinning = screen.spinning.filter((one) => one.message_id === message.message_id).map((one) => one.data);
  const same = last && last.from_id === message.from_id && last.kind !== "service";
  return {
    key: message.message_id,
    album: message.media_group_id,
    messages: [message],
    own,
    waiting: waiting.has(message.message_id),
    spinning,
    showName: screen.kind !== "private" && !own && !same,
  };
}
