// The list of what was saved or read last on this device.
import { keep, kept } from "./device.js";

const shelf = document.querySelector("[data-shelf]");
const [saved, read] = shelf.querySelectorAll("ul");
const SAVED = "kabar-saved", READ = "kabar-read";

const lay = async () => {
  const ours = kept("saved", []);
  fill(saved, ours.map((one) => line(one, dropSaved)));
  const others = (await readLast()).filter(({ path }) => !ours.some((one) => one.path === path));
  fill(read, others.map((one) => line(one, dropRead)));
};

function fill(list, rows) {
  list.replaceChildren(...rows);
  tell();
}

/** What was read and is still held here, the last first. */
async function readLast() {
  const pages = await globalThis.caches?.open(READ);
  const here = new Set((await pages?.keys() ?? []).map(({ url }) => new URL(url).pathname));
  const known = Object.entries(kept("read", {})).filter(([path, { title }]) => title && here.has(path));
  return known.sort(([, one], [, other]) => other.at - one.at).map(([path, { title }]) => ({ path, title }));
}

function line({ path, title }, forget) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = path;
  link.textContent = title;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = shelf.dataset.drop;
  drop.setAttribute("aria-label", `${shelf.dataset.drop}: ${title}`);
  drop.onclick = async () => {
    await forget(path);
    row.remove();
    tell();
  };
  row.append(link, " ", drop);
  return row;
}

async function dropSaved(path) {
  keep("saved", kept("saved", []).filter((one) => one.path !== path));
  await (await caches.open(SAVED)).delete(path);
  dispatchEvent(new CustomEvent("kabar:saved", { detail: { path, saved: false } }));
  await lay();
}

async function dropRead(path) {
  keep("read", Object.fromEntries(Object.entries(kept("read", {})).filter(([one]) => one !== path)));
  await (await caches.open(READ)).delete(path);
}

function tell() {
  shelf.querySelector(".shelf-empty").hidden = saved.childElementCount > 0;
  shelf.querySelector(".shelf-read").hidden = !read.childElementCount;
}

// Without a line this stands where another page was asked for.
const instead = shelf.querySelector(".shelf-instead");
instead.hidden = location.pathname === "/offline";
instead.querySelector("a").href = location.href;

lay();
addEventListener("kabar:shelf", lay);
