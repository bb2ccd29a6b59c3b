// The list of what was saved or read last on this device.
import { keep, kept } from "./device.js";

const shelf = document.querySelector("[data-shelf]");
const list = shelf.querySelector("ul");

for (const { path, title } of kept("saved", [])) {
  const line = document.createElement("li");
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
    line.remove();
    shelf.querySelector(".shelf-empty").hidden = list.childElementCount > 0;
  };
  line.append(link, " ", drop);
  list.append(line);
}
shelf.querySelector(".shelf-empty").hidden = list.childElementCount > 0;
