// Reads a story aloud with the browser's own voice, block by block, and shows the block and the word it is at.
const HEARD = ":is(p, h2, h3, li, blockquote, figcaption)";
const BLOCKS = `:scope > ${HEARD}, :scope > :is(ul, ol, figure.quote) ${HEARD}`;
// Numbers of claims and explanations of words stand beside the text.
const UNSAID = ".claim-mark, [popover]";
const WORD = "kabar-spoken";
let speaking = false;

export function toggle(body, button, words, tell) {
  if (speaking) return stop(button, words);
  speaking = true;
  button.setAttribute("aria-pressed", "true");
  button.querySelector("span").textContent = words.stop;
  say([...body.querySelectorAll(BLOCKS)], button, words, tell);
}

/** The pieces of text that are said of a block itself, not of one within it. */
function pieces(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (parentElement.closest(HEARD) === block && !parentElement.closest(UNSAID)) found.push(walker.currentNode);
  }
  return found;
}

/** Mark the word that begins so many letters into a block; browsers that cannot mark it show the block alone. */
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

function say(blocks, button, words, tell) {
  const [block, ...rest] = blocks;
  if (!speaking || !block) return stop(button, words);
  const texts = pieces(block);
  const text = texts.map(({ data }) => data).join("");
  if (!text.trim()) return say(rest, button, words, tell);
  const said = new SpeechSynthesisUtterance(text);
  said.lang = block.closest("[lang]").lang;
  said.onstart = () => {
    block.classList.add("is-spoken");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    block.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  };
  said.onboundary = ({ name, charIndex, charLength }) => { if (name !== "sentence" && speaking) show(texts, charIndex, charLength); };
  said.onend = () => {
    leave(block);
    if (speaking) say(rest, button, words, tell);
  };
  // A device without a voice says so at the first word; it is not asked again for every paragraph.
  said.onerror = () => {
    if (speaking) tell(words.voiceless);
    stop(button, words);
  };
  speechSynthesis.speak(said);
}

function leave(block) {
  block.classList.remove("is-spoken");
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
