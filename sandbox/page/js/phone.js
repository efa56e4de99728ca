// One person's phone: a list of chats, or one chat open in it.
import { act, get, Refused } from "./api.js";
import { confirmContact, choosePlace, openAttach } from "./attach.js";
import { Composer } from "./composer.js";
import { openMenu } from "./dialog.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { deepLink } from "./entities.js";
import { Log } from "./log.js";
import { chatList } from "./chatlist.js";
import { Notices } from "./notices.js";
import { pick, t } from "./words.js";

const TAIL = 50; // messages shown at first, and more with each wish for earlier ones
const TYPING_MS = 5000;
const ACTIONS = { typing: "typing", upload_photo: "sending_photo", upload_document: "sending_file" };

export class Phone {
  // `stage` is the rehearsal's entry for this person, or {}; `app` opens links and goes full screen.
  constructor(person, stage, places, app) {
    Object.assign(this, { person, places, app, stage, chat: null, screen: null, tail: TAIL, payload: null });
    this.name = person.first_name;
    this.log = new Log({
      older: () => { this.tail += TAIL; this.refresh(); },
      menu: (anchor, item) => this.openMessageMenu(anchor, item),
      press: (message, data) => this.press(message, data),
      onLink: (address) => this.openLink(address),
      onCommand: (text) => this.say(text),
    });
    this.composer = new Composer({
      say: (text, reply) => this.say(text, reply),
      edit: (id, text) => this.do("edits", { message_id: id, text }),
      attach: (anchor) => this.attach(anchor),
      key: (key) => this.pressKey(key),
      command: (text) => this.say(text),
    });
    this.notices = new Notices();
    this.build();
  }

  build() {
    this.back = iconButton("back", t("to_chats"), () => this.openList(), { class: "icon-button back" });
    this.badge = h("span", { class: "badge", hidden: true });
    this.back.append(this.badge);
    this.face = h("span", { class: "face" });
    this.title = h("h3", {});
    this.subtitle = h("p", { class: "subtitle" });
    this.menuButton = iconButton("more", t("more"), (event) => this.openChatMenu(event.currentTarget));
    this.growButton = iconButton("grow", t("grow"), () => this.app.toggleSolo(this.person.id), { class: "icon-button grow" });
    const bar = h("header", { class: "bar" }, this.back, this.face, h("div", { class: "bar-words" }, this.title, this.subtitle), this.menuButton, this.growButton);
    this.foot = h("div", { class: "foot-area" });
    this.content = h("div", { class: "content" });
    const role = pick(this.stage.role);
    const id = `phone-${this.person.id}`;
    this.element = h("section", { class: "phone", id, tabindex: "-1", "aria-label": t("phone_of", { name: this.name }) },
      h("div", { class: "owner" }, avatar(this.name, this.person.id),
        h("div", {}, h("h2", {}, this.name), role && h("p", {}, role))),
      h("div", { class: "frame" }, bar, this.content, this.foot, this.notices.element));
    this.element.addEventListener("focusin", () => this.hear(true));
    this.element.addEventListener("focusout", () => this.hear(this.app.solo === this.person.id));
  }

  // Only the phone in hand speaks to a screen reader.
  hear(aloud) {
    this.log.element.setAttribute("aria-live", aloud ? "polite" : "off");
  }

  // -- which chat lies open ------------------------------------------------------------------

  async open(chat, payload = null) {
    this.chat = chat;
    this.payload = payload;
    this.tail = TAIL;
    this.typing = null;
    this.log.following = true;
    await this.refresh();
  }

  async openList() {
    this.chat = null;
    this.screen = null;
    await this.refresh();
    this.content.querySelector("button")?.focus({ preventScroll: true });
  }

  // What another drawing of this phone had open and half written.
  takeOver(before) {
    if (!before) return;
    Object.assign(this, { chat: before.chat, payload: before.payload, tail: before.tail });
    this.composer.text.value = before.composer.text.value;
  }

  // Look again; several wishes while one look is under way make one more.
  async refresh() {
    this.again = true;
    if (this.looking) return this.looking;
    this.looking = this.look().finally(() => { this.looking = null; });
    return this.looking;
  }

  async look() {
    while (this.again) {
      this.again = false;
      const { chat } = this;
      const path = `people/${this.person.id}`;
      try {
        if (chat === null) this.drawList(await get(`${path}/chats`));
        else {
          const screen = await get(`${path}/screen`, { chat, tail: this.tail });
          if (this.chat === chat) this.draw(screen);
        }
      } catch (error) {
        if (!(error instanceof Refused)) return; // the connection's end is told elsewhere
        this.notices.toast(error.message);
        return;
      }
    }
  }

  drawList(chats) {
    if (this.chat !== null) return;
    this.back.hidden = true;
    this.face.replaceChildren();
    this.title.textContent = t("chats");
    this.subtitle.textContent = "";
    this.menuButton.hidden = false;
    this.content.replaceChildren(chatList(chats, (chat) => this.open(chat)));
    this.foot.replaceChildren();
  }

  draw(screen) {
    if (screen.migrated_to) {
      this.open(screen.migrated_to);
      return;
    }
    const newest = screen.messages.at(-1)?.message_id ?? 0;
    if (this.screen?.id === screen.id && newest > (this.screen.messages.at(-1)?.message_id ?? 0)) {
      const sender = screen.messages.at(-1).from_id;
      if (sender !== this.person.id) { this.typing = null; this.app.arrived(this.person.id); }
    }
    this.screen = screen;
    this.back.hidden = false;
    this.face.replaceChildren(avatar(screen.title, screen.id));
    this.title.textContent = screen.title;
    this.drawSubtitle();
    const inside = screen.started && !screen.messages.length ? [h("p", { class: "empty" }, t("no_messages"))] : [];
    const wanted = screen.started || screen.messages.length ? [this.log.element, this.log.down, ...inside] : [this.introduction(screen)];
    if (wanted.some((one) => one.parentNode !== this.content) || this.content.childNodes.length !== wanted.length) this.content.replaceChildren(...wanted);
    this.log.draw(screen, this.person.id);
    this.drawFoot(screen);
    this.app.drawn(this.person.id);
  }

  drawSubtitle() {
    const { screen } = this;
    if (!screen) return;
    const still = screen.kind === "private" ? t("bot") : t("members", { count: screen.members });
    this.subtitle.textContent = this.typing ? t(this.typing) : still;
    this.subtitle.classList.toggle("typing", Boolean(this.typing));
  }

  introduction(screen) {
    const about = screen.about[`MyDescription ${this.person.language_code}`] || screen.about["MyDescription "];
    return h("div", { class: "introduction" }, avatar(screen.title, screen.id), h("h4", {}, screen.title),
      about && h("p", { class: "introduction-words" }, h("strong", {}, t("what_can")), "\n", about));
  }

  drawFoot(screen) {
    const [label, deed] = this.instead(screen);
    this.composer.draw(screen);
    if (!label) {
      if (this.composer.element.parentNode !== this.foot) this.foot.replaceChildren(this.composer.element);
      return;
    }
    if (this.foot.firstChild?.dataset?.label === label) return;
    this.foot.replaceChildren(h("button", { type: "button", class: "instead primary", dataset: { label }, onclick: deed }, label));
  }

  // What stands in the composer's place: the label and what it does.
  instead(screen) {
    if (screen.blocked) return [t("unblock"), () => this.do("unblocks")];
    if (!screen.present) return [t("join"), () => this.do("joins")];
    if (!screen.started || this.payload) return [t("start"), () => this.start()];
    return [null, null];
  }

  // -- deeds ---------------------------------------------------------------------------------

  // True when it was done; a refusal is shown on the phone.
  async do(deed, body = {}) {
    try {
      this.did = await act(this.person.id, deed, this.chat, body);
      this.log.following = true;
      await this.refresh();
      return true;
    } catch (error) {
      this.notices.toast(error.message);
      return false;
    }
  }

  async start() {
    const { payload } = this;
    this.payload = null;
    if (await this.do("starts", { payload })) this.composer.text.focus({ preventScroll: true });
    else this.payload = payload;
  }

  say(text, reply = null) {
    return this.do("says", { text, reply_to: reply });
  }

  async press(message, data) {
    if (await this.do("presses", { message_id: message, data, old: false })) this.app.expectAnswer(this.did.query_id, this);
  }

  // The answer to a press: a line, or an alert to dismiss.
  answered(toast) {
    if (toast.url) this.openLink(toast.url);
    if (toast.text) this.notices.show(toast);
    this.refresh();
  }

  pressKey(key) {
    if (key.location) choosePlace(this.places, (point) => this.sendPlace(point));
    else if (key.contact) this.share();
    else this.say(key.text);
  }

  sendPlace({ latitude, longitude }) {
    return this.do("sends_location", { latitude, longitude });
  }

  share() {
    confirmContact(this.person.id, (phone) => this.do("shares_contact", { phone, of: this.person.id }));
  }

  attach(anchor) {
    openAttach(anchor, {
      places: this.places,
      isPrivate: this.screen.kind === "private",
      send: async (files, caption) => {
        const album = files.length > 1 && new Set(files.map((one) => one.kind === "document")).size === 1;
        const body = { files, album, caption: caption || null, reply_to: this.composer.replyTo };
        if (!(await this.do("sends_files", body))) throw new Error(this.notices.last);
        this.composer.setAbout(null);
      },
      sendPlace: (point) => this.sendPlace(point),
      share: () => this.share(),
    });
  }

  // -- menus ---------------------------------------------------------------------------------

  openMessageMenu(anchor, item) {
    const message = item.messages[0];
    const worded = item.messages.find((one) => one.text) ?? message;
    const entries = [{ label: t("reply"), act: () => this.composer.reply(message) }];
    if (worded.text) entries.push({ label: t("copy"), act: () => this.copy(worded.text) });
    if (item.own && worded.text) entries.push({ label: t("edit"), act: () => this.composer.edit(worded) });
    if (item.own || this.screen.kind === "private") entries.push({ label: t("remove"), act: () => this.remove(item.messages) });
    openMenu(anchor, t("message_menu"), entries);
  }

  async remove(messages) {
    for (const one of messages) await this.do("deletes", { message_id: one.message_id });
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.notices.toast(t("copied"));
    } catch (error) {
      this.notices.toast(error.message);
    }
  }

  openChatMenu(anchor) {
    const { screen } = this;
    const entries = [{ label: t("open_link"), icon: icon("link"), act: () => this.app.askLink("", this.person.id) }];
    if (screen?.kind === "private" && screen.started) {
      entries.push(screen.blocked ? { label: t("unblock"), act: () => this.do("unblocks") } : { label: t("block"), act: () => this.do("blocks") });
    } else if (screen && screen.kind !== "private" && screen.present) entries.push({ label: t("leave"), act: () => this.do("leaves") });
    openMenu(anchor, t("more"), entries);
  }

  // A bot's link is opened on a phone of the page, any other by the browser (then false).
  openLink(address) {
    if (!deepLink(address)) return false;
    this.app.askLink(address, this.person.id);
    return true;
  }

  // -- what happened -------------------------------------------------------------------------

  owns(chat) {
    return this.chat !== null && (chat === `group:${this.chat}` || chat === `private:${this.chat}:${this.person.id}`);
  }

  concerns(event) {
    if (event.chat) return this.owns(event.chat) || this.chat === null;
    return event.event === "confirmed" && Boolean(this.screen?.waiting.length);
  }

  acts(event) {
    if (!this.owns(event.chat)) return;
    this.typing = ACTIONS[event.action] ?? "typing";
    this.drawSubtitle();
    clearTimeout(this.stopsTyping);
    this.stopsTyping = setTimeout(() => { this.typing = null; this.drawSubtitle(); }, TYPING_MS);
  }
}

