// Reads a story aloud with the browser's own voice, passage by passage, and shows the passage and the word it is at.
import { passages } from "./passages.js";

// What a picture shows is not there for the ear.
const UNSAID = "figure:not(.quote), .gallery";
const WORD = "kabar-spoken";
let speaking = false;

export function toggle(story, button, words, tell) {
  if (speaking) return stop(button, words);
  speaking = true;
  button.setAttribute("aria-pressed", "true");
  button.querySelector("span").textContent = words.stop;
  const said = passages(story).filter(({ element }) => !element.closest(UNSAID));
  say(said.flatMap(inOneLanguage), button, words, tell);
}

/** A passage in as many pieces as it changes its language: each is said by a voice that knows it. */
function inOneLanguage({ element, texts }) {
  const pieces = [];
  for (const text of texts) {
    const { lang } = text.parentElement.closest("[lang]");
    if (pieces.at(-1)?.lang === lang) pieces.at(-1).texts.push(text);
    else pieces.push({ element, lang, texts: [text] });
  }
  return pieces.filter((piece) => piece.texts.some(({ data }) => data.trim()));
}

/** Mark the word that begins so many letters into a piece; browsers that cannot mark it show the passage alone. */
function show(texts, at, length) {
  for (const text of texts) {
    if (at < text.length) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, Math.min(at + (length || text.data.slice(at).search(/\s|$/)), text.length));
      return CSS.highlights?.set(WORD, new Highlight(range));
    }
    at -= text.length;
  }
}

function say(pieces, button, words, tell) {
  const [piece, ...rest] = pieces;
  if (!speaking || !piece) return stop(button, words);
  const { element, lang, texts } = piece;
  const said = new SpeechSynthesisUtterance(texts.map(({ data }) => data).join(""));
  said.lang = lang;
  said.onstart = () => {
    element.classList.add("is-spoken");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  };
  said.onboundary = ({ name, charIndex, charLength }) => { if (name !== "sentence" && speaking) show(texts, charIndex, charLength); };
  said.onend = () => {
    leave(element);
    if (speaking) say(rest, button, words, tell);
  };
  // A device without a voice says so at the first word; it is not asked again for every paragraph.
  said.onerror = () => {
    if (speaking) tell(words.voiceless);
    stop(button, words);
  };
  speechSynthesis.speak(said);
}

function leave(element) {
  element.classList.remove("is-spoken");
  CSS.highlights?.delete(WORD);
}

function stop(button, words) {
  speaking = false;
  speechSynthesis.cancel();
  document.querySelectorAll(".is-spoken").forEach(leave);
  button.setAttribute("aria-pressed", "false");
  button.querySelector("span").textContent = words.listen;
}

addEventListener("pagehide", () => speechSynthesis.cancel());
