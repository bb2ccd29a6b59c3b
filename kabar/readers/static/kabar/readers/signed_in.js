// Who is signed in: their name in the nameplate with how much is unread, and one shelf of saved stories on all their devices.
import { keep, kept } from "../stories/reading/device.js";

const SHELF = "kabar-saved", READ = "kabar-read", AT_ONCE = 20;
const place = document.querySelector(".nameplate-account");
let token = "";

export async function look() {
  const answer = await fetch("/-/me", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const me = await answer.json();
  if (!me.id) return leave();
  greet(me);
  await share(me);
  // A page that stays open keeps its reader's pass good.
  if (me.pass > 0) setTimeout(() => { if (!document.hidden) look(); }, Math.max(me.pass - 60, 30) * 1000);
}

function greet(me) {
  token = me.token;
  if (!place) return;
  const unread = me.unread ? `, ${me.unread} ${place.dataset.unread}` : "";
  place.setAttribute("aria-label", `${place.dataset.me}: ${me.name}${unread}`);
  place.querySelector("span").textContent = me.name.split(" ")[0];
  if (me.unread) place.dataset.count = me.unread;
}

/** What this device held before is added to the account once; from then on the account says what is saved. */
async function share(me) {
  const before = kept("account", null);
  // What somebody else left behind is theirs.
  if (before && before !== me.id) leave();
  if (before !== me.id) {
    const held = kept("saved", []).map((one) => [one.path, true]).reverse();
    keep("waiting", { ...Object.fromEntries(held), ...kept("waiting", {}) });
    keep("account", me.id);
  }
  await flush(me.saved);
}

/** Tell the account what waits, also what comes to wait meanwhile, and only then believe what it says. */
async function flush(shelf) {
  for (let waiting = kept("waiting", {}); Object.keys(waiting).length; waiting = kept("waiting", {})) {
    const paths = Object.keys(waiting);
    shelf = await send({ add: paths.filter((path) => waiting[path]).reverse(), drop: paths.filter((path) => !waiting[path]) });
    if (!shelf) return;
    keep("waiting", Object.fromEntries(Object.entries(kept("waiting", {})).filter(([path, saved]) => waiting[path] !== saved)));
  }
  if (shelf) await lay(shelf);
}

async function send(said) {
  const answer = await fetch("/-/me/saved", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(said),
  }).catch(() => null);
  return answer?.ok ? (await answer.json()).saved : null;
}

async function lay(shelf) {
  const before = kept("saved", []).map((one) => one.path);
  keep("saved", shelf);
  dispatchEvent(new CustomEvent("kabar:shelf"));
  if (!globalThis.caches) return;
  const pages = await caches.open(SHELF);
  const now = shelf.map((one) => one.path);
  for (const path of before.filter((one) => !now.includes(one))) await pages.delete(path);
  if (navigator.connection?.saveData) return;
  for (const path of now.filter((one) => !before.includes(one)).slice(0, AT_ONCE)) await pages.add(path).catch(() => {});
}

/** Nobody is signed in here any more: neither what came from their account nor what they read stays on the device. */
export function leave() {
  if (!kept("account", null)) return;
  for (const [name, nothing] of [["account", null], ["waiting", {}], ["saved", []], ["read", {}]]) keep(name, nothing);
  for (const name of [SHELF, READ]) globalThis.caches?.delete(name);
  dispatchEvent(new CustomEvent("kabar:shelf"));
}

/** What was put on the shelf here or taken from it; it waits while there is no line. */
export function tell({ path, saved }) {
  keep("waiting", { ...kept("waiting", {}), [path]: saved });
  if (token) flush();
}
