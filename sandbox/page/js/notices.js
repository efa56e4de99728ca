// What passes over a phone's screen: a line that goes by itself, or an alert to dismiss.
import { h } from "./dom.js";
import { t } from "./words.js";

const SHOWN_MS = 5000;

export class Notices {
  constructor() {
    this.last = "";
    this.line = h("div", { class: "toast", role: "status" });
    this.element = h("div", { class: "notices" }, this.line);
  }

  show({ text, alert }) {
    if (alert) this.alert(text);
    else this.toast(text);
  }

  toast(text) {
    this.last = text;
    this.line.textContent = text;
    this.line.classList.add("seen");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.line.classList.remove("seen"); this.line.textContent = ""; }, SHOWN_MS);
  }

  alert(text) {
    this.last = text;
    const before = document.activeElement;
    const close = () => { box.remove(); before?.focus?.({ preventScroll: true }); };
    const ok = h("button", { type: "button", class: "primary", onclick: close }, t("ok"));
    const box = h("div", { class: "alert", role: "alertdialog", "aria-label": text }, h("div", { class: "alert-box" }, h("p", {}, text), ok));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
    this.element.append(box);
    ok.focus({ preventScroll: true });
  }
}
