// Photos, files, places and the own number: chosen here, sent as a phone would send them.
import { field, openDialog, openForm, openMenu } from "./dialog.js";
import { h, icon } from "./dom.js";
import { sample } from "./samples.js";
import { pick, t } from "./words.js";

const SIDE_MAX = 1280; // pixels; phones shrink photos, and what the camera noted goes with it
const FILES_MAX = 10;

// `send(files, caption)`, `sendPlace(point)`, `share()` do the sending; `places` come from the stage.
export function openAttach(anchor, { send, sendPlace, share, places, isPrivate }) {
  openMenu(anchor, t("attach"), [
    { label: t("attach_photo"), icon: icon("photo"), act: () => choose("image/*,video/*", (files) => confirm(files, pictured, send)) },
    { label: t("attach_sample"), icon: icon("photo"), act: () => samples(1, send) },
    { label: t("attach_two"), icon: icon("photo"), act: () => samples(2, send) },
    { label: t("attach_file"), icon: icon("file"), act: () => choose("", (files) => confirm(files, plain, send)) },
    { label: t("attach_place"), icon: icon("pin"), act: () => choosePlace(places, sendPlace) },
    ...(isPrivate ? [{ label: t("attach_contact"), icon: icon("person"), act: share }] : []),
  ]);
}

function choose(accept, use) {
  const input = h("input", { type: "file", multiple: true, accept, hidden: true });
  input.addEventListener("change", () => { use([...input.files]); input.remove(); });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

async function samples(count, send) {
  const files = await Promise.all(Array.from({ length: count }, (_, number) => sample(number)));
  confirm(files, pictured, send);
}

function confirm(files, ready, send) {
  const addresses = files.map((file) => URL.createObjectURL(file));
  const previews = files.map((file, at) => file.type.startsWith("image/")
    ? h("img", { src: addresses[at], alt: file.name })
    : h("span", { class: "file-name" }, icon("file"), file.name));
  const fields = [h("div", { class: "previews" }, previews), field(t("caption"), "caption", { maxlength: 1024 })];
  const title = t("send_count", { count: files.length });
  const dialog = openForm(title, fields, t("send"), async (data) => {
    if (files.length > FILES_MAX) throw new Error(t("too_many"));
    await send(await Promise.all(files.map(ready)), data.get("caption").trim());
  });
  dialog.addEventListener("close", () => addresses.forEach((one) => URL.revokeObjectURL(one)));
}

// As photo, video or sound where the browser knows it, else as a file.
async function pictured(file) {
  if (file.type.startsWith("image/")) {
    const photo = await shrunk(file).catch(() => null);
    return photo ?? plain(file);
  }
  const kind = file.type.startsWith("video/") ? "video" : file.type === "audio/ogg" ? "voice" : "audio";
  return /^(video|audio)\//.test(file.type) ? { ...(await plain(file)), kind } : plain(file);
}

async function plain(file) {
  return { kind: "document", name: file.name, mime: file.type || "application/octet-stream", content: await base64(file) };
}

async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const factor = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = h("canvas", { width: Math.round(picture.width * factor), height: Math.round(picture.height * factor) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.87));
  return { kind: "photo", content: await base64(blob) };
}

function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

export function choosePlace(places, sendPlace) {
  if (!places.length) return otherPlace(sendPlace);
  openDialog(t("choose_place"), (close) => h("div", { class: "stack" },
    places.map((place) => h("button", { type: "button", class: "choice", onclick: () => { close(); sendPlace(place); } },
      icon("pin"), h("span", {}, pick(place.label), h("small", {}, `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`)))),
    h("button", { type: "button", class: "choice", onclick: () => { close(); otherPlace(sendPlace); } }, icon("pin"), t("other_place"))));
}

function otherPlace(sendPlace) {
  const number = (label, name, most) => field(label, name, { type: "number", step: "any", required: true, min: -most, max: most });
  openForm(t("choose_place"), [number(t("latitude"), "latitude", 90), number(t("longitude"), "longitude", 180)], t("send"),
    (data) => sendPlace({ latitude: Number(data.get("latitude")), longitude: Number(data.get("longitude")) }));
}

// A number that is always the same for the same person, and nobody's in life.
function phoneNumber(person) {
  return `+62 812-0000-${String(person % 10000).padStart(4, "0")}`;
}

export function confirmContact(person, share) {
  const phone = phoneNumber(person);
  openForm(t("share_contact"), [h("p", {}, t("share_contact_text", { phone }))], t("share"), () => share(phone.replace(/[ -]/g, "")));
}
