// Tools for reading a story: every one of them is extra, and nothing of what is read leaves the device.
import { afterwards } from "./afterwards.js";
import { compare, readBefore } from "./changed.js";
import { kept, keep } from "./device.js";
import { tell as tellPaper } from "./telling.js";

const tools = document.querySelector("[data-reading]");
const story = document.querySelector(".story");
// A sheet of a live story's older entries has no text of its own.
const body = story.querySelector(".story-body") ?? story.querySelector(".live-entries");
const says = tools.querySelector("[role=status]");
const words = tools.dataset;
const button = (name) => tools.querySelector(`[data-act=${name}]`);
const tell = (text) => { says.textContent = text; };

tools.hidden = false;

// --- the size of the text -------------------------------------------------------------------------------------

const SIZES = ["small", "", "large", "larger"];
const face = document.documentElement.dataset;
function setSize(size) {
  if (size) face.textSize = size;
  else delete face.textSize;
  button("smaller").disabled = size === SIZES[0];
  button("bigger").disabled = size === SIZES.at(-1);
}
/** What is in view is set anew at once; what lies below the screen waits and follows in the frame after. */
const step = (by) => () => {
  const size = SIZES[Math.min(Math.max(SIZES.indexOf(face.textSize ?? "") + by, 0), SIZES.length - 1)];
  const blocks = [...body.children, ...story.querySelectorAll(".live-entry")];
  const first = blocks.findIndex((block) => block.getBoundingClientRect().top > innerHeight);
  const below = first < 0 ? [] : blocks.slice(first);
  for (const block of below) block.classList.add("is-below");
  setSize(size);
  afterwards(() => {
    for (const block of below) block.classList.remove("is-below");
    keep("size", size);
  });
};
button("smaller").onclick = step(-1);
button("bigger").onclick = step(1);
setSize(SIZES.includes(kept("size", "")) ? kept("size", "") : "");

// --- pass it on -----------------------------------------------------------------------------------------------

if (navigator.share) {
  button("share").hidden = false;
  button("share").onclick = () => navigator.share({ title: words.title, url: words.url }).catch(() => {});
}
button("copy").onclick = async () => {
  try {
    await navigator.clipboard.writeText(words.url);
    tell(words.copied);
  } catch {
    tell(words.url);
  }
};
button("print").onclick = () => print();

// --- listen ---------------------------------------------------------------------------------------------------

if (globalThis.speechSynthesis) {
  button("listen").hidden = false;
  button("listen").onclick = async () => (await import("./listen.js")).toggle(story, button("listen"), words, tell);
}

// --- save for later, and read without a line -------------------------------------------------------------------

if (button("save") && globalThis.caches && navigator.serviceWorker) {
  // At once, with the others: what comes later would push them aside.
  button("save").hidden = false;
  const { begin } = await import("./saved.js");
  begin(button("save"), words, tell);
}

// --- how far one has read -------------------------------------------------------------------------------------

const bar = document.createElement("div");
bar.className = "reading-progress";
bar.setAttribute("aria-hidden", "true");
document.body.append(bar);
let asked = false;
function measure() {
  asked = false;
  const { top, height } = body.getBoundingClientRect();
  const read = Math.min(Math.max((innerHeight - top) / height, 0), 1);
  bar.style.transform = `scaleX(${top > innerHeight ? 0 : read})`;
}
addEventListener("scroll", () => { if (!asked) asked = !!requestAnimationFrame(measure); }, { passive: true });

// --- what changed since it was read ---------------------------------------------------------------------------

const note = tools.querySelector(".reading-changed");
const readNow = note && compare(story, words, note);
// Read is what stayed open for some seconds, not what was passed by. The paper is told once that somebody did, not who.
if (note) setTimeout(async () => {
  if (!readBefore(words) && !document.hidden) tellPaper(words.path);
  const remember = await readNow;
  remember();
  // What is told live meanwhile was read as well.
  addEventListener("visibilitychange", () => { if (document.hidden) remember(); });
}, 5_000);

// --- words explained ------------------------------------------------------------------------------------------

body.querySelectorAll("abbr[title], a.explained").forEach((word, number) => {
  const tip = document.createElement("span");
  // A word of the glossary leads to its meaning below; here the meaning comes to the word.
  const meaning = word.title || document.getElementById(word.hash?.slice(1))?.nextElementSibling?.textContent;
  if (!meaning || (!tip.showPopover && !("popover" in tip))) return;
  tip.id = `word-${number}`;
  tip.popover = "auto";
  tip.className = "reading-word";
  tip.textContent = meaning;
  const asks = document.createElement("button");
  asks.type = "button";
  asks.className = "reading-asks";
  asks.setAttribute("popovertarget", tip.id);
  asks.append(...word.childNodes);
  const holds = word.matches("abbr") ? word : document.createElement("span");
  word.removeAttribute("title");
  if (holds !== word) word.replaceWith(holds);
  holds.append(asks, tip);
});
