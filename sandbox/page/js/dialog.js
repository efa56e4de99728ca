// Dialogs and small menus, on the browser's own <dialog>.
import { h, iconButton } from "./dom.js";
import { t } from "./words.js";

// A dialog that is gone once closed; returns the element. `content` gets `close`.
export function openDialog(title, content, { className = "", onClose = () => {} } = {}) {
  const close = () => dialog.close();
  const name = `dialog-${++count}`;
  const dialog = h("dialog", { class: `dialog ${className}`, "aria-labelledby": name },
    h("header", {}, h("h2", { id: name }, title), iconButton("close", t("close"), close)),
    h("div", { class: "dialog-body" }, content(close)));
  dialog.addEventListener("close", () => { dialog.remove(); onClose(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

let count = 0;

// A form in a dialog: `fields` are elements, `act` gets the FormData and may throw to complain.
export function openForm(title, fields, submit, act) {
  return openDialog(title, (close) => {
    const complaint = h("p", { class: "complaint", role: "alert" });
    const button = h("button", { type: "submit", class: "primary" }, submit);
    const form = h("form", { method: "dialog", class: "stack" }, fields, complaint, button);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      complaint.textContent = "";
      try {
        await act(new FormData(form));
        close();
      } catch (error) {
        complaint.textContent = error.message;
      } finally {
        button.disabled = false;
      }
    });
    return form;
  });
}

// A menu beside its button: [{label, act, icon}], arrow keys move in it.
export function openMenu(anchor, label, items) {
  const close = () => { menu.remove(); document.removeEventListener("pointerdown", outside, true); };
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" },
    items.map((item) => h("button", {
      type: "button", role: "menuitem", tabindex: "-1",
      onclick: () => { close(); anchor.focus({ preventScroll: true }); item.act(); },
    }, item.icon, h("span", {}, item.label))));
  menu.addEventListener("keydown", (event) => {
    const entries = [...menu.children];
    const at = entries.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) entries[(at + step + entries.length) % entries.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") { close(); anchor.focus({ preventScroll: true }); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect());
  document.addEventListener("pointerdown", outside, true);
  menu.firstElementChild?.focus({ preventScroll: true });
}

function place(menu, around) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, around.right - width), innerWidth - width - 8);
  const below = around.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, around.top - height - 4) : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

export function field(label, name, props = {}) {
  return h("label", { class: "field" }, h("span", {}, label), h("input", { name, ...props }));
}
