// Errands to run, faults to order, and whether the bots kept the rules.
import { act, get, post } from "./api.js";
import { h, iconButton } from "./dom.js";
import { language, pick, t } from "./words.js";

const FLOOD = { method: null, bot: null, code: 429, description: null, parameters: { retry_after: 5 }, times: 3, after_effect: false, delay: 0 };
const LOST = { method: null, bot: null, code: 502, description: null, parameters: null, times: 1, after_effect: true, delay: 0 };

export class Tools {
  constructor(app) {
    this.app = app;
    this.said = h("p", { class: "tools-said", role: "status" });
    this.state = h("p", { class: "muted" });
    this.rules = h("div", {});
    this.body = h("div", { class: "tools-body" });
    this.heading = h("h2", { tabindex: "-1" }, t("tools"));
    this.element = h("aside", { class: "tools", "aria-label": t("tools"), hidden: true },
      h("header", {}, this.heading, iconButton("close", t("close"), () => this.toggle())), this.body);
  }

  get open() {
    return !this.element.hidden;
  }

  async toggle() {
    const opening = this.element.hidden;
    const button = document.querySelector(".tools-button");
    if (opening) await this.draw();
    this.element.hidden = !opening;
    document.body.classList.toggle("with-tools", opening);
    button.setAttribute("aria-expanded", String(opening));
    (opening ? this.heading : button).focus();
  }

  async draw() {
    const [{ down, waiting }, groups] = await Promise.all([get("faults"), get("groups")]);
    this.groups = groups;
    this.body.replaceChildren(
      h("p", {}, t("tools_text")),
      ...(this.app.stage.errands.length ? [h("h3", {}, t("errands")), ...this.app.stage.errands.map((one) => this.errand(one))] : []),
      this.said,
      h("h3", {}, t("faults")), this.downSwitch(down),
      this.row(t("f_flood"), t("f_flood_text"), () => post("faults", { ...FLOOD })),
      this.row(t("f_lost_answer"), t("f_lost_answer_text"), () => post("faults", { ...LOST })),
      this.row(t("f_twice"), t("f_twice_text"), () => post("duplicate", { bot: null })),
      this.upgrade(), ...this.blocks(),
      this.state,
      h("button", { type: "button", class: "plain wide", onclick: () => this.do(async () => { await post("heal"); await this.draw(); }) }, t("f_heal")),
      h("h3", {}, t("rules")), this.rules);
    this.state.textContent = waiting ? t("f_waiting", { count: waiting }) : "";
    await this.drawRules();
  }

  row(title, text, deed, props = {}) {
    const button = h("button", { type: "button", class: "plain", "aria-label": `${title}: ${t("do_it")}`, onclick: () => this.do(deed), ...props }, t("do_it"));
    return h("div", { class: "tool" }, h("div", {}, h("strong", {}, title), h("p", {}, text)), button);
  }

  errand(one) {
    return h("button", { type: "button", class: "primary wide", onclick: async (event) => {
      const button = event.currentTarget;
      if (this.running) return;
      this.running = true;
      button.setAttribute("aria-disabled", "true");
      this.said.textContent = t("runs");
      const done = await post(`errands/${one.name}`, { language: language() }).catch((error) => ({ ok: false, said: error.message }));
      this.said.textContent = done.ok ? done.said || t("done") : `${t("went_wrong")}: ${done.said}`;
      button.removeAttribute("aria-disabled");
      this.running = false;
    } }, pick(one.label));
  }

  downSwitch(down) {
    const input = h("input", { type: "checkbox", role: "switch", checked: down, onchange: () => this.do(() => post("down", { down: input.checked })) });
    return h("label", { class: "tool" }, h("div", {}, h("strong", {}, t("f_down")), h("p", {}, t("f_down_text"))), input);
  }

  upgrade() {
    const plain = this.groups.find((one) => one.kind === "group" && !one.migrated_to);
    const text = plain ? t("f_upgrade_text", { title: plain.title }) : t("f_upgrade_none");
    return this.row(t("f_upgrade"), text, async () => { await post(`groups/${plain.id}/becomes_supergroup`); await this.draw(); }, { disabled: !plain });
  }

  // Whoever the stage shows in a private chat may block that bot.
  blocks() {
    const phones = [...this.app.phones.values()].filter((one) => one.screen?.kind === "private" && one.screen.started);
    return phones.map((phone) => {
      const { id, title, blocked } = phone.screen;
      const input = h("input", { type: "checkbox", role: "switch", checked: blocked,
        onchange: () => this.do(async () => { await act(phone.person.id, input.checked ? "blocks" : "unblocks", id); await phone.refresh(); }) });
      return h("label", { class: "tool" }, h("strong", {}, t("f_block", { person: phone.name, bot: title })), input);
    });
  }

  async do(deed) {
    try {
      await deed();
      this.said.textContent = t("done");
      const { waiting } = await get("faults");
      this.state.textContent = waiting ? t("f_waiting", { count: waiting }) : "";
    } catch (error) {
      this.said.textContent = error.message;
    }
  }

  happened(events) {
    if (!this.element.hidden && events.some((one) => one.event === "breach" || (one.event === "call" && !one.ok))) this.drawRules();
  }

  async drawRules() {
    const breaches = await get("breaches");
    this.rules.replaceChildren(breaches.length ? h("p", { class: "complaint" }, t("rules_broken", { count: breaches.length })) : h("p", {}, t("rules_kept")),
      ...breaches.slice(-5).map((one) => h("p", { class: "muted" }, `${one.method}: ${one.complaint}`)));
  }
}
