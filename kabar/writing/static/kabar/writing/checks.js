/* Asks the checks about the draft as it stands in the form, a while after the last change, and shows what they say. */
import { children, focus } from "./body.js";

const PAUSE = 3000;
const LINKS = 5000;
const form = document.getElementById("w-editor-form");
const panel = document.querySelector("[data-kabar-checks]");
const aside = new Map();
let timer = null;
let asked = "";
let busy = false;
let linkTurns = 0;

const story = () => form.getAttribute("action")?.match(/\/edit\/(\d+)\//)?.[1] ?? "";
const part = (name) => panel.querySelector(`[data-kabar-${name}]`);

function say(words) {
  if (part("state").textContent !== words) part("state").textContent = words;
}

async function post(address, body) {
  body.set("story", story());
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN } });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

const written = () => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
};

async function ask(again = false) {
  const data = written();
  const now = new URLSearchParams(data).toString();
  if (busy || document.hidden || (!again && now === asked)) return;
  busy = true;
  asked = now;
  try {
    show(await (await post(panel.dataset.kabarChecks, data)).json());
  } catch {
    say(part("state").dataset.failed);
  }
  busy = false;
}

function show(seen) {
  if (seen.incomplete) {
    say(part("state").dataset.incomplete);
    return;
  }
  tellAside();
  part("words").textContent = seen.words;
  part("minutes").textContent = seen.minutes;
  const left = seen.findings.filter(({ key }) => !aside.has(key));
  part("findings").replaceChildren(...left.map(line));
  count(left.length);
  say(seen.links_asked ? part("state").dataset.asking : left.length ? seen.said : part("state").dataset.nothing);
  if (seen.links_asked && linkTurns++ < 4) setTimeout(ask, LINKS, true);
  else linkTurns = 0;
}

function line(finding) {
  const each = panel.querySelector("template[data-kabar-finding]").content.firstElementChild.cloneNode(true);
  each.classList.toggle("kabar-checks__blocks", finding.blocks);
  each.querySelector("strong").hidden = !finding.blocks;
  each.querySelector("[data-message]").textContent = finding.message;
  const go = each.querySelector("[data-go]");
  go.hidden = !place(finding);
  go.addEventListener("click", () => place(finding)?.());
  const put = each.querySelector("[data-put-aside]");
  put.hidden = finding.blocks;
  put.addEventListener("click", () => {
    aside.set(finding.key, false);
    (each.nextElementSibling ?? each.previousElementSibling ?? part("findings")).querySelector?.("button")?.focus();
    each.remove();
    count(part("findings").children.length);
    tellAside();
  });
  return each;
}

/* A story that has not been kept yet has no number to remember by; it gets one with the first autosave. */
function tellAside() {
  if (!story()) return;
  for (const [key, told] of aside) {
    if (told) continue;
    aside.set(key, true);
    const body = new FormData();
    body.set("key", key);
    post(panel.dataset.aside, body).catch(() => aside.set(key, false));
  }
}

function place({ field, block }) {
  const at = block ? children().findIndex((child) => child.id === block) : -1;
  if (at >= 0) return () => focus(at);
  const there = field && (document.getElementById(`id_${field}`) ?? document.querySelector(`[data-contentpath="${field}"]`));
  if (!there) return null;
  return () => {
    there.scrollIntoView({ block: "center" });
    there.focus();
    if (document.activeElement !== there) there.querySelector("button, input, textarea, [contenteditable=true]")?.focus();
  };
}

function count(number) {
  const counter = document.querySelector("[data-side-panel-toggle=writing-checks] [data-side-panel-toggle-counter]");
  if (!counter) return;
  counter.textContent = number;
  counter.hidden = number === 0;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (form && panel) {
  for (const kind of ["input", "change", "click", "kabar:pasted"]) form.addEventListener(kind, soon);
  document.addEventListener("visibilitychange", soon);
  soon();
}
