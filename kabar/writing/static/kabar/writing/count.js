/* The words of the body and the minutes they take, while they are written. */
import { children, stream } from "./body.js";

const NO_WORDS = new Set(["level", "size", "url", "picture", "story", "ordered", "id", "type", "alt"]);
const panel = document.querySelector("[data-kabar-checks]");
const place = document.querySelector("[data-kabar-count]");

function* texts(value) {
  if (typeof value === "string") {
    const rich = value.startsWith("{") && value.includes('"blocks"') ? JSON.parse(value).blocks : null;
    if (rich) for (const { text } of rich) yield text;
    else if (value !== "null") yield value;
  } else if (value && typeof value === "object") {
    for (const [name, inner] of Object.entries(value)) if (!NO_WORDS.has(name)) yield* texts(inner);
  }
}

const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

function count() {
  const number = children().reduce((sum, child) => sum + [...texts(child.getValue().value)].reduce((n, text) => n + words(text), 0), 0);
  const minutes = number ? Math.max(1, Math.ceil(number / Number(panel.dataset.wordsAMinute))) : 0;
  panel.querySelector("[data-kabar-words]").textContent = number;
  panel.querySelector("[data-kabar-minutes]").textContent = minutes;
  place.textContent = place.dataset.kabarCount.replace("{words}", number).replace("{minutes}", minutes);
}

function begin() {
  if (!panel || !place) return;
  document.getElementById("body-root").before(place);
  place.hidden = false;
  let timer = null;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(count, 400);
  };
  for (const kind of ["input", "click", "keyup"]) document.getElementById("w-editor-form").addEventListener(kind, soon);
  new MutationObserver(soon).observe(document.getElementById("body-root"), { childList: true, subtree: true });
  count();
}

/* The form's blocks are set up a moment after the page has loaded, and whoever sets them up tells nobody. */
function waitForBlocks(turns = 100) {
  if (stream()) begin();
  else if (turns && panel && place) setTimeout(waitForBlocks, 100, turns - 1);
}

waitForBlocks();
