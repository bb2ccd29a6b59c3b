// The list of what was saved or read last on this device.
import { keep, kept } from "./device.js";

const shelf = document.querySelector("[data-shelf]");
const list = shelf.querySelector("ul");

const lay = () => {
  list.replaceChildren(...kept("saved", []).map(line));
  shelf.querySelector(".shelf-empty").hidden = list.childElementCount > 0;
};

function line({ path, title }) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = path;
  link.textContent = title;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = shelf.dataset.drop;
  drop.setAttribute("aria-label", `${shelf.dataset.drop}: ${title}`);
  drop.onclick = async () => {
    keep("saved", kept("saved", []).filter((one) => one.path !== path));
    await (await caches.open("kabar-saved")).delete(path);
    row.remove();
    dispatchEvent(new CustomEvent("kabar:saved", { detail: { path, saved: false } }));
    shelf.querySelector(".shelf-empty").hidden = list.childElementCount > 0;
  };
  row.append(link, " ", drop);
  return row;
}

lay();
addEventListener("kabar:shelf", lay);
