// The chats on a phone, the newest first.
import { avatar, h } from "./dom.js";
import { clock, dayKey, day } from "./moments.js";
import { t } from "./words.js";

export function chatList(chats, open) {
  const sorted = [...chats].sort((a, b) => (b.newest?.date ?? 0) - (a.newest?.date ?? 0));
  return h("ul", { class: "chat-list" }, sorted.map((chat) => h("li", {},
    h("button", { type: "button", class: "chat-entry", onclick: () => open(chat.id) },
      avatar(chat.title, chat.id),
      h("span", { class: "chat-words" }, h("strong", {}, chat.title), h("span", {}, line(chat))),
      chat.newest && h("time", {}, when(chat.newest.date))))));
}

function line(chat) {
  if (!chat.newest) return chat.kind === "private" ? `@${chat.username}` : t("no_messages");
  const kind = chat.newest.kind === "text" ? "" : t(chat.newest.kind);
  return [kind, chat.preview.replace(/\s+/g, " ")].filter(Boolean).join(": ");
}

function when(seconds) {
  return dayKey(seconds) === new Date().toDateString() ? clock(seconds) : day(seconds);
}
