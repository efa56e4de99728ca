// What is attached to a message: pictures, files, recordings, places and contacts.
import { h, icon } from "./dom.js";
import { size } from "./moments.js";
import { openViewer } from "./viewer.js";
import { t } from "./words.js";

const url = (file) => `/sandbox/files/${file.key}`;

// The pictures of a message or an album, side by side.
export function pictures(messages) {
  const files = messages.map((message) => message.media.at(-1));
  const grid = h("div", { class: `pictures of-${Math.min(files.length, 4)}` });
  files.forEach((file, position) => {
    const shown = file.kind === "video"
      ? h("video", { src: url(file), controls: true, preload: "metadata", "aria-label": t("video") })
      : h("button", { type: "button", class: "picture", "aria-label": t("see_photo"), onclick: () => openViewer(photos(files), file) },
          h("img", { src: url(file), alt: t("photo"), width: file.width || null, height: file.height || null, loading: "lazy" }));
    grid.append(shown);
  });
  return grid;

  function photos(all) {
    return all.filter((one) => one.kind === "photo").map((one) => ({ key: one.key, url: url(one) }));
  }
}

export function attachment(message) {
  switch (message.kind) {
    case "location":
      return place(message.location);
    case "contact":
      return contact(message.contact);
    case "voice":
    case "audio":
      return sound(message);
    case "sticker":
      return h("p", { class: "wordless" }, `${t("sticker")}`);
    case "animation":
    case "video_note":
      return h("video", { src: url(message.media[0]), controls: true, preload: "metadata", "aria-label": t(message.kind) });
    case "document":
      return file(message.media[0]);
    default:
      return null;
  }
}

function place({ latitude, longitude }) {
  const point = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=13/${latitude}/${longitude}`;
  return h("div", { class: "place" },
    h("div", { class: "place-map" }, icon("pin")),
    h("div", { class: "place-words" }, h("strong", {}, t("location")), h("span", {}, point),
      h("a", { href: map, target: "_blank", rel: "noopener noreferrer" }, t("open_map"))));
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return h("div", { class: "contact" }, icon("person"),
    h("div", {}, h("strong", {}, [first, last].filter(Boolean).join(" ")), h("span", {}, phone)));
}

function sound(message) {
  const [stored] = message.media;
  return h("div", { class: "sound" }, h("span", {}, t(message.kind)),
    h("audio", { src: url(stored), controls: true, preload: "metadata", "aria-label": t(message.kind) }));
}

function file(stored) {
  const name = stored.name || t("document");
  return h("a", { class: "file", href: url(stored), download: name, "aria-label": t("save", { name }) },
    h("span", { class: "file-sign" }, icon("file")),
    h("span", { class: "file-words" }, h("strong", {}, name), h("span", {}, size(stored.size))));
}
