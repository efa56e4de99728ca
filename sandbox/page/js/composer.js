// The lower edge of a chat: the text field, what it answers or edits, and the reply keys.
import { h, iconButton } from "./dom.js";
import { summary } from "./bubble.js";
import { openMenu } from "./dialog.js";
import { t } from "./words.js";

export class Composer {
  // `deeds`: say(text, replyTo), edit(id, text), attach(anchor), key(key), command(text).
  constructor(deeds) {
    this.deeds = deeds;
    this.about = null;
    this.keysHidden = false;
    this.aboutLine = h("div", { class: "about-line", hidden: true });
    this.text = h("textarea", { rows: "1", "aria-label": t("write"), placeholder: t("write"), dir: "auto", maxlength: "8000" });
    this.text.addEventListener("input", () => this.grow());
    this.text.addEventListener("keydown", (event) => this.keydown(event));
    this.commandsButton = iconButton("slash", t("commands"), (event) => this.openCommands(event.currentTarget), { hidden: true });
    this.keysButton = iconButton("keys", t("hide_keys"), () => this.toggleKeys(), { hidden: true, "aria-expanded": "true" });
    this.sendButton = iconButton("send", t("send"), () => this.send(), { class: "icon-button send" });
    this.row = h("div", { class: "composer-row" },
      iconButton("clip", t("attach"), (event) => deeds.attach(event.currentTarget)),
      this.text, this.commandsButton, this.keysButton, this.sendButton);
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": t("reply_keys"), hidden: true });
    this.element = h("div", { class: "composer" }, this.aboutLine, this.row, this.keys);
  }

  draw(screen) {
    this.commands = screen.commands;
    this.commandsButton.hidden = !screen.commands.length;
    this.text.placeholder = screen.placeholder || t("write");
    const rows = JSON.stringify(screen.keys);
    if (rows === this.drawn) return;
    this.drawn = rows;
    this.oneTime = screen.one_time;
    this.keysHidden = false;
    this.keys.replaceChildren(...screen.keys.map((row) => h("div", { class: "key-row" }, row.map((key) => this.key(key)))));
    this.showKeys(screen.keys.length > 0);
  }

  key(key) {
    return h("button", { type: "button", class: "key", onclick: () => {
      this.deeds.key(key);
      if (this.oneTime) this.toggleKeys(true);
    } }, key.text);
  }

  toggleKeys(hidden = !this.keysHidden) {
    this.keysHidden = hidden;
    this.showKeys(true);
  }

  showKeys(any) {
    this.keysButton.hidden = !any;
    this.keys.hidden = !any || this.keysHidden;
    const label = t(this.keysHidden ? "show_keys" : "hide_keys");
    this.keysButton.setAttribute("aria-label", label);
    this.keysButton.title = label;
    this.keysButton.setAttribute("aria-expanded", String(!this.keysHidden));
  }

  openCommands(anchor) {
    openMenu(anchor, t("commands"), this.commands.map((one) => ({
      label: `/${one.command}  ${one.description}`, act: () => this.deeds.command(`/${one.command}`),
    })));
  }

  reply(message) {
    this.setAbout({ kind: "reply", message }, t("replying", { name: message.from_name }));
  }

  edit(message) {
    this.setAbout({ kind: "edit", message }, t("editing"));
    this.text.value = message.text;
    this.grow();
  }

  setAbout(about, title) {
    this.about = about;
    this.aboutLine.hidden = !about;
    this.aboutLine.replaceChildren();
    if (!about) return;
    this.aboutLine.append(h("div", {}, h("strong", {}, title), h("span", {}, summary(about.message))),
      iconButton("close", t("cancel"), () => { if (about.kind === "edit") this.text.value = ""; this.setAbout(null); this.text.focus(); }));
    this.text.focus();
  }

  get replyTo() {
    return this.about?.kind === "reply" ? this.about.message.message_id : null;
  }

  async send() {
    const text = this.text.value.trim();
    if (!text || this.sending) return;
    this.sending = true;
    const { about, replyTo } = this;
    try {
      const done = about?.kind === "edit" ? await this.deeds.edit(about.message.message_id, text) : await this.deeds.say(text, replyTo);
      if (!done) return; // what was written stays
      this.text.value = "";
      this.setAbout(null);
      this.grow();
    } finally {
      this.sending = false;
    }
  }

  keydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) {
      event.stopPropagation();
      this.setAbout(null);
    }
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }
}
