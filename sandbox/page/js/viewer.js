// A photo over the whole page, with the others of its album.
import { h, iconButton } from "./dom.js";
import { t } from "./words.js";

export function openViewer(photos, first) {
  let at = Math.max(0, photos.findIndex((one) => one.key === first.key));
  const image = h("img", { alt: t("photo") });
  const where = h("p", { "aria-live": "polite" });
  const show = (step) => {
    at = (at + step + photos.length) % photos.length;
    image.src = photos[at].url;
    where.textContent = photos.length > 1 ? `${at + 1} / ${photos.length}` : "";
  };
  const dialog = h("dialog", { class: "viewer", "aria-label": t("photo") },
    iconButton("close", t("close"), () => dialog.close(), { class: "icon-button viewer-close" }),
    image, where,
    photos.length > 1 && h("nav", {},
      h("button", { type: "button", onclick: () => show(-1) }, t("previous")),
      h("button", { type: "button", onclick: () => show(1) }, t("next"))));
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(step);
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show(0);
  dialog.showModal();
}
