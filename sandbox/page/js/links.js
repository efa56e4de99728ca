// A bot's link opened on one of the phones: by whoever saw it, somebody else or somebody new.
import { field, openForm } from "./dialog.js";
import { h } from "./dom.js";
import { deepLink } from "./entities.js";
import { t } from "./words.js";

export function askLink(app, address, person) {
  const people = [...app.phones.values()];
  const someone = h("select", { name: "person" },
    people.map((phone) => h("option", { value: phone.person.id, selected: phone.person.id === person }, phone.name)),
    h("option", { value: "new" }, t("link_someone_new")));
  const name = field(t("person_name"), "name", { maxlength: 64, autocomplete: "off" });
  name.hidden = true;
  someone.addEventListener("change", () => {
    name.hidden = someone.value !== "new";
    name.querySelector("input").required = !name.hidden;
  });
  const fields = [
    field(t("link_field"), "link", { value: address, required: true, autocomplete: "off", inputmode: "url" }),
    h("label", { class: "field" }, h("span", {}, t("link_text")), someone),
    name,
  ];
  openForm(t("link_title"), fields, t("link_title"), async (data) => {
    const link = deepLink(data.get("link"));
    const bot = link && app.bots.find((one) => one.username.toLowerCase() === link.username.toLowerCase());
    if (!bot) throw new Error(t("link_bad"));
    const id = data.get("person") === "new" ? await app.newPerson(data.get("name").trim()) : Number(data.get("person"));
    await app.phones.get(id).open(bot.id, link.payload);
    app.go(id);
  });
}
