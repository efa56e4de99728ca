// Times as a phone shows them, in the browser's own zone.
import { language, t } from "./words.js";

export function clock(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).replace(".", ":");
}

export function day(seconds) {
  const days = Math.round((midnight(new Date()) - midnight(new Date(seconds * 1000))) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  return format(seconds, { day: "numeric", month: "long", year: "numeric" });
}

export function dayKey(seconds) {
  return new Date(seconds * 1000).toDateString();
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function format(seconds, options) {
  const locale = language() === "id" ? "id-ID" : "en-GB";
  return new Intl.DateTimeFormat(locale, options).format(new Date(seconds * 1000));
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
