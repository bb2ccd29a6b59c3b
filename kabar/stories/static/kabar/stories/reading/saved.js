// Stories saved on this device, to be read without a line as well.
import { keep, kept } from "./device.js";

const SHELF = "kabar-saved";
const saved = () => kept("saved", []);

export async function begin(button, words, tell) {
  const ours = globalThis.trustedTypes?.createPolicy("kabar-worker", { createScriptURL: (url) => url });
  navigator.serviceWorker.register(ours ? ours.createScriptURL("/sw.js") : "/sw.js").catch(() => {});
  if (!navigator.serviceWorker.controller) navigator.serviceWorker.ready.then(handOver);
  show(button, words);
  button.onclick = async () => {
    const isSaved = saved().some((one) => one.path === words.path);
    const shelf = await caches.open(SHELF);
    if (isSaved) {
      keep("saved", saved().filter((one) => one.path !== words.path));
      await shelf.delete(words.path);
    } else {
      await shelf.add(words.path);
      keep("saved", [{ path: words.path, title: words.title, at: Date.now() }, ...saved()].slice(0, 200));
    }
    show(button, words);
    tell(isSaved ? words.unsaved : words.saved);
    // Whoever is signed in finds it on their other devices: readers/me.js listens.
    dispatchEvent(new CustomEvent("kabar:saved", { detail: { path: words.path, saved: !isSaved } }));
  };
  addEventListener("kabar:shelf", () => show(button, words));
}

/** This page and its files came before there was anyone to hold them. */
function handOver({ active }) {
  active.postMessage({ files: performance.getEntriesByType("resource").map(({ name }) => name) });
}

function show(button, words) {
  const isSaved = saved().some((one) => one.path === words.path);
  button.setAttribute("aria-pressed", String(isSaved));
  button.querySelector("span").textContent = isSaved ? words.unsave : words.save;
}
