// What to try first, step by step; a step ticks itself once its text is seen on a phone.
import { h, icon } from "./dom.js";
import { recall, remember } from "./store.js";
import { pick, t } from "./words.js";

export class Guide {
  // `play` tells this play's ticks from those of another.
  constructor(steps, app, play) {
    this.steps = steps;
    this.app = app;
    this.key = `guide.${play}`;
    this.done = new Set(recall(this.key, []));
    this.progress = h("p", { class: "guide-progress", role: "status" });
    this.list = h("ol", { class: "guide-steps", id: "guide-steps" });
    this.fold = h("button", { type: "button", class: "guide-fold", "aria-controls": "guide-steps", onclick: () => this.toggle() });
    this.element = h("aside", { class: "guide", "aria-label": t("guide"), hidden: !steps.length },
      h("div", { class: "guide-head" }, h("h2", {}, t("guide")), this.progress), this.fold, this.list);
    this.open = false;
    this.draw();
  }

  // Tick what this phone now shows.
  look(phone) {
    const before = this.done.size;
    this.steps.forEach((step, number) => {
      if (!this.done.has(number) && step.seen.person === phone.person.id && shows(phone.screen, step.seen)) this.done.add(number);
    });
    if (this.done.size === before) return;
    remember(this.key, [...this.done]);
    this.draw();
  }

  get now() {
    return this.steps.findIndex((_, number) => !this.done.has(number));
  }

  draw() {
    const { now } = this;
    this.progress.textContent = now < 0 ? t("guide_done") : t("guide_steps", { done: this.done.size, all: this.steps.length });
    this.list.replaceChildren(...this.steps.map((step, number) => this.step(step, number, number === now)));
    this.drawFold();
  }

  step(step, number, isNow) {
    const done = this.done.has(number);
    const phone = () => this.app.phones.get(step.person);
    const state = done ? t("step_done") : isNow ? t("step_now") : "";
    return h("li", { class: done ? "step done" : isNow ? "step now" : "step", "aria-current": isNow ? "step" : null },
      h("span", { class: "step-sign" }, done ? icon("sent") : String(number + 1), state && h("span", { class: "hidden" }, ` ${state}: `)),
      h("div", {}, h("p", {}, pick(step.text)),
        isNow && h("button", { type: "button", class: "primary small", onclick: () => this.goTo(step, phone()) }, t("guide_go", { name: step.name }))));
  }

  goTo(step, phone) {
    if (!phone) return;
    this.open = false;
    this.drawFold();
    this.app.go(step.person);
    if (step.write && phone.screen?.started) {
      phone.composer.text.value = pick(step.write);
      phone.composer.grow();
      phone.composer.text.focus({ preventScroll: true });
    }
  }

  toggle() {
    this.open = !this.open;
    this.drawFold();
  }

  // On a small screen only the present step is seen until the list is opened.
  drawFold() {
    this.element.classList.toggle("open", this.open);
    this.fold.setAttribute("aria-expanded", String(this.open));
    this.fold.textContent = t(this.open ? "guide_close" : "guide_open");
  }
}

function shows(screen, { chat, words }) {
  if (chat !== screen.username && chat !== screen.title) return false;
  return screen.messages.some((one) => words.some((word) => one.text.includes(word)));
}
