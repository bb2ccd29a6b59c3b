// Who is signed in: their name in the nameplate, and one shelf of saved stories on all their devices.
// Nothing is asked for a browser in which nobody ever signed in.
import { keep, kept } from "../stories/reading/device.js";

const SHELF = "kabar-saved", AT_ONCE = 20;
const place = document.querySelector(".nameplate-account");
let token = "";

if (document.cookie.split("; ").includes("kabar_known=1")) await look();
else if (kept("account", null)) leave();

async function look() {
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
  place?.setAttribute("aria-label", `${place.dataset.me}: ${me.name}`);
  if (place) place.querySelector("span").textContent = me.name;
}

/** What this device held before is added to the account once; from then on the account says what is saved. */
async function share(me) {
  const first = kept("account", null) !== me.id;
  const waiting = kept("waiting", {});
  const add = first ? kept("saved", []).map((one) => one.path) : Object.keys(waiting).filter((path) => waiting[path]);
  const drop = first ? [] : Object.keys(waiting).filter((path) => !waiting[path]);
  const shelf = add.length || drop.length ? await send({ add, drop }) : me.saved;
  if (!shelf) return;
  keep("account", me.id);
  keep("waiting", {});
  await lay(shelf);
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

/** Nobody is signed in here any more: what came from their account does not stay on the device. */
function leave() {
  if (!kept("account", null)) return;
  for (const [name, nothing] of [["account", null], ["waiting", {}], ["saved", []]]) keep(name, nothing);
  globalThis.caches?.delete(SHELF);
  dispatchEvent(new CustomEvent("kabar:shelf"));
}

addEventListener("kabar:saved", async ({ detail: { path, saved } }) => {
  if (!kept("account", null)) return;
  keep("waiting", { ...kept("waiting", {}), [path]: saved });
  if (!token) return;
  const shelf = await send(saved ? { add: [path] } : { drop: [path] });
  if (!shelf) return;
  const { [path]: _done, ...left } = kept("waiting", {});
  keep("waiting", left);
});
