// One message, or an album of them, as a bubble with its buttons.
import { h, icon, iconButton } from "./dom.js";
import { formatted, safe } from "./entities.js";
import { attachment, pictures } from "./media.js";
import { clock } from "./moments.js";
import { t } from "./words.js";

const PICTURED = new Set(["photo", "video"]);

// `item` is {key, messages, own, waiting, spinning, showName}; `deeds` what may be done with it.
export function bubble(item, deeds) {
  const message = item.messages[0];
  if (message.kind === "service") return notice(message);
  const side = item.own ? "own" : "other";
  const menu = iconButton("more", t("message_menu"), (event) => deeds.menu(event.currentTarget, item), { class: "icon-button bubble-menu", tabindex: "-1" });
  const body = h("div", { class: "bubble-body" },
    item.showName && h("p", { class: `bubble-name hue-ink-${Math.abs(message.from_id) % 7}` }, message.from_name),
    message.reply_to && quote(deeds.find(message.reply_to), () => deeds.show(message.reply_to)),
    PICTURED.has(message.kind) ? pictures(item.messages) : item.messages.map(attachment),
    words(item, deeds),
    foot(item));
  const element = h("article", { class: `bubble ${side} kind-${message.kind}`, tabindex: "-1", dataset: { id: message.message_id } }, body, menu);
  if (message.buttons.length) element.append(buttons(item, deeds));
  element.setAttribute("aria-label", spoken(item));
  return element;
}

function words(item, deeds) {
  const worded = item.messages.find((one) => one.text);
  if (!worded) return null;
  return h("div", { class: "words", dir: "auto" }, formatted(worded.text, worded.entities, deeds));
}

function foot(item) {
  const message = item.messages.at(-1);
  const ticks = item.own && h("span", { class: "ticks", title: t(item.waiting ? "is_sent" : "is_read") },
    icon(item.waiting ? "sent" : "read"), h("span", { class: "hidden" }, t(item.waiting ? "is_sent" : "is_read")));
  const changed = message.edit_date && message.text ? h("span", {}, t("edited")) : null;
  return h("p", { class: "foot" }, changed, h("time", {}, clock(message.date)), ticks);
}

function quote(message, show) {
  const name = message ? message.from_name : t("earlier_message");
  return h("button", { type: "button", class: "quote", onclick: show },
    h("strong", {}, name), message && h("span", {}, summary(message)));
}

function buttons(item, deeds) {
  const { message_id: id, buttons: rows } = item.messages[0];
  return h("div", { class: "buttons" }, rows.map((row) => h("div", { class: "button-row" }, row.map((one) => {
    if (one.url && safe(one.url)) return h("a", { class: "inline-button", href: one.url, target: "_blank", rel: "noopener noreferrer", onclick: (event) => { if (deeds.onLink(one.url)) event.preventDefault(); } }, one.text);
    const spins = item.spinning.includes(one.data);
    return h("button", { type: "button", class: "inline-button", "aria-busy": spins ? "true" : null, onclick: () => deeds.press(id, one.data) }, one.text);
  }))));
}

// A message in one line: for quotes, lists and screen readers.
export function summary(message) {
  const label = message.kind === "text" ? "" : t(message.kind);
  return [label, message.text.replace(/\s+/g, " ").slice(0, 90)].filter(Boolean).join(": ");
}

function spoken(item) {
  const message = item.messages[0];
  return `${item.own ? t("you") : message.from_name}, ${clock(message.date)}`;
}

function notice(message) {
  const [text, values] = told(message.service);
  return h("p", { class: "notice", dataset: { id: message.message_id } }, h("span", {}, t(text, { name: message.from_name, ...values })));
}

function told(service) {
  if (service.new_chat_members) return ["s_joined", { name: service.new_chat_members.map((one) => one.first_name).join(", ") }];
  if (service.left_chat_member) return ["s_left", { name: service.left_chat_member.first_name }];
  if (service.pinned_message) return ["s_pinned", {}];
  if (service.migrate_to_chat_id || service.migrate_from_chat_id) return ["s_migrated", {}];
  if (service.forum_topic_created) return ["s_topic", { name: service.forum_topic_created.name }];
  if (service.forum_topic_closed) return ["s_topic_closed", {}];
  return ["s_other", {}];
}
