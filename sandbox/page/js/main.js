// The page: people's phones side by side, a guide to what to try, and the tools for trouble.
import { get, post } from "./api.js";
import { field, openForm } from "./dialog.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { Guide } from "./guide.js";
import { askLink } from "./links.js";
import { Live } from "./live.js";
import { Phone } from "./phone.js";
import { recall, remember } from "./store.js";
import { Tools } from "./tools.js";
import { language, pick, speak, t } from "./words.js";

const NARROW = matchMedia("(max-width: 760px)");
const UNANSWERED_MAX = 200;

class App {
  constructor() {
    this.phones = new Map();
    this.expected = new Map();
    this.solo = null;
    this.current = recall("current");
    this.connected = true;
    NARROW.addEventListener("change", () => this.arrange());
    addEventListener("hashchange", () => this.readHash());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open], .menu")) return;
      if (this.tools.open) this.tools.toggle();
      else if (this.solo !== null) this.toggleSolo(this.solo);
    });
  }

  async start() {
    speak(language());
    theme(recall("theme"));
    document.querySelector("#app").replaceChildren(h("p", { class: "loading", role: "status" }, t("loading")));
    new Live((events) => this.happened(events), (connected) => this.connection(connected)).run();
  }

  // Look at everything anew; called at the start and after every break.
  async connection(connected) {
    this.connected = connected;
    this.banner?.toggleAttribute("hidden", connected);
    if (!connected) return;
    [this.stage, this.people, this.bots, this.groups] = await Promise.all(["stage", "people", "bots", "groups"].map((one) => get(one)));
    if (!this.built) this.build();
    for (const person of this.people) if (!this.phones.has(person.id)) this.addPhone(person);
    for (const [id, phone] of this.phones) if (!this.people.some((one) => one.id === id)) this.dropPhone(id, phone);
    this.readHash();
    await Promise.all([...this.phones.values()].map((phone) => phone.refresh()));
  }

  build() {
    this.built = true;
    const before = new Map(this.phones);
    this.phones.clear();
    const title = pick(this.stage.title) || t("title");
    document.title = title;
    this.banner = h("p", { class: "banner", role: "alert", hidden: this.connected }, t("lost"));
    this.guide = new Guide(this.stage.guide, this, this.groups[0]?.id ?? 0);
    this.tools = new Tools(this);
    this.switcher = h("nav", { class: "switcher", "aria-label": t("switcher") });
    this.row = h("main", { class: "phones", id: "phones", tabindex: "-1" });
    this.themeButton = iconButton("moon", "", () => this.switchTheme());
    this.drawTheme();
    document.querySelector("#app").replaceChildren(
      h("a", { class: "skip", href: "#phones" }, t("skip")),
      h("header", { class: "top" },
        h("div", { class: "top-words" }, h("h1", {}, title), h("p", {}, pick(this.stage.intro))),
        h("div", { class: "top-buttons" },
          h("button", { type: "button", class: "plain", onclick: () => this.askPerson() }, icon("plus"), h("span", {}, t("add_person"))),
          h("button", { type: "button", class: "plain tools-button", "aria-expanded": "false", onclick: () => this.tools.toggle() }, icon("tools"), h("span", {}, t("tools"))),
          this.themeButton,
          h("button", { type: "button", class: "plain language", lang: language() === "id" ? "en" : "id", onclick: () => this.switchLanguage() }, t("other_language")))),
      this.banner, this.switcher,
      h("div", { class: "stage" }, this.guide.element, this.row, this.tools.element));
    const order = this.stage.phones.map((one) => one.person);
    const place = (person) => (order.indexOf(person.id) + order.length + 1) % (order.length + 1);
    for (const person of [...this.people].sort((a, b) => place(a) - place(b))) this.addPhone(person).takeOver(before.get(person.id));
    this.arrange();
  }

  addPhone(person) {
    const entry = this.stage.phones.find((one) => one.person === person.id) ?? {};
    const phone = new Phone(person, entry, this.stage.places, this);
    this.phones.set(person.id, phone);
    phone.chat = this.chatNamed(entry.chat) ?? this.bots[0]?.id ?? null;
    this.row.append(phone.element);
    const tab = h("button", { type: "button", class: "tab", onclick: () => this.go(person.id) },
      avatar(person.first_name, person.id), h("span", {}, person.first_name), h("span", { class: "dot", hidden: true }));
    phone.tab = tab;
    this.switcher.append(tab);
    this.arrange();
    return phone;
  }

  dropPhone(id, phone) {
    phone.element.remove();
    phone.tab.remove();
    this.phones.delete(id);
  }

  chatNamed(name) {
    if (!name) return null;
    const bot = this.bots.find((one) => one.username === name);
    const group = this.groups.find((one) => one.title === name && !one.migrated_to) ?? this.groups.find((one) => one.title === name);
    return (bot ?? group)?.id ?? null;
  }

  // -- which phones are seen ------------------------------------------------------------------

  get alone() {
    return NARROW.matches || this.solo !== null;
  }

  arrange() {
    if (!this.phones.has(this.current)) this.current = this.phones.keys().next().value ?? null;
    document.body.classList.toggle("alone", this.alone);
    document.body.classList.toggle("solo", this.solo !== null);
    for (const [id, phone] of this.phones) {
      const shown = this.solo ?? this.current;
      phone.element.hidden = this.alone && id !== shown;
      phone.tab.setAttribute("aria-current", String(id === shown));
      phone.growButton.hidden = NARROW.matches;
      phone.growButton.setAttribute("aria-pressed", String(this.solo === id));
      phone.growButton.setAttribute("aria-label", t(this.solo === id ? "shrink" : "grow"));
      phone.growButton.replaceChildren(icon(this.solo === id ? "shrink" : "grow"));
      if (!phone.element.hidden && this.alone) this.seen(id);
    }
  }

  go(id) {
    this.current = id;
    remember("current", id);
    if (NARROW.matches && this.tools.open) this.tools.toggle();
    if (this.solo !== null) location.hash = `phone-${id}`;
    this.arrange();
    this.seen(id);
    const { element } = this.phones.get(id);
    element.scrollIntoView({ behavior: calm() ? "instant" : "smooth", block: "nearest", inline: "center" });
    element.focus({ preventScroll: true });
  }

  toggleSolo(id) {
    const leaving = this.solo === id;
    location.hash = leaving ? "" : `phone-${id}`;
    this.readHash();
    if (leaving) this.go(id);
  }

  readHash() {
    const id = Number(/^#phone-(\d+)$/.exec(location.hash)?.[1]);
    this.solo = this.phones.has(id) && !NARROW.matches ? id : null;
    if (this.phones.has(id)) this.current = id;
    this.arrange();
    for (const phone of this.phones.values()) if (!phone.element.hidden && phone.screen) phone.log.toEnd();
  }

  arrived(id) {
    const { element, tab } = this.phones.get(id);
    const box = element.getBoundingClientRect();
    const seen = !element.hidden && box.right > 60 && box.left < innerWidth - 60;
    if (!seen) tab.querySelector(".dot").hidden = false;
  }

  seen(id) {
    this.phones.get(id).tab.querySelector(".dot").hidden = true;
  }

  drawn(id) {
    this.guide.look(this.phones.get(id));
  }

  // -- what happened ---------------------------------------------------------------------------

  happened(events) {
    const dirty = new Set();
    for (const event of events) {
      if (event.event === "toast") this.answerArrived(event.query_id);
      else if (event.event === "person") this.personArrived();
      for (const phone of this.phones.values()) {
        if (event.event === "action") phone.acts(event);
        else if (phone.concerns(event)) dirty.add(phone);
      }
    }
    for (const phone of dirty) phone.refresh();
    this.tools.happened(events);
  }

  expectAnswer(query, phone) {
    if (this.expected.size > UNANSWERED_MAX) this.expected.clear();
    this.expected.set(query, phone);
    this.answerArrived(query); // it may have come before we knew the press by its number
  }

  async answerArrived(query) {
    const phone = this.expected.get(query);
    if (!phone) return;
    const toast = await get(`presses/${query}`, { timeout: 0 }).catch(() => null);
    if (toast && this.expected.delete(query)) phone.answered(toast);
  }

  async personArrived() {
    const people = await get("people");
    for (const person of people) if (!this.phones.has(person.id)) await this.addPhone(person).refresh();
    this.people = people;
  }

  // -- people and links ------------------------------------------------------------------------

  askPerson() {
    const fields = [h("p", {}, t("new_person_text")), field(t("person_name"), "name", { required: true, maxlength: 64, autocomplete: "off" })];
    openForm(t("new_person"), fields, t("add"), async (data) => { this.go(await this.newPerson(data.get("name").trim())); });
  }

  // The number of somebody new, whose phone is on the page when this returns.
  async newPerson(name) {
    const person = await post("people", { first_name: name, language_code: language() });
    if (!this.phones.has(person.id)) await this.addPhone(person).refresh();
    return person.id;
  }

  askLink(address, person) {
    askLink(this, address, person);
  }

  // -- the page itself -------------------------------------------------------------------------

  switchLanguage() {
    speak(language() === "id" ? "en" : "id");
    this.build();
    this.connection(this.connected);
    document.querySelector(".language").focus();
  }

  switchTheme() {
    const wanted = isDark() ? "light" : "dark";
    remember("theme", wanted);
    theme(wanted);
    this.drawTheme();
  }

  drawTheme() {
    const label = t(isDark() ? "theme_light" : "theme_dark");
    this.themeButton.setAttribute("aria-label", label);
    this.themeButton.title = label;
    this.themeButton.replaceChildren(icon(isDark() ? "sun" : "moon"));
  }
}

function theme(wanted) {
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

new App().start();
