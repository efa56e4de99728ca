// Formatted text: Bot API entities, whose offsets count as JavaScript strings do.
import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote"]);

// `onLink` gets an address, `onCommand` a command that was pressed.
export function formatted(text, entities, handlers) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, handlers);
}

function span(text, from, to, entities, handlers) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const end = Math.min(first.offset + first.length, to);
    const block = BLOCKS.has(TAGS[first.type]);
    if (first.offset > at) nodes.push(before(text.slice(at, first.offset), block));
    const inside = others.filter((one) => one.offset < end);
    rest = others.filter((one) => one.offset >= end);
    nodes.push(wrap(first, span(text, first.offset, end, inside, handlers), text.slice(first.offset, end), handlers));
    at = block && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

// A block begins and ends a line by itself: the line break beside it would be one too many.
function before(text, block) {
  return block ? text.replace(/\n$/, "") : text;
}

function wrap(entity, children, text, { onLink, onCommand }) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children, onLink);
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, onLink);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => onCommand(text) }, children);
    case "spoiler":
      return h("button", { type: "button", class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") }, children);
    case "email":
    case "mention":
    case "hashtag":
    case "phone_number":
      return h("span", { class: "marked" }, children);
    default:
      return TAGS[entity.type] ? h(TAGS[entity.type], {}, children) : children;
  }
}

function link(address, children, onLink) {
  if (!safe(address)) return h("span", { class: "marked" }, children);
  const onclick = (event) => {
    if (onLink(address)) event.preventDefault();
  };
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

export function safe(address) {
  return /^(https?|tg|mailto):/i.test(address);
}

// The bot and payload of a deep link, or null.
export function deepLink(address) {
  const web = /^https?:\/\/(?:t\.me|telegram\.me)\/(\w+)\/?(?:\?start=([\w-]*))?$/i.exec(address.trim());
  const app = /^tg:\/\/resolve\?domain=(\w+)(?:&start=([\w-]*))?$/i.exec(address.trim());
  const found = web ?? app;
  return found && { username: found[1], payload: found[2] || null };
}
