/* Beside the story's form: the desk's panel looks again by itself, and a note is shown where it stands. */
const EVERY = 8000;
let etag = "";

const panel = () => document.getElementById("kabar-beside");

/* The block or field of a note, as the form marks it. */
const place = (path) => document.querySelector(`#w-editor-form [data-contentpath="${CSS.escape(path)}"]`);

function pin() {
  for (const old of document.querySelectorAll(".kd-pinned")) old.remove();
  const found = document.getElementById("kabar-note-places");
  for (const { path, text, by } of found ? JSON.parse(found.textContent) : []) {
    const pinned = document.createElement("p");
    pinned.className = "kd-pinned";
    pinned.append(Object.assign(document.createElement("b"), { textContent: `${by}: ` }), text);
    place(path)?.prepend(pinned);
  }
}

/* A note may stand at any block there is now. */
function offer() {
  const choice = panel().querySelector("select[name=path]");
  if (!choice) return;
  for (const block of document.querySelectorAll('#w-editor-form [data-contentpath="body"] [data-streamfield-child]')) {
    const words = (block.querySelector(".public-DraftEditor-content, textarea, input[type=text]")?.textContent ?? "").trim();
    const path = block.dataset.contentpath;
    if (path) choice.append(new Option(`${panel().dataset.inBody}: ${words.slice(0, 40) || "…"}`, path));
  }
}

const writing = () => [...panel().querySelectorAll("textarea")].some((field) => field.value.trim()) || panel().contains(document.activeElement);

function put(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-beside-part]");
  if (!fresh) return;
  panel().replaceChildren(fresh);
  const count = panel().querySelectorAll(".kd-note:not(.kd-note--resolved)").length;
  const counter = document.querySelector('[data-side-panel-toggle="desk"] [data-side-panel-toggle-counter]');
  if (counter) Object.assign(counter, { textContent: count, hidden: !count });
  offer();
  pin();
}

async function send(event) {
  const form = event.target;
  if (!form.matches("[data-beside]")) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Kabar-Beside": "1", "X-Requested-With": "XMLHttpRequest" } });
  if (answer.ok && !answer.redirected) put(await answer.text());
  else form.submit();
}

async function look() {
  if (!document.hidden && panel() && !writing()) {
    try {
      const answer = await fetch(panel().dataset.again, { cache: "no-store", headers: { "X-Requested-With": "XMLHttpRequest", ...(etag && { "If-None-Match": etag }) } });
      if (answer.status === 200 && !answer.redirected) {
        etag = answer.headers.get("ETag") ?? "";
        put(await answer.text());
      }
    } catch {
      /* The next look may find the newsroom again. */
    }
  }
  setTimeout(look, EVERY);
}

/* The panel of a new story comes when the story is kept for the first time. */
function begin() {
  document.addEventListener("submit", send);
  if (panel()) {
    offer();
    pin();
  }
  setTimeout(look, EVERY);
}

if (document.readyState === "complete") begin();
else window.addEventListener("load", begin);
